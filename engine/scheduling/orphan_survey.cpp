#include "engine/scheduling/orphan_survey.h"

namespace gantry {
namespace {

constexpr int pageLimit = 1'000; // a listing longer than that never ends
constexpr int atOnce = 4;

} // namespace

OrphanSurvey::OrphanSurvey(Endpoint &endpoint, IsClaimed isClaimed, Told told, QObject *parent)
    : QObject(parent)
    , m_endpoint(endpoint)
    , m_isClaimed(std::move(isClaimed))
    , m_told(std::move(told))
{}

void OrphanSurvey::run()
{
    m_endpoint.tryNow();
    m_endpoint.prepare(this, [this](const Expected<void> &result) {
        if (result)
            list({});
        else
            end(fail(result.error()));
    });
}

void OrphanSurvey::list(const QString &page)
{
    StepContext context = m_endpoint.baseContext();
    context.page = page;
    m_endpoint.call(Step::List, context, this, [this](const Expected<Outcome> &outcome) {
        const auto *listed = outcome ? std::get_if<Listed>(&*outcome) : nullptr;
        if (!listed) {
            end(fail(outcome
                         ? Failure{FailureKind::ProtocolViolation, tr("The answer makes no sense."), {}, 0}
                         : outcome.error()));
            return;
        }
        for (const ListedSession &each : listed->sessions)
            if (!m_isClaimed(each.session))
                m_found.append({each.session.id, each.session.key, each.name, each.initiator,
                                each.session.openedMs, std::nullopt, std::nullopt});
        if (!listed->nextPage.isEmpty() && ++m_pages < pageLimit)
            list(listed->nextPage);
        else
            measureNext();
    });
}

void OrphanSurvey::measureNext()
{
    while (m_underWay < atOnce && m_next < m_found.size()) {
        ++m_underWay;
        measure(m_next++, {});
    }
    if (m_underWay == 0)
        end(m_found);
}

// One that ended meanwhile, or may not be looked into, stays in the list without its size.
void OrphanSurvey::measure(qsizetype index, const QString &page)
{
    const Orphan &orphan = m_found.at(index);
    StepContext context = m_endpoint.baseContext();
    context.session = Session{orphan.id, orphan.key, {}, orphan.begunMs};
    context.page = page;
    m_endpoint.call(Step::Survey, context, this, [this, index](const Expected<Outcome> &outcome) {
        Orphan &measured = m_found[index];
        const auto *surveyed = outcome ? std::get_if<Surveyed>(&*outcome) : nullptr;
        if (surveyed) {
            int parts = measured.parts.value_or(0);
            qint64 size = measured.size.value_or(0);
            for (const StoredRange &range : surveyed->ranges) {
                ++parts;
                size += range.range.length;
            }
            measured.parts = parts;
            measured.size = size;
            if (!surveyed->nextPage.isEmpty() && parts > 0 && parts < m_endpoint.traits().bounds.maxParts) {
                measure(index, surveyed->nextPage);
                return;
            }
        } else {
            measured.parts.reset();
            measured.size.reset();
        }
        --m_underWay;
        measureNext();
    });
}

void OrphanSurvey::end(const Expected<QList<Orphan>> &result)
{
    m_told(result);
    deleteLater();
}

} // namespace gantry
