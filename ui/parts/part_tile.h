// One part as a tile of any size: from three pixels of a map to a cell with room for a number. Pure.
#pragma once

#include "ui/parts/part_texture.h"

#include <QImage>

namespace gantry {

// Lines a side; below, the pattern of a tile becomes a single mark.
constexpr int smallestPatterned = 7;

struct PartTile
{
    PartState state = PartState::Waiting;
    int kept = 0;          // of PartTile::whole: there already, from the beginning on
    int filled = 0;        // likewise, with what was sent since; Sending only
    bool again = false;    // under way for the second time, or more
    bool mirrored = false; // fills from the right

    static constexpr int whole = 24;

    friend bool operator==(const PartTile &, const PartTile &) = default;
};

PartTile tileOf(const PartSnapshot &part, bool mirrored);

// `size` in device pixels; `unit`: device pixels of a line.
QImage imageOf(const PartTile &tile, const QSize &size, int unit, const PartInks &inks);

} // namespace gantry
