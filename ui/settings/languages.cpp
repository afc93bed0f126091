#include "ui/settings/languages.h"

#include <QDir>
#include <QLocale>

#include <algorithm>

namespace gantry {

QStringList knownLanguages()
{
    const QString before = QStringLiteral("gantry_");
    QStringList codes;
    for (const QString &file : QDir(QStringLiteral(":/i18n")).entryList({before + QStringLiteral("*.qm")})) {
        const QString code = file.mid(before.size()).chopped(3);
        if (code != QLatin1String("en") && QLocale(code).language() != QLocale::C)
            codes.append(code);
    }
    std::sort(codes.begin(), codes.end(), [](const QString &a, const QString &b) {
        return QString::localeAwareCompare(languageName(a), languageName(b)) < 0;
    });
    return QStringList{QStringLiteral("en")} + codes;
}

QString languageName(const QString &code)
{
    if (code == QLatin1String("en"))
        return QStringLiteral("English"); // QLocale would say "American English"
    const QLocale locale(code);
    QString name = locale.nativeLanguageName();
    if (name.isEmpty())
        return code;
    name.replace(0, 1, locale.toUpper(name.left(1))); // many languages write their names small
    return name;
}

} // namespace gantry
