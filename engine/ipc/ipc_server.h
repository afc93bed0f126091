// Lets other processes of this user speak to the engine that this one owns.
#pragma once

#include "engine/ipc/engine_port.h"

#include <QLocalServer>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace gantry {

class IpcPeer;

// What a peer may take up before it has to wait or is cut off.
struct IpcLimits
{
    int peers = 64;       // connections at once; more are closed
    int callsPerPeer = 8; // unanswered; more are not read before one is answered
    qint64 unreadBytes =
        4 * 1024 * 1024;  // not yet read by the peer: no request is taken and no event is sent past it
    int helloMs = 10'000; // to say hello
    int stallMs = 60'000; // to read some of what waits for it
};

class IpcServer : public QObject
{
    Q_OBJECT

public:
    // The port must outlive the server. sending: the engine works the queue, it is not there for one command
    // only.
    IpcServer(EnginePort &port, bool sending, IpcLimits limits = {}, QObject *parent = nullptr);
    ~IpcServer() override;

    // Only for who holds the folder's StateLock: a socket that is there is replaced.
    Expected<void> listen(const QString &stateDir);

    // Takes no more requests, answers those taken, and removes the socket; then `done`, after a second at
    // most. A request that got no answer by then was not begun, unless the engine itself takes longer.
    void finish(std::function<void()> done);

    int peerCount() const { return static_cast<int>(m_peers.size()); }

private:
    void accept();
    void broadcast(const QJsonObject &event);
    void drop(IpcPeer *peer);
    void closeSocket();
    void endIfIdle();

    EnginePort &m_port;
    bool m_sending;
    IpcLimits m_limits;
    QString m_stateDir;
    QLocalServer m_server;
    QTimer m_finishLimit;
    std::function<void()> m_done;
    std::vector<IpcPeer *> m_peers; // children
};

} // namespace gantry
