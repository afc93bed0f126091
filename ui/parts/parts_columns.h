// What each pixel along a bar shows: which parts lie under it, which of them matters most, and how it is
// coloured. Pure.
#pragma once

#include "engine/core/part_types.h"
#include "engine/core/upload_types.h"
#include "ui/parts/part_texture.h"

#include <QList>

#include <vector>

namespace gantry {

struct PartsColumn
{
    QRgb colour = 0; // of all that lies here, by its bytes
    PartLook look = PartLook::Waiting;
    bool cell = false;  // of a part wide enough to carry its pattern from top to bottom
    bool gap = false;   // between two such parts
    bool again = false; // of a part that is under way for the second time, or more

    friend bool operator==(const PartsColumn &, const PartsColumn &) = default;
};

// From the first byte to the last; `unit`: device pixels of a line. A failed part, one that is sent and one
// that waits for its next attempt are never narrower than can be seen.
std::vector<PartsColumn> columnsOf(const QList<PartSnapshot> &parts, qint64 size, int width, int unit,
                                   const PartInks &inks);

// The same where the parts are not known: sums, from the left.
std::vector<PartsColumn> columnsOf(const UploadSnapshot &upload, int width, int unit, const PartInks &inks);

} // namespace gantry
