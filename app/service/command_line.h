// The arguments of gantry-service.
#pragma once

#include "app/service/service_config.h"

#include <optional>
#include <variant>

namespace gantry {

struct AddToken
{
    QString user;
};
struct ListTokens
{};
struct RevokeTokens
{
    QString userOrId;
};
struct ShowLifecycle
{};
struct SetLifecycle
{
    int days = 0;
};
struct Serve
{};

struct Command
{
    std::variant<Serve, AddToken, ListTokens, RevokeTokens, ShowLifecycle, SetLifecycle> action;
    ServiceConfig config;
};

// What to do; or, where that is said already (--help, --version, wrong usage), the exit status.
std::variant<Command, int> parseCommandLine(int argc, char **argv);

} // namespace gantry
