// What a tus server's answer means whose status is no success.
#pragma once

#include "engine/protocol/protocol_backend.h"

namespace gantry::tus {

// url: of the call.
Expected<Outcome> refused(Step step, const StepContext &context, const QByteArray &url,
                          const HttpAnswer &answer);

// A concatenation was not answered, and only its answer told where its result is.
QString joinedOnceMore();

} // namespace gantry::tus
