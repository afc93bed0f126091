#include "engine/ipc/engine_host.h"

#include "engine/core/when_done.h"
#include "engine/ipc/ipc_server.h"
#include "engine/ipc/local_port.h"
#include "engine/platform/log_file.h"

namespace gantry {

EngineHost::EngineHost(const QString &program, const EngineOptions &options, std::unique_ptr<StateLock> lock,
                       QObject *parent)
    : QObject(parent)
    , m_program(program)
    , m_stateDir(options.stateDir)
    , m_sending(options.sending)
    , m_lock(std::move(lock))
    , m_log(std::make_unique<LogFile>(m_stateDir + QStringLiteral("/log")))
    , m_engine(std::make_unique<Engine>(options))
    , m_port(std::make_unique<LocalPort>(*m_engine))
{
    m_disk.setMaxThreadCount(1);
    sendQtMessagesTo(m_log.get());
    connect(m_engine.get(), &Engine::logged, this, [this](UploadId id, const QString &message) {
        log(id.value > 0 ? QStringLiteral("upload %1: %2").arg(id.value).arg(message) : message);
    });
    log(QStringLiteral("%1 %2 begins%3")
            .arg(m_program, QStringLiteral(GANTRY_VERSION),
                 m_sending ? QString() : QStringLiteral(", without sending")));
}

EngineHost::~EngineHost()
{
    m_server.reset();
    m_port.reset();
    m_engine.reset();
    sendQtMessagesTo(nullptr);
    m_disk.waitForDone();
}

EnginePort &EngineHost::port()
{
    return *m_port;
}

void EngineHost::start(EnginePort &served, std::function<void(const Expected<EngineReport> &)> started)
{
    m_server = std::make_unique<IpcServer>(served, m_sending);
    whenDone(this, m_engine->start(),
             [this, started = std::move(started)](const std::optional<Expected<EngineReport>> &report) {
                 const Expected<EngineReport> result =
                     report.value_or(fail(FailureKind::Cancelled, tr("The engine did not start.")));
                 if (!result)
                     log(result.error().message);
                 // Without it uploads go up all the same; others are told that they cannot reach us.
                 else if (const Expected<void> listening = m_server->listen(m_stateDir); !listening)
                     log(QStringLiteral("other programs cannot reach this one: %1")
                             .arg(listening.error().message));
                 started(result);
             });
}

void EngineHost::stop(std::function<void()> done)
{
    const auto stopEngine = [this, done = std::move(done)] {
        whenDone(this, m_engine->stop().then([] { return true; }), [this, done](std::optional<bool>) {
            log(QStringLiteral("%1 ends").arg(m_program));
            done();
        });
    };
    if (m_server != nullptr)
        m_server->finish(stopEngine);
    else
        stopEngine();
}

void EngineHost::log(const QString &line)
{
    m_disk.start([file = m_log.get(), line] { file->write(line); });
}

} // namespace gantry
