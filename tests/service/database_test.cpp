// The service's database: what of its work lasts, and who decides.
#include "app/service/session_openings.h"
#include "app/service/session_store.h"
#include "app/service/token_store.h"
#include "tests/service/test_database.h"

#include <QFile>
#include <QSqlQuery>
#include <QTest>

#include <latch>
#include <thread>
#include <vector>

using namespace gantry;

class ServiceDatabaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void undoesFailedWork();
    void workThatWaitsSharesCommits();
    void keepsOnlyHashesOfTokens();
    void refusesForgedTokens();
    void revokesTokens();
    void findsUnfinishedUploads();
    void takesReceiptsBackOnlyWhileInProgress();
    void limitsUnfinishedUploads();
    void whatHasRevivedIsNotAbandoned();
    void anUploadEndsOnce();

private:
    SessionRecord upload(const QString &id, const QString &key) const;

    std::unique_ptr<TestDatabase> m_database;
};

void ServiceDatabaseTest::init()
{
    m_database = std::make_unique<TestDatabase>();
}

SessionRecord ServiceDatabaseTest::upload(const QString &id, const QString &key) const
{
    SessionRecord record;
    record.id = id;
    record.user = QStringLiteral("ann");
    record.fingerprint = QStringLiteral("f");
    record.key = key;
    record.plan = ChunkPlan{10, 5, 2};
    return record;
}

void ServiceDatabaseTest::undoesFailedWork()
{
    const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
    QVERIFY(sql);
    const auto insert = [](Sql &connection, const char *name) {
        return connection.run(QStringLiteral("INSERT INTO secrets (name, value) VALUES (?, 'v')"),
                              {QString::fromLatin1(name)});
    };
    const Served<void> failed = (*sql)->write<void>([&](Sql &connection) -> Served<void> {
        if (!insert(connection, "gone"))
            return refuse(ErrorCode::BadRequest, QStringLiteral("not as planned"));
        return refuse(ErrorCode::Internal, QStringLiteral("planned"));
    });
    QCOMPARE(failed.error().message, QStringLiteral("planned"));
    const Served<int> count = (*sql)->read<int>([](Sql &connection) -> Served<int> {
        const Served<QSqlQuery *> query = connection.run(QStringLiteral("SELECT count(*) FROM secrets"));
        if (!query)
            return refuse(query.error());
        (*query)->next();
        return (*query)->value(0).toInt();
    });
    QCOMPARE(count.value(), 0);
    // A statement that fails ends its own work only.
    QVERIFY(!(*sql)->write<void>([&](Sql &connection) -> Served<void> {
        Served<void> ran = connection.runOnce(QStringLiteral("INSERT INTO nowhere VALUES (1)"));
        return ran;
    }));
    QVERIFY(SessionStore(**sql).secret(QStringLiteral("k")));
}

void ServiceDatabaseTest::workThatWaitsSharesCommits()
{
    constexpr int writers = 8;
    std::latch firstCommit(1);
    std::latch allAsked(1);
    std::atomic<int> commits = 0;
    ServiceHooks hooks;
    hooks.onCommit = [&](CommitMoment moment, int) {
        if (moment == CommitMoment::Before && commits++ == 0) {
            firstCommit.count_down();
            allAsked.wait();
        }
    };
    const Served<std::unique_ptr<SqlThread>> sql = m_database->open(hooks);
    QVERIFY(sql);
    std::atomic<int> asked = 0;
    std::atomic<int> done = 0;
    const auto writeOne = [&](int number) {
        ++asked;
        const Served<void> written = (*sql)->write<void>([&](Sql &connection) -> Served<void> {
            const Served<QSqlQuery *> query =
                connection.run(QStringLiteral("INSERT INTO secrets (name, value) VALUES (?, 'v')"),
                               {QString::number(number)});
            if (!query)
                return refuse(query.error());
            return {};
        });
        done += written ? 1 : 0;
    };
    std::vector<std::thread> threads;
    threads.emplace_back(writeOne, 0);
    firstCommit.wait(); // the database's thread is held in its first commit
    for (int number = 1; number <= writers; ++number)
        threads.emplace_back(writeOne, number);
    QTRY_COMPARE(asked.load(), writers + 1);
    QCOMPARE(done.load(), 0); // nobody is told before the commit
    allAsked.count_down();
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(done.load(), writers + 1);
    // Where other services have the database too, each commits for itself.
    QVERIFY2(TestDatabase::isShared() ? commits == writers + 1 : commits < writers + 1,
             qPrintable(QString::number(commits)));
}

void ServiceDatabaseTest::keepsOnlyHashesOfTokens()
{
    QByteArray token;
    {
        const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
        QVERIFY(sql);
        TokenStore tokens(**sql);
        token = tokens.add(QStringLiteral("ann"), 1).value();
        QCOMPARE(tokens.userOf(token).value(), std::optional<QString>(QStringLiteral("ann")));
        QVERIFY(!tokens.add(QStringLiteral("../ann"), 1));
    }
    const QByteArray secret = token.mid(token.lastIndexOf('_') + 1);
    QCOMPARE(secret.size(), 64);
    const QStringList rows = m_database->rows(QStringLiteral("SELECT * FROM tokens"));
    QCOMPARE(rows.size(), 1);
    QVERIFY(!rows.first().contains(QString::fromLatin1(secret)));
    for (const QString &file : {m_database->file(), m_database->file() + QStringLiteral("-wal")}) {
        QFile raw(file);
        if (raw.open(QIODevice::ReadOnly))
            QVERIFY(!raw.readAll().contains(secret));
    }
}

void ServiceDatabaseTest::refusesForgedTokens()
{
    const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
    QVERIFY(sql);
    TokenStore tokens(**sql);
    const QByteArray token = tokens.add(QStringLiteral("ann"), 1).value();
    QByteArray other = token;
    other.back() = other.back() == '0' ? '1' : '0';
    for (const QByteArray &forged : {QByteArray(), other, token.chopped(1), token + '0', token.toUpper(),
                                     QByteArray("gantry_"), token.left(16) + QByteArray(64, '0')})
        QCOMPARE(tokens.userOf(forged).value(), std::optional<QString>());
}

void ServiceDatabaseTest::revokesTokens()
{
    const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
    QVERIFY(sql);
    TokenStore tokens(**sql);
    const QByteArray first = tokens.add(QStringLiteral("ann"), 1).value();
    const QByteArray second = tokens.add(QStringLiteral("ann"), 2).value();
    const QByteArray third = tokens.add(QStringLiteral("bob"), 3).value();
    QCOMPARE(tokens.list().value().size(), 3);
    QCOMPARE(tokens.revoke(tokens.list().value().front().id).value(), 1);
    QVERIFY(!tokens.userOf(first).value());
    QVERIFY(tokens.userOf(second).value());
    QCOMPARE(tokens.revoke(QStringLiteral("ann")).value(), 1);
    QVERIFY(!tokens.userOf(second).value());
    QVERIFY(tokens.userOf(third).value());
    QCOMPARE(tokens.revoke(QStringLiteral("nobody")).value(), 0);
}

void ServiceDatabaseTest::findsUnfinishedUploads()
{
    const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
    QVERIFY(sql);
    SessionStore sessions(**sql);
    const QString ann = QStringLiteral("ann");
    const QString print = QStringLiteral("f");
    SessionRecord one = upload(QStringLiteral("1"), QStringLiteral("a/x"));
    one.activeMs = 20;
    SessionRecord two = upload(QStringLiteral("2"), QStringLiteral("b/x"));
    two.activeMs = 10;
    QCOMPARE(sessions.insertOrFind(one, 9).value().id, one.id);
    QCOMPARE(sessions.insertOrFind(two, 9).value().id, two.id);
    QCOMPARE(sessions.insertOrFind(upload(QStringLiteral("3"), QStringLiteral("a/x")), 9).value().id, one.id);

    QCOMPARE(sessions.reviveUnfinished(ann, print, std::nullopt, 20).value()->id,
             one.id); // the one active last
    QCOMPARE(sessions.reviveUnfinished(ann, print, two.key, 10).value()->id, two.id);
    QVERIFY(!sessions.reviveUnfinished(ann, print, QStringLiteral("c"), 20).value());
    QVERIFY(!sessions.reviveUnfinished(QStringLiteral("bob"), print, std::nullopt, 20).value());

    QVERIFY(sessions.intend(one.id, QStringLiteral("a/x (2)"), QStringLiteral("t")));
    QCOMPARE(sessions.reviveUnfinished(ann, print, one.key, 20).value()->stage, UploadStage::Completing);
    QVERIFY(sessions.markCompleted(one.id, {QStringLiteral("a/x (2)"), "\"e\""}, 30));
    QVERIFY(!sessions.reviveUnfinished(ann, print, one.key, 20).value());
    QCOMPARE(sessions.insertOrFind(upload(QStringLiteral("4"), QStringLiteral("a/x")), 9).value().id,
             QStringLiteral("4"));
    QCOMPARE(sessions.unfinished().value().size(), 2);
}

void ServiceDatabaseTest::takesReceiptsBackOnlyWhileInProgress()
{
    const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
    QVERIFY(sql);
    SessionStore sessions(**sql);
    const QString id = QStringLiteral("1");
    QVERIFY(sessions.insertOrFind(upload(id, QStringLiteral("x")), 9));
    const StoredPart part{1, 5, {}, QByteArray(16, 'm')};
    QVERIFY(sessions.beginPart(id, 1));
    QVERIFY(sessions.recordPart(id, part, 1));
    QVERIFY(!sessions.recordPart(id, part, 1)); // nobody may have two receipts
    QCOMPARE(sessions.summary(id).value().bytes, 5);
    QVERIFY(sessions.intend(id, QStringLiteral("x"), QStringLiteral("t")));
    QCOMPARE(sessions.beginPart(id, 1).error().code, ErrorCode::AlreadyCompleted);
    QCOMPARE(sessions.recordPart(id, {2, 5, {}, QByteArray(16, 'm')}, 1).error().code,
             ErrorCode::AlreadyCompleted);
    QCOMPARE(sessions.summary(id).value().count, 1);
    QVERIFY(sessions.withdrawIntent(id));
    QVERIFY(sessions.beginPart(id, 1));
    QCOMPARE(sessions.summary(id).value().count, 0);
    QVERIFY(sessions.markDeleted(id, 1));
    QCOMPARE(sessions.beginPart(id, 1).error().code, ErrorCode::NotFound);
    QCOMPARE(sessions.recordPart(id, part, 1).error().code, ErrorCode::NotFound);
    QCOMPARE(sessions.beginPart(QStringLiteral("2"), 1).error().code, ErrorCode::NotFound);
}

void ServiceDatabaseTest::limitsUnfinishedUploads()
{
    const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
    QVERIFY(sql);
    SessionStore sessions(**sql);
    QVERIFY(sessions.insertOrFind(upload(QStringLiteral("1"), QStringLiteral("a")), 1));
    QCOMPARE(sessions.insertOrFind(upload(QStringLiteral("2"), QStringLiteral("b")), 1).error().code,
             ErrorCode::TooManyUploads);
    QVERIFY(sessions.insertOrFind(upload(QStringLiteral("3"), QStringLiteral("a")), 1)); // the same one again
    QVERIFY(sessions.markDeleted(QStringLiteral("1"), 1));
    QVERIFY(sessions.insertOrFind(upload(QStringLiteral("2"), QStringLiteral("b")), 1));
}

void ServiceDatabaseTest::whatHasRevivedIsNotAbandoned()
{
    const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
    QVERIFY(sql);
    SessionStore sessions(**sql);
    const QString id = QStringLiteral("1");
    QVERIFY(sessions.insertOrFind(upload(id, QStringLiteral("x")), 9));
    QCOMPARE(sessions.abandoned(5).value().size(), 1);
    // Between the list and the end of it, its client comes back.
    QVERIFY(sessions.reviveUnfinished(QStringLiteral("ann"), QStringLiteral("f"), std::nullopt, 5).value());
    QCOMPARE(sessions.markAbandoned(id, 5, 9).value(), false);
    QCOMPARE(sessions.find(id).value()->stage, UploadStage::InProgress);
    QVERIFY(sessions.intend(id, QStringLiteral("x"), QStringLiteral("t")));
    QCOMPARE(sessions.markAbandoned(id, 100, 100).value(), false); // it may have its object already
    QVERIFY(sessions.withdrawIntent(id));
    QCOMPARE(sessions.markAbandoned(id, 100, 100).value(), true);
    QCOMPARE(sessions.find(id).value()->stage, UploadStage::Deleted);
}

// Two services may end one upload at once: the first to write decides, and an object in its place decides
// over all.
void ServiceDatabaseTest::anUploadEndsOnce()
{
    const Served<std::unique_ptr<SqlThread>> sql = m_database->open();
    QVERIFY(sql);
    SessionStore sessions(**sql);
    const QString id = QStringLiteral("1");
    const StoredObject object{QStringLiteral("x"), "\"e\""};
    QVERIFY(sessions.insertOrFind(upload(id, QStringLiteral("x")), 9));
    QVERIFY(sessions.intend(id, QStringLiteral("x"), QStringLiteral("t")));
    QCOMPARE(sessions.markDeleted(id, 1).value(), false); // its object may be there already
    QVERIFY(sessions.withdrawIntent(id));
    QCOMPARE(sessions.markDeleted(id, 2).value(), true);
    QCOMPARE(sessions.markDeleted(id, 3).value(), false);
    QCOMPARE(sessions.find(id).value()->activeMs, 2); // the second has changed nothing
    QCOMPARE(sessions.intend(id, QStringLiteral("x"), QStringLiteral("t")).error().code, ErrorCode::NotFound);
    QCOMPARE(sessions.find(id).value()->stage, UploadStage::Deleted);

    QCOMPARE(sessions.markCompleted(id, object, 4).value(), true);
    QCOMPARE(sessions.markCompleted(id, {QStringLiteral("y"), "\"f\""}, 5).value(), false);
    QCOMPARE(sessions.markDeleted(id, 6).value(), false);
    QVERIFY(sessions.withdrawIntent(id));
    const SessionRecord ended = sessions.find(id).value().value();
    QCOMPARE(ended.stage, UploadStage::Completed);
    QCOMPARE(ended.finalKey, object.key);
    QCOMPARE(ended.etag, QStringLiteral("\"e\""));
    QCOMPARE(sessions.markCompleted(QStringLiteral("2"), object, 7).value(), false);
}

QTEST_GUILESS_MAIN(ServiceDatabaseTest)
#include "database_test.moc"
