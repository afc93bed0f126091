#include "app/service/upload_service.h"

#include "app/service/object_key.h"
#include "app/service/service_log.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace gantry {
namespace {

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

ServiceError refusalOf(const Failure &failure)
{
    return {failure.kind == FailureKind::TooLarge ? ErrorCode::TooLarge : ErrorCode::BadRequest,
            failure.message, std::nullopt};
}

} // namespace

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
        return refuse(noSuchUpload());
    const Served<std::optional<SessionRecord>> upload = m_sessions.find(id);
    if (!upload)
        return refuse(upload.error());
    if (!*upload || (*upload)->user != user || (*upload)->stage == UploadStage::Deleted)
        return refuse(noSuchUpload());
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

Served<QList<QByteArray>> UploadService::links(const SessionRecord &upload, const QList<int> &numbers)
{
    if (upload.stage == UploadStage::Completed)
        return refuse(ErrorCode::AlreadyCompleted,
                      QStringLiteral("The upload is complete and takes no more parts."));
    return m_store.partLinks(upload, numbers, m_config.urlLifetime);
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
