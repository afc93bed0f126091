#include "engine/protocol/s3/s3_listing.h"

#include "engine/core/text.h"
#include "engine/protocol/s3/s3_checksums.h"
#include "engine/protocol/s3/s3_xml.h"
#include "engine/protocol/s3/sigv4.h"
#include "engine/protocol/status_meaning.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>
#include <limits>

namespace gantry::s3 {
namespace {

bool isTruncated(const XmlElement &root)
{
    return root.textOf(QLatin1String("IsTruncated")) == QLatin1String("true");
}

qint64 millisecondsOf(const QString &isoDate)
{
    const QDateTime date = QDateTime::fromString(isoDate, Qt::ISODateWithMs);
    return date.isValid() ? date.toMSecsSinceEpoch() : 0;
}

// Nothing is in it that an encoder would have encoded.
bool looksEncoded(const QString &key)
{
    static const QRegularExpression pattern(QStringLiteral("^(?:[A-Za-z0-9/._~!$'()*|-]|%[0-9A-Fa-f]{2})*$"));
    return pattern.match(key).hasMatch();
}

// As encoding-type=url asks for. Ceph's gateway does it without saying so.
bool keysAreEncoded(const XmlElement &listing)
{
    if (const XmlElement *type = listing.child(QLatin1String("EncodingType")))
        return type->text == QLatin1String("url");
    const QList<XmlElement> uploads = listing.all(QLatin1String("Upload"));
    return std::all_of(uploads.begin(), uploads.end(), [](const XmlElement &upload) {
        return looksEncoded(upload.textOf(QLatin1String("Key")));
    });
}

QString keyIn(const XmlElement &element, bool isEncoded)
{
    const QString key = element.textOf(QLatin1String("Key"));
    // A form's plus is a space; a plus of the key itself came as %2B.
    return isEncoded ? QString::fromUtf8(QByteArray::fromPercentEncoding(key.toUtf8().replace('+', ' ')))
                     : key;
}

// The person's name where the store tells one, as some do for the owner only.
QString initiatorIn(const XmlElement &upload)
{
    for (const QLatin1String who : {QLatin1String("Initiator"), QLatin1String("Owner")})
        if (const XmlElement *element = upload.child(who)) {
            const QString name = element->textOf(QLatin1String("DisplayName"));
            const QString &told = name.isEmpty() ? element->textOf(QLatin1String("ID")) : name;
            if (!told.isEmpty())
                return told;
        }
    return {};
}

} // namespace

Expected<PartsPage> partsPageOf(const HttpAnswer &answer, const QByteArray &url)
{
    const Expected<XmlElement> root = rootOf(answer, QLatin1String("ListPartsResult"), url);
    if (!root)
        return fail(root.error());
    PartsPage page;
    for (const XmlElement &part : root->all(QLatin1String("Part"))) {
        const std::optional<qint64> number = wholeNumber(part.textOf(QLatin1String("PartNumber")));
        const std::optional<qint64> size = wholeNumber(part.textOf(QLatin1String("Size")));
        if (!number || *number < 1 || *number > std::numeric_limits<int>::max() || !size)
            return fail(nonsense(url, tr("it lists a part without number or size.")));
        page.parts.append({static_cast<int>(*number), *size, part.textOf(QLatin1String("ETag")).toLatin1(),
                           checksumFromText(part.textOf(QLatin1String("ChecksumCRC32C")).toLatin1())});
    }
    page.checksumAlgorithm = root->textOf(QLatin1String("ChecksumAlgorithm")).toLatin1();
    page.checksumType = root->textOf(QLatin1String("ChecksumType")).toLatin1();
    if (isTruncated(*root)) {
        page.next = root->textOf(QLatin1String("NextPartNumberMarker"));
        if (!wholeNumber(page.next) || page.parts.isEmpty())
            return fail(nonsense(url, tr("it lists parts without end.")));
    }
    return page;
}

Expected<UploadsPage> uploadsPageOf(const HttpAnswer &answer, const QByteArray &url)
{
    const Expected<XmlElement> root = rootOf(answer, QLatin1String("ListMultipartUploadsResult"), url);
    if (!root)
        return fail(root.error());
    const bool isEncoded = keysAreEncoded(*root);
    UploadsPage page;
    for (const XmlElement &element : root->all(QLatin1String("Upload"))) {
        const ListedUpload upload{element.textOf(QLatin1String("UploadId")), keyIn(element, isEncoded),
                                  millisecondsOf(element.textOf(QLatin1String("Initiated"))),
                                  initiatorIn(element)};
        if (upload.id.isEmpty() || upload.id.size() > longestId || upload.key.isEmpty())
            return fail(nonsense(url, tr("it lists an unfinished upload without key or ID.")));
        page.uploads.append(upload);
    }
    if (isTruncated(*root)) {
        const QString id = root->textOf(QLatin1String("NextUploadIdMarker"));
        if (id.isEmpty() || page.uploads.isEmpty())
            return fail(nonsense(url, tr("it lists unfinished uploads without end.")));
        // NextKeyMarker is the last key, encoded by some stores and not by others.
        page.next = "key-marker=" + uriEncoded(page.uploads.last().key.toUtf8()) +
                    "&upload-id-marker=" + uriEncoded(id.toUtf8());
    }
    return page;
}

} // namespace gantry::s3
