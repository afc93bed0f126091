// The file at the journal's path before it is written to: found sound, set aside, refused, or begun.
#pragma once

#include "engine/storage/journal_connection.h"

namespace gantry {

struct SettledFile
{
    QString path;     // links resolved
    QString setAside; // not empty: what was here lies there now
    QString reason;   // why it was set aside
};

// Afterwards a sound database of ours, of a version up to `newestVersion`, is at the path, mode 0600. Fails,
// with everything untouched, where the path cannot be used or holds a newer journal.
Expected<SettledFile> settleJournalFile(const QString &path, int newestVersion,
                                        JournalConnection &connection);

// Moves the file and what SQLite keeps beside it to journal.damaged-<UTC>.sqlite; nothing may have it open.
// The new path.
Expected<QString> setJournalAside(const QString &path);

} // namespace gantry
