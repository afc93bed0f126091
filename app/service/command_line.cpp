#include "app/service/command_line.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace gantry {
namespace {

constexpr int wrongUsage = 2;

struct Arguments
{
    std::string listen;
    std::string data;
    std::string store;
    std::string config;
    std::string user;
    int days = 0;
    bool logRequests = false;
};

// The config file, and the command line over it.
Served<ServiceConfig> configOf(const CLI::App &app, const Arguments &arguments)
{
    ServiceConfig config;
    if (app.count("--config") > 0)
        if (const Served<void> applied = applyConfigFile(config, QString::fromStdString(arguments.config));
            !applied)
            return refuse(applied.error());
    if (app.count("--listen") > 0)
        if (const Served<void> applied = applyListen(config, QString::fromStdString(arguments.listen));
            !applied)
            return refuse(ErrorCode::BadRequest, QStringLiteral("--listen: %1").arg(applied.error().message));
    if (app.count("--store") > 0)
        if (const Served<void> applied = applyStore(config, QString::fromStdString(arguments.store));
            !applied)
            return refuse(ErrorCode::BadRequest, QStringLiteral("--store: %1").arg(applied.error().message));
    if (app.count("--data") > 0)
        config.dataDir = QString::fromStdString(arguments.data);
    if (app.count("--log-requests") > 0)
        config.logRequests = true;
    if (const Served<void> checked = checkConfig(config); !checked)
        return refuse(checked.error());
    return config;
}

} // namespace

std::variant<Command, int> parseCommandLine(int argc, char **argv)
{
    CLI::App app("The upload service of Gantry: takes uploads in parts, resumes them, and keeps finished "
                 "files in a folder.",
                 "gantry-service");
    Arguments arguments;
    app.set_version_flag("--version", "gantry-service " GANTRY_VERSION, "Print the version and leave");
    app.set_help_flag("--help,-h", "Print this help and leave");
    app.add_option("--listen", arguments.listen,
                   "Address to listen on (127.0.0.1:8080); port 0 takes a free one")
        ->type_name("HOST:PORT");
    app.add_option("--data", arguments.data,
                   "Directory for sessions and unfinished parts; made if it is missing")
        ->type_name("DIR");
    app.add_option("--store", arguments.store,
                   "Where finished objects go (disk:DIR/objects); s3 wants [s3] in the config file")
        ->type_name("disk:FOLDER|s3");
    app.add_option("--config", arguments.config, "INI file with settings; the command line goes before it")
        ->type_name("FILE");
    app.add_flag("--log-requests", arguments.logRequests, "Log each request, not only what changes");
    app.footer("Once it accepts connections it prints one line: listening on http://HOST:PORT\n"
               "Exit status: 0 stopped by a signal, 1 failed, 2 wrong usage or settings.");

    CLI::App *token = app.add_subcommand("token", "Manage who may upload; works while the service runs");
    token->require_subcommand(1);
    token->fallthrough();
    CLI::App *add = token->add_subcommand("add", "Make a token for a user and print it, once");
    add->add_option("USER", arguments.user, "A-Z a-z 0-9 . _ -, at most 64; names the user's folder")
        ->required();
    CLI::App *list = token->add_subcommand("list", "List tokens by id, user and date");
    CLI::App *revoke = token->add_subcommand("revoke", "Revoke all tokens of a user, or one by its id");
    revoke->add_option("USER|ID", arguments.user, "User name or token id")->required();
    CLI::App *lifecycle = app.add_subcommand(
        "lifecycle", "The rule by which the store s3 removes unfinished uploads by itself");
    lifecycle->require_subcommand(1);
    lifecycle->fallthrough();
    CLI::App *show = lifecycle->add_subcommand("show", "Print after how many days it does");
    CLI::App *set = lifecycle->add_subcommand("set", "Set it; the bucket's other rules stay");
    set->add_option("--abort-after-days", arguments.days, "Days since an upload was begun")
        ->type_name("N")
        ->check(CLI::Range(1, 3650))
        ->required();
    for (CLI::App *command : {add, list, revoke, show, set})
        command->fallthrough();

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : wrongUsage;
    }
    Served<ServiceConfig> config = configOf(app, arguments);
    if (!config) {
        std::cerr << "gantry-service: " << config.error().message.toStdString() << '\n';
        return wrongUsage;
    }
    Command command{Serve{}, std::move(*config)};
    const QString user = QString::fromStdString(arguments.user);
    if (add->parsed())
        command.action = AddToken{user};
    else if (list->parsed())
        command.action = ListTokens{};
    else if (revoke->parsed())
        command.action = RevokeTokens{user};
    else if (show->parsed())
        command.action = ShowLifecycle{};
    else if (set->parsed())
        command.action = SetLifecycle{arguments.days};
    return command;
}

} // namespace gantry
