#include "app/desktop/arguments.h"
#include "app/desktop/desktop.h"
#include "engine/platform/core_dumps.h"
#include "engine/platform/stop_signals.h"

#include <QApplication>

using namespace gantry;

int main(int argc, char **argv)
{
    refuseCoreDumps(Onlookers::Allowed);
    // Before there is a display to connect to: --help and --version need none.
    const std::variant<Arguments, ExitStatus> parsed = parseArguments(argc, argv);
    if (const auto *status = std::get_if<ExitStatus>(&parsed))
        return status->value;
    const Arguments &arguments = *std::get_if<Arguments>(&parsed);

    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("gantry"));
    QApplication::setApplicationDisplayName(QStringLiteral("Gantry"));
    QApplication::setApplicationVersion(QStringLiteral(GANTRY_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.gantry.Gantry"));
    QApplication::setQuitOnLastWindowClosed(false); // Desktop says when it is over

    StopSignals stopSignals;
    Desktop desktop(arguments.stateDir.isEmpty() ? StateLock::defaultStateDir() : arguments.stateDir,
                    arguments.paths);
    QObject::connect(&desktop, &Desktop::ended, &application,
                     [](int status) { QCoreApplication::exit(status); });
    QObject::connect(&stopSignals, &StopSignals::stopAsked, &desktop, &Desktop::end);
    QMetaObject::invokeMethod(&desktop, &Desktop::begin, Qt::QueuedConnection);
    return QApplication::exec();
}
