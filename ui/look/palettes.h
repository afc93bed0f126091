// The program's own light and dark colours.
#pragma once

#include <QPalette>

namespace gantry {

QPalette lightPalette();
QPalette darkPalette();

// The same with a highlight for rows and menu items: soft enough that text and colours of states stay
// readable on it. Only the roles that differ are set.
QPalette rowPalette(const QPalette &palette);

} // namespace gantry
