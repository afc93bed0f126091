// Which exit status a failure of a command (not of an upload) becomes.
#pragma once

#include "app/cli/exit_code.h"
#include "engine/core/failure.h"

namespace gantry {

// 2: what the person has to set right first, an unusable state folder or journal among it. 3: the engine
// could not be spoken to now; again later may do. 1: all else.
ExitCode exitCodeOf(const Failure &failure);

} // namespace gantry
