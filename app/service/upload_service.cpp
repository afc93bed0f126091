#include "app/service/upload_service.h"

#include "app/service/object_key.h"
#include "app/service/service_log.h"

#include <QRandomGenerator>
#include <QSet>

#include <array>
#include <thread>

namespace gantry {
namespace {

// How long a call waits for another one on the same upload (a complete that still flushes), before it says
// "busy".
constexpr std::chrono::seconds lockPatience(20);
constexpr std::chrono::milliseconds lockLook(100); // how often it asks for another service's
constexpr qsizetype maxFingerprintLength = 512;
constexpr qsizetype maxContentTypeLength = 255;

QString newUploadId()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    return QString::fromLatin1(
        QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex());
}

bool isPlainText(const QString &text, qsizetype maxLength)
{
    return text.size() <= maxLength && text.isValidUtf16() &&
           std::none_of(text.begin(), text.end(),
                        [](QChar c) { return c.category() == QChar::Other_Control; });
}

tl::unexpected<ServiceError> noSuchUpload()
{
    return refuse(ErrorCode::NotFound, QStringLiteral("There is no such upload."));
}

ServiceError refusalOf(const Failure &failure)
{
    return {failure.kind == FailureKind::TooLarge ? ErrorCode::TooLarge : ErrorCode::BadRequest,
            failure.message, std::nullopt};
}

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

UploadService::UploadService(const ServiceConfig &config, SessionStore &sessions, ObjectStore &store,
                             const Clock &clock, Metrics &metrics, ServiceHooks hooks)
    : m_config(config)
    , m_sessions(sessions)
    , m_store(store)
    , m_clock(clock)
    , m_metrics(metrics)
    , m_hooks(std::move(hooks))
{}

Served<void> UploadService::recover()
{
    const Served<QList<SessionRecord>> interrupted = m_sessions.unfinished();
    if (!interrupted)
        return refuse(interrupted.error());
    QList<SessionRecord> unfinished;
    for (const SessionRecord &upload : *interrupted) {
        const Served<SessionRecord> settled = settleUnheld(upload);
        if (!settled)
            return refuse(settled.error());
        if (settled->stage == UploadStage::InProgress)
            unfinished.append(*settled);
    }
    return m_store.reconcile(unfinished);
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
        if (!marked || !*marked || !m_store.discard(upload))
            continue;
        ++m_metrics.uploadsExpired;
        logEvent(QStringLiteral("expired: upload %1 of %2, \"%3\"").arg(upload.id, upload.user, upload.key));
    }
    m_sessions.forgetEnded(before);
    if (m_store.reconcilesWhileServing())
        recover();
}

Served<SessionRecord> UploadService::initiate(const QString &user, const InitiateRequest &request)
{
    const Served<QString> key = makeObjectKey(request.keyPrefix, request.filename);
    if (!key)
        return refuse(key.error());
    if (request.fingerprint.isEmpty() || !isPlainText(request.fingerprint, maxFingerprintLength))
        return refuse(ErrorCode::BadRequest,
                      QStringLiteral("A fingerprint has 1 to %1 characters and no control character.")
                          .arg(maxFingerprintLength));
    if (!isPlainText(request.contentType, maxContentTypeLength))
        return refuse(ErrorCode::BadRequest, QStringLiteral("The content type is not usable."));
    const Expected<ChunkPlan> plan = planChunks(request.size, m_store.bounds(), request.partSize);
    if (!plan)
        return refuse(refusalOf(plan.error()));

    const qint64 now = m_clock.wallMs();
    const Served<std::optional<SessionRecord>> existing =
        m_sessions.reviveUnfinished(user, request.fingerprint, *key, now);
    if (!existing)
        return refuse(existing.error());
    SessionRecord upload;
    if (*existing) {
        upload = **existing;
    } else {
        SessionRecord fresh;
        fresh.id = newUploadId();
        fresh.user = user;
        fresh.fingerprint = request.fingerprint;
        fresh.key = *key;
        fresh.contentType = request.contentType;
        fresh.plan = *plan;
        fresh.createdMs = now;
        fresh.activeMs = now;
        const Served<void> opened = m_store.open(fresh);
        if (!opened)
            return refuse(opened.error());
        const Served<SessionRecord> inserted =
            m_sessions.insertOrFind(fresh, m_config.limits.unfinishedPerUser);
        if (!inserted || inserted->id != fresh.id) {
            // Refused, or another request was faster; what could not be removed now goes at the next start.
            m_store.discard(fresh);
            if (!inserted)
                return refuse(inserted.error());
        } else {
            m_hooks.step("open.recorded");
            ++m_metrics.uploadsInitiated;
            logEvent(QStringLiteral("begun: upload %1 of %2, \"%3\", %4 bytes")
                         .arg(fresh.id, user, fresh.key)
                         .arg(fresh.plan.fileSize));
        }
        upload = *inserted;
    }
    if (upload.plan.fileSize != request.size)
        return refuse(ErrorCode::FingerprintConflict,
                      QStringLiteral("An unfinished upload with this fingerprint and name is %1 bytes long, "
                                     "not %2; delete it first.")
                          .arg(upload.plan.fileSize)
                          .arg(request.size));
    return upload;
}

Served<std::optional<SessionRecord>> UploadService::resumable(const QString &user, const QString &fingerprint,
                                                              const std::optional<QString> &key)
{
    return m_sessions.reviveUnfinished(user, fingerprint, key, m_clock.wallMs());
}

Served<SessionRecord> UploadService::find(const QString &user, const QString &id)
{
    if (!isUploadId(id))
        return noSuchUpload();
    const Served<std::optional<SessionRecord>> upload = m_sessions.find(id);
    if (!upload)
        return refuse(upload.error());
    if (!*upload || (*upload)->user != user || (*upload)->stage == UploadStage::Deleted)
        return noSuchUpload();
    return **upload;
}

Served<UploadProgress> UploadService::progress(const QString &user, const QString &id)
{
    const Served<SessionRecord> upload = find(user, id);
    if (!upload)
        return refuse(upload.error());
    if (upload->stage == UploadStage::Completed)
        return UploadProgress{*upload, {upload->plan.partsTotal, upload->plan.fileSize}};
    const Served<PartsSummary> received = m_store.summary(*upload);
    if (!received)
        return endIfLost(*upload, received.error());
    return UploadProgress{*upload, *received};
}

Served<QList<StoredPart>> UploadService::parts(const SessionRecord &upload, int after, int limit)
{
    Served<QList<StoredPart>> parts = m_store.parts(upload, after, limit);
    if (!parts)
        return endIfLost(upload, parts.error());
    return parts;
}

// Passes the error on. An upload that its store has lost is over, so that the client's next one is a new one.
tl::unexpected<ServiceError> UploadService::endIfLost(const SessionRecord &upload, const ServiceError &error)
{
    if (error.code != ErrorCode::UploadLost)
        return refuse(error);
    if (const Served<bool> marked = m_sessions.markLost(upload.id, m_clock.wallMs()); !marked)
        return refuse(marked.error());
    logEvent(QStringLiteral("lost: upload %1 of %2, \"%3\": the store no longer has it")
                 .arg(upload.id, upload.user, upload.key));
    return refuse(error);
}

Served<QList<QByteArray>> UploadService::links(const SessionRecord &upload, const QList<int> &numbers)
{
    if (upload.stage == UploadStage::Completed)
        return refuse(ErrorCode::AlreadyCompleted,
                      QStringLiteral("The upload is complete and takes no more parts."));
    return m_store.partLinks(upload, numbers, m_config.urlLifetime);
}

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
    return refuse({ErrorCode::Busy, QStringLiteral("Another call works on this upload just now."),
                   std::chrono::seconds(5)});
}

// Records that the object is in its place.
Served<SessionRecord> UploadService::finish(SessionRecord upload, const StoredObject &object)
{
    const qint64 now = m_clock.wallMs();
    const Served<void> marked = m_sessions.markCompleted(upload.id, object, now);
    if (!marked)
        return refuse(marked.error());
    m_hooks.step("complete.recorded");
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
    if (!object)
        return endIfLost(*upload, object.error());
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
        return noSuchUpload();
    if ((*known)->stage == UploadStage::Deleted)
        return m_store.discard(**known); // the first time may have ended half way
    const Served<SessionRecord> upload = settle(**known);
    if (!upload)
        return refuse(upload.error());
    if (upload->stage == UploadStage::Completed)
        return refuse(ErrorCode::AlreadyCompleted,
                      QStringLiteral("The upload is complete; its object stays."));
    Served<void> marked = m_sessions.markDeleted(id, m_clock.wallMs());
    if (!marked)
        return marked;
    m_hooks.step("delete.recorded");
    Served<void> discarded = m_store.discard(*upload);
    if (!discarded)
        return discarded;
    ++m_metrics.uploadsDeleted;
    logEvent(QStringLiteral("deleted: upload %1 of %2, \"%3\"").arg(upload->id, user, upload->key));
    return {};
}

Served<QByteArray> UploadService::receivePart(QStringView uploadId, QByteArrayView partNumber,
                                              QByteArrayView query, RequestBody &body)
{
    PartSink *sink = m_store.partSink();
    if (!sink)
        return refuse(ErrorCode::NotFound, QStringLiteral("Parts do not come here."));
    Served<QByteArray> etag = sink->receivePart(uploadId, partNumber, query, body);
    if (etag) {
        ++m_metrics.partsStored;
        m_metrics.partBytesStored += body.length();
    } else {
        ++m_metrics.partsRefused;
    }
    return etag;
}

} // namespace gantry
