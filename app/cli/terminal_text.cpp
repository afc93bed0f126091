#include "app/cli/terminal_text.h"

#include <QList>

#include <array>
#include <utility>

namespace gantry {
namespace {

constexpr std::array<std::pair<char32_t, char32_t>, 17> wideRanges{{
    {0x1100, 0x115f},
    {0x2e80, 0x303e},
    {0x3041, 0x33ff},
    {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},
    {0xa000, 0xa4cf},
    {0xa960, 0xa97c},
    {0xac00, 0xd7a3},
    {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},
    {0xff00, 0xff60},
    {0xffe0, 0xffe6},
    {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff},
    {0x1f900, 0x1f9ff},
    {0x20000, 0x2fffd},
    {0x30000, 0x3fffd},
}};

int widthOf(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    if (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing ||
        category == QChar::Other_Format)
        return 0;
    for (const auto &[first, last] : wideRanges)
        if (c >= first && c <= last)
            return 2;
    return 1;
}

bool isHarmful(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    if (category == QChar::Other_Format)
        // The joiners shape Persian, Indian scripts and emoji; all others are invisible or turn the writing
        // round.
        return c != 0x200c && c != 0x200d;
    return category == QChar::Other_Control || category == QChar::Separator_Line ||
           category == QChar::Separator_Paragraph || category == QChar::Other_Surrogate;
}

// As many whole characters from the front as fit.
QString fitting(const QList<uint> &characters, int columns)
{
    QString text;
    int width = 0;
    for (const uint c : characters) {
        width += widthOf(c);
        if (width > columns)
            break;
        text += QString::fromUcs4(reinterpret_cast<const char32_t *>(&c), 1);
    }
    return text;
}

} // namespace

QString harmless(const QString &text)
{
    QString result;
    result.reserve(text.size());
    for (const uint c : text.toUcs4()) {
        if (isHarmful(c))
            result += QLatin1Char('?');
        else
            result += QString::fromUcs4(reinterpret_cast<const char32_t *>(&c), 1);
    }
    return result;
}

int displayWidth(QStringView text)
{
    int width = 0;
    for (const uint c : text.toUcs4())
        width += widthOf(c);
    return width;
}

QString elideRight(const QString &text, int columns, const QString &mark)
{
    if (displayWidth(text) <= columns)
        return text;
    const int room = columns - displayWidth(mark);
    if (room <= 0)
        return fitting(text.toUcs4(), columns);
    return fitting(text.toUcs4(), room) + mark;
}

QString elideMiddle(const QString &text, int columns, const QString &mark)
{
    if (displayWidth(text) <= columns)
        return text;
    const int room = columns - displayWidth(mark);
    if (room < 2)
        return elideRight(text, columns, mark);
    const QList<uint> characters = text.toUcs4();
    const QString head = fitting(characters, (room + 1) / 2);
    qsizetype begin = characters.size();
    int width = 0;
    while (begin > 0 && width + widthOf(characters[begin - 1]) <= room - displayWidth(head))
        width += widthOf(characters[--begin]);
    return head + mark + fitting(characters.mid(begin), columns);
}

QString padRight(const QString &text, int columns)
{
    return text + QString(qMax(0, columns - displayWidth(text)), QLatin1Char(' '));
}

QString padLeft(const QString &text, int columns)
{
    return QString(qMax(0, columns - displayWidth(text)), QLatin1Char(' ')) + text;
}

} // namespace gantry
