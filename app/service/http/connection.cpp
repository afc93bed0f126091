#include "app/service/http/connection.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gantry {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr qsizetype headChunk = 16 * KiB;

milliseconds until(SteadyClock::time_point deadline)
{
    return std::chrono::duration_cast<milliseconds>(deadline - SteadyClock::now());
}

std::string addressOf(int socket)
{
    sockaddr_storage address = {};
    socklen_t length = sizeof address;
    char text[INET6_ADDRSTRLEN] = "";
    if (::getpeername(socket, reinterpret_cast<sockaddr *>(&address), &length) == 0) {
        if (address.ss_family == AF_INET)
            ::inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in *>(&address)->sin_addr, text, sizeof text);
        else if (address.ss_family == AF_INET6)
            ::inet_ntop(AF_INET6, &reinterpret_cast<sockaddr_in6 *>(&address)->sin6_addr, text, sizeof text);
    }
    return text;
}

} // namespace

Connection::Connection(int socket, const ServiceLimits &limits)
    : m_socket(socket)
    , m_limits(limits)
    , m_address(addressOf(socket))
{}

Connection::~Connection()
{
    ::close(m_socket);
}

bool Connection::waitFor(short events, milliseconds time) const
{
    const SteadyClock::time_point deadline = SteadyClock::now() + time;
    while (!m_interrupted) {
        pollfd entry{m_socket, events, 0};
        const milliseconds left = std::max(until(deadline), milliseconds(0));
        // One more than what is left, as the rounding down would make the last millisecond a busy loop.
        const int ready = ::poll(&entry, 1, static_cast<int>(std::min<qint64>(left.count() + 1, 3'600'000)));
        if (ready > 0)
            return !m_interrupted;
        if (ready < 0 && errno != EINTR)
            return false;
        if (ready == 0 && until(deadline) <= milliseconds(0))
            return false;
    }
    return false;
}

// Waits, as long as the client keeps to the least speed: in each window of waiting it must move that many
// bytes.
bool Connection::waitAtPace(short events, Pace &pace) const
{
    const SteadyClock::time_point begin = SteadyClock::now();
    const bool ready = waitFor(events, std::max(m_limits.rateWindow - pace.waited, milliseconds(1)));
    pace.waited += std::chrono::duration_cast<milliseconds>(SteadyClock::now() - begin);
    if (pace.waited < m_limits.rateWindow)
        return ready;
    const bool fastEnough = pace.bytes * 1000 >= m_limits.bytesPerSecond * m_limits.rateWindow.count();
    pace = Pace{};
    return fastEnough && !m_interrupted;
}

// As recv(), without waiting.
qint64 Connection::receive(char *buffer, qint64 size)
{
    while (true) {
        const ssize_t count = ::recv(m_socket, buffer, static_cast<size_t>(size), MSG_DONTWAIT);
        if (count >= 0 || errno != EINTR)
            return count;
    }
}

Connection::HeadResult Connection::awaitHead(bool firstRequest)
{
    SteadyClock::time_point deadline =
        SteadyClock::now() + (firstRequest ? m_limits.headerTime : m_limits.idleTime);
    bool begun = false;
    qsizetype searched = 0;
    while (true) {
        // Blank lines between two requests are allowed (RFC 9112 section 2.2) and mean nothing.
        while (!begun && m_buffer.startsWith("\r\n"))
            m_buffer.remove(0, 2);
        if (!begun && headBegun() && !firstRequest)
            deadline = SteadyClock::now() + m_limits.headerTime;
        begun = headBegun();
        m_idle = !begun;

        const qsizetype end = m_buffer.indexOf("\r\n\r\n", std::max<qsizetype>(searched - 3, 0));
        if (end >= 0 && end + 4 <= m_limits.headerBytes) {
            m_headSize = end + 4;
            m_headRead = 0;
            return HeadResult::Ready;
        }
        if (end >= 0 || m_buffer.size() >= m_limits.headerBytes)
            return HeadResult::TooLarge;
        searched = m_buffer.size();

        if (!waitFor(POLLIN, std::max(until(deadline), milliseconds(0))))
            return HeadResult::TimedOut;
        m_buffer.resize(searched + headChunk);
        const qint64 count = receive(m_buffer.data() + searched, headChunk);
        const int error = errno;
        m_buffer.resize(searched + std::max<qint64>(count, 0));
        if (count == 0 || (count < 0 && error != EAGAIN && error != EWOULDBLOCK))
            return HeadResult::Closed;
    }
}

void Connection::beginRequest(const RequestHead &head)
{
    m_bodyLength = head.contentLength.value_or(0);
    m_bodyRead = 0;
    m_owesContinue = head.expectsContinue && m_bodyLength > 0;
    m_readPace = Pace{};
    m_writePace = Pace{};
}

void Connection::endRequest()
{
    m_buffer.remove(0, m_headSize);
    m_headSize = 0;
    m_headRead = 0;
    m_bodyLength = 0;
    m_bodyRead = 0;
}

qint64 Connection::read(char *buffer, qint64 size)
{
    const qint64 wanted = std::min(size, bodyLeft());
    if (wanted <= 0)
        return 0;
    if (m_interrupted)
        return -1;
    if (std::exchange(m_owesContinue, false)) {
        constexpr char line[] = "HTTP/1.1 100 Continue\r\n\r\n";
        if (write(line, sizeof line - 1) < 0)
            return -1;
    }
    // The first bytes of a body often come along with the head.
    const qsizetype early = std::min<qsizetype>(m_buffer.size() - m_headSize, wanted);
    if (early > 0) {
        std::memcpy(buffer, m_buffer.constData() + m_headSize, static_cast<size_t>(early));
        m_buffer.remove(m_headSize, early);
        m_bodyRead += early;
        return early;
    }
    while (true) {
        const qint64 count = receive(buffer, wanted);
        if (count > 0) {
            m_bodyRead += count;
            m_readPace.bytes += count;
            return count;
        }
        if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
            return -1;
        if (!waitAtPace(POLLIN, m_readPace))
            return -1;
    }
}

void Connection::interrupt()
{
    m_interrupted = true;
    ::shutdown(m_socket, SHUT_RD); // wakes the poll; an answer can still be written
}

void Connection::abort()
{
    m_interrupted = true;
    ::shutdown(m_socket, SHUT_RDWR);
}

bool Connection::drain(qint64 most, milliseconds time)
{
    m_owesContinue = false;
    const SteadyClock::time_point deadline = SteadyClock::now() + time;
    QByteArray scrap(64 * KiB, Qt::Uninitialized);
    const qsizetype early = std::min<qsizetype>(m_buffer.size() - m_headSize, bodyLeft());
    m_buffer.remove(m_headSize, early);
    m_bodyRead += early;
    while (bodyLeft() > 0 && most > 0) {
        const qint64 count =
            receive(scrap.data(), std::min<qint64>(scrap.size(), std::min(bodyLeft(), most)));
        if (count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK))
            return false;
        if (count < 0 && !waitFor(POLLIN, std::max(until(deadline), milliseconds(0))))
            return false;
        m_bodyRead += std::max<qint64>(count, 0);
        most -= std::max<qint64>(count, 0);
    }
    return bodyLeft() == 0;
}

void Connection::closeGently(qint64 most, milliseconds time)
{
    ::shutdown(m_socket, SHUT_WR);
    const SteadyClock::time_point deadline = SteadyClock::now() + time;
    QByteArray scrap(64 * KiB, Qt::Uninitialized);
    while (most > 0) {
        const qint64 count = receive(scrap.data(), scrap.size());
        if (count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK))
            return;
        if (count < 0 && !waitFor(POLLIN, std::max(until(deadline), milliseconds(0))))
            return;
        most -= std::max<qint64>(count, 0);
    }
}

ssize_t Connection::read(char *ptr, size_t size)
{
    const auto count = std::min<qsizetype>(static_cast<qsizetype>(size), m_headSize - m_headRead);
    std::memcpy(ptr, m_buffer.constData() + m_headRead, static_cast<size_t>(count));
    m_headRead += count;
    return count;
}

ssize_t Connection::write(const char *ptr, size_t size)
{
    while (true) {
        const ssize_t count = ::send(m_socket, ptr, size, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count >= 0) {
            m_writePace.bytes += count;
            return count;
        }
        if (errno == EINTR)
            continue;
        if ((errno != EAGAIN && errno != EWOULDBLOCK) || !waitAtPace(POLLOUT, m_writePace))
            return -1;
    }
}

void Connection::get_remote_ip_and_port(std::string &ip, int &port) const
{
    ip = m_address;
    port = 0;
}

void Connection::get_local_ip_and_port(std::string &ip, int &port) const
{
    ip.clear();
    port = 0;
}

} // namespace gantry
