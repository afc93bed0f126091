// gantryctl orphans and gantryctl lifecycle.
#pragma once

#include "app/cli/command.h"

namespace gantry {

std::unique_ptr<Command> makeOrphanCommand(CommandContext &context, const ListOrphans &choice);
std::unique_ptr<Command> makeOrphanCommand(CommandContext &context, const AdoptOrphan &choice);
std::unique_ptr<Command> makeOrphanCommand(CommandContext &context, const AbortOrphans &choice);
std::unique_ptr<Command> makeLifecycleCommand(CommandContext &context, const ShowLifecycle &choice);
std::unique_ptr<Command> makeLifecycleCommand(CommandContext &context, const SetLifecycle &choice);

} // namespace gantry
