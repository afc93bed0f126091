// One SQLite connection: statements that tests can make fail, and errors with SQLite's code and words.
#pragma once

#include "engine/core/expected.h"
#include "engine/storage/journal.h"

#include <QLatin1String>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <chrono>
#include <functional>
#include <map>

namespace gantry {

struct SqlFailure
{
    int code = 0; // SQLite's primary result code (https://www.sqlite.org/rescode.html); 0: not SQLite's
    QString words;

    bool damaged() const; // the file is not a sound database: no retry mends it
    bool busy() const;    // somebody else holds the lock

    friend bool operator==(const SqlFailure &, const SqlFailure &) = default;
};

template <class T>
using SqlResult = tl::expected<T, SqlFailure>;

// "<what> failed: <SQLite's words>", with what to do where that is known.
Failure journalFailure(const QString &what, const SqlFailure &why);

// Belongs to the thread that opened it.
class JournalConnection
{
public:
    enum class Mode {
        ReadWrite,
        Inspect, // changes nothing in the file, not even by a checkpoint at the end
    };
    static constexpr std::chrono::milliseconds busyLimit{2000};

    explicit JournalConnection(JournalHooks &hooks);
    ~JournalConnection();
    JournalConnection(const JournalConnection &) = delete;
    JournalConnection &operator=(const JournalConnection &) = delete;

    SqlResult<void> open(const QString &path, Mode mode);
    void close();
    bool isOpen() const { return m_database.isOpen(); }

    SqlResult<void> exec(const QString &sql);
    SqlResult<QVariant> scalar(const QString &sql); // first column of the first row; invalid without rows

    // Prepared once per connection; valid until close(). `sql` must live as long as the program.
    SqlResult<QSqlQuery *> prepared(QLatin1String sql);
    SqlResult<void> run(QSqlQuery &query);
    static SqlFailure failureOf(const QSqlQuery &query);

    // BEGIN IMMEDIATE, the work, COMMIT; on any failure ROLLBACK and that failure. The hooks see the COMMIT.
    SqlResult<void> transaction(const std::function<SqlResult<void>()> &work);

    // What is read after this is committed: fails while a failed transaction cannot be rolled back.
    SqlResult<void> settle();

private:
    SqlResult<void> allowed();
    SqlResult<void> begin();
    SqlResult<void> commit();
    void rollback();

    JournalHooks &m_hooks;
    int m_statements = 0;
    int m_commits = 0;
    bool m_rollbackOwed = false; // a transaction may still be open, because its ROLLBACK failed
    QString m_name;
    QSqlDatabase m_database;
    std::map<const char *, QSqlQuery> m_prepared;
};

} // namespace gantry
