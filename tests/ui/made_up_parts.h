// Parts in any state, without an engine.
#pragma once

#include "engine/core/part_types.h"

#include <QList>

namespace gantry {

inline constexpr qint64 madeUpPartSize = 10'485'760;

inline QList<PartSnapshot> madeUpParts(int count, PartState state = PartState::Waiting)
{
    QList<PartSnapshot> parts;
    parts.reserve(count);
    for (int number = 1; number <= count; ++number)
        parts.append({number, (number - 1) * madeUpPartSize, madeUpPartSize, state, 0, 0, {}});
    return parts;
}

inline qint64 sizeOf(const QList<PartSnapshot> &parts)
{
    return parts.isEmpty() ? 0 : parts.last().offset + parts.last().size;
}

inline constexpr PartState allPartStates[] = {PartState::Waiting, PartState::Checking, PartState::Reading,
                                              PartState::Sending, PartState::Cooling,  PartState::Stored,
                                              PartState::Failed};

} // namespace gantry
