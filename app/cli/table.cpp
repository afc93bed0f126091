#include "app/cli/table.h"

#include "app/cli/terminal_text.h"

namespace gantry {

void Table::add(const QStringList &row)
{
    QStringList texts;
    for (const QString &text : row)
        texts.append(harmless(text));
    m_rows.append(texts);
}

QStringList Table::lines() const
{
    QStringList titles;
    for (const Column &column : m_columns)
        titles.append(column.title);
    const QList<QStringList> rows = QList<QStringList>{titles} + m_rows;
    QList<int> widths(m_columns.size(), 0);
    for (const QStringList &row : rows)
        for (qsizetype i = 0; i < widths.size(); ++i)
            widths[i] = qMax(widths[i], displayWidth(row[i]));
    QStringList lines;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < widths.size(); ++i) {
            const QString text =
                m_columns[i].toTheRight ? padLeft(row[i], widths[i]) : padRight(row[i], widths[i]);
            line += (i == 0 ? QString() : QStringLiteral("  ")) + text;
        }
        while (line.endsWith(QLatin1Char(' ')))
            line.chop(1);
        lines.append(line);
    }
    return lines;
}

} // namespace gantry
