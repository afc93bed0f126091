// One process at the other end of the owner's socket: what it asks, what it is told, and how much it may take
// up.
#pragma once

#include "engine/ipc/engine_port.h"
#include "engine/ipc/ipc_message.h"
#include "engine/ipc/ipc_server.h"

#include <QMap>
#include <QSet>
#include <QTimer>

class QLocalSocket;

namespace gantry {

class IpcPeer : public QObject
{
    Q_OBJECT

public:
    // Takes the socket.
    IpcPeer(QLocalSocket *socket, EnginePort &port, bool sending, const IpcLimits &limits, QObject *parent);

    void begin(); // reads what is there already
    void tell(const QJsonObject &event);
    void finish(); // answers what was asked, takes nothing more, then goes

Q_SIGNALS:
    void gone(); // once; after it nothing happens here any more

private:
    void pump();
    bool take(const QByteArray &line); // false: cut off
    void answer(qint64 number, const Expected<QJsonObject> &result);
    void write(const QByteArray &line);
    void written();
    void keepForLater(const QJsonObject &event);
    void sendKept();
    void leave();
    void leaveIfDone();
    bool isFull() const;

    QLocalSocket *m_socket; // child
    EnginePort &m_port;
    bool m_sending;
    IpcLimits m_limits;
    QTimer m_limit; // to say hello, then to read on
    LineSplitter m_splitter;
    QList<QByteArray> m_lines; // read and not yet taken
    int m_calls = 0;           // taken and not yet answered
    bool m_greeted = false;
    bool m_wantsEvents = false;
    bool m_finishing = false;
    bool m_gone = false;
    // Events for a peer that does not keep up: of each upload only the newest, of each other event only the
    // last.
    QMap<qint64, QJsonObject> m_keptUploads;
    QSet<qint64> m_keptRemovals;
    QMap<QString, QJsonObject> m_keptOthers;
};

} // namespace gantry
