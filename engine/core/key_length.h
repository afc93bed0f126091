// How long a name at a destination may be.
#pragma once

#include <QtGlobal>

namespace gantry {

inline constexpr qsizetype longestKey = 1024; // bytes of UTF-8, as S3 has it

} // namespace gantry
