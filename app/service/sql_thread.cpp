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

ServiceError databaseError(const QSqlError &error)
{
    const QString code = error.nativeErrorCode();
    logEvent(QStringLiteral("database: %1 (%2)").arg(error.databaseText(), code));
    if (code == QLatin1String("13")) // SQLITE_FULL
        return {ErrorCode::QuotaExceeded, QStringLiteral("The service's disk is full."), std::nullopt};
    if (code ==
        QLatin1String("5")) // SQLITE_BUSY: another program holds the file for longer than the busy timeout
        return {ErrorCode::Busy, QStringLiteral("The service's database is busy."), std::chrono::seconds(2)};
    return {ErrorCode::Internal, QStringLiteral("The service's database failed."), std::nullopt};
}

} // namespace

Sql::Sql(const QSqlDatabase &database)
    : m_database(database)
{}

Outcome<QSqlQuery *> Sql::run(const QString &statement, const QVariantList &values)
{
    std::shared_ptr<QSqlQuery> &query = m_prepared[statement];
    if (!query) {
        auto fresh = std::make_shared<QSqlQuery>(m_database);
        fresh->setForwardOnly(true);
        if (!fresh->prepare(statement))
            return refuse(databaseError(fresh->lastError()));
        query = std::move(fresh);
    }
    for (qsizetype i = 0; i < values.size(); ++i)
        query->bindValue(static_cast<int>(i), values.at(i));
    if (!query->exec())
        return refuse(databaseError(query->lastError()));
    return query.get();
}

Outcome<void> Sql::runOnce(const QString &statement)
{
    QSqlQuery query(m_database);
    if (!query.exec(statement))
        return refuse(databaseError(query.lastError()));
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

Outcome<std::unique_ptr<SqlThread>> SqlThread::open(const QString &file, ServiceHooks hooks)
{
    std::unique_ptr<SqlThread> store(new SqlThread(file, std::move(hooks)));
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

    std::promise<std::optional<ServiceError>> opened;
    std::future<std::optional<ServiceError>> outcome = opened.get_future();
    store->m_thread = std::thread(
        [raw = store.get(), promise = std::move(opened)]() mutable { raw->loop(std::move(promise)); });
    if (std::optional<ServiceError> failure = outcome.get())
        return refuse(std::move(*failure));
    return store;
}

SqlThread::SqlThread(QString file, ServiceHooks hooks)
    : m_file(std::move(file))
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
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connectionName);
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
            while (!m_jobs.empty() && static_cast<qsizetype>(batch.size()) < maxBatch) {
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

void SqlThread::performBatch(Sql &sql, std::deque<Job> &batch)
{
    bool writes = false;
    for (const Job &job : batch)
        writes = writes || job.writes;

    // IMMEDIATE: a transaction that begins as a reader cannot become a writer once another program has
    // written.
    const Outcome<void> begun =
        sql.runOnce(writes ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN"));
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
        const Outcome<void> saved = sql.runOnce(QStringLiteral("SAVEPOINT work"));
        if (!saved) {
            failures[i] = saved.error();
            continue;
        }
        if (!batch[i].work(sql)) {
            sql.resetAll();
            if (const Outcome<void> undone = sql.runOnce(QStringLiteral("ROLLBACK TO SAVEPOINT work"));
                !undone)
                failure = undone.error();
        }
        if (const Outcome<void> released = sql.runOnce(QStringLiteral("RELEASE SAVEPOINT work")); !released)
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
    const Outcome<void> committed = sql.runOnce(QStringLiteral("COMMIT"));
    if (!committed)
        return committed.error();
    if (writes && m_hooks.onCommit)
        m_hooks.onCommit(CommitMoment::After, m_commits);
    return std::nullopt;
}

} // namespace gantry
