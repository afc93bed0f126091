#include "app/service/data_dir.h"

#include <QDir>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace gantry {

Outcome<void> prepareDataDir(const QString &directory)
{
    const QDir dir(directory);
    const QByteArray path = directory.toUtf8();
    QDir().mkpath(QDir::cleanPath(dir.absoluteFilePath(QStringLiteral(".."))));
    if (::mkdir(path.constData(), 0700) != 0 && errno != EEXIST)
        return refuse(ErrorCode::Internal,
                      QStringLiteral("cannot make %1: %2").arg(directory, qt_error_string(errno)));
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

Outcome<FileDescriptor> lockDataDir(const QString &directory)
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
