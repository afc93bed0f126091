// The program's look as a whole: style and colours of all its windows.
#pragma once

#include <QtGlobal>

#include <optional>

namespace gantry {

enum class Theme : quint8 {
    System, // light or dark as the desktop is
    Light,
    Dark,
};

// Also while windows are open. What the desktop says counts for Theme::System; where it says nothing, the
// colours that it had when the program started. GUI thread; needs a QApplication.
void applyTheme(Theme theme, std::optional<bool> desktopIsDark = {});

} // namespace gantry
