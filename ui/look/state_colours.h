// The colours of states, derived from a palette, with enough contrast (WCAG 2.1 AA) on its Base in light and
// dark.
#pragma once

#include "engine/core/part_types.h"
#include "ui/text/upload_words.h"

#include <QColor>
#include <QPalette>

namespace gantry {

bool isDark(const QPalette &palette);

// For text and icons on Base: 4.5 to 1 at least.
QColor moodColour(UploadMood mood, const QPalette &palette);

// For areas on Base, 3 to 1 at least against Base where it carries meaning; the waiting part is the quiet
// one.
QColor partColour(PartState state, const QPalette &palette);

// Relative luminance contrast, 1 … 21.
double contrastOf(const QColor &a, const QColor &b);

} // namespace gantry
