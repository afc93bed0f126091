#include "app/service/stores/s3/s3_multipart.h"

#include "engine/protocol/s3/s3_xml.h"

#include <QDateTime>

#include <limits>

namespace gantry {
namespace {

constexpr int pageSize = 1'000; // S3's own most
constexpr int abortAttempts = 3;
constexpr qsizetype longestId = 1024;
const QByteArray tokenHeader = QByteArrayLiteral("x-amz-meta-gantry-token"); // as direct uploads have it

bool isSuccess(const HttpAnswer &answer)
{
    return answer.status >= 200 && answer.status < 300;
}

ServiceError nonsense()
{
    return {ErrorCode::StoreFailed, QStringLiteral("The store's answer makes no sense."),
            std::chrono::seconds(5)};
}

// The root of a successful answer, which has to have that name.
Outcome<s3::XmlElement> rootOf(const HttpAnswer &answer, QLatin1String name)
{
    const Expected<s3::XmlElement> root = s3::readXml(answer.body);
    if (!root || root->name != name)
        return refuse(nonsense());
    return *root;
}

Outcome<StoredPart> partOf(const s3::XmlElement &element)
{
    bool numberOk = false;
    bool sizeOk = false;
    StoredPart part;
    part.number = element.textOf(QLatin1String("PartNumber")).toInt(&numberOk);
    part.size = element.textOf(QLatin1String("Size")).toLongLong(&sizeOk);
    part.etag = element.textOf(QLatin1String("ETag")).toLatin1();
    if (!numberOk || part.number < 1 || !sizeOk || part.size < 0 || part.etag.isEmpty() ||
        part.etag.size() > longestId)
        return refuse(nonsense());
    return part;
}

} // namespace

S3Session S3Session::of(const QString &handle)
{
    const qsizetype space = handle.indexOf(QLatin1Char(' '));
    return {handle.left(space), handle.mid(space + 1)};
}

S3Multipart::S3Multipart(S3Client &client)
    : m_client(client)
{}

QByteArray S3Multipart::sessionUrl(const S3Session &session, const QByteArray &query) const
{
    return m_client.address().objectUrl(session.key,
                                        query + "uploadId=" + s3::uriEncoded(session.id.toUtf8()));
}

QByteArray S3Multipart::partLink(const S3Session &session, int number, qint64 length,
                                 std::chrono::seconds lifetime) const
{
    return m_client.presignedPut(sessionUrl(session, "partNumber=" + QByteArray::number(number) + '&'),
                                 length, lifetime);
}

Outcome<S3Session> S3Multipart::create(const QString &key, const QString &contentType, const QString &token)
{
    const QByteArray url = m_client.address().objectUrl(key, "uploads=");
    HttpHeaders headers{HttpHeader{tokenHeader, token.toLatin1()}};
    if (!contentType.isEmpty())
        headers.append(HttpHeader{"Content-Type", contentType.toUtf8()});
    const Outcome<HttpAnswer> answer = m_client.send(HttpMethod::Post, url, headers);
    if (!answer)
        return refuse(answer.error());
    if (!isSuccess(*answer))
        return refuse(m_client.errorOf(*answer, url));
    const Outcome<s3::XmlElement> root = rootOf(*answer, QLatin1String("InitiateMultipartUploadResult"));
    if (!root)
        return refuse(root.error());
    S3Session session{root->textOf(QLatin1String("UploadId")), key};
    if (session.id.isEmpty() || session.id.size() > longestId || session.id.contains(QLatin1Char(' ')))
        return refuse(nonsense());
    return session;
}

Outcome<QList<StoredPart>> S3Multipart::parts(const S3Session &session, int after, int limit)
{
    QList<StoredPart> parts;
    int marker = after;
    while (parts.size() < limit) {
        const qsizetype wanted = std::min<qsizetype>(pageSize, limit - parts.size());
        const QByteArray url =
            sessionUrl(session, "max-parts=" + QByteArray::number(wanted) +
                                    "&part-number-marker=" + QByteArray::number(marker) + '&');
        const Outcome<HttpAnswer> answer = m_client.send(HttpMethod::Get, url);
        if (!answer)
            return refuse(answer.error());
        if (!isSuccess(*answer))
            return refuse(m_client.errorOf(*answer, url));
        const Outcome<s3::XmlElement> root = rootOf(*answer, QLatin1String("ListPartsResult"));
        if (!root)
            return refuse(root.error());
        const QList<s3::XmlElement> page = root->all(QLatin1String("Part"));
        for (const s3::XmlElement &element : page) {
            const Outcome<StoredPart> part = partOf(element);
            if (!part)
                return refuse(part.error());
            if (part->number <= marker)
                return refuse(nonsense()); // it would go on for ever
            marker = part->number;
            parts.append(*part);
        }
        if (page.isEmpty() || root->textOf(QLatin1String("IsTruncated")) != QLatin1String("true"))
            break;
    }
    return parts;
}

Outcome<void> S3Multipart::complete(const S3Session &session, const QList<StoredPart> &parts)
{
    QList<PartReceipt> receipts;
    for (const StoredPart &part : parts)
        receipts.append({part.number, {part.etag, {}}});
    const QByteArray url = sessionUrl(session);
    const Outcome<HttpAnswer> answer =
        m_client.send(HttpMethod::Post, url, {HttpHeader{"Content-Type", "application/xml"}},
                      s3::completeBody(receipts), S3Client::Patience::Assembling);
    if (!answer)
        return refuse(answer.error());
    // It may say 200 before it knows.
    if (isSuccess(*answer) && rootOf(*answer, QLatin1String("CompleteMultipartUploadResult")))
        return {};
    return refuse(m_client.errorOf(*answer, url));
}

Outcome<void> S3Multipart::abort(const S3Session &session)
{
    const QByteArray url = sessionUrl(session);
    // A part that was on its way may come to rest after the abort: only a store that knows nothing of the
    // upload has none of it.
    for (int attempt = 0; attempt < abortAttempts; ++attempt) {
        const Outcome<HttpAnswer> answer = m_client.send(HttpMethod::Delete, url);
        if (!answer)
            return refuse(answer.error());
        if (answer->status == 404)
            return {};
        if (!isSuccess(*answer))
            return refuse(m_client.errorOf(*answer, url));
        const Outcome<HttpAnswer> look = m_client.send(HttpMethod::Get, url);
        if (!look)
            return refuse(look.error());
        if (look->status == 404)
            return {};
    }
    return refuse({ErrorCode::Busy, QStringLiteral("Parts of this upload are still arriving at the store."),
                   std::chrono::seconds(5)});
}

Outcome<std::optional<S3Object>> S3Multipart::head(const QString &key)
{
    const QByteArray url = m_client.address().objectUrl(key);
    const Outcome<HttpAnswer> answer = m_client.send(HttpMethod::Head, url);
    if (!answer)
        return refuse(answer.error());
    if (answer->status == 404)
        return std::optional<S3Object>();
    if (!isSuccess(*answer))
        return refuse(m_client.errorOf(*answer, url));
    bool ok = false;
    S3Object object;
    object.etag = headerValue(answer->headers, "ETag").trimmed();
    object.size = headerValue(answer->headers, "Content-Length").toLongLong(&ok);
    object.token = QString::fromLatin1(headerValue(answer->headers, tokenHeader));
    if (!ok || object.etag.isEmpty())
        return refuse(nonsense());
    return std::optional<S3Object>(object);
}

Outcome<QList<ListedS3Session>> S3Multipart::list(const QString &prefix)
{
    QList<ListedS3Session> sessions;
    QByteArray markers;
    while (true) {
        const QByteArray url = m_client.address().bucketUrl(
            "uploads=&encoding-type=url&max-uploads=" + QByteArray::number(pageSize) +
            "&prefix=" + s3::uriEncoded(prefix.toUtf8()) + markers);
        const Outcome<HttpAnswer> answer = m_client.send(HttpMethod::Get, url);
        if (!answer)
            return refuse(answer.error());
        if (!isSuccess(*answer))
            return refuse(m_client.errorOf(*answer, url));
        const Outcome<s3::XmlElement> root = rootOf(*answer, QLatin1String("ListMultipartUploadsResult"));
        if (!root)
            return refuse(root.error());
        const bool isEncoded = root->textOf(QLatin1String("EncodingType")) == QLatin1String("url");
        const auto keyIn = [isEncoded](const QString &text) {
            const QByteArray key = text.toUtf8();
            // A '+' for a space is how RGW encodes it.
            return isEncoded ? QByteArray::fromPercentEncoding(QByteArray(key).replace('+', ' ')) : key;
        };
        for (const s3::XmlElement &upload : root->all(QLatin1String("Upload")))
            sessions.append(
                {{upload.textOf(QLatin1String("UploadId")),
                  QString::fromUtf8(keyIn(upload.textOf(QLatin1String("Key"))))},
                 QDateTime::fromString(upload.textOf(QLatin1String("Initiated")), Qt::ISODateWithMs)
                     .toMSecsSinceEpoch()});
        if (root->textOf(QLatin1String("IsTruncated")) != QLatin1String("true"))
            return sessions;
        const QByteArray next =
            "&key-marker=" + s3::uriEncoded(keyIn(root->textOf(QLatin1String("NextKeyMarker")))) +
            "&upload-id-marker=" + s3::uriEncoded(root->textOf(QLatin1String("NextUploadIdMarker")).toUtf8());
        if (next == markers)
            return refuse(nonsense()); // it would go on for ever
        markers = next;
    }
}

} // namespace gantry
