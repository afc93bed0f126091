// The kind "tus": any server of the open protocol tus 1.0.0 (https://tus.io/protocols/resumable-upload).
//
// One upload is one stream of bytes, sent with as few PATCHes as the server and what stands in front of it
// take. Where the server concatenates, a file of more than one part goes up as several partial uploads side
// by side (section "Concatenation"), as many as the destination may have parts in flight.
#pragma once

#include "engine/protocol/protocol_backend.h"

#include <memory>

namespace gantry {

std::unique_ptr<ProtocolBackend> makeTusBackend();

} // namespace gantry
