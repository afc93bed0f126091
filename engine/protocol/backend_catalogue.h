// Every kind of destination that this program knows. CMake writes the list from the folders of
// engine/protocol.
#pragma once

#include "engine/protocol/protocol_backend.h"

#include <QStringList>
#include <QStringView>

namespace gantry {

QStringList backendKinds(); // in alphabetical order

QList<DestinationKind> destinationKinds(); // the same, with what their forms need

// nullptr for a kind that is not known. Backends are stateless: one instance serves everybody, in any thread.
const ProtocolBackend *backendOf(QStringView kind);

} // namespace gantry
