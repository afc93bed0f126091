#include "engine/scheduling/engine.h"

#include "engine/hashing/digests.h"
#include "engine/scheduling/connectivity.h"
#include "engine/scheduling/engine_core.h"

#include <QPromise>
#include <QThread>

namespace gantry {
namespace {

// Runs `work` in the core's thread; what it replies ends the future. A core that has stopped, or goes before
// it replies, cancels it.
template <class T, class Work>
QFuture<T> ask(EngineCore *core, Work work)
{
    auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    QFuture<T> future = promise->future();
    const Reply<T> reply = [promise](T value) {
        promise->addResult(std::move(value));
        promise->finish();
    };
    QMetaObject::invokeMethod(
        core,
        [core, work = std::move(work), reply] {
            if (!core->isStopped())
                work(*core, reply);
        },
        Qt::QueuedConnection);
    return future;
}

} // namespace

Engine::Engine(EngineOptions options, QObject *parent)
    : Engine(std::move(options), EngineParts(), parent)
{}

Engine::Engine(EngineOptions options, EngineParts parts, QObject *parent)
    : QObject(parent)
    , m_thread(std::make_unique<QThread>())
    , m_core(new EngineCore(std::move(options), std::move(parts)))
{
    keepOpenSslUntilTheEnd();
    qRegisterMetaType<QList<UploadSnapshot>>();
    qRegisterMetaType<QList<UploadId>>();
    qRegisterMetaType<UploadId>();
    m_thread->setObjectName(QStringLiteral("engine"));
    m_core->moveToThread(m_thread.get());
    connect(m_core, &EngineCore::changed, this, &Engine::changed);
    connect(m_core, &EngineCore::removed, this, &Engine::removed);
    connect(m_core, &EngineCore::destinationsChanged, this, &Engine::destinationsChanged);
    connect(m_core, &EngineCore::settingsChanged, this, &Engine::settingsChanged);
    connect(m_core, &EngineCore::journalTrouble, this, &Engine::journalTrouble);
    connect(m_core, &EngineCore::secretKeptInMemory, this, &Engine::secretKeptInMemory);
    connect(m_core, &EngineCore::logged, this, &Engine::logged);
    auto connectivity = new Connectivity(this);
    connect(connectivity, &Connectivity::changed, m_core, &EngineCore::networkChanged);
    m_thread->start();
}

Engine::~Engine()
{
    // The core dies in its own thread, where its timers and calls are.
    connect(m_thread.get(), &QThread::finished, m_core, &QObject::deleteLater);
    QMetaObject::invokeMethod(
        m_core, [core = m_core, thread = m_thread.get()] { core->stop([thread] { thread->quit(); }); },
        Qt::QueuedConnection);
    m_thread->wait();
}

QFuture<Expected<EngineReport>> Engine::start()
{
    return ask<Expected<EngineReport>>(m_core,
                                       [](EngineCore &core, const auto &reply) { core.start(reply); });
}

QFuture<void> Engine::stop()
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    QMetaObject::invokeMethod(
        m_core, [core = m_core, promise] { core->stop([promise] { promise->finish(); }); },
        Qt::QueuedConnection);
    return promise->future();
}

QFuture<Expected<QList<AddedUpload>>> Engine::add(QList<NewUpload> uploads)
{
    return ask<Expected<QList<AddedUpload>>>(
        m_core,
        [uploads = std::move(uploads)](EngineCore &core, const auto &reply) { core.add(uploads, reply); });
}

QFuture<Expected<void>> Engine::pause(QList<UploadId> ids)
{
    return ask<Expected<void>>(
        m_core, [ids = std::move(ids)](EngineCore &core, const auto &reply) { core.pause(ids, reply); });
}

QFuture<Expected<void>> Engine::resume(QList<UploadId> ids)
{
    return ask<Expected<void>>(
        m_core, [ids = std::move(ids)](EngineCore &core, const auto &reply) { core.resume(ids, reply); });
}

QFuture<Expected<void>> Engine::retry(QList<UploadId> ids)
{
    return ask<Expected<void>>(
        m_core, [ids = std::move(ids)](EngineCore &core, const auto &reply) { core.retry(ids, reply); });
}

QFuture<Expected<void>> Engine::cancel(QList<UploadId> ids)
{
    return ask<Expected<void>>(
        m_core, [ids = std::move(ids)](EngineCore &core, const auto &reply) { core.cancel(ids, reply); });
}

QFuture<Expected<void>> Engine::remove(QList<UploadId> ids)
{
    return ask<Expected<void>>(
        m_core, [ids = std::move(ids)](EngineCore &core, const auto &reply) { core.remove(ids, reply); });
}

QFuture<Expected<void>> Engine::decide(QList<UploadId> ids, Decision decision)
{
    return ask<Expected<void>>(m_core, [ids = std::move(ids), decision](EngineCore &core, const auto &reply) {
        core.decide(ids, decision, reply);
    });
}

QFuture<Expected<void>> Engine::setPriority(QList<UploadId> ids, int priority)
{
    return ask<Expected<void>>(m_core, [ids = std::move(ids), priority](EngineCore &core, const auto &reply) {
        core.setPriority(ids, priority, reply);
    });
}

QFuture<QList<UploadSnapshot>> Engine::uploads()
{
    return ask<QList<UploadSnapshot>>(m_core,
                                      [](EngineCore &core, const auto &reply) { reply(core.uploads()); });
}

QFuture<Expected<UploadDetails>> Engine::details(UploadId id)
{
    return ask<Expected<UploadDetails>>(
        m_core, [id](EngineCore &core, const auto &reply) { core.details(id, reply); });
}

QFuture<Expected<void>> Engine::putDestination(DestinationSettings settings,
                                               QMap<QString, QByteArray> secrets)
{
    return ask<Expected<void>>(m_core, [settings = std::move(settings),
                                        secrets = std::move(secrets)](EngineCore &core, const auto &reply) {
        core.putDestination(settings, secrets, reply);
    });
}

QFuture<Expected<void>> Engine::removeDestination(QString name)
{
    return ask<Expected<void>>(m_core, [name = std::move(name)](EngineCore &core, const auto &reply) {
        core.removeDestination(name, reply);
    });
}

QFuture<QList<DestinationSettings>> Engine::destinations()
{
    return ask<QList<DestinationSettings>>(
        m_core, [](EngineCore &core, const auto &reply) { reply(core.destinations()); });
}

QFuture<std::optional<QStringList>> Engine::keptSecrets(QString destination)
{
    return ask<std::optional<QStringList>>(
        m_core, [destination = std::move(destination)](EngineCore &core, const auto &reply) {
            reply(core.keptSecretsOf(destination));
        });
}

QFuture<Expected<QStringList>> Engine::credentialProfiles()
{
    return ask<Expected<QStringList>>(
        m_core, [](EngineCore &core, const auto &reply) { core.credentialProfiles(reply); });
}

QFuture<Expected<QList<CheckLine>>> Engine::testDestination(QString name)
{
    return ask<Expected<QList<CheckLine>>>(
        m_core,
        [name = std::move(name)](EngineCore &core, const auto &reply) { core.testDestination(name, reply); });
}

QFuture<Expected<QList<Orphan>>> Engine::orphans(QString destination)
{
    return ask<Expected<QList<Orphan>>>(
        m_core, [destination = std::move(destination)](EngineCore &core, const auto &reply) {
            core.orphans(destination, reply);
        });
}

QFuture<Expected<void>> Engine::abortOrphans(QString destination, QList<Orphan> orphans)
{
    return ask<Expected<void>>(m_core, [destination = std::move(destination),
                                        orphans = std::move(orphans)](EngineCore &core, const auto &reply) {
        core.abortOrphans(destination, orphans, reply);
    });
}

QFuture<Expected<LifecycleState>> Engine::lifecycle(QString destination)
{
    return ask<Expected<LifecycleState>>(
        m_core, [destination = std::move(destination)](EngineCore &core, const auto &reply) {
            core.lifecycle(destination, reply);
        });
}

QFuture<Expected<LifecycleState>> Engine::setLifecycle(QString destination, int abortAfterDays)
{
    return ask<Expected<LifecycleState>>(
        m_core, [destination = std::move(destination), abortAfterDays](EngineCore &core, const auto &reply) {
            core.setLifecycle(destination, abortAfterDays, reply);
        });
}

QFuture<QMap<QString, QString>> Engine::settings()
{
    return ask<QMap<QString, QString>>(m_core,
                                       [](EngineCore &core, const auto &reply) { reply(core.settings()); });
}

QFuture<Expected<void>> Engine::putSetting(QString name, QString value)
{
    return ask<Expected<void>>(
        m_core, [name = std::move(name), value = std::move(value)](EngineCore &core, const auto &reply) {
            core.putSetting(name, value, reply);
        });
}

} // namespace gantry
