// The order of the queue's rows. Keys are made once for all rows; comparing them is cheap.
#pragma once

#include "ui/model/upload_store.h"

#include <QtGlobal>

#include <vector>

namespace gantry {

enum class QueueColumn { Name, Progress, Size, Speed, TimeLeft, Destination, State, Priority, Added };
constexpr int queueColumnCount = 9;

class QueueOrder
{
public:
    QueueColumn column() const { return m_column; }
    Qt::SortOrder direction() const { return m_direction; }
    void set(QueueColumn column, Qt::SortOrder direction);

    // New rows belong behind all others.
    bool appends() const { return m_column == QueueColumn::Added && m_direction == Qt::AscendingOrder; }

    // The rows' keys may change while uploads move: sort again from time to time.
    bool isRestless() const;

    // All rows of the store, sorted. Equal ones stay in the order of the store.
    std::vector<int> sorted(const UploadStore &store) const;

    // Puts the last `count` rows of the store where they belong among the others, which are sorted already.
    void insertLast(std::vector<int> &sorted, const UploadStore &store, int count) const;

private:
    QueueColumn m_column = QueueColumn::Added;
    Qt::SortOrder m_direction = Qt::AscendingOrder;
};

} // namespace gantry
