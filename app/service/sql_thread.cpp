#include "app/service/sql_thread.h"

#include "app/service/service_log.h"
#include "app/service/service_schema.h"

#include <QFileInfo>
#include <QSqlError>
#include <QUuid>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gantry {
namespace {

constexpr qsizetype maxBatch = 64; // bounds how long the first of a batch waits for the last

const QString sqliteDriver = QStringLiteral("QSQLITE");
const QString postgresDriver = QStringLiteral("QPSQL");

enum class Trouble { Full, Passing, Other };

// By SQLite's result codes (https://www.sqlite.org/rescode.html).
Trouble sqliteTrouble(const QString &code)
{
    if (code == QLatin1String("13")) // SQLITE_FULL
        return Trouble::Full;
    // SQLITE_BUSY: another program holds the file for longer than the busy timeout
    return code == QLatin1String("5") ? Trouble::Passing : Trouble::Other;
}

// By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html); none: the connection is gone.
Trouble postgresTrouble(const QString &code)
{
    if (code == QLatin1String("53100")) // disk_full
        return Trouble::Full;
    // No connection, shutting down, too many clients, or two services in each other's way.
    for (const char *passing : {"08", "57P", "53", "40"})
        if (code.startsWith(QLatin1String(passing)))
            return Trouble::Passing;
    return code.isEmpty() ? Trouble::Passing : Trouble::Other;
}

ServiceError databaseError(const QSqlDatabase &database, const QSqlError &error)
{
    const QString code = error.nativeErrorCode();
    logEvent(QStringLiteral("database: %1 (%2)").arg(error.databaseText(), code));
    switch (database.driverName() == postgresDriver ? postgresTrouble(code) : sqliteTrouble(code)) {
    case Trouble::Full:
        return {ErrorCode::QuotaExceeded, QStringLiteral("The service's disk is full."), std::nullopt};
    case Trouble::Passing:
        return {ErrorCode::Busy, QStringLiteral("The service's database is busy or away."),
                std::chrono::seconds(2)};
    case Trouble::Other:
        break;
    }
    return {ErrorCode::Internal, QStringLiteral("The service's database failed."), std::nullopt};
}

} // namespace

Sql::Sql(const QSqlDatabase &database)
    : m_database(database)
{}

Served<QSqlQuery *> Sql::run(const QString &statement, const QVariantList &values)
{
    std::shared_ptr<QSqlQuery> &query = m_prepared[statement];
    if (!query) {
        auto fresh = std::make_shared<QSqlQuery>(m_database);
        // QPSQL would fetch row by row, and lose the rest at the next statement.
        fresh->setForwardOnly(m_database.driverName() == sqliteDriver);
        if (!fresh->prepare(statement))
            return refuse(databaseError(m_database, fresh->lastError()));
        query = std::move(fresh);
    }
    for (qsizetype i = 0; i < values.size(); ++i)
        query->bindValue(static_cast<int>(i), values.at(i));
    if (!query->exec())
        return refuse(databaseError(m_database, query->lastError()));
    return query.get();
}

Served<void> Sql::runOnce(const QString &statement)
{
    QSqlQuery query(m_database);
    if (!query.exec(statement))
        return refuse(databaseError(m_database, query.lastError()));
    return {};
}

void Sql::rollBack()
{
    QSqlQuery(m_database).exec(QStringLiteral("ROLLBACK"));
}

void Sql::resetAll()
{
    for (const std::shared_ptr<QSqlQuery> &query : std::as_const(m_prepared))
        if (query && query->isActive())
            query->finish();
}

Served<std::unique_ptr<SqlThread>> SqlThread::open(const QString &file, ServiceHooks hooks)
{
    std::unique_ptr<SqlThread> store(new SqlThread(file, QString(), std::move(hooks)));
    // Made here so that its mode is right from its first byte on; SQLite gives its -wal and -shm files the
    // same mode.
    const QByteArray path = file.toLocal8Bit();
    store->m_created = QFileInfo(file).size() == 0;
    const int descriptor = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return refuse(ErrorCode::Internal,
                      QStringLiteral("cannot open %1: %2").arg(file, qt_error_string(errno)));
    ::fchmod(descriptor, 0600);
    ::close(descriptor);

    if (std::optional<ServiceError> failure = store->begin())
        return refuse(std::move(*failure));
    return store;
}

Served<std::unique_ptr<SqlThread>> SqlThread::connect(const QString &dsn, ServiceHooks hooks)
{
    if (!QSqlDatabase::isDriverAvailable(postgresDriver))
        return refuse(ErrorCode::Internal, QStringLiteral("Qt's driver for PostgreSQL (QPSQL) is not "
                                                          "installed; Debian has it in libqt6sql6-psql"));
    std::unique_ptr<SqlThread> store(new SqlThread(QString(), dsn, std::move(hooks)));
    if (std::optional<ServiceError> failure = store->begin())
        return refuse(std::move(*failure));
    return store;
}

// Starts the thread; returns when the database is open, or why it is not.
std::optional<ServiceError> SqlThread::begin()
{
    std::promise<std::optional<ServiceError>> opened;
    std::future<std::optional<ServiceError>> outcome = opened.get_future();
    m_thread = std::thread([this, promise = std::move(opened)]() mutable { loop(std::move(promise)); });
    return outcome.get();
}

SqlThread::SqlThread(QString file, QString dsn, ServiceHooks hooks)
    : m_file(std::move(file))
    , m_dsn(std::move(dsn))
    , m_connectionName(QUuid::createUuid().toString())
    , m_hooks(std::move(hooks))
{}

SqlThread::~SqlThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void SqlThread::enqueue(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

std::optional<ServiceError> SqlThread::openDatabase()
{
    if (isShared()) {
        QSqlDatabase database = QSqlDatabase::addDatabase(postgresDriver, m_connectionName);
        database.setConnectOptions(m_dsn);
        if (!database.open())
            return ServiceError{
                ErrorCode::Internal,
                QStringLiteral("cannot connect to PostgreSQL: %1").arg(database.lastError().text()),
                std::nullopt};
        return prepareSharedDatabase(database);
    }
    QSqlDatabase database = QSqlDatabase::addDatabase(sqliteDriver, m_connectionName);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    database.setDatabaseName(m_file);
    if (!database.open())
        return ServiceError{ErrorCode::Internal,
                            QStringLiteral("cannot open %1: %2").arg(m_file, database.lastError().text()),
                            std::nullopt};
    return prepareDatabase(database, m_file);
}

void SqlThread::loop(std::promise<std::optional<ServiceError>> opened)
{
    std::optional<ServiceError> failure = openDatabase();
    const bool usable = !failure;
    opened.set_value(std::move(failure));
    if (usable) {
        Sql sql(QSqlDatabase::database(m_connectionName));
        std::unique_lock lock(m_mutex);
        while (true) {
            m_wake.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
            if (m_jobs.empty())
                break;
            std::deque<Job> batch;
            // Two services that each lock rows of several uploads could wait for each other.
            const qsizetype most = isShared() ? 1 : maxBatch;
            while (!m_jobs.empty() && static_cast<qsizetype>(batch.size()) < most) {
                batch.push_back(std::move(m_jobs.front()));
                m_jobs.pop_front();
            }
            lock.unlock();
            performBatch(sql, batch);
            lock.lock();
        }
    }
    QSqlDatabase::removeDatabase(m_connectionName);
}

// With its connection goes all that PostgreSQL kept for it, advisory locks too.
bool SqlThread::reconnect(Sql &sql)
{
    sql.forgetPrepared();
    QSqlDatabase database = QSqlDatabase::database(m_connectionName, false);
    database.close();
    const bool connected = database.open();
    logEvent(connected ? QStringLiteral("database: connected again")
                       : QStringLiteral("database: cannot connect: %1").arg(database.lastError().text()));
    return connected;
}

Served<void> SqlThread::beginTransaction(Sql &sql, bool writes)
{
    // IMMEDIATE: a transaction that begins as a reader cannot become a writer once another program has
    // written.
    if (!isShared())
        return sql.runOnce(writes ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN"));
    if (Served<void> begun = sql.runOnce(sharedBegin); begun || !reconnect(sql))
        return begun;
    return sql.runOnce(sharedBegin);
}

void SqlThread::performBatch(Sql &sql, std::deque<Job> &batch)
{
    bool writes = false;
    for (const Job &job : batch)
        writes = writes || job.writes;

    const Served<void> begun = beginTransaction(sql, writes);
    if (!begun) {
        for (const Job &job : batch)
            job.done(begun.error());
        return;
    }
    std::optional<ServiceError> failure;
    std::vector<std::optional<ServiceError>> failures(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) {
        if (!batch[i].writes) {
            batch[i].work(sql);
            continue;
        }
        const Served<void> saved = sql.runOnce(QStringLiteral("SAVEPOINT work"));
        if (!saved) {
            failures[i] = saved.error();
            continue;
        }
        if (!batch[i].work(sql)) {
            sql.resetAll();
            if (const Served<void> undone = sql.runOnce(QStringLiteral("ROLLBACK TO SAVEPOINT work"));
                !undone)
                failure = undone.error();
        }
        if (const Served<void> released = sql.runOnce(QStringLiteral("RELEASE SAVEPOINT work")); !released)
            failure = released.error();
    }
    sql.resetAll();
    if (!failure)
        failure = commit(sql, writes);
    if (failure)
        sql.rollBack();
    for (size_t i = 0; i < batch.size(); ++i)
        batch[i].done(failure ? failure : failures[i]);
}

std::optional<ServiceError> SqlThread::commit(Sql &sql, bool writes)
{
    if (writes) {
        ++m_commits;
        if (m_hooks.onCommit)
            m_hooks.onCommit(CommitMoment::Before, m_commits);
    }
    const Served<void> committed = sql.runOnce(QStringLiteral("COMMIT"));
    if (!committed)
        return committed.error();
    if (writes && m_hooks.onCommit)
        m_hooks.onCommit(CommitMoment::After, m_commits);
    return std::nullopt;
}

} // namespace gantry
