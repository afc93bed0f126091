#include "engine/storage/journal_codec.h"

#include "engine/core/text.h"

#include <QVariant>

#include <utility>

namespace gantry {

// An upsert, not REPLACE: that would delete the row first, and its receipts with it.
const QLatin1String sql::putUpload(R"(INSERT INTO uploads (
        id, destination, path, key, content_type, device, inode, size, mtime_ns, ctime_ns, fingerprint, stage, paused,
        only_fingerprint, open_token, session_id, session_key, session_details, session_opened, part_size, parts_total,
        parts_stored, bytes_stored, error_kind, error_message, error_retry_ms, error_http, etag, finished_key, verified,
        priority, added, finished, session_expires)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
    ON CONFLICT (id) DO UPDATE SET
        destination = excluded.destination, path = excluded.path, key = excluded.key,
        content_type = excluded.content_type, device = excluded.device, inode = excluded.inode, size = excluded.size,
        mtime_ns = excluded.mtime_ns, ctime_ns = excluded.ctime_ns, fingerprint = excluded.fingerprint,
        stage = excluded.stage, paused = excluded.paused, only_fingerprint = excluded.only_fingerprint,
        open_token = excluded.open_token, session_id = excluded.session_id, session_key = excluded.session_key,
        session_details = excluded.session_details, session_opened = excluded.session_opened,
        part_size = excluded.part_size, parts_total = excluded.parts_total, parts_stored = excluded.parts_stored,
        bytes_stored = excluded.bytes_stored, error_kind = excluded.error_kind, error_message = excluded.error_message,
        error_retry_ms = excluded.error_retry_ms, error_http = excluded.error_http, etag = excluded.etag,
        finished_key = excluded.finished_key, verified = excluded.verified, priority = excluded.priority,
        added = excluded.added, finished = excluded.finished, session_expires = excluded.session_expires)");

const QLatin1String sql::selectUploads(R"(SELECT
        id, destination, path, key, content_type, device, inode, size, mtime_ns, ctime_ns, fingerprint, stage, paused,
        only_fingerprint, open_token, session_id, session_key, session_details, session_opened, part_size, parts_total,
        parts_stored, bytes_stored, error_kind, error_message, error_retry_ms, error_http, etag, finished_key, verified,
        priority, added, finished, session_expires
    FROM uploads ORDER BY id)");

const QLatin1String
    sql::putReceipt(R"(INSERT INTO receipts (upload, part, etag, md5, crc32c) VALUES (?,?,?,?,?)
    ON CONFLICT (upload, part) DO UPDATE SET
        etag = excluded.etag, md5 = excluded.md5, crc32c = excluded.crc32c)");

const QLatin1String
    sql::selectReceipts("SELECT part, etag, md5, crc32c FROM receipts WHERE upload = ? ORDER BY part");

const QLatin1String sql::putDestination(R"(INSERT INTO destinations (
        name, kind, part_size, parts_in_flight, connection_limit, ca_file, verify, secret_store, secret_source)
    VALUES (?,?,?,?,?,?,?,?,?)
    ON CONFLICT (name) DO UPDATE SET
        kind = excluded.kind, part_size = excluded.part_size, parts_in_flight = excluded.parts_in_flight,
        connection_limit = excluded.connection_limit, ca_file = excluded.ca_file, verify = excluded.verify,
        secret_store = excluded.secret_store, secret_source = excluded.secret_source)");

const QLatin1String sql::selectDestinations(R"(SELECT
        name, kind, part_size, parts_in_flight, connection_limit, ca_file, verify, secret_store, secret_source
    FROM destinations ORDER BY position)");

const QLatin1String sql::putOrphan(R"(INSERT INTO orphans (
        destination, session_id, session_key, session_details, session_opened, noted)
    VALUES (?,?,?,?,?,?)
    ON CONFLICT (destination, session_id) DO UPDATE SET
        session_key = excluded.session_key, session_details = excluded.session_details,
        session_opened = excluded.session_opened, noted = excluded.noted)");

const QLatin1String sql::selectOrphans(R"(SELECT
        destination, session_id, session_key, session_details, session_opened, noted
    FROM orphans ORDER BY position)");

namespace {

class Binder
{
public:
    explicit Binder(QSqlQuery &query)
        : m_query(query)
    {}
    void text(const QString &value) { m_query.bindValue(m_at++, boundText(value)); }
    void name(QLatin1String value) { m_query.bindValue(m_at++, QString(value)); }
    void bytes(const QByteArray &value)
    {
        m_query.bindValue(m_at++, value.isNull() ? QByteArray("") : value);
    }
    void integer(qint64 value) { m_query.bindValue(m_at++, value); }
    // SQLite has signed integers only; the bits come back as they were.
    void bits(quint64 value) { integer(static_cast<qint64>(value)); }
    void nothing() { m_query.bindValue(m_at++, QVariant()); }
    void nothing(int columns)
    {
        for (int i = 0; i < columns; ++i)
            nothing();
    }

private:
    QSqlQuery &m_query;
    int m_at = 0;
};

class Reader
{
public:
    explicit Reader(const QSqlQuery &row)
        : m_row(row)
    {}
    QString text() { return next().toString(); }
    QByteArray bytes() { return next().toByteArray(); }
    qint64 integer() { return next().toLongLong(); }
    quint64 bits() { return static_cast<quint64>(integer()); }
    int small() { return next().toInt(); }
    bool flag() { return integer() != 0; }
    bool absent() const { return m_row.isNull(m_at); }
    void skip(int columns) { m_at += columns; }

    // A name of one of our enums; anything else marks the row.
    template <class Value, class FromName>
    void named(Value &value, FromName fromName)
    {
        const QString found = text();
        if (const auto known = fromName(found))
            value = *known;
        else if (std::exchange(m_sound, false))
            m_unknown = found;
    }
    bool sound() const { return m_sound; }
    SqlFailure damage(const QString &what) const
    {
        constexpr int sqliteCorrupt = 11;
        return {sqliteCorrupt, tr("%1 holds the unknown value \"%2\"").arg(what, m_unknown)};
    }

private:
    QVariant next() { return m_row.value(m_at++); }

    const QSqlQuery &m_row;
    int m_at = 0;
    bool m_sound = true;
    QString m_unknown; // the first of them
};

constexpr int sessionColumns = 4;
constexpr int errorColumns = 4;

} // namespace

QVariant boundText(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

void bindUpload(QSqlQuery &query, const UploadRecord &record)
{
    Binder to(query);
    to.integer(record.id.value);
    to.text(record.destination);
    to.text(record.path);
    to.text(record.key);
    to.text(record.contentType);
    to.bits(record.identity.device);
    to.bits(record.identity.inode);
    to.integer(record.identity.size);
    to.integer(record.identity.mtimeNs);
    to.integer(record.identity.ctimeNs);
    to.text(record.fingerprint);
    to.name(toName(record.stage));
    to.integer(record.paused ? 1 : 0);
    to.integer(record.onlyFingerprint ? 1 : 0);
    to.text(record.openToken);
    if (record.session) {
        to.text(record.session->id);
        to.text(record.session->key);
        to.text(record.session->details);
        to.integer(record.session->openedMs);
    } else {
        to.nothing(sessionColumns);
    }
    to.integer(record.partSize);
    to.integer(record.partsTotal);
    to.integer(record.partsStored);
    to.integer(record.bytesStored);
    if (record.error) {
        to.name(toName(record.error->kind));
        to.text(record.error->message);
        if (record.error->retryAfter)
            to.integer(record.error->retryAfter->count());
        else
            to.nothing();
        to.integer(record.error->httpStatus);
    } else {
        to.nothing(errorColumns);
    }
    to.bytes(record.etag);
    to.text(record.finishedKey);
    to.name(toName(record.verified));
    to.integer(record.priority);
    to.integer(record.addedMs);
    to.integer(record.finishedMs);
    to.integer(record.session ? record.session->expiresMs : 0);
}

SqlResult<UploadRecord> uploadFrom(const QSqlQuery &row)
{
    Reader from(row);
    UploadRecord record;
    record.id.value = from.integer();
    record.destination = from.text();
    record.path = from.text();
    record.key = from.text();
    record.contentType = from.text();
    record.identity.device = from.bits();
    record.identity.inode = from.bits();
    record.identity.size = from.integer();
    record.identity.mtimeNs = from.integer();
    record.identity.ctimeNs = from.integer();
    record.fingerprint = from.text();
    from.named(record.stage, stageFromName);
    record.paused = from.flag();
    record.onlyFingerprint = from.flag();
    record.openToken = from.text();
    if (from.absent()) {
        from.skip(sessionColumns);
    } else {
        auto &session = record.session.emplace();
        session.id = from.text();
        session.key = from.text();
        session.details = from.text();
        session.openedMs = from.integer();
    }
    record.partSize = from.integer();
    record.partsTotal = from.small();
    record.partsStored = from.small();
    record.bytesStored = from.integer();
    if (from.absent()) {
        from.skip(errorColumns);
    } else {
        auto &error = record.error.emplace();
        from.named(error.kind, failureKindFromName);
        error.message = from.text();
        if (from.absent())
            from.skip(1);
        else
            error.retryAfter = std::chrono::milliseconds(from.integer());
        error.httpStatus = from.small();
    }
    record.etag = from.bytes();
    record.finishedKey = from.text();
    from.named(record.verified, verificationFromName);
    record.priority = from.small();
    record.addedMs = from.integer();
    record.finishedMs = from.integer();
    if (record.session)
        record.session->expiresMs = from.integer();
    if (!from.sound())
        return tl::unexpected(from.damage(tr("upload %1").arg(record.id.value)));
    return record;
}

void bindReceipt(QSqlQuery &query, UploadId upload, const PartReceipt &receipt)
{
    Binder to(query);
    to.integer(upload.value);
    to.integer(receipt.partNumber);
    to.bytes(receipt.receipt.etag);
    to.bytes(receipt.receipt.md5);
    to.bytes(receipt.receipt.crc32c);
}

PartReceipt receiptFrom(const QSqlQuery &row)
{
    Reader from(row);
    PartReceipt receipt;
    receipt.partNumber = from.small();
    receipt.receipt.etag = from.bytes();
    receipt.receipt.md5 = from.bytes();
    receipt.receipt.crc32c = from.bytes();
    return receipt;
}

void bindDestination(QSqlQuery &query, const DestinationSettings &settings)
{
    Binder to(query);
    to.text(settings.name);
    to.text(settings.kind);
    if (settings.partSize)
        to.integer(*settings.partSize);
    else
        to.nothing();
    to.integer(settings.partsInFlight);
    to.integer(settings.connectionLimit);
    to.text(settings.caFile);
    to.name(toName(settings.verify));
    to.name(toName(settings.secretStore));
    to.text(settings.secretSource);
}

SqlResult<DestinationSettings> destinationFrom(const QSqlQuery &row)
{
    Reader from(row);
    DestinationSettings settings;
    settings.name = from.text();
    settings.kind = from.text();
    if (from.absent())
        from.skip(1);
    else
        settings.partSize = from.integer();
    settings.partsInFlight = from.small();
    settings.connectionLimit = from.small();
    settings.caFile = from.text();
    from.named(settings.verify, verifyModeFromName);
    from.named(settings.secretStore, secretStoreKindFromName);
    settings.secretSource = from.text();
    if (!from.sound())
        return tl::unexpected(from.damage(tr("destination %1").arg(settings.name)));
    return settings;
}

void bindOrphan(QSqlQuery &query, const OrphanNote &note)
{
    Binder to(query);
    to.text(note.destination);
    to.text(note.session.id);
    to.text(note.session.key);
    to.text(note.session.details);
    to.integer(note.session.openedMs);
    to.integer(note.notedMs);
}

OrphanNote orphanFrom(const QSqlQuery &row)
{
    Reader from(row);
    OrphanNote note;
    note.destination = from.text();
    note.session.id = from.text();
    note.session.key = from.text();
    note.session.details = from.text();
    note.session.openedMs = from.integer();
    note.notedMs = from.integer();
    return note;
}

} // namespace gantry
