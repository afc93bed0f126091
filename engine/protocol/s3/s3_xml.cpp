#include "engine/protocol/s3/s3_xml.h"

#include "engine/core/text.h"
#include "engine/protocol/status_meaning.h"

#include <QXmlStreamWriter>

namespace gantry::s3 {

Expected<XmlElement> rootOf(const HttpAnswer &answer, QLatin1String name, const QByteArray &url)
{
    Expected<XmlElement> root = readXml(answer.body);
    if (root && root->name != name)
        return fail(nonsense(url, tr("it is a %1, not a %2.").arg(plainText(root->name), QString(name))));
    return root;
}

std::optional<qint64> wholeNumber(const QString &text)
{
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    return ok && number >= 0 ? std::optional(number) : std::nullopt;
}

QByteArray completeBody(const QList<PartReceipt> &receipts, bool withChecksums)
{
    QByteArray body;
    QXmlStreamWriter writer(&body);
    writer.writeStartElement(QStringLiteral("CompleteMultipartUpload"));
    writer.writeDefaultNamespace(QStringLiteral("http://s3.amazonaws.com/doc/2006-03-01/"));
    for (const PartReceipt &part : receipts) {
        writer.writeStartElement(QStringLiteral("Part"));
        writer.writeTextElement(QStringLiteral("PartNumber"), QString::number(part.partNumber));
        writer.writeTextElement(QStringLiteral("ETag"), QString::fromLatin1(part.receipt.etag));
        if (withChecksums)
            writer.writeTextElement(QStringLiteral("ChecksumCRC32C"),
                                    QString::fromLatin1(part.receipt.crc32c.toBase64()));
        writer.writeEndElement();
    }
    writer.writeEndElement();
    return body;
}

} // namespace gantry::s3
