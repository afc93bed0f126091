#include "engine/storage/journal.h"

#include "engine/core/text.h"
#include "engine/storage/journal_connection.h"
#include "engine/storage/journal_file.h"
#include "engine/storage/journal_schema.h"
#include "engine/storage/journal_tables.h"

#include <QPromise>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace gantry {
namespace {

struct OpenRequest
{
    QPromise<Expected<JournalContents>> promise;
};
struct CommitRequest
{
    JournalBatch batch;
    QPromise<Expected<void>> promise;
};
struct ReceiptsRequest
{
    UploadId id;
    QPromise<Expected<QMap<int, Receipt>>> promise;
};
using Request = std::variant<OpenRequest, CommitRequest, ReceiptsRequest>;

template <class T>
void end(QPromise<T> &promise, T result)
{
    promise.addResult(std::move(result));
    promise.finish();
}

// Bounds the memory of a transaction and the wait of its first batch.
constexpr size_t groupLimit = 256;

} // namespace

class Journal::Worker
{
public:
    Worker(QString filePath, JournalHooks hooks)
        : m_path(std::move(filePath))
        , m_hooks(std::move(hooks))
    {}

    // Any thread.
    template <class One>
    auto post(One request)
    {
        request.promise.start();
        auto future = request.promise.future();
        {
            const std::lock_guard lock(m_mutex);
            m_queue.emplace_back(std::move(request));
        }
        m_wake.notify_one();
        return future;
    }

    void stop()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_wake.notify_one();
    }

    // The journal's thread: until stop() and an empty queue.
    void run()
    {
        m_connection.emplace(m_hooks);
        while (true) {
            auto requests = next();
            if (requests.empty())
                break;
            if (std::holds_alternative<CommitRequest>(requests.front()))
                write(requests);
            else if (auto *open = std::get_if<OpenRequest>(&requests.front()))
                end(open->promise, this->open());
            else if (auto *read = std::get_if<ReceiptsRequest>(&requests.front()))
                end(read->promise, receipts(read->id));
        }
        close();
        m_connection.reset();
    }

private:
    // The next request, with the commits that wait right behind it if it is one. Waits; empty at the end.
    std::vector<Request> next()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
        std::vector<Request> requests;
        while (!m_queue.empty() && requests.size() < groupLimit) {
            const bool isCommit = std::holds_alternative<CommitRequest>(m_queue.front());
            if (!requests.empty() && !isCommit)
                break;
            requests.push_back(std::move(m_queue.front()));
            m_queue.pop_front();
            if (!isCommit)
                break;
        }
        return requests;
    }

    Expected<JournalContents> open()
    {
        m_open = false;
        m_connection->close();
        SettledFile lost; // what the first round set aside
        while (true) {
            auto settled = settleJournalFile(m_path, journalMigrations().back().version, *m_connection);
            if (!settled)
                return fail(settled.error());
            if (!settled->setAside.isEmpty())
                lost = *settled;
            auto contents = connect(settled->path);
            if (contents) {
                contents->setAside = lost.setAside;
                contents->setAsideReason = lost.reason;
                m_open = true;
                return *std::move(contents);
            }
            m_connection->close();
            // A fresh file that is damaged at once is no matter of its content: setting aside would never
            // end.
            if (!contents.error().damaged() || !lost.setAside.isEmpty())
                return fail(
                    journalFailure(tr("The journal %1 cannot be opened").arg(m_path), contents.error()));
            const auto aside = setJournalAside(settled->path);
            if (!aside)
                return fail(aside.error());
            lost = {settled->path, *aside, contents.error().words};
        }
    }

    SqlResult<JournalContents> connect(const QString &path)
    {
        auto done = m_connection->open(path, JournalConnection::Mode::ReadWrite);
        if (!done)
            return tl::unexpected(done.error());
        const auto mode = m_connection->scalar(QStringLiteral("PRAGMA journal_mode = WAL"));
        if (!mode)
            return tl::unexpected(mode.error());
        if (mode->toString() != QLatin1String("wal"))
            return tl::unexpected(SqlFailure{
                0, tr("the file system of this folder cannot hold a write-ahead log; use a local folder")});
        // The size limit gives back what one huge batch made the log grow to.
        for (const char *pragma : {"PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
                                   "PRAGMA cache_size = -16384", "PRAGMA journal_size_limit = 16777216"})
            if (done = m_connection->exec(QLatin1String(pragma)); !done)
                return tl::unexpected(done.error());
        if (done = upgradeJournal(*m_connection); !done)
            return tl::unexpected(done.error());
        // Taking the write lock here tells at once whether somebody else holds it.
        if (done = m_connection->exec(QStringLiteral("BEGIN IMMEDIATE")); !done)
            return tl::unexpected(done.error());
        auto contents = JournalTables(*m_connection).contents();
        if (done = m_connection->exec(QStringLiteral("COMMIT")); !done && contents)
            return tl::unexpected(done.error());
        return contents;
    }

    Expected<QMap<int, Receipt>> receipts(UploadId id)
    {
        if (!m_open)
            return fail(notOpen());
        return JournalTables(*m_connection).receipts(id).map_error([&](const SqlFailure &why) {
            return journalFailure(tr("The journal %1 cannot be read").arg(m_path), why);
        });
    }

    void write(std::vector<Request> &requests)
    {
        if (requests.size() == 1 || !m_open) {
            for (auto &request : requests)
                writeAlone(std::get<CommitRequest>(request));
            return;
        }
        bool reachedABatch = false;
        const auto done = m_connection->transaction([&]() -> SqlResult<void> {
            reachedABatch = true;
            JournalTables tables(*m_connection);
            for (const auto &request : requests)
                if (auto one = tables.apply(std::get<CommitRequest>(request).batch); !one)
                    return one;
            return {};
        });
        for (auto &request : requests) {
            auto &commit = std::get<CommitRequest>(request);
            if (done)
                end(commit.promise, Expected<void>());
            else if (reachedABatch) // one of them may be to blame, or their sum
                writeAlone(commit);
            else
                end(commit.promise, failed(done.error()));
        }
    }

    void writeAlone(CommitRequest &request)
    {
        if (!m_open) {
            end<Expected<void>>(request.promise, fail(notOpen()));
            return;
        }
        const auto done =
            m_connection->transaction([&] { return JournalTables(*m_connection).apply(request.batch); });
        end(request.promise, done ? Expected<void>() : failed(done.error()));
    }

    Expected<void> failed(const SqlFailure &why) const
    {
        return fail(journalFailure(tr("The journal %1 cannot be written").arg(m_path), why));
    }

    Failure notOpen() const
    {
        return {FailureKind::JournalFailed, tr("The journal %1 is not open.").arg(m_path), {}, 0};
    }

    void close()
    {
        // Best effort: what the checkpoint does not move stays in the log, and the next open() finds it
        // there.
        if (m_open)
            static_cast<void>(m_connection->exec(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")));
        m_open = false;
        m_connection->close();
    }

    const QString m_path;
    JournalHooks m_hooks;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Request> m_queue; // by m_mutex
    bool m_stopping = false;     // by m_mutex

    // The journal's thread.
    std::optional<JournalConnection> m_connection; // made and ended there too
    bool m_open = false;
};

Journal::Journal(QString filePath, JournalHooks hooks)
    : m_worker(std::make_unique<Worker>(std::move(filePath), std::move(hooks)))
    , m_thread(QThread::create([worker = m_worker.get()] { worker->run(); }))
{
    m_thread->setObjectName(QStringLiteral("journal"));
    m_thread->start();
}

Journal::~Journal()
{
    m_worker->stop();
    m_thread->wait();
}

QFuture<Expected<JournalContents>> Journal::open()
{
    return m_worker->post(OpenRequest{});
}

QFuture<Expected<void>> Journal::commit(JournalBatch batch)
{
    return m_worker->post(CommitRequest{std::move(batch), {}});
}

QFuture<Expected<QMap<int, Receipt>>> Journal::receipts(UploadId id)
{
    return m_worker->post(ReceiptsRequest{id, {}});
}

} // namespace gantry
