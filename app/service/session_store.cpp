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

Served<std::optional<SessionRecord>> unfinishedLike(Sql &sql, const SessionRecord &upload)
{
    return one(sql,
               selectUploads("user_name = ? AND fingerprint = ? AND object_key = ? AND ") +
                   QLatin1String(unfinishedStages),
               {upload.user, upload.fingerprint, upload.key});
}

// InProgress → Deleted, unless it has shown a sign of life since then. The row decides: of two services that
// end it at once, one changes it.
Served<bool> entomb(Sql &sql, const QString &id, std::optional<qint64> activeBeforeMs, qint64 nowMs)
{
    QString statement = QStringLiteral("UPDATE uploads SET stage = 'deleted', active_ms = ? "
                                       "WHERE upload_id = ? AND stage = 'in_progress'");
    QVariantList values{nowMs, id};
    if (activeBeforeMs) {
        statement += QLatin1String(" AND active_ms < ?");
        values.append(*activeBeforeMs);
    }
    Served<bool> entombed = changeOne(sql, statement, values);
    if (!entombed || !*entombed)
        return entombed;
    const Served<void> removed = change(sql, QStringLiteral("DELETE FROM parts WHERE upload_id = ?"), {id});
    if (!removed)
        return refuse(removed.error());
    return true;
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

Served<void> SessionStore::intend(const QString &id, const QString &finalKey, const QString &placeToken)
{
    return m_sql.write<void>([&](Sql &sql) -> Served<void> {
        const Served<bool> intended =
            changeOne(sql,
                      QStringLiteral("UPDATE uploads SET stage = 'completing', final_key = ?, place_token = "
                                     "? WHERE upload_id = ? AND ") +
                          QLatin1String(unfinishedStages),
                      {finalKey, placeToken, id});
        if (!intended)
            return refuse(intended.error());
        if (!*intended)
            return refuse(noSuchUpload());
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

Served<bool> SessionStore::markCompleted(const QString &id, const StoredObject &object, qint64 nowMs)
{
    return m_sql.write<bool>([&](Sql &sql) {
        return changeOne(sql,
                         QStringLiteral("UPDATE uploads SET stage = 'completed', final_key = ?, etag = ?, "
                                        "active_ms = ? WHERE upload_id = ? AND stage <> 'completed'"),
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

Served<bool> SessionStore::markDeleted(const QString &id, qint64 nowMs)
{
    return m_sql.write<bool>([&](Sql &sql) { return entomb(sql, id, std::nullopt, nowMs); });
}

Served<bool> SessionStore::markAbandoned(const QString &id, qint64 activeBeforeMs, qint64 nowMs)
{
    return m_sql.write<bool>([&](Sql &sql) { return entomb(sql, id, activeBeforeMs, nowMs); });
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
