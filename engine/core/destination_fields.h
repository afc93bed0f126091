// Which fields of a destination's settings matter, and where its secrets are read from. Pure; any thread.
#pragma once

#include "engine/core/destination_types.h"

#include <QList>
#include <QMap>
#include <QString>

namespace gantry {

// Those of the kind's fields that have a meaning with these values and that place for secrets, `required` and
// `help` as the choices among the values have them. A place that has credentials of its own leaves out what
// it brings.
QList<SettingsField> fieldsThatMatter(const QList<SettingsField> &fields,
                                      const QMap<QString, QString> &values, SecretStoreKind store);

// The choice that is made for a field of type Choice.
const FieldChoice *choiceOf(const SettingsField &field, const QMap<QString, QString> &values);

bool hasOwnCredentials(SecretStoreKind store);

// "env:NAME" or "file:/path" by field, out of DestinationSettings::secretSource: the kind's first secret
// stands alone, each other one in a line FIELD=SOURCE of its own.
QMap<QString, QString> secretSourcesOf(const QString &secretSource, const QString &firstSecret);
QString secretSourceOf(const QMap<QString, QString> &sources, const QString &firstSecret);

// The first field of that type; empty: there is none.
QString firstSecretOf(const QList<SettingsField> &fields);

} // namespace gantry
