#include "engine/ipc/ipc_peer.h"
#include "engine/ipc/ipc_server.h"
#include "engine/ipc/ipc_socket.h"
#include "engine/ipc/remote_port.h"
#include "tests/cli/fake_port.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace gantry;

namespace {

// A peer that says what it wants, byte by byte.
struct RawPeer
{
    QLocalSocket socket;

    explicit RawPeer(const QString &stateDir)
    {
        const Expected<int> fd = connectToSocket(stateDir);
        if (fd)
            socket.setSocketDescriptor(*fd);
    }

    bool isCutOff()
    {
        return QTest::qWaitFor([this] { return socket.state() == QLocalSocket::UnconnectedState; }, 5'000);
    }

    // The next message, or nothing within five seconds.
    std::optional<IpcMessage> next()
    {
        if (!QTest::qWaitFor([this] { return socket.canReadLine(); }, 5'000))
            return std::nullopt;
        const Expected<IpcMessage> message = decodeMessage(socket.readLine());
        return message ? std::optional(*message) : std::nullopt;
    }
};

const Hello hello{ipcProtocolVersion, QStringLiteral("test"), 1, false, true};

QJsonObject changedEvent(qint64 id, const QString &note)
{
    return {{QStringLiteral("event"), QStringLiteral("changed")},
            {QStringLiteral("uploads"),
             QJsonArray{QJsonObject{{QStringLiteral("id"), id}, {QStringLiteral("note"), note}}}}};
}

} // namespace

class IpcServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void callsAndAnswers();
    void failuresKeepTheirKind();
    void eventsGoToWhoAsks();
    void manyClientsAtOnce();
    void answersInAnyOrder();
    void theSocketIsPrivate();
    void longFoldersWork();
    void aDeadOwnersSocketIsReplaced();
    void nobodyListens();
    void silentOwner();
    void anotherProtocol();
    void olderClient();
    void malformedPeersAreCutOff_data();
    void malformedPeersAreCutOff();
    void silentPeersAreCutOff();
    void peersWithoutEndAreRefused();
    void floodsWait();
    void bigAnswersAreRefused();
    void slowReadersGetTheNewest();
    void whoNeverReadsIsCutOff();
    void lostOwnerEndsCalls();
    void finishAnswersWhatWasAsked();
    void finishDoesNotWaitForEver();
    void aBadOwnerIsLeft_data();
    void aBadOwnerIsLeft();

private:
    std::unique_ptr<RemotePort> connected(bool events = false);
    void restart(const IpcLimits &limits);

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<FakePort> m_port;
    std::unique_ptr<IpcServer> m_server;
};

void IpcServerTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_port = std::make_unique<FakePort>();
    restart({});
}

void IpcServerTest::restart(const IpcLimits &limits)
{
    m_server = std::make_unique<IpcServer>(*m_port, true, limits);
    QVERIFY(m_server->listen(m_dir->path()));
}

void IpcServerTest::cleanup()
{
    m_server.reset();
    m_port.reset();
}

std::unique_ptr<RemotePort> IpcServerTest::connected(bool events)
{
    auto remote = std::make_unique<RemotePort>();
    QSignalSpy ready(remote.get(), &RemotePort::ready);
    if (!remote->connectTo(m_dir->path(), events) || (ready.isEmpty() && !ready.wait()))
        return nullptr;
    return remote;
}

void IpcServerTest::callsAndAnswers()
{
    m_port->answerer = [](const QString &name, const QJsonObject &arguments) -> Expected<QJsonObject> {
        return QJsonObject{{QStringLiteral("name"), name}, {QStringLiteral("got"), arguments}};
    };
    const auto remote = connected();
    QVERIFY(remote);
    QCOMPARE(remote->owner().pid, QCoreApplication::applicationPid());
    QVERIFY(remote->owner().sending);
    const QJsonObject arguments{{QStringLiteral("path"), QStringLiteral("/ä\n\"")},
                                {QStringLiteral("n"), qint64(9'007'199'254'740'993)}};
    const auto future = remote->call(QStringLiteral("add"), arguments);
    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.result());
    QCOMPARE(future.result()->value(QLatin1String("name")).toString(), QStringLiteral("add"));
    QCOMPARE(future.result()->value(QLatin1String("got")).toObject(), arguments);
}

void IpcServerTest::failuresKeepTheirKind()
{
    m_port->answerer = [](const QString &, const QJsonObject &) -> Expected<QJsonObject> {
        return fail(FailureKind::SecretMissing, QStringLiteral("No token."));
    };
    const auto remote = connected();
    const auto future = remote->call(QStringLiteral("x"), {});
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().kind, FailureKind::SecretMissing);
    QCOMPARE(future.result().error().message, QStringLiteral("No token."));
}

void IpcServerTest::eventsGoToWhoAsks()
{
    const auto listening = connected(true);
    const auto deaf = connected(false);
    QSignalSpy heard(listening.get(), &EnginePort::told);
    QSignalSpy unheard(deaf.get(), &EnginePort::told);
    Q_EMIT m_port->told(changedEvent(1, QStringLiteral("a")));
    Q_EMIT m_port->told(changedEvent(2, QStringLiteral("b")));
    QTRY_COMPARE(heard.size(), 2);
    QCOMPARE(heard[0][0].toJsonObject(), changedEvent(1, QStringLiteral("a")));
    // The deaf one's next answer comes after anything that had been sent to it before.
    m_port->answerer = [](const QString &, const QJsonObject &) { return QJsonObject(); };
    const auto future = deaf->call(QStringLiteral("x"), {});
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(unheard.size(), 0);
}

void IpcServerTest::manyClientsAtOnce()
{
    m_port->answerer = [](const QString &, const QJsonObject &arguments) { return arguments; };
    std::vector<std::unique_ptr<RemotePort>> remotes;
    std::vector<QFuture<Expected<QJsonObject>>> futures;
    for (int client = 0; client < 20; ++client) {
        remotes.push_back(connected());
        QVERIFY(remotes.back());
    }
    for (int round = 0; round < 50; ++round)
        for (const auto &remote : remotes)
            futures.push_back(
                remote->call(QStringLiteral("x"), {{QStringLiteral("n"), qint64(futures.size())}}));
    for (size_t i = 0; i < futures.size(); ++i) {
        QTRY_VERIFY(futures[i].isFinished());
        QCOMPARE(futures[i].result()->value(QLatin1String("n")).toInteger(), qint64(i));
    }
}

void IpcServerTest::answersInAnyOrder()
{
    const auto remote = connected();
    const auto first = remote->call(QStringLiteral("first"), {});
    const auto second = remote->call(QStringLiteral("second"), {});
    QTRY_COMPARE(m_port->asked.size(), size_t(2));
    m_port->asked[1].answer(QJsonObject{{QStringLiteral("n"), 2}});
    QTRY_VERIFY(second.isFinished());
    QVERIFY(!first.isFinished());
    m_port->asked[0].answer(QJsonObject{{QStringLiteral("n"), 1}});
    QTRY_VERIFY(first.isFinished());
    QCOMPARE(first.result()->value(QLatin1String("n")).toInteger(), 1);
    QCOMPARE(second.result()->value(QLatin1String("n")).toInteger(), 2);
}

void IpcServerTest::theSocketIsPrivate()
{
    m_server.reset();
    const mode_t before = ::umask(0);
    restart({});
    ::umask(before);
    struct stat facts
    {};
    QVERIFY(::stat(QFile::encodeName(ipcSocketPath(m_dir->path())).constData(), &facts) == 0);
    QVERIFY(S_ISSOCK(facts.st_mode));
    QCOMPARE(facts.st_mode & 0777U, 0600U);
    m_server.reset();
    QVERIFY(!QFile::exists(ipcSocketPath(m_dir->path()))); // and it goes with its owner
}

void IpcServerTest::longFoldersWork()
{
    QString folder = m_dir->path();
    while (folder.size() < 1000)
        folder += QStringLiteral("/a-rather-long-name-of-a-folder");
    QVERIFY(QDir().mkpath(folder));
    IpcServer server(*m_port, true);
    QVERIFY(server.listen(folder));
    m_port->answerer = [](const QString &, const QJsonObject &) { return QJsonObject(); };
    RemotePort remote;
    QSignalSpy ready(&remote, &RemotePort::ready);
    QVERIFY(remote.connectTo(folder, false));
    QVERIFY(ready.wait());
    const auto future = remote.call(QStringLiteral("x"), {});
    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.result());
    QVERIFY(QFile::exists(ipcSocketPath(folder)));
}

void IpcServerTest::aDeadOwnersSocketIsReplaced()
{
    m_server.reset();
    const Expected<int> dead = listenAtSocket(m_dir->path());
    QVERIFY(dead);
    ::close(*dead); // as by kill -9: the name stays, nobody listens
    QVERIFY(QFile::exists(ipcSocketPath(m_dir->path())));
    RemotePort early;
    QCOMPARE(early.connectTo(m_dir->path(), false).error().kind, FailureKind::Unreachable);
    restart({});
    QVERIFY(connected());
}

void IpcServerTest::nobodyListens()
{
    m_server.reset();
    RemotePort remote;
    QCOMPARE(remote.connectTo(m_dir->path(), false).error().kind, FailureKind::Unreachable);
    QCOMPARE(remote.connectTo(QStringLiteral("/nowhere/at/all"), false).error().kind,
             FailureKind::Unreachable);
    const auto future = remote.call(QStringLiteral("x"), {});
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().error().kind, FailureKind::ConnectionLost);
}

void IpcServerTest::silentOwner()
{
    m_server.reset();
    const Expected<int> fd =
        listenAtSocket(m_dir->path()); // takes connections and says nothing, as one that is stopped
    RemotePort remote;
    QSignalSpy closed(&remote, &EnginePort::closed);
    QVERIFY(remote.connectTo(m_dir->path(), false, 50));
    QVERIFY(closed.wait());
    QCOMPARE(closed[0][0].value<Failure>().kind, FailureKind::Stalled);
    ::close(*fd);
}

void IpcServerTest::anotherProtocol()
{
    m_server.reset();
    QLocalServer newer;
    const Expected<int> fd = listenAtSocket(m_dir->path());
    QVERIFY(newer.listen(qintptr(*fd)));
    connect(&newer, &QLocalServer::newConnection, &newer, [&newer] {
        newer.nextPendingConnection()->write("{\"hello\":2,\"version\":\"9.9\",\"shape\":\"other\"}\n");
    });
    RemotePort remote;
    QSignalSpy closed(&remote, &EnginePort::closed);
    QVERIFY(remote.connectTo(m_dir->path(), false));
    QVERIFY(closed.wait());
    const auto why = closed[0][0].value<Failure>();
    QCOMPARE(why.kind, FailureKind::Rejected);
    QVERIFY(why.message.contains(QStringLiteral("9.9")));
    QVERIFY(why.message.contains(QStringLiteral(GANTRY_VERSION)));
}

void IpcServerTest::olderClient()
{
    RawPeer peer(m_dir->path());
    peer.socket.write("{\"hello\":77,\"version\":\"0.0.1\"}\n");
    const auto answer = peer.next();
    QVERIFY(answer);
    QCOMPARE(std::get<Hello>(*answer).protocol, ipcProtocolVersion);
    QVERIFY(peer.isCutOff());
    QVERIFY(m_port->asked.empty());
}

void IpcServerTest::malformedPeersAreCutOff_data()
{
    QTest::addColumn<bool>("greets");
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray request = encodeMessage(Request{1, QStringLiteral("uploads"), {}});
    QTest::newRow("request before hello") << false << request;
    QTest::newRow("http") << false << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QTest::newRow("binary") << false << QByteArray("\x00\xff\x01\n\n", 5);
    QTest::newRow("empty line") << true << QByteArray("\n");
    QTest::newRow("second hello") << true << encodeMessage(hello);
    QTest::newRow("an answer") << true << encodeMessage(Answer{1, QJsonObject()});
    QTest::newRow("an event") << true << encodeMessage(Event{});
    QTest::newRow("endless line") << true << QByteArray(ipcMaxMessage + 1, 'x');
    QTest::newRow("endless line, no hello") << false << QByteArray(ipcMaxMessage + 1, 'x');
    QTest::newRow("half json") << true << QByteArray("{\"request\":1,\n");
}

void IpcServerTest::malformedPeersAreCutOff()
{
    QFETCH(bool, greets);
    QFETCH(QByteArray, bytes);
    RawPeer peer(m_dir->path());
    if (greets) {
        peer.socket.write(encodeMessage(hello));
        QVERIFY(peer.next());
    }
    peer.socket.write(bytes);
    QVERIFY(peer.isCutOff());
    QVERIFY(m_port->asked.empty());
    QTRY_COMPARE(m_server->peerCount(), 0);
    QVERIFY(connected()); // the others do not notice
}

void IpcServerTest::silentPeersAreCutOff()
{
    IpcLimits limits;
    limits.helloMs = 50;
    restart(limits);
    RawPeer peer(m_dir->path());
    QVERIFY(peer.isCutOff());
    const auto remote = connected();
    QSignalSpy closed(remote.get(), &EnginePort::closed);
    QTest::qWait(150); // three times the limit: who greeted may be silent
    QCOMPARE(closed.size(), 0);
}

void IpcServerTest::peersWithoutEndAreRefused()
{
    IpcLimits limits;
    limits.peers = 3;
    restart(limits);
    std::vector<std::unique_ptr<RemotePort>> remotes;
    for (int i = 0; i < 3; ++i)
        remotes.push_back(connected());
    RawPeer extra(m_dir->path());
    QVERIFY(extra.isCutOff());
    remotes.pop_back();
    QTRY_COMPARE(m_server->peerCount(), 2);
    QVERIFY(connected());
}

void IpcServerTest::floodsWait()
{
    RawPeer peer(m_dir->path());
    peer.socket.write(encodeMessage(hello));
    for (int i = 0; i < 2'000; ++i)
        peer.socket.write(encodeMessage(Request{i, QStringLiteral("uploads"), {}}));
    QTRY_COMPARE(m_port->asked.size(), size_t(IpcLimits().callsPerPeer));
    QVERIFY(connected()); // somebody else is served meanwhile
    QCOMPARE(m_port->asked.size(), size_t(IpcLimits().callsPerPeer));
    m_port->answerer = [](const QString &, const QJsonObject &) { return QJsonObject(); };
    const std::vector<FakePort::Asked> waiting = m_port->asked;
    for (const FakePort::Asked &asked : waiting)
        asked.answer(QJsonObject());
    QVERIFY(peer.next()); // hello
    QSet<qint64> answered;
    for (int i = 0; i < 2'000; ++i) {
        const auto answer = peer.next();
        QVERIFY(answer);
        answered.insert(std::get<Answer>(*answer).number);
    }
    QCOMPARE(answered.size(), 2'000);
}

void IpcServerTest::bigAnswersAreRefused()
{
    m_port->answerer = [](const QString &, const QJsonObject &) -> Expected<QJsonObject> {
        return QJsonObject{{QStringLiteral("x"), QString(ipcMaxMessage, QLatin1Char('y'))}};
    };
    const auto remote = connected();
    const auto answer = remote->call(QStringLiteral("x"), {});
    QTRY_VERIFY(answer.isFinished());
    QCOMPARE(answer.result().error().kind, FailureKind::TooLarge);
    const auto question =
        remote->call(QStringLiteral("x"), {{QStringLiteral("x"), QString(ipcMaxMessage, QLatin1Char('y'))}});
    QTRY_VERIFY(question.isFinished());
    QCOMPARE(question.result().error().kind, FailureKind::InvalidInput);
    QCOMPARE(m_port->asked.size(), size_t(1)); // and the connection stands
    m_port->answerer = [](const QString &, const QJsonObject &) { return QJsonObject(); };
    const auto next = remote->call(QStringLiteral("x"), {});
    QTRY_VERIFY(next.isFinished());
    QVERIFY(next.result());
}

void IpcServerTest::slowReadersGetTheNewest()
{
    IpcLimits limits;
    limits.unreadBytes = 10'000;
    restart(limits);
    RawPeer peer(m_dir->path());
    peer.socket.setReadBufferSize(1000);
    peer.socket.write(encodeMessage(hello));
    QTRY_COMPARE(m_server->peerCount(), 1);
    const auto listening = connected(true); // its hello comes after the other's
    const QString padding(20'000, QLatin1Char('p'));
    const int rounds = 400;
    for (int round = 0; round < rounds; ++round)
        for (qint64 id = 1; id <= 3; ++id)
            Q_EMIT m_port->told(changedEvent(id, QString::number(round) + padding));
    Q_EMIT m_port->told(
        {{QStringLiteral("event"), QStringLiteral("removed")}, {QStringLiteral("ids"), QJsonArray{3}}});
    peer.socket.setReadBufferSize(0);
    QMap<qint64, int> last;
    int messages = 0;
    bool removed = false;
    QVERIFY(std::holds_alternative<Hello>(*peer.next()));
    while (!removed) {
        const auto message = peer.next();
        QVERIFY(message);
        ++messages;
        const QJsonObject body = std::get<Event>(*message).body;
        removed = body.value(QLatin1String("event")).toString() == QLatin1String("removed");
        for (const auto &upload : body.value(QLatin1String("uploads")).toArray()) {
            const qint64 id = upload.toObject().value(QLatin1String("id")).toInteger();
            const int round =
                upload.toObject().value(QLatin1String("note")).toString().remove(QLatin1Char('p')).toInt();
            QVERIFY(!last.contains(id) || round > last.value(id)); // never backward
            last.insert(id, round);
        }
    }
    QCOMPARE(last.value(1), rounds - 1);
    QCOMPARE(last.value(2), rounds - 1);
    QVERIFY2(messages < rounds, qPrintable(QString::number(messages))); // most were never sent
}

void IpcServerTest::whoNeverReadsIsCutOff()
{
    IpcLimits limits;
    limits.unreadBytes = 1000;
    limits.stallMs = 100;
    restart(limits);
    RawPeer peer(m_dir->path());
    peer.socket.setReadBufferSize(1);
    peer.socket.write(encodeMessage(hello));
    QTRY_COMPARE(m_server->peerCount(), 1);
    QTRY_VERIFY(peer.socket.bytesAvailable() > 0);
    const QString padding(2'000'000, QLatin1Char('p')); // more than a socket buffers
    Q_EMIT m_port->told(changedEvent(1, padding));
    QTRY_COMPARE(m_server->peerCount(), 0);
}

void IpcServerTest::lostOwnerEndsCalls()
{
    const auto remote = connected();
    QSignalSpy closed(remote.get(), &EnginePort::closed);
    const auto future = remote->call(QStringLiteral("x"), {});
    QTRY_COMPARE(m_port->asked.size(), size_t(1));
    m_server.reset();
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().kind, FailureKind::ConnectionLost);
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(remote->call(QStringLiteral("x"), {}).result().error().kind, FailureKind::ConnectionLost);
}

void IpcServerTest::finishAnswersWhatWasAsked()
{
    const auto remote = connected();
    QSignalSpy closed(remote.get(), &EnginePort::closed);
    const auto asked = remote->call(QStringLiteral("early"), {});
    QTRY_COMPARE(m_port->asked.size(), size_t(1));
    bool done = false;
    m_server->finish([&done] { done = true; });
    QVERIFY(!QFile::exists(ipcSocketPath(m_dir->path())));
    const auto late = remote->call(QStringLiteral("late"), {});
    m_port->asked[0].answer(QJsonObject());
    QTRY_VERIFY(done);
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(asked.result());
    QCOMPARE(late.result().error().kind, FailureKind::ConnectionLost);
    QCOMPARE(m_port->asked.size(), size_t(1)); // so it was not begun
}

void IpcServerTest::finishDoesNotWaitForEver()
{
    const auto remote = connected();
    const auto asked = remote->call(QStringLiteral("slow"), {});
    QTRY_COMPARE(m_port->asked.size(), size_t(1));
    QElapsedTimer timer;
    timer.start();
    bool done = false;
    m_server->finish([&done] { done = true; });
    QTRY_VERIFY(done);
    QVERIFY(timer.elapsed() < 3'000);
    QTRY_VERIFY(asked.isFinished());
    m_port->asked[0].answer(QJsonObject()); // an answer for nobody
}

void IpcServerTest::aBadOwnerIsLeft_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray greeting = encodeMessage(Hello{ipcProtocolVersion, QStringLiteral("x"), 1, true, false});
    QTest::newRow("nonsense") << QByteArray("boo\n");
    QTest::newRow("event before hello") << encodeMessage(Event{});
    QTest::newRow("request") << greeting + encodeMessage(Request{1, QStringLiteral("x"), {}});
    QTest::newRow("hello again") << greeting + greeting;
    QTest::newRow("answer to nothing") << greeting + encodeMessage(Answer{17, QJsonObject()});
    QTest::newRow("too long") << greeting + QByteArray(ipcMaxMessage, 'x');
}

void IpcServerTest::aBadOwnerIsLeft()
{
    QFETCH(QByteArray, bytes);
    m_server.reset();
    QLocalServer owner;
    const Expected<int> fd = listenAtSocket(m_dir->path());
    QVERIFY(owner.listen(qintptr(*fd)));
    connect(&owner, &QLocalServer::newConnection, &owner,
            [&owner, &bytes] { owner.nextPendingConnection()->write(bytes); });
    RemotePort remote;
    QSignalSpy closed(&remote, &EnginePort::closed);
    QVERIFY(remote.connectTo(m_dir->path(), true));
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed[0][0].value<Failure>().kind, FailureKind::ProtocolViolation);
}

QTEST_GUILESS_MAIN(IpcServerTest)
#include "ipc_server_test.moc"
