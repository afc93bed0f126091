#include "app/cli/command_line.h"

#include "app/cli/destination_options.h"
#include "app/cli/exit_code.h"
#include "app/cli/orphan_options.h"
#include "app/cli/size_text.h"
#include "engine/core/upload_types.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace gantry {
namespace {

struct VerbText
{
    QueueVerb verb;
    const char *name;
    const char *help;
    const char *all;
    const char *examples;
};

constexpr VerbText verbTexts[] = {
    {QueueVerb::Pause, "pause", "Stop uploads until they are resumed", "All that are not over",
     "gantryctl pause 3 4"},
    {QueueVerb::Resume, "resume", "Let paused uploads go on, and end a wait for the next attempt",
     "All that are not over", "gantryctl resume --all"},
    {QueueVerb::Retry, "retry", "Begin again with failed or cancelled uploads; what is stored stays",
     "All that have failed", "gantryctl retry 7"},
    {QueueVerb::Cancel, "cancel", "Give uploads up, and end their sessions on the server",
     "All that are not done", "gantryctl cancel 3"},
    {QueueVerb::Remove, "remove", "Forget uploads; unfinished ones are cancelled first",
     "All, the unfinished ones too", "gantryctl remove 3 4 5"},
};

std::string examples(const std::string &lines)
{
    return "Examples:\n  " + lines;
}

bool idsFromTexts(const std::vector<std::string> &texts, QList<UploadId> &ids)
{
    for (const std::string &text : texts) {
        bool isNumber = false;
        const qint64 id = QString::fromStdString(text).toLongLong(&isNumber);
        if (!isNumber || id <= 0)
            return false;
        if (!ids.contains(UploadId{id}))
            ids.append(UploadId{id});
    }
    return true;
}

// CLI11's own classes, with what it fills in while it parses.
struct Parser
{
    CLI::App app{
        "Uploads very large files over links that fail: what is missing is sent, what arrived stays.",
        "gantryctl"};
    bool json = false;
    bool quiet = false;
    bool all = false;
    bool startOver = false;
    bool skip = false;
    bool noWait = false;
    std::string stateDir;
    std::string name;
    std::string to;
    std::string prefix;
    std::string offline;
    std::string rate;
    std::string size;
    std::vector<std::string> paths;
    std::vector<std::string> ids;
    std::vector<std::string> states;
    std::unique_ptr<DestinationOptions> destinationOptions;
    OrphanOptions orphanOptions;
    // What to make of it, once the command is known; the failure is for the user.
    std::function<tl::expected<CommandChoice, QString>()> choose;

    explicit Parser(const QList<DestinationKind> &kinds);

private:
    CLI::App *command(CLI::App &parent, const char *name, const char *help, const std::string &example,
                      std::function<tl::expected<CommandChoice, QString>()> chosen);
    void addDestinationCommands();
    void addUploadCommands();
    void addQueueCommands();
    void addWaitOptions(CLI::App &command);
    tl::expected<Patience, QString> patience() const;
    tl::expected<qint64, QString> rateLimit() const;
    tl::expected<CommandChoice, QString> change(QueueVerb verb) const;
};

Parser::Parser(const QList<DestinationKind> &kinds)
    : destinationOptions(std::make_unique<DestinationOptions>(kinds))
{
    app.set_help_flag("-h,--help", "Show this help");
    app.set_version_flag("--version", std::string("gantryctl " GANTRY_VERSION), "Show the version");
    // Global options may stand after the command too.
    app.fallthrough();
    app.require_subcommand(1);
    app.add_option("--state-dir", stateDir, "The folder of queue, settings and log ($GANTRY_STATE_DIR)")
        ->type_name("DIR");
    app.add_flag("--json", json, "Print JSON: one document, or one line for each event");
    app.add_flag("--quiet", quiet, "Print errors only");
    app.footer(
        "Exit status: 0 all done, 1 some upload failed, 2 wrong usage or settings, 3 stopped and can be\n"
        "continued, 4 somebody has to decide. `gantryctl COMMAND --help` tells more; see also gantryctl(1).");
    addDestinationCommands();
    addUploadCommands();
    addQueueCommands();
    orphanOptions.addTo(app, [this](auto &parent, auto title, auto help, auto example, auto chosen) {
        return command(parent, title, help, example, std::move(chosen));
    });
}

CLI::App *Parser::command(CLI::App &parent, const char *commandName, const char *help,
                          const std::string &example,
                          std::function<tl::expected<CommandChoice, QString>()> chosen)
{
    CLI::App *added = parent.add_subcommand(commandName, help);
    added->footer(examples(example));
    added->callback([this, chosen = std::move(chosen)] { choose = chosen; });
    return added;
}

void Parser::addDestinationCommands()
{
    CLI::App *group = app.add_subcommand("destination", "Places to upload to");
    group->require_subcommand(1);
    CLI::App *add = command(
        *group, "add", "Add a destination, or replace the one of that name",
        "gantryctl destination add studio --kind service --url https://upload.example --token-file token",
        [this]() -> tl::expected<CommandChoice, QString> {
            auto read = destinationOptions->read();
            if (!read)
                return tl::unexpected(read.error());
            return CommandChoice(*std::move(read));
        });
    destinationOptions->addTo(*add);
    command(*group, "list", "List the destinations", "gantryctl destination list --json",
            []() -> tl::expected<CommandChoice, QString> { return CommandChoice(ListDestinations{}); });
    command(*group, "test", "Prove that a destination can be reached, knows us, and lets us store",
            "gantryctl destination test studio",
            [this]() -> tl::expected<CommandChoice, QString> {
                return CommandChoice(TestDestination{QString::fromStdString(name)});
            })
        ->add_option("NAME", name, "The destination")
        ->required();
    command(*group, "remove",
            "Forget a destination and its secrets; refused while unfinished uploads go there",
            "gantryctl destination remove studio",
            [this]() -> tl::expected<CommandChoice, QString> {
                return CommandChoice(DropDestination{QString::fromStdString(name)});
            })
        ->add_option("NAME", name, "The destination")
        ->required();
}

void Parser::addWaitOptions(CLI::App &upload)
{
    upload
        .add_option("--offline-timeout", offline,
                    "How long to wait for a network or a file that are away: 90s, 5min, 2h, 0, never\n"
                    "(never on a terminal, else 5min); then stop with exit status 3")
        ->type_name("TIME");
    upload
        .add_option(
            "--limit-rate", rate,
            "At most so many bytes a second, as 20MiB; has no effect if another program owns the queue")
        ->type_name("SIZE");
}

tl::expected<qint64, QString> Parser::rateLimit() const
{
    if (rate.empty())
        return 0;
    const std::optional<qint64> bytes = sizeFromText(QString::fromStdString(rate));
    if (!bytes || *bytes < 1)
        return tl::unexpected(QStringLiteral("--limit-rate: a size is expected, as 20MiB."));
    return *bytes;
}

tl::expected<Patience, QString> Parser::patience() const
{
    if (offline.empty())
        return Patience{};
    if (offline == "never")
        return Patience{true, std::nullopt};
    const auto limit = durationFromText(QString::fromStdString(offline));
    if (!limit)
        return tl::unexpected(
            QStringLiteral("--offline-timeout: a time is expected, as 90s, 5min, 2h, 0, or never."));
    return Patience{true, limit};
}

void Parser::addUploadCommands()
{
    CLI::App *upload =
        command(app, "upload", "Upload files and folders, and wait until they are stored",
                "gantryctl upload A001_C003.mov --to studio\n  gantryctl upload dailies/ --to studio "
                "--prefix 2024/day-12\n"
                "  gantryctl upload --json render/ | jq .",
                [this]() -> tl::expected<CommandChoice, QString> {
                    const tl::expected<Patience, QString> wait = patience();
                    const tl::expected<qint64, QString> limit = rateLimit();
                    if (!wait || !limit)
                        return tl::unexpected(!wait ? wait.error() : limit.error());
                    return CommandChoice(UploadFiles{paths, QString::fromStdString(to),
                                                     QString::fromStdString(prefix), !noWait, *wait, *limit});
                });
    upload->add_option("PATH", paths, "Files, or folders with all that is in them")->required();
    upload->add_option("--to", to, "The destination; may be left out where there is only one")
        ->type_name("NAME");
    upload->add_option("--prefix", prefix, "Put before the files' names at the destination, as a folder")
        ->type_name("P");
    upload->add_flag("--no-wait", noWait, "Add them to the queue and return");
    addWaitOptions(*upload);

    CLI::App *run =
        command(app, "run", "Work the whole queue until nothing is left to do",
                "gantryctl run --offline-timeout never", [this]() -> tl::expected<CommandChoice, QString> {
                    const tl::expected<Patience, QString> wait = patience();
                    const tl::expected<qint64, QString> limit = rateLimit();
                    if (!wait || !limit)
                        return tl::unexpected(!wait ? wait.error() : limit.error());
                    return CommandChoice(RunQueue{*wait, *limit});
                });
    addWaitOptions(*run);

    CLI::App *plan =
        command(app, "plan", "Show how a file of that size would be cut into parts; nothing is sent",
                "gantryctl plan 25GB\n  gantryctl plan 1TiB --to studio --json",
                [this]() -> tl::expected<CommandChoice, QString> {
                    const std::optional<qint64> bytes = sizeFromText(QString::fromStdString(size));
                    if (!bytes)
                        return tl::unexpected(
                            QStringLiteral("\"%1\" is no size. Write it as 25GB, 1.5TiB, or in bytes.")
                                .arg(QString::fromStdString(size)));
                    return CommandChoice(PlanParts{*bytes, QString::fromStdString(to)});
                });
    plan->add_option("SIZE", size, "Bytes, or with a unit: B, KiB, MiB, GiB, TiB, kB, MB, GB, TB")
        ->required();
    plan->add_option("--to", to, "With the limits and settings of this destination")->type_name("NAME");
}

tl::expected<CommandChoice, QString> Parser::change(QueueVerb verb) const
{
    ChangeUploads changing{verb, {}, all};
    if (all == !ids.empty())
        return tl::unexpected(
            QStringLiteral("Name the uploads by their IDs (see `gantryctl list`), or say --all."));
    if (!idsFromTexts(ids, changing.ids))
        return tl::unexpected(QStringLiteral("An upload's ID is a number (see `gantryctl list`)."));
    return CommandChoice(changing);
}

void Parser::addQueueCommands()
{
    command(app, "list", "List the uploads", "gantryctl list --state failed",
            [this]() -> tl::expected<CommandChoice, QString> {
                ListUploads list;
                for (const std::string &state : states) {
                    const QString wanted = QString::fromStdString(state);
                    QStringList known;
                    for (int stage = 0; stage <= static_cast<int>(Stage::Cancelled); ++stage)
                        known.append(shownName(static_cast<Stage>(stage)));
                    known.removeDuplicates();
                    if (!known.contains(wanted))
                        return tl::unexpected(QStringLiteral("There is no state \"%1\"; the states are: %2.")
                                                  .arg(wanted, known.join(QStringLiteral(", "))));
                    list.states.append(wanted);
                }
                return CommandChoice(list);
            })
        ->add_option("--state", states, "Only those in this state (may be given again)")
        ->type_name("S")
        ->expected(1)
        ->take_all();
    command(app, "show", "Show an upload and its parts", "gantryctl show 3 --json",
            [this]() -> tl::expected<CommandChoice, QString> {
                QList<UploadId> parsed;
                if (!idsFromTexts(ids, parsed) || parsed.size() != 1)
                    return tl::unexpected(
                        QStringLiteral("One upload's ID is expected (see `gantryctl list`)."));
                return CommandChoice(ShowUpload{parsed.first()});
            })
        ->add_option("ID", ids, "The upload")
        ->required();
    for (const VerbText &text : verbTexts) {
        CLI::App *verb =
            command(app, text.name, text.help, text.examples, [this, &text] { return change(text.verb); });
        verb->add_option("ID", ids, "The uploads");
        verb->add_flag("--all", all, text.all);
    }
    CLI::App *decide =
        command(app, "decide", "Say what becomes of uploads that need a decision",
                "gantryctl decide 3 --start-over\n  gantryctl decide --all --skip",
                [this]() -> tl::expected<CommandChoice, QString> {
                    if (startOver == skip)
                        return tl::unexpected(QStringLiteral("Say either --start-over or --skip."));
                    return change(startOver ? QueueVerb::StartOver : QueueVerb::Skip);
                });
    decide->add_option("ID", ids, "The uploads");
    decide->add_flag("--all", all, "All that need a decision");
    decide->add_flag("--start-over", startOver, "Send the file as it is now, from its beginning");
    decide->add_flag("--skip", skip, "Leave it: the upload is cancelled");
}

QString withoutLastBreak(const std::string &text)
{
    QString result = QString::fromStdString(text);
    while (result.endsWith(QLatin1Char('\n')))
        result.chop(1);
    return result;
}

// The command that the line got as far as, as it is typed: "gantryctl destination add".
QString commandOf(const CLI::App *app)
{
    QString line = QStringLiteral("gantryctl");
    while (!app->get_subcommands().empty()) {
        app = app->get_subcommands().front();
        line += QLatin1Char(' ') + QString::fromStdString(app->get_name());
    }
    return line;
}

void collectOptions(const CLI::App *app, const QString &path, QMap<QString, QStringList> &all)
{
    QStringList options;
    for (const CLI::Option *option : app->get_options())
        if (!option->get_group().empty())
            for (const std::string &name : option->get_lnames())
                options.append(QStringLiteral("--") + QString::fromStdString(name));
    all.insert(path, options);
    for (const CLI::App *command : app->get_subcommands({})) {
        const QString name = QString::fromStdString(command->get_name());
        collectOptions(command, path.isEmpty() ? name : path + QLatin1Char(' ') + name, all);
    }
}

} // namespace

tl::expected<Invocation, ParseEnd> parseCommandLine(const std::vector<std::string> &arguments,
                                                    const QList<DestinationKind> &kinds)
{
    Parser parser(kinds);
    const auto wrong = [&parser](const QString &what) {
        return tl::unexpected(ParseEnd{
            ExitUsage, QStringLiteral("%1\nTry '%2 --help'.").arg(what.trimmed(), commandOf(&parser.app))});
    };
    try {
        parser.app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::CallForHelp &) {
        return tl::unexpected(ParseEnd{ExitDone, withoutLastBreak(parser.app.help())});
    } catch (const CLI::CallForVersion &version) {
        return tl::unexpected(ParseEnd{ExitDone, withoutLastBreak(version.what())});
    } catch (const CLI::RequiredError &error) {
        // What is missing is often what was misspelt.
        const std::vector<std::string> unknown = parser.app.remaining(true);
        if (!unknown.empty())
            return wrong(QStringLiteral("There is no \"%1\".")
                             .arg(QString::fromStdString(unknown.front()).section(QLatin1Char('='), 0, 0)));
        return wrong(withoutLastBreak(error.what()));
    } catch (const CLI::ParseError &error) {
        return wrong(withoutLastBreak(error.what()));
    }
    tl::expected<CommandChoice, QString> command = parser.choose();
    if (!command)
        return wrong(command.error());
    return Invocation{{QString::fromStdString(parser.stateDir), parser.json, parser.quiet},
                      *std::move(command)};
}

QMap<QString, QStringList> allOptions(const QList<DestinationKind> &kinds)
{
    const Parser parser(kinds);
    QMap<QString, QStringList> all;
    collectOptions(&parser.app, {}, all);
    return all;
}

} // namespace gantry
