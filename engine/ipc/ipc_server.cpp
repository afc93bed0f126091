#include "engine/ipc/ipc_server.h"

#include "engine/ipc/ipc_peer.h"
#include "engine/ipc/ipc_socket.h"

#include <QFile>
#include <QLocalSocket>

#include <algorithm>

namespace gantry {

IpcServer::IpcServer(EnginePort &port, bool sending, IpcLimits limits, QObject *parent)
    : QObject(parent)
    , m_port(port)
    , m_sending(sending)
    , m_limits(limits)
{
    connect(&m_server, &QLocalServer::newConnection, this, &IpcServer::accept);
    connect(&port, &EnginePort::told, this, &IpcServer::broadcast);
    m_finishLimit.setSingleShot(true);
    connect(&m_finishLimit, &QTimer::timeout, this, [this] {
        while (!m_peers.empty())
            drop(m_peers.back());
        endIfIdle();
    });
}

IpcServer::~IpcServer()
{
    closeSocket();
}

Expected<void> IpcServer::listen(const QString &stateDir)
{
    const Expected<int> fd = listenAtSocket(stateDir);
    if (!fd)
        return fail(fd.error());
    m_stateDir = stateDir;
    if (!m_server.listen(qintptr(*fd)))
        return fail(FailureKind::InvalidInput, m_server.errorString());
    return {};
}

void IpcServer::finish(std::function<void()> done)
{
    m_done = std::move(done);
    closeSocket();
    const std::vector<IpcPeer *> peers = m_peers;
    for (IpcPeer *peer : peers)
        peer->finish();
    m_finishLimit.start(1'000);
    endIfIdle();
}

void IpcServer::closeSocket()
{
    if (!m_server.isListening())
        return;
    m_server.close();
    QFile::remove(ipcSocketPath(m_stateDir));
}

void IpcServer::accept()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        if (peerCount() >= m_limits.peers || !isPeerTrusted(static_cast<int>(socket->socketDescriptor()))) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        auto *peer = new IpcPeer(socket, m_port, m_sending, m_limits, this);
        m_peers.push_back(peer);
        connect(peer, &IpcPeer::gone, this, [this, peer] {
            drop(peer);
            endIfIdle();
        });
        peer->begin();
    }
}

void IpcServer::broadcast(const QJsonObject &event)
{
    const std::vector<IpcPeer *> peers = m_peers; // one that is cut off leaves the list
    for (IpcPeer *peer : peers)
        peer->tell(event);
}

void IpcServer::drop(IpcPeer *peer)
{
    const auto found = std::find(m_peers.begin(), m_peers.end(), peer);
    if (found == m_peers.end())
        return;
    m_peers.erase(found);
    peer->disconnect(this);
    peer->deleteLater();
}

void IpcServer::endIfIdle()
{
    if (!m_done || !m_peers.empty())
        return;
    m_finishLimit.stop();
    // Not from within finish(), so that the caller sees one order of things.
    QMetaObject::invokeMethod(this, std::exchange(m_done, {}), Qt::QueuedConnection);
}

} // namespace gantry
