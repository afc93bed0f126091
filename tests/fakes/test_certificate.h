// Certificates for TLS tests, made when they are needed. Uses the openssl command.
#pragma once

#include "tests/fakes/loopback_server.h"

#include <optional>

namespace gantry {

// Self-signed, valid for a day, for these names as in subjectAltName ("IP:127.0.0.1,DNS:localhost"). None:
// openssl failed, which is said on the standard error stream.
std::optional<LoopbackServer::Tls> makeCertificate(const QByteArray &names);

} // namespace gantry
