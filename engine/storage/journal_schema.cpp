#include "engine/storage/journal_schema.h"

#include <QVariant>

namespace gantry {
namespace {

// Times are milliseconds since 1970 UTC, or nanoseconds (_ns) where the file system says them; sizes are
// bytes. Nothing is NULL but what is absent as a group: an upload's session, its error.
const std::vector<QLatin1String> version1{
    // AUTOINCREMENT remembers the highest id ever used, removed uploads included.
    QLatin1String(R"(CREATE TABLE uploads (
        id               INTEGER PRIMARY KEY AUTOINCREMENT,
        destination      TEXT    NOT NULL,
        path             TEXT    NOT NULL,
        key              TEXT    NOT NULL,
        content_type     TEXT    NOT NULL,
        device           INTEGER NOT NULL,
        inode            INTEGER NOT NULL,
        size             INTEGER NOT NULL,
        mtime_ns         INTEGER NOT NULL,
        ctime_ns         INTEGER NOT NULL,
        fingerprint      TEXT    NOT NULL,
        stage            TEXT    NOT NULL,
        paused           INTEGER NOT NULL,
        only_fingerprint INTEGER NOT NULL,
        open_token       TEXT    NOT NULL,
        session_id       TEXT,
        session_key      TEXT,
        session_details  TEXT,
        session_opened   INTEGER,
        part_size        INTEGER NOT NULL,
        parts_total      INTEGER NOT NULL,
        parts_stored     INTEGER NOT NULL,
        bytes_stored     INTEGER NOT NULL,
        error_kind       TEXT,
        error_message    TEXT,
        error_retry_ms   INTEGER,
        error_http       INTEGER,
        etag             BLOB    NOT NULL,
        finished_key     TEXT    NOT NULL,
        verified         TEXT    NOT NULL,
        priority         INTEGER NOT NULL,
        added            INTEGER NOT NULL,
        finished         INTEGER NOT NULL
    ) STRICT)"),
    QLatin1String(R"(CREATE TABLE receipts (
        upload INTEGER NOT NULL REFERENCES uploads(id) ON DELETE CASCADE,
        part   INTEGER NOT NULL CHECK (part > 0),
        etag   BLOB    NOT NULL,
        md5    BLOB    NOT NULL,
        PRIMARY KEY (upload, part)
    ) STRICT, WITHOUT ROWID)"),
    QLatin1String(R"(CREATE TABLE destinations (
        position         INTEGER PRIMARY KEY,
        name             TEXT    NOT NULL UNIQUE,
        kind             TEXT    NOT NULL,
        part_size        INTEGER,
        parts_in_flight  INTEGER NOT NULL,
        connection_limit INTEGER NOT NULL,
        ca_file          TEXT    NOT NULL,
        verify           TEXT    NOT NULL,
        secret_store     TEXT    NOT NULL,
        secret_source    TEXT    NOT NULL
    ) STRICT)"),
    QLatin1String(R"(CREATE TABLE destination_fields (
        destination TEXT NOT NULL REFERENCES destinations(name) ON DELETE CASCADE,
        name        TEXT NOT NULL,
        value       TEXT NOT NULL,
        PRIMARY KEY (destination, name)
    ) STRICT, WITHOUT ROWID)"),
    QLatin1String(R"(CREATE TABLE orphans (
        position        INTEGER PRIMARY KEY,
        destination     TEXT    NOT NULL,
        session_id      TEXT    NOT NULL,
        session_key     TEXT    NOT NULL,
        session_details TEXT    NOT NULL,
        session_opened  INTEGER NOT NULL,
        noted           INTEGER NOT NULL,
        UNIQUE (destination, session_id)
    ) STRICT)"),
    QLatin1String(R"(CREATE TABLE settings (
        name  TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID)"),
};

// What S3 calls a part's checksum, and when a tus server ends an upload by itself (0: not known).
const std::vector<QLatin1String> version2{
    QLatin1String("ALTER TABLE receipts ADD COLUMN crc32c BLOB NOT NULL DEFAULT x''"),
    QLatin1String("ALTER TABLE uploads ADD COLUMN session_expires INTEGER NOT NULL DEFAULT 0"),
};

} // namespace

const std::vector<Migration> &journalMigrations()
{
    static const std::vector<Migration> migrations{{1, version1}, {2, version2}};
    return migrations;
}

SqlResult<void> upgradeJournal(JournalConnection &connection, const std::vector<Migration> &migrations)
{
    const auto version = connection.scalar(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return tl::unexpected(version.error());
    for (const auto &migration : migrations) {
        if (migration.version <= version->toInt())
            continue;
        auto done = connection.transaction([&]() -> SqlResult<void> {
            for (const auto &statement : migration.statements)
                if (auto one = connection.exec(statement); !one)
                    return one;
            return connection.exec(QStringLiteral("PRAGMA user_version = %1").arg(migration.version));
        });
        if (!done)
            return done;
    }
    return {};
}

} // namespace gantry
