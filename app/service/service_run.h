// A running service: its parts put together, from the lock on its data to the last answer.
#pragma once

#include "app/service/service_config.h"
#include "app/service/service_hooks.h"

namespace gantry {

// Serves until SIGTERM, SIGINT or SIGHUP, then ends within 2 s. Returns the exit status. Blocks these signals
// in the calling thread and all that it makes.
int runService(const ServiceConfig &config, const ServiceHooks &hooks);

} // namespace gantry
