#include "app/service/service_schema.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

namespace gantry {
namespace {

constexpr int applicationId = 0x476e7473; // "Gnts"

// One list of statements per version, in order; what has been released is never edited. Plain SQL that
// PostgreSQL takes as well: texts, 64-bit integers, partial indexes; milliseconds for times, hex for raw
// bytes.
const QList<QStringList> &migrations()
{
    static const QList<QStringList> list{
        {
            QStringLiteral("CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL)"),
            QStringLiteral("CREATE TABLE tokens (token_id TEXT PRIMARY KEY, user_name TEXT NOT NULL, "
                           "token_hash TEXT NOT NULL, "
                           "created_ms BIGINT NOT NULL)"),
            QStringLiteral(
                "CREATE TABLE uploads (upload_id TEXT PRIMARY KEY, user_name TEXT NOT NULL, fingerprint TEXT "
                "NOT NULL, "
                "object_key TEXT NOT NULL, content_type TEXT NOT NULL, object_size BIGINT NOT NULL, "
                "part_size BIGINT NOT NULL, parts_total BIGINT NOT NULL, stage TEXT NOT NULL, "
                "store_handle TEXT NOT NULL, final_key TEXT NOT NULL, place_token TEXT NOT NULL, etag TEXT "
                "NOT NULL, "
                "created_ms BIGINT NOT NULL, active_ms BIGINT NOT NULL)"),
            QStringLiteral(
                "CREATE UNIQUE INDEX uploads_unfinished ON uploads (user_name, fingerprint, object_key) "
                "WHERE stage IN ('in_progress', 'completing')"),
            QStringLiteral("CREATE INDEX uploads_by_age ON uploads (stage, active_ms)"),
            QStringLiteral("CREATE TABLE parts (upload_id TEXT NOT NULL, part_number BIGINT NOT NULL, "
                           "part_size BIGINT NOT NULL, "
                           "md5 TEXT NOT NULL, PRIMARY KEY (upload_id, part_number))"),
        },
        {
            QStringLiteral("CREATE TABLE openings (upload_id TEXT PRIMARY KEY, store_key TEXT NOT NULL, "
                           "begun_ms BIGINT NOT NULL)"),
            QStringLiteral("CREATE INDEX uploads_by_handle ON uploads (store_handle)"),
        },
    };
    return list;
}

ServiceError unusable(const QString &file, const QString &why)
{
    return {ErrorCode::Internal, QStringLiteral("%1 cannot be used: %2").arg(file, why), std::nullopt};
}

std::optional<QVariant> valueOf(QSqlDatabase &database, const QString &statement)
{
    QSqlQuery query(database);
    if (!query.exec(statement) || !query.next())
        return std::nullopt;
    return query.value(0);
}

std::optional<QString> migrateTables(QSqlDatabase &database, int from)
{
    for (qsizetype version = from; version < migrations().size(); ++version) {
        for (const QString &statement : migrations().at(version)) {
            QSqlQuery query(database);
            if (!query.exec(statement))
                return query.lastError().text();
        }
    }
    return std::nullopt;
}

std::optional<QString> migrate(QSqlDatabase &database, int from)
{
    if (std::optional<QString> problem = migrateTables(database, from))
        return problem;
    for (const QString &statement : {QStringLiteral("PRAGMA application_id = %1").arg(applicationId),
                                     QStringLiteral("PRAGMA user_version = %1").arg(migrations().size())}) {
        QSqlQuery query(database);
        if (!query.exec(statement))
            return query.lastError().text();
    }
    return std::nullopt;
}

// Why the file is not one of ours, or none. `version` gets its schema version.
std::optional<QString> foreignness(QSqlDatabase &database, int &version)
{
    const std::optional<QVariant> owner = valueOf(database, QStringLiteral("PRAGMA application_id"));
    const std::optional<QVariant> schema = valueOf(database, QStringLiteral("PRAGMA user_version"));
    const std::optional<QVariant> tables =
        valueOf(database, QStringLiteral("SELECT count(*) FROM sqlite_master"));
    if (!owner || !schema || !tables)
        return QStringLiteral("its header cannot be read");
    if (owner->toInt() != applicationId && (owner->toInt() != 0 || tables->toInt() != 0))
        return QStringLiteral("it belongs to another program");
    if (schema->toInt() > migrations().size())
        return QStringLiteral("it was written by a newer gantry-service");
    version = schema->toInt();
    return std::nullopt;
}

// Inside a transaction.
std::optional<QString> prepareSharedTables(QSqlDatabase &database)
{
    // Of two services that start at once the second waits, and finds the tables.
    if (!valueOf(database, QStringLiteral("SELECT pg_advisory_xact_lock(%1)").arg(applicationId)))
        return database.lastError().text();
    const std::optional<QVariant> table =
        valueOf(database, QStringLiteral("SELECT to_regclass('gantry_service_schema')::text"));
    if (!table)
        return QStringLiteral("its tables cannot be listed");
    int version = 0;
    if (!table->isNull()) {
        const std::optional<QVariant> known =
            valueOf(database, QStringLiteral("SELECT version FROM gantry_service_schema"));
        if (!known)
            return QStringLiteral("its version cannot be read");
        version = known->toInt();
    }
    if (version > migrations().size())
        return QStringLiteral("it was written by a newer gantry-service");
    if (version == migrations().size())
        return std::nullopt;
    QSqlQuery query(database);
    if (version == 0 && (!query.exec(QStringLiteral("CREATE TABLE gantry_service_schema (version BIGINT)")) ||
                         !query.exec(QStringLiteral("INSERT INTO gantry_service_schema VALUES (0)"))))
        return query.lastError().text();
    if (std::optional<QString> problem = migrateTables(database, version))
        return problem;
    if (!query.exec(QStringLiteral("UPDATE gantry_service_schema SET version = %1").arg(migrations().size())))
        return query.lastError().text();
    return std::nullopt;
}

} // namespace

std::optional<ServiceError> prepareSharedDatabase(QSqlDatabase &database)
{
    const QString name = QStringLiteral("the PostgreSQL database");
    QSqlQuery transaction(database);
    if (!transaction.exec(sharedBegin))
        return unusable(name, transaction.lastError().text());
    std::optional<QString> problem = prepareSharedTables(database);
    if (!problem && !transaction.exec(QStringLiteral("COMMIT")))
        problem = transaction.lastError().text();
    if (problem) {
        transaction.exec(QStringLiteral("ROLLBACK"));
        return unusable(name, *problem);
    }
    return std::nullopt;
}

std::optional<ServiceError> prepareDatabase(QSqlDatabase &database, const QString &file)
{
    // quick_check reads the pages, so it also finds what is no database at all: open() takes garbage without
    // a word.
    const std::optional<QVariant> check = valueOf(database, QStringLiteral("PRAGMA quick_check(1)"));
    if (!check)
        return unusable(file, QStringLiteral("it is not a database"));
    if (check->toString() != QLatin1String("ok"))
        return unusable(file, QStringLiteral("it is damaged (%1)").arg(check->toString()));
    int version = 0;
    if (const std::optional<QString> problem = foreignness(database, version))
        return unusable(file, *problem); // before the first write to it

    for (const QString &pragma :
         {QStringLiteral("PRAGMA journal_mode = WAL"), QStringLiteral("PRAGMA synchronous = FULL")}) {
        QSqlQuery query(database);
        if (!query.exec(pragma))
            return unusable(file, query.lastError().text());
    }

    // IMMEDIATE and read again, so that a token command and a starting service do not both create the tables.
    QSqlQuery transaction(database);
    if (!transaction.exec(QStringLiteral("BEGIN IMMEDIATE")))
        return unusable(file, transaction.lastError().text());
    std::optional<QString> problem = foreignness(database, version);
    if (!problem && version < migrations().size())
        problem = migrate(database, version);
    if (!problem && !transaction.exec(QStringLiteral("COMMIT")))
        problem = transaction.lastError().text();
    if (problem) {
        transaction.exec(QStringLiteral("ROLLBACK"));
        return unusable(file, *problem);
    }
    return std::nullopt;
}

} // namespace gantry
