// The calls of one network thread, with the connections that they share.
#pragma once

#include "engine/transport/lane_pool.h"
#include "engine/transport/rate_gate.h"

#include <QElapsedTimer>
#include <QMap>
#include <QObject>
#include <QSslConfiguration>
#include <QTimer>

#include <functional>
#include <memory>
#include <unordered_map>

namespace gantry {

class LaneCall;

// Made by the pool, moved to its thread before the first call, deleted there. Never more than callsPerLane at
// once: what waits inside a manager fails together with whatever it waits behind.
class HttpLane : public QObject
{
    Q_OBJECT

public:
    static constexpr int callsPerLane = 6;

    // How the lane speaks to its pool. Called in the lane's thread.
    struct Reports
    {
        std::function<void(CallId, const LaneResult &)> finished;
        std::function<void(CallId, qint64)>
            progress;                        // changed figures only, at most ten times a second for each call
        std::function<void(CallId)> bodyOut; // the last body byte was handed out
    };

    HttpLane(LanePool::ManagerFactory makeManager, Reports reports);
    ~HttpLane() override; // ends what runs, without a report

    void start(CallId id, LaneRequest request);
    void cancel(CallId id);
    void setRate(qint64 bytesPerSecond);
    void forgetConnections();

private:
    struct Connections
    {
        QSslConfiguration tls;
        std::shared_ptr<QNetworkAccessManager> manager;
    };
    struct Running
    {
        std::unique_ptr<LaneCall> call;
        qint64 reportedBytes = 0;
        bool reportedOut = false;
    };

    Expected<Connections> connectionsFor(const QByteArray &caPem);
    void look();
    void end(CallId id, const LaneResult &result);

    LanePool::ManagerFactory m_makeManager;
    Reports m_reports;
    RateGate m_gate;
    // Qt's connections know neither whom they trust nor when they died: one manager for each set of trusted
    // certificates, and a fresh one after forgetConnections(). Calls keep theirs until they end.
    QMap<QByteArray, Connections> m_connections;
    std::unordered_map<CallId, Running> m_running;
    QTimer m_lookTimer;
    QElapsedTimer m_clock;
};

} // namespace gantry
