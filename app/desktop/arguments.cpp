#include "app/desktop/arguments.h"

#include <CLI/CLI.hpp>

#include <QDir>
#include <QFile>

#include <string>
#include <vector>

namespace gantry {
namespace {

QString absolute(const std::string &path)
{
    return QDir::cleanPath(QDir::current().absoluteFilePath(QFile::decodeName(path.c_str())));
}

} // namespace

std::variant<Arguments, ExitStatus> parseArguments(int argc, char **argv)
{
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
        return ExitStatus{options.exit(error) == 0 ? 0 : 2};
    }

    Arguments arguments;
    for (const std::string &file : files)
        arguments.paths.append(absolute(file));
    if (!stateDir.empty())
        arguments.stateDir = absolute(stateDir);
    return arguments;
}

} // namespace gantry
