// A part, and all parts of an upload, in words.
#pragma once

#include "engine/core/part_types.h"

#include <QList>
#include <QString>

#include <array>

namespace gantry {

constexpr int partStateCount = 7;

struct PartCounts
{
    std::array<int, partStateCount> byState{}; // index: PartState
    int again = 0;                             // under way for the second time, or more
    int all = 0;

    int of(PartState state) const { return byState[static_cast<std::size_t>(state)]; }
    friend bool operator==(const PartCounts &, const PartCounts &) = default;
};
PartCounts countParts(const QList<PartSnapshot> &parts);

// "412 of 2,560 parts stored, 4 sending".
QString summaryText(const PartCounts &counts);

// Number, range, size, state, attempts, ETag, and its last error: a line each. `trouble` is the upload's, and
// told only with a part that is in trouble and says nothing of its own.
QString factsText(const PartSnapshot &part, int partsTotal, const QString &trouble);

// "Part 12 of 2,560, sending, 42 percent": for screen readers.
QString spokenText(const PartSnapshot &part, int partsTotal);

} // namespace gantry
