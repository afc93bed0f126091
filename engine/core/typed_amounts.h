// Sizes and times as people type them. Pure; any thread.
#pragma once

#include <QStringView>

#include <chrono>
#include <optional>

namespace gantry {

// "10485760", "16MiB", "1.5 GiB", "25GB" (1000³): bytes; without regard to case, but "m" alone is nothing.
// Parts of a byte are dropped. None for anything else, and for more than 2^63-1 bytes.
std::optional<qint64> sizeFromText(QStringView text);

// "90", "90s", "1.5m", "5min", "2h", "3d".
std::optional<std::chrono::milliseconds> durationFromText(QStringView text);

} // namespace gantry
