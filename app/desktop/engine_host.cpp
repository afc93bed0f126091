#include "app/desktop/engine_host.h"

#include "engine/core/when_done.h"

namespace gantry {

EngineHost::EngineHost(const QString &stateDir, std::unique_ptr<StateLock> lock, QObject *parent)
    : QObject(parent)
    , m_stateDir(stateDir)
    , m_lock(std::move(lock))
    , m_log(std::make_unique<LogFile>(stateDir + QStringLiteral("/log")))
{
    m_disk.setMaxThreadCount(1);
    sendQtMessagesTo(m_log.get());
    EngineOptions options;
    options.stateDir = stateDir;
    m_engine = std::make_unique<Engine>(options);
    m_enginePort = std::make_unique<LocalPort>(*m_engine);
    m_port = std::make_unique<WindowPort>(*m_enginePort);
    m_server = std::make_unique<IpcServer>(*m_port, true);
    connect(m_engine.get(), &Engine::logged, this, [this](UploadId id, const QString &message) {
        log(id.value > 0 ? QStringLiteral("upload %1: %2").arg(id.value).arg(message) : message);
    });
    log(QStringLiteral("gantry " GANTRY_VERSION " begins"));
}

EngineHost::~EngineHost()
{
    sendQtMessagesTo(nullptr);
    m_disk.waitForDone();
}

void EngineHost::log(const QString &line)
{
    m_disk.start([file = m_log.get(), line] { file->write(line); });
}

void EngineHost::start(std::function<void(const Expected<EngineReport> &)> started)
{
    whenDone(this, m_engine->start(),
             [this, started = std::move(started)](const std::optional<Expected<EngineReport>> &report) {
                 const Expected<EngineReport> result =
                     report.value_or(fail(FailureKind::Cancelled, tr("The engine did not start.")));
                 if (!result)
                     log(result.error().message);
                 // Without it uploads go up all the same; gantryctl is told that it cannot reach the window.
                 else if (const Expected<void> listening = m_server->listen(m_stateDir); !listening)
                     log(QStringLiteral("other programs cannot reach this one: %1")
                             .arg(listening.error().message));
                 started(result);
             });
}

void EngineHost::stop(std::function<void()> done)
{
    m_server->finish([this, done = std::move(done)] {
        whenDone(this, m_engine->stop().then([] { return true; }), [this, done](std::optional<bool>) {
            log(QStringLiteral("gantry ends"));
            done();
        });
    });
}

} // namespace gantry
