// Uploads that a store behind the service has been asked to open, noted before it is asked: what an answer
// that was lost, or a crash, would leave on the store without anybody knowing. Calls block; any thread.
#pragma once

#include "app/service/session_record.h"
#include "app/service/sql_thread.h"

#include <QList>

#include <optional>

namespace gantry {

struct SessionOpening
{
    QString uploadId;
    QString storeKey;   // as the store has it
    qint64 begunMs = 0; // by the store's clock
};

class SessionOpenings
{
public:
    explicit SessionOpenings(SqlThread &sql);

    Served<void> note(const SessionOpening &opening);
    // SessionStore::insertOrFind() does so too, for the upload that it adds.
    Served<void> forget(const QString &uploadId);
    Served<QList<SessionOpening>> all();
    // Of the upload with that storeHandle, whatever has become of it; none: no upload has it.
    Served<std::optional<UploadStage>> stageOf(const QString &storeHandle);

private:
    SqlThread &m_sql;
};

} // namespace gantry
