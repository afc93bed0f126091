// The half of the S3 store that brings the store's unfinished uploads and the service's own into step.
#include "app/service/service_log.h"
#include "app/service/stores/s3/s3_store.h"

#include <algorithm>

namespace gantry {
namespace {

using namespace std::chrono_literals;

// How long a call may be under way in which another instance opens an upload.
constexpr std::chrono::milliseconds openingMayTake = 15min;
// How far two clocks may be apart whose signatures are still accepted.
constexpr std::chrono::milliseconds clocksApart = 15min;

} // namespace

Served<void> S3Store::reconcile(const QList<SessionRecord> &unfinished)
{
    // In this order: what is recorded after the first question can only be missing from its own answer.
    const Served<QList<SessionOpening>> openings = m_openings.all();
    if (!openings)
        return refuse(openings.error());
    const Served<QList<s3::ListedUpload>> listed = m_multipart.list(m_client.address().keyOf(QString()));
    if (!listed)
        return refuse(listed.error());
    QSet<QString> onStore;
    for (const s3::ListedUpload &entry : *listed)
        onStore.insert(S3Session{entry.id, entry.key}.handle());

    QSet<QString> known;
    for (const SessionRecord &upload : unfinished) {
        known.insert(upload.storeHandle);
        if (onStore.contains(upload.storeHandle))
            continue;
        // A listing may be behind, so the upload itself is asked for.
        const Served<QList<StoredPart>> parts = m_multipart.parts(S3Session::of(upload.storeHandle), 0, 1);
        if (parts)
            continue;
        if (parts.error().code != ErrorCode::UploadLost)
            return refuse(parts.error());
        // Not the same as lost: it may have been assembled after a complete that nobody waited for.
        const Served<std::optional<StoredObject>> placed = findPlaced(upload);
        if (!placed)
            return refuse(placed.error());
        if (*placed)
            continue; // its client's next call finds it
        const Served<bool> lost = m_sessions.markDeleted(upload.id, m_clock.wallMs());
        if (!lost)
            return refuse(lost.error());
        if (*lost)
            logEvent(QStringLiteral("lost: upload %1 of %2, \"%3\": the store no longer has it")
                         .arg(upload.id, upload.user, upload.key));
    }
    Served<void> settled = settleListed(*listed, known, *openings);
    m_reconciled = true;
    return settled;
}

// Aborts what is on the store and is nobody's; other programs' uploads are left alone.
Served<void> S3Store::settleListed(const QList<s3::ListedUpload> &listed, const QSet<QString> &unfinished,
                                   const QList<SessionOpening> &openings)
{
    // Nobody else can be opening anything while this instance, alone with its database, starts.
    const bool alone = !m_setup.isShared && !m_reconciled;
    const qint64 settledBefore = m_client.wallMs() - (alone ? 0 : openingMayTake.count());
    const auto isOld = [&](const SessionOpening &opening) { return opening.begunMs <= settledBefore; };
    int unknown = 0;
    for (const s3::ListedUpload &entry : listed) {
        const QString handle = S3Session{entry.id, entry.key}.handle();
        if (unfinished.contains(handle))
            continue;
        const Served<std::optional<UploadStage>> stage = m_openings.stageOf(handle);
        if (!stage)
            return refuse(stage.error());
        bool abandoned = *stage == UploadStage::Deleted;
        if (!*stage) {
            const auto ofKey = [&](const SessionOpening &opening) { return opening.storeKey == entry.key; };
            const bool inFlight = std::any_of(openings.begin(), openings.end(), [&](const auto &opening) {
                return ofKey(opening) && !isOld(opening);
            });
            abandoned = !inFlight &&
                        std::any_of(openings.begin(), openings.end(), [&](const SessionOpening &opening) {
                            return ofKey(opening) && entry.begunMs >= opening.begunMs - clocksApart.count();
                        });
            unknown += abandoned || inFlight ? 0 : 1;
        }
        if (!abandoned)
            continue;
        if (Served<void> aborted = m_multipart.abort({entry.id, entry.key}); !aborted)
            return aborted;
        logEvent(
            QStringLiteral("aborted on the store: an unfinished upload of nobody, \"%1\"").arg(entry.key));
    }
    if (unknown > 0)
        logEvent(QStringLiteral("the store holds %1 unfinished uploads that are not this service's; they are "
                                "left alone")
                     .arg(unknown));
    for (const SessionOpening &opening : openings) {
        if (!isOld(opening))
            continue;
        if (Served<void> forgotten = m_openings.forget(opening.uploadId); !forgotten)
            return forgotten;
    }
    return {};
}

} // namespace gantry
