#include "engine/protocol/s3/s3_lifecycle_rules.h"

#include "engine/core/text.h"
#include "engine/hashing/digests.h"

#include <QXmlStreamWriter>

#include <algorithm>

namespace gantry::s3 {
namespace {

const QLatin1String rootName("LifecycleConfiguration");
const QLatin1String ruleName("Rule");
const QLatin1String idName("ID");
const QLatin1String filterName("Filter");
const QLatin1String prefixName("Prefix");
const QLatin1String statusName("Status");
const QLatin1String enabled("Enabled");
const QLatin1String abortName("AbortIncompleteMultipartUpload");
const QLatin1String daysName("DaysAfterInitiation");

// One per prefix, so that several destinations can share a bucket.
QString ruleIdOf(const QString &prefix)
{
    const QByteArray digest = digestOf(DigestKind::Sha256, prefix.toUtf8());
    return QStringLiteral("gantry-abort-incomplete-") + QString::fromLatin1(digest.toHex().left(8));
}

// A rule's prefix stands in its filter, or in the rule itself as it did before 2017. None: the filter asks
// for more than a prefix, which no unfinished upload has.
std::optional<QString> prefixOf(const XmlElement &rule)
{
    const XmlElement *filter = rule.child(filterName);
    if (!filter)
        return rule.textOf(prefixName);
    const bool onlyPrefix = std::all_of(filter->children.begin(), filter->children.end(),
                                        [](const XmlElement &element) { return element.name == prefixName; });
    if (!onlyPrefix)
        return std::nullopt;
    return filter->textOf(prefixName);
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

XmlElement abortRule(const QString &prefix, int days, bool inOldForm)
{
    const XmlElement of{prefixName, prefix, {}};
    return {ruleName,
            {},
            {{idName, ruleIdOf(prefix), {}},
             inOldForm ? of : XmlElement{filterName, {}, {of}},
             {statusName, enabled, {}},
             {abortName, {}, {{daysName, QString::number(days), {}}}}}};
}

} // namespace

QByteArray lifecycleDocument(const HttpAnswer &answer)
{
    return headerValue(answer.headers, transitionDefaultHeader).trimmed() + '\n' + answer.body;
}

QByteArray noLifecycle()
{
    return "\n<LifecycleConfiguration/>";
}

Expected<LifecycleRules> readLifecycle(const QByteArray &document)
{
    const qsizetype end = document.indexOf('\n');
    const Expected<XmlElement> root = readXml(document.mid(end + 1));
    if (!root)
        return fail(root.error());
    if (root->name != rootName)
        return fail(FailureKind::ProtocolViolation,
                    tr("The store does not tell the bucket's lifecycle rules; it may have none to set."));
    return LifecycleRules{document.left(end), *root};
}

std::optional<int> abortAfterDays(const XmlElement &configuration, const QString &prefix)
{
    std::optional<int> least;
    for (const XmlElement &rule : configuration.all(ruleName)) {
        const XmlElement *abort = rule.child(abortName);
        const std::optional<QString> of = prefixOf(rule);
        if (!abort || rule.textOf(statusName) != enabled || !of || !prefix.startsWith(*of))
            continue;
        bool isNumber = false;
        const int days = abort->textOf(daysName).toInt(&isNumber);
        if (isNumber && days > 0)
            least = std::min(days, least.value_or(days));
    }
    return least;
}

QByteArray withAbortRule(const XmlElement &configuration, const QString &prefix, int days)
{
    const QList<XmlElement> rules = configuration.all(ruleName);
    // Amazon does not take both forms in one bucket.
    const bool inOldForm = std::any_of(rules.begin(), rules.end(), [&](const XmlElement &rule) {
        return rule.textOf(idName) != ruleIdOf(prefix) && !rule.child(filterName) && rule.child(prefixName);
    });
    QByteArray text;
    QXmlStreamWriter writer(&text);
    writer.writeStartElement(rootName);
    writer.writeDefaultNamespace(QStringLiteral("http://s3.amazonaws.com/doc/2006-03-01/"));
    for (const XmlElement &rule : rules)
        if (rule.textOf(idName) != ruleIdOf(prefix))
            write(writer, rule);
    write(writer, abortRule(prefix, days, inOldForm));
    writer.writeEndElement();
    return text;
}

HttpCall setAbortRuleCall(const QByteArray &url, const LifecycleRules &rules, const QString &prefix, int days)
{
    HttpCall call;
    call.method = HttpMethod::Put;
    call.url = url;
    call.bodyKind = BodyKind::Inline;
    call.inlineBody = withAbortRule(rules.configuration, prefix, days);
    call.headers = {{"Content-Type", "application/xml"},
                    {"Content-MD5", digestOf(DigestKind::Md5, call.inlineBody).toBase64()}};
    if (!rules.transitionDefault.isEmpty())
        call.headers.append(HttpHeader{transitionDefaultHeader, rules.transitionDefault});
    return call;
}

} // namespace gantry::s3
