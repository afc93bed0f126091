// Where the owner of a state folder can be reached: a local socket in that folder, and who is at its other
// end.
#pragma once

#include "engine/core/expected.h"

#include <QString>

namespace gantry {

// stateDir/gantry.sock.
QString ipcSocketPath(const QString &stateDir);

// Both answer with a non-blocking descriptor that the caller owns. A path longer than the 107 bytes of a
// socket address is reached through the folder's own descriptor (/proc/self/fd), so the socket always lies in
// the folder that it serves.

// Takes the place of a socket that is there: only for who holds the StateLock. Mode 0600.
Expected<int> listenAtSocket(const QString &stateDir);

// Unreachable where nobody listens.
Expected<int> connectToSocket(const QString &stateDir);

// Is the process at the other end this user's (or root's)? True where the system cannot tell: the folder is
// private.
bool isPeerTrusted(int fd);

} // namespace gantry
