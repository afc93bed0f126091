// What the cells mean, and how many there are of each. Says something else for a moment when asked to.
#pragma once

#include "ui/detail/part_facts.h"
#include "ui/parts/part_tile.h"

#include <QTimer>
#include <QWidget>

namespace gantry {

class PartsLegend : public QWidget
{
    Q_OBJECT

public:
    explicit PartsLegend(QWidget *parent = nullptr);

    void setCounts(const PartCounts &counts);
    void say(const QString &text);
    const QString &said() const { return m_said; }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Entry
    {
        PartTile tile;
        QString text;
    };
    struct Place
    {
        QRect sign;
        QRect text;
    };

    QList<Entry> entries() const;
    QList<Place> placesOf(const QList<Entry> &entries, int width) const; // left to right

    PartCounts m_counts;
    QString m_said;
    QTimer m_saidTime;
};

} // namespace gantry
