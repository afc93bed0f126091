// Sizes, speeds and times: as people type them and as they like to read them.
#pragma once

#include <QLocale>
#include <QString>

#include <chrono>
#include <optional>

namespace gantry {

// "10485760", "16MiB", "1.5 GiB", "25GB" (1000³): bytes; without regard to case, but "m" alone is nothing.
// Parts of a byte are dropped. None for anything else, and for more than 2^63-1 bytes.
std::optional<qint64> sizeFromText(QStringView text);

// "90", "90s", "1.5m", "5min", "2h", "3d".
std::optional<std::chrono::milliseconds> durationFromText(QStringView text);

QString sizeText(const QLocale &locale, qint64 bytes);           // 4.2 GiB
QString speedText(const QLocale &locale, qint64 bytesPerSecond); // 112 MiB/s
QString durationText(qint64 seconds);                            // 12 s, 3 min 4 s, 2 h 5 min, 3 d 4 h
QString percentText(qint64 done, qint64 total);                  // 0 … 100, rounded down: 100 only for all
QString countText(const QLocale &locale, qint64 count, const QString &one,
                  const QString &many); // 1 file, 2,000 files

} // namespace gantry
