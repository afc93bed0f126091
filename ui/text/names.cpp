#include "ui/text/names.h"

#include <QLocale>

#include <algorithm>

namespace gantry {
namespace {

constexpr QChar leftToRightIsolate(0x2066);
constexpr QChar firstStrongIsolate(0x2068);
constexpr QChar endOfIsolate(0x2069);
constexpr QChar lineFeedSign(0x21b5);

bool readsFromTheRight(uint character)
{
    switch (QChar::direction(character)) {
    case QChar::DirR:
    case QChar::DirAL:
    case QChar::DirAN:
    case QChar::DirRLE:
    case QChar::DirRLO:
    case QChar::DirRLI:
        return true;
    default:
        return false;
    }
}

// In a language that is written from the right, every foreign name could turn its surroundings.
bool mayTurnWords(const QString &name)
{
    const QList<uint> characters = name.toUcs4();
    return QLocale().textDirection() == Qt::RightToLeft ||
           std::any_of(characters.begin(), characters.end(), readsFromTheRight);
}

} // namespace

QString embedded(const QString &name)
{
    return mayTurnWords(name) ? firstStrongIsolate + name + endOfIsolate : name;
}

QString embeddedPath(const QString &path)
{
    QString line = path;
    line.replace(QLatin1Char('\n'), lineFeedSign);
    return leftToRightIsolate + line + endOfIsolate;
}

QString literalToolTip(const QString &text)
{
    return QStringLiteral("<p style='white-space: pre-wrap'>%1</p>").arg(text.toHtmlEscaped());
}

} // namespace gantry
