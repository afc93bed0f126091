// Where a tus destination is, and where its uploads are.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/expected.h"

#include <QByteArray>

namespace gantry::tus {

inline const QString fieldUrl = QStringLiteral("url");
inline const QString fieldToken = QStringLiteral("token");
inline const QString fieldHeaders = QStringLiteral("headers");
inline const QString fieldMetadata = QStringLiteral("metadata");
inline const QString fieldMethodOverride = QStringLiteral("method_override");

// Checks all that a person typed; InvalidInput.
Expected<void> validateSettings(const DestinationSettings &settings);

// Where uploads are created, encoded.
QByteArray endpointOf(const DestinationSettings &settings);

// Below the endpoint; the name is a random one, so that nothing is there.
QByteArray unknownAddress(const QByteArray &endpoint, const QString &name);

// The upload that a Location names: absolute, with a path only, without a scheme, or relative to the endpoint
// (RFC 9110 section 10.2.2). ProtocolViolation for what is no web address, or leaves TLS.
Expected<QByteArray> uploadAddress(const QByteArray &location, const QByteArray &endpoint);

// The same scheme, host and port: credentials for one are none of another's business.
bool isSameOrigin(const QByteArray &a, const QByteArray &b);

} // namespace gantry::tus
