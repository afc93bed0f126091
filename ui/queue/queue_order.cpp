#include "ui/queue/queue_order.h"

#include <QCollator>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <type_traits>
#include <utility>

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
                   ? static_cast<qint64>(static_cast<double>(progressOf(upload)) /
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

bool isText(QueueColumn column)
{
    return column == QueueColumn::Name || column == QueueColumn::Destination;
}

QString textOf(const UploadSnapshot &upload, QueueColumn column)
{
    return column == QueueColumn::Name ? nameText(upload.record) : upload.record.destination;
}

// As a person sorts: take 2 before take 10, ä beside a. The C locale would sort by bytes.
QCollator humanCollator()
{
    const QLocale locale;
    QCollator collator(locale.language() == QLocale::C ? QLocale(QLocale::English) : locale);
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    return collator;
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

// The first of the sorted rows that belongs behind the key. It is sought near the front first: the next of
// many keys is seldom far.
template <class Iterator, class Belongs>
Iterator gallop(Iterator first, Iterator last, Belongs belongsBehind)
{
    for (std::ptrdiff_t step = 1; first != last; step *= 2) {
        const Iterator probe = first + std::min(step, last - first) - 1;
        if (belongsBehind(*probe))
            return std::partition_point(first, probe, std::not_fn(belongsBehind));
        first = probe + 1;
    }
    return last;
}

// Adds the rows from sorted.size() to `size`. Behind equal ones, as a stable sort would.
template <class KeyOf>
void merge(std::vector<int> &sorted, int size, Qt::SortOrder direction, KeyOf keyOf)
{
    using Key = std::invoke_result_t<KeyOf, int>;
    const auto isLess = [direction](const Key &a, const Key &b) {
        return direction == Qt::AscendingOrder ? a < b : b < a;
    };
    std::vector<std::pair<Key, int>> fresh;
    for (int row = static_cast<int>(sorted.size()); row < size; ++row)
        fresh.emplace_back(keyOf(row), row);
    std::stable_sort(fresh.begin(), fresh.end(),
                     [&](const auto &a, const auto &b) { return isLess(a.first, b.first); });
    std::vector<int> all;
    all.reserve(static_cast<std::size_t>(size));
    auto rest = sorted.cbegin();
    for (const auto &[key, row] : fresh) {
        const auto place =
            gallop(rest, sorted.cend(), [&, &key = key](int other) { return isLess(key, keyOf(other)); });
        all.insert(all.end(), rest, place);
        all.push_back(row);
        rest = place;
    }
    all.insert(all.end(), rest, sorted.cend());
    sorted = std::move(all);
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
    if (isText(m_column)) {
        const QCollator collator = humanCollator();
        std::vector<QCollatorSortKey> keys;
        keys.reserve(rows.size());
        for (const int row : rows)
            keys.push_back(collator.sortKey(textOf(store.at(row), m_column)));
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

void QueueOrder::insertLast(std::vector<int> &sorted, const UploadStore &store, int count) const
{
    // Many among few: to sort all is less work.
    if (static_cast<std::size_t>(count) > sorted.size() / 8)
        sorted = this->sorted(store);
    else if (isText(m_column))
        merge(sorted, store.size(), m_direction, [&, collator = humanCollator()](int row) {
            return collator.sortKey(textOf(store.at(row), m_column));
        });
    else
        merge(sorted, store.size(), m_direction, [&](int row) { return numberOf(store.at(row), m_column); });
}

} // namespace gantry
