// Paths out of what another program put on the clipboard, or drags.
#pragma once

#include <QStringList>

class QMimeData;

namespace gantry {

// Of files on this computer only: their URLs, or else the lines of the text that name them: absolute paths,
// "~/…", file:// URLs, and what a shell would quote. Each once, in their order. Does not look at the disk.
QStringList pathsIn(const QMimeData &data);

QStringList pathsInText(const QString &text);

// Are there URLs of files on this computer? Without making a list of them all.
bool hasLocalFiles(const QMimeData &data);

} // namespace gantry
