// The local service of the window, with the real gantry-service: first start, restarts, and what goes wrong.
#include "app/desktop/local_service.h"
#include "engine/scheduling/engine_parts.h"
#include "tests/engine/engine_fixture.h"

#include <QDirIterator>
#include <QHostAddress>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

namespace gantry {
namespace {

using State = LocalService::State;

// A state folder, an engine on it, and a local service: one window.
struct Window
{
    explicit Window(const QString &stateDir, const LocalServiceOptions &options)
        : engine(EngineOptions{stateDir}, EngineParts())
    {
        const Expected<EngineReport> report = valueOf(engine.start());
        if (!report)
            qFatal("%s", qPrintable(report.error().message));
        service = std::make_unique<LocalService>(engine, stateDir, options);
    }

    bool reaches(State state)
    {
        const bool reached = QTest::qWaitFor([&] { return service->state() == state; }, longEnough);
        if (!reached)
            qWarning("the service is in state %d: %s", static_cast<int>(service->state()),
                     qPrintable(service->message()));
        return reached;
    }

    // As at the end of the program.
    void end()
    {
        bool ended = false;
        service->end([&ended] { ended = true; });
        QVERIFY(!ended);
        QTRY_VERIFY_WITH_TIMEOUT(ended, longEnough);
        service.reset();
    }

    QList<DestinationSettings> destinations() { return valueOf(engine.destinations()); }

    QString url()
    {
        for (const DestinationSettings &destination : destinations())
            if (destination.name == service->destination())
                return destination.fields.value(QStringLiteral("url"));
        return {};
    }

    bool works()
    {
        const auto lines = valueOf(engine.testDestination(service->destination()));
        return lines && std::all_of(lines->begin(), lines->end(), [](const CheckLine &line) {
                   return line.result == CheckLine::Result::Passed;
               });
    }

    Engine engine;
    std::unique_ptr<LocalService> service;
};

// Processes that run this program on data below this folder.
QList<qint64> servicesOn(const QString &folder)
{
    QList<qint64> pids;
    QDirIterator processes(QStringLiteral("/proc"), QDir::Dirs | QDir::NoDotAndDotDot);
    while (processes.hasNext()) {
        QFile line(processes.next() + QStringLiteral("/cmdline"));
        bool isNumber = false;
        const qint64 pid = processes.fileName().toLongLong(&isNumber);
        if (!isNumber || !line.open(QIODevice::ReadOnly))
            continue;
        const QList<QByteArray> words = line.readAll().split('\0');
        if (words.first().endsWith("gantry-service") &&
            words.contains((folder + QStringLiteral("/data")).toUtf8()))
            pids.append(pid);
    }
    return pids;
}

} // namespace

class LocalServiceTest : public EngineTestBase
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_home;

    QString stateDir() const { return m_home->filePath(QStringLiteral("state")); }
    QString serviceDir() const { return stateDir() + QStringLiteral("/local-service"); }
    QString uploadsDir() const { return m_home->filePath(QStringLiteral("Gantry uploads")); }

    LocalServiceOptions options() const
    {
        LocalServiceOptions options;
        options.program = QStringLiteral(GANTRY_SERVICE_PROGRAM);
        options.folder = uploadsDir();
        options.retryDelay = std::chrono::milliseconds(50);
        return options;
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkdir(stateDir()));
        QVERIFY(QFile::setPermissions(stateDir(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }

    void cleanup()
    {
        // Whatever a test did: its services have gone with it.
        QTRY_COMPARE_WITH_TIMEOUT(servicesOn(serviceDir()), QList<qint64>(), longEnough);
        m_home.reset();
    }

    void oneClickMakesADestinationThatWorks()
    {
        Window window(stateDir(), options());
        const QSignalSpy states(window.service.get(), &LocalService::stateChanged);
        QCOMPARE(window.service->state(), State::Off);
        window.service->switchOn();
        QCOMPARE(window.service->state(), State::Starting);
        QVERIFY(window.reaches(State::Running));
        QCOMPARE(states.size(), 2);
        QCOMPARE(window.service->destination(), QStringLiteral("local"));
        QCOMPARE(window.url(), QStringLiteral("http://127.0.0.1:%1").arg(window.service->port()));
        QCOMPARE(window.destinations().first().secretStore, SecretStoreKind::File);
        QVERIFY(window.works());

        const QString path = file(bytesOf(100'000), QStringLiteral("clip.mov"));
        const auto added =
            valueOf(window.engine.add({{path, QStringLiteral("local"), QStringLiteral("day one/clip.mov")}}));
        QVERIFY(added);
        const QString stored = uploadsDir() + QStringLiteral("/me/day one/clip.mov");
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(stored).size() == 100'000, longEnough);
        window.end();
    }

    void whatItKeepsIsPrivate()
    {
        Window window(stateDir(), options());
        window.service->switchOn();
        QVERIFY(window.reaches(State::Running));
        window.end(); // what was still to be written is written
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                            QFile::WriteOther | QFile::ExeOther;
        for (const char *name : {"", "/token", "/settings.json"})
            QCOMPARE(QFile::permissions(serviceDir() + QLatin1String(name)) & others, QFile::Permissions());
    }

    void theNextWindowBringsItUpOnTheSamePort()
    {
        int port = 0;
        QByteArray token;
        {
            Window window(stateDir(), options());
            window.service->switchOn();
            QVERIFY(window.reaches(State::Running));
            port = window.service->port();
            window.end();
            QFile file(serviceDir() + QStringLiteral("/token"));
            QVERIFY(file.open(QIODevice::ReadOnly));
            token = file.readAll();
        }
        QCOMPARE(servicesOn(serviceDir()), QList<qint64>());
        Window window(stateDir(), options());
        const QSignalSpy rewritten(&window.engine, &Engine::destinationsChanged);
        window.service->resume();
        QVERIFY(window.reaches(State::Running));
        QCOMPARE(window.service->port(), port);
        QCOMPARE(rewritten.size(), 0); // it was right, so its uploads were not disturbed
        QVERIFY(window.works());
        QFile file(serviceDir() + QStringLiteral("/token"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), token); // one is enough
        window.end();
    }

    void oneThatWasNeverOnStaysOff()
    {
        Window window(stateDir(), options());
        const QSignalSpy states(window.service.get(), &LocalService::stateChanged);
        window.service->resume();
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(serviceDir()), longEnough); // it has looked
        QVERIFY(!QTest::qWaitFor([&] { return !states.isEmpty(); }, 500));
        QCOMPARE(servicesOn(serviceDir()), QList<qint64>());
    }

    void switchedOffItStaysOffAndKeepsTheDestination()
    {
        {
            Window window(stateDir(), options());
            window.service->switchOn();
            QVERIFY(window.reaches(State::Running));
            window.service->switchOff();
            QCOMPARE(window.service->state(), State::Off);
            QTRY_COMPARE_WITH_TIMEOUT(servicesOn(serviceDir()), QList<qint64>(), longEnough);
            QCOMPARE(window.destinations().size(), 1);
        }
        Window window(stateDir(), options());
        const QSignalSpy states(window.service.get(), &LocalService::stateChanged);
        window.service->resume();
        QVERIFY(!QTest::qWaitFor([&] { return !states.isEmpty(); }, 500));
        window.service->switchOn(); // and comes back when asked
        QVERIFY(window.reaches(State::Running));
        QVERIFY(window.works());
        window.end();
    }

    void offAndOnAgainAtOnceEndsRunning()
    {
        Window window(stateDir(), options());
        window.service->switchOn();
        QVERIFY(window.reaches(State::Running));
        window.service->switchOff();
        window.service->switchOn();
        QVERIFY(window.reaches(State::Running));
        QVERIFY(window.works());
        QCOMPARE(servicesOn(serviceDir()).size(), 1);
        window.end();
    }

    void aKilledServiceIsStartedAgain()
    {
        Window window(stateDir(), options());
        window.service->switchOn();
        QVERIFY(window.reaches(State::Running));
        const int port = window.service->port();
        const QList<qint64> before = servicesOn(serviceDir());
        QCOMPARE(before.size(), 1);
        QCOMPARE(::kill(static_cast<pid_t>(before.first()), SIGKILL), 0);
        QVERIFY(window.reaches(State::Starting));
        QVERIFY(window.reaches(State::Running));
        QVERIFY(servicesOn(serviceDir()) != before);
        QCOMPARE(window.service->port(), port);
        QVERIFY(window.works());
        window.end();
    }

    void oneThatDiesAgainAndAgainIsGivenUp()
    {
        LocalServiceOptions few = options();
        few.restarts = 2;
        Window window(stateDir(), few);
        window.service->switchOn();
        for (int death = 0; death < 3; ++death) {
            QVERIFY(window.reaches(State::Running));
            const QList<qint64> pids = servicesOn(serviceDir());
            QCOMPARE(pids.size(), 1);
            QCOMPARE(::kill(static_cast<pid_t>(pids.first()), SIGKILL), 0);
            QTRY_VERIFY_WITH_TIMEOUT(window.service->state() != State::Running, longEnough);
        }
        QVERIFY(window.reaches(State::Failed));
        QVERIFY(window.service->message().contains(QStringLiteral("service.log")));
        window.service->switchOn(); // a person may try again
        QVERIFY(window.reaches(State::Running));
        window.end();
    }

    void anotherPortIsFoundAndTheDestinationFollows()
    {
        int port = 0;
        {
            Window window(stateDir(), options());
            window.service->switchOn();
            QVERIFY(window.reaches(State::Running));
            port = window.service->port();
            window.end();
        }
        QTcpServer somebody;
        QVERIFY(somebody.listen(QHostAddress::LocalHost, static_cast<quint16>(port)));
        Window window(stateDir(), options());
        window.service->resume();
        QVERIFY(window.reaches(State::Running));
        QVERIFY(window.service->port() != port);
        QCOMPARE(window.url(), QStringLiteral("http://127.0.0.1:%1").arg(window.service->port()));
        QVERIFY(window.works());
        window.end();
    }

    // The window before was killed, and its service is about to notice.
    void aServiceThatIsStillEndingIsWaitedFor()
    {
        {
            Window window(stateDir(), options());
            window.service->switchOn();
            QVERIFY(window.reaches(State::Running));
            window.end();
        }
        QProcess leftover;
        leftover.start(QStringLiteral(GANTRY_SERVICE_PROGRAM),
                       {QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"),
                        serviceDir() + QStringLiteral("/data"), QStringLiteral("--store"),
                        QStringLiteral("disk:") + uploadsDir()});
        QTRY_VERIFY_WITH_TIMEOUT(leftover.canReadLine(), longEnough); // it has the lock
        Window window(stateDir(), options());
        window.service->resume();
        QVERIFY(window.reaches(State::Starting));
        // It has tried at least once.
        const QString log = serviceDir() + QStringLiteral("/service.log");
        const auto saysBusy = [&log] {
            QFile file(log);
            return file.open(QIODevice::ReadOnly) && file.readAll().contains("another gantry-service");
        };
        QTRY_VERIFY_WITH_TIMEOUT(saysBusy(), longEnough);
        leftover.terminate();
        QVERIFY(window.reaches(State::Running));
        QVERIFY(window.works());
        QTRY_COMPARE_WITH_TIMEOUT(leftover.state(), QProcess::NotRunning, longEnough);
        window.end();
    }

    void oneThatNeverEndsIsNamed()
    {
        LocalServiceOptions hasty = options();
        hasty.patience = std::chrono::milliseconds(300);
        {
            Window window(stateDir(), options());
            window.service->switchOn();
            QVERIFY(window.reaches(State::Running));
            window.end();
        }
        QProcess other;
        other.start(QStringLiteral(GANTRY_SERVICE_PROGRAM),
                    {QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"),
                     serviceDir() + QStringLiteral("/data"), QStringLiteral("--store"),
                     QStringLiteral("disk:") + uploadsDir()});
        QTRY_VERIFY_WITH_TIMEOUT(other.canReadLine(), longEnough);
        Window window(stateDir(), hasty);
        window.service->resume();
        QVERIFY(window.reaches(State::Failed));
        QVERIFY2(window.service->message().contains(QStringLiteral("another gantry-service")),
                 qPrintable(window.service->message()));
        other.terminate();
        QTRY_COMPARE_WITH_TIMEOUT(other.state(), QProcess::NotRunning, longEnough);
    }

    // The child's last line of defence, seen from outside: its parent is killed, and it goes.
    void itDiesWithAWindowThatIsKilled()
    {
        QProcess window;
        window.setProcessEnvironment([this] {
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("GANTRY_STATE_DIR"), stateDir());
            environment.insert(QStringLiteral("GANTRY_UPLOADS"), uploadsDir());
            return environment;
        }());
        window.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--as-window")});
        QTRY_VERIFY_WITH_TIMEOUT(window.canReadLine(), longEnough);
        QCOMPARE(window.readLine().trimmed(), QByteArrayLiteral("running"));
        QCOMPARE(servicesOn(serviceDir()).size(), 1);
        window.kill();
        QVERIFY(window.waitForFinished());
        QTRY_COMPARE_WITH_TIMEOUT(servicesOn(serviceDir()), QList<qint64>(), longEnough);
    }

    void aMissingProgramFailsWithWhatToDo()
    {
        LocalServiceOptions missing = options();
        missing.program = m_home->filePath(QStringLiteral("nowhere/gantry-service"));
        Window window(stateDir(), missing);
        window.service->switchOn();
        QVERIFY(window.reaches(State::Failed));
        QVERIFY(window.service->message().contains(QStringLiteral("gantry-service")));
        QVERIFY(window.service->message().contains(QStringLiteral("Install")));
        QVERIFY(window.destinations().isEmpty());
    }

    void aProgramThatIsNoServiceFails()
    {
        LocalServiceOptions wrong = options();
        wrong.program = QStringLiteral("/bin/false");
        Window window(stateDir(), wrong);
        window.service->switchOn();
        QVERIFY(window.reaches(State::Failed));
        QVERIFY(!window.service->message().isEmpty());
        QVERIFY(window.destinations().isEmpty());
    }

    void aFolderThatCannotBeUsedFailsInTheServicesOwnWords()
    {
        const QString blocked = m_home->filePath(QStringLiteral("a file"));
        QFile file(blocked);
        QVERIFY(file.open(QIODevice::WriteOnly));
        LocalServiceOptions wrong = options();
        wrong.folder = blocked + QStringLiteral("/uploads");
        wrong.patience = std::chrono::milliseconds(200);
        Window window(stateDir(), wrong);
        window.service->switchOn();
        QVERIFY(window.reaches(State::Failed));
        QVERIFY2(window.service->message().contains(QStringLiteral("a file")),
                 qPrintable(window.service->message()));
    }

    void damagedNotesAreFoundAnew()
    {
        {
            Window window(stateDir(), options());
            window.service->switchOn();
            QVERIFY(window.reaches(State::Running));
            window.end();
        }
        QFile notes(serviceDir() + QStringLiteral("/settings.json"));
        QVERIFY(notes.open(QIODevice::WriteOnly | QIODevice::Truncate));
        notes.write("{\"on\": tru");
        notes.close();
        Window window(stateDir(), options());
        window.service->switchOn();
        QVERIFY(window.reaches(State::Running));
        QCOMPARE(window.service->destination(), QStringLiteral("local"));
        QCOMPARE(window.destinations().size(), 1);
        QVERIFY(window.works());
        window.end();
    }

    void aNameThatIsTakenForSomethingElseIsLeftAlone()
    {
        Window window(stateDir(), options());
        DestinationSettings studio;
        studio.name = QStringLiteral("local");
        studio.kind = QStringLiteral("service");
        studio.fields = {{QStringLiteral("url"), QStringLiteral("https://uploads.example.com")}};
        studio.secretStore = SecretStoreKind::File;
        QVERIFY(valueOf(window.engine.putDestination(studio, {})));
        window.service->switchOn();
        QVERIFY(window.reaches(State::Running));
        QCOMPARE(window.service->destination(), QStringLiteral("local-2"));
        QCOMPARE(window.destinations().value(0), studio);
        QVERIFY(window.works());
        window.end();
    }

    void whatTheUserSetOnTheDestinationStays()
    {
        int port = 0;
        {
            Window window(stateDir(), options());
            window.service->switchOn();
            QVERIFY(window.reaches(State::Running));
            DestinationSettings settings = window.destinations().value(0);
            settings.partsInFlight = 7;
            QVERIFY(valueOf(window.engine.putDestination(settings, {})));
            port = window.service->port();
            window.end();
        }
        QTcpServer somebody;
        QVERIFY(somebody.listen(QHostAddress::LocalHost, static_cast<quint16>(port)));
        Window window(stateDir(), options());
        window.service->resume();
        QVERIFY(window.reaches(State::Running));
        QCOMPARE(window.destinations().value(0).partsInFlight, 7);
        QVERIFY(window.works());
        window.end();
    }
};

// A window in a process of its own, to be killed.
int asWindow()
{
    LocalServiceOptions options;
    options.program = QStringLiteral(GANTRY_SERVICE_PROGRAM);
    options.folder = qEnvironmentVariable("GANTRY_UPLOADS");
    Window window(qEnvironmentVariable("GANTRY_STATE_DIR"), options);
    window.service->switchOn();
    if (!window.reaches(State::Running))
        return 1;
    QFile output;
    if (!output.open(stdout, QIODevice::WriteOnly))
        return 1;
    output.write("running\n");
    output.flush();
    return QCoreApplication::exec();
}

} // namespace gantry

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().contains(QStringLiteral("--as-window")))
        return gantry::asWindow();
    gantry::LocalServiceTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "local_service_test.moc"
