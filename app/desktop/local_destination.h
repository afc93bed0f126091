// The destination that the local service is for the engine.
#pragma once

#include "engine/core/destination_types.h"

#include <QList>
#include <QString>

namespace gantry {

// "http://127.0.0.1:8090"
QString localAddress(int port);

// nullptr: none of that name.
const DestinationSettings *destinationNamed(const QList<DestinationSettings> &known, const QString &name);

// "local", where nobody uses that name for something else; else "local-2" and so on. A service on this
// machine that has the name already is taken over.
QString localDestinationName(const QList<DestinationSettings> &known);

// What it has to be, with what the user has set on the present one.
DestinationSettings localDestination(const DestinationSettings *present, const QString &name, int port);

} // namespace gantry
