#include "engine/protocol/store_xml.h"

#include "engine/core/text.h"

#include <QXmlStreamReader>

#include <algorithm>

namespace gantry::s3 {
namespace {

constexpr int deepest = 8;
constexpr int mostElements = 50'000; // a page of 1,000 parts has some 6,000

tl::unexpected<Failure> notXml(const QString &what)
{
    return fail(FailureKind::ProtocolViolation, tr("The answer is not the XML of S3: %1.").arg(what));
}

} // namespace

const XmlElement *XmlElement::child(QLatin1String childName) const
{
    const auto found = std::find_if(children.cbegin(), children.cend(),
                                    [&](const XmlElement &element) { return element.name == childName; });
    return found == children.cend() ? nullptr : &*found;
}

QString XmlElement::textOf(QLatin1String childName) const
{
    const XmlElement *found = child(childName);
    return found ? found->text : QString();
}

QList<XmlElement> XmlElement::all(QLatin1String childName) const
{
    QList<XmlElement> found;
    std::copy_if(children.cbegin(), children.cend(), std::back_inserter(found),
                 [&](const XmlElement &element) { return element.name == childName; });
    return found;
}

Expected<XmlElement> readXml(const QByteArray &body)
{
    // Comments and CDATA begin so too; S3 sends neither.
    if (body.contains("<!"))
        return notXml(tr("it declares something"));
    QXmlStreamReader reader(body.trimmed());
    QList<XmlElement> open; // from the root down
    int elements = 0;
    while (!reader.atEnd()) {
        switch (reader.readNext()) {
        case QXmlStreamReader::StartElement:
            if (open.size() >= deepest || ++elements > mostElements)
                return notXml(tr("it is too deep or too long"));
            open.append({reader.name().toString(), {}, {}});
            break;
        case QXmlStreamReader::Characters:
            if (!open.isEmpty())
                open.last().text += reader.text();
            break;
        case QXmlStreamReader::EndElement: {
            XmlElement ended = open.takeLast();
            if (!ended.children.isEmpty())
                ended.text.clear(); // the line breaks between them
            if (!open.isEmpty()) {
                open.last().children.append(std::move(ended));
                break;
            }
            while (!reader.atEnd())
                reader.readNext();
            if (reader.hasError())
                return notXml(reader.errorString());
            return ended;
        }
        default:
            break;
        }
    }
    return notXml(reader.errorString());
}

} // namespace gantry::s3
