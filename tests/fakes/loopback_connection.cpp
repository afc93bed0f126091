#include "tests/fakes/loopback_connection.h"

#include <QElapsedTimer>
#include <QTcpSocket>

#include <algorithm>

#include <poll.h>

namespace gantry {

namespace {

using namespace std::chrono_literals;
constexpr qint64 readBuffer = 256 * 1024;
constexpr qsizetype headerLimit = 64 * 1024;
constexpr auto paceInterval = 10ms;
constexpr qint64 ticksPerSecond = 1s / paceInterval;
constexpr qint64 endlessBlock = 64 * 1024;

qint64 monotonicMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace

LoopbackConnection::LoopbackConnection(QTcpSocket *socket, std::shared_ptr<LoopbackJournal> journal,
                                       QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_journal(std::move(journal))
    , m_number(m_journal->accept())
    , m_pace(this)
    , m_writer(this)
{
    socket->setParent(this);
    socket->setReadBufferSize(readBuffer);
    if (m_journal->readRate > 0) // else the system would take megabytes in before the limit shows
        socket->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 64 * 1024);
    m_pace.setInterval(paceInterval);
    m_writer.setInterval(paceInterval);
    connect(&m_pace, &QTimer::timeout, this, &LoopbackConnection::receive);
    connect(&m_writer, &QTimer::timeout, this, &LoopbackConnection::writeMore);
    connect(socket, &QTcpSocket::readyRead, this, &LoopbackConnection::receive);
    connect(socket, &QTcpSocket::bytesWritten, this, [this] {
        if (m_endless)
            writeMore();
    });
    connect(socket, &QTcpSocket::disconnected, this, [this] {
        if (m_phase == Phase::Body) // what had arrived before the end
            takeBody(m_socket->readAll());
        close();
    });
    receive();
}

LoopbackConnection::~LoopbackConnection()
{
    m_socket->disconnect(this);
    if (m_request != 0 && !m_bodyEnded)
        endBody(false);
    m_journal->close(m_number);
}

void LoopbackConnection::freeze()
{
    m_phase = Phase::Ignoring;
    m_pace.stop();
    m_writer.stop();
}

void LoopbackConnection::noticeEnd()
{
    if (m_phase != Phase::Body)
        return;
    pollfd peer = {static_cast<int>(m_socket->socketDescriptor()), POLLRDHUP, 0};
    if (::poll(&peer, 1, 0) != 1)
        return;
    m_socket->setReadBufferSize(0);
    while (m_phase == Phase::Body && m_socket->waitForReadyRead(0))
        ;
}

void LoopbackConnection::close()
{
    if (m_phase == Phase::Ignoring)
        m_socket->disconnect(this);
    m_phase = Phase::Ignoring;
    deleteLater();
}

QByteArray LoopbackConnection::readSome()
{
    const qint64 rate = m_journal->readRate;
    if (rate == 0) {
        m_pace.stop();
        return m_socket->readAll();
    }
    if (!m_pace.isActive())
        m_pace.start();
    // Called by the pace timer only, once a limit is set; a first call by readyRead is one portion too.
    return m_socket->read(std::max<qint64>(1, rate / ticksPerSecond));
}

void LoopbackConnection::receive()
{
    if (m_journal->readRate > 0 && m_pace.isActive() && sender() == m_socket)
        return;
    if (m_phase == Phase::Headers) {
        m_input += readSome();
        parseHeaders();
    } else if (m_phase == Phase::Body) {
        takeBody(readSome());
    }
}

void LoopbackConnection::parseHeaders()
{
    if (!m_input.isEmpty() && (m_input.front() < 'A' || m_input.front() > 'Z')) { // no HTTP: TLS, for one
        m_socket->write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        m_socket->flush();
        close();
        return;
    }
    const qsizetype end = m_input.indexOf("\r\n\r\n");
    if (end < 0) {
        if (m_input.size() > headerLimit)
            close();
        return;
    }
    const QList<QByteArray> lines = m_input.left(end).split('\n');
    const QByteArray rest = m_input.mid(end + 4);
    m_input.clear();

    RecordedRequest request;
    request.connection = m_number;
    request.arrivedMs = monotonicMs();
    const QList<QByteArray> first = lines.first().trimmed().split(' ');
    request.method = first.value(0);
    request.target = first.value(1);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.append({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
    }
    bool declared = false;
    const qint64 length = request.header("Content-Length").toLongLong(&declared);
    request.declaredLength = declared ? length : -1;
    for (LoopbackConnection *other : parent()->findChildren<LoopbackConnection *>())
        other->noticeEnd();
    m_request = request.number = m_journal->add(request);
    m_action = m_journal->choose(request);

    m_remaining = std::max<qint64>(request.declaredLength, 0);
    m_received = 0;
    m_bodyEnded = false;
    m_answered = false;
    m_body.clear();
    m_phase = Phase::Body;
    if (m_action.kind == ServerAction::Kind::CloseAtHeaders) {
        endBody(false);
        close();
        return;
    }
    if (m_action.kind == ServerAction::Kind::StopReading) {
        freeze();
        return;
    }
    if (m_action.kind == ServerAction::Kind::AnswerEarly)
        answer();
    if (m_phase == Phase::Body)
        takeBody(rest);
}

void LoopbackConnection::takeBody(const QByteArray &bytes)
{
    qint64 taken = std::min<qint64>(bytes.size(), m_remaining);
    const bool closing =
        m_action.kind == ServerAction::Kind::CloseMidBody && m_received + taken >= m_action.bytes;
    if (closing)
        taken = m_action.bytes - m_received;
    const QByteArray part = bytes.left(taken);
    m_digester.add(part);
    if (m_action.work && m_action.bodyForWork)
        m_body += part;
    if (m_action.take && !part.isEmpty())
        m_action.take(part);
    m_received += taken;
    m_remaining -= taken;
    m_journal->update(m_request, [this](RecordedRequest &request) { request.bodyBytes = m_received; });
    if (closing) {
        endBody(m_remaining == 0);
        close();
        return;
    }
    if (m_remaining > 0)
        return;
    m_input = bytes.mid(taken);
    m_phase = Phase::Answering;
    endBody(true);
    if (m_answered) {
        finishAnswer();
        return;
    }
    if (m_action.delay > 0ms)
        QTimer::singleShot(m_action.delay, this, &LoopbackConnection::answerUnlessHeld);
    else
        answerUnlessHeld();
}

void LoopbackConnection::answerUnlessHeld()
{
    if (m_action.held && *m_action.held)
        QTimer::singleShot(paceInterval, this, &LoopbackConnection::answerUnlessHeld);
    else
        answer();
}

void LoopbackConnection::endBody(bool whole)
{
    m_bodyEnded = true;
    const QByteArray md5 = m_digester.result();
    m_journal->update(m_request, [&](RecordedRequest &request) {
        request.bodyMd5 = md5;
        request.whole = whole;
        request.ended = true;
    });
    if (m_action.end)
        m_action.end(whole);
}

void LoopbackConnection::answer()
{
    if (m_phase == Phase::Ignoring)
        return;
    ServerAnswer answer = m_action.answer;
    if (m_action.work && m_bodyEnded)
        answer = m_action.work(m_journal->request(m_request), m_body);
    if (m_action.edit)
        m_action.edit(answer);
    m_answered = true;
    switch (m_action.kind) {
    case ServerAction::Kind::LoseAnswer:
        close();
        return;
    case ServerAction::Kind::Silence:
    case ServerAction::Kind::StopReading:
        freeze();
        return;
    case ServerAction::Kind::Garbage:
        m_socket->write(answer.body);
        m_socket->flush();
        close();
        return;
    case ServerAction::Kind::UnboundedBody:
        m_endless = true;
        m_socket->write("HTTP/1.1 200 OK\r\n\r\n");
        writeMore();
        return;
    case ServerAction::Kind::UnboundedHeaders:
        m_socket->write("HTTP/1.1 200 OK\r\n");
        m_writer.start();
        return;
    case ServerAction::Kind::Answer:
    case ServerAction::Kind::AnswerEarly:
    case ServerAction::Kind::CloseAtHeaders:
    case ServerAction::Kind::CloseMidBody:
        break;
    }
    writeHead(answer);
    if (m_action.dripBytesPerSecond > 0)
        m_writer.start();
    else
        writeMore();
}

void LoopbackConnection::writeHead(const ServerAnswer &answer)
{
    const RecordedRequest request = m_journal->request(m_request);
    QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + " Scripted\r\n";
    for (const HttpHeader &header : answer.headers)
        head += header.name + ": " + header.value + "\r\n";
    const bool hasBody = answer.status >= 200 && answer.status != 204 && answer.status != 304;
    if (m_action.chunked)
        head += "Transfer-Encoding: chunked\r\n";
    else if (hasBody && headerValue(answer.headers, "Content-Length").isEmpty())
        head += "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n";
    if (m_action.closeAfter)
        head += "Connection: close\r\n";
    m_socket->write(head + "\r\n");

    m_output = hasBody && request.method != "HEAD" ? answer.body : QByteArray();
    if (m_action.cutAfter >= 0)
        m_output.truncate(m_action.cutAfter);
    if (m_action.hangAfter >= 0)
        m_output.truncate(m_action.hangAfter);
}

void LoopbackConnection::writeMore()
{
    if (m_phase == Phase::Ignoring)
        return;
    if (m_action.kind == ServerAction::Kind::UnboundedHeaders) {
        m_socket->write("X-Filler: " + QByteArray(1000, 'x') + "\r\n");
        return;
    }
    if (m_endless) {
        while (m_socket->bytesToWrite() < endlessBlock)
            m_socket->write(QByteArray(endlessBlock, 'x'));
        return;
    }
    const qint64 rate = m_action.dripBytesPerSecond;
    const QByteArray piece = rate > 0 ? m_output.left(std::max<qint64>(1, rate / ticksPerSecond)) : m_output;
    m_output.remove(0, piece.size());
    if (m_action.chunked && !piece.isEmpty())
        m_socket->write(QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n");
    else
        m_socket->write(piece);
    if (!m_output.isEmpty())
        return;
    m_writer.stop();
    if (m_action.hangAfter >= 0) {
        freeze();
        return;
    }
    if (m_action.chunked && m_action.cutAfter < 0)
        m_socket->write("0\r\n\r\n");
    if (m_action.closeAfter || m_action.cutAfter >= 0 || (!m_bodyEnded && !m_action.keepReading)) {
        m_socket->flush();
        close();
    } else if (m_bodyEnded) {
        finishAnswer();
    }
}

// Ready for the next request on this connection.
void LoopbackConnection::finishAnswer()
{
    if (!m_output.isEmpty() || m_endless)
        return;
    m_request = 0;
    m_phase = Phase::Headers;
    if (!m_input.isEmpty())
        parseHeaders();
    else
        receive();
}

} // namespace gantry
