#include "app/service/stores/s3/s3_store.h"

#include "app/service/service_log.h"
#include "app/service/stores/part_numbers.h"
#include "engine/core/etag.h"
#include "engine/core/key_length.h"
#include "engine/hashing/digests.h"
#include "engine/protocol/s3/s3_part_names.h"

#include <algorithm>
#include <limits>

namespace gantry {
namespace {

constexpr int all = std::numeric_limits<int>::max();

// What the object carries. Readers of the bucket see it, so it is not the upload's id itself.
QString tokenOf(const SessionRecord &upload)
{
    return QString::fromLatin1(
        digestOf(DigestKind::Sha256, "gantry-service upload " + upload.id.toLatin1()).toHex().left(32));
}

// By which a repeated complete is known to name the same parts.
QString digestOfClaims(QList<ClaimedPart> claims)
{
    std::sort(claims.begin(), claims.end(),
              [](const ClaimedPart &a, const ClaimedPart &b) { return a.number < b.number; });
    Digester digester(DigestKind::Sha256);
    for (const ClaimedPart &claim : claims)
        digester.add(QByteArray::number(claim.number) + ' ' + bareEtag(claim.etag) + '\n');
    return QString::fromLatin1(digester.result().toHex());
}

ServiceError tooLongForSwift(const SessionRecord &upload, const QString &storeKey)
{
    const qsizetype ours = storeKey.toUtf8().size() - upload.key.toUtf8().size();
    return {ErrorCode::InvalidKey,
            QStringLiteral("The store keeps the parts of a file under its name and more. Shorten the name, "
                           "or its folders, to %1 bytes in all.")
                .arg(longestKey - s3::partNameAdds - ours),
            std::nullopt};
}

bool belongsTo(const SessionRecord &upload, const StoredPart &part)
{
    return part.number <= upload.plan.partsTotal && part.size == upload.plan.rangeOf(part.number).length;
}

// The stored parts that the claims name, in order; or why they are not those.
Served<QList<StoredPart>> claimedParts(const SessionRecord &upload, const QList<StoredPart> &stored,
                                       const QList<ClaimedPart> &claims)
{
    QHash<int, StoredPart> byNumber;
    for (const StoredPart &part : stored)
        byNumber.insert(part.number, part);
    QList<int> missing;
    QList<StoredPart> parts;
    for (int number = 1; number <= upload.plan.partsTotal; ++number) {
        const auto part = byNumber.constFind(number);
        if (part == byNumber.cend())
            missing.append(number);
        else
            parts.append(*part);
    }
    if (!missing.isEmpty())
        return refuse(ErrorCode::PartsMissing,
                      QStringLiteral("These parts are not stored: %1.").arg(partNumbersText(missing)));
    QList<int> different;
    for (const ClaimedPart &claim : claims)
        if (bareEtag(claim.etag) != bareEtag(byNumber.value(claim.number).etag))
            different.append(claim.number);
    if (!different.isEmpty())
        return refuse(
            ErrorCode::EtagMismatch,
            QStringLiteral("These parts are stored with another ETag: %1.").arg(partNumbersText(different)));
    return parts;
}

} // namespace

S3Store::S3Store(Setup setup, SessionStore &sessions, SessionOpenings &openings, const Clock &clock,
                 ServiceHooks hooks)
    : m_setup(std::move(setup))
    , m_client(m_setup.settings, m_setup.credentials, clock)
    , m_multipart(m_client)
    , m_sessions(sessions)
    , m_openings(openings)
    , m_clock(clock)
    , m_hooks(std::move(hooks))
{}

QString S3Store::storeKeyOf(const SessionRecord &upload) const
{
    return m_client.address().keyOf(upload.user + QLatin1Char('/') + upload.key);
}

PlanBounds S3Store::bounds() const
{
    PlanBounds bounds;
    bounds.minPartSize = m_setup.settings.minPartSize;
    return bounds;
}

Served<void> S3Store::open(SessionRecord &upload)
{
    const QString key = storeKeyOf(upload);
    if (const Expected<void> valid = s3::validateKey(key); !valid)
        return refuse(ErrorCode::InvalidKey, valid.error().message);
    if (m_client.isSwift() && s3::willBeTooLong(key, upload.plan.partsTotal))
        return refuse(tooLongForSwift(upload, key));
    Served<void> noted = m_openings.note({upload.id, key, m_client.wallMs()});
    if (!noted)
        return noted;
    m_hooks.step("open.noted");
    const Served<S3Session> session = m_multipart.create(key, upload.contentType, tokenOf(upload));
    if (!session && session.error().code == ErrorCode::InvalidKey && m_client.isSwift())
        return refuse(tooLongForSwift(upload, key));
    if (!session)
        return refuse(session.error()); // it may be there all the same: the note stays for reconcile()
    m_hooks.step("open.created");
    upload.storeHandle = session->handle();
    return {};
}

Served<QList<QByteArray>> S3Store::partLinks(const SessionRecord &upload, const QList<int> &numbers,
                                             std::chrono::seconds lifetime)
{
    // The parts go past the service: this is what it hears of an upload that is alive.
    if (const Served<void> touched = m_sessions.touch(upload.id, m_clock.wallMs()); !touched)
        return refuse(touched.error());
    const S3Session session = S3Session::of(upload.storeHandle);
    QList<QByteArray> links;
    links.reserve(numbers.size());
    for (const int number : numbers)
        links.append(m_multipart.partLink(session, number, upload.plan.rangeOf(number).length, lifetime));
    return links;
}

Served<QList<StoredPart>> S3Store::parts(const SessionRecord &upload, int after, int limit)
{
    if (upload.stage == UploadStage::Completed)
        return QList<StoredPart>();
    Served<QList<StoredPart>> parts = m_multipart.parts(S3Session::of(upload.storeHandle), after, limit);
    if (parts)
        parts->removeIf([&](const StoredPart &part) { return !belongsTo(upload, part); });
    return parts;
}

Served<PartsSummary> S3Store::summary(const SessionRecord &upload)
{
    const Served<QList<StoredPart>> stored = parts(upload, 0, all);
    if (!stored)
        return refuse(stored.error());
    PartsSummary summary;
    for (const StoredPart &part : *stored) {
        ++summary.count;
        summary.bytes += part.size;
    }
    return summary;
}

Served<StoredObject> S3Store::complete(const SessionRecord &upload, const QList<ClaimedPart> &claims)
{
    const QString claimed = digestOfClaims(claims);
    if (upload.stage == UploadStage::Completed) {
        // Without a token it was found in its place, and nothing tells of which parts it was made.
        if (!upload.placeToken.isEmpty() && claimed != upload.placeToken)
            return refuse(ErrorCode::EtagMismatch,
                          QStringLiteral("The upload was completed with other parts than these."));
        return StoredObject{upload.finalKey, upload.etag.toLatin1()};
    }
    const Served<QList<StoredPart>> stored = parts(upload, 0, all);
    if (!stored)
        return placedOrLost(upload, stored.error());
    const Served<QList<StoredPart>> chosen = claimedParts(upload, *stored, claims);
    if (!chosen)
        return refuse(chosen.error());
    return assemble(upload, *chosen, claimed);
}

Served<StoredObject> S3Store::assemble(const SessionRecord &upload, const QList<StoredPart> &stored,
                                       const QString &claimed)
{
    const Served<void> intended = m_sessions.intend(upload.id, upload.key, claimed);
    if (!intended)
        return refuse(intended.error());
    m_hooks.step("complete.intended");
    const Served<void> completed = m_multipart.complete(S3Session::of(upload.storeHandle), stored);
    m_hooks.step("complete.placed");
    if (completed) {
        // RGW's answer has no ETag; the object itself tells, and proves that it is there.
        return placedOrLost(upload,
                            {ErrorCode::StoreFailed,
                             QStringLiteral("The store has another object in this place."), std::nullopt});
    }
    Served<StoredObject> object = placedOrLost(upload, completed.error());
    // The store's definite no: the upload goes on taking parts. After anything else the next call looks
    // first.
    if (!object && object.error().code == ErrorCode::EtagMismatch)
        m_sessions.withdrawIntent(upload.id);
    return object;
}

// The object, if it is in its place; else the error.
Served<StoredObject> S3Store::placedOrLost(const SessionRecord &upload, const ServiceError &error)
{
    const Served<std::optional<StoredObject>> placed = findPlaced(upload);
    if (!placed)
        return refuse(placed.error());
    if (!*placed)
        return refuse(error);
    return **placed;
}

Served<std::optional<StoredObject>> S3Store::findPlaced(const SessionRecord &upload)
{
    const Served<std::optional<S3Object>> object = m_multipart.head(S3Session::of(upload.storeHandle).key);
    if (!object)
        return refuse(object.error());
    // The same size alone proves nothing.
    if (!*object || (*object)->token != tokenOf(upload) || (*object)->size != upload.plan.fileSize)
        return std::optional<StoredObject>();
    return std::optional(StoredObject{upload.key, (*object)->etag});
}

Served<void> S3Store::discard(const SessionRecord &upload)
{
    if (Served<void> aborted = m_multipart.abort(S3Session::of(upload.storeHandle)); !aborted)
        return aborted;
    // There was nothing to abort if the upload was completed meanwhile.
    const Served<std::optional<StoredObject>> placed = findPlaced(upload);
    if (!placed)
        return refuse(placed.error());
    if (*placed)
        return refuse(ErrorCode::AlreadyCompleted, QStringLiteral("The object is in its place."));
    return m_openings.forget(upload.id);
}

} // namespace gantry
