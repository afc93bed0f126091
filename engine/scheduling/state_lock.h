// One engine for each state folder: who holds the lock owns it; everyone else talks to the owner.
#pragma once

#include "engine/core/expected.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace gantry {

class StateLock
{
public:
    enum class Outcome { Owner, OwnedByOther };

    // The platform's app-data folder, or GANTRY_STATE_DIR.
    static QString defaultStateDir();

    // Makes the folder (0700) if it is missing and tries to take stateDir/gantry.lock. A lock left by a dead
    // process is taken over. Fails with InvalidInput where the folder cannot be made or written, or belongs
    // to another user.
    Expected<Outcome> take(const QString &stateDir);

private:
    std::unique_ptr<QLockFile> m_file;
};

} // namespace gantry
