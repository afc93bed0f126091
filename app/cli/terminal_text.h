// Text from outside (file names, a server's words) on a terminal: made harmless, measured, and cut to fit.
#pragma once

#include <QString>

namespace gantry {

// Control characters, escape sequences' beginnings, line and paragraph separators, and what turns the
// direction of writing become '?', so that a name can neither move the cursor nor hide what it is.
QString harmless(const QString &text);

// Columns on a terminal: 0 for combining characters, 2 for wide East Asian ones and emoji.
int displayWidth(QStringView text);

// At most `columns` wide, the end (or the middle, which keeps a file's extension) replaced by the mark.
QString elideRight(const QString &text, int columns, const QString &mark);
QString elideMiddle(const QString &text, int columns, const QString &mark);

// Filled up with spaces to exactly that many columns, if it is not longer.
QString padRight(const QString &text, int columns);
QString padLeft(const QString &text, int columns);

} // namespace gantry
