// The speed of the last minutes, second by second: of all uploads, and of each that moves; and when it stood
// still.
#pragma once

#include "engine/core/upload_types.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QTimer>

namespace gantry {

class UploadStore;

// A row of seconds that forgets the oldest.
class SpeedTrack
{
public:
    static constexpr int seconds = 600;

    // A second again replaces what it had; seconds that were left out had no speed.
    void add(qint64 second, qint64 bytesPerSecond);
    qint64 at(qint64 second) const; // 0: not known
    qint64 first() const { return m_first; }
    qint64 last() const { return m_first + m_speeds.size() - 1; } // < first(): none
    bool isQuiet() const;                                         // no speed at all

private:
    qint64 m_first = 0;
    QList<qint64> m_speeds;
};

struct SpeedMark
{
    enum class Kind : quint8 { Retry, Hold };

    Kind kind = Kind::Hold;
    qint64 from = 0; // seconds, as in SpeedTrack
    qint64 to = 0;   // the last second of a hold; a retry has one

    friend bool operator==(const SpeedMark &, const SpeedMark &) = default;
};

class SpeedHistory : public QObject
{
    Q_OBJECT

public:
    // Of that many uploads at once; those that have rested longest are forgotten first.
    static constexpr int mostUploads = 200;
    static constexpr int mostMarks = 200; // of one upload

    explicit SpeedHistory(const UploadStore &store, QObject *parent = nullptr);

    const SpeedTrack &total() const { return m_total; }
    SpeedTrack trackOf(UploadId id) const { return m_uploads.value(id).track; }
    QList<SpeedMark> marksOf(UploadId id) const { return m_uploads.value(id).marks; }
    qint64 now() const { return m_now; } // the second of the last sample
    int uploadCount() const { return static_cast<int>(m_uploads.size()); }

    void sample(qint64 nowMs); // by itself each second; monotonic
    // A part of it was begun once more.
    void noteRetry(UploadId id);

Q_SIGNALS:
    void sampled();

private:
    struct History
    {
        SpeedTrack track;
        QList<SpeedMark> marks;
        bool held = false;
    };

    void follow(const QList<int> &rows);
    void sampleOne(UploadId id, History &history);
    void forgetSome();

    const UploadStore &m_store;
    SpeedTrack m_total;
    QHash<UploadId, History> m_uploads;
    qint64 m_now = 0;
    QTimer m_timer;
};

} // namespace gantry
