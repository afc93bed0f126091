#include "app/service/stores/s3/s3_client.h"

#include "app/service/service_log.h"
#include "engine/hashing/digests.h"
#include "engine/protocol/s3/s3_errors.h"
#include "engine/protocol/s3/s3_part_names.h"

#include <httplib.h>

namespace gantry {
namespace {

constexpr std::chrono::seconds connectPatience(10);
constexpr std::chrono::seconds answerPatience(30);
// S3 may think for minutes about an object of 10,000 parts.
constexpr std::chrono::seconds assemblyPatience(600);
constexpr size_t answerLimit = 4 * MiB; // a page of a listing is below one
constexpr std::chrono::seconds retryAfter(5);

ServiceError unreachable(const QByteArray &url, const std::string &why)
{
    logEvent(QStringLiteral("store: no answer from %1: %2")
                 .arg(QString::fromUtf8(withoutSecrets(url)), QString::fromStdString(why)));
    return {ErrorCode::Busy, QStringLiteral("The service cannot reach its store just now."), retryAfter};
}

// "scheme://host:port" and the rest.
std::pair<std::string, std::string> split(const QByteArray &url)
{
    const qsizetype slash = url.indexOf('/', url.indexOf("://") + 3);
    return {url.left(slash).toStdString(), url.mid(slash).toStdString()};
}

} // namespace

S3Client::S3Client(const S3Settings &settings, s3::Credentials credentials, const Clock &clock)
    : m_address(destinationOf(settings))
    , m_credentials(std::move(credentials))
    , m_caFile(settings.caFile.toStdString())
    , m_clock(clock)
    , m_region(m_address.region())
{}

Served<void> S3Client::check()
{
    const QByteArray url = m_address.bucketUrl("uploads=&max-uploads=1");
    const QString shown = QString::fromUtf8(withoutSecrets(url));
    const Served<HttpAnswer> answer = send(HttpMethod::Get, url);
    if (!answer)
        return refuse(ErrorCode::StoreFailed,
                      QStringLiteral("the store does not answer at %1; the line before says why").arg(shown));
    if (answer->status == 200)
        return {};
    return refuse(ErrorCode::StoreFailed,
                  QStringLiteral("the store refuses the service at %1: %2")
                      .arg(shown, s3::refusalOf(*answer, url, wallMs()).failure.message));
}

Served<HttpAnswer> S3Client::send(HttpMethod method, const QByteArray &url, const HttpHeaders &headers,
                                  const QByteArray &body, Patience patience)
{
    const QByteArray hash = digestOf(DigestKind::Sha256, body).toHex();
    bool mayCorrectClock = true;
    bool mayCorrectRegion = true;
    while (true) {
        const QByteArray signedFor = region();
        HttpCall call;
        call.method = method;
        call.url = url;
        call.headers = headers;
        call.inlineBody = body;
        s3::sign(call, m_credentials, signedFor, hash, wallMs());
        Served<HttpAnswer> answer = exchange(call, patience);
        if (!answer)
            return answer;
        if (mayCorrectClock && answer->status == 403 && correctClock(*answer))
            mayCorrectClock = false;
        else if (mayCorrectRegion && answer->status >= 300 && correctRegion(*answer, signedFor))
            mayCorrectRegion = false;
        else
            return answer;
    }
}

Served<HttpAnswer> S3Client::exchange(const HttpCall &call, Patience patience)
{
    const auto [origin, target] = split(call.url);
    httplib::Client client(origin);
    client.set_url_encode(false); // it is encoded, and signed so
    client.set_decompress(false);
    client.set_follow_location(false);
    client.set_keep_alive(false);
    client.set_connection_timeout(connectPatience);
    client.set_read_timeout(patience == Patience::Assembling ? assemblyPatience : answerPatience);
    client.set_write_timeout(answerPatience);
    if (!m_caFile.empty())
        client.set_ca_cert_path(m_caFile);

    httplib::Request request;
    request.method = toName(call.method).toStdString();
    request.path = target;
    for (const HttpHeader &header : call.headers)
        request.headers.emplace(header.name.toStdString(), header.value.toStdString());
    request.body = call.inlineBody.toStdString();
    HttpAnswer answer;
    request.content_receiver = [&](const char *bytes, size_t size, uint64_t, uint64_t) {
        if (static_cast<size_t>(answer.body.size()) + size > answerLimit)
            return false;
        answer.body.append(bytes, static_cast<qsizetype>(size));
        return true;
    };
    const httplib::Result result = client.send(request);
    if (!result)
        return refuse(unreachable(call.url, httplib::to_string(result.error())));
    answer.status = result->status;
    for (const auto &[name, value] : result->headers)
        answer.headers.append(HttpHeader{QByteArray::fromStdString(name), QByteArray::fromStdString(value)});
    if (s3::isOfSwift(answer.headers))
        m_isSwift = true;
    return answer;
}

// Takes the store's time for the right one, if it says that ours is not. False: that is not its trouble.
bool S3Client::correctClock(const HttpAnswer &answer)
{
    if (s3::refusalOf(answer, m_address.bucketUrl(), m_clock.wallMs()).failure.kind !=
        FailureKind::ClockSkewed)
        return false;
    const std::optional<qint64> date = dateIn(answer.headers, "Date");
    if (!date)
        return false;
    m_skewMs = *date - m_clock.wallMs();
    logEvent(QStringLiteral("store: its clock is %1 s from ours; set the clock of this machine right")
                 .arg(m_skewMs / 1000));
    return true;
}

// Takes the store's word for where the bucket is. False: that is not its trouble.
bool S3Client::correctRegion(const HttpAnswer &answer, const QByteArray &signedFor)
{
    const QByteArray told = s3::refusalOf(answer, m_address.bucketUrl(), m_clock.wallMs()).region;
    if (told.isEmpty() || told == signedFor)
        return false;
    const std::scoped_lock lock(m_regionMutex);
    if (std::exchange(m_region, told) != told)
        logEvent(QStringLiteral("store: its region is %1, not %2; set it right in the configuration")
                     .arg(QString::fromLatin1(told), QString::fromLatin1(signedFor)));
    return true;
}

QByteArray S3Client::region() const
{
    const std::scoped_lock lock(m_regionMutex);
    return m_region;
}

QByteArray S3Client::presignedPut(const QByteArray &url, qint64 length, std::chrono::seconds lifetime) const
{
    return s3::presigned(HttpMethod::Put, url, {HttpHeader{"Content-Length", QByteArray::number(length)}},
                         m_credentials, region(), lifetime, wallMs());
}

ServiceError S3Client::errorOf(const HttpAnswer &answer, const QByteArray &url) const
{
    const s3::Refusal refusal = s3::refusalOf(answer, url, wallMs());
    logEvent(QStringLiteral("store: %1 answers %2 %3: %4")
                 .arg(QString::fromUtf8(withoutSecrets(url)))
                 .arg(answer.status)
                 .arg(refusal.code, refusal.failure.message));
    const std::optional<std::chrono::seconds> wait =
        refusal.failure.retryAfter ? std::chrono::ceil<std::chrono::seconds>(*refusal.failure.retryAfter)
                                   : retryAfter;
    switch (refusal.failure.kind) {
    case FailureKind::SessionLost:
        return {ErrorCode::UploadLost, QStringLiteral("The store no longer has this unfinished upload."),
                std::nullopt};
    case FailureKind::Busy:
        return {ErrorCode::Busy, QStringLiteral("The store is busy."), wait};
    case FailureKind::QuotaExceeded:
        return {ErrorCode::QuotaExceeded, QStringLiteral("The store has no room left."), std::nullopt};
    case FailureKind::TooLarge:
        return {ErrorCode::TooLarge, QStringLiteral("The store does not take that much."), std::nullopt};
    case FailureKind::InvalidInput:
        return {ErrorCode::InvalidKey,
                QStringLiteral("The store takes no name that long. Use a shorter one."), std::nullopt};
    case FailureKind::OffsetConflict:
        return {ErrorCode::EtagMismatch, QStringLiteral("The store has other parts than these."),
                std::nullopt};
    case FailureKind::Offline:
    case FailureKind::Unreachable:
    case FailureKind::ConnectionLost:
    case FailureKind::Stalled:
    case FailureKind::TlsUntrusted:
    case FailureKind::ServerError:
    case FailureKind::Unauthorized:
    case FailureKind::CredentialsNeeded:
    case FailureKind::Forbidden:
    case FailureKind::LinkExpired:
    case FailureKind::ClockSkewed:
    case FailureKind::DestinationMissing:
    case FailureKind::Locked:
    case FailureKind::ObjectExists:
    case FailureKind::Rejected:
    case FailureKind::Redirected:
    case FailureKind::ProtocolViolation:
    case FailureKind::IntegrityMismatch:
    case FailureKind::SourceChanged:
    case FailureKind::SourceMissing:
    case FailureKind::SourceUnreadable:
    case FailureKind::JournalFailed:
    case FailureKind::SecretMissing:
    case FailureKind::Cancelled:
        break;
    }
    return {ErrorCode::StoreFailed,
            QStringLiteral("The store refused what the service asked of it (%1).")
                .arg(refusal.code.isEmpty() ? QString::number(answer.status) : refusal.code),
            wait};
}

} // namespace gantry
