// What databases the service takes over from its older versions, and which it refuses and leaves as they are.
#include "app/service/session_openings.h"
#include "app/service/session_store.h"
#include "app/service/token_store.h"
#include "tests/service/test_database.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTest>

#include <thread>
#include <vector>

using namespace gantry;

namespace {

const QByteArray token = "gantry_0123abcd_" + QByteArray(64, 'e');

// As the first release has left it, in its own words.
QStringList firstVersion()
{
    QStringList statements{
        QStringLiteral("CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL)"),
        QStringLiteral("CREATE TABLE tokens (token_id TEXT PRIMARY KEY, user_name TEXT NOT NULL, "
                       "token_hash TEXT NOT NULL, created_ms BIGINT NOT NULL)"),
        QStringLiteral("CREATE TABLE uploads (upload_id TEXT PRIMARY KEY, user_name TEXT NOT NULL, "
                       "fingerprint TEXT NOT NULL, object_key TEXT NOT NULL, content_type TEXT NOT NULL, "
                       "object_size BIGINT NOT NULL, part_size BIGINT NOT NULL, parts_total BIGINT NOT NULL, "
                       "stage TEXT NOT NULL, store_handle TEXT NOT NULL, final_key TEXT NOT NULL, "
                       "place_token TEXT NOT NULL, etag TEXT NOT NULL, created_ms BIGINT NOT NULL, "
                       "active_ms BIGINT NOT NULL)"),
        QStringLiteral("CREATE UNIQUE INDEX uploads_unfinished ON uploads (user_name, fingerprint, "
                       "object_key) WHERE stage IN ('in_progress', 'completing')"),
        QStringLiteral("CREATE INDEX uploads_by_age ON uploads (stage, active_ms)"),
        QStringLiteral("CREATE TABLE parts (upload_id TEXT NOT NULL, part_number BIGINT NOT NULL, "
                       "part_size BIGINT NOT NULL, md5 TEXT NOT NULL, PRIMARY KEY (upload_id, part_number))"),
        QStringLiteral("INSERT INTO secrets VALUES ('part-links', '%1')").arg(QString(64, QLatin1Char('a'))),
        QStringLiteral("INSERT INTO tokens VALUES ('0123abcd', 'ann', '%1', 1700000000000)")
            .arg(QString::fromLatin1(QCryptographicHash::hash(token, QCryptographicHash::Sha256).toHex())),
        QStringLiteral("INSERT INTO uploads VALUES ('1', 'ann', 'f', 'a/x', 'video/mxf', 53687091200, "
                       "5368709120, 10, 'in_progress', 'handle', '', '', '', 1700000000001, 1700000000002)"),
        QStringLiteral("INSERT INTO uploads VALUES ('2', 'bob', 'f', 'a/größe 日本', '', 10, 5, 2, "
                       "'completing', 'handle 2', 'a/größe (2)', 'place', '', 1, 3)"),
        QStringLiteral("INSERT INTO uploads VALUES ('3', 'ann', 'f', 'a/x', '', 10, 5, 2, 'completed', "
                       "'handle 3', 'a/x', 'place', '\"e\"', 1, 4)"),
        QStringLiteral("INSERT INTO uploads VALUES ('4', 'ann', 'f', 'a/x', '', 10, 5, 2, 'deleted', '', '', "
                       "'', '', 1, 5)"),
        QStringLiteral("INSERT INTO parts VALUES ('1', 1, 5368709120, '%1')")
            .arg(QString(32, QLatin1Char('b'))),
        QStringLiteral("INSERT INTO parts VALUES ('1', 7, 5368709120, '%1')")
            .arg(QString(32, QLatin1Char('c')))};
    if (TestDatabase::isShared())
        statements.append({QStringLiteral("CREATE TABLE gantry_service_schema (version BIGINT)"),
                           QStringLiteral("INSERT INTO gantry_service_schema VALUES (1)")});
    else
        statements.append({QStringLiteral("PRAGMA application_id = 1198421107"),
                           QStringLiteral("PRAGMA user_version = 1")});
    return statements;
}

QString setVersion(int version)
{
    return (TestDatabase::isShared() ? QStringLiteral("UPDATE gantry_service_schema SET version = %1")
                                     : QStringLiteral("PRAGMA user_version = %1"))
        .arg(version);
}

QString versionOf(const TestDatabase &database)
{
    return database
        .rows(TestDatabase::isShared() ? QStringLiteral("SELECT version FROM gantry_service_schema")
                                       : QStringLiteral("PRAGMA user_version"))
        .join(QLatin1Char(','));
}

// All that is in the tables that the first version has.
QStringList content(const TestDatabase &database)
{
    QStringList all;
    for (const char *table : {"secrets", "tokens", "uploads", "parts"})
        all += database.rows(QStringLiteral("SELECT * FROM %1 ORDER BY 1, 2").arg(QLatin1String(table)));
    return all;
}

} // namespace

class ServiceSchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void refusesFilesThatAreNotOurs_data();
    void refusesFilesThatAreNotOurs();
    void startsAnewFromNothing();
    void startsAnewInAnEmptyFile();
    void takesOverAFirstVersion();
    void severalTakeItOverAtOnce();
    void whatIsNotTakenOverStaysAsItWas();
    void refusesANewerVersion();

private:
    bool isRefused(const QString &why) const;

    std::unique_ptr<TestDatabase> m_database;
};

void ServiceSchemaTest::init()
{
    m_database = std::make_unique<TestDatabase>();
}

bool ServiceSchemaTest::isRefused(const QString &why) const
{
    const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
    if (!sql && sql.error().message.contains(why) &&
        sql.error().message.contains(QStringLiteral("cannot be used")))
        return true;
    qWarning("%s", sql ? "it is opened" : qPrintable(sql.error().message));
    return false;
}

void ServiceSchemaTest::refusesFilesThatAreNotOurs_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("message");
    QTest::newRow("garbage") << QStringLiteral("garbage") << QStringLiteral("not a database");
    QTest::newRow("truncated") << QStringLiteral("truncated") << QStringLiteral("cannot be used");
    QTest::newRow("another program's") << QStringLiteral("other") << QStringLiteral("another program");
    QTest::newRow("newer") << QStringLiteral("newer") << QStringLiteral("newer gantry-service");
}

void ServiceSchemaTest::refusesFilesThatAreNotOurs()
{
    if (TestDatabase::isShared())
        QSKIP("PostgreSQL has no such file");
    QFETCH(QString, kind);
    QFETCH(QString, message);
    QFile raw(m_database->file());
    if (kind == QLatin1String("garbage")) {
        QVERIFY(raw.open(QIODevice::WriteOnly));
        raw.write(QByteArray(8192, 'x'));
        raw.close();
    } else if (kind == QLatin1String("other")) {
        m_database->execute({QStringLiteral("CREATE TABLE notes (t TEXT)")});
    } else {
        QVERIFY(m_database->open());
        if (kind == QLatin1String("newer"))
            m_database->execute({QStringLiteral("PRAGMA user_version = 99")});
        else
            QVERIFY(QFile::resize(m_database->file(), 5000));
    }
    QVERIFY(raw.open(QIODevice::ReadOnly));
    const QByteArray before = raw.readAll();
    raw.close();

    const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
    QVERIFY(!sql);
    QVERIFY2(sql.error().message.contains(message), qPrintable(sql.error().message));
    QVERIFY(sql.error().message.contains(m_database->file()));
    QVERIFY(raw.open(QIODevice::ReadOnly));
    QCOMPARE(raw.readAll(), before);
}

void ServiceSchemaTest::startsAnewFromNothing()
{
    QVERIFY(m_database->open());
    const QStringList tables = m_database->tables();
    for (const char *table : {"secrets", "tokens", "uploads", "parts", "openings"})
        QVERIFY2(tables.contains(QLatin1String(table)), table);
    QVERIFY(SessionStore(**m_database->open()).secret(QStringLiteral("part-links")));
    const QStringList before = content(*m_database);
    QCOMPARE(before.size(), 1);
    QVERIFY(m_database->open());
    QCOMPARE(content(*m_database), before);
    QCOMPARE(m_database->tables(), tables);
}

void ServiceSchemaTest::startsAnewInAnEmptyFile()
{
    if (TestDatabase::isShared())
        QSKIP("PostgreSQL has no such file");
    const QString file = m_database->file();
    QFile raw(file);
    QVERIFY(raw.open(QIODevice::WriteOnly)); // as a crash before the first commit leaves it
    raw.close();
    {
        const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
        QVERIFY(sql);
        QVERIFY((*sql)->wasCreated());
    }
    QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    const Served<std::unique_ptr<SqlThread>> again = m_database->open();
    QVERIFY(again);
    QVERIFY(!(*again)->wasCreated());
}

void ServiceSchemaTest::takesOverAFirstVersion()
{
    m_database->execute(firstVersion());
    const QStringList before = content(*m_database);
    QCOMPARE(before.size(), 8);
    for (int start = 0; start < 2; ++start) { // the second finds it taken over
        const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
        QVERIFY2(sql, qPrintable(sql ? QString() : sql.error().message));
        QCOMPARE(content(*m_database), before);

        SessionStore sessions(**sql);
        QCOMPARE(sessions.secret(QStringLiteral("part-links")).value(), QByteArray(32, '\xaa'));
        const SessionRecord upload = sessions.find(QStringLiteral("1")).value().value();
        QCOMPARE(upload.plan, (ChunkPlan{53687091200, 5368709120, 10}));
        QCOMPARE(upload.createdMs, 1'700'000'000'001);
        QCOMPARE(sessions.summary(QStringLiteral("1")).value().bytes, 2 * 5368709120);
        QCOMPARE(sessions.find(QStringLiteral("2")).value()->key, QStringLiteral("a/größe 日本"));
        QCOMPARE(sessions.find(QStringLiteral("2")).value()->stage, UploadStage::Completing);
        QCOMPARE(sessions.find(QStringLiteral("3")).value()->etag, QStringLiteral("\"e\""));
        QCOMPARE(sessions.unfinished().value().size(), 2);
        QCOMPARE(TokenStore(**sql).userOf(token).value(), std::optional<QString>(QStringLiteral("ann")));

        SessionOpenings openings(**sql);
        QCOMPARE(openings.stageOf(QStringLiteral("handle")).value(), std::optional(UploadStage::InProgress));
        QCOMPARE(openings.all().value().size(), start);
        QVERIFY(openings.note({QStringLiteral("new %1").arg(start), QStringLiteral("k"), 1}));
    }
    // And it takes new ones: part 1 again, the rest of upload 2, an upload beside those of the old version.
    const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
    SessionStore sessions(**sql);
    QVERIFY(sessions.beginPart(QStringLiteral("1"), 1));
    QVERIFY(sessions.recordPart(QStringLiteral("1"), {1, 5368709120, {}, QByteArray(16, 'm')}, 9));
    QVERIFY(sessions.markCompleted(QStringLiteral("2"), {QStringLiteral("a/x"), "\"f\""}, 9).value());
    SessionRecord fresh;
    fresh.id = QStringLiteral("5");
    fresh.user = QStringLiteral("ann");
    fresh.fingerprint = QStringLiteral("f");
    fresh.key = QStringLiteral("a/x");
    fresh.plan = ChunkPlan{10, 5, 2};
    QCOMPARE(sessions.insertOrFind(fresh, 9).value().id, QStringLiteral("1"));
    fresh.key = QStringLiteral("a/y");
    QCOMPARE(sessions.insertOrFind(fresh, 9).value().id, QStringLiteral("5"));
}

void ServiceSchemaTest::severalTakeItOverAtOnce()
{
    constexpr int services = 6;
    m_database->execute(firstVersion());
    const QStringList before = content(*m_database);
    std::vector<QString> problems(services);
    std::vector<std::thread> threads;
    threads.reserve(services);
    for (QString &problem : problems)
        threads.emplace_back([this, &problem] {
            if (const Served<std::unique_ptr<SqlThread>> sql = m_database->open(); !sql)
                problem = sql.error().message;
        });
    for (std::thread &thread : threads)
        thread.join();
    for (const QString &problem : problems)
        QCOMPARE(problem, QString());
    QCOMPARE(content(*m_database), before);
}

// All of a new version, or nothing of it.
void ServiceSchemaTest::whatIsNotTakenOverStaysAsItWas()
{
    m_database->execute(firstVersion());
    m_database->execute({QStringLiteral("CREATE TABLE in_the_way (t TEXT)"),
                         QStringLiteral("CREATE INDEX uploads_by_handle ON in_the_way (t)")});
    const QStringList before = content(*m_database);
    const QStringList tables = m_database->tables();
    QVERIFY(isRefused(QStringLiteral("uploads_by_handle")));
    QCOMPARE(content(*m_database), before);
    QCOMPARE(m_database->tables(), tables); // "openings", which was made before, is gone again
    QCOMPARE(versionOf(*m_database), QStringLiteral("1"));

    m_database->execute({QStringLiteral("DROP TABLE in_the_way")});
    QVERIFY(m_database->open());
    QCOMPARE(content(*m_database), before);
}

void ServiceSchemaTest::refusesANewerVersion()
{
    m_database->execute(firstVersion());
    m_database->execute({setVersion(99), QStringLiteral("CREATE TABLE invented_later (t TEXT)")});
    const QStringList before = content(*m_database);
    const QStringList tables = m_database->tables();
    QVERIFY(isRefused(QStringLiteral("newer gantry-service")));
    QCOMPARE(content(*m_database), before);
    QCOMPARE(m_database->tables(), tables);
    QCOMPARE(versionOf(*m_database), QStringLiteral("99"));
}

QTEST_GUILESS_MAIN(ServiceSchemaTest)
#include "schema_test.moc"
