// One client's connection with its bounds: head, body and answer each within their time and size.
#pragma once

#include "app/service/http/request_head.h"
#include "app/service/object_store.h"
#include "app/service/service_config.h"

#include <QByteArray>

#include <atomic>
#include <chrono>
#include <string>

#include <httplib.h>

namespace gantry {

// The HTTP library sees it as its stream, and gets exactly one head from it; bodies are read past the
// library, in pieces as large as the reader asks for. Belongs to the thread that serves the connection, but
// for interrupt(), abort() and isIdle().
class Connection final : public httplib::Stream, public RequestBody
{
public:
    enum class HeadResult {
        Ready,
        Closed,   // by the client, between two requests
        TimedOut, // with a head begun; or idle for too long, or interrupted: see headBegun()
        TooLarge,
    };

    Connection(int socket, const ServiceLimits &limits);
    ~Connection() override; // closes the socket

    // Waits for the head of the next request.
    HeadResult awaitHead(bool firstRequest);
    QByteArrayView head() const { return QByteArrayView(m_buffer).first(m_headSize); }
    bool headBegun() const { return !m_buffer.isEmpty(); }
    void beginRequest(const RequestHead &head);
    // Forgets the request; what the client sent after it is kept for the next.
    void endRequest();

    qint64 bodyLeft() const { return m_bodyLength - m_bodyRead; }
    bool waitsForContinue() const { return m_owesContinue; } // so the client has not begun to send the body
    // Reads and drops what is left of the body, so that the client gets to see an answer that was given
    // early. True: all of it.
    bool drain(qint64 most, std::chrono::milliseconds time);
    // Says that no more will be written, and reads on for a moment: a reset would destroy the answer on its
    // way.
    void closeGently(qint64 most, std::chrono::milliseconds time);

    bool isIdle() const { return m_idle; }
    void abort(); // as interrupt(), and writing ends too; any thread
    const std::string &address() const { return m_address; }

    // RequestBody
    qint64 length() const override { return m_bodyLength; }
    qint64 read(char *buffer, qint64 size) override;
    void interrupt() override;

    // httplib::Stream; read() gives the head, then nothing
    bool is_readable() const override { return true; }
    bool is_writable() const override { return true; }
    ssize_t read(char *ptr, size_t size) override;
    ssize_t write(const char *ptr, size_t size) override;
    void get_remote_ip_and_port(std::string &ip, int &port) const override;
    void get_local_ip_and_port(std::string &ip, int &port) const override;
    // The library compares it with what select() can hold; here nothing selects.
    socket_t socket() const override { return 0; }

private:
    // Counts only time spent waiting for the client, so that a slow disk is not held against it.
    struct Pace
    {
        std::chrono::milliseconds waited{0};
        qint64 bytes = 0;
    };

    bool waitFor(short events, std::chrono::milliseconds time) const;
    bool waitAtPace(short events, Pace &pace) const;
    qint64 receive(char *buffer, qint64 size);

    const int m_socket;
    const ServiceLimits m_limits;
    std::string m_address;
    QByteArray m_buffer; // received and not yet used; begins with the head, while there is one
    qsizetype m_headSize = 0;
    qsizetype m_headRead = 0;
    qint64 m_bodyLength = 0;
    qint64 m_bodyRead = 0;
    bool m_owesContinue = false;
    Pace m_readPace;
    Pace m_writePace;
    std::atomic<bool> m_idle{true};
    std::atomic<bool> m_interrupted{false};
};

} // namespace gantry
