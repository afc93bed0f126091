// Rows of the service's tables as values: what the SQL of the session store is made of. In the database's
// thread.
#pragma once

#include "app/service/session_record.h"
#include "app/service/sql_thread.h"

#include <QList>
#include <QString>
#include <QVariant>

#include <optional>

namespace gantry {

inline constexpr char uploadColumns[] =
    "upload_id, user_name, fingerprint, object_key, content_type, object_size, part_size, parts_total, "
    "stage, store_handle, final_key, place_token, etag, created_ms, active_ms";
inline constexpr char unfinishedStages[] = "stage IN ('in_progress', 'completing')";

QString selectUploads(const char *condition);
QString nameOf(UploadStage stage);
QString text(const QString &value); // never null, which would be stored as NULL

Served<std::optional<SessionRecord>> one(Sql &sql, const QString &statement, const QVariantList &values);
Served<QList<SessionRecord>> many(Sql &sql, const QString &statement, const QVariantList &values);
Served<void> change(Sql &sql, const QString &statement, const QVariantList &values);
// Whether it changed the one row that its condition means.
Served<bool> changeOne(Sql &sql, const QString &statement, const QVariantList &values);
Served<qint64> number(Sql &sql, const QString &statement, const QVariantList &values);

} // namespace gantry
