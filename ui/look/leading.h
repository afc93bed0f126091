// Where a line begins, for words that may run another way than their window.
#pragma once

#include <QStyle>
#include <QWidget>

namespace gantry {

// For a label that begins with a name or is in another language: a label by itself would put such words at
// the far end.
inline Qt::Alignment leadingIn(const QWidget &widget)
{
    return QStyle::visualAlignment(widget.layoutDirection(), Qt::AlignLeading) | Qt::AlignAbsolute |
           Qt::AlignVCenter;
}

} // namespace gantry
