// The half of the upload service that ends an upload: complete, delete, and expiry, against other calls here
// and against the other services that share the database.
#include "app/service/service_log.h"
#include "app/service/upload_service.h"

#include <QSet>

#include <thread>

namespace gantry {
namespace {

// How long a call waits for another one on the same upload (a complete that still flushes), before it says
// "busy".
constexpr std::chrono::seconds lockPatience(20);
constexpr std::chrono::milliseconds lockLook(100); // how often it asks for another service's

// Every part exactly once, or BadRequest.
Served<void> checkClaims(const SessionRecord &upload, const QList<ClaimedPart> &claims)
{
    QSet<int> numbers;
    for (const ClaimedPart &claim : claims) {
        if (claim.number < 1 || claim.number > upload.plan.partsTotal)
            return refuse(ErrorCode::BadRequest, QStringLiteral("There is no part %1; the upload has %2.")
                                                     .arg(claim.number)
                                                     .arg(upload.plan.partsTotal));
        if (numbers.contains(claim.number))
            return refuse(ErrorCode::BadRequest,
                          QStringLiteral("Part %1 is listed twice.").arg(claim.number));
        numbers.insert(claim.number);
    }
    if (numbers.size() != upload.plan.partsTotal)
        return refuse(ErrorCode::PartsMissing, QStringLiteral("The request lists %1 parts of %2.")
                                                   .arg(numbers.size())
                                                   .arg(upload.plan.partsTotal));
    return {};
}

ServiceError atWork()
{
    return {ErrorCode::Busy, QStringLiteral("Another call works on this upload just now."),
            std::chrono::seconds(5)};
}

ServiceError alreadyCompleted()
{
    return {ErrorCode::AlreadyCompleted, QStringLiteral("The upload is complete; its object stays."),
            std::nullopt};
}

} // namespace

class UploadService::Hold
{
public:
    Hold(std::unique_ptr<KeyedLocks::Guard> guard, SessionStore &sessions, QString id)
        : m_guard(std::move(guard))
        , m_sessions(sessions)
        , m_id(std::move(id))
    {}
    ~Hold() { m_sessions.unlock(m_id); }
    Hold(const Hold &) = delete;
    Hold &operator=(const Hold &) = delete;

private:
    const std::unique_ptr<KeyedLocks::Guard> m_guard; // goes after the other
    SessionStore &m_sessions;
    const QString m_id;
};

Served<std::unique_ptr<UploadService::Hold>> UploadService::lock(const QString &id,
                                                                 std::chrono::milliseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::unique_ptr<KeyedLocks::Guard> guard = m_locks.lockFor(id, patience);
    while (guard) {
        const Served<bool> locked = m_sessions.tryLock(id);
        if (!locked)
            return refuse(locked.error());
        if (*locked)
            return std::make_unique<Hold>(std::move(guard), m_sessions, id);
        if (std::chrono::steady_clock::now() >= deadline)
            break;
        std::this_thread::sleep_for(lockLook);
    }
    return refuse(atWork());
}

// Passes the error on. An upload that its store has lost is over, so that the client's next one is a new one.
tl::unexpected<ServiceError> UploadService::endIfLost(const SessionRecord &upload, const ServiceError &error)
{
    if (error.code != ErrorCode::UploadLost)
        return refuse(error);
    const Served<bool> marked = m_sessions.markDeleted(upload.id, m_clock.wallMs());
    if (!marked)
        return refuse(marked.error());
    if (*marked)
        logEvent(QStringLiteral("lost: upload %1 of %2, \"%3\": the store no longer has it")
                     .arg(upload.id, upload.user, upload.key));
    return refuse(error);
}

// Records that the object is in its place. Whatever another service has made of the upload meanwhile, the
// object is what counts: it was assembled, so nothing has deleted it.
Served<SessionRecord> UploadService::finish(SessionRecord upload, const StoredObject &object)
{
    const qint64 now = m_clock.wallMs();
    const Served<bool> marked = m_sessions.markCompleted(upload.id, object, now);
    if (!marked)
        return refuse(marked.error());
    m_hooks.step("complete.recorded");
    if (!*marked)
        return find(upload.user, upload.id); // another service has seen the object first
    ++m_metrics.uploadsCompleted;
    logEvent(QStringLiteral("completed: upload %1 of %2 as \"%3\", %4 bytes")
                 .arg(upload.id, upload.user, object.key)
                 .arg(upload.plan.fileSize));
    upload.stage = UploadStage::Completed;
    upload.finalKey = object.key;
    upload.etag = QString::fromLatin1(object.etag);
    upload.activeMs = now;
    return upload;
}

// An upload in stage Completing was cut off between its intent and its end: which of the two holds?
Served<SessionRecord> UploadService::settle(SessionRecord upload)
{
    if (upload.stage != UploadStage::Completing)
        return upload;
    const Served<std::optional<StoredObject>> placed = m_store.findPlaced(upload);
    if (!placed)
        return refuse(placed.error());
    if (*placed)
        return finish(std::move(upload), **placed);
    const Served<void> withdrawn = m_sessions.withdrawIntent(upload.id);
    if (!withdrawn)
        return refuse(withdrawn.error());
    upload.stage = UploadStage::InProgress;
    return upload;
}

// As settle(), unless a call is at work on it, here or in another service: then that call ends it.
Served<SessionRecord> UploadService::settleUnheld(const SessionRecord &upload)
{
    if (upload.stage != UploadStage::Completing)
        return upload;
    const Served<std::unique_ptr<Hold>> held = lock(upload.id, std::chrono::milliseconds(0));
    if (!held && held.error().code == ErrorCode::Busy)
        return upload;
    if (!held)
        return refuse(held.error());
    const Served<std::optional<SessionRecord>> now = m_sessions.find(upload.id);
    if (!now)
        return refuse(now.error());
    return *now ? settle(**now) : upload;
}

Served<SessionRecord> UploadService::complete(const QString &user, const QString &id,
                                              const QList<ClaimedPart> &claims)
{
    const Served<std::unique_ptr<Hold>> held = lock(id, lockPatience);
    if (!held)
        return refuse(held.error());
    Served<SessionRecord> upload = find(user, id);
    if (!upload)
        return upload;
    const Served<void> checked = checkClaims(*upload, claims);
    if (!checked)
        return refuse(checked.error());
    upload = settle(*upload);
    if (!upload)
        return upload;
    const Served<StoredObject> object = m_store.complete(*upload, claims);
    if (!object) {
        // Where the lock has gone with its database connection, another service may have been faster.
        Served<SessionRecord> now = find(user, id);
        if (!now)
            return now;
        if (upload->stage == UploadStage::Completed || now->stage != UploadStage::Completed)
            return endIfLost(*upload, object.error());
        if (const Served<StoredObject> same = m_store.complete(*now, claims); !same)
            return refuse(same.error());
        return now;
    }
    if (upload->stage == UploadStage::Completed)
        return upload;
    return finish(*upload, *object);
}

Served<void> UploadService::remove(const QString &user, const QString &id)
{
    const Served<std::unique_ptr<Hold>> held = lock(id, lockPatience);
    if (!held)
        return refuse(held.error());
    const Served<std::optional<SessionRecord>> known = m_sessions.find(id);
    if (!known)
        return refuse(known.error());
    if (!*known || (*known)->user != user)
        return refuse(noSuchUpload());
    if ((*known)->stage == UploadStage::Deleted)
        return discard(**known); // the first time may have ended half way
    const Served<SessionRecord> upload = settle(**known);
    if (!upload)
        return refuse(upload.error());
    if (upload->stage == UploadStage::Completed)
        return refuse(alreadyCompleted());
    const Served<bool> marked = m_sessions.markDeleted(id, m_clock.wallMs());
    if (!marked)
        return refuse(marked.error());
    if (!*marked)
        return refuse(atWork()); // of another service; what becomes of it is seen next time
    m_hooks.step("delete.recorded");
    Served<void> discarded = discard(*upload);
    if (!discarded)
        return discarded;
    ++m_metrics.uploadsDeleted;
    logEvent(QStringLiteral("deleted: upload %1 of %2, \"%3\"").arg(upload->id, user, upload->key));
    return {};
}

// Of an upload in stage Deleted. A complete() of another service may have been faster on the store: then the
// upload is completed after all.
Served<void> UploadService::discard(const SessionRecord &upload)
{
    Served<void> discarded = m_store.discard(upload);
    if (discarded || discarded.error().code != ErrorCode::AlreadyCompleted)
        return discarded;
    const Served<std::optional<StoredObject>> placed = m_store.findPlaced(upload);
    if (!placed)
        return refuse(placed.error());
    if (!*placed)
        return refuse(atWork());
    if (const Served<SessionRecord> finished = finish(upload, **placed); !finished)
        return refuse(finished.error());
    return refuse(alreadyCompleted());
}

void UploadService::reclaim()
{
    const qint64 before = m_clock.wallMs() - m_config.sessionMaxAge.count();
    const Served<QList<SessionRecord>> abandoned = m_sessions.abandoned(before);
    if (!abandoned)
        return;
    for (const SessionRecord &upload : *abandoned) {
        const Served<std::unique_ptr<Hold>> held = lock(upload.id, std::chrono::milliseconds(0));
        if (!held || m_store.isReceiving(upload))
            continue;
        const Served<bool> marked = m_sessions.markAbandoned(upload.id, before, m_clock.wallMs());
        if (!marked || !*marked || !discard(upload))
            continue;
        ++m_metrics.uploadsExpired;
        logEvent(QStringLiteral("expired: upload %1 of %2, \"%3\"").arg(upload.id, upload.user, upload.key));
    }
    m_sessions.forgetEnded(before);
    if (m_store.reconcilesWhileServing())
        recover();
}

} // namespace gantry
