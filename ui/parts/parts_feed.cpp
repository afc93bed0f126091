#include "ui/parts/parts_feed.h"

#include "engine/core/when_done.h"
#include "engine/scheduling/engine.h"
#include "ui/model/upload_store.h"

#include <algorithm>
#include <tuple>

namespace gantry {

using Moment = std::chrono::steady_clock::time_point;

PartsFeed::PartsFeed(Engine &engine, const UploadStore &store, QObject *parent)
    : PartsFeed([&engine](UploadId id) { return engine.details(id); }, store, parent)
{}

PartsFeed::PartsFeed(Ask ask, const UploadStore &store, QObject *parent)
    : QObject(parent)
    , m_ask(std::move(ask))
    , m_store(store)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PartsFeed::askNext);
    connect(&store, &UploadStore::changed, this, [this](const QList<int> &rows) {
        for (const int row : rows)
            noteChanged(m_store.at(row).record.id);
    });
    connect(&store, &UploadStore::appended, this, [this](int first, int last) {
        for (int row = first; row <= last; ++row)
            noteChanged(m_store.at(row).record.id);
    });
}

void PartsFeed::watch(const QObject *who, const QSet<UploadId> &ids)
{
    if (!m_wanted.contains(who))
        connect(who, &QObject::destroyed, this, [this, who] {
            m_wanted.remove(who);
            forgetUnwanted();
        });
    m_wanted.insert(who, ids);
    forgetUnwanted();
    for (const UploadId id : ids)
        if (!m_entries.contains(id))
            m_entries.insert(id, {});
    askNext();
}

void PartsFeed::forgetUnwanted()
{
    m_entries.removeIf([this](const QHash<UploadId, Entry>::iterator &entry) {
        return std::none_of(m_wanted.cbegin(), m_wanted.cend(),
                            [&](const QSet<UploadId> &ids) { return ids.contains(entry.key()); });
    });
}

const QList<PartSnapshot> *PartsFeed::partsOf(UploadId id) const
{
    const auto entry = m_entries.constFind(id);
    return entry == m_entries.constEnd() || entry->revision == 0 ? nullptr : &entry->parts;
}

quint64 PartsFeed::revisionOf(UploadId id) const
{
    const auto entry = m_entries.constFind(id);
    return entry == m_entries.constEnd() ? 0 : entry->revision;
}

PartsFeed::Mark PartsFeed::markOf(const UploadSnapshot &upload)
{
    return {upload.record.stage, upload.record.partsStored, upload.record.bytesStored};
}

void PartsFeed::noteChanged(UploadId id)
{
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end())
        return;
    const UploadSnapshot *upload = m_store.find(id);
    if (upload && isFinal(upload->record.stage) && entry->told == markOf(*upload))
        return;
    entry->due = true;
    m_timer.start(0);
}

QList<UploadId> PartsFeed::ready(Moment now)
{
    struct Candidate
    {
        UploadId id;
        bool rests;
        bool known;
    };
    QList<Candidate> candidates;
    auto soonest = Moment::max();
    for (auto entry = m_entries.cbegin(); entry != m_entries.cend(); ++entry) {
        const UploadSnapshot *upload = m_store.find(entry.key());
        // Before its plan there are no parts to ask for.
        if (!entry->due || m_asking.contains(entry.key()) || !upload || upload->record.partSize == 0)
            continue;
        const auto asked = m_askedAt.constFind(entry.key());
        if (asked != m_askedAt.constEnd() && *asked + interval > now)
            soonest = std::min(soonest, *asked + interval);
        else
            candidates.append({entry.key(), moodOf(*upload) != UploadMood::Moving, entry->told.has_value()});
    }
    if (soonest != Moment::max())
        m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(soonest - now));
    std::sort(candidates.begin(), candidates.end(), [](const Candidate &one, const Candidate &other) {
        return std::tie(one.rests, one.known, one.id) < std::tie(other.rests, other.known, other.id);
    });
    QList<UploadId> ids;
    for (const Candidate &candidate : std::as_const(candidates))
        ids.append(candidate.id);
    return ids;
}

void PartsFeed::askNext()
{
    const Moment now = std::chrono::steady_clock::now();
    m_askedAt.removeIf([now](const auto &asked) { return asked.value() + interval <= now; });
    const qsizetype room = questionsAtOnce - m_asking.size();
    if (room <= 0)
        return; // an answer asks for the next
    const QList<UploadId> ids = ready(now);
    for (const UploadId id : ids.mid(0, room))
        ask(id, now);
}

void PartsFeed::ask(UploadId id, Moment now)
{
    m_entries[id].due = false; // what changes from here on is not in the answer
    m_asking.insert(id);
    m_askedAt.insert(id, now);
    whenDone(this, m_ask(id), [this, id](const std::optional<Expected<UploadDetails>> &answer) {
        m_asking.remove(id);
        if (answer && *answer)
            take(id, **answer);
        askNext();
    });
}

void PartsFeed::take(UploadId id, const UploadDetails &details)
{
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end())
        return; // nobody wants it any more
    entry->told = markOf(details.upload);
    if (entry->revision != 0 && entry->parts == details.parts)
        return;
    entry->parts = details.parts;
    entry->revision = ++m_lastRevision;
    Q_EMIT partsChanged(id);
}

} // namespace gantry
