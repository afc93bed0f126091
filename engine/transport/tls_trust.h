// Which certificates are trusted.
#pragma once

#include "engine/core/expected.h"

#include <QByteArray>
#include <QSslConfiguration>

namespace gantry {

// The system's authorities and those in `caPem`; TLS 1.2 or later. InvalidInput if `caPem` holds no
// certificate.
Expected<QSslConfiguration> tlsTrust(const QByteArray &caPem);

} // namespace gantry
