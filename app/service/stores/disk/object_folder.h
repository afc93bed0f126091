// The folder of finished objects: FOLDER/USER/KEY. No key and no symbolic link in it leads out of the user's
// folder.
#pragma once

#include "app/service/file_descriptor.h"
#include "app/service/service_error.h"

#include <QString>

#include <memory>

namespace gantry {

class ObjectFolder
{
public:
    // Makes the folder if it is missing. The error names it.
    static Served<std::unique_ptr<ObjectFolder>> open(const QString &folder);

    // The directory that holds, or would hold, the object; entered segment by segment, following no symbolic
    // link. With `create` missing directories are made durably; without it the result may be empty: a segment
    // is missing. ObjectExists if a segment is not a directory.
    Served<FileDescriptor> parentOf(const QString &user, const QString &key, bool create) const;

    int descriptor() const { return m_folder.get(); }

private:
    explicit ObjectFolder(FileDescriptor folder);

    FileDescriptor m_folder;
};

// The last segment of a key, as the file system spells it.
QByteArray fileNameOf(const QString &key);

// "a/name (2).ext" for the second object of that key, and so on; the name is cut so that it stays within a
// file system's 255 bytes. `copy` ≥ 2.
QString keyOfCopy(const QString &key, int copy);

} // namespace gantry
