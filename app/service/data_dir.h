// The service's own directory: private, and used by one service at a time.
#pragma once

#include "app/service/file_descriptor.h"
#include "app/service/service_error.h"

#include <QString>

namespace gantry {

// Makes the directory if it is missing, mode 0700. Refuses one of another user: files made in it by this one
// would lock its owner out.
Served<void> prepareDataDir(const QString &directory);

// Held for as long as the descriptor lives, and gone with its process, however that ends.
Served<FileDescriptor> lockDataDir(const QString &directory);

QString databaseFile(const QString &directory);

} // namespace gantry
