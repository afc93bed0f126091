// gantry-service as a function, so that a test can run it with hooks in place.
#pragma once

#include "app/service/service_hooks.h"

namespace gantry {

// Returns the exit status. Call it once, from a process's main thread, before other threads are made.
int serviceMain(int argc, char **argv, const ServiceHooks &hooks = {});

} // namespace gantry
