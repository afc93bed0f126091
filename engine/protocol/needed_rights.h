// What a destination's administrator has to allow.
#pragma once

#include "engine/protocol/protocol_backend.h"

namespace gantry {

// In words for people, with the names that the kind's administrators know it by; empty: nothing is to be said
// of that step.
QString neededRight(const QString &kind, Step step);

} // namespace gantry
