#include "app/service/session_rows.h"

#include "engine/core/names.h"

#include <array>

namespace gantry {
namespace {

constexpr std::array stageNames{
    NameEntry<UploadStage>{UploadStage::InProgress, QLatin1String("in_progress")},
    NameEntry<UploadStage>{UploadStage::Completing, QLatin1String("completing")},
    NameEntry<UploadStage>{UploadStage::Completed, QLatin1String("completed")},
    NameEntry<UploadStage>{UploadStage::Deleted, QLatin1String("deleted")},
};

SessionRecord recordOf(const QSqlQuery &row)
{
    SessionRecord upload;
    upload.id = row.value(0).toString();
    upload.user = row.value(1).toString();
    upload.fingerprint = row.value(2).toString();
    upload.key = row.value(3).toString();
    upload.contentType = row.value(4).toString();
    upload.plan = ChunkPlan{row.value(5).toLongLong(), row.value(6).toLongLong(), row.value(7).toInt()};
    // A stage that is not in the table cannot come from this program; such a row takes no parts and is never
    // completed.
    upload.stage = valueIn<UploadStage>(stageNames, row.value(8).toString()).value_or(UploadStage::Deleted);
    upload.storeHandle = row.value(9).toString();
    upload.finalKey = row.value(10).toString();
    upload.placeToken = row.value(11).toString();
    upload.etag = row.value(12).toString();
    upload.createdMs = row.value(13).toLongLong();
    upload.activeMs = row.value(14).toLongLong();
    return upload;
}

} // namespace

QString selectUploads(const char *condition)
{
    return QStringLiteral("SELECT %1 FROM uploads WHERE %2")
        .arg(QLatin1String(uploadColumns), QLatin1String(condition));
}

Served<std::optional<SessionRecord>> one(Sql &sql, const QString &statement, const QVariantList &values)
{
    const Served<QSqlQuery *> query = sql.run(statement, values);
    if (!query)
        return refuse(query.error());
    if (!(*query)->next())
        return std::optional<SessionRecord>();
    return std::optional<SessionRecord>(recordOf(**query));
}

Served<QList<SessionRecord>> many(Sql &sql, const QString &statement, const QVariantList &values)
{
    const Served<QSqlQuery *> query = sql.run(statement, values);
    if (!query)
        return refuse(query.error());
    QList<SessionRecord> uploads;
    while ((*query)->next())
        uploads.append(recordOf(**query));
    return uploads;
}

QString text(const QString &value)
{
    return value.isNull() ? QStringLiteral("") : value;
}

Served<void> change(Sql &sql, const QString &statement, const QVariantList &values)
{
    const Served<QSqlQuery *> query = sql.run(statement, values);
    if (!query)
        return refuse(query.error());
    return {};
}

Served<bool> changeOne(Sql &sql, const QString &statement, const QVariantList &values)
{
    const Served<QSqlQuery *> query = sql.run(statement, values);
    if (!query)
        return refuse(query.error());
    return (*query)->numRowsAffected() == 1;
}

Served<qint64> number(Sql &sql, const QString &statement, const QVariantList &values)
{
    const Served<QSqlQuery *> query = sql.run(statement, values);
    if (!query)
        return refuse(query.error());
    (*query)->next();
    return (*query)->value(0).toLongLong();
}

QString nameOf(UploadStage stage)
{
    return nameIn(stageNames, stage);
}

} // namespace gantry
