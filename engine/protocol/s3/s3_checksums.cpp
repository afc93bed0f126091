#include "engine/protocol/s3/s3_checksums.h"

#include "engine/hashing/digests.h"
#include "engine/protocol/s3/s3_answers.h"
#include "engine/protocol/s3/s3_presets.h"

#include <QJsonDocument>

#include <algorithm>

namespace gantry::s3 {
namespace {

const QString checksumKey = QStringLiteral("checksum");
const QString opaqueKey = QStringLiteral("opaque_etags");
const QString ability = QStringLiteral("crc32c");
const QByteArray crcHeader = QByteArrayLiteral("x-amz-checksum-crc32c");
const QByteArray typeHeader = QByteArrayLiteral("x-amz-checksum-type");
constexpr qsizetype crcBytes = 4;

QString nameOf(ObjectChecksum checksum)
{
    switch (checksum) {
    case ObjectChecksum::None:
        return QStringLiteral("none");
    case ObjectChecksum::Full:
        return QStringLiteral("full");
    case ObjectChecksum::Composite:
        return QStringLiteral("composite");
    }
    Q_UNREACHABLE();
}

ObjectChecksum checksumNamed(const QString &name)
{
    for (const ObjectChecksum checksum : {ObjectChecksum::Full, ObjectChecksum::Composite})
        if (name == nameOf(checksum))
            return checksum;
    return ObjectChecksum::None;
}

bool allAreKnown(const QList<PartReceipt> &receipts)
{
    return !receipts.isEmpty() && std::all_of(receipts.begin(), receipts.end(), [](const PartReceipt &part) {
        return part.receipt.crc32c.size() == crcBytes;
    });
}

// Of the whole object, from its parts'; they are all there, and known.
QByteArray fullOf(const StepContext &context)
{
    QList<QByteArray> parts;
    parts.reserve(context.receipts.size());
    for (const PartReceipt &part : context.receipts)
        parts.append(part.receipt.crc32c);
    return combinedCrc32c(parts, context.plan->partSize, context.plan->lastPartSize()).toBase64();
}

QByteArray compositeOf(const QList<PartReceipt> &receipts)
{
    QByteArray all;
    for (const PartReceipt &part : receipts)
        all += part.receipt.crc32c;
    return digestOf(DigestKind::Crc32c, all).toBase64() + '-' + QByteArray::number(receipts.size());
}

bool isKnownToHaveNone(const QJsonObject &abilities)
{
    return abilities[ability].toString() == nameOf(ObjectChecksum::None);
}

} // namespace

QString textOf(const SessionDetails &details)
{
    if (details == SessionDetails())
        return {};
    QJsonObject object;
    if (details.checksum != ObjectChecksum::None)
        object.insert(checksumKey, nameOf(details.checksum));
    if (details.etagsAreOpaque)
        object.insert(opaqueKey, true);
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

SessionDetails detailsOf(const std::optional<Session> &session)
{
    if (!session)
        return {};
    const QJsonObject object = QJsonDocument::fromJson(session->details.toUtf8()).object();
    return {checksumNamed(object[checksumKey].toString()), object[opaqueKey].toBool()};
}

ObjectChecksum checksumFrom(const QByteArray &algorithm, const QByteArray &type)
{
    if (algorithm.compare("CRC32C", Qt::CaseInsensitive) != 0)
        return ObjectChecksum::None;
    return type.compare("FULL_OBJECT", Qt::CaseInsensitive) == 0 ? ObjectChecksum::Full
                                                                 : ObjectChecksum::Composite;
}

bool saysOpaqueEtag(const HttpHeaders &answer)
{
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html: SSE-C and SSE-KMS
    return headerValue(answer, "x-amz-server-side-encryption").startsWith("aws:kms") ||
           !headerValue(answer, "x-amz-server-side-encryption-customer-algorithm").isEmpty();
}

QJsonObject abilityOf(ObjectChecksum checksum)
{
    return {{ability, nameOf(checksum)}};
}

bool asksForChecksum(const StepContext &context)
{
    return context.page != page::plain && presetOf(context.destination).mayHaveChecksums &&
           !isKnownToHaveNone(context.abilities);
}

HttpHeaders openHeaders(const StepContext &context)
{
    if (!asksForChecksum(context))
        return {};
    HttpHeaders headers{{"x-amz-checksum-algorithm", "CRC32C"}};
    if (checksumNamed(context.abilities[ability].toString()) != ObjectChecksum::Composite)
        headers.append(HttpHeader{typeHeader, "FULL_OBJECT"});
    return headers;
}

bool sendsChecksum(const StepContext &context)
{
    if (isKnownToHaveNone(context.abilities))
        return false;
    // One that is put whole has no session to be asked for: what is known of the store counts.
    return isWhole(context) ? checksumNamed(context.abilities[ability].toString()) != ObjectChecksum::None
                            : detailsOf(context.session).checksum != ObjectChecksum::None;
}

HttpHeaders partHeaders(const StepContext &context)
{
    if (!sendsChecksum(context) || context.digests.crc32c.isEmpty())
        return {};
    return {{crcHeader, context.digests.crc32c.toBase64()}};
}

bool completesWithChecksums(const StepContext &context)
{
    return sendsChecksum(context) && context.plan && allAreKnown(context.receipts);
}

HttpHeaders commitHeaders(const StepContext &context)
{
    if (!completesWithChecksums(context) || detailsOf(context.session).checksum != ObjectChecksum::Full)
        return {};
    return {{crcHeader, fullOf(context)}, {typeHeader, "FULL_OBJECT"}};
}

HttpHeaders lookHeaders(const StepContext &context)
{
    if (!sendsChecksum(context))
        return {};
    return {{"x-amz-checksum-mode", "ENABLED"}};
}

QByteArray checksumFromText(const QByteArray &base64)
{
    const auto decoded =
        QByteArray::fromBase64Encoding(base64.trimmed(), QByteArray::AbortOnBase64DecodingErrors);
    return decoded && (*decoded).size() == crcBytes ? *decoded : QByteArray();
}

QByteArray partChecksum(const HttpHeaders &answer)
{
    return checksumFromText(headerValue(answer, crcHeader));
}

Committed::Checksum compareObject(const StepContext &context, const HttpHeaders &answer)
{
    const QByteArray told = headerValue(answer, crcHeader).trimmed();
    if (told.isEmpty() || !context.plan || !allAreKnown(context.receipts))
        return Committed::Checksum::NotTold;
    // Base64 has no dash: with one, it is the checksum of the parts' checksums and their number.
    const QByteArray expected = told.contains('-') ? compositeOf(context.receipts) : fullOf(context);
    return told == expected ? Committed::Checksum::Equal : Committed::Checksum::Different;
}

} // namespace gantry::s3
