#include "ui/detail/speed_history.h"

#include "ui/model/upload_store.h"
#include "ui/text/upload_words.h"

#include <algorithm>
#include <chrono>
#include <tuple>

namespace gantry {
namespace {

using namespace std::chrono_literals;

// Its turn is not a trouble.
constexpr Holds ordinaryHolds = Hold::Queue;

} // namespace

void SpeedTrack::add(qint64 second, qint64 bytesPerSecond)
{
    if (m_speeds.isEmpty() || second - last() >= seconds) {
        m_speeds = {bytesPerSecond};
        m_first = second;
        return;
    }
    if (second < last())
        return; // the clock was set back: wait until it is there again
    while (last() < second)
        m_speeds.append(0);
    m_speeds.last() = bytesPerSecond;
    if (const qsizetype tooMany = m_speeds.size() - seconds; tooMany > 0) {
        m_speeds.remove(0, tooMany);
        m_first += tooMany;
    }
}

qint64 SpeedTrack::at(qint64 second) const
{
    return m_speeds.value(second - m_first);
}

bool SpeedTrack::isQuiet() const
{
    return std::all_of(m_speeds.begin(), m_speeds.end(), [](qint64 speed) { return speed == 0; });
}

SpeedHistory::SpeedHistory(const UploadStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_timer.setInterval(1s);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        sample(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    });
    m_timer.start();
    connect(&store, &UploadStore::changed, this, &SpeedHistory::follow);
    connect(&store, &UploadStore::removed, this, [this](const QList<UploadId> &ids) {
        for (const UploadId id : ids)
            m_uploads.remove(id);
    });
}

// Only what changes can have a speed: a hundred thousand others are not looked at each second.
void SpeedHistory::follow(const QList<int> &rows)
{
    for (const int row : rows) {
        const UploadSnapshot &upload = m_store.at(row);
        if (speedOf(upload) > 0 && !m_uploads.contains(upload.record.id))
            m_uploads.insert(upload.record.id, {});
    }
    if (m_uploads.size() > mostUploads)
        forgetSome();
}

void SpeedHistory::forgetSome()
{
    const auto rests = [this](UploadId id) {
        const UploadSnapshot *upload = m_store.find(id);
        return upload == nullptr || speedOf(*upload) == 0;
    };
    QList<UploadId> ids = m_uploads.keys();
    std::sort(ids.begin(), ids.end(), [&](UploadId one, UploadId other) {
        return std::tuple(!rests(one), m_uploads[one].track.last(), one) <
               std::tuple(!rests(other), m_uploads[other].track.last(), other);
    });
    for (const UploadId id : ids.mid(0, m_uploads.size() - mostUploads))
        m_uploads.remove(id);
}

void SpeedHistory::sample(qint64 nowMs)
{
    m_now = std::max(m_now, nowMs / 1000);
    m_total.add(m_now, m_store.totals().bytesPerSecond);
    for (auto history = m_uploads.begin(); history != m_uploads.end(); ++history)
        sampleOne(history.key(), *history);
    m_uploads.removeIf([this](const QHash<UploadId, History>::iterator &history) {
        return m_now - history->track.last() >= SpeedTrack::seconds;
    });
    Q_EMIT sampled();
}

void SpeedHistory::sampleOne(UploadId id, History &history)
{
    const UploadSnapshot *upload = m_store.find(id);
    if (upload == nullptr || isFinal(upload->record.stage)) {
        history.held = false;
        return; // what it had stays to be looked at until it is too old
    }
    const bool wasHeld = history.held;
    history.held = static_cast<bool>(upload->holds & ~ordinaryHolds);
    // What stands still for long keeps no seconds of nothing.
    if (speedOf(*upload) > 0 || !history.track.isQuiet())
        history.track.add(m_now, speedOf(*upload));
    if (!history.held)
        return;
    if (wasHeld && !history.marks.isEmpty() && history.marks.last().kind == SpeedMark::Kind::Hold)
        history.marks.last().to = m_now;
    else
        history.marks.append({SpeedMark::Kind::Hold, m_now, m_now});
    if (history.marks.size() > mostMarks)
        history.marks.removeFirst();
}

void SpeedHistory::noteRetry(UploadId id)
{
    const auto history = m_uploads.find(id);
    if (history == m_uploads.end() || m_now == 0)
        return;
    const SpeedMark mark{SpeedMark::Kind::Retry, m_now, m_now};
    // Before the hold that is under way, which goes on.
    const bool held = history->held && !history->marks.isEmpty();
    if (!history->marks.contains(mark))
        history->marks.insert(history->marks.size() - (held ? 1 : 0), mark);
    if (history->marks.size() > mostMarks)
        history->marks.removeFirst();
}

} // namespace gantry
