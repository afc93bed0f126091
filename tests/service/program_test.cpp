// gantry-service as a program: arguments, settings, tokens, start and stop.
#include "tests/service/service_process.h"
#include "tests/service/test_upload.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <sys/stat.h>

using namespace gantry;

class ServiceProgramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helpAndVersion();
    void wrongUsage_data();
    void wrongUsage();
    void settingsThatCannotBe_data();
    void settingsThatCannotBe();
    void tokensWorkAtOnce();
    void filesArePrivate();
    void twoServicesDoNotShare();
    void refusesALostDatabase();
    void stopsWhileUploadsRun();
    void logsNoSecrets();
    void handsOutThePublicUrl();
};

void ServiceProgramTest::helpAndVersion()
{
    const ServiceProcess service;
    const ServiceProcess::Result help = service.runCommand({QStringLiteral("--help")});
    QCOMPARE(help.status, 0);
    for (const char *option : {"--listen", "--data", "--store", "--config", "token"})
        QVERIFY2(help.output.contains(option), option);
    const ServiceProcess::Result version = service.runCommand({QStringLiteral("--version")});
    QCOMPARE(version.status, 0);
    QCOMPARE(version.output, QByteArray("gantry-service " GANTRY_VERSION "\n"));
}

void ServiceProgramTest::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{QStringLiteral("--nonsense")};
    QTest::newRow("unknown command") << QStringList{QStringLiteral("serve")};
    QTest::newRow("token alone") << QStringList{QStringLiteral("token")};
    QTest::newRow("token for nobody") << QStringList{QStringLiteral("token"), QStringLiteral("add")};
    QTest::newRow("token for a path")
        << QStringList{QStringLiteral("token"), QStringLiteral("add"), QStringLiteral("../ann")};
    QTest::newRow("no address") << QStringList{QStringLiteral("--listen"), QStringLiteral("here")};
    QTest::newRow("no such store") << QStringList{QStringLiteral("--store"), QStringLiteral("tape")};
    QTest::newRow("every address") << QStringList{QStringLiteral("--listen"), QStringLiteral("0.0.0.0:0")};
    QTest::newRow("no such file") << QStringList{QStringLiteral("--config"),
                                                 QStringLiteral("/nowhere/service.ini")};
}

void ServiceProgramTest::wrongUsage()
{
    QFETCH(QStringList, arguments);
    const ServiceProcess service;
    const ServiceProcess::Result result = service.runCommand(arguments);
    QCOMPARE(result.status, 2);
    QVERIFY(result.output.isEmpty());
    QVERIFY(!result.errors.isEmpty());
}

void ServiceProgramTest::settingsThatCannotBe_data()
{
    QTest::addColumn<QString>("data");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("folder is the data directory")
        << QStringLiteral("d") << QStringLiteral("d") << QByteArray("must not hold");
    QTest::newRow("folder holds the data directory")
        << QStringLiteral("f/d") << QStringLiteral("f") << QByteArray("must not hold");
    QTest::newRow("folder among unfinished files")
        << QStringLiteral("d") << QStringLiteral("d/uploads/o") << QByteArray("uploads");
    QTest::newRow("data is a file") << QStringLiteral("file") << QStringLiteral("f")
                                    << QByteArray("not a directory");
    QTest::newRow("folder is a file")
        << QStringLiteral("d") << QStringLiteral("file") << QByteArray("cannot");
    // A file system of its own on every Linux; a finished upload could not be renamed to there.
    QTest::newRow("other file system")
        << QStringLiteral("d") << QStringLiteral("/dev/shm/gantry-service-test")
        << QByteArray("different file systems");
}

void ServiceProgramTest::settingsThatCannotBe()
{
    QFETCH(QString, data);
    QFETCH(QString, folder);
    QFETCH(QByteArray, message);
    const QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto path = [&](const QString &name) {
        return name.startsWith(QLatin1Char('/')) ? name : directory.filePath(name);
    };
    QProcess process;
    process.start(QStringLiteral(GANTRY_SERVICE_PROGRAM),
                  {QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--data"),
                   path(data), QStringLiteral("--store"), QStringLiteral("disk:") + path(folder)});
    QVERIFY(process.waitForFinished(20'000));
    QDir(QStringLiteral("/dev/shm/gantry-service-test")).removeRecursively();
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardOutput().isEmpty());
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(errors.contains(message), errors.constData());
}

void ServiceProgramTest::tokensWorkAtOnce()
{
    ServiceProcess service;
    QVERIFY(service.start());
    const QByteArray token = service.addToken(QStringLiteral("ann"));
    QVERIFY(token.startsWith("gantry_"));
    QCOMPARE(exchange(service.port(), "GET", "/api/capabilities", token).status, 200);
    const ServiceProcess::Result list = service.runCommand({QStringLiteral("token"), QStringLiteral("list")});
    QCOMPARE(list.status, 0);
    QVERIFY(list.output.contains("ann"));
    QVERIFY(!list.output.contains(token.mid(token.lastIndexOf('_'))));
    QCOMPARE(
        service.runCommand({QStringLiteral("token"), QStringLiteral("revoke"), QStringLiteral("ann")}).status,
        0);
    QCOMPARE(exchange(service.port(), "GET", "/api/capabilities", token).status, 401);
    QCOMPARE(
        service.runCommand({QStringLiteral("token"), QStringLiteral("revoke"), QStringLiteral("ann")}).status,
        1);
}

void ServiceProgramTest::filesArePrivate()
{
    ServiceProcess service("[disk]\nmin_part_size = 64KiB\n");
    QVERIFY(QDir().mkpath(service.dataDir())); // made by somebody with a usual umask
    QVERIFY(service.start());
    TestUpload upload{QStringLiteral("f"), QStringLiteral("p"), randomBytes(70'000, 1),
                      service.addToken(QStringLiteral("ann"))};
    QCOMPARE(upload.initiate(service.port()).status, 200);
    QVERIFY(upload.putAll(service.port()));
    struct stat status = {};
    QCOMPARE(::stat(service.dataDir().toUtf8().constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777u, 0700u);
    const QStringList files = ServiceProcess::filesBelow(service.dataDir());
    QVERIFY(files.contains(QStringLiteral("uploads/") + upload.id));
    for (const QString &file : files) {
        QCOMPARE(::stat(QString(service.dataDir() + QLatin1Char('/') + file).toUtf8().constData(), &status),
                 0);
        QVERIFY2((status.st_mode & 0777u) == 0600u, qPrintable(file));
    }
}

void ServiceProgramTest::twoServicesDoNotShare()
{
    ServiceProcess service;
    QVERIFY(service.start());
    const QString address = QStringLiteral("127.0.0.1:%1").arg(service.port());
    const ServiceProcess::Result sameData =
        service.runCommand({QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")});
    QCOMPARE(sameData.status, 1);
    QVERIFY2(sameData.errors.contains("another gantry-service"), sameData.errors.constData());
    const ServiceProcess other;
    const ServiceProcess::Result samePort = other.runCommand({QStringLiteral("--listen"), address});
    QCOMPARE(samePort.status, 1);
    QVERIFY2(samePort.errors.contains("cannot listen"), samePort.errors.constData());
    service.kill();
    QVERIFY(service.start()); // the lock is gone with its process
}

void ServiceProgramTest::refusesALostDatabase()
{
    ServiceProcess service("[disk]\nmin_part_size = 64KiB\n");
    QVERIFY(service.start());
    TestUpload upload{QStringLiteral("f"), QStringLiteral("p"), randomBytes(70'000, 1),
                      service.addToken(QStringLiteral("ann"))};
    QCOMPARE(upload.initiate(service.port()).status, 200);
    service.kill();
    for (const char *end : {"", "-wal", "-shm"})
        QFile::remove(service.dataDir() + QStringLiteral("/service.sqlite") + QLatin1String(end));
    QVERIFY(!service.start());
    QVERIFY(service.waitForEnd());
    QCOMPARE(service.exitCode(), 1);
    QVERIFY(service.log().contains("the database that knows them is gone"));
    QVERIFY(QFile::exists(service.dataDir() + QStringLiteral("/uploads/") + upload.id));
}

void ServiceProgramTest::stopsWhileUploadsRun()
{
    ServiceProcess service("[disk]\nmin_part_size = 64KiB\n");
    QVERIFY(service.start());
    TestUpload upload{QStringLiteral("f"), QStringLiteral("p"), randomBytes(200'000, 1),
                      service.addToken(QStringLiteral("ann"))};
    QCOMPARE(upload.initiate(service.port()).status, 200);
    QCOMPARE(upload.putPart(service.port(), 1).status, 200);
    RawConnection idle(service.port());
    RawConnection busy(service.port());
    QVERIFY(busy.send(requestHead("PUT", upload.targets.value(2), {}, upload.bytesOf(2).size(),
                                  {{"Expect", "100-continue"}})));
    QCOMPARE(busy.receive().status, 100); // it reads the body by now
    QVERIFY(busy.send(upload.bytesOf(2).left(1000)));
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(service.terminate(), 0);
    QVERIFY2(timer.elapsed() < 2'500,
             qPrintable(QString::number(timer.elapsed()))); // 2 s, and a busy machine's half
    QVERIFY(busy.closesWithin(std::chrono::seconds(1)));
    QVERIFY(idle.closesWithin(std::chrono::seconds(1)));

    QVERIFY(service.start());
    const QByteArray target = "/api/uploads/" + upload.id.toLatin1() + "/progress";
    QCOMPARE(exchange(service.port(), "GET", target, upload.token)
                 .json()
                 .value(QLatin1String("chunks_uploaded"))
                 .toInt(),
             1);
    QVERIFY(upload.putAll(service.port()));
    QCOMPARE(upload.complete(service.port()).status, 200);
    timer.restart();
    QCOMPARE(service.terminate(), 0);
    QVERIFY2(timer.elapsed() < 1'400, qPrintable(QString::number(timer.elapsed()))); // nothing to wait for
}

void ServiceProgramTest::logsNoSecrets()
{
    ServiceProcess service("log_requests = yes\n[disk]\nmin_part_size = 64KiB\n");
    QVERIFY(service.start());
    TestUpload upload{QStringLiteral("f\u2028g"), QStringLiteral("p"), randomBytes(70'000, 1),
                      service.addToken(QStringLiteral("ann"))};
    QCOMPARE(upload.initiate(service.port()).status, 200);
    QVERIFY(upload.putAll(service.port()));
    QCOMPARE(upload.complete(service.port()).status, 200);
    QCOMPARE(service.terminate(), 0);
    const QByteArray log = service.log();
    QVERIFY(log.contains("PUT /parts/"));
    QVERIFY(log.contains("completed: upload " + upload.id.toLatin1()));
    QVERIFY(log.contains("f\\u2028g"));
    QVERIFY(!log.contains(upload.token.mid(20)));
    QVERIFY(!log.contains("signature"));
}

void ServiceProgramTest::handsOutThePublicUrl()
{
    ServiceProcess service("public_url = https://uploads.example.com/in/\n");
    QVERIFY(service.start());
    TestUpload upload{QStringLiteral("f"), QStringLiteral("p"), "x", service.addToken(QStringLiteral("ann"))};
    upload.partSize = 5 * 1024 * 1024;
    const Answer answer = upload.initiate(service.port());
    QVERIFY(answer.body.contains("\"https://uploads.example.com/in/parts/"));
    ServiceProcess plain;
    QVERIFY(plain.start());
    upload.token = plain.addToken(QStringLiteral("ann"));
    // The Host header of the client ("service.test") is not believed.
    QVERIFY(upload.initiate(plain.port())
                .body.contains("\"http://127.0.0.1:" + QByteArray::number(plain.port()) + "/parts/"));
}

QTEST_GUILESS_MAIN(ServiceProgramTest)
#include "program_test.moc"
