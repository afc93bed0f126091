#include "engine/protocol/status_meaning.h"

#include "engine/core/text.h"

namespace gantry {
namespace {

constexpr qsizetype shownLength = 200;

QString host(const QByteArray &url)
{
    const QByteArray shown = withoutSecrets(url);
    const qsizetype begin = shown.indexOf("://");
    if (begin < 0)
        return QString::fromUtf8(shown);
    const qsizetype end = shown.indexOf('/', begin + 3);
    return QString::fromUtf8(shown.mid(begin + 3, end < 0 ? -1 : end - begin - 3));
}

QString withWords(const QString &sentence, const QString &said)
{
    return said.isEmpty() ? sentence : sentence + QLatin1Char(' ') + tr("It says: %1").arg(plainText(said));
}

} // namespace

QString plainText(const QString &said)
{
    QString plain;
    for (const QChar c : said.left(shownLength))
        plain.append(c.isPrint() ? c : QLatin1Char(' '));
    return plain.simplified();
}

Failure nonsense(const QByteArray &url, const QString &what)
{
    return {FailureKind::ProtocolViolation,
            tr("The answer of %1 makes no sense: %2").arg(host(url), what),
            {},
            0};
}

Failure failureOfStatus(const HttpAnswer &answer, const QByteArray &url, const QString &said, qint64 wallMs)
{
    const QString server = host(url);
    const int status = answer.status;
    const auto made = [&](FailureKind kind, const QString &sentence) {
        return Failure{kind, withWords(sentence, said), retryAfterOf(answer.headers, wallMs), status};
    };
    switch (status) {
    case 401:
        return made(FailureKind::Unauthorized,
                    tr("%1 does not accept the credentials. Check the destination's settings.").arg(server));
    case 403:
        return made(
            FailureKind::Forbidden,
            tr("%1 refuses this to these credentials. Ask for the right, or use others.").arg(server));
    case 404:
    case 410:
        return made(FailureKind::Rejected,
                    tr("%1 does not know what was asked for (%2). Check the destination's address.")
                        .arg(server)
                        .arg(status));
    case 408:
        return made(FailureKind::ConnectionLost, tr("%1 waited too long for our bytes.").arg(server));
    case 413:
        return made(FailureKind::TooLarge, tr("%1 does not take that much in one request.").arg(server));
    case 423:
        return made(FailureKind::Locked,
                    tr("%1 says that the upload is locked by another request.").arg(server));
    case 429:
    case 503:
        return made(FailureKind::Busy, tr("%1 is busy.").arg(server));
    case 507:
        return made(FailureKind::QuotaExceeded,
                    tr("There is no room left at %1. Free some or ask for more, then retry.").arg(server));
    default:
        break;
    }
    const bool isForGood = status == 501 || status == 505; // it cannot do such a thing, RFC 9110, 15.6
    if (status >= 500 && !isForGood)
        return made(FailureKind::ServerError, tr("%1 has a fault of its own (%2).").arg(server).arg(status));
    if (status >= 300 && status < 400)
        return made(
            FailureKind::Redirected,
            tr("%1 points to another address, and uploads do not follow. Check the destination's address.")
                .arg(server));
    return made(FailureKind::Rejected, tr("%1 rejects the request (%2).").arg(server).arg(status));
}

} // namespace gantry
