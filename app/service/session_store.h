// Uploads and receipts in the database: the one place that knows their SQL. Calls block; any thread.
#pragma once

#include "app/service/sql_thread.h"
#include "app/service/upload_record.h"

#include <QList>

#include <optional>

namespace gantry {

class SessionStore
{
public:
    explicit SessionStore(SqlThread &sql);

    // The random key of that name, made at its first use: 32 bytes.
    Outcome<QByteArray> secret(const QString &name);

    // Excludes the other services that share the database, for one upload: false if one of them holds it.
    // Ends with unlock(), or with this service, however that ends. Not counted: nobody takes it twice.
    Outcome<bool> tryLock(const QString &id);
    void unlock(const QString &id);

    Outcome<std::optional<UploadRecord>> find(const QString &id);
    // The unfinished upload that was active last, which it now is again; any key if `key` is none.
    Outcome<std::optional<UploadRecord>> reviveUnfinished(const QString &user, const QString &fingerprint,
                                                          const std::optional<QString> &key, qint64 nowMs);
    // Adds the upload, or returns the unfinished one of the same user, fingerprint and key. TooManyUploads
    // past the limit.
    Outcome<UploadRecord> insertOrFind(const UploadRecord &upload, int maxUnfinishedPerUser);

    Outcome<QList<StoredPart>> parts(const QString &id, int after, int limit);
    Outcome<PartsSummary> summary(const QString &id);

    // Takes back the receipt of a part, if there is one, before its bytes change. Returns the upload;
    // NotFound or AlreadyCompleted if it takes no parts.
    Outcome<UploadRecord> beginPart(const QString &id, int number);
    // Refuses as beginPart() does if the upload has meanwhile ended.
    Outcome<void> recordPart(const QString &id, const StoredPart &part, qint64 nowMs);
    // Takes back the receipts of parts from `firstNumber` on.
    Outcome<void> dropParts(const QString &id, int firstNumber);

    // InProgress or Completing → Completing, with the place that the object is about to get. NotFound in any
    // other stage.
    Outcome<void> intend(const QString &id, const QString &finalKey, const QString &placeToken);
    // Completing → InProgress.
    Outcome<void> withdrawIntent(const QString &id);
    Outcome<void> markCompleted(const QString &id, const StoredObject &object, qint64 nowMs);
    Outcome<void> touch(const QString &id, qint64 nowMs); // a sign of life
    // InProgress → Deleted; false: it is in another stage.
    Outcome<bool> markLost(const QString &id, qint64 nowMs);
    Outcome<void> markDeleted(const QString &id, qint64 nowMs);
    // The same, if it is in stage InProgress and still without a sign of life since then; else false.
    Outcome<bool> markAbandoned(const QString &id, qint64 activeBeforeMs, qint64 nowMs);

    Outcome<QList<UploadRecord>> unfinished();
    Outcome<qint64> countUnfinished();
    // In stage InProgress and without a sign of life since then.
    Outcome<QList<UploadRecord>> abandoned(qint64 activeBeforeMs);
    // Forgets completed and deleted uploads that ended before then.
    Outcome<void> forgetEnded(qint64 endedBeforeMs);

private:
    SqlThread &m_sql;
};

} // namespace gantry
