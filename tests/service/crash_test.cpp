// The service dies before and after each commit and at each step between the database and the files. After a
// new start nothing acknowledged is lost, no receipt lies, no object is torn, and the client gets done in the
// end.
#include "tests/service/service_process.h"
#include "tests/service/test_upload.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

using namespace gantry;

class ServiceCrashTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void uploadsSurvive_data();
    void uploadsSurvive();
    void uploadsSurviveAnyCommit_data();
    void uploadsSurviveAnyCommit();
    void deletesSurvive();
    void objectsMovedOnAreNotMadeAgain();
    void uploadsSurviveRandomKills();

private:
    void upload(const QByteArray &policy, const QByteArray &moment, bool *died);
    void startDyingAt(const QByteArray &moment);
    void startAgain();
    void checkStored();
    void checkObjects(bool completed, bool mayBeThere);

    std::unique_ptr<ServiceProcess> m_service;
    TestUpload m_upload;
    QMap<int, QByteArray> m_acknowledged; // ETags of parts that nothing has touched since
    bool m_replace = false;
};

// Returns from a test function if a check inside the call has failed.
#define CHECKED(call)                                                                                        \
    do {                                                                                                     \
        call;                                                                                                \
        if (QTest::currentTestFailed())                                                                      \
            return;                                                                                          \
    } while (false)

namespace {

const QByteArray before = "before"; // the object that was there

} // namespace

void ServiceCrashTest::startDyingAt(const QByteArray &moment)
{
    m_service->setProgram(QStringLiteral(CRASHING_SERVICE_PROGRAM));
    m_service->setEnvironment(QStringLiteral("GANTRY_TEST_CRASH"), QString::fromLatin1(moment));
    m_service->start(); // it may die in the attempt: then every call fails
}

void ServiceCrashTest::startAgain()
{
    QVERIFY(m_service->waitForEnd());
    m_service->setEnvironment(QStringLiteral("GANTRY_TEST_CRASH"), QString());
    QVERIFY(m_service->start());
}

// Each receipt that the service tells is one that was acknowledged or might have been, and the bytes are
// there.
void ServiceCrashTest::checkStored()
{
    const Answer answer = exchange(m_service->port(), "GET",
                                   "/api/uploads/" + m_upload.id.toLatin1() + "/parts", m_upload.token);
    QCOMPARE(answer.status, 200);
    const QByteArray file =
        ServiceProcess::contentOf(m_service->dataDir() + QStringLiteral("/uploads/") + m_upload.id);
    QMap<int, QByteArray> told;
    for (const auto &part : answer.json().value(QLatin1String("parts")).toArray()) {
        const int number = part[QLatin1String("part_number")].toInt();
        const QByteArray etag = part[QLatin1String("etag")].toString().toLatin1();
        told.insert(number, etag);
        QCOMPARE(etag,
                 quotedMd5(file.mid((number - 1) * m_upload.partSize, m_upload.bytesOf(number).size())));
    }
    for (auto part = m_acknowledged.begin(); part != m_acknowledged.end(); ++part)
        QCOMPARE(told.value(part.key()), part.value());
}

void ServiceCrashTest::checkObjects(bool completed, bool mayBeThere)
{
    const QString folder = m_service->objectDir() + QStringLiteral("/ann/reel");
    const QStringList names = ServiceProcess::filesBelow(m_service->objectDir());
    const QString other = m_replace ? QStringLiteral("clip.mov") : QStringLiteral("clip (2).mov");
    const QByteArray ours = ServiceProcess::contentOf(folder + QLatin1Char('/') + other);
    if (m_replace) {
        QCOMPARE(names, QStringList{QStringLiteral("ann/reel/clip.mov")});
        QVERIFY(ours == m_upload.content || (!completed && ours == before));
        QVERIFY(mayBeThere || ours == before);
    } else {
        QCOMPARE(ServiceProcess::contentOf(folder + QStringLiteral("/clip.mov")), before);
        QVERIFY(names.size() == (completed ? 2 : 1) || (mayBeThere && names.size() == 2));
        QVERIFY(names.size() == 1 || ours == m_upload.content);
    }
}

// An upload whose service dies at that moment, if it comes, and is started again. The client goes on as a
// client does: it initiates again, asks what is there, sends the rest, and repeats a call whose answer it has
// not got.
void ServiceCrashTest::upload(const QByteArray &policy, const QByteArray &moment, bool *died)
{
    m_service = std::make_unique<ServiceProcess>("[disk]\nmin_part_size = 1KiB\n" + policy);
    m_replace = policy.contains("replace");
    m_acknowledged.clear();
    m_upload = TestUpload{QStringLiteral("reel/clip.mov"), QStringLiteral("f"), randomBytes(2'500, 11),
                          m_service->addToken(QStringLiteral("ann"))};
    m_upload.partSize = 1'024;
    QVERIFY(QDir().mkpath(m_service->objectDir() + QStringLiteral("/ann/reel")));
    QFile existing(m_service->objectDir() + QStringLiteral("/ann/reel/clip.mov"));
    QVERIFY(existing.open(QIODevice::WriteOnly));
    existing.write(before);
    existing.close();

    startDyingAt(moment);
    bool completing = false;
    const auto send = [&](int part, const QByteArray &bytes) {
        m_acknowledged.remove(part);
        const Answer answer = m_upload.putPart(m_service->port(), part, bytes);
        if (answer.status == 200)
            m_acknowledged.insert(part, answer.headers.value("etag"));
        return answer.status == 200;
    };
    // Part 2 is sent wrong and then right, so that a receipt is taken back.
    const auto attempt = [&] {
        if (m_upload.initiate(m_service->port()).status != 200 || !send(1, m_upload.bytesOf(1)) ||
            !send(2, randomBytes(1'024, 12)) || !send(3, m_upload.bytesOf(3)) ||
            !send(2, m_upload.bytesOf(2)))
            return false;
        completing = true;
        m_upload.etags = m_acknowledged;
        return m_upload.complete(m_service->port()).status == 200;
    };
    const bool done = attempt();
    *died = !done;
    if (!done) {
        CHECKED(checkObjects(false, completing));
        CHECKED(startAgain());
        CHECKED(checkObjects(false, completing));
        if (!completing) {
            const QString id = m_upload.id;
            QCOMPARE(m_upload.initiate(m_service->port()).status, 200);
            QVERIFY(id.isEmpty() || id == m_upload.id);
            QCOMPARE(ServiceProcess::filesBelow(m_service->dataDir() + QStringLiteral("/uploads")),
                     QStringList{m_upload.id});
            CHECKED(checkStored());
            QVERIFY(m_upload.putAll(m_service->port()));
        }
        QCOMPARE(m_upload.complete(m_service->port()).status, 200);
    }
    CHECKED(checkObjects(true, true));
    const Answer again = m_upload.complete(m_service->port());
    QCOMPARE(again.status, 200);
    QCOMPARE(again.json().value(QLatin1String("etag")).toString(),
             QString::fromLatin1(m_upload.objectEtag()));
    QCOMPARE(again.json().value(QLatin1String("key")).toString(),
             m_replace ? m_upload.name : QStringLiteral("reel/clip (2).mov"));
    CHECKED(checkObjects(true, true));
    QVERIFY(ServiceProcess::filesBelow(m_service->dataDir() + QStringLiteral("/uploads")).isEmpty());
}

void ServiceCrashTest::uploadsSurvive_data()
{
    QTest::addColumn<QByteArray>("policy");
    QTest::addColumn<QByteArray>("step");
    for (const char *step : {"open.created", "open.recorded", "part.unrecorded", "part.written",
                             "part.synced", "part.recorded", "complete.synced", "complete.intended",
                             "complete.renamed", "complete.folders_synced", "complete.recorded"}) {
        QTest::addRow("%s", step) << QByteArray() << QByteArray(step);
        QTest::addRow("replacing, %s", step) << QByteArray("on_conflict = replace\n") << QByteArray(step);
    }
}

void ServiceCrashTest::uploadsSurvive()
{
    QFETCH(QByteArray, policy);
    QFETCH(QByteArray, step);
    bool died = false;
    upload(policy, "step:" + step, &died);
    QVERIFY(died);
}

void ServiceCrashTest::uploadsSurviveAnyCommit_data()
{
    QTest::addColumn<QByteArray>("moment");
    QTest::newRow("before") << QByteArray("commit:before:");
    QTest::newRow("after") << QByteArray("commit:after:");
}

void ServiceCrashTest::uploadsSurviveAnyCommit()
{
    QFETCH(QByteArray, moment);
    bool died = true;
    int number = 0;
    while (died) {
        upload({}, moment + QByteArray::number(++number), &died);
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(QStringLiteral("at commit %1").arg(number)));
    }
    // The signing key, old sessions, an older upload to go on with, the upload, four receipts, one taken
    // back, intent, end: eleven commits, and all were reached.
    QCOMPARE(number, 12);
}

void ServiceCrashTest::deletesSurvive()
{
    for (const QByteArray moment : {"step:delete.recorded", "commit:before:6", "commit:after:6"}) {
        m_service = std::make_unique<ServiceProcess>("[disk]\nmin_part_size = 1KiB\n");
        m_upload = TestUpload{QStringLiteral("a"), QStringLiteral("f"), randomBytes(900, 1),
                              m_service->addToken(QStringLiteral("ann"))};
        m_upload.partSize = 1'024;
        startDyingAt(moment);
        QCOMPARE(m_upload.initiate(m_service->port()).status, 200);
        QVERIFY(m_upload.putAll(m_service->port()));
        const QByteArray target = "/api/uploads/" + m_upload.id.toLatin1();
        QCOMPARE(exchange(m_service->port(), "DELETE", target, m_upload.token).status, 0);
        CHECKED(startAgain());
        QCOMPARE(exchange(m_service->port(), "DELETE", target, m_upload.token).status, 204);
        QVERIFY(ServiceProcess::filesBelow(m_service->dataDir() + QStringLiteral("/uploads")).isEmpty());
        QVERIFY(ServiceProcess::filesBelow(m_service->objectDir()).isEmpty());
        QCOMPARE(m_upload.initiate(m_service->port()).status, 200);
    }
}

void ServiceCrashTest::objectsMovedOnAreNotMadeAgain()
{
    // Something watches the folder and takes each object away as soon as it is there.
    m_service = std::make_unique<ServiceProcess>("[disk]\nmin_part_size = 1KiB\n");
    m_upload = TestUpload{QStringLiteral("a"), QStringLiteral("f"), randomBytes(900, 1),
                          m_service->addToken(QStringLiteral("ann"))};
    m_upload.partSize = 1'024;
    startDyingAt("step:complete.renamed");
    QCOMPARE(m_upload.initiate(m_service->port()).status, 200);
    QVERIFY(m_upload.putAll(m_service->port()));
    QCOMPARE(m_upload.complete(m_service->port()).status, 0);
    QVERIFY(QFile::remove(m_service->objectDir() + QStringLiteral("/ann/a")));
    CHECKED(startAgain());
    QCOMPARE(m_upload.complete(m_service->port()).status, 200);
    QVERIFY(ServiceProcess::filesBelow(m_service->objectDir()).isEmpty());
}

void ServiceCrashTest::uploadsSurviveRandomKills()
{
    // Four clients send parts, many of them twice, while the service is killed at moments that a seed
    // chooses.
    constexpr int kills = 12;
    m_service = std::make_unique<ServiceProcess>("[disk]\nmin_part_size = 64KiB\n");
    m_upload = TestUpload{QStringLiteral("a/b"), QStringLiteral("f"), randomBytes(100 * 65'536 + 77, 5),
                          m_service->addToken(QStringLiteral("ann"))};
    QVERIFY(m_service->start());
    QCOMPARE(m_upload.initiate(m_service->port()).status, 200);
    m_acknowledged.clear();
    QRandomGenerator dice(20);
    int cut = 0;
    for (int round = 0; round < kills; ++round) {
        std::atomic<bool> stop = false;
        std::mutex mutex;
        std::vector<std::thread> clients;
        clients.reserve(4);
        for (int client = 0; client < 4; ++client)
            clients.emplace_back([&, client, seed = dice.generate()] {
                QRandomGenerator own(seed);
                while (!stop) {
                    // Each client has parts of its own, so that the test knows the order of what happens to
                    // one.
                    const int part = 1 + client + 4 * static_cast<int>(own.bounded(m_upload.parts / 4));
                    {
                        const std::lock_guard lock(mutex);
                        m_acknowledged.remove(part);
                    }
                    const Answer answer = m_upload.putPart(m_service->port(), part, m_upload.bytesOf(part));
                    const std::lock_guard lock(mutex);
                    if (answer.status == 200)
                        m_acknowledged.insert(part, answer.headers.value("etag"));
                    else
                        ++cut;
                }
            });
        QTest::qWait(static_cast<int>(dice.bounded(5, 120)));
        m_service->kill();
        stop = true;
        for (std::thread &client : clients)
            client.join();
        CHECKED(startAgain());
        CHECKED(checkStored());
        QVERIFY(ServiceProcess::filesBelow(m_service->objectDir()).isEmpty());
        QCOMPARE(m_upload.initiate(m_service->port()).status, 200); // links for the new port
    }
    QVERIFY(cut >= kills);
    QVERIFY(m_upload.putAll(m_service->port()));
    QCOMPARE(m_upload.complete(m_service->port()).json().value(QLatin1String("etag")).toString(),
             QString::fromLatin1(m_upload.objectEtag()));
    QVERIFY(ServiceProcess::contentOf(m_service->objectDir() + QStringLiteral("/ann/a/b")) ==
            m_upload.content);
}

QTEST_GUILESS_MAIN(ServiceCrashTest)
#include "crash_test.moc"
