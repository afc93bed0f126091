#include "engine/ipc/remote_port.h"

#include "engine/ipc/ipc_socket.h"

#include <QCoreApplication>
#include <QPointer>

namespace gantry {

RemotePort::RemotePort(QObject *parent)
    : EnginePort(parent)
{
    m_helloLimit.setSingleShot(true);
    connect(&m_helloLimit, &QTimer::timeout, this, [this] {
        close({FailureKind::Stalled, tr("The running Gantry does not answer."), {}, 0});
    });
    connect(&m_socket, &QLocalSocket::readyRead, this, &RemotePort::read);
    connect(&m_socket, &QLocalSocket::disconnected, this, [this] {
        close({FailureKind::ConnectionLost, tr("The running Gantry has ended."), {}, 0});
    });
}

RemotePort::~RemotePort()
{
    m_socket.disconnect(this);
    for (auto &[number, promise] : m_calls) {
        promise.addResult(fail(FailureKind::ConnectionLost, tr("The connection was given up.")));
        promise.finish();
    }
}

Expected<void> RemotePort::connectTo(const QString &stateDir, bool wantsEvents, int helloLimitMs)
{
    const Expected<int> fd = connectToSocket(stateDir);
    if (!fd)
        return fail(fd.error());
    m_socket.setSocketDescriptor(*fd);
    m_helloLimit.start(helloLimitMs);
    m_socket.write(encodeMessage(Hello{ipcProtocolVersion, QStringLiteral(GANTRY_VERSION),
                                       QCoreApplication::applicationPid(), false, wantsEvents}));
    return {};
}

QFuture<Expected<QJsonObject>> RemotePort::call(const QString &name, const QJsonObject &arguments)
{
    QPromise<Expected<QJsonObject>> promise;
    promise.start();
    QFuture<Expected<QJsonObject>> future = promise.future();
    const qint64 number = ++m_lastNumber;
    const QByteArray line = encodeMessage(Request{number, name, arguments});
    std::optional<Failure> refusal;
    if (m_closed || !m_ready)
        refusal =
            Failure{FailureKind::ConnectionLost, tr("There is no connection to the running Gantry."), {}, 0};
    else if (line.size() > ipcMaxMessage)
        refusal = Failure{FailureKind::InvalidInput, tr("That is too much for one request."), {}, 0};
    if (refusal) {
        promise.addResult(fail(*refusal));
        promise.finish();
        return future;
    }
    m_calls.emplace(number, std::move(promise));
    m_socket.write(line);
    return future;
}

void RemotePort::read()
{
    const QPointer<RemotePort> alive(this);
    const Expected<QList<QByteArray>> lines = m_splitter.feed(m_socket.readAll());
    if (!lines) {
        close(lines.error());
        return;
    }
    for (const QByteArray &line : *lines) {
        const Expected<IpcMessage> message = decodeMessage(line);
        if (!message) {
            close(message.error());
            return;
        }
        // Whoever is told may destroy the port.
        if (!take(*message) || !alive)
            return;
    }
}

bool RemotePort::take(const IpcMessage &message)
{
    if (const auto *hello = std::get_if<Hello>(&message); hello != nullptr && !m_ready) {
        m_helloLimit.stop();
        m_owner = *hello;
        if (hello->protocol != ipcProtocolVersion) {
            close({FailureKind::Rejected,
                   tr("The running Gantry (version %1) and this program (version %2) do not "
                      "understand each other. "
                      "Quit the running one, or use programs of one version.")
                       .arg(hello->version, QStringLiteral(GANTRY_VERSION)),
                   {},
                   0});
            return false;
        }
        m_ready = true;
        Q_EMIT ready();
        return true;
    }
    if (const auto *answer = std::get_if<Answer>(&message); answer != nullptr && m_ready) {
        const auto found = m_calls.find(answer->number);
        if (found != m_calls.end()) {
            QPromise<Expected<QJsonObject>> promise = std::move(found->second);
            m_calls.erase(found);
            promise.addResult(answer->result);
            promise.finish();
            return true;
        }
    }
    if (const auto *news = std::get_if<Event>(&message); news != nullptr && m_ready) {
        Q_EMIT told(news->body);
        return true;
    }
    close({FailureKind::ProtocolViolation,
           tr("The running Gantry sent a message that makes no sense here."),
           {},
           0});
    return false;
}

void RemotePort::close(const Failure &why)
{
    if (m_closed)
        return;
    m_closed = true;
    m_helloLimit.stop();
    m_socket.disconnect(this);
    m_socket.abort();
    const QPointer<RemotePort> alive(this);
    auto calls = std::exchange(m_calls, {});
    for (auto &[number, promise] : calls) {
        promise.addResult(
            fail(why.kind == FailureKind::ProtocolViolation ? why.kind : FailureKind::ConnectionLost,
                 why.message));
        promise.finish();
    }
    if (alive)
        Q_EMIT closed(why);
}

} // namespace gantry
