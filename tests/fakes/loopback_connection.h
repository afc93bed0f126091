// One accepted connection of the loopback server: parses requests, carries out the actions chosen for them.
#pragma once

#include "engine/hashing/digests.h"
#include "tests/fakes/loopback_server.h"

#include <QMutex>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <atomic>

class QTcpSocket;

namespace gantry {

// What the server and its tests both look at. Any thread.
class LoopbackJournal
{
public:
    void setHandler(LoopbackServer::Handler handler);
    ServerAction choose(const RecordedRequest &request) const;

    int accept(); // → the connection's number
    void close(int connection);
    QSet<int> openConnections() const;
    int accepted() const;

    int add(RecordedRequest request); // → its number
    void update(int number, const std::function<void(RecordedRequest &)> &change);
    RecordedRequest request(int number) const;
    QList<RecordedRequest> requests() const;

    std::atomic<qint64> readRate = 0;

private:
    mutable QMutex m_mutex;
    LoopbackServer::Handler m_handler;
    QList<RecordedRequest> m_requests;
    QSet<int> m_open;
    int m_accepted = 0;
};

class LoopbackConnection : public QObject
{
    Q_OBJECT

public:
    LoopbackConnection(QTcpSocket *socket, std::shared_ptr<LoopbackJournal> journal, QObject *parent);
    ~LoopbackConnection() override;

    void freeze();
    // Where the peer has gone in the middle of a body: takes what it had sent, which may still be on its way.
    void noticeEnd();

private:
    enum class Phase { Headers, Body, Answering, Ignoring };

    void receive();
    QByteArray readSome();
    void parseHeaders();
    void takeBody(const QByteArray &bytes);
    void endBody(bool whole);
    void answerUnlessHeld();
    void answer();
    void writeHead(const ServerAnswer &answer);
    void writeMore();
    void finishAnswer();
    void close();

    QTcpSocket *m_socket;
    std::shared_ptr<LoopbackJournal> m_journal;
    const int m_number;
    QTimer m_pace;   // reading at a limited rate
    QTimer m_writer; // dripping
    Phase m_phase = Phase::Headers;
    QByteArray m_input;
    int m_request = 0;
    ServerAction m_action;
    qint64 m_remaining = 0; // of the body
    qint64 m_received = 0;
    bool m_bodyEnded = false;
    bool m_answered = false;
    Digester m_digester{DigestKind::Md5};
    QByteArray m_body; // kept for ServerAction::work only
    QByteArray m_output;
    bool m_endless = false;
};

} // namespace gantry
