// Finished objects: their names, their places, and what happens to the ones already there.
#include "tests/service/service_process.h"
#include "tests/service/test_upload.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <thread>
#include <utility>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

using namespace gantry;

class ServiceObjectsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void namesNeverLeadOut_data();
    void namesNeverLeadOut();
    void namesStayAsTheyAre_data();
    void namesStayAsTheyAre();
    void linksInTheFolderAreNotFollowed();
    void aFileIsNoFolder();
    void keepsBoth();
    void replaces();
    void refusesBeforeTheFirstByte();
    void refusesAtTheEnd();
    void keepsBothWhenManyFinishAtOnce();
    void invisibleUntilWhole();
    void modesFollowTheUmask();

private:
    void startWith(const QByteArray &policy);
    Answer send(TestUpload &upload); // the last answer: of complete, or the first refusal
    TestUpload upload(const QString &name, const QByteArray &content);
    void put(const QString &path, const QByteArray &content) const;
    QByteArray object(const QString &path) const
    {
        return ServiceProcess::contentOf(m_service->objectDir() + QLatin1Char('/') + path);
    }
    QStringList objects() const { return ServiceProcess::filesBelow(m_service->objectDir()); }

    std::unique_ptr<ServiceProcess> m_service;
    QByteArray m_token;
    bool m_clean = false; // the last test has left its service as good as new
    int m_number = 0;
};

void ServiceObjectsTest::init()
{
    if (!std::exchange(m_clean, false))
        startWith("");
}

void ServiceObjectsTest::startWith(const QByteArray &policy)
{
    m_service = std::make_unique<ServiceProcess>("[disk]\nmin_part_size = 64\n" + policy);
    QVERIFY(m_service->start());
    m_token = m_service->addToken(QStringLiteral("ann"));
}

TestUpload ServiceObjectsTest::upload(const QString &name, const QByteArray &content)
{
    TestUpload made{name, QString::number(++m_number), content, m_token};
    made.partSize = 64;
    return made;
}

Answer ServiceObjectsTest::send(TestUpload &upload)
{
    Answer opened = upload.initiate(m_service->port());
    if (opened.status != 200)
        return opened;
    for (int part = 1; part <= upload.parts; ++part)
        if (Answer answer = upload.putPart(m_service->port(), part); answer.status != 200)
            return answer;
    return upload.complete(m_service->port());
}

void ServiceObjectsTest::put(const QString &path, const QByteArray &content) const
{
    const QString full = m_service->objectDir() + QLatin1Char('/') + path;
    QVERIFY(QDir().mkpath(QFileInfo(full).path()));
    QFile file(full);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

void ServiceObjectsTest::namesNeverLeadOut_data()
{
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QString>("name");
    int row = 0;
    for (const char *name : {"..", "../bob/x", "a/../../bob/x", "/etc/passwd", "./x", "a/./x", "a//x", "a/",
                             "a\\..\\x", "a\nx", "x\x7f", ""})
        QTest::addRow("name %d", ++row) << QString() << QString::fromLatin1(name);
    for (const char *prefix : {"../", "../bob/", "/", "//", "./", "a/../", "\\"})
        QTest::addRow("prefix %d", ++row) << QString::fromLatin1(prefix) << QStringLiteral("x");
    QTest::newRow("NUL") << QString() << QString(QStringLiteral("x") + QChar(0) + QStringLiteral("y"));
    QTest::newRow("long") << QString() << QString(256, QLatin1Char('x'));
    QTest::newRow("deep") << QString() << QString(QStringLiteral("x/").repeated(600) + QLatin1Char('x'));
}

void ServiceObjectsTest::namesNeverLeadOut()
{
    QFETCH(QString, prefix);
    QFETCH(QString, name);
    TestUpload made = upload(name, "x");
    QJsonObject body = made.initiateBody();
    body.insert(QStringLiteral("key_prefix"), prefix);
    const Answer answer = post(m_service->port(), "/api/uploads", m_token, body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.error(), QStringLiteral("invalid_key"));
    QVERIFY(objects().isEmpty());
    QVERIFY(ServiceProcess::filesBelow(m_service->dataDir() + QStringLiteral("/uploads")).isEmpty());
    m_clean = true;
}

void ServiceObjectsTest::namesStayAsTheyAre_data()
{
    QTest::addColumn<QString>("name");
    int row = 0;
    for (const char *name : {"clip.mov", "reel 1/A001/clip.mov", ".hidden", "...", "a..b", "~", "-rf", "*",
                             "$HOME;`id`", "'\"", "a:b", "100%.mov", "%2e%2e%2fx", "a+b&c=d?e#f", " blanks ",
                             "tab?no", "CON", "uploads", "service.sqlite"})
        QTest::addRow("ascii %d", ++row) << QString::fromLatin1(name);
    QTest::newRow("composed") << QStringLiteral("caf\u00e9/caf\u00e9");
    QTest::newRow("decomposed") << QStringLiteral("cafe\u0301/cafe\u0301");
    QTest::newRow("clapper") << QStringLiteral("\U0001f3ac.mov");
    QTest::newRow("right to left") << QStringLiteral("\u05e9\u05dc\u05d5\u05dd \u202e x");
    QTest::newRow("255 bytes") << QString(255, QLatin1Char('x'));
    QTest::newRow("deep") << QString(QStringLiteral("x/").repeated(500) + QLatin1Char('x'));
}

void ServiceObjectsTest::namesStayAsTheyAre()
{
    QFETCH(QString, name);
    TestUpload made = upload(name, randomBytes(200, 1));
    const Answer answer = send(made);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value(QLatin1String("key")).toString(), name);
    QVERIFY(object(QStringLiteral("ann/") + name) == made.content);
    QCOMPARE(objects(), QStringList{QStringLiteral("ann/") + name});
    QVERIFY(QDir(m_service->objectDir() + QStringLiteral("/ann")).removeRecursively());
    m_clean = true;
}

void ServiceObjectsTest::linksInTheFolderAreNotFollowed()
{
    const QString outside = m_service->directory() + QStringLiteral("/outside");
    QVERIFY(QDir().mkpath(outside));
    put(QStringLiteral("ann/there"), "there");
    const QString folder = m_service->objectDir() + QStringLiteral("/ann/");
    QVERIFY(QFile::link(outside, folder + QStringLiteral("out")));
    QVERIFY(QFile::link(QStringLiteral(".."), folder + QStringLiteral("up")));
    QVERIFY(QFile::link(outside + QStringLiteral("/target"), folder + QStringLiteral("file")));
    for (const char *name : {"out/x", "out/a/b/x", "up/bob/x"}) {
        TestUpload made = upload(QString::fromLatin1(name), "x");
        const Answer answer = send(made);
        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.error(), QStringLiteral("object_exists"));
    }
    // Put in the way while the upload ran.
    TestUpload late = upload(QStringLiteral("late/x"), "x");
    QCOMPARE(late.initiate(m_service->port()).status, 200);
    QVERIFY(late.putAll(m_service->port()));
    QVERIFY(QFile::link(outside, folder + QStringLiteral("late")));
    QCOMPARE(late.complete(m_service->port()).status, 409);
    QVERIFY(QFile::remove(folder + QStringLiteral("late")));
    QCOMPARE(late.complete(m_service->port()).status, 200);

    TestUpload beside =
        upload(QStringLiteral("file"), "x"); // the last segment: a link is an object like any other
    QCOMPARE(send(beside).json().value(QLatin1String("key")).toString(), QStringLiteral("file (2)"));
    QVERIFY(ServiceProcess::filesBelow(outside).isEmpty());

    // The user's own folder is a link.
    const QByteArray bob = m_service->addToken(QStringLiteral("bob"));
    QVERIFY(QFile::link(outside, m_service->objectDir() + QStringLiteral("/bob")));
    TestUpload his = upload(QStringLiteral("x"), "x");
    his.token = bob;
    QCOMPARE(send(his).status, 409);
    QVERIFY(ServiceProcess::filesBelow(outside).isEmpty());
}

void ServiceObjectsTest::aFileIsNoFolder()
{
    put(QStringLiteral("ann/a"), "a file");
    TestUpload below = upload(QStringLiteral("a/b"), "x");
    QCOMPARE(send(below).status, 409);
    QVERIFY(QDir().mkpath(m_service->objectDir() + QStringLiteral("/ann/folder")));
    TestUpload onto = upload(QStringLiteral("folder"), "x");
    QCOMPARE(send(onto).json().value(QLatin1String("key")).toString(), QStringLiteral("folder (2)"));
    QCOMPARE(object(QStringLiteral("ann/a")), QByteArray("a file"));
}

void ServiceObjectsTest::keepsBoth()
{
    put(QStringLiteral("ann/clip.mov"), "before");
    put(QStringLiteral("ann/clip (3).mov"), "third");
    QStringList keys;
    for (int i = 0; i < 3; ++i) {
        TestUpload made = upload(QStringLiteral("clip.mov"), QByteArray(100, static_cast<char>('a' + i)));
        const Answer answer = send(made);
        const QString key = answer.json().value(QLatin1String("key")).toString();
        QCOMPARE(object(QStringLiteral("ann/") + key), made.content);
        // The same is said later.
        QCOMPARE(made.complete(m_service->port()).body, answer.body);
        const QByteArray target = "/api/uploads/" + made.id.toLatin1() + "/progress";
        QCOMPARE(
            exchange(m_service->port(), "GET", target, m_token).json().value(QLatin1String("key")).toString(),
            key);
        keys.append(key);
    }
    QCOMPARE(keys, (QStringList{QStringLiteral("clip (2).mov"), QStringLiteral("clip (4).mov"),
                                QStringLiteral("clip (5).mov")}));
    QCOMPARE(object(QStringLiteral("ann/clip.mov")), QByteArray("before"));
    QCOMPARE(object(QStringLiteral("ann/clip (3).mov")), QByteArray("third"));
}

void ServiceObjectsTest::replaces()
{
    startWith("on_conflict = replace\n");
    put(QStringLiteral("ann/a/clip.mov"), "before");
    TestUpload made = upload(QStringLiteral("a/clip.mov"), randomBytes(200, 2));
    QCOMPARE(send(made).json().value(QLatin1String("key")).toString(), made.name);
    QCOMPARE(object(QStringLiteral("ann/a/clip.mov")), made.content);
    QCOMPARE(objects().size(), 1);
    QVERIFY(QDir().mkpath(m_service->objectDir() + QStringLiteral("/ann/folder")));
    TestUpload onto = upload(QStringLiteral("folder"), "x");
    QCOMPARE(send(onto).error(), QStringLiteral("object_exists"));
}

void ServiceObjectsTest::refusesBeforeTheFirstByte()
{
    startWith("on_conflict = refuse\n");
    put(QStringLiteral("ann/clip.mov"), "before");
    TestUpload made = upload(QStringLiteral("clip.mov"), "x");
    const Answer answer = made.initiate(m_service->port());
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.error(), QStringLiteral("object_exists"));
    QVERIFY(ServiceProcess::filesBelow(m_service->dataDir() + QStringLiteral("/uploads")).isEmpty());
}

void ServiceObjectsTest::refusesAtTheEnd()
{
    startWith("on_conflict = refuse\n");
    TestUpload made = upload(QStringLiteral("clip.mov"), randomBytes(100, 2));
    QCOMPARE(made.initiate(m_service->port()).status, 200);
    QVERIFY(made.putAll(m_service->port()));
    put(QStringLiteral("ann/clip.mov"), "meanwhile");
    QCOMPARE(made.complete(m_service->port()).error(), QStringLiteral("object_exists"));
    QCOMPARE(object(QStringLiteral("ann/clip.mov")), QByteArray("meanwhile"));
    // Nothing is lost: with the other out of the way it goes through, and parts are still taken.
    QVERIFY(QFile::remove(m_service->objectDir() + QStringLiteral("/ann/clip.mov")));
    QCOMPARE(made.putPart(m_service->port(), 1).status, 200);
    QCOMPARE(made.complete(m_service->port()).status, 200);
    QCOMPARE(object(QStringLiteral("ann/clip.mov")), made.content);
}

void ServiceObjectsTest::keepsBothWhenManyFinishAtOnce()
{
    constexpr int count = 12;
    std::vector<TestUpload> uploads;
    uploads.reserve(count);
    for (int i = 0; i < count; ++i) {
        uploads.push_back(upload(QStringLiteral("a/clip.mov"), QByteArray(70, static_cast<char>('a' + i))));
        QCOMPARE(uploads.back().initiate(m_service->port()).status, 200);
        QVERIFY(uploads.back().putAll(m_service->port()));
    }
    std::vector<std::thread> threads;
    threads.reserve(2 * count);
    QStringList keys(2 * count);
    for (int i = 0; i < 2 * count; ++i) // each twice, as a client does that has lost an answer
        threads.emplace_back([&, i, key = &keys[i]] {
            *key = uploads[static_cast<size_t>(i / 2)]
                       .complete(m_service->port())
                       .json()
                       .value(QLatin1String("key"))
                       .toString();
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(objects().size(), count);
    for (int i = 0; i < count; ++i) {
        QCOMPARE(keys[2 * i], keys[2 * i + 1]);
        QCOMPARE(object(QStringLiteral("ann/") + keys[2 * i]), uploads[static_cast<size_t>(i)].content);
    }
    keys.removeDuplicates();
    QCOMPARE(keys.size(), count);
}

void ServiceObjectsTest::invisibleUntilWhole()
{
    TestUpload made = upload(QStringLiteral("a/clip.mov"), randomBytes(200, 2));
    QCOMPARE(made.initiate(m_service->port()).status, 200);
    QVERIFY(objects().isEmpty());
    QVERIFY(made.putAll(m_service->port()));
    QVERIFY(objects().isEmpty());
    QCOMPARE(made.complete(m_service->port()).status, 200);
    QCOMPARE(objects(), QStringList{QStringLiteral("ann/a/clip.mov")});
    QVERIFY(ServiceProcess::filesBelow(m_service->dataDir() + QStringLiteral("/uploads")).isEmpty());
}

void ServiceObjectsTest::modesFollowTheUmask()
{
    m_service->kill();
    m_service->setChildModifier([] { ::umask(027); });
    QVERIFY(m_service->start());
    TestUpload made = upload(QStringLiteral("a/clip.mov"), "x");
    QCOMPARE(send(made).status, 200);
    struct stat status = {};
    const QString file = m_service->objectDir() + QStringLiteral("/ann/a/clip.mov");
    QCOMPARE(::stat(file.toUtf8().constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777u, 0640u);
    QCOMPARE(::stat(QFileInfo(file).path().toUtf8().constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777u, 0750u);
}

QTEST_GUILESS_MAIN(ServiceObjectsTest)
#include "objects_test.moc"
