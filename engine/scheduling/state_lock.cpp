#include "engine/scheduling/state_lock.h"

#include "engine/core/text.h"
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gantry {
namespace {

// Not QLockFile: it decides by process number and program name whether a lock is stale, so that a lock left
// by a killed gantryctl lasts for ever once another gantryctl has its number; and its way of removing a stale
// file lets two processes remove each other's. A flock(2) on a file that is never removed has neither
// trouble.
constexpr auto lockName = "gantry.lock";

tl::unexpected<Failure> unusable(const QString &stateDir, const QString &why)
{
    return fail(FailureKind::InvalidInput, tr("The state folder %1 cannot be used: %2.").arg(stateDir, why));
}

QString systemWords(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

// Ours alone, or made so. A folder with other things in it is not closed to others behind the user's back.
Expected<void> makePrivate(const QString &stateDir, const QByteArray &path)
{
    struct stat facts
    {};
    if (::stat(path.constData(), &facts) != 0)
        return unusable(stateDir, systemWords(errno));
    if (!S_ISDIR(facts.st_mode))
        return unusable(stateDir, tr("it is not a folder"));
    if (facts.st_uid != ::geteuid())
        return unusable(stateDir, tr("it belongs to another user"));
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) == 0)
        return {};
    std::error_code error;
    const std::filesystem::path folder(path.toStdString());
    if (!std::filesystem::exists(folder / lockName, error) && !std::filesystem::is_empty(folder, error))
        return unusable(stateDir,
                        tr("it holds other things and is open to other users. Give Gantry a folder of its "
                           "own, or close this one with chmod 700"));
    if (::chmod(path.constData(), S_IRWXU) != 0)
        return unusable(stateDir, systemWords(errno));
    return {};
}

Expected<void> makeFolder(const QString &stateDir, const QByteArray &path)
{
    std::error_code error;
    const std::filesystem::path folder(path.toStdString());
    std::filesystem::create_directories(folder.parent_path(), error);
    if (::mkdir(path.constData(), S_IRWXU) == 0 || errno == EEXIST)
        return makePrivate(stateDir, path);
    return unusable(stateDir, systemWords(errno));
}

} // namespace

StateLock::StateLock() = default;

StateLock::~StateLock()
{
    if (m_lockFd >= 0)
        ::close(m_lockFd);
}

QString StateLock::defaultStateDir()
{
    QString named = qEnvironmentVariable("GANTRY_STATE_DIR");
    if (!named.isEmpty())
        return named;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/gantry");
}

Expected<StateLock::Outcome> StateLock::take(const QString &stateDir)
{
    if (m_lockFd >= 0)
        return Outcome::Owner;
    if (stateDir.isEmpty())
        return unusable(stateDir, tr("it has no name"));
    const QByteArray folder = QFile::encodeName(QDir::cleanPath(QDir(stateDir).absolutePath()));
    if (const Expected<void> made = makeFolder(stateDir, folder); !made)
        return fail(made.error());

    const QByteArray path = folder + '/' + lockName;
    const int fd = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return unusable(stateDir, systemWords(errno));
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        ::close(fd);
        if (error == EWOULDBLOCK)
            return Outcome::OwnedByOther;
        return unusable(stateDir, tr("its lock cannot be taken (%1)").arg(systemWords(error)));
    }
    // For messages to people only: on a full volume the lock holds all the same, and names nobody.
    const QByteArray owner = QByteArray::number(QCoreApplication::applicationPid()) + '\n';
    if (::ftruncate(fd, 0) != 0 ||
        ::pwrite(fd, owner.constData(), static_cast<size_t>(owner.size()), 0) != owner.size())
        qWarning("the lock cannot name its owner");
    m_lockFd = fd;
    return Outcome::Owner;
}

qint64 StateLock::ownerPid(const QString &stateDir)
{
    QFile file(stateDir + QLatin1Char('/') + QLatin1String(lockName));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.read(32).trimmed().toLongLong();
}

} // namespace gantry
