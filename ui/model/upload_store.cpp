#include "ui/model/upload_store.h"

#include "engine/core/when_done.h"
#include "engine/scheduling/engine.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <vector>

namespace gantry {
namespace {

// So many are taken before the window gets its turn again: a few milliseconds of work for all who listen.
constexpr std::size_t sliceSize = 4096;
constexpr std::size_t all = std::numeric_limits<std::size_t>::max();

bool countsAsLeft(UploadMood mood)
{
    return mood == UploadMood::Moving || mood == UploadMood::Waiting;
}

// As in the upload's own row: what is on its way counts as sent.
qint64 bytesLeftOf(const UploadSnapshot &upload)
{
    return std::max<qint64>(0,
                            upload.record.identity.size - upload.record.bytesStored - upload.bytesInFlight);
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
    connect(&engine, &Engine::changed, this,
            [this](const QList<UploadSnapshot> &uploads) { take(uploads, sliceSize); });
    connect(&engine, &Engine::removed, this, [this](const QList<UploadId> &ids) {
        while (!m_waiting.empty())
            takeSome(all);
        drop(ids, Dropped::Gone);
    });
    m_nextSlice.setSingleShot(true);
    connect(&m_nextSlice, &QTimer::timeout, this, [this] { takeSome(sliceSize); });
}

void UploadStore::load()
{
    whenReady(this, m_engine.uploads(), [this](const QList<UploadSnapshot> &uploads) {
        m_loaded = true;
        take(uploads, all);
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

void UploadStore::take(const QList<UploadSnapshot> &uploads, std::size_t most)
{
    // What changes before all are known is in the answer that is awaited.
    if (!m_loaded || uploads.isEmpty())
        return;
    Batch batch{uploads, {}};
    batch.rest.reserve(static_cast<std::size_t>(uploads.size()));
    for (const UploadSnapshot &upload : batch.uploads)
        batch.rest.emplace_back(upload.record.id, &upload);
    // What is told together comes in no order; the files of a folder are seen in the one they were added in.
    std::sort(batch.rest.begin(), batch.rest.end(), std::greater{});
    m_waiting.push_back(std::move(batch));
    if (m_waiting.size() == 1)
        takeSome(most);
}

void UploadStore::takeSome(std::size_t most)
{
    auto &rest = m_waiting.front().rest;
    std::vector<const UploadSnapshot *> slice;
    for (; slice.size() < most && !rest.empty(); rest.pop_back())
        slice.push_back(rest.back().second);
    takeNow(slice);
    if (rest.empty())
        m_waiting.pop_front();
    if (m_waiting.empty())
        m_nextSlice.stop();
    else
        m_nextSlice.start();
}

void UploadStore::takeNow(const std::vector<const UploadSnapshot *> &uploads)
{
    QList<int> known;
    std::vector<const UploadSnapshot *> fresh;
    for (const UploadSnapshot *upload : uploads) {
        if (const auto hidden = m_hidden.find(upload->record.id); hidden != m_hidden.end()) {
            *hidden = *upload;
        } else if (const int row = rowOf(upload->record.id); row >= 0) {
            UploadSnapshot &old = m_rows[static_cast<std::size_t>(row)];
            count(old, -1);
            old = *upload;
            count(old, +1);
            known.append(row);
        } else {
            fresh.push_back(upload);
        }
    }
    if (!known.isEmpty()) {
        std::sort(known.begin(), known.end());
        Q_EMIT changed(known);
    }
    if (!fresh.empty()) {
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

void UploadStore::drop(const QList<UploadId> &ids, Dropped how)
{
    QList<int> rows;
    rows.reserve(ids.size());
    for (const UploadId id : ids) {
        if (how == Dropped::Gone)
            m_hidden.remove(id);
        if (const int row = rowOf(id); row >= 0)
            rows.append(row);
    }
    if (rows.isEmpty())
        return;
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    Q_EMIT aboutToRemove(rows);
    if (how == Dropped::Hidden)
        m_hidden.reserve(m_hidden.size() + rows.size());
    QList<UploadId> gone;
    gone.reserve(rows.size());
    for (const int row : std::as_const(rows)) {
        UploadSnapshot &upload = m_rows[static_cast<std::size_t>(row)];
        count(upload, -1);
        gone.append(upload.record.id);
        if (how == Dropped::Hidden)
            m_hidden.emplace(upload.record.id, std::move(upload));
    }
    auto next = rows.cbegin();
    std::size_t kept = 0;
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        if (next != rows.cend() && static_cast<std::size_t>(*next) == row) {
            ++next;
            continue;
        }
        if (kept != row)
            m_rows[kept] = std::move(m_rows[row]);
        ++kept;
    }
    m_rows.resize(kept);
    m_index.clear();
    m_index.reserve(size());
    for (int row = 0; row < size(); ++row)
        m_index.insert(at(row).record.id, row);
    Q_EMIT removed(gone);
    announceTotals();
}

void UploadStore::hide(const QList<UploadId> &ids)
{
    drop(ids, Dropped::Hidden);
}

void UploadStore::unhide(const QList<UploadId> &ids)
{
    QList<UploadId> sorted = ids; // as take() wants them: to sort ids is less work than to sort uploads
    std::sort(sorted.begin(), sorted.end());
    QList<UploadSnapshot> shown;
    shown.reserve(sorted.size());
    for (const UploadId id : std::as_const(sorted))
        if (const auto hidden = m_hidden.find(id); hidden != m_hidden.end()) {
            shown.append(std::move(*hidden));
            m_hidden.erase(hidden);
        }
    take(shown, sliceSize);
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
