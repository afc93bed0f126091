// The grid for screen readers: a list that tells its sums, and the part that one is at as its item.
#pragma once

namespace gantry {

class PartsGrid;

void installPartsGridAccessible(); // once is enough, more does no harm

// Says that another part is the current one, or that it has another state.
void tellPartsGridFocus(PartsGrid *grid);

} // namespace gantry
