// Keeps secrets out of what the system writes down of a process that dies.
#pragma once

namespace gantry {

enum class Onlookers {
    Allowed, // the user's other programs may look into the process: debuggers, and desktop portals, which
             // need it
    Refused, // neither they nor /proc/PID/environ and mem are open to anybody but root
};

// Once, first thing in main(). No core file, and nothing of the memory in what is piped to a collector,
// whatever its limit. What the system does not let us do is left: there is nobody to tell yet, and nothing to
// do about it.
void refuseCoreDumps(Onlookers onlookers);

} // namespace gantry
