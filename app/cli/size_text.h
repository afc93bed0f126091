// Sizes, speeds and times as people like to read them; engine/core/typed_amounts has them as people type
// them.
#pragma once

#include "engine/core/typed_amounts.h"

#include <QLocale>
#include <QString>

namespace gantry {

QString sizeText(const QLocale &locale, qint64 bytes);           // 4.2 GiB
QString speedText(const QLocale &locale, qint64 bytesPerSecond); // 112 MiB/s
QString durationText(qint64 seconds);                            // 12 s, 3 min 4 s, 2 h 5 min, 3 d 4 h
QString percentText(qint64 done, qint64 total);                  // 0 … 100, rounded down: 100 only for all
QString countText(const QLocale &locale, qint64 count, const QString &one,
                  const QString &many); // 1 file, 2,000 files

} // namespace gantry
