#include "engine/storage/journal_connection.h"

#include "engine/core/text.h"
#include <QSqlError>
#include <QVariant>

#include <atomic>

namespace gantry {
namespace {

// https://www.sqlite.org/rescode.html
constexpr int sqliteError = 1;
constexpr int sqliteBusy = 5;
constexpr int sqliteLocked = 6;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteIoError = 10;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteNotADatabase = 26;

SqlFailure failureOf(const QSqlError &error)
{
    const QString words = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    return {error.nativeErrorCode().toInt() & 0xff, words.trimmed()}; // the low byte is the primary code
}

QString adviceFor(int code)
{
    switch (code) {
    case sqliteBusy:
    case sqliteLocked:
        return tr(" Another program is using the journal: close it and try again.");
    case sqliteFull:
        return tr(" Make room on the disk; nothing that was recorded is lost.");
    case sqliteReadOnly:
        return tr(" Make the file and its folder writable.");
    case sqliteIoError:
        return tr(" The disk reports an error: check it, and the room left on it.");
    default:
        return {};
    }
}

QString uniqueName()
{
    static std::atomic<quint64> counter{0};
    return QStringLiteral("gantry-journal-%1").arg(++counter);
}

} // namespace

bool SqlFailure::damaged() const
{
    return code == sqliteCorrupt || code == sqliteNotADatabase;
}

bool SqlFailure::busy() const
{
    return code == sqliteBusy || code == sqliteLocked;
}

Failure journalFailure(const QString &what, const SqlFailure &why)
{
    return {FailureKind::JournalFailed,
            QStringLiteral("%1: %2.%3").arg(what, why.words, adviceFor(why.code)),
            {},
            0};
}

JournalConnection::JournalConnection(JournalHooks &hooks)
    : m_hooks(hooks)
    , m_name(uniqueName())
{}

JournalConnection::~JournalConnection()
{
    close();
}

SqlResult<void> JournalConnection::open(const QString &path, Mode mode)
{
    close();
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    m_database.setDatabaseName(path);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyLimit.count());
    if (mode == Mode::Inspect)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    m_database.setConnectOptions(options);
    if (!m_database.open()) {
        const auto failure = gantry::failureOf(m_database.lastError());
        close();
        return tl::unexpected(failure);
    }
    return {};
}

void JournalConnection::close()
{
    if (m_rollbackOwed)
        rollback();
    m_rollbackOwed = false;
    m_prepared.clear();
    if (m_database.isValid()) {
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }
}

SqlResult<void> JournalConnection::allowed()
{
    ++m_statements;
    if (m_hooks.beforeStatement) {
        const QString error = m_hooks.beforeStatement(m_statements);
        if (!error.isEmpty())
            return tl::unexpected(SqlFailure{0, error});
    }
    return {};
}

SqlFailure JournalConnection::failureOf(const QSqlQuery &query)
{
    return gantry::failureOf(query.lastError());
}

SqlResult<void> JournalConnection::exec(const QString &sql)
{
    return scalar(sql).map([](const QVariant &) {});
}

SqlResult<QVariant> JournalConnection::scalar(const QString &sql)
{
    if (auto yes = allowed(); !yes)
        return tl::unexpected(yes.error());
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return tl::unexpected(failureOf(query));
    if (query.next())
        return query.value(0);
    if (query.lastError().isValid())
        return tl::unexpected(failureOf(query));
    return QVariant();
}

SqlResult<QSqlQuery *> JournalConnection::prepared(QLatin1String sql)
{
    const auto known = m_prepared.find(sql.data());
    if (known != m_prepared.end())
        return &known->second;
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return tl::unexpected(failureOf(query));
    return &m_prepared.emplace(sql.data(), std::move(query)).first->second;
}

SqlResult<void> JournalConnection::run(QSqlQuery &query)
{
    if (auto yes = allowed(); !yes)
        return yes;
    if (!query.exec())
        return tl::unexpected(failureOf(query));
    return {};
}

SqlResult<void> JournalConnection::settle()
{
    if (m_rollbackOwed)
        rollback();
    if (m_rollbackOwed)
        return tl::unexpected(SqlFailure{0, tr("an earlier change could not be taken back")});
    return {};
}

SqlResult<void> JournalConnection::begin()
{
    if (auto settled = settle(); !settled)
        return settled;
    return exec(QStringLiteral("BEGIN IMMEDIATE"));
}

SqlResult<void> JournalConnection::commit()
{
    ++m_commits;
    if (m_hooks.beforeCommit)
        m_hooks.beforeCommit(m_commits);
    auto done = exec(QStringLiteral("COMMIT"));
    if (done && m_hooks.afterCommit)
        m_hooks.afterCommit(m_commits);
    return done;
}

void JournalConnection::rollback()
{
    const auto done = exec(QStringLiteral("ROLLBACK"));
    // SQLite answers with its plain error where it has rolled back by itself (disk full, I/O error).
    m_rollbackOwed = !done && done.error().code != sqliteError;
}

SqlResult<void> JournalConnection::transaction(const std::function<SqlResult<void>()> &work)
{
    auto done = begin();
    if (!done)
        return done;
    done = work();
    if (done)
        done = commit();
    if (!done)
        rollback();
    return done;
}

} // namespace gantry
