// The upload service's JSON answers, strictly parsed.
#pragma once

#include "engine/protocol/protocol_backend.h"

namespace gantry::service {

// What a gantry-service announces in GET /api/capabilities; all false for a server that has only the basic
// calls.
struct Abilities
{
    bool parts = false;          // GET …/parts
    bool urls = false;           // GET …/urls
    bool partSize = false;       // part_size in POST /api/uploads
    bool lazyUrls = false;       // urls in POST /api/uploads
    bool progressStatus = false; // status, etag, size, key in GET …/progress
};
Abilities abilitiesOf(const QJsonObject &discovered);

Expected<Outcome> interpret(Step step, const StepContext &context, const QByteArray &url,
                            const HttpAnswer &answer);

} // namespace gantry::service
