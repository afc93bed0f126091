#include "app/service/session_openings.h"

#include "app/service/session_rows.h"

namespace gantry {

SessionOpenings::SessionOpenings(SqlThread &sql)
    : m_sql(sql)
{}

Served<void> SessionOpenings::note(const SessionOpening &opening)
{
    return m_sql.write<void>([&](Sql &sql) {
        return change(
            sql, QStringLiteral("INSERT INTO openings (upload_id, store_key, begun_ms) VALUES (?, ?, ?)"),
            {opening.uploadId, opening.storeKey, opening.begunMs});
    });
}

Served<void> SessionOpenings::forget(const QString &uploadId)
{
    return m_sql.write<void>([&](Sql &sql) {
        return change(sql, QStringLiteral("DELETE FROM openings WHERE upload_id = ?"), {uploadId});
    });
}

Served<QList<SessionOpening>> SessionOpenings::all()
{
    return m_sql.read<QList<SessionOpening>>([](Sql &sql) -> Served<QList<SessionOpening>> {
        const Served<QSqlQuery *> query =
            sql.run(QStringLiteral("SELECT upload_id, store_key, begun_ms FROM openings"));
        if (!query)
            return refuse(query.error());
        QList<SessionOpening> openings;
        while ((*query)->next())
            openings.append({(*query)->value(0).toString(), (*query)->value(1).toString(),
                             (*query)->value(2).toLongLong()});
        return openings;
    });
}

Served<std::optional<UploadStage>> SessionOpenings::stageOf(const QString &storeHandle)
{
    return m_sql.read<std::optional<UploadStage>>([&](Sql &sql) -> Served<std::optional<UploadStage>> {
        const Served<std::optional<SessionRecord>> upload =
            one(sql, selectUploads("store_handle = ?"), {storeHandle});
        if (!upload)
            return refuse(upload.error());
        return *upload ? std::optional((*upload)->stage) : std::nullopt;
    });
}

} // namespace gantry
