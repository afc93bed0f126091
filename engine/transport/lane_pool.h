// Carries HTTP calls on a few network threads and reports back in the caller's thread.
//
// The only room that touches QNetworkAccessManager; what it works around is listed in docs/transport.md.
#pragma once

#include "engine/core/body_slice.h"
#include "engine/protocol/http_message.h"

#include <QByteArray>
#include <QObject>

#include <functional>
#include <memory>
#include <vector>

class QNetworkAccessManager;
class QThread;

namespace gantry {

class HttpLane;

// One HTTP call to carry. The body's bytes come from `body` when call.bodyKind is Range.
struct LaneRequest
{
    HttpCall call;
    BodySource body;      // used for BodyKind::Range only; must yield exactly call.range.length bytes
    QByteArray caPem;     // additional trusted certificates; empty: the system's
    bool control = false; // small calls that must not wait behind parts
};

// What became of a call. `answer` is the server's word whatever its status; a Failure means that there was
// none.
struct LaneResult
{
    Expected<HttpAnswer> answer;
    qint64 bodyBytesSent =
        0; // body bytes handed to Qt; up to some MiB of them may not have left this machine
};

using CallId = quint64;

class LanePool : public QObject
{
    Q_OBJECT

public:
    // Makes a manager. Called in the network threads: for a lane's first call, for each other set of trusted
    // certificates, and again after forgetConnections(). Handed in so that tests and a better manager can
    // take its place.
    using ManagerFactory = std::function<std::unique_ptr<QNetworkAccessManager>()>;
    using Finished = std::function<void(CallId, const LaneResult &)>;
    using Progress = std::function<void(CallId, qint64 bodyBytesSent)>;

    explicit LanePool(int laneCount = 2, ManagerFactory makeManager = {}, QObject *parent = nullptr);
    ~LanePool() override; // cancels what runs, waits for the threads

    // Both functions are called in this object's thread; Finished exactly once for each call, never before
    // start() returns; Progress at most ten times a second for each call and never running backward. The pool
    // may be deleted in either; then nothing more is called. A call without a free slot waits here, not in a
    // manager.
    CallId start(LaneRequest request, Finished finished, Progress progress = {});

    // Ends the call with FailureKind::Cancelled, unless its end is already on the way to Finished: what
    // became of it is told as it was. Nothing happens if it has ended.
    void cancel(CallId id);

    // Bytes a second over all bodies from files (BodyKind::Range); 0: no limit. May change while they run.
    void setRateLimit(qint64 bytesPerSecond);

    // Calls from now on use fresh connections: those there are dead after a sleep or a change of network.
    // Calls under way keep theirs.
    void forgetConnections();

    int running() const; // started and not finished, the waiting ones included
    // How many more part calls could run at once without one having to wait (6 a lane).
    int freePartSlots() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace gantry
