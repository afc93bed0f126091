// The terminal's progress display as text: uploads in, lines out. Pure.
#pragma once

#include "app/cli/watch_state.h"
#include "engine/core/upload_types.h"

#include <QLocale>
#include <QStringList>

namespace gantry {

struct DisplayStyle
{
    int width = 80;  // columns
    int height = 24; // lines; the display takes less than these
    bool unicode = true;
    bool colour = true;
    QLocale locale = QLocale::c();
};

struct DisplayRow
{
    UploadSnapshot upload;
    QList<PartSnapshot> parts; // empty: not known, then the bar shows what is stored as one piece
};

// One line for each running file and one for all together. No line is wider than the terminal, none ends with
// a break; colours are the only escape sequences in them.
QStringList renderDisplay(const QList<DisplayRow> &rows, const WatchTotals &totals, const DisplayStyle &style,
                          qint64 wallMs);

// The parts side by side, scaled to that many cells. Shape and colour both tell the state, so either does
// alone:
//   stored █, sending its fill (▏ … ▉), waiting ·, being read or compared ░, waiting for another attempt ▒,
//   failed ✕ in ASCII: # stored, = sending, . waiting, : read, ~ again, X failed
QString renderBar(const DisplayRow &row, int cells, const DisplayStyle &style);

// "done  shots/A001.mov  25 GB …": what stays on the screen of an upload that is over; empty if it is not.
QString renderEnd(const UploadSnapshot &upload, const DisplayStyle &style);

// 3 of 120 files, 4.2 GiB of 96 GiB, …
QString renderTotals(const WatchTotals &totals, const DisplayStyle &style);

} // namespace gantry
