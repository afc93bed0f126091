#include "app/service/stores/disk/part_link.h"

#include "app/service/session_record.h"
#include "engine/hashing/digests.h"

#include <QList>

#include <limits>
#include <optional>

namespace gantry {
namespace {

QByteArray signatureOf(const PartLink &link, QByteArrayView key)
{
    const QByteArray message = "PUT\n" + link.uploadId.toLatin1() + '\n' +
                               QByteArray::number(link.partNumber) + '\n' + QByteArray::number(link.size) +
                               '\n' + QByteArray::number(link.expiresSeconds);
    return hmacSha256(key, message).toHex();
}

// A number as QByteArray::number() writes it, so that one link has one spelling.
std::optional<qint64> canonicalNumber(QByteArrayView text)
{
    bool ok = false;
    const qint64 value = text.toByteArray().toLongLong(&ok);
    if (!ok || value < 0 || QByteArray::number(value) != text)
        return std::nullopt;
    return value;
}

std::optional<PartLink> parsed(QStringView uploadId, QByteArrayView partNumber,
                               const QList<QByteArray> &fields)
{
    if (!isUploadId(uploadId) || fields.size() != 3 || !fields[0].startsWith("expires=") ||
        !fields[1].startsWith("size=") || !fields[2].startsWith("signature="))
        return std::nullopt;
    const std::optional<qint64> number = canonicalNumber(partNumber);
    const std::optional<qint64> expires = canonicalNumber(QByteArrayView(fields[0]).sliced(8));
    const std::optional<qint64> size = canonicalNumber(QByteArrayView(fields[1]).sliced(5));
    if (!number || *number > std::numeric_limits<int>::max() || !expires || !size)
        return std::nullopt;
    return PartLink{uploadId.toString(), static_cast<int>(*number), *size, *expires};
}

} // namespace

QByteArray signedPartPath(const PartLink &link, QByteArrayView key)
{
    return "/parts/" + link.uploadId.toLatin1() + '/' + QByteArray::number(link.partNumber) +
           "?expires=" + QByteArray::number(link.expiresSeconds) + "&size=" + QByteArray::number(link.size) +
           "&signature=" + signatureOf(link, key);
}

Served<PartLink> verifiedPartLink(QStringView uploadId, QByteArrayView partNumber, QByteArrayView query,
                                  QByteArrayView key, qint64 nowSeconds)
{
    const QList<QByteArray> fields = query.toByteArray().split('&');
    const std::optional<PartLink> link = parsed(uploadId, partNumber, fields);
    if (!link || !equalInConstantTime(signatureOf(*link, key), QByteArrayView(fields[2]).sliced(10)))
        return refuse(ErrorCode::BadSignature,
                      QStringLiteral("This link to a part was not made by this service."));
    if (nowSeconds >= link->expiresSeconds)
        return refuse(ErrorCode::LinkExpired,
                      QStringLiteral("This link to a part has expired; ask for a new one."));
    return *link;
}

} // namespace gantry
