#include "app/cli/destination_commands.h"

#include "app/cli/table.h"
#include "app/cli/terminal_text.h"
#include "engine/ipc/snapshot_json.h"
#include "engine/storage/secret_store.h"

namespace gantry {
namespace {

class AddCommand final : public Command
{
public:
    AddCommand(CommandContext &context, AddDestination choice)
        : Command(context)
        , m_choice(std::move(choice))
    {}

    void start() override
    {
        QJsonObject secrets;
        for (auto it = m_choice.secretSources.begin(); it != m_choice.secretSources.end(); ++it) {
            const Expected<QByteArray> secret = readSecretSource(it.value());
            if (!secret) {
                failWith(secret.error());
                return;
            }
            secrets.insert(it.key(), QString::fromLatin1(secret->toBase64()));
        }
        openEngine();
        const QJsonObject arguments{{QLatin1String("settings"), toJson(m_choice.settings)},
                                    {QLatin1String("secrets"), secrets}};
        call(QStringLiteral("put_destination"), arguments, [this](const QJsonObject &) {
            printJson({{QLatin1String("destination"), toJson(m_choice.settings)}});
            printLine(QStringLiteral("Destination %1 is set up. `gantryctl destination test %1` tries it.")
                          .arg(harmless(m_choice.settings.name)));
            finish(ExitDone);
        });
    }

private:
    AddDestination m_choice;
};

// What tells one destination from another at a glance: its address.
QString addressOf(const DestinationSettings &settings)
{
    for (const char *name : {"url", "endpoint"})
        if (QString value = settings.fields.value(QLatin1String(name)); !value.isEmpty())
            return value;
    return settings.fields.isEmpty() ? QString() : settings.fields.first();
}

class ListDestinationsCommand final : public Command
{
public:
    using Command::Command;

    void start() override
    {
        openEngine();
        call(QStringLiteral("destinations"), {}, [this](const QJsonObject &answer) {
            const auto list =
                listFromJson(answer.value(QLatin1String("destinations")).toArray(), destinationFromJson);
            if (!list) {
                failWith(list.error());
                return;
            }
            printJson({{QLatin1String("destinations"), listToJson(*list)}});
            Table table({{QStringLiteral("NAME")},
                         {QStringLiteral("KIND")},
                         {QStringLiteral("ADDRESS")},
                         {QStringLiteral("SECRETS")}});
            for (const DestinationSettings &settings : *list)
                table.add({settings.name, settings.kind, addressOf(settings), toName(settings.secretStore)});
            if (list->isEmpty())
                printLine(QStringLiteral(
                    "There is no destination yet: `gantryctl destination add --help` tells how to add one."));
            else
                for (const QString &line : table.lines())
                    printLine(line);
            finish(ExitDone);
        });
    }
};

class TestCommand final : public Command
{
public:
    TestCommand(CommandContext &context, TestDestination choice)
        : Command(context)
        , m_choice(std::move(choice))
    {}

    void start() override
    {
        openEngine();
        call(QStringLiteral("test_destination"), {{QLatin1String("name"), m_choice.name}},
             [this](const QJsonObject &answer) {
                 const auto checks =
                     listFromJson(answer.value(QLatin1String("checks")).toArray(), checkFromJson);
                 if (!checks) {
                     failWith(checks.error());
                     return;
                 }
                 bool passed = true;
                 for (const CheckLine &check : *checks) {
                     passed = passed && check.result != CheckLine::Result::Failed;
                     printLine(QStringLiteral("%1  %2  %3")
                                   .arg(wordOf(check.result), padRight(harmless(check.name), 12),
                                        harmless(check.message)));
                 }
                 printJson({{QLatin1String("destination"), m_choice.name},
                            {QLatin1String("passed"), passed},
                            {QLatin1String("checks"), listToJson(*checks)}});
                 finish(passed ? ExitDone : ExitFailed);
             });
    }

private:
    static QString wordOf(CheckLine::Result result)
    {
        switch (result) {
        case CheckLine::Result::Passed:
            return QStringLiteral("ok     ");
        case CheckLine::Result::Warning:
            return QStringLiteral("warning");
        case CheckLine::Result::Failed:
            return QStringLiteral("failed ");
        case CheckLine::Result::Skipped:
            return QStringLiteral("skipped");
        }
        Q_UNREACHABLE();
    }

    TestDestination m_choice;
};

class RemoveCommand final : public Command
{
public:
    RemoveCommand(CommandContext &context, DropDestination choice)
        : Command(context)
        , m_choice(std::move(choice))
    {}

    void start() override
    {
        openEngine();
        call(QStringLiteral("remove_destination"), {{QLatin1String("name"), m_choice.name}},
             [this](const QJsonObject &) {
                 printJson({{QLatin1String("removed"), m_choice.name}});
                 printLine(QStringLiteral("Destination %1 and its secrets are removed.")
                               .arg(harmless(m_choice.name)));
                 finish(ExitDone);
             });
    }

private:
    DropDestination m_choice;
};

} // namespace

std::unique_ptr<Command> makeDestinationCommand(CommandContext &context, const AddDestination &choice)
{
    return std::make_unique<AddCommand>(context, choice);
}

std::unique_ptr<Command> makeDestinationCommand(CommandContext &context, const ListDestinations &)
{
    return std::make_unique<ListDestinationsCommand>(context);
}

std::unique_ptr<Command> makeDestinationCommand(CommandContext &context, const TestDestination &choice)
{
    return std::make_unique<TestCommand>(context, choice);
}

std::unique_ptr<Command> makeDestinationCommand(CommandContext &context, const DropDestination &choice)
{
    return std::make_unique<RemoveCommand>(context, choice);
}

} // namespace gantry
