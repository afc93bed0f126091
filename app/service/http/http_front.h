// The door: accepts connections within their limits and turns requests into calls of one handler.
#pragma once

#include "app/service/http/connection.h"
#include "app/service/http/connection_threads.h"
#include "app/service/http/http_types.h"
#include "app/service/metrics.h"

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace gantry {

class HttpFront final : private httplib::Server
{
public:
    HttpFront(const ServiceLimits &limits, bool logRequests, Metrics &metrics);
    ~HttpFront() override;

    // Takes the address; the port is then known (0 asks for a free one). False: it cannot be had; errno tells
    // why.
    bool bind(const std::string &host, int port);
    int port() const { return m_port; }

    // Serves until stop() is called. False: accepting failed.
    bool run(HttpHandler handler);
    // Accepts no more, ends idle connections at once and the others after their request; after `grace` cuts
    // off what is left. run() returns then. Any thread; may come before run().
    void stop(std::chrono::milliseconds grace);

private:
    bool process_and_close_socket(socket_t socket) override;
    void serve(Connection &connection);
    // One request. False: nothing more on this connection.
    bool serveRequest(Connection &connection, const RequestHead &head);
    void answerRequest(const httplib::Request &request, httplib::Response &response);
    void finishHeaders(httplib::Response &response);
    void refuseConnection(Connection &connection, std::chrono::milliseconds patience);
    void sendRaw(Connection &connection, const ServiceError &error);

    bool enter(Connection &connection, bool mayServe); // false: not to be served
    void leave(Connection &connection, bool served);

    const ServiceLimits m_limits;
    const bool m_logRequests;
    Metrics &m_metrics;
    HttpHandler m_handler;
    std::string m_host;
    int m_port = 0;

    ConnectionThreads *m_threads = nullptr; // owned by the library while run() runs
    std::mutex m_mutex;
    std::set<Connection *> m_connections;
    std::map<std::string, int> m_perAddress;
    std::atomic<bool> m_stopping{false};
    std::atomic<bool> m_ended{false};
    std::atomic<std::chrono::steady_clock::time_point> m_stopBy{};
};

} // namespace gantry
