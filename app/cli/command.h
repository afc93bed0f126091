// What a command of gantryctl is: started once, it ends with an exit status.
#pragma once

#include "app/cli/command_line.h"
#include "app/cli/console.h"
#include "app/cli/engine_access.h"
#include "app/cli/exit_code.h"

#include <QObject>

#include <memory>

namespace gantry {

struct CommandContext
{
    GlobalOptions options;
    Console &console;
    EngineAccess &access;
};

class Command : public QObject
{
    Q_OBJECT

public:
    explicit Command(CommandContext &context)
        : m_context(context)
    {}

    virtual void start() = 0;
    // A signal: says what is left undone, and ends.
    virtual void stop();

Q_SIGNALS:
    void finished(int exitCode); // once

protected:
    // Opens the engine for a few calls; a lost way ends the command.
    void openEngine(EngineAccess::Need need = EngineAccess::Need::Edit);
    // The call's result, or the end of the command with the failure's words.
    void call(const QString &name, const QJsonObject &arguments,
              std::function<void(const QJsonObject &)> then);
    void failWith(const Failure &failure);
    void finish(ExitCode code);
    bool isFinished() const { return m_finished; }

    Console &console() { return m_context.console; }
    EngineAccess &access() { return m_context.access; }
    bool json() const { return m_context.options.json; }
    // JSON to standard output, in one document; only where --json asks for it.
    void printJson(const QJsonObject &document);
    void printLine(const QString &text); // only without --json

private:
    CommandContext &m_context;
    bool m_finished = false;
};

std::unique_ptr<Command> makeCommand(CommandContext &context, const CommandChoice &choice);

} // namespace gantry
