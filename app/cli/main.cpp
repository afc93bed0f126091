// gantryctl: Gantry for terminals, scripts and machines without a screen.
#include "app/cli/command.h"
#include "app/cli/terminal_text.h"
#include "engine/platform/core_dumps.h"
#include "engine/platform/log_file.h"
#include "engine/platform/stop_signals.h"
#include "engine/protocol/backend_catalogue.h"

#include <QCoreApplication>
#include <QDir>

#include <unistd.h>

using namespace gantry;

int main(int argc, char **argv)
{
    refuseCoreDumps(Onlookers::Refused);
    // Before Qt looks at the locale: it makes one that is not UTF-8 into one that is, with a warning.
    const TerminalHints hints = TerminalHints::fromEnvironment(STDOUT_FILENO);
    sendQtMessagesTo(nullptr);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("gantry"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GANTRY_VERSION));

    const tl::expected<Invocation, ParseEnd> invocation =
        parseCommandLine(std::vector<std::string>(argv + 1, argv + argc), destinationKinds());
    if (!invocation) {
        Console console(STDOUT_FILENO, STDERR_FILENO, false, hints);
        if (invocation.error().exitCode == ExitDone)
            console.line(invocation.error().text);
        else
            for (const QString &line : invocation.error().text.split(QLatin1Char('\n')))
                console.error(harmless(line));
        return invocation.error().exitCode;
    }

    StopSignals signals_;
    Console console(STDOUT_FILENO, STDERR_FILENO, invocation->options.quiet, hints);
    const QString &named = invocation->options.stateDir;
    EngineAccess access(QDir::cleanPath(
        QDir::current().absoluteFilePath(named.isEmpty() ? StateLock::defaultStateDir() : named)));
    CommandContext context{invocation->options, console, access};
    const std::unique_ptr<Command> command = makeCommand(context, invocation->command);

    int exitCode = ExitStopped;
    QObject::connect(command.get(), &Command::finished, &application, [&](int code) {
        exitCode = code;
        access.close([] { QCoreApplication::quit(); });
    });
    QObject::connect(&signals_, &StopSignals::stopAsked, command.get(), &Command::stop);
    // Whoever read our output has gone: like a terminal that is closed.
    console.onBroken = [&command] {
        QMetaObject::invokeMethod(command.get(), &Command::stop, Qt::QueuedConnection);
    };
    QMetaObject::invokeMethod(command.get(), &Command::start, Qt::QueuedConnection);
    QCoreApplication::exec();
    return exitCode;
}
