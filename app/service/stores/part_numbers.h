// Numbers of parts in a message to the client.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <algorithm>

namespace gantry {

// "1, 2, 5", and how many more there are beyond the first twenty.
inline QString partNumbersText(const QList<int> &numbers)
{
    constexpr qsizetype mostNamed = 20;
    QStringList texts;
    for (const int number : numbers.first(std::min(numbers.size(), mostNamed)))
        texts.append(QString::number(number));
    const QString more = numbers.size() > mostNamed
                             ? QStringLiteral(", and %1 more").arg(numbers.size() - mostNamed)
                             : QString();
    return texts.join(QLatin1String(", ")) + more;
}

} // namespace gantry
