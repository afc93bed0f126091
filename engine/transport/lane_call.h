// One running HTTP call of a lane: its reply, its body, its two time limits.
#pragma once

#include "engine/transport/call_watch.h"
#include "engine/transport/lane_pool.h"
#include "engine/transport/net_classifier.h"

#include <QObject>

#include <memory>

class QNetworkAccessManager;
class QNetworkReply;
class QNetworkRequest;
class QSslConfiguration;

namespace gantry {

class BodyDevice;
class RateGate;

// Lives in the lane's thread. Shares its manager, which goes when the last call on it has gone.
class LaneCall : public QObject
{
    Q_OBJECT

public:
    LaneCall(CallId id, LaneRequest request, RateGate *gate);
    ~LaneCall() override;

    // `ended` may come before this returns.
    void begin(std::shared_ptr<QNetworkAccessManager> manager, const QSslConfiguration &tls);
    void fail(const Failure &failure);
    void cancel();

    // Looks at the time limits. To be called several times a second; `nowMs` is monotonic.
    void look(qint64 nowMs);

    CallId id() const { return m_id; }
    qint64 bodyBytesSent() const;
    bool isBodyOut() const; // nothing is left to hand out

Q_SIGNALS:
    void ended(const gantry::LaneResult &result);

private:
    void send(const QNetworkRequest &request);
    void drain();
    void readMeta();
    void replyFinished();
    void endBy(CallEnd end, std::chrono::milliseconds limit = {});
    void report(const Expected<HttpAnswer> &answer);

    const CallId m_id;
    LaneRequest m_request;
    RateGate *m_gate;
    CallWatch m_watch;
    std::shared_ptr<QNetworkAccessManager> m_manager;
    std::unique_ptr<BodyDevice> m_body; // outlives the reply, which reads it
    std::unique_ptr<QNetworkReply> m_reply;
    NetOutcome m_outcome;
    bool m_answered = false;
    bool m_ended = false;
};

} // namespace gantry
