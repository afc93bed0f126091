// The grid of parts with its legend and its zoom.
#pragma once

#include "engine/core/part_types.h"

#include <QList>
#include <QTimer>
#include <QWidget>

class QLabel;

namespace gantry {

class PartsGrid;

class PartsPage : public QWidget
{
    Q_OBJECT

public:
    explicit PartsPage(QWidget *parent = nullptr);

    PartsGrid &grid() { return *m_grid; }

private:
    void say(const QString &text);

    PartsGrid *m_grid;
    QLabel *m_said;
    QTimer m_saidTime;
};

} // namespace gantry
