// What a kind of destination brings to the window: its name and the fields of its form. Handed in by the
// program, which alone knows the backends.
#pragma once

#include "engine/core/destination_types.h"

#include <QList>
#include <QString>

namespace gantry {

struct DestinationKind
{
    QString kind;
    QString displayName; // source text; see kindText()
    QList<SettingsField> fields;
};

} // namespace gantry
