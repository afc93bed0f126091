// Looking at a local file: what it is, and whether it is still the same. Blocking; for the pool, never the
// engine's thread.
#pragma once

#include "engine/core/expected.h"
#include "engine/core/upload_types.h"

#include <QByteArray>
#include <QString>

namespace gantry {

struct SourceFacts
{
    FileIdentity identity;
    QByteArray sampleHash; // SHA-256 over up to three blocks of 1 MiB: head, middle, tail
};

// Fails with SourceMissing (away, or its volume is), SourceUnreadable (permission, not a regular file) or
// SourceChanged (while it was being looked at).
Expected<SourceFacts> inspectSource(const QString &path);

// One stat. Fails as inspectSource().
Expected<FileIdentity> identityOf(const QString &path);
Expected<FileIdentity> identityOf(int descriptor, const QString &path);

// What errno says about a file, in words that name it.
Failure sourceFailure(int error, const QString &path);
Failure sourceChanged(const QString &path);

} // namespace gantry
