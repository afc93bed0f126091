// The grid of parts with its legend and its zoom.
#pragma once

#include <QWidget>

namespace gantry {

class PartsGrid;
class PartsLegend;

class PartsPage : public QWidget
{
    Q_OBJECT

public:
    explicit PartsPage(QWidget *parent = nullptr);

    PartsGrid &grid() { return *m_grid; }
    PartsLegend &legend() { return *m_legend; }

private:
    PartsGrid *m_grid;
    PartsLegend *m_legend;
};

} // namespace gantry
