#include "app/service/ini_reader.h"

#include <QSet>

namespace gantry {
namespace {

tl::unexpected<ServiceError> lineError(int line, const QString &what)
{
    return refuse(ErrorCode::BadRequest, QStringLiteral("line %1: %2").arg(line).arg(what));
}

} // namespace

Served<QList<IniEntry>> readIni(const QByteArray &text)
{
    QList<IniEntry> entries;
    QSet<std::pair<QString, QString>> seen;
    QString section;
    int number = 0;
    for (const QByteArray &raw : text.split('\n')) {
        ++number;
        const QString line = QString::fromUtf8(raw).trimmed();
        if (line.contains(QChar::ReplacementCharacter))
            return lineError(number, QStringLiteral("not valid UTF-8"));
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')) || line.startsWith(QLatin1Char(';')))
            continue;
        if (line.startsWith(QLatin1Char('['))) {
            if (!line.endsWith(QLatin1Char(']')))
                return lineError(number, QStringLiteral("a section ends with ]"));
            section = line.mid(1, line.size() - 2).trimmed();
            continue;
        }
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        if (equals <= 0)
            return lineError(number, QStringLiteral("expected \"key = value\""));
        if (section.isEmpty())
            return lineError(number, QStringLiteral("a key before the first [section]"));
        const IniEntry entry{section, line.left(equals).trimmed(), line.mid(equals + 1).trimmed(), number};
        if (seen.contains({entry.section, entry.key}))
            return lineError(number,
                             QStringLiteral("%1 is given twice in [%2]").arg(entry.key, entry.section));
        seen.insert({entry.section, entry.key});
        entries.append(entry);
    }
    return entries;
}

} // namespace gantry
