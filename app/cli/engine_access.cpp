#include "app/cli/engine_access.h"

#include "engine/core/when_done.h"

namespace gantry {
namespace {

constexpr int maxAttempts = 5; // of one call, with as many owners

} // namespace

EngineAccess::EngineAccess(QString stateDir, AccessLimits limits, QObject *parent)
    : QObject(parent)
    , m_stateDir(std::move(stateDir))
    , m_limits(limits)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &EngineAccess::attempt);
}

EngineAccess::~EngineAccess()
{
    m_closing = true;
    m_port = nullptr;
}

void EngineAccess::open(Need need, bool wantsEvents, qint64 rateLimit)
{
    m_rateLimit = rateLimit;
    m_need = need;
    m_wantsEvents = wantsEvents;
    m_searching.start();
    m_again.start(0);
}

void EngineAccess::attempt()
{
    auto lock = std::make_unique<StateLock>();
    const Expected<StateLock::Outcome> taken = lock->take(m_stateDir);
    if (!taken) {
        giveUp(taken.error());
    } else if (*taken == StateLock::Outcome::Owner) {
        startEngine(std::move(lock));
    } else {
        connectToOwner();
    }
}

void EngineAccess::startEngine(std::unique_ptr<StateLock> lock)
{
    EngineOptions options;
    options.stateDir = m_stateDir;
    options.sending = m_need == Need::Work;
    options.rateLimit = m_rateLimit;
    m_host = std::make_unique<EngineHost>(QStringLiteral("gantryctl"), options, std::move(lock));
    m_host->start(m_host->port(), [this](const Expected<EngineReport> &report) {
        if (!m_closing)
            engineStarted(report);
    });
}

void EngineAccess::engineStarted(const Expected<EngineReport> &report)
{
    if (!report) {
        m_host.reset();
        giveUp(report.error());
        return;
    }
    connect(&m_host->port(), &EnginePort::told, this, &EngineAccess::told);
    if (!report->journalSetAside.isEmpty())
        Q_EMIT notice(
            QStringLiteral("The queue's file was damaged. It lies under %1 now, and the queue is new.")
                .arg(report->journalSetAside));
    use(&m_host->port());
}

void EngineAccess::connectToOwner()
{
    auto remote = std::make_unique<RemotePort>();
    if (const Expected<void> connecting = remote->connectTo(m_stateDir, m_wantsEvents, m_limits.helloMs);
        !connecting) {
        // The owner is just beginning or just ending.
        const qint64 pid = StateLock::ownerPid(m_stateDir);
        tryAgain(
            {FailureKind::Unreachable,
             QStringLiteral("The state folder %1 is in use by another program%2, which cannot be reached.")
                 .arg(m_stateDir, pid > 0 ? QStringLiteral(" (process %1)").arg(pid) : QString()),
             {},
             0},
            m_limits.unreachableMs);
        return;
    }
    m_remote = std::move(remote);
    connect(m_remote.get(), &EnginePort::told, this, &EngineAccess::told);
    connect(m_remote.get(), &EnginePort::closed, this, &EngineAccess::portClosed);
    connect(m_remote.get(), &RemotePort::ready, this, [this] {
        if (m_need == Need::Edit || m_remote->owner().sending) {
            use(m_remote.get());
            return;
        }
        const qint64 pid = m_remote->owner().pid;
        m_remote.release()->deleteLater();
        tryAgain({FailureKind::Unreachable,
                  QStringLiteral("The state folder %1 is in use by another command (process %2).")
                      .arg(m_stateDir)
                      .arg(pid),
                  {},
                  0},
                 m_limits.busyMs);
    });
}

void EngineAccess::tryAgain(const Failure &why, int limitMs)
{
    if (m_searching.hasExpired(limitMs))
        giveUp(why);
    else
        m_again.start(m_limits.againMs);
}

void EngineAccess::use(EnginePort *port)
{
    m_port = port;
    std::vector<Waiting> waiting = std::exchange(m_waiting, {});
    for (Waiting &each : waiting)
        send(std::move(each));
    Q_EMIT opened();
}

void EngineAccess::call(const QString &name, const QJsonObject &arguments, Then then)
{
    send({name, arguments, std::move(then), 0});
}

void EngineAccess::send(Waiting waiting)
{
    if (m_closing)
        return;
    if (m_lost) {
        waiting.then(fail(FailureKind::Unreachable, QStringLiteral("There is no engine to speak to.")));
        return;
    }
    if (m_port == nullptr) {
        m_waiting.push_back(std::move(waiting));
        return;
    }
    ++waiting.attempts;
    const auto answer = m_port->call(waiting.name, waiting.arguments);
    whenDone(this, answer,
             [this, waiting = std::move(waiting)](const std::optional<Expected<QJsonObject>> &ended) mutable {
                 if (m_closing)
                     return;
                 const Expected<QJsonObject> result = ended.value_or(
                     fail(FailureKind::ConnectionLost, QStringLiteral("The engine went away.")));
                 const bool ownerLeft =
                     !result && result.error().kind == FailureKind::ConnectionLost && !isOwner();
                 if (ownerLeft && waiting.attempts < maxAttempts)
                     send(std::move(waiting));
                 else
                     waiting.then(result);
             });
}

void EngineAccess::portClosed(const Failure &why)
{
    m_port = nullptr;
    m_remote->disconnect(this);
    m_remote.release()->deleteLater(); // it is the one who calls
    if (why.kind != FailureKind::ConnectionLost) {
        giveUp(why);
        return;
    }
    // It ended: perhaps it is our turn.
    if (!m_again.isActive()) {
        m_searching.start();
        m_again.start(0);
    }
}

void EngineAccess::giveUp(const Failure &why)
{
    m_lost = true;
    m_port = nullptr;
    Q_EMIT lost(why);
    const std::vector<Waiting> waiting = std::exchange(m_waiting, {});
    for (const Waiting &each : waiting)
        if (!m_closing)
            each.then(fail(why));
}

void EngineAccess::close(std::function<void()> done)
{
    m_closing = true;
    m_again.stop();
    m_port = nullptr;
    m_waiting.clear();
    m_remote.reset();
    if (m_host == nullptr)
        done();
    else
        m_host->stop([this, done = std::move(done)] {
            m_host.reset();
            done();
        });
}

} // namespace gantry
