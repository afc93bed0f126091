// What a tus server's answer means: each step's success and each status.
#pragma once

#include "engine/protocol/protocol_backend.h"

namespace gantry::tus {

// url: of the call.
Expected<Outcome> interpret(Step step, const StepContext &context, const QByteArray &url,
                            const HttpAnswer &answer);

// Survey and Abort of an upload in parts go through those that were created, a call each: the one that this
// call is about. 0: none was created.
int partOfPage(const StepContext &context);

// Abort of an upload that is one stream looks at it first; then this page ends it.
inline const QString endPage = QStringLiteral("end");

// The upload goes up together with its creation (section "Creation With Upload").
bool opensWithBody(const StepContext &context);

// The longest file that is no more than one part.
qint64 onePart(const DestinationSettings &settings);

} // namespace gantry::tus
