#include "engine/transport/http_lane.h"

#include "engine/transport/lane_call.h"
#include "engine/transport/tls_trust.h"

#include <QNetworkAccessManager>

#include <chrono>
#include <vector>

namespace gantry {

namespace {

using namespace std::chrono_literals;
constexpr auto lookInterval = 100ms;
constexpr int keptManagers = 4;

} // namespace

HttpLane::HttpLane(LanePool::ManagerFactory makeManager, Reports reports)
    : m_makeManager(std::move(makeManager))
    , m_reports(std::move(reports))
    , m_gate(this)
    , m_lookTimer(this)
{
    m_lookTimer.setTimerType(Qt::PreciseTimer);
    m_lookTimer.setInterval(lookInterval);
    connect(&m_lookTimer, &QTimer::timeout, this, &HttpLane::look);
    m_clock.start();
}

HttpLane::~HttpLane()
{
    for (auto &[id, running] : m_running)
        running.call->disconnect(this);
}

Expected<HttpLane::Connections> HttpLane::connectionsFor(const QByteArray &caPem)
{
    const auto known = m_connections.constFind(caPem);
    if (known != m_connections.constEnd())
        return *known;
    const Expected<QSslConfiguration> tls = tlsTrust(caPem);
    if (!tls)
        return fail(tls.error());
    std::shared_ptr<QNetworkAccessManager> manager = m_makeManager();
    manager->setStrictTransportSecurityEnabled(false);
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    if (m_connections.size() >= keptManagers)
        m_connections.clear();
    return *m_connections.insert(caPem, Connections{*tls, std::move(manager)});
}

void HttpLane::start(CallId id, LaneRequest request)
{
    const Expected<Connections> connections = connectionsFor(request.caPem);
    auto owned = std::make_unique<LaneCall>(id, std::move(request), &m_gate);
    LaneCall *call = owned.get();
    connect(call, &LaneCall::ended, this, [this, id](const LaneResult &result) { end(id, result); });
    m_running.emplace(id, Running{std::move(owned)});
    if (!m_lookTimer.isActive())
        m_lookTimer.start();
    if (connections)
        call->begin(connections->manager, connections->tls);
    else
        call->fail(connections.error());
}

void HttpLane::cancel(CallId id)
{
    const auto found = m_running.find(id);
    if (found != m_running.end())
        found->second.call->cancel();
}

void HttpLane::setRate(qint64 bytesPerSecond)
{
    m_gate.setRate(bytesPerSecond);
}

void HttpLane::forgetConnections()
{
    m_connections.clear();
}

void HttpLane::look()
{
    // Looking may end calls, so not while walking over them.
    std::vector<CallId> ids;
    ids.reserve(m_running.size());
    for (const auto &[id, running] : m_running)
        ids.push_back(id);
    const qint64 now = m_clock.elapsed();
    for (const CallId id : ids) {
        Running &running = m_running.at(id);
        const qint64 sent = running.call->bodyBytesSent();
        if (sent != running.reportedBytes) {
            running.reportedBytes = sent;
            m_reports.progress(id, sent);
        }
        if (!running.reportedOut && running.call->isBodyOut()) {
            running.reportedOut = true;
            m_reports.bodyOut(id);
        }
        running.call->look(now);
    }
}

void HttpLane::end(CallId id, const LaneResult &result)
{
    const auto found = m_running.find(id);
    // It is its own signal that brought us here.
    found->second.call.release()->deleteLater();
    m_running.erase(found);
    if (m_running.empty())
        m_lookTimer.stop();
    m_reports.finished(id, result);
}

} // namespace gantry
