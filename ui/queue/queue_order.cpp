#include "ui/queue/queue_order.h"

#include <QCollator>

#include <algorithm>
#include <limits>
#include <numeric>

namespace gantry {
namespace {

qint64 numberOf(const UploadSnapshot &upload, QueueColumn column)
{
    const UploadRecord &record = upload.record;
    switch (column) {
    case QueueColumn::Progress:
        // In thousandths: whole percents would leave large files in a heap.
        if (record.stage == Stage::Done)
            return 1001;
        return record.identity.size > 0
                   ? static_cast<qint64>(static_cast<double>(record.bytesStored) /
                                         static_cast<double>(record.identity.size) * 1000)
                   : 0;
    case QueueColumn::Size:
        return record.identity.size;
    case QueueColumn::Speed:
        return speedOf(upload);
    case QueueColumn::TimeLeft:
        return secondsLeftOf(upload).value_or(std::numeric_limits<qint64>::max());
    case QueueColumn::State:
        return static_cast<qint64>(moodOf(upload));
    case QueueColumn::Priority:
        return record.priority;
    case QueueColumn::Added:
    case QueueColumn::Name:
    case QueueColumn::Destination:
        break;
    }
    return record.id.value;
}

template <class Key>
void sortBy(std::vector<int> &rows, const std::vector<Key> &keys, Qt::SortOrder direction)
{
    const auto key = [&keys](int row) -> const Key & { return keys[static_cast<std::size_t>(row)]; };
    if (direction == Qt::AscendingOrder)
        std::stable_sort(rows.begin(), rows.end(), [&](int a, int b) { return key(a) < key(b); });
    else
        std::stable_sort(rows.begin(), rows.end(), [&](int a, int b) { return key(b) < key(a); });
}

} // namespace

void QueueOrder::set(QueueColumn column, Qt::SortOrder direction)
{
    m_column = column;
    m_direction = direction;
}

bool QueueOrder::isRestless() const
{
    switch (m_column) {
    case QueueColumn::Progress:
    case QueueColumn::Speed:
    case QueueColumn::TimeLeft:
    case QueueColumn::State:
    case QueueColumn::Priority:
    case QueueColumn::Size: // a file that was taken anew has another
        return true;
    case QueueColumn::Name:
    case QueueColumn::Destination:
    case QueueColumn::Added:
        return false;
    }
    Q_UNREACHABLE();
}

std::vector<int> QueueOrder::sorted(const UploadStore &store) const
{
    std::vector<int> rows(static_cast<std::size_t>(store.size()));
    std::iota(rows.begin(), rows.end(), 0);
    if (m_column == QueueColumn::Name || m_column == QueueColumn::Destination) {
        // As a person sorts: take 2 before take 10, ä beside a. The C locale would sort by bytes.
        const QLocale locale;
        QCollator collator(locale.language() == QLocale::C ? QLocale(QLocale::English) : locale);
        collator.setNumericMode(true);
        collator.setCaseSensitivity(Qt::CaseInsensitive);
        std::vector<QCollatorSortKey> keys;
        keys.reserve(rows.size());
        for (const int row : rows) {
            const UploadRecord &record = store.at(row).record;
            keys.push_back(
                collator.sortKey(m_column == QueueColumn::Name ? nameText(record) : record.destination));
        }
        sortBy(rows, keys, m_direction);
        return rows;
    }
    std::vector<qint64> keys;
    keys.reserve(rows.size());
    for (const int row : rows)
        keys.push_back(numberOf(store.at(row), m_column));
    sortBy(rows, keys, m_direction);
    return rows;
}

} // namespace gantry
