// The queue on the screen: rows, columns that can be moved and hidden, keys, and who is selected.
#pragma once

#include "engine/scheduling/engine.h"
#include "ui/look/density.h"
#include "ui/queue/queue_model.h"

#include <QTimer>
#include <QTreeView>

namespace gantry {

class PartsFeed;
class QueueDelegate;

class QueueView : public QTreeView
{
    Q_OBJECT

public:
    QueueView(QueueModel &model, PartsFeed &feed, QWidget *parent = nullptr);

    void setDensity(Density density);

    void selectAll() override;
    QList<UploadId> selectedIds() const; // in the order of the rows
    std::optional<UploadId> currentId() const;
    void selectOnly(UploadId id);

    // Shown where there is no row.
    void setPlaceholder(const QString &text);

    // Columns: order, widths, which are hidden, what is sorted. Widths follow the window until a person sets
    // one.
    QByteArray saveColumns() const;
    void restoreColumns(const QByteArray &state);

Q_SIGNALS:
    void selectionMoved(); // coalesced: once for any number of rows, and before any key that acts on them
    void decided(gantry::UploadId id, gantry::Decision decision);
    void menuWanted(const QPoint &globalPosition);
    void detailsWanted(); // Return or a double click

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void showEvent(QShowEvent *event) override;

private:
    void showColumnMenu(const QPoint &position);
    void setUpColumns();
    void sizeColumns();
    void fitColumns();
    QList<int> columnWidths() const; // as the columns stand; -1 for the last, which takes what is left
    void watchWhatIsSeen();
    void repaintTimes();

    QueueModel &m_model;
    PartsFeed &m_feed;
    QueueDelegate *m_delegate;
    QString m_placeholder;
    bool m_fitsColumns = true;
    int m_letter = 0; // the width of an average one, in the font of now
    QList<int> m_widthsAtPress;
    QTimer m_selectionTimer;
    QTimer m_seenTimer;
    QTimer m_secondTimer; // texts that count seconds
};

} // namespace gantry
