// The half of the session store that keeps receipts of parts.
#include "app/service/session_rows.h"
#include "app/service/session_store.h"

namespace gantry {
namespace {

Served<SessionRecord> takingParts(Sql &sql, const QString &id)
{
    const Served<std::optional<SessionRecord>> upload = one(sql, selectUploads("upload_id = ?"), {id});
    if (!upload)
        return refuse(upload.error());
    if (!*upload || (*upload)->stage == UploadStage::Deleted)
        return refuse(noSuchUpload());
    if ((*upload)->stage != UploadStage::InProgress)
        return refuse(ErrorCode::AlreadyCompleted,
                      QStringLiteral("The upload is complete and takes no more parts."));
    return **upload;
}

} // namespace

Served<QList<StoredPart>> SessionStore::parts(const QString &id, int after, int limit)
{
    return m_sql.read<QList<StoredPart>>([&](Sql &sql) -> Served<QList<StoredPart>> {
        const Served<QSqlQuery *> query =
            sql.run(QStringLiteral("SELECT part_number, part_size, md5 FROM parts WHERE upload_id = ? "
                                   "AND part_number > ? ORDER BY part_number LIMIT ?"),
                    {id, after, limit});
        if (!query)
            return refuse(query.error());
        QList<StoredPart> parts;
        while ((*query)->next()) {
            const QByteArray hex = (*query)->value(2).toByteArray();
            parts.append({(*query)->value(0).toInt(), (*query)->value(1).toLongLong(), '"' + hex + '"',
                          QByteArray::fromHex(hex)});
        }
        return parts;
    });
}

Served<PartsSummary> SessionStore::summary(const QString &id)
{
    return m_sql.read<PartsSummary>([&](Sql &sql) -> Served<PartsSummary> {
        const Served<QSqlQuery *> query = sql.run(
            QStringLiteral("SELECT count(*), coalesce(sum(part_size), 0) FROM parts WHERE upload_id = ?"),
            {id});
        if (!query)
            return refuse(query.error());
        (*query)->next();
        return PartsSummary{(*query)->value(0).toInt(), (*query)->value(1).toLongLong()};
    });
}

Served<SessionRecord> SessionStore::beginPart(const QString &id, int number)
{
    struct Found
    {
        SessionRecord upload;
        bool recorded = false;
    };
    // Most parts come once: a look, which costs no commit. What it finds cannot change before the caller, who
    // holds the part, changes it; an upload completes only when all parts are recorded, and this one is not.
    const Served<Found> found = m_sql.read<Found>([&](Sql &sql) -> Served<Found> {
        Served<SessionRecord> upload = takingParts(sql, id);
        if (!upload)
            return refuse(upload.error());
        const Served<qint64> count = gantry::number(
            sql, QStringLiteral("SELECT count(*) FROM parts WHERE upload_id = ? AND part_number = ?"),
            {id, number});
        if (!count)
            return refuse(count.error());
        return Found{std::move(*upload), *count > 0};
    });
    if (!found)
        return refuse(found.error());
    if (!found->recorded)
        return found->upload;
    return m_sql.write<SessionRecord>([&](Sql &sql) -> Served<SessionRecord> {
        Served<SessionRecord> upload = takingParts(sql, id);
        if (!upload)
            return upload;
        Served<void> removed = change(
            sql, QStringLiteral("DELETE FROM parts WHERE upload_id = ? AND part_number = ?"), {id, number});
        if (!removed)
            return refuse(removed.error());
        return upload;
    });
}

Served<void> SessionStore::recordPart(const QString &id, const StoredPart &part, qint64 nowMs)
{
    return m_sql.write<void>([&](Sql &sql) -> Served<void> {
        const Served<SessionRecord> upload = takingParts(sql, id);
        if (!upload)
            return refuse(upload.error());
        Served<void> added = change(
            sql,
            QStringLiteral("INSERT INTO parts (upload_id, part_number, part_size, md5) VALUES (?, ?, ?, ?)"),
            {id, part.number, part.size, QString::fromLatin1(part.md5.toHex())});
        if (!added)
            return added;
        return change(sql, QStringLiteral("UPDATE uploads SET active_ms = ? WHERE upload_id = ?"),
                      {nowMs, id});
    });
}

Served<void> SessionStore::dropParts(const QString &id, int firstNumber)
{
    return m_sql.write<void>([&](Sql &sql) {
        return change(sql, QStringLiteral("DELETE FROM parts WHERE upload_id = ? AND part_number >= ?"),
                      {id, firstNumber});
    });
}

} // namespace gantry
