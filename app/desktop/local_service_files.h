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

struct LocalServiceStart
{
    QString program; // empty: there is none
    LocalServiceNotes notes;
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

    // Whether it was on is forgotten; the rest of the notes stays.
    Expected<void> setOff() const;

    // Makes the folder (private), begins a new log where the old one has grown, and finds what a start needs.
    // Both may be empty: the program is looked for, the uploads go to "Gantry uploads" in the home folder. On
    // another file system than the data they could not be moved there in one step, so then they stay beside
    // it.
    Expected<LocalServiceStart> prepare(const QString &program, const QString &uploads) const;
    // The last line of the log.
    QString lastWords() const;

private:
    Expected<void> makeFolder() const;
    QString folderFor(const QString &wanted) const;

    QString m_folder;
};

} // namespace gantry
