// One running HTTP call of a lane: its reply, its body, its two time limits.
#pragma once

#include "engine/transport/lane_pool.h"
#include "engine/transport/net_classifier.h"

#include <QObject>

#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

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
    std::chrono::milliseconds answerLimit() const;

    const CallId m_id;
    LaneRequest m_request;
    RateGate *m_gate;
    std::shared_ptr<QNetworkAccessManager> m_manager;
    std::unique_ptr<BodyDevice> m_body; // outlives the reply, which reads it
    std::unique_ptr<QNetworkReply> m_reply;
    NetOutcome m_outcome;
    bool m_answered = false;
    bool m_ended = false;
    qint64 m_lookedMs = -1;    // monotonic; -1: not yet
    qint64 m_movedMs = 0;      // when a byte moved for the last time, as far as look() saw
    qint64 m_firstByteMs = -1; // when look() first saw a body byte gone
    qint64 m_bodyOutMs = -1;   // when look() first saw all of them gone
    qint64 m_seenBytes = 0;    // sent and received, at the last look()
};

} // namespace gantry
