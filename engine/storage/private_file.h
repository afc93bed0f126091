// Files that only their owner may read: created so from the first byte, replaced as a whole.
#pragma once

#include "engine/core/expected.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace gantry {

// What the system said about the last failed call, in words.
QString systemWords();

// An empty file of mode 0600, whatever the umask; fails where something is there already. Any thread.
Expected<void> createPrivateFile(const QString &path, FailureKind onFailure);

// The content appears whole or not at all (power cut included), mode 0600 from its first byte. A leftover of
// an earlier attempt, `path`.new, is replaced. Any thread.
Expected<void> replacePrivateFile(const QString &path, const QByteArray &content, FailureKind onFailure);

// The whole file, or nothing where there is none. Refuses one that others may read, saying how to close it to
// them, and one of more than `limit` bytes.
Expected<std::optional<QByteArray>> readPrivateFile(const QString &path, qint64 limit, FailureKind onFailure);

// Moves a file to a name that is free; never over another file. False with errno set.
bool moveToFreeName(const QString &from, const QString &to);

// Makes names in this folder durable: created, renamed, removed ones.
void syncFolder(const QString &folder);

} // namespace gantry
