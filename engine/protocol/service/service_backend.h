// The kind "service": an upload service that hands out presigned part URLs.
//
// Speaks the three-phase API (initiate, PUT the parts to presigned URLs, complete) with a gantry-service, and
// also with a server that has only POST /api/uploads, GET /api/uploads/resume, POST /api/uploads/complete and
// GET …/progress: such a one gives all URLs at once, refreshes them through resume, and lists received parts
// by number only.
#pragma once

#include "engine/protocol/protocol_backend.h"

#include <memory>

namespace gantry {

std::unique_ptr<ProtocolBackend> makeServiceBackend();

} // namespace gantry
