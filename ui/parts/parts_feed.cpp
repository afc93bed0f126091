#include "ui/parts/parts_feed.h"

#include "engine/core/when_done.h"
#include "engine/scheduling/engine.h"
#include "ui/model/upload_store.h"

#include <algorithm>

namespace gantry {
namespace {

constexpr qint64 periodMs = 300; // between two questions about one upload
constexpr int questionsAtOnce = 4;

} // namespace

PartsFeed::PartsFeed(Engine &engine, const UploadStore &store, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_store(store)
{
    m_clock.start();
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &PartsFeed::askForMore);
    connect(&store, &UploadStore::changed, this, &PartsFeed::noteChanges);
}

void PartsFeed::watch(const QObject *who, const QSet<UploadId> &ids)
{
    if (!m_watchers.contains(who))
        connect(who, &QObject::destroyed, this, [this, who] { watch(who, {}); });
    if (ids.isEmpty())
        m_watchers.remove(who);
    else
        m_watchers.insert(who, ids);

    QSet<UploadId> wanted;
    for (const QSet<UploadId> &some : std::as_const(m_watchers))
        wanted.unite(some);
    m_known.removeIf([&wanted](const auto &entry) { return !wanted.contains(entry.key()); });
    for (const UploadId id : wanted)
        if (!m_known.contains(id))
            m_known.insert(id, {});
    askForMore();
}

const QList<PartSnapshot> *PartsFeed::partsOf(UploadId id) const
{
    const auto known = m_known.find(id);
    return known == m_known.end() || known->revision == 0 ? nullptr : &known->parts;
}

quint64 PartsFeed::revisionOf(UploadId id) const
{
    const auto known = m_known.find(id);
    return known == m_known.end() ? 0 : known->revision;
}

void PartsFeed::noteChanges(const QList<int> &rows)
{
    bool any = false;
    for (const int row : rows) {
        if (const auto known = m_known.find(m_store.at(row).record.id); known != m_known.end()) {
            known->stale = true;
            any = true;
        }
    }
    if (any)
        askForMore();
}

void PartsFeed::askForMore()
{
    const qint64 now = m_clock.elapsed();
    qint64 soonest = -1;
    QList<UploadId> due;
    for (auto known = m_known.begin(); known != m_known.end(); ++known) {
        if (!known->stale || known->asked)
            continue;
        const qint64 wait = known->revision == 0 ? 0 : known->askedMs + periodMs - now;
        if (wait <= 0)
            due.append(known.key());
        else
            soonest = soonest < 0 ? wait : std::min(soonest, wait);
    }
    // What nothing is known of yet goes first, then the one that has waited longest.
    std::sort(due.begin(), due.end(), [this](UploadId a, UploadId b) {
        return std::pair(m_known[a].askedMs, a.value) < std::pair(m_known[b].askedMs, b.value);
    });
    for (const UploadId id : std::as_const(due)) {
        if (m_underWay == questionsAtOnce)
            return; // the next answer goes on
        Known &known = m_known[id];
        known.asked = true;
        known.stale = false;
        known.askedMs = now;
        ++m_underWay;
        whenDone(this, m_engine.details(id),
                 [this, id](const std::optional<Expected<UploadDetails>> &details) {
                     --m_underWay;
                     answered(id, details && *details ? (*details)->parts : QList<PartSnapshot>());
                 });
    }
    if (soonest >= 0)
        m_next.start(static_cast<int>(soonest));
}

void PartsFeed::answered(UploadId id, QList<PartSnapshot> parts)
{
    const auto known = m_known.find(id);
    if (known != m_known.end()) {
        known->asked = false;
        if (known->revision == 0 || known->parts != parts) {
            known->parts = std::move(parts);
            known->revision = ++m_lastRevision;
            Q_EMIT partsChanged(id);
        }
    }
    askForMore();
}

} // namespace gantry
