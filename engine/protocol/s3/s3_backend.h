// Uploads straight to an S3 store: multipart uploads signed here with the user's own keys
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html).
#pragma once

#include "engine/protocol/protocol_backend.h"

#include <memory>

namespace gantry {

std::unique_ptr<ProtocolBackend> makeS3Backend();

} // namespace gantry
