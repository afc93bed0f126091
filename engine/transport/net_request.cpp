#include "engine/transport/net_request.h"

#include "engine/core/text.h"
#include <QUrl>

#include <algorithm>

namespace gantry {

namespace {

bool hasDotSegment(const QByteArray &path)
{
    const QList<QByteArray> segments = path.split('/');
    return std::any_of(segments.begin(), segments.end(), [](const QByteArray &segment) {
        const QByteArray plain = QByteArray::fromPercentEncoding(segment);
        return plain == "." || plain == "..";
    });
}

bool isToken(const QByteArray &name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
    });
}

bool isFieldValue(const QByteArray &value)
{
    return std::none_of(value.begin(), value.end(),
                        [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

Expected<QUrl> strictUrl(const QByteArray &text)
{
    const auto refused = [&text](const QString &why) {
        return fail(
            FailureKind::InvalidInput,
            tr("The address %1 cannot be used: %2.").arg(QString::fromUtf8(withoutSecrets(text)), why));
    };
    const QUrl url = QUrl::fromEncoded(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return refused(tr("it is not a valid URL"));
    if (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https"))
        return refused(tr("only http and https are spoken"));
    if (url.hasFragment())
        return refused(tr("it has a fragment (#)"));
    if (!url.userInfo().isEmpty())
        return refused(tr("it holds a user name or password"));
    const qsizetype pathStart = text.indexOf('/', text.indexOf("://") + 3);
    if (pathStart >= 0 && text.mid(pathStart).startsWith("//"))
        return refused(tr("its path begins with two slashes"));
    if (pathStart >= 0 && hasDotSegment(text.mid(pathStart).split('?').first()))
        return refused(tr("it has \".\" or \"..\" in its path"));
    return url;
}

bool methodMayCarryBody(HttpMethod method)
{
    return method != HttpMethod::Get && method != HttpMethod::Head;
}

void switchOffEverythingAutomatic(QNetworkRequest &request)
{
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    // With a Content-Length: a sequential device is read as the socket takes it, never into memory first.
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
}

} // namespace

bool carriesBody(const HttpCall &call)
{
    switch (call.method) {
    case HttpMethod::Put:
    case HttpMethod::Post:
    case HttpMethod::Patch:
        return true;
    case HttpMethod::Get:
    case HttpMethod::Head:
    case HttpMethod::Delete:
    case HttpMethod::Options:
        return call.bodyKind != BodyKind::None;
    }
    Q_UNREACHABLE();
}

qint64 bodyLength(const HttpCall &call)
{
    switch (call.bodyKind) {
    case BodyKind::None:
        return 0;
    case BodyKind::Inline:
        return call.inlineBody.size();
    case BodyKind::Range:
        return call.range.length;
    }
    Q_UNREACHABLE();
}

Expected<QNetworkRequest> makeRequest(const HttpCall &call)
{
    const Expected<QUrl> url = strictUrl(call.url);
    if (!url)
        return fail(url.error());
    if (bodyLength(call) < 0 || (carriesBody(call) && !methodMayCarryBody(call.method)))
        return fail(FailureKind::InvalidInput,
                    tr("A %1 request cannot carry this body.").arg(QString::fromLatin1(toName(call.method))));

    QNetworkRequest request(*url);
    switchOffEverythingAutomatic(request);
    request.setRawHeader("User-Agent", "Gantry/" GANTRY_VERSION);
    request.setRawHeader("Accept-Encoding", "identity");
    for (const HttpHeader &header : call.headers) {
        if (!isToken(header.name) || !isFieldValue(header.value))
            return fail(FailureKind::InvalidInput, tr("A header of the request has forbidden characters."));
        request.setRawHeader(header.name, header.value);
    }
    if (carriesBody(call)) {
        request.setHeader(QNetworkRequest::ContentLengthHeader, bodyLength(call));
        // Without one, Qt calls a POST with a query a filled-in form.
        if (call.method == HttpMethod::Post && !request.hasRawHeader("Content-Type"))
            request.setRawHeader("Content-Type", "application/octet-stream");
    }
    return request;
}

} // namespace gantry
