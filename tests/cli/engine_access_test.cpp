// Who owns a state folder, who speaks to whom, and what happens when the owner goes: with real engines, in
// real processes.
#include "app/cli/engine_access.h"
#include "engine/platform/stop_signals.h"

#include "engine/ipc/ipc_socket.h"
#include "engine/ipc/request_handler.h"
#include "engine/ipc/snapshot_json.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <unistd.h>

using namespace gantry;

namespace {

using Need = EngineAccess::Need;

// Another process that opens the same folder; it says "owner", "client" or "lost".
class Other
{
public:
    Other(const QString &stateDir, Need need)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("--other"), stateDir,
                         need == Need::Work ? QStringLiteral("work") : QStringLiteral("edit")});
    }
    ~Other() { end(SIGKILL); }

    QByteArray hear()
    {
        const QDeadlineTimer deadline(20'000);
        while (!m_process.canReadLine() && !deadline.hasExpired() &&
               m_process.state() != QProcess::NotRunning)
            m_process.waitForReadyRead(100);
        return m_process.readLine().trimmed();
    }
    void end(int number)
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        ::kill(static_cast<pid_t>(m_process.processId()), number);
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

// What that process does.
int beTheOther(const QString &stateDir, Need need)
{
    StopSignals signals_;
    EngineAccess access(stateDir);
    const auto say = [](const char *what) {
        std::printf("%s\n", what);
        std::fflush(stdout);
    };
    QObject::connect(&access, &EngineAccess::opened, &access,
                     [&] { say(access.isOwner() ? "owner" : "client"); });
    QObject::connect(&access, &EngineAccess::lost, &access, [&] { say("lost"); });
    QObject::connect(&signals_, &StopSignals::stopAsked, &access,
                     [&] { access.close([] { QCoreApplication::quit(); }); });
    access.open(need, false);
    return QCoreApplication::exec();
}

DestinationSettings somewhere(const QString &name)
{
    DestinationSettings settings;
    settings.name = name;
    settings.kind = QStringLiteral("service");
    settings.fields.insert(QStringLiteral("url"), QStringLiteral("http://127.0.0.1:9"));
    settings.secretStore = SecretStoreKind::File;
    return settings;
}

QJsonObject putting(const QString &name)
{
    return {{QStringLiteral("settings"), toJson(somewhere(name))},
            {QStringLiteral("secrets"),
             QJsonObject{{QStringLiteral("token"), QString::fromLatin1(QByteArray("t").toBase64())}}}};
}

} // namespace

class EngineAccessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void becomesTheOwner();
    void everyRequestWorks();
    void nonsenseIsRefused();
    void callsBeforeOpeningWait();
    void oneOwnerManyClients();
    void clientTakesOverWhenTheOwnerGoes_data();
    void clientTakesOverWhenTheOwnerGoes();
    void workDoesNotHappenInAnEditorsEngine();
    void racingProcessesAgree();
    void newerJournalIsRefused();
    void unreachableOwnerIsTold();
    void silentOwnerIsTold();
    void anotherProtocolIsTold();
    void closingIsClean();

private:
    Expected<QJsonObject> ask(EngineAccess &access, const QString &name, const QJsonObject &arguments = {});
    bool opened(EngineAccess &access, Need need = Need::Edit, bool events = false)
    {
        QSignalSpy spy(&access, &EngineAccess::opened);
        access.open(need, events);
        return spy.wait(20'000);
    }
    void close(EngineAccess &access)
    {
        bool done = false;
        access.close([&done] { done = true; });
        QTRY_VERIFY_WITH_TIMEOUT(done, 10'000);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

Expected<QJsonObject> EngineAccessTest::ask(EngineAccess &access, const QString &name,
                                            const QJsonObject &arguments)
{
    std::optional<Expected<QJsonObject>> answer;
    access.call(name, arguments, [&answer](const Expected<QJsonObject> &result) { answer = result; });
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 20'000))
        return fail(FailureKind::Stalled, QStringLiteral("no answer"));
    return *answer;
}

void EngineAccessTest::becomesTheOwner()
{
    EngineAccess access(m_dir->path());
    QVERIFY(opened(access));
    QVERIFY(access.isOwner());
    QVERIFY(QFile::exists(ipcSocketPath(m_dir->path())));
    QCOMPARE(
        ask(access, QStringLiteral("destinations"))->value(QLatin1String("destinations")).toArray().size(),
        0);
    close(access);
    QVERIFY(!QFile::exists(ipcSocketPath(m_dir->path())));
    EngineAccess next(m_dir->path());
    QVERIFY(opened(next));
    QVERIFY(next.isOwner());
}

// Through the socket and back, each name with arguments that make sense, and what the engine says of them.
void EngineAccessTest::everyRequestWorks()
{
    EngineAccess owner(m_dir->path());
    QVERIFY(opened(owner));
    EngineAccess client(m_dir->path());
    QVERIFY(opened(client, Need::Edit, true));
    QVERIFY(!client.isOwner());
    QSignalSpy events(&client, &EngineAccess::told);
    const auto heard = [&events](const char *name) {
        return QTest::qWaitFor(
            [&] {
                for (const auto &each : events)
                    if (each[0].toJsonObject().value(QLatin1String("event")).toString() ==
                        QLatin1String(name))
                        return true;
                return false;
            },
            5'000);
    };
    QStringList left = requestNames();
    const auto asked = [&](const char *name, const QJsonObject &arguments = {}) {
        left.removeAll(QLatin1String(name));
        return ask(client, QLatin1String(name), arguments);
    };
    QVERIFY(asked("put_destination", putting(QStringLiteral("d"))));
    QVERIFY(heard("destinations_changed"));
    const auto destinations = listFromJson(
        asked("destinations")->value(QLatin1String("destinations")).toArray(), destinationFromJson);
    QVERIFY(destinations);
    QVERIFY(*destinations == QList<DestinationSettings>{somewhere(QStringLiteral("d"))});

    QFile file(m_dir->filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QJsonObject upload =
        toJson(NewUpload{file.fileName(), QStringLiteral("d"), QStringLiteral("k"), 0, 0});
    const auto added = asked("add", {{QStringLiteral("uploads"), QJsonArray{upload}}});
    QVERIFY2(added, added ? "" : qPrintable(added.error().message));
    QVERIFY(heard("changed"));
    const qint64 id = added->value(QLatin1String("added"))
                          .toArray()
                          .first()
                          .toObject()
                          .value(QLatin1String("id"))
                          .toInteger();
    QCOMPARE(id, 1);
    const QJsonObject ids{{QStringLiteral("ids"), QJsonArray{id}}};
    const auto withId = [&ids](const QString &name, const QJsonValue &value) {
        QJsonObject object = ids;
        object.insert(name, value);
        return object;
    };
    QVERIFY(asked("set_priority", withId(QStringLiteral("priority"), 5)));
    QVERIFY(asked("pause", ids));
    const auto page = asked("uploads", {{QStringLiteral("after"), 0}});
    const auto uploads = listFromJson(page->value(QLatin1String("uploads")).toArray(), uploadFromJson);
    QVERIFY(uploads);
    QCOMPARE(uploads->size(), 1);
    QVERIFY(uploads->first().holds.testFlag(Hold::User));
    QCOMPARE(uploads->first().record.priority, 5);
    QVERIFY(page->value(QLatin1String("next")).isNull());
    QCOMPARE(asked("uploads", {{QStringLiteral("after"), 0}, {QStringLiteral("ids"), QJsonArray{99}}})
                 ->value(QLatin1String("uploads"))
                 .toArray()
                 .size(),
             0);
    QVERIFY(detailsFromJson(*asked("details", {{QStringLiteral("id"), id}})));
    QCOMPARE(asked("details", {{QStringLiteral("id"), 99}}).error().kind, FailureKind::InvalidInput);
    QVERIFY(asked("resume", ids));
    QCOMPARE(asked("decide", withId(QStringLiteral("decision"), QStringLiteral("skip"))).error().kind,
             FailureKind::InvalidInput);
    QVERIFY(asked("cancel", ids));
    QVERIFY(asked("retry", ids));
    QVERIFY(asked("remove", ids));
    QVERIFY(heard("removed"));
    QVERIFY(asked("put_setting", {{QStringLiteral("name"), QStringLiteral("files_at_once")},
                                  {QStringLiteral("value"), QStringLiteral("3")}}));
    QVERIFY(heard("settings_changed"));
    QCOMPARE(asked("settings")
                 ->value(QLatin1String("settings"))
                 .toObject()
                 .value(QLatin1String("files_at_once"))
                 .toString(),
             QStringLiteral("3"));
    const auto checks = asked("test_destination", {{QStringLiteral("name"), QStringLiteral("d")}});
    QVERIFY(checks);
    QVERIFY(listFromJson(checks->value(QLatin1String("checks")).toArray(), checkFromJson)->size() > 0);
    // Only S3 stores tell what is unfinished: to others these are no questions.
    const auto refused = [&](const char *name, const QString &also, const QJsonValue &value) {
        const auto answer =
            asked(name, {{QStringLiteral("destination"), QStringLiteral("d")}, {also, value}});
        return !answer && answer.error().kind == FailureKind::InvalidInput &&
               answer.error().message.contains(QStringLiteral("does not tell"));
    };
    QVERIFY(refused("orphans", {}, {}));
    QVERIFY(refused("abort_orphans", QStringLiteral("orphans"), QJsonArray()));
    QVERIFY(refused("lifecycle", {}, {}));
    QVERIFY(refused("set_lifecycle", QStringLiteral("abort_after_days"), 7));
    QVERIFY(asked("remove_destination", {{QStringLiteral("name"), QStringLiteral("d")}}));
    QCOMPARE(asked("remove_destination", {{QStringLiteral("name"), QStringLiteral("d")}}).error().kind,
             FailureKind::InvalidInput);
    QCOMPARE(left, QStringList());
}

void EngineAccessTest::nonsenseIsRefused()
{
    EngineAccess access(m_dir->path());
    QVERIFY(opened(access));
    for (const QString &name : requestNames() + QStringList{QStringLiteral("format_disk"), QString()}) {
        if (name == QLatin1String("destinations") || name == QLatin1String("settings"))
            continue; // take no arguments
        for (const QJsonObject &arguments :
             {QJsonObject{}, QJsonObject{{QStringLiteral("ids"), 1},
                                         {QStringLiteral("id"), QStringLiteral("x")},
                                         {QStringLiteral("uploads"), QJsonArray{1}},
                                         {QStringLiteral("after"), -1},
                                         {QStringLiteral("name"), 3},
                                         {QStringLiteral("settings"), QJsonObject{}}}}) {
            const auto answer = ask(access, name, arguments);
            QVERIFY2(!answer, qPrintable(name));
            QVERIFY2(answer.error().kind == FailureKind::ProtocolViolation, qPrintable(name));
        }
    }
    QJsonObject noBase64 = putting(QStringLiteral("d"));
    noBase64.insert(QStringLiteral("secrets"), QJsonObject{{QStringLiteral("token"), QStringLiteral("?!")}});
    QCOMPARE(ask(access, QStringLiteral("put_destination"), noBase64).error().kind,
             FailureKind::ProtocolViolation);
}

void EngineAccessTest::callsBeforeOpeningWait()
{
    EngineAccess access(m_dir->path());
    access.open(Need::Edit, false);
    QVERIFY(ask(access, QStringLiteral("destinations")));
}

void EngineAccessTest::oneOwnerManyClients()
{
    Other owner(m_dir->path(), Need::Work);
    QCOMPARE(owner.hear(), QByteArray("owner"));
    std::vector<std::unique_ptr<EngineAccess>> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(std::make_unique<EngineAccess>(m_dir->path()));
        QVERIFY(opened(*clients.back(), i % 2 ? Need::Work : Need::Edit));
        QVERIFY(!clients.back()->isOwner());
    }
    QVERIFY(ask(*clients[0], QStringLiteral("put_destination"), putting(QStringLiteral("d"))));
    for (const auto &client : clients)
        QCOMPARE(ask(*client, QStringLiteral("destinations"))
                     ->value(QLatin1String("destinations"))
                     .toArray()
                     .size(),
                 1);
}

void EngineAccessTest::clientTakesOverWhenTheOwnerGoes_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("killed") << SIGKILL;
    QTest::newRow("ended") << SIGTERM;
}

void EngineAccessTest::clientTakesOverWhenTheOwnerGoes()
{
    QFETCH(int, number);
    Other owner(m_dir->path(), Need::Work);
    QCOMPARE(owner.hear(), QByteArray("owner"));
    EngineAccess client(m_dir->path());
    QVERIFY(opened(client, Need::Work));
    QVERIFY(ask(client, QStringLiteral("put_destination"), putting(QStringLiteral("d"))));
    QSignalSpy again(&client, &EngineAccess::opened);
    owner.end(number);
    // Asked while nobody owns it: waits, and is answered.
    QCOMPARE(
        ask(client, QStringLiteral("destinations"))->value(QLatin1String("destinations")).toArray().size(),
        1);
    QVERIFY(client.isOwner());
    QCOMPARE(again.size(), 1);
}

void EngineAccessTest::workDoesNotHappenInAnEditorsEngine()
{
    Other editor(m_dir->path(), Need::Edit);
    QCOMPARE(editor.hear(), QByteArray("owner"));
    EngineAccess second(m_dir->path());
    QVERIFY(opened(second, Need::Edit)); // that one may use it
    EngineAccess worker(m_dir->path());
    QSignalSpy opening(&worker, &EngineAccess::opened);
    worker.open(Need::Work, false);
    QTest::qWait(500); // several attempts
    QCOMPARE(opening.size(), 0);
    close(second);
    editor.end(SIGKILL);
    QVERIFY(opening.wait(10'000));
    QVERIFY(worker.isOwner());
}

void EngineAccessTest::racingProcessesAgree()
{
    for (int round = 0; round < 3; ++round) {
        QTemporaryDir dir;
        std::vector<std::unique_ptr<Other>> others;
        for (int i = 0; i < 5; ++i)
            others.push_back(std::make_unique<Other>(dir.path(), Need::Work));
        int owners = 0;
        int clients = 0;
        for (const auto &other : others) {
            const QByteArray said = other->hear();
            owners += said == "owner";
            clients += said == "client";
        }
        QCOMPARE(owners, 1);
        QCOMPARE(clients, 4);
    }
}

void EngineAccessTest::newerJournalIsRefused()
{
    {
        EngineAccess access(m_dir->path());
        QVERIFY(opened(access));
        close(access);
    }
    QFile journal(m_dir->filePath(QStringLiteral("journal.sqlite")));
    QVERIFY(journal.open(QIODevice::ReadWrite));
    QVERIFY(journal.seek(60)); // user_version, big-endian (https://www.sqlite.org/fileformat.html, 1.3)
    journal.write(QByteArray::fromHex("00010000"));
    journal.close();
    EngineAccess access(m_dir->path());
    QSignalSpy lost(&access, &EngineAccess::lost);
    access.open(Need::Edit, false);
    QVERIFY(lost.wait(10'000));
    QCOMPARE(lost[0][0].value<Failure>().kind, FailureKind::JournalFailed);
    QCOMPARE(ask(access, QStringLiteral("destinations")).error().kind, FailureKind::Unreachable); // ends too
    EngineAccess second(m_dir->path()); // the lock was given back
    QSignalSpy lostToo(&second, &EngineAccess::lost);
    second.open(Need::Edit, false);
    QVERIFY(lostToo.wait(10'000));
    QCOMPARE(lostToo[0][0].value<Failure>().kind, FailureKind::JournalFailed);
}

void EngineAccessTest::unreachableOwnerIsTold()
{
    StateLock lock; // held, and nobody listens
    QVERIFY(lock.take(m_dir->path()));
    AccessLimits limits;
    limits.unreachableMs = 300;
    EngineAccess access(m_dir->path(), limits);
    QSignalSpy lost(&access, &EngineAccess::lost);
    access.open(Need::Edit, false);
    const auto early = [&] { return ask(access, QStringLiteral("destinations")); }();
    QCOMPARE(early.error().kind, FailureKind::Unreachable);
    QCOMPARE(lost.size(), 1);
    const auto why = lost[0][0].value<Failure>();
    QCOMPARE(why.kind, FailureKind::Unreachable);
    QVERIFY(why.message.contains(QString::number(QCoreApplication::applicationPid())));
}

void EngineAccessTest::silentOwnerIsTold()
{
    StateLock lock;
    QVERIFY(lock.take(m_dir->path()));
    const Expected<int> fd = listenAtSocket(m_dir->path());
    AccessLimits limits;
    limits.helloMs = 200;
    EngineAccess access(m_dir->path(), limits);
    QSignalSpy lost(&access, &EngineAccess::lost);
    access.open(Need::Edit, false);
    QVERIFY(lost.wait(10'000));
    QCOMPARE(lost[0][0].value<Failure>().kind, FailureKind::Stalled);
    ::close(*fd);
}

void EngineAccessTest::anotherProtocolIsTold()
{
    StateLock lock;
    QVERIFY(lock.take(m_dir->path()));
    const Expected<int> fd = listenAtSocket(m_dir->path());
    QLocalServer newer;
    QVERIFY(newer.listen(qintptr(*fd)));
    connect(&newer, &QLocalServer::newConnection, &newer,
            [&newer] { newer.nextPendingConnection()->write("{\"hello\":2,\"version\":\"9.9\"}\n"); });
    EngineAccess access(m_dir->path());
    QSignalSpy lost(&access, &EngineAccess::lost);
    access.open(Need::Edit, false);
    QVERIFY(lost.wait(10'000));
    QCOMPARE(lost[0][0].value<Failure>().kind, FailureKind::Rejected);
}

void EngineAccessTest::closingIsClean()
{
    EngineAccess owner(m_dir->path());
    QVERIFY(opened(owner, Need::Work));
    EngineAccess client(m_dir->path());
    QVERIFY(opened(client));
    QSignalSpy again(&client, &EngineAccess::opened);
    int answered = 0;
    owner.call(QStringLiteral("uploads"), {{QStringLiteral("after"), 0}},
               [&answered](const auto &) { ++answered; });
    QElapsedTimer timer;
    timer.start();
    close(owner);
    QVERIFY(timer.elapsed() < 2'000);
    QCOMPARE(answered, 0); // who closes wants no answers any more
    QVERIFY(again.wait(10'000));
    QVERIFY(client.isOwner());
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments[1] == QLatin1String("--other"))
        return beTheOther(arguments[2], arguments[3] == QLatin1String("work") ? Need::Work : Need::Edit);
    EngineAccessTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "engine_access_test.moc"
