#include "engine/ipc/ipc_peer.h"

#include "engine/core/when_done.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocalSocket>

namespace gantry {
namespace {

constexpr qsizetype keptPerEvent = 200;

} // namespace

IpcPeer::IpcPeer(QLocalSocket *socket, EnginePort &port, bool sending, const IpcLimits &limits,
                 QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_port(port)
    , m_sending(sending)
    , m_limits(limits)
{
    socket->setParent(this);
    socket->setReadBufferSize(64 * 1024); // what it sends beyond that waits in its own process
    connect(socket, &QLocalSocket::readyRead, this, &IpcPeer::pump);
    connect(socket, &QLocalSocket::bytesWritten, this, &IpcPeer::written);
    connect(socket, &QLocalSocket::disconnected, this, &IpcPeer::leave);
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, &IpcPeer::leave);
}

void IpcPeer::begin()
{
    m_limit.start(m_limits.helloMs);
    // A connection that was made and ended before it was accepted never says so.
    if (m_socket->state() != QLocalSocket::ConnectedState)
        QMetaObject::invokeMethod(this, &IpcPeer::leave, Qt::QueuedConnection);
    else
        QMetaObject::invokeMethod(this, &IpcPeer::pump, Qt::QueuedConnection);
}

bool IpcPeer::isFull() const
{
    return m_calls >= m_limits.callsPerPeer || m_socket->bytesToWrite() > m_limits.unreadBytes;
}

void IpcPeer::pump()
{
    while (!m_gone && !m_finishing && !isFull()) {
        if (m_lines.isEmpty()) {
            const QByteArray bytes = m_socket->readAll();
            if (bytes.isEmpty())
                return;
            Expected<QList<QByteArray>> lines = m_splitter.feed(bytes);
            if (!lines) {
                leave();
                return;
            }
            m_lines = *std::move(lines);
            continue;
        }
        if (!take(m_lines.takeFirst()))
            return;
    }
}

bool IpcPeer::take(const QByteArray &line)
{
    const Expected<IpcMessage> message = decodeMessage(line);
    const auto *hello = message ? std::get_if<Hello>(&*message) : nullptr;
    if (hello != nullptr && !m_greeted) {
        m_greeted = true;
        m_wantsEvents = hello->events;
        m_limit.stop();
        write(encodeMessage(Hello{ipcProtocolVersion, QStringLiteral(GANTRY_VERSION),
                                  QCoreApplication::applicationPid(), m_sending, false}));
        if (hello->protocol == ipcProtocolVersion)
            return true;
        m_finishing = true; // it knows enough to tell its user
        m_wantsEvents = false;
        leaveIfDone();
        return false;
    }
    const auto *request = message ? std::get_if<Request>(&*message) : nullptr;
    if (request == nullptr || !m_greeted) {
        leave();
        return false;
    }
    ++m_calls;
    whenDone(this, m_port.call(request->call, request->arguments),
             [this, number = request->number](const std::optional<Expected<QJsonObject>> &result) {
                 answer(number,
                        result.value_or(fail(FailureKind::Cancelled, QStringLiteral("The engine stopped."))));
             });
    return true;
}

void IpcPeer::answer(qint64 number, const Expected<QJsonObject> &result)
{
    if (m_gone)
        return;
    --m_calls;
    QByteArray line = encodeMessage(Answer{number, result});
    if (line.size() > ipcMaxMessage)
        line = encodeMessage(Answer{
            number, fail(FailureKind::TooLarge, QStringLiteral("The answer is too long for a message."))});
    write(line);
    leaveIfDone();
    pump();
}

void IpcPeer::tell(const QJsonObject &event)
{
    if (m_gone || m_finishing || !m_wantsEvents)
        return;
    const bool behind = !m_keptUploads.isEmpty() || !m_keptRemovals.isEmpty() || !m_keptOthers.isEmpty();
    if (behind || m_socket->bytesToWrite() > m_limits.unreadBytes)
        keepForLater(event);
    else
        write(encodeMessage(Event{event}));
}

void IpcPeer::keepForLater(const QJsonObject &event)
{
    const QString name = event.value(QLatin1String("event")).toString();
    if (name == QLatin1String("changed")) {
        for (const auto &upload : event.value(QLatin1String("uploads")).toArray())
            m_keptUploads.insert(upload.toObject().value(QLatin1String("id")).toInteger(), upload.toObject());
    } else if (name == QLatin1String("removed")) {
        for (const auto &id : event.value(QLatin1String("ids")).toArray()) {
            m_keptUploads.remove(id.toInteger());
            m_keptRemovals.insert(id.toInteger());
        }
    } else {
        m_keptOthers.insert(name, event);
    }
}

void IpcPeer::sendKept()
{
    while (m_socket->bytesToWrite() <= m_limits.unreadBytes) {
        if (!m_keptUploads.isEmpty()) {
            QJsonArray uploads;
            while (!m_keptUploads.isEmpty() && uploads.size() < keptPerEvent)
                uploads.append(m_keptUploads.take(m_keptUploads.firstKey()));
            write(encodeMessage(Event{
                {{QLatin1String("event"), QLatin1String("changed")}, {QLatin1String("uploads"), uploads}}}));
        } else if (!m_keptRemovals.isEmpty()) {
            QJsonArray ids;
            for (const qint64 id : std::exchange(m_keptRemovals, {}))
                ids.append(id);
            write(encodeMessage(
                Event{{{QLatin1String("event"), QLatin1String("removed")}, {QLatin1String("ids"), ids}}}));
        } else if (!m_keptOthers.isEmpty()) {
            write(encodeMessage(Event{m_keptOthers.take(m_keptOthers.firstKey())}));
        } else {
            return;
        }
    }
}

void IpcPeer::write(const QByteArray &line)
{
    m_socket->write(line);
    if (!m_limit.isActive())
        m_limit.start(m_limits.stallMs);
}

void IpcPeer::written()
{
    if (m_gone)
        return;
    m_limit.stop();
    if (m_socket->bytesToWrite() > 0)
        m_limit.start(m_limits.stallMs);
    sendKept();
    leaveIfDone();
    pump();
}

void IpcPeer::finish()
{
    m_finishing = true;
    leaveIfDone();
}

void IpcPeer::leaveIfDone()
{
    if (m_finishing && m_calls == 0 && m_socket->bytesToWrite() == 0)
        leave();
}

void IpcPeer::leave()
{
    if (m_gone)
        return;
    m_gone = true;
    m_limit.stop();
    m_socket->disconnect(this);
    m_socket->abort();
    Q_EMIT gone();
}

} // namespace gantry
