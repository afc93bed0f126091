#include "ui/queue/queue_view.h"

#include "ui/parts/parts_feed.h"
#include "ui/queue/queue_columns.h"
#include "ui/queue/queue_delegate.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>
#include <array>
#include <chrono>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto seenDelay = 50ms;  // a scroll passes many rows whose parts nobody will look at
constexpr int columnsVersion = 2; // of the saved state
constexpr char fitted = 'f';      // in it: widths follow the window
constexpr char chosen = 'c';      // or: a person set them
constexpr std::array hiddenAtFirst = {QueueColumn::Priority, QueueColumn::Added};

// By a mouse. Which column is the last may have changed as well: that sets no width.
bool haveChanged(const QList<int> &before, const QList<int> &after)
{
    return before.size() == after.size() &&
           !std::equal(before.begin(), before.end(), after.begin(),
                       [](int a, int b) { return a == b || a < 0 || b < 0; });
}

} // namespace

QueueView::QueueView(QueueModel &model, PartsFeed &feed, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
    , m_feed(feed)
    , m_delegate(new QueueDelegate(model, feed, this))
{
    setAccessibleName(tr("Queue of uploads"));
    setModel(&model);
    setItemDelegate(m_delegate);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setSortingEnabled(false); // until the columns are known: it would sort at once
    setFrameShape(NoFrame);
    setAlternatingRowColors(true);
    setUpColumns();
    m_letter = fontMetrics().averageCharWidth();

    m_selectionTimer.setSingleShot(true);
    m_selectionTimer.setInterval(0);
    connect(&m_selectionTimer, &QTimer::timeout, this, &QueueView::selectionMoved);
    m_seenTimer.setSingleShot(true);
    m_seenTimer.setInterval(seenDelay);
    connect(&m_seenTimer, &QTimer::timeout, this, &QueueView::watchWhatIsSeen);
    const auto look = [this] { m_seenTimer.start(); };
    connect(&model, &QAbstractItemModel::rowsInserted, this, look);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, look);
    connect(&model, &QAbstractItemModel::layoutChanged, this, look);
    connect(&feed, &PartsFeed::partsChanged, this, [this](UploadId id) {
        if (const QModelIndex index = m_model.indexOf(id, QueueColumn::Progress); index.isValid())
            update(index);
    });
    connect(m_delegate, &QueueDelegate::decided, this, &QueueView::decided);
    connect(this, &QAbstractItemView::activated, this, &QueueView::detailsWanted);
    m_secondTimer.setInterval(1s);
    connect(&m_secondTimer, &QTimer::timeout, this, &QueueView::repaintTimes);
    m_secondTimer.start();
}

void QueueView::setUpColumns()
{
    QHeaderView *columns = header();
    columns->setSectionsMovable(true);
    columns->setFirstSectionMovable(true);
    columns->setStretchLastSection(true);
    columns->setTextElideMode(Qt::ElideRight);
    columns->viewport()->installEventFilter(this);
    columns->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(columns, &QWidget::customContextMenuRequested, this, &QueueView::showColumnMenu);
    sizeColumns();
    for (const QueueColumn column : hiddenAtFirst)
        columns->hideSection(static_cast<int>(column));
    columns->moveSection(columns->visualIndex(static_cast<int>(QueueColumn::State)), 2);
    columns->setSortIndicatorClearable(true);
    columns->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);
}

void QueueView::sizeColumns()
{
    header()->setMinimumSectionSize(6 * fontMetrics().averageCharWidth());
    for (int column = 0; column < queueColumnCount; ++column)
        header()->resizeSection(column, widthOf(static_cast<QueueColumn>(column), *this));
}

// Other letters need other widths. Those that a person set grow and shrink with them.
void QueueView::changeEvent(QEvent *event)
{
    const int before = m_letter;
    m_letter = fontMetrics().averageCharWidth();
    QTreeView::changeEvent(event);
    if (event->type() != QEvent::FontChange || before == 0 || before == m_letter)
        return;
    header()->setMinimumSectionSize(6 * m_letter);
    if (m_fitsColumns)
        fitColumns();
    else
        for (int column = 0; column < queueColumnCount; ++column)
            header()->resizeSection(column, header()->sectionSize(column) * m_letter / before);
    scheduleDelayedItemsLayout();
}

void QueueView::fitColumns()
{
    if (!m_fitsColumns)
        return;
    int wanted = 0;
    int least = 0;
    for (int column = 0; column < queueColumnCount; ++column) {
        if (isColumnHidden(column))
            continue;
        wanted += widthOf(static_cast<QueueColumn>(column), *this);
        least += leastWidthOf(static_cast<QueueColumn>(column), *this);
    }
    const int free = viewport()->width() - wanted;
    const int lacking = std::min(-free, wanted - least);
    int left = std::max(viewport()->width(), least);
    for (int column = queueColumnCount - 1; column > static_cast<int>(QueueColumn::Name); --column) {
        const auto which = static_cast<QueueColumn>(column);
        if (isColumnHidden(column))
            continue;
        int width = widthOf(which, *this);
        if (free > 0 && which == QueueColumn::Progress)
            width += free / 3; // a longer bar shows more
        else if (lacking > 0)
            width -= (width - leastWidthOf(which, *this)) * lacking / (wanted - least);
        header()->resizeSection(column, width);
        left -= width;
    }
    // Names are what people look for.
    header()->resizeSection(static_cast<int>(QueueColumn::Name), left);
}

QList<int> QueueView::columnWidths() const
{
    QList<int> widths;
    int last = -1;
    for (int column = 0; column < queueColumnCount; ++column) {
        widths.append(header()->sectionSize(column));
        if (!isColumnHidden(column) &&
            (last < 0 || header()->visualIndex(column) > header()->visualIndex(last)))
            last = column;
    }
    if (last >= 0)
        widths[last] = -1;
    return widths;
}

bool QueueView::event(QEvent *event)
{
    // What comes before a shortcut: whoever types quickly means what is chosen now.
    if (event->type() == QEvent::ShortcutOverride && m_selectionTimer.isActive()) {
        m_selectionTimer.stop();
        Q_EMIT selectionMoved();
    }
    return QTreeView::event(event);
}

bool QueueView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == header()->viewport()) {
        const QEvent::Type type = event->type();
        if (type == QEvent::MouseButtonPress || type == QEvent::MouseButtonDblClick)
            m_widthsAtPress = columnWidths();
        else if (type == QEvent::MouseButtonRelease && haveChanged(m_widthsAtPress, columnWidths()))
            m_fitsColumns = false;
    }
    return QTreeView::eventFilter(watched, event);
}

// QTreeView looks at each cell of the range to find out what to paint. Only rows on the screen are worth it.
void QueueView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                            const QList<int> &roles)
{
    const QModelIndex firstSeen = indexAt({0, 0});
    const QModelIndex lastSeen = indexAt({0, viewport()->height() - 1});
    const int first = std::max(topLeft.row(), firstSeen.isValid() ? firstSeen.row() : 0);
    const int last = lastSeen.isValid() ? std::min(bottomRight.row(), lastSeen.row()) : bottomRight.row();
    if (first <= last)
        QTreeView::dataChanged(topLeft.siblingAtRow(first), bottomRight.siblingAtRow(last), roles);
}

void QueueView::setDensity(Density density)
{
    m_delegate->setDensity(density);
    scheduleDelayedItemsLayout();
    m_seenTimer.start();
}

void QueueView::selectAll()
{
    // The keyboard goes on from somewhere, and the detail pane shows one of them.
    if (!currentIndex().isValid())
        selectionModel()->setCurrentIndex(m_model.index(0, 0), QItemSelectionModel::NoUpdate);
    QTreeView::selectAll();
}

QList<UploadId> QueueView::selectedIds() const
{
    // selectedRows() looks through all ranges for each row: too long for a large selection that was sorted
    // since.
    QList<int> rows;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.append(row);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    QList<UploadId> ids;
    ids.reserve(rows.size());
    for (const int row : std::as_const(rows))
        ids.append(m_model.idAt(row));
    return ids;
}

std::optional<UploadId> QueueView::currentId() const
{
    const QModelIndex index = currentIndex();
    if (!index.isValid() || !selectionModel()->isRowSelected(index.row()))
        return std::nullopt;
    return m_model.idAt(index.row());
}

void QueueView::selectOnly(UploadId id)
{
    if (const QModelIndex index = m_model.indexOf(id); index.isValid())
        setCurrentIndex(index);
}

QByteArray QueueView::saveColumns() const
{
    return QByteArray::number(columnsVersion) + ':' + (m_fitsColumns ? fitted : chosen) +
           header()->saveState();
}

void QueueView::restoreColumns(const QByteArray &state)
{
    const QByteArray version = QByteArray::number(columnsVersion) + ':';
    if (!state.startsWith(version) || !header()->restoreState(state.mid(version.size() + 1)))
        return;
    m_fitsColumns = state.at(version.size()) == fitted;
    // A queue without a name column is of no use, and a hidden one cannot be found again in an empty header.
    header()->showSection(static_cast<int>(QueueColumn::Name));
    sortByColumn(header()->sortIndicatorSection(), header()->sortIndicatorOrder());
    fitColumns();
}

void QueueView::showColumnMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < queueColumnCount; ++column) {
        QAction *action = menu->addAction(m_model.headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(column != static_cast<int>(QueueColumn::Name));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            setColumnHidden(column, !shown);
            fitColumns();
        });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("In the order they were added")), &QAction::triggered, this,
            [this] { sortByColumn(-1, Qt::AscendingOrder); });
    menu->popup(header()->mapToGlobal(position));
}

void QueueView::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint position = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard && currentIndex().isValid())
        position = viewport()->mapToGlobal(visualRect(currentIndex()).center());
    Q_EMIT menuWanted(position);
}

void QueueView::keyPressEvent(QKeyEvent *event)
{
    // Where activated() does not follow from it (it depends on the style).
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT detailsWanted();
        return;
    }
    QTreeView::keyPressEvent(event);
    // The only row is the current one as soon as the queue has the focus, and would never be selected by
    // keys.
    const bool moves = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down ||
                       event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
    if (moves && currentIndex().isValid() && !selectionModel()->hasSelection())
        selectionModel()->select(currentIndex(), QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void QueueView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTreeView::selectionChanged(selected, deselected);
    m_selectionTimer.start();
}

void QueueView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    m_selectionTimer.start();
}

void QueueView::setPlaceholder(const QString &text)
{
    m_placeholder = text;
    viewport()->update();
}

void QueueView::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (m_model.rowCount() > 0 || m_placeholder.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, m_placeholder);
}

void QueueView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    fitColumns();
    m_seenTimer.start();
}

void QueueView::scrollContentsBy(int dx, int dy)
{
    QTreeView::scrollContentsBy(dx, dy);
    if (dy != 0 && !m_seenTimer.isActive())
        m_seenTimer.start();
}

void QueueView::showEvent(QShowEvent *event)
{
    QTreeView::showEvent(event);
    m_seenTimer.start();
}

void QueueView::watchWhatIsSeen()
{
    QSet<UploadId> seen;
    const int height = viewport()->height();
    for (QModelIndex index = indexAt(QPoint(0, 0)); index.isValid() && visualRect(index).top() < height;
         index = indexBelow(index))
        seen.insert(m_model.idAt(index.row()));
    m_feed.watch(this, seen);
}

void QueueView::repaintTimes()
{
    if (isVisible())
        viewport()->update();
}

} // namespace gantry
