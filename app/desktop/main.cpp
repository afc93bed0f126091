#include "app/desktop/desktop.h"
#include "engine/platform/stop_signals.h"

#include <CLI/CLI.hpp>

#include <QApplication>
#include <QDir>

#include <string>
#include <vector>

using namespace gantry;

namespace {

QString absolute(const std::string &path)
{
    return QDir::cleanPath(QDir::current().absoluteFilePath(QFile::decodeName(path.c_str())));
}

} // namespace

int main(int argc, char **argv)
{
    // Before there is a display to connect to: --help and --version need none.
    CLI::App options("Uploads very large files over links that fail, and proves that they arrived.",
                     "gantry");
    std::vector<std::string> files;
    std::string stateDir;
    options
        .add_option("FILE", files, "Files and folders to upload; a window that is open already takes them")
        ->type_name("");
    options.add_option("--state-dir", stateDir, "Where the queue is kept (also: GANTRY_STATE_DIR)")
        ->type_name("DIR");
    options.set_version_flag("--version", "gantry " GANTRY_VERSION);
    try {
        options.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        const int status = options.exit(error);
        return status == 0 ? 0 : 2;
    }

    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("gantry"));
    QApplication::setApplicationDisplayName(QStringLiteral("Gantry"));
    QApplication::setApplicationVersion(QStringLiteral(GANTRY_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.gantry.Gantry"));
    QApplication::setQuitOnLastWindowClosed(false); // Desktop says when it is over

    StopSignals stopSignals;
    QStringList paths;
    for (const std::string &file : files)
        paths.append(absolute(file));
    Desktop desktop(stateDir.empty() ? StateLock::defaultStateDir() : absolute(stateDir), paths);
    QObject::connect(&desktop, &Desktop::ended, &application,
                     [](int status) { QCoreApplication::exit(status); });
    QObject::connect(&stopSignals, &StopSignals::stopAsked, &desktop, &Desktop::end);
    QMetaObject::invokeMethod(&desktop, &Desktop::begin, Qt::QueuedConnection);
    return QApplication::exec();
}
