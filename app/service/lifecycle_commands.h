// gantry-service lifecycle show, set. Each returns the exit status.
#pragma once

#include "app/service/service_config.h"

namespace gantry {

int showLifecycle(const ServiceConfig &config);
int setLifecycle(const ServiceConfig &config, int days);

} // namespace gantry
