// gantryctl list and show.
#pragma once

#include "app/cli/command.h"
#include "app/cli/render.h"
#include "engine/scheduling/engine.h"

namespace gantry {

std::unique_ptr<Command> makeListCommand(CommandContext &context, const ListUploads &choice);
std::unique_ptr<Command> makeShowCommand(CommandContext &context, const ShowUpload &choice);

// What they print for people. Pure.
QStringList renderList(const QList<UploadSnapshot> &uploads, const QLocale &locale);
// Facts, then the parts, runs of those in equal state in one line.
QStringList renderDetails(const UploadDetails &details, const QLocale &locale, qint64 wallMs);

} // namespace gantry
