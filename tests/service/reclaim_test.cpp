// What the service forgets and when; its clock is the test's.
#include "app/service/data_dir.h"
#include "app/service/stores/disk/disk_store.h"
#include "app/service/upload_service.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace gantry;

namespace {

class TestClock final : public Clock
{
public:
    qint64 monotonicMs() const override { return now; }
    qint64 wallMs() const override { return now; }

    qint64 now = 1'700'000'000'000;
};

class BytesBody final : public RequestBody
{
public:
    explicit BytesBody(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {}
    qint64 length() const override { return m_bytes.size(); }
    qint64 read(char *buffer, qint64 size) override
    {
        if (onRead)
            onRead();
        const qint64 count = std::min<qint64>(size, m_bytes.size() - m_done);
        std::copy_n(m_bytes.constData() + m_done, count, buffer);
        m_done += count;
        return count;
    }
    void interrupt() override {}

    std::function<void()> onRead;

private:
    QByteArray m_bytes;
    qint64 m_done = 0;
};

constexpr qint64 day = 24 * 3600 * 1000;
const QString user = QStringLiteral("ann");

} // namespace

class ServiceReclaimTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void removesAbandonedUploads();
    void anySignOfLifeKeepsThem();
    void aPartUnderWayKeepsThem();
    void forgetsEndedUploads();
    void cleansUpAfterACrash();
    void lostBytesLoseTheirReceipts();

private:
    SessionRecord begin(const QString &name);
    Served<QByteArray> put(const SessionRecord &upload, int number, RequestBody &body);
    Served<SessionRecord> finish(const SessionRecord &upload);
    bool fileExists(const SessionRecord &upload) const { return QFile::exists(uploadFile(upload.id)); }
    QString uploadFile(const QString &id) const
    {
        return m_config.dataDir + QStringLiteral("/uploads/") + id;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    ServiceConfig m_config;
    TestClock m_clock;
    Metrics m_metrics;
    std::unique_ptr<SqlThread> m_sql;
    std::unique_ptr<SessionStore> m_sessions;
    std::unique_ptr<DiskStore> m_store;
    std::unique_ptr<UploadService> m_service;
};

void ServiceReclaimTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_config = ServiceConfig{};
    m_config.dataDir = m_directory->filePath(QStringLiteral("data"));
    m_config.disk.folder = m_directory->filePath(QStringLiteral("objects"));
    m_config.disk.minPartSize = 1;
    QVERIFY(prepareDataDir(m_config.dataDir));
    m_sql = std::move(SqlThread::open(databaseFile(m_config.dataDir)).value());
    m_sessions = std::make_unique<SessionStore>(*m_sql);
    DiskStore::Setup setup;
    setup.settings = m_config.disk;
    setup.dataDir = m_config.dataDir;
    setup.signingKey = "key";
    m_store = std::move(DiskStore::open(setup, *m_sessions, m_clock, {}).value());
    m_service =
        std::make_unique<UploadService>(m_config, *m_sessions, *m_store, m_clock, m_metrics, ServiceHooks{});
}

void ServiceReclaimTest::cleanup()
{
    m_service.reset();
    m_store.reset();
    m_sessions.reset();
    m_sql.reset();
}

SessionRecord ServiceReclaimTest::begin(const QString &name)
{
    InitiateRequest request;
    request.filename = name;
    request.fingerprint = QStringLiteral("f");
    request.size = 10;
    request.partSize = 5;
    return m_service->initiate(user, request).value();
}

Served<QByteArray> ServiceReclaimTest::put(const SessionRecord &upload, int number, RequestBody &body)
{
    const QByteArray link = m_service->links(upload, {number}).value().front();
    const qsizetype mark = link.indexOf('?');
    return m_service->receivePart(upload.id, link.left(mark).split('/').back(), link.mid(mark + 1), body);
}

Served<SessionRecord> ServiceReclaimTest::finish(const SessionRecord &upload)
{
    QList<ClaimedPart> claims;
    for (int number = 1; number <= upload.plan.partsTotal; ++number) {
        BytesBody body("12345");
        claims.append({number, put(upload, number, body).value()});
    }
    return m_service->complete(user, upload.id, claims);
}

void ServiceReclaimTest::removesAbandonedUploads()
{
    const SessionRecord upload = begin(QStringLiteral("a"));
    QVERIFY(fileExists(upload));
    m_clock.now += 7 * day;
    m_service->reclaim();
    QVERIFY(m_service->find(user, upload.id)); // seven days to the millisecond: not older
    m_clock.now += 1;
    m_service->reclaim();
    QCOMPARE(m_service->find(user, upload.id).error().code, ErrorCode::NotFound);
    QVERIFY(!fileExists(upload));
    QVERIFY(m_service->remove(user, upload.id)); // "deleted" is the truth
    QCOMPARE(m_metrics.uploadsExpired.load(), 1);
}

void ServiceReclaimTest::anySignOfLifeKeepsThem()
{
    const SessionRecord parts = begin(QStringLiteral("parts"));
    const SessionRecord asked = begin(QStringLiteral("asked"));
    const SessionRecord again = begin(QStringLiteral("again"));
    const SessionRecord silent = begin(QStringLiteral("silent"));
    m_clock.now += 6 * day;
    BytesBody body("12345");
    QVERIFY(put(parts, 1, body));
    QVERIFY(m_service->resumable(user, QStringLiteral("f"), asked.key).value());
    QCOMPARE(begin(QStringLiteral("again")).id, again.id);
    m_clock.now += 6 * day;
    m_service->reclaim();
    QVERIFY(m_service->find(user, parts.id));
    QVERIFY(m_service->find(user, asked.id));
    QVERIFY(m_service->find(user, again.id));
    QVERIFY(!m_service->find(user, silent.id));
    m_clock.now += 2 * day;
    m_service->reclaim();
    QVERIFY(!m_service->find(user, parts.id));
}

void ServiceReclaimTest::aPartUnderWayKeepsThem()
{
    const SessionRecord upload = begin(QStringLiteral("a"));
    BytesBody slow("12345");
    slow.onRead = [this] {
        m_clock.now += 30 * day;
        m_service->reclaim();
    };
    QVERIFY(put(upload, 1, slow));
    QVERIFY(m_service->find(user, upload.id));
    m_service->reclaim();
    QVERIFY(m_service->find(user, upload.id));
}

void ServiceReclaimTest::forgetsEndedUploads()
{
    const SessionRecord finished = begin(QStringLiteral("a"));
    QVERIFY(finish(finished));
    const SessionRecord deleted = begin(QStringLiteral("b"));
    QVERIFY(m_service->remove(user, deleted.id));
    m_clock.now += 7 * day;
    m_service->reclaim();
    QCOMPARE(m_service->find(user, finished.id).value().stage, UploadStage::Completed);
    QVERIFY(m_service->remove(user, deleted.id));
    m_clock.now += 1;
    m_service->reclaim();
    QCOMPARE(m_service->find(user, finished.id).error().code, ErrorCode::NotFound);
    QCOMPARE(m_service->remove(user, deleted.id).error().code, ErrorCode::NotFound);
    QVERIFY(m_sessions->parts(finished.id, 0, 10).value().isEmpty());
    QVERIFY(QFile::exists(m_config.disk.folder + QStringLiteral("/ann/a"))); // the object is the user's
}

void ServiceReclaimTest::cleansUpAfterACrash()
{
    const SessionRecord kept = begin(QStringLiteral("a"));
    const QString orphan = uploadFile(QStringLiteral("00112233445566778899aabbccddeeff"));
    const QString foreign = uploadFile(QStringLiteral("notes.txt"));
    for (const QString &name : {orphan, foreign}) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QVERIFY(QFile::remove(uploadFile(kept.id))); // the directory entry was not durable
    QVERIFY(m_service->recover());
    QVERIFY(!QFile::exists(orphan));
    QVERIFY(QFile::exists(foreign));
    QVERIFY(fileExists(kept));
    QVERIFY(finish(kept));
}

void ServiceReclaimTest::lostBytesLoseTheirReceipts()
{
    for (const bool restarted : {true, false}) {
        const SessionRecord upload = begin(restarted ? QStringLiteral("a") : QStringLiteral("b"));
        QList<ClaimedPart> claims;
        for (const int number : {1, 2}) {
            BytesBody body("12345");
            claims.append({number, put(upload, number, body).value()});
        }
        QVERIFY(QFile::resize(uploadFile(upload.id), 7));
        if (restarted)
            QVERIFY(m_service->recover());
        const Served<SessionRecord> refused = m_service->complete(user, upload.id, claims);
        QCOMPARE(refused.error().code, ErrorCode::PartsMissing);
        QCOMPARE(m_service->progress(user, upload.id).value().received.count, 1);
        QVERIFY(finish(upload));
    }
}

QTEST_GUILESS_MAIN(ServiceReclaimTest)
#include "reclaim_test.moc"
