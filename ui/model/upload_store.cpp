#include "ui/model/upload_store.h"

#include "engine/core/when_done.h"
#include "engine/scheduling/engine.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace gantry {
namespace {

bool countsAsLeft(UploadMood mood)
{
    return mood == UploadMood::Moving || mood == UploadMood::Waiting;
}

qint64 bytesLeftOf(const UploadSnapshot &upload)
{
    return std::max<qint64>(0, upload.record.identity.size - upload.record.bytesStored);
}

} // namespace

qint64 QueueTotals::size() const
{
    return std::accumulate(byMood.begin(), byMood.end(), qint64{0});
}

UploadStore::UploadStore(Engine &engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
{
    connect(&engine, &Engine::changed, this, &UploadStore::take);
    connect(&engine, &Engine::removed, this, &UploadStore::drop);
}

void UploadStore::load()
{
    whenReady(this, m_engine.uploads(), [this](const QList<UploadSnapshot> &uploads) {
        m_loaded = true;
        take(uploads);
        Q_EMIT loaded();
    });
}

int UploadStore::rowOf(UploadId id) const
{
    return m_index.value(id, -1);
}

const UploadSnapshot *UploadStore::find(UploadId id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &at(row);
}

void UploadStore::take(const QList<UploadSnapshot> &uploads)
{
    // What changes before all are known is in the answer that is awaited.
    if (!m_loaded)
        return;
    QList<int> known;
    std::vector<const UploadSnapshot *> fresh;
    for (const UploadSnapshot &upload : uploads) {
        if (const auto hidden = m_hidden.find(upload.record.id); hidden != m_hidden.end()) {
            *hidden = upload;
        } else if (const int row = rowOf(upload.record.id); row >= 0) {
            UploadSnapshot &old = m_rows[static_cast<std::size_t>(row)];
            count(old, -1);
            old = upload;
            count(old, +1);
            known.append(row);
        } else {
            fresh.push_back(&upload);
        }
    }
    if (!known.isEmpty()) {
        std::sort(known.begin(), known.end());
        Q_EMIT changed(known);
    }
    if (!fresh.empty()) {
        // What is told together comes in no order; the files of a folder are seen in the one they were added
        // in.
        std::sort(fresh.begin(), fresh.end(), [](const UploadSnapshot *a, const UploadSnapshot *b) {
            return a->record.id < b->record.id;
        });
        const int first = size();
        const int last = first + static_cast<int>(fresh.size()) - 1;
        Q_EMIT aboutToAppend(first, last);
        for (const UploadSnapshot *upload : fresh) {
            m_index.insert(upload->record.id, size());
            m_rows.push_back(*upload);
            count(*upload, +1);
        }
        Q_EMIT appended(first, last);
    }
    announceTotals();
}

void UploadStore::drop(const QList<UploadId> &ids)
{
    QSet<UploadId> gone;
    for (const UploadId id : ids) {
        m_hidden.remove(id);
        if (const int row = rowOf(id); row >= 0) {
            count(at(row), -1);
            gone.insert(id);
        }
    }
    if (gone.isEmpty())
        return;
    Q_EMIT aboutToRemove();
    std::erase_if(m_rows, [&](const UploadSnapshot &upload) { return gone.contains(upload.record.id); });
    m_index.clear();
    m_index.reserve(size());
    for (int row = 0; row < size(); ++row)
        m_index.insert(at(row).record.id, row);
    Q_EMIT removed(QList<UploadId>(gone.begin(), gone.end()));
    announceTotals();
}

void UploadStore::hide(const QList<UploadId> &ids)
{
    QHash<UploadId, UploadSnapshot> hidden;
    for (const UploadId id : ids)
        if (const UploadSnapshot *upload = find(id))
            hidden.insert(id, *upload);
    drop(hidden.keys());
    m_hidden.insert(hidden);
}

void UploadStore::unhide(const QList<UploadId> &ids)
{
    QList<UploadSnapshot> shown;
    for (const UploadId id : ids)
        if (const auto hidden = m_hidden.find(id); hidden != m_hidden.end()) {
            shown.append(*hidden);
            m_hidden.erase(hidden);
        }
    take(shown);
}

void UploadStore::count(const UploadSnapshot &upload, int sign)
{
    const UploadMood mood = moodOf(upload);
    m_totals.byMood[static_cast<std::size_t>(mood)] += sign;
    int &there = m_totals.byDestination[upload.record.destination];
    there += sign;
    if (there == 0)
        m_totals.byDestination.remove(upload.record.destination);
    m_totals.bytesPerSecond += sign * speedOf(upload);
    if (countsAsLeft(mood))
        m_totals.bytesLeft += sign * bytesLeftOf(upload);
    if (upload.holds.testFlag(Hold::Offline) && !isFinal(upload.record.stage))
        m_offline += sign;
}

void UploadStore::announceTotals()
{
    m_totals.offline = m_offline > 0;
    if (m_totals == m_announced)
        return;
    m_announced = m_totals;
    Q_EMIT totalsChanged();
}

} // namespace gantry
