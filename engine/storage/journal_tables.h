// The journal's operations as statements, inside whatever transaction its caller has begun.
#pragma once

#include "engine/storage/journal_connection.h"

namespace gantry {

class JournalTables
{
public:
    explicit JournalTables(JournalConnection &connection)
        : m_connection(connection)
    {}

    SqlResult<void> apply(const JournalBatch &batch);
    SqlResult<JournalContents> contents(); // all but setAside
    SqlResult<QMap<int, Receipt>> receipts(UploadId id);

private:
    SqlResult<void> apply(const PutUpload &operation);
    SqlResult<void> apply(const RemoveUpload &operation);
    SqlResult<void> apply(const PutReceipts &operation);
    SqlResult<void> apply(const ForgetReceipts &operation);
    SqlResult<void> apply(const ForgetAllReceipts &operation);
    SqlResult<void> apply(const PutDestination &operation);
    SqlResult<void> apply(const RemoveDestination &operation);
    SqlResult<void> apply(const NoteOrphan &operation);
    SqlResult<void> apply(const ForgetOrphan &operation);
    SqlResult<void> apply(const PutSetting &operation);

    JournalConnection &m_connection;
};

} // namespace gantry
