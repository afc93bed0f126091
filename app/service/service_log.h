// The service's log: one line per event on standard error. Any thread.
#pragma once

#include <QString>

namespace gantry {

// Control characters are escaped, so that a name in a message cannot begin a line of its own.
// The caller leaves out tokens, signatures and queries of links.
void logEvent(const QString &message);

} // namespace gantry
