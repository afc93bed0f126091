// Destinations in words: kinds, fields, where secrets are kept, what a test saw.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/scheduling/engine.h"
#include "ui/look/icons.h"
#include "ui/text/upload_words.h"

#include <QString>

namespace gantry {

// Backends bring their words as source text, marked for translators; what has no translation is shown as it
// is.
QString backendText(const QString &source);
// "Upload service"; for a kind that nobody knows its name.
QString kindText(const QString &kind, const QList<DestinationKind> &kinds);

QString secretStoreText(SecretStoreKind kind);
QString secretStoreHint(SecretStoreKind kind);

// "Reachable", "Clock", …; a name that nobody knows as it is.
QString checkNameText(const QString &name);
QString checkResultText(CheckLine::Result result);
Glyph checkGlyph(CheckLine::Result result);
UploadMood checkMood(CheckLine::Result result); // for its colour

} // namespace gantry
