// The engine in another process, over the state folder's socket.
#pragma once

#include "engine/ipc/engine_port.h"
#include "engine/ipc/ipc_message.h"

#include <QHash>
#include <QLocalSocket>
#include <QPromise>
#include <QTimer>

#include <memory>
#include <unordered_map>

namespace gantry {

class RemotePort final : public EnginePort
{
    Q_OBJECT

public:
    explicit RemotePort(QObject *parent = nullptr);
    ~RemotePort() override;

    // Fails at once with Unreachable where nobody listens. Else either ready() follows, or closed(): with
    // Stalled if the owner does not say hello within helloLimitMs, with Rejected if it speaks another
    // protocol, else ConnectionLost or ProtocolViolation. Once per object.
    Expected<void> connectTo(const QString &stateDir, bool wantsEvents, int helloLimitMs = 5'000);

    const Hello &owner() const { return m_owner; } // after ready()

    // Only after ready().
    QFuture<Expected<QJsonObject>> call(const QString &name, const QJsonObject &arguments) override;

Q_SIGNALS:
    void ready();

private:
    void read();
    bool take(const IpcMessage &message); // false: closed
    void close(const Failure &why);

    QLocalSocket m_socket;
    QTimer m_helloLimit;
    LineSplitter m_splitter;
    Hello m_owner;
    bool m_ready = false;
    bool m_closed = false;
    qint64 m_lastNumber = 0;
    std::unordered_map<qint64, QPromise<Expected<QJsonObject>>> m_calls;
};

} // namespace gantry
