// Every part of an upload as a cell: large ones with numbers where there are few, a map where there are
// thousands.
#pragma once

#include "engine/core/part_types.h"
#include "ui/parts/part_texture.h"

#include <QAbstractScrollArea>
#include <QList>

namespace gantry {

class PartsGrid : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit PartsGrid(QWidget *parent = nullptr);

    // `trouble`: what the upload as a whole suffers from; shown with parts that wait for another attempt.
    void setParts(const QList<PartSnapshot> &parts, const QString &trouble);
    void clear() { setParts({}, {}); }

    int partCount() const { return static_cast<int>(m_parts.size()); }
    int cellSide() const { return m_side; }
    QRect cellRect(int number) const;         // on the viewport; empty: not there
    int partAt(const QPoint &position) const; // 0: none
    int currentPart() const { return m_current; }
    QString factsOf(int number) const; // number, range, state, attempts, ETag, trouble

public Q_SLOTS:
    void zoomIn() { zoom(+1); }
    void zoomOut() { zoom(-1); }
    void zoomToFit();

Q_SIGNALS:
    void copied(int number);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void zoom(int steps);
    void arrange();
    void paintCell(QPainter &painter, const PartSnapshot &part, const QRect &cell,
                   const PartInks &inks) const;
    void setCurrent(int number);
    void copy(int number);

    QList<PartSnapshot> m_parts;
    QString m_trouble;
    int m_zoom = 0; // steps from what fits
    int m_side = 0; // pixels of a cell, its gap included
    int m_columns = 1;
    int m_current = 0; // number; 0: none
};

} // namespace gantry
