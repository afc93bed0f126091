// How close the rows of lists stand.
#pragma once

#include <QFontMetrics>
#include <QtGlobal>

#include <algorithm>

namespace gantry {

enum class Density : quint8 { Compact, Roomy };

// Free pixels above, and again below, the text of a row. Grows with the font.
inline int rowPadding(Density density, const QFontMetrics &metrics)
{
    const int eighth = std::max(1, metrics.height() / 8);
    return density == Density::Compact ? eighth : 3 * eighth;
}

} // namespace gantry
