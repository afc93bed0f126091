// The exit status: a promise to people's scripts.
#pragma once

namespace gantry {

enum ExitCode : int {
    ExitDone = 0,
    ExitFailed = 1,        // some upload or check failed, refused credentials too
    ExitUsage = 2,         // wrong usage or settings: nothing was begun
    ExitStopped = 3,       // stopped before the end, can be continued
    ExitNeedsDecision = 4, // a file changed, or an object exists: somebody has to say
};

} // namespace gantry
