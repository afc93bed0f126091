// Numbers in words: sizes, speeds, times and dates as a person reads them, in the language of the program.
// Locale and translations are the application's: QLocale() and QCoreApplication::translate(). GUI thread.
#pragma once

#include <QString>

#include <optional>

namespace gantry {

// "25.3 GB", "812 KB", "0 bytes": decimal units, as file managers show them.
QString sizeText(qint64 bytes);

// "25,341,120,512 bytes".
QString exactSizeText(qint64 bytes);

// "12.4 MB/s"; empty for 0.
QString speedText(qint64 bytesPerSecond);

// "42 %": rounded down, so that 100 % means all of it. Of nothing: 100 % if `isDone`, else 0 %.
QString percentText(qint64 part, qint64 whole, bool isDone);
int percentOf(qint64 part, qint64 whole, bool isDone);

// "12 s", "3 min", "2 h 5 min", "3 days": no more precise than it can be.
QString durationText(qint64 seconds);

// "2 hours 5 minutes", for who hears it: a screen reader spells abbreviations.
QString spokenDurationText(qint64 seconds);

// "2 min left"; empty if it is not known.
QString timeLeftText(std::optional<qint64> seconds);
QString spokenTimeLeftText(std::optional<qint64> seconds);

// "2 min", below a heading that says what it is; empty if it is not known.
QString remainingText(std::optional<qint64> seconds);

// "Today 14:05", "Yesterday 09:12", "12 Mar 2026 14:05": local time. Empty for 0.
QString momentText(qint64 msSinceEpoch, qint64 nowMs);

// "14:05:09", "2:05:09 PM": local time.
QString clockText(qint64 msSinceEpoch);

// "1,234".
QString countText(qint64 count);

} // namespace gantry
