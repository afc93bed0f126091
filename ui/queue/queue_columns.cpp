#include "ui/queue/queue_columns.h"

#include "ui/text/format.h"

#include <QHeaderView>
#include <QStyle>

#include <algorithm>

namespace gantry {
namespace {

// Of a column whose texts are alike: for the longest of them, and for its title with the arrow of a sorted
// one.
int widthFor(const QString &longest, QueueColumn column, const QTreeView &view)
{
    const QFontMetrics metrics = view.fontMetrics();
    const int letter = metrics.averageCharWidth();
    const QString title =
        view.model()->headerData(static_cast<int>(column), Qt::Horizontal, Qt::DisplayRole).toString();
    const int arrow = view.style()->pixelMetric(QStyle::PM_HeaderMarkSize, nullptr, view.header()) + letter;
    return std::max(metrics.horizontalAdvance(longest), metrics.horizontalAdvance(title) + arrow) +
           3 * letter;
}

} // namespace

int widthOf(QueueColumn column, const QTreeView &view)
{
    constexpr qint64 longSize = 888'800'000;
    constexpr qint64 longTime = (23 * 60 + 59) * 60;
    constexpr qint64 longAgo = 1'700'000'000'000;
    const int letter = view.fontMetrics().averageCharWidth();
    switch (column) {
    case QueueColumn::Name:
        return 34 * letter;
    case QueueColumn::Progress:
        return 30 * letter;
    case QueueColumn::Size:
        return widthFor(sizeText(longSize), column, view);
    case QueueColumn::Speed:
        return widthFor(speedText(longSize), column, view);
    case QueueColumn::TimeLeft:
        return widthFor(remainingText(longTime), column, view);
    case QueueColumn::Destination:
        return widthFor(QString(11, QLatin1Char('n')), column, view);
    case QueueColumn::State:
        return 46 * letter; // a question with its answers
    case QueueColumn::Priority:
        return widthFor(countText(-100), column, view);
    case QueueColumn::Added:
        return widthFor(momentText(longAgo, 2 * longAgo), column, view);
    }
    Q_UNREACHABLE();
}

int leastWidthOf(QueueColumn column, const QTreeView &view)
{
    const int letter = view.fontMetrics().averageCharWidth();
    if (column == QueueColumn::Name)
        return 22 * letter;
    if (column == QueueColumn::Progress)
        return 18 * letter;
    if (column == QueueColumn::State)
        return 36 * letter;
    return widthOf(column, view);
}

} // namespace gantry
