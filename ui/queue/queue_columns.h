// How wide the columns of the queue are, in pixels: as the letters of the view ask for it.
#pragma once

#include "ui/queue/queue_order.h"

#include <QTreeView>

namespace gantry {

// What a column takes where there is room.
int widthOf(QueueColumn column, const QTreeView &view);

// Down to this it gives way in a small window. What is a number needs all of its width.
int leastWidthOf(QueueColumn column, const QTreeView &view);

} // namespace gantry
