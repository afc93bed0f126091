// What may be a key or a user name: both become names in the file system.
#pragma once

#include "app/service/service_error.h"

namespace gantry {

// prefix + filename, exactly as given and never normalised, or InvalidKey in words: 1 to 1024 bytes of UTF-8,
// segments of 1 to 255 bytes separated by '/', no "." or ".." segment, no backslash, no control character.
Served<QString> makeObjectKey(const QString &prefix, const QString &filename);

// 1 to 64 of A-Z a-z 0-9 . _ - and no dot in front.
bool isValidUserName(QStringView name);

} // namespace gantry
