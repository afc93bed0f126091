// Reads the queue from the engine, page by page.
#pragma once

#include "app/cli/engine_access.h"
#include "engine/core/upload_types.h"

#include <optional>

namespace gantry {

// ids: none for all. In the order of their ids; what does not exist is left out.
void readUploads(EngineAccess &access, const std::optional<QList<UploadId>> &ids,
                 std::function<void(const Expected<QList<UploadSnapshot>> &)> then);

} // namespace gantry
