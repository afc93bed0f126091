// A real HTTP/1.1 server on a loopback socket that behaves as badly as a test asks it to.
//
//     LoopbackServer server([](const RecordedRequest &request) {
//         return request.number == 1 ? ServerAction::closeMidBody(1000) : ServerAction::answer(200,
//         "stored");
//     });
//     … send a PUT to server.url("/part"), twice …
//     QTRY_COMPARE(server.requests().size(), 2);
//     QCOMPARE(server.requests().at(1).bodyMd5, expected);
//
// It has a thread of its own. The handler is called there, once for each request, as soon as its headers are
// in; ServerAction::work is called there when the body has arrived whole. What clients had sent and cut off
// by then is taken in before. Everything else may be called from any thread.
#pragma once

#include "engine/protocol/http_message.h"

#include <QList>
#include <QSet>
#include <QThread>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace gantry {

class LoopbackJournal;

struct RecordedRequest
{
    int number = 0;     // from 1, in the order of arrival
    int connection = 0; // from 1, in the order of acceptance
    QByteArray method;
    QByteArray target; // as on the wire: path and query
    HttpHeaders headers;
    qint64 declaredLength = -1; // Content-Length; -1: none
    qint64 bodyBytes = 0;       // that have arrived so far
    QByteArray bodyMd5;         // raw; of what had arrived when the body ended, whole or not
    bool whole = false;         // as many bytes as declared have arrived
    bool ended = false;         // nothing more will be read for this request
    qint64 arrivedMs = 0;       // of the headers; monotonic

    QByteArray path() const; // without the query
    QByteArray header(QByteArrayView name) const { return headerValue(headers, name); }
};

// Milliseconds since the epoch, as RFC 9110 section 5.6.7 has a date.
QByteArray httpDate(qint64 msSinceEpoch);

struct ServerAnswer
{
    int status = 200;
    QByteArray body;
    HttpHeaders headers; // Content-Length is added
};

// What the server does with one request.
struct ServerAction
{
    enum class Kind {
        Answer,           // when the body has arrived whole
        AnswerEarly,      // as soon as the headers are in
        CloseAtHeaders,   // not a byte of the body is read
        CloseMidBody,     // after `bytes` of the body
        StopReading,      // the connection stays open, the body stays in the client's hands
        LoseAnswer,       // reads the body, does the work, closes without a word
        Silence,          // reads the body, then nothing for ever
        UnboundedBody,    // an answer that never ends
        UnboundedHeaders, // header lines that never end, one every few milliseconds
        Garbage,          // `answer.body` raw, in place of an HTTP answer; then close
    };
    using Work = std::function<ServerAnswer(const RecordedRequest &, const QByteArray &body)>;
    using Take = std::function<void(const QByteArray &piece)>;
    using End = std::function<void(bool whole)>;

    Kind kind = Kind::Answer;
    ServerAnswer answer;
    Work work;               // where set, it makes the answer
    bool bodyForWork = true; // keep the body in memory and hand it to `work`
    Take take;               // where set, it gets the body as it arrives, one that ends early too
    End end;                 // where set, it is told when no more of the body comes; before `work`
    bool realWork = false;   // FakeService, FakeTus: do what is asked for, and start from that answer
    std::function<void(ServerAnswer &)> edit; // the last word on the answer
    qint64 bytes = 0;                         // CloseMidBody
    bool keepReading = false;                 // AnswerEarly: takes the rest of the body in; else closes
    std::chrono::milliseconds delay{0};       // before the answer's first byte
    std::shared_ptr<std::atomic<bool>> held;  // after that, as long as it is true
    qint64 dripBytesPerSecond = 0;            // of the answer's body; 0: at once
    qint64 cutAfter = -1;                     // closes after so many bytes of the answer's body; -1: never
    qint64 hangAfter = -1;   // the connection stays open, but no more of the answer's body comes
    bool chunked = false;    // the answer's transfer coding
    bool closeAfter = false; // Connection: close

    static ServerAction answerWith(int status, QByteArray body = {}, HttpHeaders headers = {});
    static ServerAction doWork(Work work);
    static ServerAction real(); // of these two: as if there were no fault; to be changed by what follows
    static ServerAction answerEarly(int status, QByteArray body = {}, bool keepReading = false);
    static ServerAction redirect(const QByteArray &location, int status = 302);
    static ServerAction closeAtHeaders();
    static ServerAction closeMidBody(qint64 bytes);
    static ServerAction stopReading();
    static ServerAction loseAnswer(); // of these two: after the real work
    static ServerAction silence();
    static ServerAction unboundedBody();
    static ServerAction unboundedHeaders();
    static ServerAction garbage(QByteArray text);

    // Changes to whatever answer is given: ServerAction::answerWith(200,
    // json).delayedBy(300ms).cutShortAfter(7)
    ServerAction delayedBy(std::chrono::milliseconds time) const;
    ServerAction heldWhile(std::shared_ptr<std::atomic<bool>> condition) const;
    ServerAction drippedAt(qint64 bytesPerSecond) const;
    ServerAction cutShortAfter(qint64 count) const;
    ServerAction hangingAfter(qint64 count) const;
    ServerAction inChunks() const;
    ServerAction thenClose() const;
    ServerAction edited(std::function<void(ServerAnswer &)> change) const;
    ServerAction withHeader(const QByteArray &name,
                            const QByteArray &value) const; // in place of one of that name
};

class LoopbackServer
{
public:
    using Handler = std::function<ServerAction(const RecordedRequest &)>;

    struct Tls
    {
        QByteArray certificatePem;
        QByteArray keyPem;
    };

    // Listens on 127.0.0.1; 0: on a free port. Without a handler every request is answered with an empty 200.
    explicit LoopbackServer(Handler handler = {}, std::optional<Tls> tls = {}, quint16 port = 0);
    ~LoopbackServer();

    quint16 port() const { return m_port; }
    QByteArray url(const QByteArray &target = "/") const;

    void setHandler(Handler handler);
    void stop();            // closes all connections; from now on they are refused
    void start();           // listens again, on the same port
    void dropConnections(); // closes them; new ones are welcome
    void
    freezeConnections(); // those there are neither read nor answered nor closed any more; new ones are served
    // Of every connection, from now on. 0: as fast as it goes. Some hundred KiB more wait in socket buffers.
    void limitReadRate(qint64 bytesPerSecond);

    QList<RecordedRequest> requests() const;
    int connectionsAccepted() const;
    // By RecordedRequest::connection. One that is not read does not see its peer go.
    QSet<int> openConnections() const;

private:
    class Listener;

    template <class Function>
    void inThread(Function function);

    const bool m_tls;
    quint16 m_port = 0;
    std::shared_ptr<LoopbackJournal> m_journal;
    QThread m_thread;
    Listener *m_listener = nullptr; // lives in m_thread
};

} // namespace gantry
