#include "app/service/session_store.h"

#include "app/service/session_rows.h"

#include <QRandomGenerator>

namespace gantry {
namespace {

// An upload's id is random.
qint64 lockNumber(const QString &id)
{
    return static_cast<qint64>(id.left(16).toULongLong(nullptr, 16));
}

Served<SessionRecord> takingParts(Sql &sql, const QString &id)
{
    const Served<std::optional<SessionRecord>> upload = one(sql, selectUploads("upload_id = ?"), {id});
    if (!upload)
        return refuse(upload.error());
    if (!*upload || (*upload)->stage == UploadStage::Deleted)
        return refuse(ErrorCode::NotFound, QStringLiteral("There is no such upload."));
    if ((*upload)->stage != UploadStage::InProgress)
        return refuse(ErrorCode::AlreadyCompleted,
                      QStringLiteral("The upload is complete and takes no more parts."));
    return **upload;
}

Served<std::optional<SessionRecord>> unfinishedLike(Sql &sql, const SessionRecord &upload)
{
    return one(sql,
               selectUploads("user_name = ? AND fingerprint = ? AND object_key = ? AND ") +
                   QLatin1String(unfinishedStages),
               {upload.user, upload.fingerprint, upload.key});
}

Served<void> entomb(Sql &sql, const QString &id, qint64 nowMs)
{
    Served<void> removed = change(sql, QStringLiteral("DELETE FROM parts WHERE upload_id = ?"), {id});
    if (!removed)
        return removed;
    return change(sql,
                  QStringLiteral("UPDATE uploads SET stage = 'deleted', active_ms = ? WHERE upload_id = ?"),
                  {nowMs, id});
}

} // namespace

SessionStore::SessionStore(SqlThread &sql)
    : m_sql(sql)
{}

Served<bool> SessionStore::tryLock(const QString &id)
{
    if (!m_sql.isShared())
        return true;
    return m_sql.read<bool>([&](Sql &sql) -> Served<bool> {
        const Served<QSqlQuery *> query =
            sql.run(QStringLiteral("SELECT pg_try_advisory_lock(?)"), {lockNumber(id)});
        if (!query)
            return refuse(query.error());
        (*query)->next();
        return (*query)->value(0).toBool();
    });
}

void SessionStore::unlock(const QString &id)
{
    if (m_sql.isShared())
        m_sql.read<void>([&](Sql &sql) {
            return change(sql, QStringLiteral("SELECT pg_advisory_unlock(?)"), {lockNumber(id)});
        });
}

Served<QByteArray> SessionStore::secret(const QString &name)
{
    return m_sql.write<QByteArray>([&](Sql &sql) -> Served<QByteArray> {
        const Served<QSqlQuery *> query =
            sql.run(QStringLiteral("SELECT value FROM secrets WHERE name = ?"), {name});
        if (!query)
            return refuse(query.error());
        if ((*query)->next())
            return QByteArray::fromHex((*query)->value(0).toByteArray());
        QByteArray key(32, Qt::Uninitialized);
        QRandomGenerator::system()->generate(reinterpret_cast<quint32 *>(key.data()),
                                             reinterpret_cast<quint32 *>(key.data() + key.size()));
        const Served<void> added = change(
            sql, QStringLiteral("INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING"),
            {name, QString::fromLatin1(key.toHex())});
        if (!added)
            return refuse(added.error());
        // Another service may have been faster.
        const Served<QSqlQuery *> stored =
            sql.run(QStringLiteral("SELECT value FROM secrets WHERE name = ?"), {name});
        if (!stored)
            return refuse(stored.error());
        (*stored)->next();
        return QByteArray::fromHex((*stored)->value(0).toByteArray());
    });
}

Served<std::optional<SessionRecord>> SessionStore::find(const QString &id)
{
    return m_sql.read<std::optional<SessionRecord>>(
        [&](Sql &sql) { return one(sql, selectUploads("upload_id = ?"), {id}); });
}

Served<std::optional<SessionRecord>> SessionStore::reviveUnfinished(const QString &user,
                                                                    const QString &fingerprint,
                                                                    const std::optional<QString> &key,
                                                                    qint64 nowMs)
{
    return m_sql.write<std::optional<SessionRecord>>([&](Sql &sql) -> Served<std::optional<SessionRecord>> {
        QString statement =
            selectUploads("user_name = ? AND fingerprint = ? AND ") + QLatin1String(unfinishedStages);
        QVariantList values{user, fingerprint};
        if (key) {
            statement += QLatin1String(" AND object_key = ?");
            values.append(*key);
        }
        Served<std::optional<SessionRecord>> upload =
            one(sql, statement + QLatin1String(" ORDER BY active_ms DESC, upload_id LIMIT 1"), values);
        if (!upload || !*upload)
            return upload;
        const Served<void> touched =
            change(sql, QStringLiteral("UPDATE uploads SET active_ms = ? WHERE upload_id = ?"),
                   {nowMs, (*upload)->id});
        if (!touched)
            return refuse(touched.error());
        (*upload)->activeMs = nowMs;
        return upload;
    });
}

Served<SessionRecord> SessionStore::insertOrFind(const SessionRecord &upload, int maxUnfinishedPerUser)
{
    return m_sql.write<SessionRecord>([&](Sql &sql) -> Served<SessionRecord> {
        const Served<std::optional<SessionRecord>> existing = unfinishedLike(sql, upload);
        if (!existing)
            return refuse(existing.error());
        if (*existing)
            return **existing;
        const Served<qint64> count =
            number(sql,
                   QStringLiteral("SELECT count(*) FROM uploads WHERE user_name = ? AND ") +
                       QLatin1String(unfinishedStages),
                   {upload.user});
        if (!count)
            return refuse(count.error());
        if (*count >= maxUnfinishedPerUser)
            return refuse(
                {ErrorCode::TooManyUploads,
                 QStringLiteral("You have %1 unfinished uploads; finish or cancel some first.").arg(*count),
                 std::chrono::seconds(60)});
        const Served<QSqlQuery *> added = sql.run(
            QStringLiteral("INSERT INTO uploads (%1) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                           "ON CONFLICT DO NOTHING")
                .arg(QLatin1String(uploadColumns)),
            {upload.id, upload.user, upload.fingerprint, upload.key, text(upload.contentType),
             upload.plan.fileSize, upload.plan.partSize, upload.plan.partsTotal, nameOf(upload.stage),
             text(upload.storeHandle), text(upload.finalKey), text(upload.placeToken), text(upload.etag),
             upload.createdMs, upload.activeMs});
        if (!added)
            return refuse(added.error());
        if ((*added)->numRowsAffected() == 0) { // another service was faster
            const Served<std::optional<SessionRecord>> other = unfinishedLike(sql, upload);
            if (!other)
                return refuse(other.error());
            if (!*other)
                return refuse({ErrorCode::Busy, QStringLiteral("The upload has just ended elsewhere."),
                               std::chrono::seconds(1)});
            return **other;
        }
        const Served<void> opened =
            change(sql, QStringLiteral("DELETE FROM openings WHERE upload_id = ?"), {upload.id});
        if (!opened)
            return refuse(opened.error());
        return upload;
    });
}

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

Served<void> SessionStore::intend(const QString &id, const QString &finalKey, const QString &placeToken)
{
    return m_sql.write<void>([&](Sql &sql) -> Served<void> {
        const Served<QSqlQuery *> query =
            sql.run(QStringLiteral("UPDATE uploads SET stage = 'completing', final_key = ?, place_token = "
                                   "? WHERE upload_id = ? AND ") +
                        QLatin1String(unfinishedStages),
                    {finalKey, placeToken, id});
        if (!query)
            return refuse(query.error());
        if ((*query)->numRowsAffected() == 0)
            return refuse(ErrorCode::NotFound, QStringLiteral("There is no such upload."));
        return {};
    });
}

Served<void> SessionStore::withdrawIntent(const QString &id)
{
    return m_sql.write<void>([&](Sql &sql) {
        return change(
            sql,
            QStringLiteral("UPDATE uploads SET stage = 'in_progress', final_key = '', place_token = '' "
                           "WHERE upload_id = ? AND stage = 'completing'"),
            {id});
    });
}

Served<void> SessionStore::markCompleted(const QString &id, const StoredObject &object, qint64 nowMs)
{
    return m_sql.write<void>([&](Sql &sql) {
        return change(sql,
                      QStringLiteral("UPDATE uploads SET stage = 'completed', final_key = ?, etag = ?, "
                                     "active_ms = ? WHERE upload_id = ?"),
                      {object.key, QString::fromLatin1(object.etag), nowMs, id});
    });
}

Served<void> SessionStore::touch(const QString &id, qint64 nowMs)
{
    return m_sql.write<void>([&](Sql &sql) {
        return change(sql,
                      QStringLiteral("UPDATE uploads SET active_ms = ? WHERE upload_id = ? AND "
                                     "stage = 'in_progress'"),
                      {nowMs, id});
    });
}

Served<bool> SessionStore::markLost(const QString &id, qint64 nowMs)
{
    return m_sql.write<bool>([&](Sql &sql) -> Served<bool> {
        const Served<std::optional<SessionRecord>> upload =
            one(sql, selectUploads("upload_id = ? AND stage = 'in_progress'"), {id});
        if (!upload)
            return refuse(upload.error());
        if (!*upload)
            return false;
        const Served<void> marked = entomb(sql, id, nowMs);
        if (!marked)
            return refuse(marked.error());
        return true;
    });
}

Served<void> SessionStore::markDeleted(const QString &id, qint64 nowMs)
{
    return m_sql.write<void>([&](Sql &sql) { return entomb(sql, id, nowMs); });
}

Served<bool> SessionStore::markAbandoned(const QString &id, qint64 activeBeforeMs, qint64 nowMs)
{
    return m_sql.write<bool>([&](Sql &sql) -> Served<bool> {
        const Served<std::optional<SessionRecord>> upload =
            one(sql, selectUploads("upload_id = ? AND stage = 'in_progress' AND active_ms < ?"),
                {id, activeBeforeMs});
        if (!upload)
            return refuse(upload.error());
        if (!*upload)
            return false;
        const Served<void> marked = entomb(sql, id, nowMs);
        if (!marked)
            return refuse(marked.error());
        return true;
    });
}

Served<QList<SessionRecord>> SessionStore::unfinished()
{
    return m_sql.read<QList<SessionRecord>>(
        [](Sql &sql) { return many(sql, selectUploads(unfinishedStages), {}); });
}

Served<qint64> SessionStore::countUnfinished()
{
    return m_sql.read<qint64>([](Sql &sql) {
        return number(
            sql, QStringLiteral("SELECT count(*) FROM uploads WHERE ") + QLatin1String(unfinishedStages), {});
    });
}

Served<QList<SessionRecord>> SessionStore::abandoned(qint64 activeBeforeMs)
{
    return m_sql.read<QList<SessionRecord>>([&](Sql &sql) {
        return many(sql, selectUploads("stage = 'in_progress' AND active_ms < ?"), {activeBeforeMs});
    });
}

Served<void> SessionStore::forgetEnded(qint64 endedBeforeMs)
{
    return m_sql.write<void>([&](Sql &sql) -> Served<void> {
        const char ended[] = "stage IN ('completed', 'deleted') AND active_ms < ?";
        Served<void> removed = change(
            sql,
            QStringLiteral("DELETE FROM parts WHERE upload_id IN (SELECT upload_id FROM uploads WHERE %1)")
                .arg(QLatin1String(ended)),
            {endedBeforeMs});
        if (!removed)
            return removed;
        return change(sql, QStringLiteral("DELETE FROM uploads WHERE %1").arg(QLatin1String(ended)),
                      {endedBeforeMs});
    });
}

} // namespace gantry
