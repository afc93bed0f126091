// What a tus server's answer means. Its refusals are in tus_refusals.
#pragma once

#include "engine/protocol/protocol_backend.h"

namespace gantry::tus {

// url: of the call.
Expected<Outcome> interpret(Step step, const StepContext &context, const QByteArray &url,
                            const HttpAnswer &answer);

} // namespace gantry::tus
