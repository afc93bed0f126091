#include "app/service/data_dir.h"

#include "app/service/durable_directory.h"

#include <QDir>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace gantry {

Served<void> prepareDataDir(const QString &directory)
{
    const QByteArray path = QDir::cleanPath(directory).toUtf8();
    if (Served<void> made = makeDirectory(QDir::cleanPath(directory), 0700); !made)
        return made;
    struct stat status = {};
    if (::stat(path.constData(), &status) != 0 || !S_ISDIR(status.st_mode))
        return refuse(ErrorCode::Internal, QStringLiteral("%1 is not a directory").arg(directory));
    if (status.st_uid != ::geteuid())
        return refuse(ErrorCode::Internal,
                      QStringLiteral("%1 belongs to the user with id %2; run this command as that user")
                          .arg(directory)
                          .arg(status.st_uid));
    if (::chmod(path.constData(), 0700) != 0)
        return refuse(ErrorCode::Internal,
                      QStringLiteral("cannot make %1 private: %2").arg(directory, qt_error_string(errno)));
    return {};
}

Served<FileDescriptor> lockDataDir(const QString &directory)
{
    const QByteArray path = QDir(directory).filePath(QStringLiteral("service.lock")).toUtf8();
    FileDescriptor lock(::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!lock)
        return refuse(
            ErrorCode::Internal,
            QStringLiteral("cannot open %1: %2").arg(QString::fromUtf8(path), qt_error_string(errno)));
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
        return refuse(ErrorCode::Internal,
                      QStringLiteral("another gantry-service is using %1").arg(directory));
    return lock;
}

QString databaseFile(const QString &directory)
{
    return QDir(directory).filePath(QStringLiteral("service.sqlite"));
}

} // namespace gantry
