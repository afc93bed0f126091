#include "engine/storage/private_file.h"

#include "engine/core/text.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gantry {
namespace {

constexpr mode_t ownerOnly = S_IRUSR | S_IWUSR;

Expected<int> openNew(const QString &path, FailureKind onFailure)
{
    const int fd = ::open(QFile::encodeName(path).constData(),
                          O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, ownerOnly);
    if (fd < 0)
        return fail(onFailure, tr("%1 cannot be created: %2.").arg(path, systemWords()));
    // A umask can only take rights away, but it may have taken the owner's.
    if (::fchmod(fd, ownerOnly) != 0) {
        const auto words = systemWords();
        ::close(fd);
        ::unlink(QFile::encodeName(path).constData());
        return fail(onFailure, tr("%1 cannot be made private: %2.").arg(path, words));
    }
    return fd;
}

bool writeAll(int fd, const QByteArray &content)
{
    qsizetype done = 0;
    while (done < content.size()) {
        const auto n = ::write(fd, content.constData() + done, static_cast<size_t>(content.size() - done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        done += n;
    }
    return ::fsync(fd) == 0;
}

} // namespace

QString systemWords()
{
    return qt_error_string(errno);
}

Expected<void> createPrivateFile(const QString &path, FailureKind onFailure)
{
    return openNew(path, onFailure).map([](int fd) { ::close(fd); });
}

Expected<void> replacePrivateFile(const QString &path, const QByteArray &content, FailureKind onFailure)
{
    const QString next = path + QStringLiteral(".new");
    const QByteArray nextName = QFile::encodeName(next);
    ::unlink(nextName.constData());
    const auto fd = openNew(next, onFailure);
    if (!fd)
        return fail(fd.error());
    bool good = writeAll(*fd, content);
    QString words = good ? QString() : systemWords();
    if (::close(*fd) != 0 && good) {
        good = false;
        words = systemWords();
    }
    if (good && ::rename(nextName.constData(), QFile::encodeName(path).constData()) != 0) {
        good = false;
        words = systemWords();
    }
    if (!good) {
        ::unlink(nextName.constData());
        return fail(onFailure, tr("%1 cannot be written: %2.").arg(path, words));
    }
    syncFolder(QFileInfo(path).absolutePath());
    return {};
}

Expected<std::optional<QByteArray>> readPrivateFile(const QString &path, qint64 limit, FailureKind onFailure)
{
    // Without O_NONBLOCK a pipe of that name would make us wait for its writer.
    const int fd = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT)
        return std::nullopt;
    if (fd < 0)
        return fail(onFailure, tr("%1 cannot be read: %2.").arg(path, systemWords()));
    const auto closing = qScopeGuard([fd] { ::close(fd); });
    struct stat found = {};
    if (::fstat(fd, &found) != 0)
        return fail(onFailure, tr("%1 cannot be read: %2.").arg(path, systemWords()));
    if (!S_ISREG(found.st_mode))
        return fail(onFailure, tr("%1 is not a file. Move it away.").arg(path));
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fail(onFailure,
                    tr("%1 is open to other users, so its secrets are not used. If nobody has read "
                       "them, close it with: chmod 600 %1")
                        .arg(path));
    if (found.st_size > limit)
        return fail(onFailure, tr("%1 is larger than any file of its kind.").arg(path));
    QFile file;
    if (!file.open(fd, QFile::ReadOnly))
        return fail(onFailure, tr("%1 cannot be read: %2.").arg(path, file.errorString()));
    const QByteArray content = file.read(limit + 1);
    if (file.error() != QFile::NoError || content.size() != found.st_size)
        return fail(onFailure, tr("%1 could not be read to its end.").arg(path));
    return content;
}

bool moveToFreeName(const QString &from, const QString &to)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
#ifdef Q_OS_LINUX
    if (::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS) // those: the file system or the kernel does not know the flag
        return false;
#endif
    struct stat found = {};
    if (::lstat(target.constData(), &found) == 0) {
        errno = EEXIST;
        return false;
    }
    return ::rename(source.constData(), target.constData()) == 0;
}

void syncFolder(const QString &folder)
{
    const int fd = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    // Some file systems cannot sync a folder; there is nothing to do about it.
    ::fsync(fd);
    ::close(fd);
}

} // namespace gantry
