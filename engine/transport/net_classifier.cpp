#include "engine/transport/net_classifier.h"

#include "engine/core/text.h"
#include <QCoreApplication>
#include <QUrl>

namespace gantry {

namespace {

QString hostAndPort(const QByteArray &address)
{
    const QUrl url = QUrl::fromEncoded(address);
    const QString host = url.host().contains(u':') ? u'[' + url.host() + u']' : url.host();
    return host + u':' + QString::number(url.port(url.scheme() == QLatin1String("https") ? 443 : 80));
}

// Qt derives an error code from each status of 400 and above; then the status is the better word.
bool saysTheStatus(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::NoError:
    case QNetworkReply::ContentAccessDenied:
    case QNetworkReply::ContentOperationNotPermittedError:
    case QNetworkReply::ContentNotFoundError:
    case QNetworkReply::AuthenticationRequiredError:
    case QNetworkReply::ContentConflictError:
    case QNetworkReply::ContentGoneError:
    case QNetworkReply::UnknownContentError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::InternalServerError:
    case QNetworkReply::OperationNotImplementedError:
    case QNetworkReply::ServiceUnavailableError:
    case QNetworkReply::UnknownServerError:
        return true;
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::BackgroundRequestNotAllowedError:
    case QNetworkReply::TooManyRedirectsError:
    case QNetworkReply::InsecureRedirectError:
    case QNetworkReply::UnknownNetworkError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
    case QNetworkReply::ContentReSendError:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolFailure:
        return false;
    }
    return false;
}

// Error 99 is whatever the socket layer has no name for; these two of its texts mean that nothing was
// reached.
bool isNoRoute(const QString &text)
{
    for (const char *known : {"Network unreachable", "Host unreachable"})
        if (text.contains(QLatin1String(known)) ||
            text.contains(QCoreApplication::translate("QNativeSocketEngine", known)))
            return true;
    return false;
}

Failure linkFailure(const NetOutcome &outcome)
{
    const QString peer = hostAndPort(outcome.url);
    const auto failure = [&outcome](FailureKind kind, const QString &message) {
        return Failure{kind, message, {}, outcome.answer.status};
    };
    const auto lost = [&] {
        return failure(FailureKind::ConnectionLost,
                       (outcome.answer.status != 0 ? tr("The answer of %1 was cut short.")
                                                   : tr("The connection to %1 was lost before it answered."))
                           .arg(peer));
    };
    const auto unreachable = [&](const QString &why) {
        return failure(FailureKind::Unreachable, tr("%1 cannot be reached: %2.").arg(peer, why));
    };

    switch (outcome.error) {
    case QNetworkReply::ConnectionRefusedError:
        return unreachable(tr("the connection was refused"));
    case QNetworkReply::HostNotFoundError:
        return unreachable(tr("the host name is not known"));
    case QNetworkReply::TimeoutError:
        return unreachable(tr("it does not respond"));
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::BackgroundRequestNotAllowedError:
        return unreachable(tr("the network is down"));
    case QNetworkReply::ProxyConnectionRefusedError:
        return unreachable(tr("the proxy refused the connection"));
    case QNetworkReply::ProxyConnectionClosedError:
        return unreachable(tr("the proxy closed the connection"));
    case QNetworkReply::ProxyNotFoundError:
        return unreachable(tr("the proxy's host name is not known"));
    case QNetworkReply::ProxyTimeoutError:
        return unreachable(tr("the proxy does not respond"));
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return unreachable(tr("the proxy asks for a password"));
    case QNetworkReply::UnknownProxyError:
        return unreachable(tr("the proxy failed"));
    case QNetworkReply::UnknownNetworkError:
        return outcome.answer.status == 0 && isNoRoute(outcome.errorText)
                   ? unreachable(tr("there is no route to it"))
                   : lost();
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError: // closed without an answer; Qt would have liked to send the body
                                            // again
    case QNetworkReply::OperationCanceledError: // not by us: those have an end of their own
        return lost();
    case QNetworkReply::SslHandshakeFailedError:
        return failure(FailureKind::TlsUntrusted,
                       outcome.tlsReasons.isEmpty()
                           ? tr("No secure connection to %1 could be made: %2").arg(peer, outcome.errorText)
                           : tr("The certificate of %1 is not trusted: %2")
                                 .arg(peer, outcome.tlsReasons.join(QLatin1String("; "))));
    case QNetworkReply::TooManyRedirectsError:
    case QNetworkReply::InsecureRedirectError:
        return failure(FailureKind::Redirected, tr("%1 points elsewhere.").arg(peer));
    case QNetworkReply::ProtocolUnknownError:
        return failure(
            FailureKind::InvalidInput,
            tr("The protocol of %1 is not known.").arg(QString::fromUtf8(withoutSecrets(outcome.url))));
    case QNetworkReply::NoError:
    case QNetworkReply::ContentAccessDenied:
    case QNetworkReply::ContentOperationNotPermittedError:
    case QNetworkReply::ContentNotFoundError:
    case QNetworkReply::AuthenticationRequiredError:
    case QNetworkReply::ContentConflictError:
    case QNetworkReply::ContentGoneError:
    case QNetworkReply::UnknownContentError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::InternalServerError:
    case QNetworkReply::OperationNotImplementedError:
    case QNetworkReply::ServiceUnavailableError:
    case QNetworkReply::UnknownServerError:
        break;
    }
    return failure(FailureKind::ProtocolViolation, tr("The answer of %1 is not HTTP.").arg(peer));
}

// Qt's own check does not cover a body that ends together with its connection in every state; ours costs
// nothing.
bool isCutShort(const NetOutcome &outcome)
{
    const int status = outcome.answer.status;
    if (outcome.method == HttpMethod::Head || status == 204 || status == 304)
        return false;
    bool isNumber = false;
    const qint64 declared = headerValue(outcome.answer.headers, "Content-Length").toLongLong(&isNumber);
    return isNumber && declared != outcome.answer.body.size();
}

QString secondsIn(std::chrono::milliseconds limit)
{
    return QString::number(static_cast<double>(limit.count()) / 1000.0);
}

} // namespace

Expected<HttpAnswer> classify(const NetOutcome &outcome)
{
    const QString peer = hostAndPort(outcome.url);
    switch (outcome.end) {
    case CallEnd::Cancelled:
        return fail(FailureKind::Cancelled, tr("The request to %1 was cancelled.").arg(peer));
    case CallEnd::Stalled:
        return fail(FailureKind::Stalled,
                    tr("Nothing moved to or from %1 for %2 s.").arg(peer, secondsIn(outcome.limit)));
    case CallEnd::Unanswered:
        return fail(FailureKind::Stalled,
                    tr("%1 did not answer within %2 s.").arg(peer, secondsIn(outcome.limit)));
    case CallEnd::AnswerTooLong:
        return fail(Failure{FailureKind::ProtocolViolation,
                            tr("The answer of %1 is too long.").arg(peer),
                            {},
                            outcome.answer.status});
    case CallEnd::Reply:
        break;
    }
    if (outcome.answer.status == 0)
        return fail(linkFailure(outcome));
    // Qt gives up on a 307 and 308 to a body that it cannot send again, even where it is not to follow: the
    // answer stands, without its own body.
    if (outcome.error == QNetworkReply::ContentReSendError &&
        (outcome.answer.status == 307 || outcome.answer.status == 308))
        return outcome.answer;
    if (!saysTheStatus(outcome.error))
        return fail(linkFailure(outcome));
    if (isCutShort(outcome)) {
        NetOutcome cut = outcome;
        cut.error = QNetworkReply::RemoteHostClosedError;
        return fail(linkFailure(cut));
    }
    return outcome.answer;
}

} // namespace gantry
