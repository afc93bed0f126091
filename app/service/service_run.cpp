#include "app/service/service_run.h"

#include "app/service/api.h"
#include "app/service/data_dir.h"
#include "app/service/database.h"
#include "app/service/http/http_front.h"
#include "app/service/service_log.h"
#include "app/service/stores/disk/disk_store.h"
#include "app/service/stores/s3/s3_lifecycle.h"
#include "app/service/stores/s3/s3_store.h"
#include "engine/core/clock.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <iostream>
#include <thread>

#include <sys/resource.h>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds grace = 1'500ms; // for requests that run when a signal comes
constexpr std::chrono::milliseconds untilForced =
    1'900ms; // from the signal; what hangs in the kernel then is left behind

sigset_t stopSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&set, signal);
    return set;
}

int fails(const QString &message)
{
    std::cerr << "gantry-service: " << message.toStdString() << '\n';
    return 1;
}

// Each connection takes a descriptor, and a part another; the usual soft limit is for programs that call
// select().
void raiseFileLimit()
{
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

QString baseUrl(const ServiceConfig &config, int port)
{
    if (!config.publicUrl.isEmpty())
        return config.publicUrl;
    const bool v6 = config.listenHost.contains(QLatin1Char(':'));
    return (v6 ? QStringLiteral("http://[%1]:%2") : QStringLiteral("http://%1:%2"))
        .arg(config.listenHost)
        .arg(port);
}

Served<std::unique_ptr<ObjectStore>> openS3Store(const ServiceConfig &config, SessionStore &sessions,
                                                 SessionOpenings &openings, const Clock &clock,
                                                 const ServiceHooks &hooks)
{
    Served<s3::Credentials> credentials = credentialsOf(config.s3);
    if (!credentials)
        return refuse(credentials.error());
    S3Client client(config.s3, *credentials, clock);
    if (const Served<void> checked = client.check(); !checked)
        return refuse(checked.error());
    S3Lifecycle(client).report(config.sessionMaxAge);
    const bool isShared = config.database.driver == DatabaseDriver::Postgresql;
    return std::make_unique<S3Store>(S3Store::Setup{config.s3, std::move(*credentials), isShared}, sessions,
                                     openings, clock, hooks);
}

// Blocks until a signal says stop; meanwhile reclaims now and then.
int waitForStop(const sigset_t &signals, UploadService &uploads, std::chrono::milliseconds reclaimEvery)
{
    const timespec patience{reclaimEvery / 1s, (reclaimEvery % 1s) / 1ns};
    while (true) {
        const int signal = ::sigtimedwait(&signals, nullptr, &patience);
        if (signal > 0)
            return signal;
        if (errno == EAGAIN)
            uploads.reclaim();
    }
}

} // namespace

int runService(const ServiceConfig &config, const ServiceHooks &hooks)
{
    const sigset_t signals = stopSignals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a size limit is a full disk: an error of the write, not the end
    raiseFileLimit();

    if (const Served<void> prepared = prepareDataDir(config.dataDir); !prepared)
        return fails(prepared.error().message);
    const Served<FileDescriptor> lock = lockDataDir(config.dataDir);
    if (!lock)
        return fails(lock.error().message);
    const Served<std::unique_ptr<SqlThread>> sql = openDatabase(config, hooks);
    if (!sql)
        return fails(sql.error().message);
    SessionStore sessions(**sql);
    TokenStore tokens(**sql);
    const Served<QByteArray> signingKey = sessions.secret(QStringLiteral("part-links"));
    if (!signingKey)
        return fails(signingKey.error().message);

    Metrics metrics;
    HttpFront front(config.limits, config.logRequests, metrics);
    if (!front.bind(config.listenHost.toStdString(), config.listenPort))
        return fails(QStringLiteral("cannot listen on %1:%2: %3")
                         .arg(config.listenHost)
                         .arg(config.listenPort)
                         .arg(qt_error_string(errno)));

    const SystemClock clock;
    SessionOpenings openings(**sql);
    const auto openStore = [&]() -> Served<std::unique_ptr<ObjectStore>> {
        if (config.store == StoreKind::S3)
            return openS3Store(config, sessions, openings, clock, hooks);
        DiskStore::Setup setup{
            config.disk, config.dataDir,      baseUrl(config, front.port()).toUtf8(), *signingKey,
            {},          (*sql)->wasCreated()};
        return DiskStore::open(std::move(setup), sessions, clock, hooks);
    };
    const Served<std::unique_ptr<ObjectStore>> store = openStore();
    if (!store)
        return fails(store.error().message);
    UploadService uploads(config, sessions, **store, clock, metrics, hooks);
    if (const Served<void> recovered = uploads.recover(); !recovered)
        return fails(recovered.error().message);
    uploads.reclaim();
    Api api(config, uploads, tokens, sessions, metrics);

    std::thread accepting([&] {
        if (!front.run([&api](HttpRequest &request) { return api.handle(request); })) {
            logEvent(QStringLiteral("accepting connections failed for good"));
            ::kill(::getpid(), SIGTERM);
        }
    });
    const QString address = config.listenHost.contains(QLatin1Char(':'))
                                ? QStringLiteral("[%1]").arg(config.listenHost)
                                : config.listenHost;
    std::cout << "listening on http://" << address.toStdString() << ':' << front.port() << std::endl;

    const int signal = waitForStop(signals, uploads, hooks.reclaimEvery);
    logEvent(QStringLiteral("stopping on signal %1").arg(signal));
    // All that was acknowledged is durable, so leaving hard loses nothing.
    std::thread([] {
        std::this_thread::sleep_for(untilForced);
        ::_exit(0);
    }).detach();
    front.stop(grace);
    accepting.join();
    return 0;
}

} // namespace gantry
