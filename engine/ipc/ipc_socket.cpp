#include "engine/ipc/ipc_socket.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace gantry {
namespace {

// Closes a descriptor unless it is released.
class Descriptor
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {}
    ~Descriptor() { reset(-1); }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    int get() const { return m_fd; }
    int release() { return std::exchange(m_fd, -1); }
    void reset(int fd)
    {
        if (m_fd >= 0)
            ::close(m_fd);
        m_fd = fd;
    }

private:
    int m_fd;
};

tl::unexpected<Failure> systemFailure(FailureKind kind, const QString &path)
{
    return fail(kind, QStringLiteral("%1: %2").arg(path, QString::fromLocal8Bit(std::strerror(errno))));
}

// An address, and the descriptor that must stay open while it is used.
struct Address
{
    Descriptor folder{-1};
    sockaddr_un name{};

    bool set(const QString &stateDir)
    {
        name.sun_family = AF_UNIX;
        QByteArray path = QFile::encodeName(ipcSocketPath(stateDir));
        if (path.size() >= static_cast<qsizetype>(sizeof name.sun_path)) {
            // O_PATH keeps the folder addressable without opening it for anything.
            const int fd = ::open(QFile::encodeName(stateDir).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
            if (fd < 0)
                return false;
            folder.reset(fd);
            path = "/proc/self/fd/" + QByteArray::number(fd) + "/gantry.sock";
        }
        std::memcpy(name.sun_path, path.constData(), static_cast<size_t>(path.size()));
        return true;
    }

    const sockaddr *get() const { return reinterpret_cast<const sockaddr *>(&name); }
};

int newSocket()
{
    return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

} // namespace

QString ipcSocketPath(const QString &stateDir)
{
    return stateDir + QStringLiteral("/gantry.sock");
}

Expected<int> listenAtSocket(const QString &stateDir)
{
    const QString path = ipcSocketPath(stateDir);
    Address address;
    Descriptor fd(newSocket());
    if (fd.get() < 0 || !address.set(stateDir))
        return systemFailure(FailureKind::InvalidInput, path);
    // What lies there is left from a dead owner: the living one is us.
    if (::unlink(address.name.sun_path) != 0 && errno != ENOENT)
        return systemFailure(FailureKind::InvalidInput, path);
    // The mode is set before the socket has a name (Linux takes it over from the descriptor), and again for
    // other systems.
    ::fchmod(fd.get(), S_IRUSR | S_IWUSR);
    if (::bind(fd.get(), address.get(), sizeof(sockaddr_un)) != 0 ||
        ::chmod(address.name.sun_path, S_IRUSR | S_IWUSR) != 0 || ::listen(fd.get(), 32) != 0)
        return systemFailure(FailureKind::InvalidInput, path);
    return fd.release();
}

Expected<int> connectToSocket(const QString &stateDir)
{
    const QString path = ipcSocketPath(stateDir);
    Address address;
    Descriptor fd(newSocket());
    if (fd.get() < 0 || !address.set(stateDir))
        return systemFailure(FailureKind::Unreachable, path);
    if (::connect(fd.get(), address.get(), sizeof(sockaddr_un)) != 0)
        return systemFailure(FailureKind::Unreachable, path);
    return fd.release();
}

bool isPeerTrusted(int fd)
{
#ifdef SO_PEERCRED
    ucred peer{};
    socklen_t length = sizeof peer;
    if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0)
        return peer.uid == ::geteuid() || peer.uid == 0;
#else
    uid_t uid = 0;
    gid_t gid = 0;
    if (::getpeereid(fd, &uid, &gid) == 0)
        return uid == ::geteuid() || uid == 0;
#endif
    return true;
}

} // namespace gantry
