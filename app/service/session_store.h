// Uploads and receipts in the database: the one place that knows their SQL. Calls block; any thread.
#pragma once

#include "app/service/session_record.h"
#include "app/service/sql_thread.h"

#include <QList>

#include <optional>

namespace gantry {

class SessionStore
{
public:
    explicit SessionStore(SqlThread &sql);

    // The random key of that name, made at its first use: 32 bytes.
    Served<QByteArray> secret(const QString &name);

    // Excludes the other services that share the database, for one upload: false if one of them holds it.
    // Ends with unlock(), or with this service, however that ends. Not counted: nobody takes it twice.
    Served<bool> tryLock(const QString &id);
    void unlock(const QString &id);

    Served<std::optional<SessionRecord>> find(const QString &id);
    // The unfinished upload that was active last, which it now is again; any key if `key` is none.
    Served<std::optional<SessionRecord>> reviveUnfinished(const QString &user, const QString &fingerprint,
                                                          const std::optional<QString> &key, qint64 nowMs);
    // Adds the upload, or returns the unfinished one of the same user, fingerprint and key. TooManyUploads
    // past the limit.
    Served<SessionRecord> insertOrFind(const SessionRecord &upload, int maxUnfinishedPerUser);

    Served<QList<StoredPart>> parts(const QString &id, int after, int limit);
    Served<PartsSummary> summary(const QString &id);

    // Takes back the receipt of a part, if there is one, before its bytes change. Returns the upload;
    // NotFound or AlreadyCompleted if it takes no parts.
    Served<SessionRecord> beginPart(const QString &id, int number);
    // Refuses as beginPart() does if the upload has meanwhile ended.
    Served<void> recordPart(const QString &id, const StoredPart &part, qint64 nowMs);
    // Takes back the receipts of parts from `firstNumber` on.
    Served<void> dropParts(const QString &id, int firstNumber);

    // InProgress or Completing → Completing, with the place that the object is about to get. NotFound in any
    // other stage.
    Served<void> intend(const QString &id, const QString &finalKey, const QString &placeToken);
    // Completing → InProgress.
    Served<void> withdrawIntent(const QString &id);
    // Any stage → Completed: the object in its place is the proof. False: it was Completed already.
    Served<bool> markCompleted(const QString &id, const StoredObject &object, qint64 nowMs);
    Served<void> touch(const QString &id, qint64 nowMs); // a sign of life
    // InProgress → Deleted; false: it is in another stage.
    Served<bool> markDeleted(const QString &id, qint64 nowMs);
    // The same, if it is still without a sign of life since then; else false.
    Served<bool> markAbandoned(const QString &id, qint64 activeBeforeMs, qint64 nowMs);

    Served<QList<SessionRecord>> unfinished();
    Served<qint64> countUnfinished();
    // In stage InProgress and without a sign of life since then.
    Served<QList<SessionRecord>> abandoned(qint64 activeBeforeMs);
    // Forgets completed and deleted uploads that ended before then.
    Served<void> forgetEnded(qint64 endedBeforeMs);

private:
    SqlThread &m_sql;
};

} // namespace gantry
