#include "engine/transport/lane_call.h"

#include "engine/transport/body_device.h"
#include "engine/transport/net_request.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QSslError>

namespace gantry {

namespace {

// Qt holds at most this much of an answer that we have not read yet.
constexpr qint64 readBuffer = 256 * 1024;

QNetworkReply *sendBy(QNetworkAccessManager &manager, HttpMethod method, const QNetworkRequest &request,
                      QIODevice *body)
{
    switch (method) {
    case HttpMethod::Get:
        return manager.get(request);
    case HttpMethod::Head:
        return manager.head(request);
    case HttpMethod::Put:
        return manager.put(request, body);
    case HttpMethod::Post:
        return manager.post(request, body);
    case HttpMethod::Patch:
        return manager.sendCustomRequest(request, "PATCH", body);
    case HttpMethod::Delete:
        return body ? manager.sendCustomRequest(request, "DELETE", body) : manager.deleteResource(request);
    case HttpMethod::Options:
        return manager.sendCustomRequest(request, "OPTIONS", body);
    }
    Q_UNREACHABLE();
}

} // namespace

LaneCall::LaneCall(CallId id, LaneRequest request, RateGate *gate)
    : m_id(id)
    , m_request(std::move(request))
    , m_gate(gate)
    , m_watch(m_request.call.stallLimit, m_request.call.answerTimeLimit)
{
    m_outcome.method = m_request.call.method;
    m_outcome.url = m_request.call.url;
}

LaneCall::~LaneCall()
{
    if (m_reply)
        m_reply->disconnect(this);
}

qint64 LaneCall::bodyBytesSent() const
{
    return m_body ? m_body->handedOut() : 0;
}

bool LaneCall::isBodyOut() const
{
    return !m_body || m_body->handedOut() == m_body->length();
}

void LaneCall::begin(std::shared_ptr<QNetworkAccessManager> manager, const QSslConfiguration &tls)
{
    m_manager = std::move(manager);
    const HttpCall &call = m_request.call;
    Expected<QNetworkRequest> request = makeRequest(call);
    if (request && call.bodyKind == BodyKind::Range && !m_request.body)
        request = gantry::fail(FailureKind::InvalidInput, tr("The request has no source for its body."));
    if (!request) {
        fail(request.error());
        return;
    }
    request->setSslConfiguration(tls);

    if (!carriesBody(call)) {
        send(*request);
        return;
    }
    const bool fromFile = call.bodyKind == BodyKind::Range;
    // Small bodies from memory go through the same device: it is what keeps Qt from sending them twice.
    m_body = std::make_unique<BodyDevice>(
        bodyLength(call), fromFile ? m_request.body : sourceOf(call.inlineBody), fromFile ? m_gate : nullptr);
    connect(m_body.get(), &BodyDevice::failed, this, &LaneCall::fail);
    if (fromFile && call.range.length == 0) {
        // There is no last byte to hold back until the source has made its final check: hold back the
        // request.
        connect(m_body.get(), &BodyDevice::vouched, this, [this, held = *request] { send(held); });
        m_body->begin();
        return;
    }
    m_body->begin();
    send(*request);
}

void LaneCall::send(const QNetworkRequest &request)
{
    m_reply.reset(sendBy(*m_manager, m_request.call.method, request, m_body.get()));
    m_reply->setReadBufferSize(readBuffer);
    connect(m_reply.get(), &QNetworkReply::metaDataChanged, this, &LaneCall::readMeta);
    connect(m_reply.get(), &QNetworkReply::readyRead, this, &LaneCall::drain);
    connect(m_reply.get(), &QNetworkReply::finished, this, &LaneCall::replyFinished);
    connect(m_reply.get(), &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            m_outcome.tlsReasons << error.errorString();
    });
}

void LaneCall::readMeta()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return;
    m_answered = true;
    m_outcome.answer.status = status;
    m_outcome.answer.headers.clear();
    for (const QNetworkReply::RawHeaderPair &header : m_reply->rawHeaderPairs())
        m_outcome.answer.headers.append({header.first, header.second});
    const qint64 declared = headerValue(m_outcome.answer.headers, "Content-Length").toLongLong();
    if (m_outcome.method != HttpMethod::Head && declared > m_request.call.answerLimit)
        endBy(CallEnd::AnswerTooLong);
}

void LaneCall::drain()
{
    if (m_ended)
        return;
    m_answered = true;
    m_outcome.answer.body += m_reply->read(m_request.call.answerLimit + 1 - m_outcome.answer.body.size());
    if (m_outcome.answer.body.size() > m_request.call.answerLimit)
        endBy(CallEnd::AnswerTooLong);
}

void LaneCall::replyFinished()
{
    readMeta();
    drain();
    if (m_ended)
        return;
    m_outcome.error = m_reply->error();
    m_outcome.errorText = m_reply->errorString();
    report(classify(m_outcome));
}

void LaneCall::cancel()
{
    endBy(CallEnd::Cancelled);
}

void LaneCall::fail(const Failure &failure)
{
    report(gantry::fail(failure));
}

void LaneCall::endBy(CallEnd end, std::chrono::milliseconds limit)
{
    m_outcome.end = end;
    m_outcome.limit = limit;
    report(classify(m_outcome));
}

void LaneCall::report(const Expected<HttpAnswer> &answer)
{
    if (m_ended)
        return;
    m_ended = true;
    if (m_reply) {
        // abort() would emit finished() before it returns.
        m_reply->disconnect(this);
        if (m_reply->isRunning())
            m_reply->abort();
    }
    if (m_body)
        m_body->disconnect(this);
    Q_EMIT ended(LaneResult{answer, bodyBytesSent()});
}

void LaneCall::look(qint64 nowMs)
{
    if (m_ended)
        return;
    CallFigures figures;
    figures.sent = bodyBytesSent();
    figures.received = m_outcome.answer.body.size();
    figures.bodyOut = m_reply && isBodyOut();
    figures.answered = m_answered;
    figures.heldByUs = !m_reply || (!isBodyOut() && m_body->isStarved());
    switch (m_watch.look(nowMs, figures)) {
    case CallWatch::Verdict::Fine:
        return;
    case CallWatch::Verdict::Stalled:
        endBy(CallEnd::Stalled, m_request.call.stallLimit);
        return;
    case CallWatch::Verdict::Unanswered:
        endBy(CallEnd::Unanswered, m_request.call.answerTimeLimit);
        return;
    }
}

} // namespace gantry
