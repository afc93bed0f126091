#include "engine/platform/strike_secrets.h"

#include <QRegularExpression>

#include <array>

namespace gantry {
namespace {

struct Rule
{
    QRegularExpression pattern;
    QString replacement;
};

const std::array<Rule, 6> &rules()
{
    static const std::array<Rule, 6> all{
        // https://user:password@host
        Rule{QRegularExpression(QStringLiteral(R"(\b([a-z][a-z0-9+.-]*://)[^\s/?#@]+@)"),
                                QRegularExpression::CaseInsensitiveOption),
             QStringLiteral("\\1[struck]@")},
        // The query (and the fragment after it) of anything that looks like a URL or a path with a query.
        Rule{QRegularExpression(QStringLiteral(R"((://[^\s?"'<>]*|/[^\s?"'<>]*)\?[^\s"'<>]+)")),
             QStringLiteral("\\1?[struck]")},
        Rule{QRegularExpression(QStringLiteral(R"(\b(bearer|basic)(\s+|%20)[^\s"',;]+)"),
                                QRegularExpression::CaseInsensitiveOption),
             QStringLiteral("\\1 [struck]")},
        // token=…, "secret_key": "…", X-Amz-Signature=…, password …: the name keeps its place, the value
        // goes.
        Rule{
            QRegularExpression(
                QStringLiteral(
                    R"re(((?:token|secret|password|passwd|signature|credential)[\w-]*["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s"',;&]+))re"),
                QRegularExpression::CaseInsensitiveOption),
            QStringLiteral("\\1[struck]")},
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: AKIA lasting, ASIA
        // temporary
        Rule{QRegularExpression(QStringLiteral(R"(\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,})")),
             QStringLiteral("[struck]")},
        // Forty characters of base64 with small and capital letters and digits among them: an AWS secret
        // key's shape. A
        // SHA-1 in hexadecimal is not one, for it has letters of one case only.
        Rule{
            QRegularExpression(QStringLiteral(
                R"((?<![A-Za-z0-9+/])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[0-9])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=]))")),
            QStringLiteral("[struck]")},
    };
    return all;
}

} // namespace

QString strikeSecrets(const QString &line)
{
    QString struck = line;
    for (const Rule &rule : rules())
        struck.replace(rule.pattern, rule.replacement);
    return struck;
}

} // namespace gantry
