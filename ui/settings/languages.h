// The languages that the program speaks: English, and each translation that is compiled in.
#pragma once

#include <QStringList>

namespace gantry {

// Codes as "de"; English first, the others by their own names. Translations are resources named
// :/i18n/gantry_<code>.qm.
QStringList knownLanguages();

// In the language itself: "Deutsch".
QString languageName(const QString &code);

} // namespace gantry
