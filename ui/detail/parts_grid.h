// Every part of an upload as a cell: large ones with numbers where there are few, a map where there are
// thousands.
#pragma once

#include "ui/detail/part_facts.h"
#include "ui/parts/part_texture.h"
#include "ui/parts/part_tile.h"

#include <QAbstractScrollArea>
#include <QHash>
#include <QImage>
#include <QList>

#include <optional>

namespace gantry {

class PartsGrid : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit PartsGrid(QWidget *parent = nullptr);

    // `trouble`: what the upload as a whole suffers from; told with parts that have one.
    void setParts(const QList<PartSnapshot> &parts, const QString &trouble);
    void clear() { setParts({}, {}); }

    int partCount() const { return static_cast<int>(m_parts.size()); }
    const PartCounts &counts() const { return m_counts; }
    QSize cellSize() const { return m_cell; } // with the gap to the next
    QRect cellRect(int number) const;         // on the viewport; empty: there is none
    int partAt(const QPoint &position) const; // 0: none
    int currentPart() const { return m_current; }
    void setCurrentPart(int number);
    QString factsOf(int number) const;
    QString spokenCurrent() const; // empty: there is none

public Q_SLOTS:
    void zoomIn() { zoom(+1); }
    void zoomOut() { zoom(-1); }
    void zoomToFit();

Q_SIGNALS:
    void copied(int number);
    void countsChanged();
    void zoomed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    QSize cellOf(int level) const;
    int rowsFor(const QSize &cell) const;
    int fittingLevel() const;
    void zoom(int steps);
    void arrange();
    void scrollToCurrent();
    const QImage &imageFor(const PartTile &tile);
    void paintCell(QPainter &painter, const PartSnapshot &part, const QRect &cell);
    void paintLoudly(QPainter &painter, const QRect &cell) const;
    void paintNumber(QPainter &painter, const PartSnapshot &part, const QRect &cell) const;
    void copy(int number);
    void tellCurrent();
    bool moveBy(int key);

    QList<PartSnapshot> m_parts;
    PartCounts m_counts;
    QString m_trouble;
    std::optional<int> m_level; // chosen by the user; else what fits
    QSize m_cell{1, 1};
    int m_gap = 0;
    int m_columns = 1;
    int m_current = 0; // number; 0: none
    bool m_numbered = false;

    // Cells of one look are one image.
    std::optional<PartInks> m_inks;
    QHash<int, QImage> m_tiles;
    double m_tileRatio = 0;
    int m_wheel = 0; // eighths of a degree that make no step yet
};

} // namespace gantry
