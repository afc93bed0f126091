// How large a window is when it is opened for the first time.
#pragma once

#include <QScreen>
#include <QWidget>

namespace gantry {

// As wanted, as far as its screen has room for it and its frame.
inline void resizeWithinScreen(QWidget *window, const QSize &wanted)
{
    const QSize room = window->screen()->availableGeometry().size() * 9 / 10;
    window->resize(wanted.boundedTo(room));
}

} // namespace gantry
