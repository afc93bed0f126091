// What errno means to a client of the service.
#pragma once

#include "app/service/service_error.h"

namespace gantry {

// QuotaExceeded for a full disk or a size limit; else Internal. The details go to the log only.
ServiceError fileError(const char *action, int error);

} // namespace gantry
