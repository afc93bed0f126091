#include "app/service/http/http_front.h"

#include "app/service/service_log.h"

#include <QDateTime>
#include <QLocale>

#include <cerrno>
#include <thread>

#include <netinet/tcp.h>
#include <sys/socket.h>

namespace gantry {
namespace {

using std::chrono::milliseconds;

// After an answer that came before the end of the body: what is still read, so that the client sees the
// answer. A client that does not listen is cut off.
constexpr qint64 drainMost = 16 * MiB;
constexpr milliseconds drainTime(2'000);
constexpr qint64 drainToStayOpen = 64 * KiB;
constexpr milliseconds refusalPatience(1'000);
constexpr int backlog = 511;

// The request that the calling thread is at; the library hands its handlers nothing to find it by.
thread_local Connection *currentConnection = nullptr;

void setSocketOptions(socket_t socket)
{
    // The library's own default is SO_REUSEPORT, with which two services share a port without a word.
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // accepted sockets inherit it
}

// For what the library refuses by itself.
ServiceError errorOf(int status)
{
    switch (status) {
    case 400:
        return {ErrorCode::BadRequest, QStringLiteral("The request line is malformed."), std::nullopt};
    case 414:
        return {ErrorCode::UriTooLong, QStringLiteral("The request line is too long."), std::nullopt};
    case 416:
        return {ErrorCode::UnsupportedRange, QStringLiteral("Answers come whole."), std::nullopt};
    default:
        return {ErrorCode::Internal, QStringLiteral("The service failed."), std::nullopt};
    }
}

QByteArray dateHeader()
{
    return QLocale::c()
        .toString(QDateTime::currentDateTimeUtc(), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"))
        .toLatin1();
}

void put(httplib::Response &response, const HttpReply &reply)
{
    response.status = reply.status;
    for (const auto &[name, value] : reply.headers)
        response.set_header(name.toStdString(), value.toStdString());
    if (!reply.body.isEmpty())
        response.set_content(reply.body.constData(), static_cast<size_t>(reply.body.size()),
                             reply.contentType.toStdString());
}

} // namespace

HttpFront::HttpFront(const ServiceLimits &limits, bool logRequests, Metrics &metrics)
    : m_limits(limits)
    , m_logRequests(logRequests)
    , m_metrics(metrics)
{
    set_socket_options(setSocketOptions);
    set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(limits.idleTime).count());
    set_keep_alive_max_count(1'000'000);
    new_task_queue = [this] {
        m_threads = new ConnectionThreads(m_limits.connections, [this] {
            // The library joins its threads here; by then stop() has set the time by which they end.
            const std::chrono::steady_clock::time_point stopBy = m_stopBy;
            while (true) {
                {
                    const std::lock_guard lock(m_mutex);
                    if (m_connections.empty())
                        return;
                    const bool late = std::chrono::steady_clock::now() >= stopBy;
                    for (Connection *connection : m_connections) {
                        if (late)
                            connection->abort();
                        else if (connection->isIdle())
                            connection->interrupt();
                    }
                    if (late)
                        return;
                }
                std::this_thread::sleep_for(milliseconds(20));
            }
        });
        return m_threads;
    };
    set_pre_routing_handler([this](const httplib::Request &request, httplib::Response &response) {
        answerRequest(request, response);
        return HandlerResponse::Handled;
    });
    set_error_handler([](const httplib::Request &, httplib::Response &response) {
        if (response.body.empty())
            put(response, replyOf(errorOf(response.status)));
    });
    set_exception_handler(
        [](const httplib::Request &, httplib::Response &response, const std::exception_ptr &) {
            logEvent(QStringLiteral("a request ended in an exception"));
            put(response, replyOf(errorOf(500)));
        });
    set_post_routing_handler(
        [this](const httplib::Request &, httplib::Response &response) { finishHeaders(response); });
}

HttpFront::~HttpFront() = default;

bool HttpFront::bind(const std::string &host, int port)
{
    m_host = host;
    m_port = port;
    if (port == 0)
        m_port = bind_to_any_port(host);
    else if (!bind_to_port(host, port))
        return false;
    // A second listen() only changes the backlog, which the library sets to 5: too few for a burst of
    // clients.
    return m_port > 0 && ::listen(svr_sock_, backlog) == 0;
}

bool HttpFront::run(HttpHandler handler)
{
    m_handler = std::move(handler);
    // The library gives up on some errors that pass (the system's file table is full); what is bound anew
    // serves on.
    bool bound = true;
    while (bound && !listen_after_bind() && !m_stopping) {
        logEvent(QStringLiteral("accepting connections failed; listening anew"));
        std::this_thread::sleep_for(milliseconds(200));
        bound = bind(m_host, m_port);
    }
    m_ended = true;
    return m_stopping;
}

void HttpFront::stop(milliseconds grace)
{
    m_stopBy = std::chrono::steady_clock::now() + grace;
    m_stopping = true;
    while (!is_running() && !m_ended)
        std::this_thread::sleep_for(
            milliseconds(1)); // run() is about to begin; before that the library's stop() does nothing
    if (!m_ended)
        httplib::Server::stop();
}

bool HttpFront::enter(Connection &connection, bool mayServe)
{
    const std::lock_guard lock(m_mutex);
    m_connections.insert(&connection);
    ++m_metrics.connectionsOpen;
    if (!mayServe)
        return false;
    int &count = m_perAddress[connection.address()];
    if (count >= m_limits.connectionsPerAddress)
        return false;
    ++count;
    return true;
}

void HttpFront::leave(Connection &connection, bool served)
{
    const std::lock_guard lock(m_mutex);
    m_connections.erase(&connection);
    --m_metrics.connectionsOpen;
    const auto entry = m_perAddress.find(connection.address());
    if (served && --entry->second == 0)
        m_perAddress.erase(entry);
}

bool HttpFront::process_and_close_socket(socket_t socket)
{
    Connection connection(socket, m_limits);
    ConnectionThreads::Role role = ConnectionThreads::role();
    const bool served = enter(connection, role == ConnectionThreads::Role::Serve);
    if (role == ConnectionThreads::Role::Serve && !served)
        role = m_threads->becomeRefusing();
    switch (role) {
    case ConnectionThreads::Role::Serve:
        serve(connection);
        break;
    case ConnectionThreads::Role::Refuse:
        refuseConnection(connection, refusalPatience);
        break;
    case ConnectionThreads::Role::RefuseAtOnce:
        refuseConnection(connection, milliseconds(0));
        break;
    }
    leave(connection, served);
    return true;
}

void HttpFront::refuseConnection(Connection &connection, milliseconds patience)
{
    ++m_metrics.connectionsRefused;
    sendRaw(connection, {ErrorCode::Busy, QStringLiteral("Too many connections."), std::chrono::seconds(2)});
    connection.closeGently(drainMost, patience);
}

void HttpFront::serve(Connection &connection)
{
    bool first = true;
    while (!m_stopping) {
        const Connection::HeadResult result = connection.awaitHead(std::exchange(first, false));
        if (result == Connection::HeadResult::Closed)
            return;
        if (result == Connection::HeadResult::TimedOut) {
            if (!connection.headBegun() || m_stopping)
                return;
            sendRaw(connection,
                    {ErrorCode::RequestTimeout, QStringLiteral("The header came too slowly."), std::nullopt});
            break;
        }
        if (result == Connection::HeadResult::TooLarge) {
            sendRaw(connection,
                    {ErrorCode::HeaderTooLarge,
                     QStringLiteral("The header is larger than %1 bytes.").arg(m_limits.headerBytes),
                     std::nullopt});
            break;
        }
        const Served<RequestHead> head = parseRequestHead(connection.head());
        if (!head) {
            sendRaw(connection, head.error());
            break;
        }
        if (!serveRequest(connection, *head))
            break;
    }
    connection.closeGently(drainMost, m_stopping ? milliseconds(100) : drainTime);
}

bool HttpFront::serveRequest(Connection &connection, const RequestHead &head)
{
    connection.beginRequest(head);
    currentConnection = &connection;
    bool closed = false;
    const bool written =
        process_request(connection, head.wantsClose || m_stopping, closed, [](httplib::Request &request) {
            // Answers are sent whole and as they are; the library would cut or compress them by these.
            request.ranges.clear();
            request.headers.erase("Accept-Encoding");
            request.headers.erase("Expect"); // the Connection answers it, when the body is wanted
        });
    currentConnection = nullptr;
    const bool stays = written && !closed && !head.wantsClose && !m_stopping &&
                       connection.bodyLeft() <= drainToStayOpen && !connection.waitsForContinue();
    if (!stays)
        return false;
    if (!connection.drain(drainToStayOpen, drainTime))
        return false;
    connection.endRequest();
    return true;
}

void HttpFront::answerRequest(const httplib::Request &request, httplib::Response &response)
{
    const std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
    const QByteArray target = QByteArray::fromStdString(request.target);
    const qsizetype mark = target.indexOf('?');
    const QByteArray path = mark < 0 ? target : target.left(mark);
    HttpRequest call{QByteArray::fromStdString(request.method),
                     path,
                     mark < 0 ? QByteArray() : target.mid(mark + 1),
                     QByteArray::fromStdString(request.get_header_value("Authorization")),
                     request.has_header("Content-Length"),
                     *currentConnection};
    const HttpReply reply = m_handler(call);
    put(response, reply);
    m_metrics.countAnswer(reply.status);
    if (m_logRequests) {
        const auto took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
        logEvent(QStringLiteral("%1 %2 %3 %4 ms")
                     .arg(QString::fromLatin1(call.method), QString::fromUtf8(path))
                     .arg(reply.status)
                     .arg(took.count()));
    }
}

// Called by the library for each answer, when all its headers are there.
void HttpFront::finishHeaders(httplib::Response &response)
{
    response.headers.erase("Date");
    response.set_header("Date", dateHeader().toStdString());
    response.set_header("Cache-Control", "no-store"); // answers hold links that are as good as a key
    if (response.status == 204)
        response.headers.erase("Content-Length"); // RFC 9110 section 8.6
    const Connection *connection = currentConnection;
    const bool closes = m_stopping || !connection || connection->bodyLeft() > drainToStayOpen ||
                        connection->waitsForContinue();
    if (closes && response.get_header_value("Connection") != "close")
        response.set_header("Connection", "close");
    if (response.has_header("Connection"))
        response.headers.erase("Keep-Alive");
}

// An answer past the library: to what is no request that it could read.
void HttpFront::sendRaw(Connection &connection, const ServiceError &error)
{
    const HttpReply reply = replyOf(error);
    m_metrics.countAnswer(reply.status);
    QByteArray text = "HTTP/1.1 " + QByteArray::number(reply.status) + " Refused\r\nDate: " + dateHeader() +
                      "\r\nConnection: close\r\nContent-Type: " + reply.contentType +
                      "\r\nContent-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    for (const auto &[name, value] : reply.headers)
        text += name + ": " + value + "\r\n";
    text += "\r\n" + reply.body;
    // A fresh socket takes this whole; from one that does not, nobody reads.
    connection.write(text.constData(), static_cast<size_t>(text.size()));
}

} // namespace gantry
