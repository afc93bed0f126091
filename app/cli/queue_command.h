// gantryctl pause, resume, retry, cancel, remove, decide.
#pragma once

#include "app/cli/command.h"
#include "engine/core/upload_types.h"

namespace gantry {

std::unique_ptr<Command> makeQueueCommand(CommandContext &context, const ChangeUploads &choice);

// Whether --all means this upload. Pure.
bool isMeantByAll(QueueVerb verb, const UploadSnapshot &upload);

} // namespace gantry
