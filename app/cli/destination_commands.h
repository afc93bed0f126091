// gantryctl destination add, list, test, remove.
#pragma once

#include "app/cli/command.h"

namespace gantry {

std::unique_ptr<Command> makeDestinationCommand(CommandContext &context, const AddDestination &choice);
std::unique_ptr<Command> makeDestinationCommand(CommandContext &context, const ListDestinations &choice);
std::unique_ptr<Command> makeDestinationCommand(CommandContext &context, const TestDestination &choice);
std::unique_ptr<Command> makeDestinationCommand(CommandContext &context, const DropDestination &choice);

} // namespace gantry
