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
    int filled = 0;        // of PartTile::whole: there already, or sent
    bool again = false;    // under way for the second time, or more
    bool mirrored = false; // fills from the right
    int kept = 0;          // of PartTile::whole, and of what is filled: there already

    static constexpr int whole = 24;

    friend bool operator==(const PartTile &, const PartTile &) = default;
};

PartTile tileOf(const PartSnapshot &part, bool mirrored);

// `size` in device pixels; `unit`: device pixels of a line.
QImage imageOf(const PartTile &tile, const QSize &size, int unit, const PartInks &inks);

} // namespace gantry
