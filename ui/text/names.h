// Names from outside, of files, destinations and servers, within the program's own texts: they may read in
// another direction, and may look like markup.
#pragma once

#include <QString>

namespace gantry {

// As part of a sentence. A name that could turn the words around it is isolated (FSI and PDI of UAX #9); any
// other stays as it is.
QString embedded(const QString &name);

// For a path: always isolated, and read from the left in any window (LRI): without that, one that is mirrored
// would put the first slash last. In one line, whatever a name holds.
QString embeddedPath(const QString &path);

// As a tooltip that shows each character as it is, and wraps only where it has to.
QString literalToolTip(const QString &text);

} // namespace gantry
