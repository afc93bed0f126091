#include "tests/fakes/fake_s3.h"

#include "engine/hashing/digests.h"

#include <QUrlQuery>

#include <algorithm>

namespace gantry {
namespace {

constexpr const char *markHeader = "x-amz-meta-gantry-token";
constexpr const char *crcHeader = "x-amz-checksum-crc32c";

ServerAnswer refusal(int status, const QByteArray &code)
{
    return {status, "<Error><Code>" + code + "</Code></Error>", {}};
}

bool namesChecksum(const RecordedRequest &request)
{
    return std::any_of(request.headers.begin(), request.headers.end(), [](const HttpHeader &header) {
        return header.name.toLower().startsWith("x-amz-checksum");
    });
}

} // namespace

FakeS3::FakeS3(std::optional<LoopbackServer::Tls> tls)
    : m_server([this](const RecordedRequest &request) { return handle(request); }, std::move(tls))
{}

bool FakeS3::isCreate(const RecordedRequest &request)
{
    return request.method == "POST" && request.target.contains("?uploads");
}

bool FakeS3::isComplete(const RecordedRequest &request)
{
    return request.method == "POST" && request.target.contains("?uploadId=");
}

int FakeS3::partNumber(const RecordedRequest &request)
{
    const QByteArray query = request.target.mid(request.target.indexOf('?') + 1);
    return QUrlQuery(QString::fromLatin1(query)).queryItemValue(QStringLiteral("partNumber")).toInt();
}

DestinationSettings FakeS3::destination(qint64 partSize) const
{
    DestinationSettings settings;
    settings.name = QStringLiteral("rushes");
    settings.kind = QStringLiteral("s3");
    settings.fields = {{QStringLiteral("endpoint"), QString::fromLatin1(url())},
                       {QStringLiteral("bucket"), QStringLiteral("b")}};
    settings.partSize = partSize;
    return settings;
}

void FakeS3::setFaults(FaultPlan plan)
{
    const QMutexLocker lock(&m_mutex);
    m_faults = std::move(plan);
}

void FakeS3::setChecksums(Checksums checksums)
{
    const QMutexLocker lock(&m_mutex);
    m_checksums = checksums;
}

void FakeS3::setOpaqueEtags()
{
    const QMutexLocker lock(&m_mutex);
    m_opaqueEtags = true;
}

void FakeS3::refuseNextOpen()
{
    const QMutexLocker lock(&m_mutex);
    m_refuseNextOpen = true;
}

void FakeS3::damageObject()
{
    const QMutexLocker lock(&m_mutex);
    m_damaged = true;
}

void FakeS3::damagePart()
{
    const QMutexLocker lock(&m_mutex);
    Part &part = m_parts.first();
    part.md5 = digestOf(DigestKind::Md5, "damaged");
    part.crc32c = digestOf(DigestKind::Crc32c, "damaged");
}

void FakeS3::losePart(int part)
{
    const QMutexLocker lock(&m_mutex);
    m_parts.remove(part);
}

void FakeS3::forgetUpload()
{
    const QMutexLocker lock(&m_mutex);
    m_isOpen = false;
    m_parts.clear();
}

void FakeS3::forgetCompletions()
{
    const QMutexLocker lock(&m_mutex);
    m_repeatsCompletions = false;
}

void FakeS3::takePartsAfterAbort()
{
    const QMutexLocker lock(&m_mutex);
    m_takesPartsAfterAbort = true;
}

void FakeS3::refuseAfter(int parts)
{
    const QMutexLocker lock(&m_mutex);
    m_refuseAfter = parts;
}

void FakeS3::setValid(const QByteArray &accessKey, const QByteArray &token)
{
    const QMutexLocker lock(&m_mutex);
    m_accessKey = accessKey;
    m_token = token;
}

void FakeS3::expireAfter(int parts, std::function<void()> then)
{
    const QMutexLocker lock(&m_mutex);
    m_expireAfter = parts;
    m_whenExpired = std::move(then);
}

int FakeS3::partsTaken() const
{
    const QMutexLocker lock(&m_mutex);
    return m_partsTaken;
}

int FakeS3::timesTaken(int part) const
{
    const QMutexLocker lock(&m_mutex);
    return m_timesTaken.value(part);
}

int FakeS3::completions() const
{
    const QMutexLocker lock(&m_mutex);
    return m_completions;
}

bool FakeS3::hasUnfinished() const
{
    const QMutexLocker lock(&m_mutex);
    return m_isOpen;
}

bool FakeS3::isAccepted(const RecordedRequest &request) const
{
    return request.header("x-amz-security-token") == m_token &&
           request.header("Authorization").contains("Credential=" + m_accessKey + '/');
}

ServerAction FakeS3::handle(const RecordedRequest &request)
{
    FaultPlan faults;
    {
        const QMutexLocker lock(&m_mutex);
        faults = m_faults;
    }
    std::optional<ServerAction> fault = faults ? faults(request) : std::nullopt;
    if (!fault)
        fault = refusedFor(request);
    ServerAction action = fault ? std::move(*fault) : ServerAction::real();
    if (action.realWork)
        action.work = [this](const RecordedRequest &whole, const QByteArray &body) {
            return answer(whole, body);
        };
    return action;
}

std::optional<ServerAction> FakeS3::refusedFor(const RecordedRequest &request)
{
    const QMutexLocker lock(&m_mutex);
    if (m_expireAfter >= 0 && m_partsTaken >= m_expireAfter) {
        m_expireAfter = -1;
        m_token = "next-token";
        m_whenExpired();
    }
    if (isAccepted(request))
        return std::nullopt;
    return ServerAction::answerWith(400, request.method == "HEAD" ? QByteArray()
                                                                  : refusal(400, "ExpiredToken").body);
}

ServerAnswer FakeS3::answer(const RecordedRequest &request, const QByteArray &body)
{
    const QMutexLocker lock(&m_mutex);
    const QByteArray query = request.target.mid(request.target.indexOf('?') + 1);
    const int number = partNumber(request);
    if (m_checksums == Checksums::Refused && namesChecksum(request))
        return request.method == "HEAD" ? ServerAnswer{501, {}, {}} : refusal(501, "NotImplemented");
    if (query == "location")
        return {200, "<LocationConstraint/>", {}};
    if (isCreate(request))
        return begin(request);
    if (request.method == "PUT" && number == 0)
        return takeWhole(request, body);
    if (request.method == "PUT")
        return take(request, number, body);
    if (request.method == "POST")
        return complete(request, body);
    if (request.method == "DELETE")
        return abort();
    if (request.method == "HEAD" && m_completions > 0)
        return look(request);
    if (request.method == "GET" && query.contains("uploadId="))
        return m_isOpen ? ServerAnswer{200, listedParts(), {}} : refusal(404, "NoSuchUpload");
    if (request.method == "GET" && query.startsWith("uploads"))
        return {200,
                "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>",
                {}};
    return {404, {}, {}};
}

ServerAnswer FakeS3::begin(const RecordedRequest &request)
{
    if (m_refuseNextOpen) {
        // With the question and without it: it is the key that is refused.
        m_refuseNextOpen = !request.header("x-amz-checksum-algorithm").isEmpty();
        return refusal(400, "KeyTooLongError");
    }
    m_mark = request.header(markHeader);
    m_isOpen = true;
    m_wantsChecksums = (m_checksums == Checksums::Full || m_checksums == Checksums::Composite) &&
                       request.header("x-amz-checksum-algorithm") == "CRC32C";
    ServerAnswer answer{
        200, "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>", {}};
    if (m_wantsChecksums)
        answer.headers.append(HttpHeader{"x-amz-checksum-algorithm", "CRC32C"});
    if (m_wantsChecksums && m_checksums == Checksums::Full)
        answer.headers.append(HttpHeader{"x-amz-checksum-type", request.header("x-amz-checksum-type")});
    if (m_opaqueEtags)
        answer.headers.append(HttpHeader{"x-amz-server-side-encryption", "aws:kms"});
    return answer;
}

ServerAnswer FakeS3::take(const RecordedRequest &request, int number, const QByteArray &body)
{
    if (m_refuseAfter >= 0 && m_partsTaken >= m_refuseAfter)
        return refusal(503, "SlowDown");
    if (number > 0 && !m_isOpen)
        return refusal(404, "NoSuchUpload");
    const Part part{digestOf(DigestKind::Md5, body), digestOf(DigestKind::Crc32c, body), body.size()};
    const QByteArray said = request.header(crcHeader);
    if (m_wantsChecksums && said.isEmpty()) // as Amazon's does
        return refusal(400, "InvalidRequest");
    if (m_wantsChecksums && said != part.crc32c.toBase64())
        return refusal(400, "BadDigest");
    ++m_partsTaken;
    ++m_timesTaken[number];
    m_parts.insert(number, part);
    ServerAnswer answer{200, {}, {{"ETag", etagOf(part.md5)}}};
    if (m_wantsChecksums)
        answer.headers.append(HttpHeader{crcHeader, part.crc32c.toBase64()});
    return answer;
}

// An object by itself, in place of what was there.
ServerAnswer FakeS3::takeWhole(const RecordedRequest &request, const QByteArray &body)
{
    m_mark = request.header(markHeader);
    m_wantsChecksums = !request.header(crcHeader).isEmpty();
    m_parts.clear();
    ++m_completions;
    return take(request, 0, body);
}

ServerAnswer FakeS3::complete(const RecordedRequest &request, const QByteArray &body)
{
    if (!m_isOpen)
        return m_completions > 0 && m_repeatsCompletions ? completed() : refusal(404, "NoSuchUpload");
    if (m_wantsChecksums && m_checksums == Checksums::Full && request.header(crcHeader) != objectChecksum())
        return refusal(400, "BadDigest");
    for (const Part &part : std::as_const(m_parts))
        if (m_wantsChecksums && !body.contains("<ChecksumCRC32C>" + part.crc32c.toBase64() + '<'))
            return refusal(400, "InvalidPart");
    ++m_completions;
    m_isOpen = false;
    return completed();
}

ServerAnswer FakeS3::completed() const
{
    return {200,
            "<CompleteMultipartUploadResult><ETag>" + objectEtag() +
                "</ETag></CompleteMultipartUploadResult>",
            {}};
}

ServerAnswer FakeS3::abort()
{
    if (!m_isOpen)
        return refusal(404, "NoSuchUpload");
    m_isOpen = std::exchange(m_takesPartsAfterAbort, false);
    return {204, {}, {}};
}

ServerAnswer FakeS3::look(const RecordedRequest &request) const
{
    ServerAnswer answer{
        200, QByteArray(objectSize(), Qt::Uninitialized), {{"ETag", objectEtag()}, {markHeader, m_mark}}};
    if (m_wantsChecksums && request.header("x-amz-checksum-mode") == "ENABLED")
        answer.headers.append(HttpHeader{crcHeader, m_damaged ? QByteArray("AAAAAA==") : objectChecksum()});
    if (m_opaqueEtags)
        answer.headers.append(HttpHeader{"x-amz-server-side-encryption", "aws:kms"});
    return answer;
}

QByteArray FakeS3::listedParts() const
{
    QByteArray parts;
    for (auto part = m_parts.cbegin(); part != m_parts.cend(); ++part)
        parts += "<Part><PartNumber>" + QByteArray::number(part.key()) + "</PartNumber><ETag>" +
                 etagOf(part->md5) + "</ETag><Size>" + QByteArray::number(part->size) + "</Size>" +
                 (m_wantsChecksums ? "<ChecksumCRC32C>" + part->crc32c.toBase64() + "</ChecksumCRC32C>"
                                   : QByteArray()) +
                 "</Part>";
    return "<ListPartsResult><IsTruncated>false</IsTruncated>" + parts + "</ListPartsResult>";
}

QByteArray FakeS3::etagOf(const QByteArray &md5) const
{
    return '"' + (m_opaqueEtags ? digestOf(DigestKind::Md5, "encrypted" + md5) : md5).toHex() + '"';
}

QByteArray FakeS3::objectEtag() const
{
    if (m_parts.contains(0))
        return etagOf(m_parts.value(0).md5);
    QByteArray all = m_opaqueEtags ? "encrypted" : "";
    for (const Part &part : m_parts)
        all += part.md5;
    return '"' + digestOf(DigestKind::Md5, all).toHex() + '-' + QByteArray::number(m_parts.size()) + '"';
}

QByteArray FakeS3::objectChecksum() const
{
    QByteArray all;
    for (const Part &part : m_parts)
        all += part.crc32c;
    if (m_checksums == Checksums::Composite)
        return digestOf(DigestKind::Crc32c, all).toBase64() + '-' + QByteArray::number(m_parts.size());
    QList<QByteArray> parts;
    for (const Part &part : m_parts)
        parts.append(part.crc32c);
    return combinedCrc32c(parts, m_parts.first().size, m_parts.last().size).toBase64();
}

qint64 FakeS3::objectSize() const
{
    qint64 size = 0;
    for (const Part &part : m_parts)
        size += part.size;
    return size;
}

} // namespace gantry
