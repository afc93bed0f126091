// The program's look as a whole: style and colours of all its windows.
#pragma once

#include <QtGlobal>

namespace gantry {

enum class Theme : quint8 {
    System, // light or dark as the desktop was when the program started
    Light,
    Dark,
};

// Also while windows are open. GUI thread; needs a QApplication.
void applyTheme(Theme theme);

} // namespace gantry
