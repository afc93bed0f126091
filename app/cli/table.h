// Rows of text with aligned columns.
#pragma once

#include <QList>
#include <QStringList>

namespace gantry {

class Table
{
public:
    struct Column
    {
        QString title;
        bool toTheRight = false; // numbers
    };

    explicit Table(QList<Column> columns)
        : m_columns(std::move(columns))
    {}

    void add(const QStringList &row); // one text for each column; made harmless here
    QStringList lines() const;        // titles first; no spaces at the ends of lines

private:
    QList<Column> m_columns;
    QList<QStringList> m_rows;
};

} // namespace gantry
