// Reads a small file whole: certificates and the like. Blocking; for the pool.
#pragma once

#include "engine/core/expected.h"

#include <QByteArray>
#include <QString>

namespace gantry {

// Fails with InvalidInput, in words that name the file, if it cannot be read or is longer than the limit
// (bytes).
Expected<QByteArray> readSmallFile(const QString &path, qint64 limit);

} // namespace gantry
