#include "engine/scheduling/orphan_sweeper.h"

#include "engine/scheduling/endpoint.h"
#include "engine/scheduling/engine_context.h"
#include "engine/scheduling/upload_entry.h"

#include <algorithm>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto interval = 250ms;
constexpr qint64 hopelessWaitMs = 3'600'000; // what no retry mends now may be mended in an hour

} // namespace

OrphanSweeper::OrphanSweeper(EngineContext &engine, EndpointOf endpointOf, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_endpointOf(std::move(endpointOf))
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &OrphanSweeper::sweep);
}

void OrphanSweeper::expect(const OrphanNote &note)
{
    if (!isEnding(note.destination, note.session.id))
        m_items.emplace_back().note = note;
}

void OrphanSweeper::add(const OrphanNote &note)
{
    expect(note);
    for (Item &item : m_items)
        item.durable = item.durable || item.isOf(note.destination, note.session.id);
    m_timer.start();
    QMetaObject::invokeMethod(this, &OrphanSweeper::sweep, Qt::QueuedConnection);
}

bool OrphanSweeper::isWaitingFor(const QString &destination) const
{
    return std::any_of(m_items.cbegin(), m_items.cend(), [&](const Item &item) {
        return item.note.destination == destination && (!item.refused || item.asks);
    });
}

JournalBatch OrphanSweeper::forget(const QString &destination)
{
    JournalBatch batch;
    for (auto item = m_items.begin(); item != m_items.end();) {
        const OrphanNote note = item->note;
        const bool isMeant = note.destination == destination;
        item = isMeant ? m_items.erase(item) : std::next(item);
        if (isMeant) {
            batch.append(ForgetOrphan{destination, note.session.id});
            tellWaiting(claimOf(destination, note.session.id), false);
        }
    }
    return batch;
}

bool OrphanSweeper::isEnding(const QString &destination, const QString &sessionId) const
{
    return std::any_of(m_items.cbegin(), m_items.cend(),
                       [&](const Item &item) { return item.isOf(destination, sessionId); });
}

bool OrphanSweeper::isTrying() const
{
    return std::any_of(m_items.cbegin(), m_items.cend(), [this](const Item &item) {
        return item.asks || (item.attempts == 0 && canBeAsked(item));
    });
}

void OrphanSweeper::whenSwept(std::chrono::milliseconds limit, std::function<void(bool)> told)
{
    Waiting waiting{std::move(told), {}};
    for (const Item &item : m_items)
        waiting.claims.insert(claimOf(item.note.destination, item.note.session.id));
    if (waiting.claims.isEmpty()) {
        waiting.told(true);
        return;
    }
    const auto place = m_waiting.insert(m_waiting.end(), std::move(waiting));
    QTimer::singleShot(limit, this, [this, place] {
        if (const auto tell = std::exchange(place->told, nullptr))
            tell(false);
        m_waiting.erase(place);
    });
}

// Each is erased when its time is up, told or not.
void OrphanSweeper::tellWaiting(const QString &claim, bool ended)
{
    for (Waiting &waiting : m_waiting) {
        if (!waiting.claims.remove(claim) || (ended && !waiting.claims.isEmpty()))
            continue;
        if (const auto tell = std::exchange(waiting.told, nullptr))
            tell(ended);
    }
}

bool OrphanSweeper::canBeAsked(const Item &item) const
{
    const qint64 now = m_engine.clock->monotonicMs();
    const Endpoint *endpoint = m_endpointOf(item.note.destination);
    return item.durable && !item.asks && now >= item.notBeforeMs && endpoint && endpoint->gate().isOpen(now);
}

void OrphanSweeper::sweep()
{
    for (auto item = m_items.begin(); item != m_items.end(); ++item)
        if (canBeAsked(*item))
            abort(item);
    if (m_items.empty())
        m_timer.stop();
}

void OrphanSweeper::abort(std::list<Item>::iterator item)
{
    Endpoint *endpoint = m_endpointOf(item->note.destination);
    item->asks = endpoint;
    endpoint->prepare(this, [this, item, endpoint](const Expected<void> &result) {
        if (!result) {
            ended(item, &result.error());
            return;
        }
        StepContext context = endpoint->baseContext();
        context.session = item->note.session;
        endpoint->call(Step::Abort, context, this, [this, item](const Expected<Outcome> &outcome) {
            ended(item, outcome ? nullptr : &outcome.error());
        });
    });
}

void OrphanSweeper::ended(std::list<Item>::iterator item, const Failure *failure)
{
    item->asks = nullptr;
    if (failure && failure->kind != FailureKind::SessionLost) {
        const Verdict verdict = judge(*failure, ++item->attempts, m_engine.dice);
        item->refused = verdict.remedy == Remedy::GiveUp;
        const qint64 wait = item->refused ? hopelessWaitMs : verdict.delay.count();
        item->notBeforeMs = m_engine.clock->monotonicMs() + wait;
    } else {
        const OrphanNote note = item->note;
        m_engine.writer->write({ForgetOrphan{note.destination, note.session.id}});
        m_items.erase(item);
        tellWaiting(claimOf(note.destination, note.session.id), true);
    }
    Q_EMIT tried();
}

} // namespace gantry
