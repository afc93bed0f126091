#include "app/service/durable_directory.h"

#include "app/service/file_descriptor.h"

#include <QFileInfo>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

namespace gantry {

Served<void> makeDirectory(const QString &path, unsigned mode)
{
    const QFileInfo info(path);
    if (info.isDir())
        return {};
    const QString parent = info.absolutePath();
    if (parent != info.absoluteFilePath())
        if (Served<void> made = makeDirectory(parent, 0777); !made)
            return made;
    const FileDescriptor above(::open(parent.toUtf8().constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const bool made =
        above && (::mkdirat(above.get(), info.fileName().toUtf8().constData(), mode) == 0 || errno == EEXIST);
    if (!made || ::fsync(above.get()) != 0)
        return refuse(ErrorCode::Internal,
                      QStringLiteral("cannot make %1: %2").arg(path, qt_error_string(errno)));
    return {};
}

} // namespace gantry
