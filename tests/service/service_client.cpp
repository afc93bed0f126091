#include "tests/service/service_client.h"

#include <QJsonDocument>
#include <QUrl>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gantry {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

QJsonObject Answer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QString Answer::error() const
{
    return json().value(QLatin1String("error")).toString();
}

RawConnection::RawConnection(int port)
    : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<quint16>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

RawConnection::~RawConnection()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

bool RawConnection::send(const QByteArray &bytes)
{
    qsizetype done = 0;
    while (m_socket >= 0 && done < bytes.size()) {
        const ssize_t count = ::send(m_socket, bytes.constData() + done,
                                     static_cast<size_t>(bytes.size() - done), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        done += count;
    }
    return m_socket >= 0;
}

void RawConnection::endSending()
{
    ::shutdown(m_socket, SHUT_WR);
}

bool RawConnection::receiveMore(SteadyClock::time_point deadline)
{
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - SteadyClock::now());
    pollfd entry{m_socket, POLLIN, 0};
    if (m_socket < 0 || left <= milliseconds(0) || ::poll(&entry, 1, static_cast<int>(left.count())) <= 0)
        return false;
    char buffer[65536];
    const ssize_t count = ::recv(m_socket, buffer, sizeof buffer, 0);
    if (count <= 0)
        return false;
    m_received.append(buffer, count);
    return true;
}

Answer RawConnection::receive(milliseconds time, bool withoutBody)
{
    const SteadyClock::time_point deadline = SteadyClock::now() + time;
    qsizetype end = -1;
    while ((end = m_received.indexOf("\r\n\r\n")) < 0)
        if (!receiveMore(deadline))
            return {};
    Answer answer;
    QList<QByteArray> lines = m_received.left(end).split('\n');
    answer.status = lines.takeFirst().mid(9, 3).toInt();
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        answer.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype length = withoutBody ? 0 : answer.headers.value("content-length", "0").toLongLong();
    while (m_received.size() < end + 4 + length)
        if (!receiveMore(deadline))
            return {};
    answer.body = m_received.mid(end + 4, length);
    m_received.remove(0, end + 4 + length);
    return answer;
}

bool RawConnection::closesWithin(milliseconds time)
{
    const SteadyClock::time_point deadline = SteadyClock::now() + time;
    while (receiveMore(deadline)) {
    }
    return SteadyClock::now() < deadline;
}

QByteArray requestHead(const QByteArray &method, const QByteArray &target, const QByteArray &token,
                       std::optional<qint64> length, const HeaderList &more)
{
    QByteArray head = method + ' ' + target + " HTTP/1.1\r\nHost: service.test\r\n";
    if (!token.isEmpty())
        head += "Authorization: Bearer " + token + "\r\n";
    if (length)
        head += "Content-Length: " + QByteArray::number(*length) + "\r\n";
    for (const auto &[name, value] : more)
        head += name + ": " + value + "\r\n";
    return head + "\r\n";
}

Answer exchange(int port, const QByteArray &method, const QByteArray &target, const QByteArray &token,
                const std::optional<QByteArray> &body, const HeaderList &more)
{
    RawConnection connection(port);
    const std::optional<qint64> length = body ? std::optional<qint64>(body->size()) : std::nullopt;
    // A peer that answers early may stop taking the body; its answer is there all the same.
    connection.send(requestHead(method, target, token, length, more) + body.value_or(QByteArray()));
    return connection.receive(std::chrono::seconds(20), method == "HEAD");
}

Answer post(int port, const QByteArray &target, const QByteArray &token, const QJsonObject &body)
{
    return exchange(port, "POST", target, token, QJsonDocument(body).toJson(QJsonDocument::Compact),
                    {{"Content-Type", "application/json"}});
}

QByteArray targetOf(const QString &url)
{
    return QUrl(url).toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
}

} // namespace gantry
