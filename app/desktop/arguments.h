// The command line of the window's program.
#pragma once

#include <QString>
#include <QStringList>

#include <variant>

namespace gantry {

struct Arguments
{
    QStringList paths; // absolute
    QString stateDir;  // absolute, or empty: the usual one
};

struct ExitStatus
{
    int value = 0;
};

// ExitStatus: all is said (--help, --version, a mistake), and the process ends with it. Needs no display.
std::variant<Arguments, ExitStatus> parseArguments(int argc, char **argv);

} // namespace gantry
