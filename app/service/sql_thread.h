// The service's database connection and the one thread that owns it; work of many callers shares commits.
#pragma once

#include "app/service/service_error.h"
#include "app/service/service_hooks.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

namespace gantry {

// The connection as a piece of work sees it, inside a transaction. Only in the database's thread.
class Sql
{
public:
    explicit Sql(const QSqlDatabase &database);

    // Runs a statement with its values bound by position. The query stays prepared and is reset at its next
    // run.
    Served<QSqlQuery *> run(const QString &statement, const QVariantList &values = {});
    // A statement that is used once (transaction control, schema).
    Served<void> runOnce(const QString &statement);
    void rollBack(); // as far as the failure that makes it necessary has left something to do
    // Releases the read cursors; a commit is not blocked by them afterwards.
    void resetAll();
    // For a connection that is gone.
    void forgetPrepared() { m_prepared.clear(); }

private:
    QSqlDatabase m_database;
    QHash<QString, std::shared_ptr<QSqlQuery>> m_prepared;
};

// QSqlDatabase belongs to the thread that opened it, and SQLite takes one writer at a time anyway: so there
// is one thread, and whatever waits when it comes round goes into one transaction with one durable commit.
// Nobody gets an answer before that commit is done, so nobody sees what might still be lost.
class SqlThread
{
public:
    // Opens or creates the SQLite file, checks that it is ours and whole, and brings its schema up to date.
    static Served<std::unique_ptr<SqlThread>> open(const QString &file, ServiceHooks hooks = {});
    // Connects to a PostgreSQL database, and again whenever the connection is lost. Other services may work
    // with it at the same time.
    static Served<std::unique_ptr<SqlThread>> connect(const QString &dsn, ServiceHooks hooks = {});
    ~SqlThread();

    bool isShared() const { return !m_dsn.isEmpty(); }
    bool wasCreated() const { return m_created; } // the file was new

    // Blocks until the work is done. Work that fails leaves no trace.
    template <class T>
    Served<T> read(std::function<Served<T>(Sql &)> work)
    {
        return perform<T>(std::move(work), false);
    }
    // As read(), and durable when it returns.
    template <class T>
    Served<T> write(std::function<Served<T>(Sql &)> work)
    {
        return perform<T>(std::move(work), true);
    }

private:
    struct Job
    {
        bool writes = false;
        std::function<bool(Sql &)> work;                               // false: undo it
        std::function<void(const std::optional<ServiceError> &)> done; // the error of the commit, if any
    };

    SqlThread(QString file, QString dsn, ServiceHooks hooks);
    std::optional<ServiceError> begin();
    void loop(std::promise<std::optional<ServiceError>> opened);
    std::optional<ServiceError> openDatabase();
    bool reconnect(Sql &sql);
    Served<void> beginTransaction(Sql &sql, bool writes);
    void performBatch(Sql &sql, std::deque<Job> &batch);
    std::optional<ServiceError> commit(Sql &sql, bool writes);
    void enqueue(Job job);

    template <class T>
    Served<T> perform(std::function<Served<T>(Sql &)> work, bool writes)
    {
        std::optional<Served<T>> result;
        // Shared, as the thread may still be in set_value() when the waiting is over.
        const auto finished = std::make_shared<std::promise<void>>();
        Job job;
        job.writes = writes;
        job.work = [&](Sql &sql) {
            result = work(sql);
            return result->has_value();
        };
        job.done = [&result, finished](const std::optional<ServiceError> &failure) {
            if (failure)
                result = refuse(*failure);
            finished->set_value();
        };
        std::future<void> waiting = finished->get_future();
        enqueue(std::move(job));
        waiting.wait();
        return std::move(*result);
    }

    const QString m_file;
    const QString m_dsn; // empty: SQLite
    const QString m_connectionName;
    const ServiceHooks m_hooks;
    bool m_created = false;
    int m_commits = 0;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace gantry
