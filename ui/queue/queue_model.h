// The queue's rows as a view shows them: those that the filter lets through, in the chosen order.
// Sorting and filtering are its own: each change of an upload costs its own row, and a hundred thousand rows
// are filtered anew within a frame or two.
#pragma once

#include "ui/model/upload_store.h"
#include "ui/queue/queue_filter.h"
#include "ui/queue/queue_order.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <functional>
#include <vector>

namespace gantry {

class QueueModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    // nowMs: the wall clock that texts are made for.
    QueueModel(const UploadStore &store, std::function<qint64()> nowMs, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    void setFilter(const QueueFilter &filter);
    const QueueFilter &filter() const { return m_filter; }

    const UploadSnapshot &uploadAt(const QModelIndex &index) const;
    UploadId idAt(int row) const;
    QModelIndex indexOf(UploadId id, QueueColumn column = QueueColumn::Name) const; // invalid: not shown
    qint64 nowMs() const { return m_nowMs(); }

private:
    void storeChanged(const QList<int> &rows);
    void storeAppended(int first, int last);
    void storeAboutToRemove(const QList<int> &rows);
    void storeRemoved();
    void arrange();
    void arrangeAnew(bool sortToo);
    void beginArranging();
    void endArranging();
    void rememberPlaces();
    void restorePlaces();
    void moveIn(int storeRow);
    void moveOut(int storeRow);
    void numberFrom(std::size_t visibleRow);
    bool isShown(int storeRow) const { return m_place[static_cast<std::size_t>(storeRow)] >= 0; }

    const UploadStore &m_store;
    std::function<qint64()> m_nowMs;
    QueueFilter m_filter;
    QueueOrder m_order;
    std::vector<int> m_sorted;  // all rows of the store, in the chosen order
    std::vector<int> m_rank;    // where in m_sorted a row of the store is
    std::vector<int> m_visible; // of m_sorted, those that the filter lets through
    std::vector<int> m_place;   // where in m_visible a row of the store is; -1: not there
    QModelIndexList m_remembered;
    QList<UploadId> m_rememberedIds;
    QTimer m_sortAgain;
};

} // namespace gantry
