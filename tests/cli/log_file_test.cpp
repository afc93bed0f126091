#include "engine/platform/log_file.h"
#include "engine/platform/strike_secrets.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace gantry;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

unsigned modeOf(const QString &path)
{
    struct stat facts
    {};
    return ::stat(QFile::encodeName(path).constData(), &facts) == 0 ? facts.st_mode & 07777U : 0U;
}

} // namespace

class LogFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strikesSecrets_data();
    void strikesSecrets();
    void leavesTheRestAlone_data();
    void leavesTheRestAlone();
    void isPrivate();
    void keepsAMessageOnOneLine();
    void isBounded();
    void survivesALostFolder();
    void takesLinesFromManyThreads();
};

void LogFileTest::strikesSecrets_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("secret");
    QTest::newRow("query") << QStringLiteral(
                                  "PUT https://h.example/b/k?partNumber=3&X-Amz-Signature=abcdef0123 failed")
                           << QStringLiteral("abcdef0123");
    QTest::newRow("path with query") << QStringLiteral("GET /b/k?sig=abcdef0123")
                                     << QStringLiteral("abcdef0123");
    QTest::newRow("password in url") << QStringLiteral("ftp+x://me:hunter2@h.example/x")
                                     << QStringLiteral("hunter2");
    QTest::newRow("bearer") << QStringLiteral("Authorization: Bearer gnt_Abc.123-x")
                            << QStringLiteral("gnt_Abc.123-x");
    QTest::newRow("bearer, small") << QStringLiteral("sent bearer   qwertz") << QStringLiteral("qwertz");
    QTest::newRow("basic") << QStringLiteral("Basic dXNlcjpwYXNz") << QStringLiteral("dXNlcjpwYXNz");
    QTest::newRow("json") << QStringLiteral(R"({"secret_key": "s3 cr3t", "x":1})")
                          << QStringLiteral("s3 cr3t");
    QTest::newRow("ini") << QStringLiteral("password = letmein") << QStringLiteral("letmein");
    QTest::newRow("form") << QStringLiteral("token=zzz&x=1") << QStringLiteral("zzz");
    QTest::newRow("access key") << QStringLiteral("key AKIAIOSFODNN7EXAMPLE used")
                                << QStringLiteral("AKIAIOSFODNN7EXAMPLE");
    QTest::newRow("temporary key") << QStringLiteral("ASIAIOSFODNN7EXAMPLE")
                                   << QStringLiteral("ASIAIOSFODNN7EXAMPLE");
    QTest::newRow("secret key") << QStringLiteral("got wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY back")
                                << QStringLiteral("bPxRfiCYEXAMPLEKEY");
}

void LogFileTest::strikesSecrets()
{
    QFETCH(QString, line);
    QFETCH(QString, secret);
    QVERIFY(line.contains(secret)); // the row says what it means to say
    const QString struck = strikeSecrets(line);
    QVERIFY2(!struck.contains(secret), qPrintable(struck));
    QVERIFY(struck.contains(QStringLiteral("[struck]")));
}

void LogFileTest::leavesTheRestAlone_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("plain") << QStringLiteral("part 17 of shots/A001.mov: closed by the server, again in 3 s");
    QTest::newRow("sha1") << QStringLiteral("digest da39a3ee5e6b4b0d3255bfef95601890afd80709");
    QTest::newRow("url") << QStringLiteral("PUT https://h.example:8080/bucket/key answered 503");
    QTest::newRow("question") << QStringLiteral("what now? nothing");
}

void LogFileTest::leavesTheRestAlone()
{
    QFETCH(QString, line);
    QCOMPARE(strikeSecrets(line), line);
}

void LogFileTest::isPrivate()
{
    QTemporaryDir dir;
    const mode_t before = ::umask(0);
    LogFile log(dir.filePath(QStringLiteral("log")));
    log.write(QStringLiteral("hello, Bearer abc"));
    ::umask(before);
    QCOMPARE(modeOf(dir.filePath(QStringLiteral("log"))), 0700U);
    QCOMPARE(modeOf(log.filePath()), 0600U);
    const QByteArray content = contentOf(log.filePath());
    QVERIFY(content.endsWith(" hello, Bearer [struck]\n"));
    QVERIFY(QDateTime::fromString(QString::fromLatin1(content.left(content.indexOf(' '))), Qt::ISODateWithMs)
                .isValid());
}

void LogFileTest::keepsAMessageOnOneLine()
{
    QTemporaryDir dir;
    LogFile log(dir.path());
    log.write(QStringLiteral("a\nb\r\x1b[31mc\x07"));
    const QByteArray content = contentOf(log.filePath());
    QCOMPARE(content.count('\n'), 1);
    QVERIFY(content.endsWith(" a b [31mc\n"));
    log.write(QString(1'000'000, QLatin1Char('x')));
    QVERIFY(QFileInfo(log.filePath()).size() < 20'000);
}

void LogFileTest::isBounded()
{
    QTemporaryDir dir;
    LogFile log(dir.path(), 1000, 3);
    for (int line = 0; line < 500; ++line)
        log.write(QStringLiteral("line %1").arg(line));
    const QStringList files = QDir(dir.path()).entryList(QDir::Files, QDir::Name);
    QCOMPARE(files, QStringList({QStringLiteral("gantry.log"), QStringLiteral("gantry.log.1"),
                                 QStringLiteral("gantry.log.2")}));
    for (const QString &name : files)
        QVERIFY(QFileInfo(dir.filePath(name)).size() <= 1000);
    QVERIFY(contentOf(log.filePath()).endsWith(" line 499\n"));
    // Nothing is lost between one file and the next.
    const QByteArray joined =
        contentOf(dir.filePath(QStringLiteral("gantry.log.1"))) + contentOf(log.filePath());
    QList<QByteArray> lines = joined.split('\n');
    lines.removeLast();
    for (qsizetype i = 0; i < lines.size(); ++i)
        QVERIFY(lines[i].endsWith(" line " + QByteArray::number(500 - lines.size() + i)));
}

void LogFileTest::survivesALostFolder()
{
    QTemporaryDir dir;
    LogFile nowhere(dir.filePath(QStringLiteral("missing/log")));
    nowhere.write(QStringLiteral("dropped"));
    QVERIFY(!QFileInfo::exists(nowhere.filePath()));
    QVERIFY(QDir(dir.path()).mkdir(QStringLiteral("missing")));
    nowhere.write(QStringLiteral("kept"));
    QVERIFY(contentOf(nowhere.filePath()).endsWith(" kept\n"));
}

void LogFileTest::takesLinesFromManyThreads()
{
    QTemporaryDir dir;
    LogFile log(dir.path());
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&log] {
            for (int line = 0; line < 200; ++line)
                log.write(QStringLiteral("same length"));
        });
    for (std::thread &thread : threads)
        thread.join();
    QList<QByteArray> lines = contentOf(log.filePath()).split('\n');
    QCOMPARE(lines.size(), 801);
    lines.removeLast();
    for (const QByteArray &line : lines)
        QVERIFY(line.endsWith(" same length"));
}

QTEST_APPLESS_MAIN(LogFileTest)
#include "log_file_test.moc"
