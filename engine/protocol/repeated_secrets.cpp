#include "engine/protocol/repeated_secrets.h"

#include <algorithm>

namespace gantry {
namespace {

constexpr qsizetype shortest = 6; // less would tear words apart
constexpr QLatin1String mark("[struck]");

// The longest first: one may be in another.
QList<QByteArray> formsOf(const QMap<QString, QByteArray> &secrets)
{
    QList<QByteArray> forms;
    for (const QByteArray &secret : secrets) {
        forms.append(secret.trimmed());
        for (const QByteArray &header : secret.split('|'))
            if (const qsizetype colon = header.indexOf(':'); colon >= 0)
                forms += header.mid(colon + 1).simplified().split(' ');
    }
    for (const QByteArray &plain : QList<QByteArray>(forms))
        forms += {plain.toPercentEncoding(), QString::fromUtf8(plain).toHtmlEscaped().toUtf8(),
                  QByteArray(plain).replace("/", "\\/")};
    forms.removeIf([](const QByteArray &form) { return form.size() < shortest; });
    std::sort(forms.begin(), forms.end(),
              [](const QByteArray &a, const QByteArray &b) { return a.size() > b.size(); });
    return forms;
}

} // namespace

HttpAnswer withoutSecrets(HttpAnswer answer, const QMap<QString, QByteArray> &secrets)
{
    for (const QByteArray &form : formsOf(secrets)) {
        answer.body.replace(form, mark.data());
        for (HttpHeader &header : answer.headers)
            header.value.replace(form, mark.data());
    }
    return answer;
}

QString withoutSecrets(QString sentence, const QMap<QString, QByteArray> &secrets)
{
    for (const QByteArray &form : formsOf(secrets))
        sentence.replace(QString::fromUtf8(form), mark);
    return sentence;
}

} // namespace gantry
