// What the local service leaves on the disk: its notes, its token, its log. Any thread but the window's: it
// reads and writes.
#pragma once

#include "engine/core/expected.h"

#include <QByteArray>
#include <QString>

namespace gantry {

struct LocalServiceNotes
{
    bool isOn = false;   // to be brought up with the window
    int port = 0;        // of the last time; 0: none yet
    QString folder;      // where uploads end up; empty: not chosen yet
    QString destination; // the name under which the engine knows it; empty: none yet
    QByteArray token;    // empty: none was made yet

    friend bool operator==(const LocalServiceNotes &, const LocalServiceNotes &) = default;
};

class LocalServiceFiles
{
public:
    explicit LocalServiceFiles(const QString &stateDir);

    QString dataDir() const { return m_folder + QStringLiteral("/data"); }
    QString logFile() const { return m_folder + QStringLiteral("/service.log"); }

    // Notes that are damaged are as none: the port and the rest are found anew.
    Expected<LocalServiceNotes> read() const;
    Expected<void> write(const LocalServiceNotes &notes) const;

    // The folder, private; and a log that does not grow for ever.
    Expected<void> prepare() const;
    // `wanted`, or one beside the data where `wanted` is on another file system: a finished file is moved
    // there in one step.
    QString folderFor(const QString &wanted) const;
    // The last line of the log.
    QString lastWords() const;

private:
    QString m_folder;
};

// The program of the service: beside this one, in the build tree, or in the PATH; empty: not there.
QString findLocalServiceProgram();

} // namespace gantry
