// The database that the config names.
#pragma once

#include "app/service/service_config.h"
#include "app/service/sql_thread.h"

namespace gantry {

Served<std::unique_ptr<SqlThread>> openDatabase(const ServiceConfig &config, ServiceHooks hooks = {});

} // namespace gantry
