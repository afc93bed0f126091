#include "app/service/service_main.h"

#include "app/service/command_line.h"
#include "app/service/lifecycle_commands.h"
#include "app/service/service_run.h"
#include "app/service/token_commands.h"

#include <QCoreApplication>

namespace gantry {
namespace {

struct Perform
{
    const ServiceConfig &config;
    const ServiceHooks &hooks;

    int operator()(const Serve &) const { return runService(config, hooks); }
    int operator()(const AddToken &action) const { return addToken(config, action.user); }
    int operator()(const ListTokens &) const { return listTokens(config); }
    int operator()(const ShowLifecycle &) const { return showLifecycle(config); }
    int operator()(const SetLifecycle &action) const { return setLifecycle(config, action.days); }
    int operator()(const RevokeTokens &action) const { return revokeTokens(config, action.userOrId); }
};

} // namespace

int serviceMain(int argc, char **argv, const ServiceHooks &hooks)
{
    const std::variant<Command, int> parsed = parseCommandLine(argc, argv);
    if (const int *status = std::get_if<int>(&parsed))
        return *status;
    const Command &command = std::get<Command>(parsed);
    QCoreApplication application(argc, argv); // the database drivers are plugins, which it finds
    return std::visit(Perform{command.config, hooks}, command.action);
}

} // namespace gantry
