#include "app/cli/command.h"

#include "app/cli/destination_commands.h"
#include "app/cli/failure_exit.h"
#include "app/cli/list_commands.h"
#include "app/cli/orphan_commands.h"
#include "app/cli/plan_command.h"
#include "app/cli/queue_command.h"
#include "app/cli/terminal_text.h"
#include "app/cli/upload_command.h"
#include "engine/ipc/snapshot_json.h"

namespace gantry {

void Command::stop()
{
    console().error(QStringLiteral("Stopped."));
    finish(ExitStopped);
}

void Command::openEngine(EngineAccess::Need need)
{
    connect(&access(), &EngineAccess::lost, this, &Command::failWith);
    connect(&access(), &EngineAccess::notice, this,
            [this](const QString &text) { console().error(harmless(text)); });
    access().open(need, false);
}

void Command::call(const QString &name, const QJsonObject &arguments,
                   std::function<void(const QJsonObject &)> then)
{
    access().call(name, arguments, [this, then = std::move(then)](const Expected<QJsonObject> &answer) {
        if (m_finished)
            return;
        if (answer)
            then(*answer);
        else
            failWith(answer.error());
    });
}

void Command::failWith(const Failure &failure)
{
    if (m_finished)
        return;
    printJson({{QLatin1String("error"), toJson(failure)}});
    console().error(harmless(failure.message));
    finish(exitCodeOf(failure));
}

void Command::finish(ExitCode code)
{
    if (std::exchange(m_finished, true))
        return;
    Q_EMIT finished(code);
}

void Command::printJson(const QJsonObject &document)
{
    if (json())
        console().json(document);
}

void Command::printLine(const QString &text)
{
    if (!json())
        console().line(text);
}

std::unique_ptr<Command> makeCommand(CommandContext &context, const CommandChoice &choice)
{
    struct Maker
    {
        CommandContext &context;
        std::unique_ptr<Command> operator()(const AddDestination &c) const
        {
            return makeDestinationCommand(context, c);
        }
        std::unique_ptr<Command> operator()(const ListDestinations &c) const
        {
            return makeDestinationCommand(context, c);
        }
        std::unique_ptr<Command> operator()(const TestDestination &c) const
        {
            return makeDestinationCommand(context, c);
        }
        std::unique_ptr<Command> operator()(const DropDestination &c) const
        {
            return makeDestinationCommand(context, c);
        }
        std::unique_ptr<Command> operator()(const UploadFiles &c) const
        {
            return makeUploadCommand(context, c);
        }
        std::unique_ptr<Command> operator()(const RunQueue &c) const { return makeRunCommand(context, c); }
        std::unique_ptr<Command> operator()(const ListUploads &c) const
        {
            return makeListCommand(context, c);
        }
        std::unique_ptr<Command> operator()(const ShowUpload &c) const { return makeShowCommand(context, c); }
        std::unique_ptr<Command> operator()(const ChangeUploads &c) const
        {
            return makeQueueCommand(context, c);
        }
        std::unique_ptr<Command> operator()(const PlanParts &c) const { return makePlanCommand(context, c); }
        std::unique_ptr<Command> operator()(const ListOrphans &c) const
        {
            return makeOrphanCommand(context, c);
        }
        std::unique_ptr<Command> operator()(const AdoptOrphan &c) const
        {
            return makeOrphanCommand(context, c);
        }
        std::unique_ptr<Command> operator()(const AbortOrphans &c) const
        {
            return makeOrphanCommand(context, c);
        }
        std::unique_ptr<Command> operator()(const ShowLifecycle &c) const
        {
            return makeLifecycleCommand(context, c);
        }
        std::unique_ptr<Command> operator()(const SetLifecycle &c) const
        {
            return makeLifecycleCommand(context, c);
        }
    };
    return std::visit(Maker{context}, choice);
}

} // namespace gantry
