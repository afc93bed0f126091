// Credentials that a destination does not keep itself: read from the environment, or a profile of Amazon's
// tools.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/expected.h"

#include <QByteArray>
#include <QMap>

namespace gantry {

// What the settings' place (SecretStoreKind::Environment or Profile) has of the fields, by field name; those
// of a place belong together, so none is taken from elsewhere. SecretMissing where a required one is not
// there, InvalidInput where the place is unusable, in words that say what to do. Blocking; any thread.
Expected<QMap<QString, QByteArray>> readOwnCredentials(const DestinationSettings &settings,
                                                       const QList<SettingsField> &fields);

} // namespace gantry
