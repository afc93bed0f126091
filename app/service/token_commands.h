// gantry-service token add, list, revoke. Each returns the exit status.
#pragma once

#include "app/service/service_config.h"

namespace gantry {

int addToken(const ServiceConfig &config, const QString &user);
int listTokens(const ServiceConfig &config);
int revokeTokens(const ServiceConfig &config, const QString &userOrId);

} // namespace gantry
