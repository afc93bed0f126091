// gantryctl upload and run: what waits for uploads.
#pragma once

#include "app/cli/command.h"

namespace gantry {

std::unique_ptr<Command> makeUploadCommand(CommandContext &context, const UploadFiles &choice);
std::unique_ptr<Command> makeRunCommand(CommandContext &context, const RunQueue &choice);

} // namespace gantry
