#include "app/service/stores/s3/s3_multipart.h"

#include "app/service/service_log.h"
#include "engine/protocol/s3/s3_answers.h"
#include "engine/protocol/s3/s3_errors.h"
#include "engine/protocol/s3/s3_part_names.h"
#include "engine/protocol/s3/s3_xml.h"

#include <algorithm>

namespace gantry {
namespace {

constexpr int pageSize = 1'000; // S3's own most
constexpr int abortAttempts = 3;

bool isSuccess(const HttpAnswer &answer)
{
    return answer.status >= 200 && answer.status < 300;
}

// The client hears that the store is at fault, the log why.
tl::unexpected<ServiceError> nonsense(const QString &why)
{
    logEvent(QStringLiteral("store: ") + why);
    return refuse({ErrorCode::StoreFailed, QStringLiteral("The store's answer makes no sense."),
                   std::chrono::seconds(5)});
}

tl::unexpected<ServiceError> endless()
{
    return nonsense(QStringLiteral("its listing has no end"));
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

// The store's own word, not that of a proxy in between. Ceph's gateway says NoSuchKey where others say
// NoSuchUpload.
bool S3Multipart::isGone(const HttpAnswer &answer, const QByteArray &url) const
{
    if (answer.status != 404)
        return false;
    const QString code = s3::refusalOf(answer, url, m_client.wallMs()).code;
    return code == QLatin1String("NoSuchUpload") || code == QLatin1String("NoSuchKey");
}

ServiceError S3Multipart::sessionError(const HttpAnswer &answer, const QByteArray &url) const
{
    if (isGone(answer, url))
        return {ErrorCode::UploadLost, QStringLiteral("The store no longer has this unfinished upload."),
                std::nullopt};
    return m_client.errorOf(answer, url);
}

Served<S3Session> S3Multipart::create(const QString &key, const QString &contentType, const QString &token)
{
    const QByteArray url = m_client.address().objectUrl(key, "uploads=");
    HttpHeaders headers{HttpHeader{s3::tokenHeader, token.toLatin1()}};
    if (!contentType.isEmpty())
        headers.append(HttpHeader{"Content-Type", contentType.toUtf8()});
    const Served<HttpAnswer> answer = m_client.send(HttpMethod::Post, url, headers);
    if (!answer)
        return refuse(answer.error());
    if (s3::isTooLongToBegin(key, *answer))
        return refuse(ErrorCode::InvalidKey, {}); // the caller knows what to say
    if (!isSuccess(*answer))
        return refuse(m_client.errorOf(*answer, url));
    const Expected<s3::XmlElement> root =
        s3::rootOf(*answer, QLatin1String("InitiateMultipartUploadResult"), url);
    if (!root)
        return nonsense(root.error().message);
    S3Session session{root->textOf(QLatin1String("UploadId")), key};
    if (session.id.isEmpty() || session.id.size() > s3::longestId || session.id.contains(QLatin1Char(' ')))
        return nonsense(QStringLiteral("it names no usable upload ID"));
    return session;
}

Served<QList<StoredPart>> S3Multipart::parts(const S3Session &session, int after, int limit)
{
    QList<StoredPart> parts;
    int last = after;
    QString marker = QString::number(after);
    while (parts.size() < limit) {
        const qsizetype wanted = std::min<qsizetype>(pageSize, limit - parts.size());
        const QByteArray url = sessionUrl(session, "max-parts=" + QByteArray::number(wanted) +
                                                       "&part-number-marker=" + marker.toLatin1() + '&');
        const Served<HttpAnswer> answer = m_client.send(HttpMethod::Get, url);
        if (!answer)
            return refuse(answer.error());
        if (!isSuccess(*answer))
            return refuse(sessionError(*answer, url));
        const Expected<s3::PartsPage> page = s3::partsPageOf(*answer, url);
        if (!page)
            return nonsense(page.error().message);
        for (const s3::ListedPart &part : page->parts) {
            if (part.number <= last)
                return endless();
            if (part.etag.isEmpty() || part.etag.size() > s3::longestId)
                return nonsense(QStringLiteral("it lists a part without a usable ETag"));
            last = part.number;
            parts.append({part.number, part.size, part.etag, {}});
        }
        if (page->next.isEmpty())
            break;
        marker = page->next;
    }
    return parts;
}

Served<void> S3Multipart::complete(const S3Session &session, const QList<StoredPart> &parts)
{
    QList<PartReceipt> receipts;
    for (const StoredPart &part : parts)
        receipts.append({part.number, {part.etag, {}}});
    const QByteArray url = sessionUrl(session);
    const Served<HttpAnswer> answer =
        m_client.send(HttpMethod::Post, url, {HttpHeader{"Content-Type", "application/xml"}},
                      s3::completeBody(receipts), S3Client::Patience::Assembling);
    if (!answer)
        return refuse(answer.error());
    // It may say 200 before it knows.
    if (isSuccess(*answer) && s3::rootOf(*answer, QLatin1String("CompleteMultipartUploadResult"), url))
        return {};
    return refuse(sessionError(*answer, url));
}

Served<void> S3Multipart::abort(const S3Session &session)
{
    const QByteArray url = sessionUrl(session);
    // A part that was on its way may come to rest after the abort: it is ended where nothing is listed any
    // more.
    for (int attempt = 0; attempt < abortAttempts; ++attempt) {
        const Served<HttpAnswer> answer = m_client.send(HttpMethod::Delete, url);
        if (!answer)
            return refuse(answer.error());
        if (isGone(*answer, url))
            return {};
        if (!isSuccess(*answer))
            return refuse(m_client.errorOf(*answer, url));
        const Served<HttpAnswer> look = m_client.send(HttpMethod::Get, url);
        if (!look)
            return refuse(look.error());
        if (isGone(*look, url))
            return {};
        if (!isSuccess(*look))
            return refuse(m_client.errorOf(*look, url));
        const Expected<s3::PartsPage> left = s3::partsPageOf(*look, url);
        if (left && left->parts.isEmpty())
            return {};
    }
    return refuse({ErrorCode::Busy, QStringLiteral("Parts of this upload are still arriving at the store."),
                   std::chrono::seconds(5)});
}

Served<std::optional<S3Object>> S3Multipart::head(const QString &key)
{
    const QByteArray url = m_client.address().objectUrl(key);
    const Served<HttpAnswer> answer = m_client.send(HttpMethod::Head, url);
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
    object.token = QString::fromLatin1(headerValue(answer->headers, s3::tokenHeader));
    if (!ok || object.etag.isEmpty())
        return nonsense(QStringLiteral("it describes an object without ETag or length"));
    return std::optional<S3Object>(object);
}

Served<QList<s3::ListedUpload>> S3Multipart::list(const QString &prefix)
{
    const QByteArray question = "uploads=&encoding-type=url&max-uploads=" + QByteArray::number(pageSize) +
                                "&prefix=" + s3::uriEncoded(prefix.toUtf8());
    QList<s3::ListedUpload> uploads;
    QByteArray markers;
    while (true) {
        const QByteArray url =
            m_client.address().bucketUrl(markers.isEmpty() ? question : question + '&' + markers);
        const Served<HttpAnswer> answer = m_client.send(HttpMethod::Get, url);
        if (!answer)
            return refuse(answer.error());
        if (!isSuccess(*answer))
            return refuse(m_client.errorOf(*answer, url));
        const Expected<s3::UploadsPage> page = s3::uploadsPageOf(*answer, url);
        if (!page)
            return nonsense(page.error().message);
        uploads.append(page->uploads);
        if (page->next.isEmpty())
            return uploads;
        if (page->next == markers)
            return endless();
        markers = page->next;
    }
}

} // namespace gantry
