// Follows uploads in the engine until they are over, or until it is no use to wait on.
#pragma once

#include "app/cli/engine_access.h"
#include "app/cli/progress_sink.h"
#include "app/cli/watch_state.h"

#include <QElapsedTimer>
#include <QMap>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace gantry {

class UploadWatch : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        bool wholeQueue = false;       // all that are not over, and all that come while it lasts
        bool waits = true;             // false: ends as soon as all have been seen once
        WatchState::Patience patience; // for a network or file that are away
    };

    // access, sink: must outlive this.
    UploadWatch(EngineAccess &access, ProgressSink &sink, Options options, QObject *parent = nullptr);

    void add(const QList<AddedUpload> &uploads);
    void addUnsendable(int files) { m_state.addUnsendable(files); }
    // Once, after the first uploads were added, while the engine can be spoken to.
    void begin();
    // Tells the sink that it ends here; ended() does not follow.
    void stop(ExitCode code, const QString &why);

    const WatchState &state() const { return m_state; }

Q_SIGNALS:
    void ended(int exitCode);

private:
    void refresh();
    void refreshPage(qint64 after);
    void askForDestinations();
    void askForQueued(qint64 now);
    void takeEvent(const QJsonObject &event);
    void take(const UploadSnapshot &upload, bool isNews);
    void tell(const WatchState::Change &change);
    void tellDone(const WatchState::Change &change);
    void tick();
    void askForParts(qint64 now);
    void check();
    void end(ExitCode code, const QString &why);
    QString pausedWords() const;
    QString awayWords() const;
    QString refusedWords() const;

    EngineAccess &m_access;
    ProgressSink &m_sink;
    Options m_options;
    WatchState m_state;
    QSet<UploadId> m_continued;
    QElapsedTimer m_clock;
    QTimer m_tick;
    bool m_begun = false;
    bool m_ended = false;
    bool m_ownFromStart = false; // our engine counts what the watch has to count
    int m_refresh = 0;           // number of the one under way; its answers carry it
    bool m_refreshing = false;
    qint64 m_askForQueuedAtMs = 0;
    QSet<UploadId> m_newer;   // told of by events while the refresh was under way
    QSet<UploadId> m_missing; // not found yet by the refresh
    struct PartsOf
    {
        QList<PartSnapshot> parts;
        qint64 askAtMs = 0;
        bool asking = false;
    };
    QMap<UploadId, PartsOf> m_parts;
    QMap<UploadId, WatchState::Change> m_ends; // to be told once their parts are
};

} // namespace gantry
