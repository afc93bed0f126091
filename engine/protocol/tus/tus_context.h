// What a step on a tus upload is about: its parts, and how it may go up.
#pragma once

#include "engine/protocol/protocol_backend.h"

namespace gantry::tus {

// The session is that of several partial uploads. At Open: those were refused, and one stream takes their
// place.
bool isInParts(const StepContext &context);

// A token, or headers that may be one.
bool hasCredentials(const StepContext &context);

// Survey and Abort of an upload in parts go through those that were created, a call each: the one that this
// call is about. 0: none was created.
int partOfPage(const StepContext &context);
QString nextPage(const StepContext &context); // empty: that was the last

// Abort of an upload that is one stream looks at it first; then this page ends it.
inline const QString endPage = QStringLiteral("end");

// The upload goes up together with its creation (section "Creation With Upload").
bool opensWithBody(const StepContext &context);

// The longest file that is no more than one part.
qint64 onePart(const DestinationSettings &settings);

} // namespace gantry::tus
