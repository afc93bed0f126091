#include "ui/queue/queue_model.h"

#include "ui/text/format.h"
#include "ui/text/names.h"

#include <algorithm>
#include <chrono>

namespace gantry {
namespace {

// More rows than these come and go in one step, not one by one.
constexpr int fewRows = 64;

// So often rows are sorted by what changes while they move.
constexpr std::chrono::seconds sortPeriod{1};

Qt::Alignment alignmentOf(QueueColumn column)
{
    const bool isNumber =
        column == QueueColumn::Size || column == QueueColumn::Speed || column == QueueColumn::Priority;
    return (isNumber ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter;
}

std::size_t asIndex(int row)
{
    return static_cast<std::size_t>(row);
}

} // namespace

QueueModel::QueueModel(const UploadStore &store, std::function<qint64()> nowMs, QObject *parent)
    : QAbstractTableModel(parent)
    , m_store(store)
    , m_nowMs(std::move(nowMs))
{
    connect(&store, &UploadStore::changed, this, &QueueModel::storeChanged);
    connect(&store, &UploadStore::appended, this, &QueueModel::storeAppended);
    connect(&store, &UploadStore::aboutToRemove, this, &QueueModel::storeAboutToRemove);
    connect(&store, &UploadStore::removed, this, &QueueModel::storeRemoved);
    m_sorted = m_order.sorted(store);
    m_sortAgain.setSingleShot(true);
    m_sortAgain.setInterval(sortPeriod);
    connect(&m_sortAgain, &QTimer::timeout, this, [this] { arrangeAnew(true); });
    arrange();
}

int QueueModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_visible.size());
}

int QueueModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : queueColumnCount;
}

const UploadSnapshot &QueueModel::uploadAt(const QModelIndex &index) const
{
    return m_store.at(m_visible[asIndex(index.row())]);
}

UploadId QueueModel::idAt(int row) const
{
    return m_store.at(m_visible[asIndex(row)]).record.id;
}

QModelIndex QueueModel::indexOf(UploadId id, QueueColumn column) const
{
    const int storeRow = m_store.rowOf(id);
    if (storeRow < 0 || asIndex(storeRow) >= m_place.size() || !isShown(storeRow))
        return {};
    return index(m_place[asIndex(storeRow)], static_cast<int>(column));
}

QVariant QueueModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const UploadSnapshot &upload = uploadAt(index);
    const UploadRecord &record = upload.record;
    const auto column = static_cast<QueueColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        break;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(alignmentOf(column));
    case Qt::AccessibleTextRole:
        return column == QueueColumn::Name ? QVariant(spokenText(upload, m_nowMs())) : data(index);
    case Qt::ToolTipRole:
        if (column == QueueColumn::Name)
            return literalToolTip(
                tr("%1\nto %2").arg(embeddedPath(record.path), embedded(record.destination)));
        if (column == QueueColumn::State)
            return literalToolTip(stateText(upload, m_nowMs()));
        if (column == QueueColumn::Size || column == QueueColumn::Progress)
            return tr("%1 of %2 stored")
                .arg(exactSizeText(record.bytesStored), exactSizeText(record.identity.size));
        return {};
    default:
        return {};
    }
    switch (column) {
    case QueueColumn::Name:
        return nameText(record);
    case QueueColumn::Progress:
        return percentText(record.bytesStored, record.identity.size, record.stage == Stage::Done);
    case QueueColumn::Size:
        return sizeText(record.identity.size);
    case QueueColumn::Speed:
        return speedText(speedOf(upload));
    case QueueColumn::TimeLeft:
        return remainingText(secondsLeftOf(upload));
    case QueueColumn::Destination:
        return record.destination;
    case QueueColumn::State:
        return stateText(upload, m_nowMs());
    case QueueColumn::Priority:
        return record.priority == 0 ? QString() : countText(record.priority);
    case QueueColumn::Added:
        return momentText(record.addedMs, m_nowMs());
    }
    return {};
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= queueColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(alignmentOf(static_cast<QueueColumn>(section)));
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<QueueColumn>(section)) {
    case QueueColumn::Name:
        return tr("Name");
    case QueueColumn::Progress:
        return tr("Progress");
    case QueueColumn::Size:
        return tr("Size");
    case QueueColumn::Speed:
        return tr("Speed");
    case QueueColumn::TimeLeft:
        return tr("Time left");
    case QueueColumn::Destination:
        return tr("Destination");
    case QueueColumn::State:
        return tr("State");
    case QueueColumn::Priority:
        return tr("Priority");
    case QueueColumn::Added:
        return tr("Added", "date and time at which an upload was added");
    }
    return {};
}

void QueueModel::sort(int column, Qt::SortOrder order)
{
    // A view without a sorted column says -1: the order in which uploads were added.
    m_order.set(column < 0 ? QueueColumn::Added : static_cast<QueueColumn>(column), order);
    arrangeAnew(true);
}

void QueueModel::setFilter(const QueueFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    arrangeAnew(false);
}

// Filters m_sorted, and tells nobody.
void QueueModel::arrange()
{
    m_rank.resize(m_sorted.size());
    for (std::size_t rank = 0; rank < m_sorted.size(); ++rank)
        m_rank[asIndex(m_sorted[rank])] = static_cast<int>(rank);
    m_visible.clear();
    for (const int storeRow : m_sorted)
        if (m_filter.accepts(m_store.at(storeRow)))
            m_visible.push_back(storeRow);
    m_place.assign(m_sorted.size(), -1);
    numberFrom(0);
}

void QueueModel::arrangeAnew(bool sortToo)
{
    beginArranging();
    if (sortToo) {
        m_sortAgain.stop();
        m_sorted = m_order.sorted(m_store);
    }
    arrange();
    endArranging();
}

void QueueModel::beginArranging()
{
    // The hint says that cells stay in their row: a selection is then remembered by rows, not by cells.
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    rememberPlaces();
}

void QueueModel::endArranging()
{
    restorePlaces();
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void QueueModel::rememberPlaces()
{
    m_remembered = persistentIndexList();
    m_rememberedIds.clear();
    for (const QModelIndex &index : std::as_const(m_remembered))
        m_rememberedIds.append(idAt(index.row()));
}

void QueueModel::restorePlaces()
{
    QModelIndexList now;
    for (qsizetype i = 0; i < m_remembered.size(); ++i)
        now.append(indexOf(m_rememberedIds.at(i), static_cast<QueueColumn>(m_remembered.at(i).column())));
    changePersistentIndexList(m_remembered, now);
    m_remembered.clear();
    m_rememberedIds.clear();
}

void QueueModel::numberFrom(std::size_t visibleRow)
{
    for (; visibleRow < m_visible.size(); ++visibleRow)
        m_place[asIndex(m_visible[visibleRow])] = static_cast<int>(visibleRow);
}

void QueueModel::moveIn(int storeRow)
{
    const auto place =
        std::lower_bound(m_visible.begin(), m_visible.end(), m_rank[asIndex(storeRow)],
                         [this](int visible, int rank) { return m_rank[asIndex(visible)] < rank; });
    const auto row = place - m_visible.begin();
    beginInsertRows({}, static_cast<int>(row), static_cast<int>(row));
    m_visible.insert(place, storeRow);
    numberFrom(static_cast<std::size_t>(row));
    endInsertRows();
}

void QueueModel::moveOut(int storeRow)
{
    const int row = m_place[asIndex(storeRow)];
    beginRemoveRows({}, row, row);
    m_visible.erase(m_visible.begin() + row);
    m_place[asIndex(storeRow)] = -1;
    numberFrom(asIndex(row));
    endRemoveRows();
}

void QueueModel::storeChanged(const QList<int> &rows)
{
    QList<int> moving;
    int firstChanged = rowCount();
    int lastChanged = -1;
    for (const int storeRow : rows) {
        if (isShown(storeRow) != m_filter.accepts(m_store.at(storeRow))) {
            moving.append(storeRow);
        } else if (isShown(storeRow)) {
            firstChanged = std::min(firstChanged, m_place[asIndex(storeRow)]);
            lastChanged = std::max(lastChanged, m_place[asIndex(storeRow)]);
        }
    }
    // One wide signal: views repaint what is on the screen, and that is little.
    if (firstChanged <= lastChanged)
        Q_EMIT dataChanged(index(firstChanged, 0), index(lastChanged, queueColumnCount - 1));
    if (moving.size() > fewRows) {
        arrangeAnew(false);
    } else {
        for (const int storeRow : std::as_const(moving)) {
            if (isShown(storeRow))
                moveOut(storeRow);
            else
                moveIn(storeRow);
        }
    }
    if (m_order.isRestless() && !m_sortAgain.isActive())
        m_sortAgain.start();
}

void QueueModel::storeAppended(int first, int last)
{
    if (!m_order.appends()) {
        beginArranging();
        m_order.insertLast(m_sorted, m_store, last - first + 1);
        arrange();
        endArranging();
        if (m_order.isRestless() && !m_sortAgain.isActive())
            m_sortAgain.start();
        return;
    }
    std::vector<int> fresh;
    for (int storeRow = first; storeRow <= last; ++storeRow) {
        m_rank.push_back(static_cast<int>(m_sorted.size()));
        m_sorted.push_back(storeRow);
        m_place.push_back(-1);
        if (m_filter.accepts(m_store.at(storeRow)))
            fresh.push_back(storeRow);
    }
    if (fresh.empty())
        return;
    const auto begin = m_visible.size();
    beginInsertRows({}, static_cast<int>(begin), static_cast<int>(begin + fresh.size()) - 1);
    m_visible.insert(m_visible.end(), fresh.begin(), fresh.end());
    numberFrom(begin);
    endInsertRows();
}

void QueueModel::storeAboutToRemove(const QList<int> &rows)
{
    beginArranging();
    // Those that stay keep their order, so nothing is sorted: they only get the numbers that they will have.
    std::vector<int> numbers(m_sorted.size(), -1);
    auto gone = rows.begin();
    int next = 0;
    for (std::size_t row = 0; row < numbers.size(); ++row) {
        if (gone != rows.end() && asIndex(*gone) == row)
            ++gone;
        else
            numbers[row] = next++;
    }
    for (int &row : m_sorted)
        row = numbers[asIndex(row)];
    std::erase(m_sorted, -1);
}

void QueueModel::storeRemoved()
{
    arrange();
    endArranging();
}

} // namespace gantry
