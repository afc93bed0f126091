// One engine for each state folder: who holds the lock owns it; everyone else talks to the owner.
#pragma once

#include "engine/core/expected.h"

#include <QString>

namespace gantry {

class StateLock
{
public:
    enum class Outcome { Owner, OwnedByOther };

    // The platform's app-data folder, or GANTRY_STATE_DIR.
    static QString defaultStateDir();

    StateLock();
    ~StateLock(); // gives the lock back
    StateLock(const StateLock &) = delete;
    StateLock &operator=(const StateLock &) = delete;

    // Makes the folder (0700) if it is missing and tries to take stateDir/gantry.lock. The lock is the
    // kernel's, so that of a dead process is free at once, whoever has its process number now. Fails with
    // InvalidInput where the folder cannot be made or written, belongs to another user, or is open to others
    // and holds things that are not Gantry's.
    Expected<Outcome> take(const QString &stateDir);

    // The process that holds the lock, as it wrote itself down; 0 where that cannot be told. For messages
    // only.
    static qint64 ownerPid(const QString &stateDir);

private:
    int m_lockFd = -1;
};

} // namespace gantry
