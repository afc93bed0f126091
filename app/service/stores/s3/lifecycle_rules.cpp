#include "app/service/stores/s3/lifecycle_rules.h"

#include <QCryptographicHash>
#include <QXmlStreamWriter>

#include <algorithm>

namespace gantry {
namespace {

using s3::XmlElement;

// One per prefix, so that two services can share a bucket.
QString ruleIdOf(const QString &prefix)
{
    const QByteArray digest = QCryptographicHash::hash(prefix.toUtf8(), QCryptographicHash::Sha256);
    return QStringLiteral("gantry-abort-incomplete-") + QString::fromLatin1(digest.toHex().left(8));
}

// A rule's prefix stands in it, or in its filter; none: the filter asks for more than a prefix, which no
// unfinished upload has.
std::optional<QString> prefixOf(const XmlElement &rule)
{
    const XmlElement *filter = rule.child(QLatin1String("Filter"));
    if (!filter)
        return rule.textOf(QLatin1String("Prefix"));
    const bool onlyPrefix =
        std::all_of(filter->children.begin(), filter->children.end(),
                    [](const XmlElement &element) { return element.name == QLatin1String("Prefix"); });
    if (!onlyPrefix)
        return std::nullopt;
    return filter->textOf(QLatin1String("Prefix"));
}

void write(QXmlStreamWriter &writer, const XmlElement &element)
{
    if (element.children.isEmpty()) {
        writer.writeTextElement(element.name, element.text);
        return;
    }
    writer.writeStartElement(element.name);
    for (const XmlElement &child : element.children)
        write(writer, child);
    writer.writeEndElement();
}

XmlElement textElement(const char *name, const QString &text)
{
    return {QString::fromLatin1(name), text, {}};
}

XmlElement abortRule(const QString &prefix, int days)
{
    return {QStringLiteral("Rule"),
            {},
            {textElement("ID", ruleIdOf(prefix)),
             {QStringLiteral("Filter"), {}, {textElement("Prefix", prefix)}},
             textElement("Status", QStringLiteral("Enabled")),
             {QStringLiteral("AbortIncompleteMultipartUpload"),
              {},
              {textElement("DaysAfterInitiation", QString::number(days))}}}};
}

} // namespace

std::optional<int> abortAfterDays(const XmlElement &configuration, const QString &prefix)
{
    std::optional<int> least;
    for (const XmlElement &rule : configuration.all(QLatin1String("Rule"))) {
        const XmlElement *abort = rule.child(QLatin1String("AbortIncompleteMultipartUpload"));
        const std::optional<QString> of = prefixOf(rule);
        if (!abort || rule.textOf(QLatin1String("Status")) != QLatin1String("Enabled") || !of ||
            !prefix.startsWith(*of))
            continue;
        bool ok = false;
        const int days = abort->textOf(QLatin1String("DaysAfterInitiation")).toInt(&ok);
        if (ok && days > 0)
            least = std::min(days, least.value_or(days));
    }
    return least;
}

QByteArray withAbortRule(const XmlElement &configuration, const QString &prefix, int days)
{
    QByteArray text;
    QXmlStreamWriter writer(&text);
    writer.writeStartElement(QStringLiteral("LifecycleConfiguration"));
    writer.writeDefaultNamespace(QStringLiteral("http://s3.amazonaws.com/doc/2006-03-01/"));
    for (const XmlElement &rule : configuration.all(QLatin1String("Rule")))
        if (rule.textOf(QLatin1String("ID")) != ruleIdOf(prefix))
            write(writer, rule);
    write(writer, abortRule(prefix, days));
    writer.writeEndElement();
    return text;
}

} // namespace gantry
