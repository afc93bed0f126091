// Directories that are still there after a power cut.
#pragma once

#include "app/service/service_error.h"

#include <QString>

namespace gantry {

// Makes the directory and what is missing above it, each entry durable when this returns. `mode` is for the
// last one; those above get 0777 less the umask. One that is there already is fine and keeps its mode. The
// error names the path.
Served<void> makeDirectory(const QString &path, unsigned mode);

} // namespace gantry
