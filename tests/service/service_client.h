// A plain HTTP client over a blocking socket, for tests: it can stop at any byte.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

#include <chrono>
#include <optional>
#include <utility>

namespace gantry {

struct Answer
{
    int status = 0;                       // 0: there was none
    QMap<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;

    QJsonObject json() const;
    QString error() const; // the "error" of a refusal
};

class RawConnection
{
public:
    explicit RawConnection(int port);
    ~RawConnection();
    RawConnection(const RawConnection &) = delete;
    RawConnection &operator=(const RawConnection &) = delete;

    bool send(const QByteArray &bytes); // false: the peer no longer takes them
    void endSending();
    // One answer, its body by Content-Length. Status 0 if the connection ends, or the time, before it is
    // whole.
    Answer receive(std::chrono::milliseconds time = std::chrono::seconds(20), bool withoutBody = false);
    // The peer closes within that time.
    bool closesWithin(std::chrono::milliseconds time);

private:
    bool receiveMore(std::chrono::steady_clock::time_point deadline);

    int m_socket = -1;
    QByteArray m_received;
};

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

QByteArray requestHead(const QByteArray &method, const QByteArray &target, const QByteArray &token,
                       std::optional<qint64> length, const HeaderList &more = {});

// One request on a connection of its own.
Answer exchange(int port, const QByteArray &method, const QByteArray &target, const QByteArray &token,
                const std::optional<QByteArray> &body = std::nullopt, const HeaderList &more = {});
Answer post(int port, const QByteArray &target, const QByteArray &token, const QJsonObject &body);

// The path and query of a link that the service handed out.
QByteArray targetOf(const QString &url);

} // namespace gantry
