// gantryctl plan: how a file would be cut into parts.
#pragma once

#include "app/cli/command.h"

namespace gantry {

std::unique_ptr<Command> makePlanCommand(CommandContext &context, const PlanParts &choice);

} // namespace gantry
