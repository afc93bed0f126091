// Values with something in every field, and short ways to ask a journal and to look into its file.
#pragma once

#include "engine/storage/journal.h"
#include "engine/storage/journal_schema.h"

#include <QDir>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

namespace gantry::samples {

// Where a test makes hundreds of journals: in memory, where the system has such a folder, so that a busy disk
// does not decide how long it takes. The journal does the same there, only its syncs are free.
inline QString fastFolder()
{
    const QFileInfo memory(QStringLiteral("/dev/shm"));
    return (memory.isDir() && memory.isWritable() ? memory.filePath() : QDir::tempPath()) +
           QStringLiteral("/gantry-test-XXXXXX");
}

template <class T>
T resultOf(QFuture<T> future)
{
    future.waitForFinished();
    return future.result();
}

// Where the first batch's commit stands: after those of the new file's tables.
inline int firstBatchCommit()
{
    return static_cast<int>(journalMigrations().size()) + 1;
}

inline Session session(int n)
{
    return {QStringLiteral("https://store.example/up?id=%1&x=\"'\n").arg(n),
            QStringLiteral("schlüssel/%1").arg(n), QStringLiteral("{\"a\":[%1]}").arg(n),
            1'700'000'000'123 + n};
}

// Nothing of it is a default.
inline UploadRecord upload(qint64 id)
{
    const int n = static_cast<int>(id);
    UploadRecord record;
    record.id = {id};
    record.destination = QStringLiteral("Büro \"Süd\" %1").arg(n % 3);
    record.path =
        QStringLiteral("/média/O'Brien; DROP TABLE uploads;--/\n%1/\u6620\u753b \U0001F3AC \\ %s ?1.mov")
            .arg(n);
    record.key = QStringLiteral("prefix/映画-%1.mov").arg(n);
    record.contentType = QStringLiteral("video/quicktime");
    record.identity = {0xfedcba9876543210U, 0xffffffffffffffffU - static_cast<quint64>(n), 26'843'545'600 + n,
                       1'700'000'000'123'456'789, -1};
    record.fingerprint = QStringLiteral("fp-%1").arg(n);
    record.stage = Stage::NeedsDecision;
    record.paused = true;
    record.onlyFingerprint = true;
    record.openToken = QStringLiteral("token-%1").arg(n);
    record.session = session(n);
    record.session->expiresMs = 1'700'000'600'000 + n;
    record.partSize = 10'485'760;
    record.partsTotal = 2560;
    record.partsStored = 17;
    record.bytesStored = 178'257'920;
    record.error = Failure{FailureKind::Busy, QStringLiteral("Zu viel los; später\n\"nochmal\""),
                           std::chrono::milliseconds(90'000), 503};
    record.etag = QByteArray("\"0123\0\xff-7\"", 10);
    record.finishedKey = QStringLiteral("prefix/映画-%1 (2).mov").arg(n);
    record.verified = Verification::Etag;
    record.priority = -5;
    record.addedMs = 1'700'000'000'001;
    record.finishedMs = 1'700'000'999'001;
    return record;
}

inline UploadRecord plainUpload(qint64 id)
{
    UploadRecord record;
    record.id = {id};
    return record;
}

inline PartReceipt receipt(int part, int generation = 0)
{
    return {part,
            {QByteArray("\"etag-") + QByteArray::number(part) + '.' + QByteArray::number(generation) + '"',
             QByteArray("\0\x01\xfe", 3) + QByteArray::number(part),
             QByteArray("\0\xfd\x02", 3) + QByteArray::number(generation)}};
}

inline DestinationSettings destination(const QString &name)
{
    DestinationSettings settings;
    settings.name = name;
    settings.kind = QStringLiteral("s3");
    settings.fields = {{QStringLiteral("bucket"), QStringLiteral("b\"'\n=ü")},
                       {QStringLiteral("endpoint"), QStringLiteral("https://s3.example:9000/")},
                       {QStringLiteral("prefix"), QString()}};
    settings.partSize = 16'777'216;
    settings.partsInFlight = 7;
    settings.connectionLimit = 3;
    settings.caFile = QStringLiteral("/etc/ssl/eigene äöü.pem");
    settings.verify = VerifyMode::Full;
    settings.secretStore = SecretStoreKind::Memory;
    settings.secretSource = QStringLiteral("env:GANTRY_SECRET");
    return settings;
}

inline OrphanNote orphan(int n)
{
    return {QStringLiteral("Büro"), session(n), 1'700'000'500'000 + n};
}

// A look into a closed journal, past the code under test.
class Look
{
public:
    explicit Look(const QString &path)
    {
        m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("look"));
        m_database.setDatabaseName(path);
        m_database.open();
    }
    ~Look()
    {
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(QStringLiteral("look"));
    }
    Look(const Look &) = delete;
    Look &operator=(const Look &) = delete;

    // The first column of the first row; invalid on an error too.
    QVariant operator()(const QString &sql)
    {
        QSqlQuery query(m_database);
        return query.exec(sql) && query.next() ? query.value(0) : QVariant();
    }
    bool change(const QString &sql) { return QSqlQuery(m_database).exec(sql); }

private:
    QSqlDatabase m_database;
};

} // namespace gantry::samples
