#include "engine/protocol/http_message.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>

namespace gantry {
namespace {

std::optional<qint64> dateFrom(const QByteArray &value)
{
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(value).simplified(),
                                             QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    if (!date.isValid())
        return std::nullopt;
    date.setTimeZone(QTimeZone::utc());
    return date.toMSecsSinceEpoch();
}

} // namespace

QByteArray headerValue(const HttpHeaders &headers, QByteArrayView name)
{
    for (const HttpHeader &header : headers)
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    return {};
}

std::optional<qint64> dateIn(const HttpHeaders &headers, QByteArrayView name)
{
    return dateFrom(headerValue(headers, name));
}

QByteArray toName(HttpMethod method)
{
    switch (method) {
    case HttpMethod::Get:
        return QByteArrayLiteral("GET");
    case HttpMethod::Head:
        return QByteArrayLiteral("HEAD");
    case HttpMethod::Put:
        return QByteArrayLiteral("PUT");
    case HttpMethod::Post:
        return QByteArrayLiteral("POST");
    case HttpMethod::Patch:
        return QByteArrayLiteral("PATCH");
    case HttpMethod::Delete:
        return QByteArrayLiteral("DELETE");
    case HttpMethod::Options:
        return QByteArrayLiteral("OPTIONS");
    }
    Q_UNREACHABLE();
}

QByteArray withoutSecrets(const QByteArray &url)
{
    QByteArray shown = url.left(url.indexOf('?') < 0 ? url.size() : url.indexOf('?'));
    const qsizetype authority = shown.indexOf("://");
    const qsizetype at = shown.indexOf('@');
    const qsizetype path = authority < 0 ? -1 : shown.indexOf('/', authority + 3);
    if (authority >= 0 && at >= 0 && (path < 0 || at < path))
        shown.remove(authority + 3, at + 1 - (authority + 3));
    return shown;
}

std::optional<std::chrono::milliseconds> retryAfterOf(const HttpHeaders &headers, qint64 wallMs)
{
    using std::chrono::milliseconds;
    constexpr qint64 limit = 3'600'000;
    const QByteArray value = headerValue(headers, "Retry-After").trimmed();
    bool isNumber = false;
    const qint64 seconds = value.toLongLong(&isNumber);
    if (isNumber)
        return seconds < 0 ? std::nullopt
                           : std::optional(milliseconds(std::min(seconds, limit / 1000) * 1000));
    const std::optional<qint64> when = dateFrom(value);
    return when ? std::optional(milliseconds(std::clamp<qint64>(*when - wallMs, 0, limit))) : std::nullopt;
}

} // namespace gantry
