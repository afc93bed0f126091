// The journal's tables, and the ordered steps that lead an older file to them.
#pragma once

#include "engine/storage/journal_connection.h"

#include <QLatin1String>

#include <vector>

namespace gantry {

// "Gtry", in the file's header (https://www.sqlite.org/pragma.html#pragma_application_id).
inline constexpr qint32 journalApplicationId = 0x47747279;

// One step: its statements lead a file of version - 1 to version, in one transaction.
struct Migration
{
    int version = 0;
    std::vector<QLatin1String> statements;
};

// The steps from an empty file to today's tables. A step that has been released never changes.
const std::vector<Migration> &journalMigrations();

// Runs the steps above the file's user_version, each with its new user_version in a transaction of its own:
// after a failure or a kill the file is at one version or the next, never between.
SqlResult<void> upgradeJournal(JournalConnection &connection,
                               const std::vector<Migration> &migrations = journalMigrations());

} // namespace gantry
