#include "app/desktop/single_instance.h"
#include "app/desktop/window_port.h"
#include "engine/ipc/ipc_server.h"
#include "engine/ipc/ipc_socket.h"
#include "tests/cli/fake_port.h"

#include <QDir>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <unistd.h>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

const InstanceLimits quick{20ms, 0ms, 5'000ms};

// Says in one word how a start ended.
struct Start
{
    SingleInstance instance;
    QSignalSpy first{&instance, &SingleInstance::isFirst};
    QSignalSpy handedOver{&instance, &SingleInstance::handedOver};
    QSignalSpy failed{&instance, &SingleInstance::failed};
    QSignalSpy busy{&instance, &SingleInstance::busy};

    Start(const QString &stateDir, const QStringList &paths, InstanceLimits limits = quick)
        : instance(stateDir, paths, limits)
    {
        instance.begin();
    }

    QString ends()
    {
        if (!QTest::qWaitFor([this] { return first.size() + handedOver.size() + failed.size() > 0; }, 10'000))
            return QStringLiteral("never");
        if (!first.isEmpty())
            return QStringLiteral("first");
        return handedOver.isEmpty() ? QStringLiteral("failed") : QStringLiteral("handed over");
    }
};

} // namespace

class SingleInstanceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void theFirstOwnsTheFolder();
    void theSecondHandsOver();
    void withoutFilesItOnlyComesToFront();
    void relativePathsAreMadeAbsolute();
    void manyPathsGoInPieces();
    void oneMonstrousPathFails();
    void badPathsAreRefused_data();
    void badPathsAreRefused();
    void anEndlessMessageIsCutOff();
    void aCommandIsWaitedFor();
    void anOwnerThatIsNotReadyIsWaitedFor();
    void anOwnerThatGoesAwayIsFollowed();
    void anotherVersionFails();
    void anUnusableFolderFails();
    void anotherProcess();

private:
    void becomeOwner();
    void openWindow();

    QString dir() const { return m_dir->path(); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<StateLock> m_lock;
    std::unique_ptr<FakePort> m_engine;
    std::unique_ptr<WindowPort> m_window;
    std::unique_ptr<QSignalSpy> m_opened;
    std::unique_ptr<IpcServer> m_server;
};

void SingleInstanceTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_engine = std::make_unique<FakePort>();
    m_engine->answerer = [](const QString &, const QJsonObject &) -> Expected<QJsonObject> {
        return fail(FailureKind::ProtocolViolation, QStringLiteral("There is no call of that name."));
    };
}

void SingleInstanceTest::cleanup()
{
    m_server.reset();
    m_opened.reset();
    m_window.reset();
    m_engine.reset();
    m_lock.reset();
}

void SingleInstanceTest::becomeOwner()
{
    m_lock = std::make_unique<StateLock>();
    const auto taken = m_lock->take(dir());
    QVERIFY(taken && *taken == StateLock::Outcome::Owner);
}

void SingleInstanceTest::openWindow()
{
    becomeOwner();
    m_window = std::make_unique<WindowPort>(*m_engine);
    m_opened = std::make_unique<QSignalSpy>(m_window.get(), &WindowPort::filesOpened);
    m_server = std::make_unique<IpcServer>(*m_window, true);
    QVERIFY(m_server->listen(dir()));
}

void SingleInstanceTest::theFirstOwnsTheFolder()
{
    Start start(dir(), {});
    QCOMPARE(start.ends(), QStringLiteral("first"));
    const std::unique_ptr<StateLock> lock = start.instance.takeLock();
    QVERIFY(lock != nullptr);
    StateLock other;
    QVERIFY(other.take(dir()).value() == StateLock::Outcome::OwnedByOther);
}

void SingleInstanceTest::theSecondHandsOver()
{
    openWindow();
    const QStringList paths{QStringLiteral("/a b"), QStringLiteral("/ü\n\"")};
    Start start(dir(), paths);
    QCOMPARE(start.ends(), QStringLiteral("handed over"));
    QCOMPARE(m_opened->size(), 1);
    QCOMPARE(m_opened->at(0)[0].toStringList(), paths);
    QVERIFY(start.busy.isEmpty());
    QTRY_COMPARE(m_server->peerCount(), 0); // it has gone
    QCOMPARE(start.handedOver.size(), 1);
    QCOMPARE(start.first.size() + start.failed.size(), 0);
}

void SingleInstanceTest::withoutFilesItOnlyComesToFront()
{
    openWindow();
    Start start(dir(), {});
    QCOMPARE(start.ends(), QStringLiteral("handed over"));
    QCOMPARE(m_opened->size(), 1);
    QCOMPARE(m_opened->at(0)[0].toStringList(), QStringList());
}

void SingleInstanceTest::relativePathsAreMadeAbsolute()
{
    openWindow();
    Start start(dir(), {QStringLiteral("clip.mov"), QStringLiteral("./day")});
    QCOMPARE(start.ends(), QStringLiteral("handed over"));
    const QStringList opened = m_opened->at(0)[0].toStringList();
    QCOMPARE(opened.size(), 2);
    QCOMPARE(opened[0], QDir::currentPath() + QStringLiteral("/clip.mov"));
    QVERIFY(QDir::isAbsolutePath(opened[1]));
}

void SingleInstanceTest::manyPathsGoInPieces()
{
    openWindow();
    QStringList paths;
    for (int i = 0; i < 20'000; ++i) // 10 MB
        paths.append(QLatin1Char('/') + QString(500, QLatin1Char('p')) + QString::number(i));
    Start start(dir(), paths);
    QCOMPARE(start.ends(), QStringLiteral("handed over"));
    QStringList opened;
    for (const auto &each : std::as_const(*m_opened))
        opened += each[0].toStringList();
    QVERIFY(m_opened->size() > 1);
    QCOMPARE(opened, paths);
}

void SingleInstanceTest::oneMonstrousPathFails()
{
    openWindow();
    Start start(dir(), {QLatin1Char('/') + QString(ipcMaxMessage, QLatin1Char('p'))});
    QCOMPARE(start.ends(), QStringLiteral("failed"));
    QVERIFY(m_opened->isEmpty());
}

void SingleInstanceTest::badPathsAreRefused_data()
{
    QTest::addColumn<QJsonValue>("paths");
    QTest::newRow("none") << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("text") << QJsonValue(QStringLiteral("/a"));
    QTest::newRow("number") << QJsonValue(QJsonArray{1});
    QTest::newRow("relative") << QJsonValue(QJsonArray{QStringLiteral("/a"), QStringLiteral("b")});
    QTest::newRow("empty") << QJsonValue(QJsonArray{QString()});
    QTest::newRow("NUL") << QJsonValue(QJsonArray{QStringLiteral("/a") + QChar(0) + QStringLiteral("b")});
    QTest::newRow("url") << QJsonValue(QJsonArray{QStringLiteral("file:///a")});
}

void SingleInstanceTest::badPathsAreRefused()
{
    QFETCH(QJsonValue, paths);
    openWindow();
    RemotePort peer;
    QSignalSpy ready(&peer, &RemotePort::ready);
    QVERIFY(peer.connectTo(dir(), false));
    QVERIFY(ready.wait());
    QJsonObject arguments;
    if (!paths.isUndefined())
        arguments.insert(QStringLiteral("paths"), paths);
    const auto answer = peer.call(openFilesCall, arguments);
    QTRY_VERIFY(answer.isFinished());
    QCOMPARE(answer.result().error().kind, FailureKind::ProtocolViolation);
    QVERIFY(m_opened->isEmpty());
    // The engine's own calls go on to the engine.
    const auto other = peer.call(QStringLiteral("uploads"), {});
    QTRY_VERIFY(other.isFinished());
    QCOMPARE(m_engine->asked.size(), size_t(1));
}

void SingleInstanceTest::anEndlessMessageIsCutOff()
{
    openWindow();
    QLocalSocket peer;
    const auto fd = connectToSocket(dir());
    QVERIFY(fd && peer.setSocketDescriptor(*fd));
    peer.write(encodeMessage(Hello{ipcProtocolVersion, QStringLiteral("test"), 1, false, false}));
    peer.write("{\"request\":1,\"call\":\"open_files\",\"arguments\":{\"paths\":[\"/");
    peer.write(QByteArray(10 * 1024 * 1024, 'p'));
    QTRY_COMPARE(peer.state(), QLocalSocket::UnconnectedState);
    QVERIFY(m_opened->isEmpty());
    Start start(dir(), {QStringLiteral("/a")}); // and the window does not notice
    QCOMPARE(start.ends(), QStringLiteral("handed over"));
}

void SingleInstanceTest::aCommandIsWaitedFor()
{
    becomeOwner();
    m_server = std::make_unique<IpcServer>(*m_engine, true);
    QVERIFY(m_server->listen(dir()));
    auto patient = std::make_unique<Start>(dir(), QStringList(), InstanceLimits{20ms, 60'000ms, 5'000ms});
    Start start(dir(), {QStringLiteral("/a")});
    QTRY_VERIFY(start.busy.size() >= 2);
    QVERIFY(patient->busy.isEmpty()); // who ends soon is not worth a word
    patient.reset();
    QCOMPARE(start.busy[0][0].toLongLong(), QCoreApplication::applicationPid());
    QVERIFY(start.first.isEmpty());
    m_server.reset();
    m_lock.reset();
    QCOMPARE(start.ends(), QStringLiteral("first"));
}

void SingleInstanceTest::anOwnerThatIsNotReadyIsWaitedFor()
{
    becomeOwner(); // holds the folder, and does not listen yet
    Start start(dir(), {QStringLiteral("/a")});
    QTRY_VERIFY(!start.busy.isEmpty());
    m_lock.reset();
    m_window = std::make_unique<WindowPort>(*m_engine);
    Start other(dir(), {});
    const bool oneIsFirst =
        QTest::qWaitFor([&] { return start.first.size() + other.first.size() == 1; }, 5'000);
    QVERIFY(oneIsFirst);
}

void SingleInstanceTest::anOwnerThatGoesAwayIsFollowed()
{
    openWindow();
    // Takes the request and ends without an answer.
    m_server.reset();
    const auto fd = listenAtSocket(dir());
    QVERIFY(fd);
    QLocalServer mute;
    QVERIFY(mute.listen(qintptr(*fd)));
    int connections = 0;
    connect(&mute, &QLocalServer::newConnection, &mute, [&] {
        QLocalSocket *peer = mute.nextPendingConnection();
        ++connections;
        peer->write(encodeMessage(Hello{ipcProtocolVersion, QStringLiteral("test"), 1, true, false}));
        connect(peer, &QLocalSocket::readyRead, peer, [this, peer, &mute] {
            if (!peer->readAll().contains("open_files"))
                return;
            mute.close();
            m_lock.reset();
            peer->abort();
        });
    });
    Start start(dir(), {QStringLiteral("/a")});
    QCOMPARE(start.ends(), QStringLiteral("first"));
    QCOMPARE(connections, 1);
    QVERIFY(start.handedOver.isEmpty());
}

void SingleInstanceTest::anotherVersionFails()
{
    becomeOwner();
    const auto fd = listenAtSocket(dir());
    QVERIFY(fd);
    QLocalServer newer;
    QVERIFY(newer.listen(qintptr(*fd)));
    connect(&newer, &QLocalServer::newConnection, &newer,
            [&newer] { newer.nextPendingConnection()->write("{\"hello\":99,\"version\":\"9.9\"}\n"); });
    Start start(dir(), {});
    QCOMPARE(start.ends(), QStringLiteral("failed"));
    QCOMPARE(start.failed[0][0].value<Failure>().kind, FailureKind::Rejected);
}

void SingleInstanceTest::anUnusableFolderFails()
{
    QFile file(m_dir->filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    Start start(file.fileName(), {});
    QCOMPARE(start.ends(), QStringLiteral("failed"));
}

void SingleInstanceTest::anotherProcess()
{
    openWindow();
    QProcess second;
    second.setWorkingDirectory(m_dir->path());
    second.start(QCoreApplication::applicationFilePath(),
                 {QStringLiteral("--second"), dir(), QStringLiteral("clip.mov"), QStringLiteral("/b")});
    QSignalSpy finished(&second, &QProcess::finished);
    QVERIFY(finished.wait(20'000));
    QCOMPARE(second.readAllStandardOutput().trimmed(), QByteArray("handed over"));
    QCOMPARE(second.exitCode(), 0);
    QCOMPARE(m_opened->size(), 1);
    const QStringList opened = m_opened->at(0)[0].toStringList();
    QCOMPARE(opened.size(), 2);
    QVERIFY(opened[0].endsWith(QStringLiteral("/clip.mov")) && QDir::isAbsolutePath(opened[0]));
    QCOMPARE(opened[1], QStringLiteral("/b"));
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--second")) {
        Start start(arguments.value(2), arguments.mid(3));
        const QString end = start.ends();
        std::puts(qPrintable(end));
        return end == QLatin1String("handed over") ? 0 : 1;
    }
    SingleInstanceTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "single_instance_test.moc"
