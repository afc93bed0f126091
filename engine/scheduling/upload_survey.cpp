// What the server has of an unfinished upload: listed, and held against the file.
#include "engine/core/when_done.h"
#include "engine/scheduling/endpoint.h"
#include "engine/scheduling/engine_context.h"
#include "engine/scheduling/part_flow.h"
#include "engine/scheduling/upload_runner.h"

namespace gantry {
namespace {

constexpr int pageLimit = 1'000; // a listing longer than that never ends

} // namespace

// before: the pages so far.
void UploadRunner::survey(const Surveyed &before)
{
    m_busy = true;
    StepContext context = uploadContext();
    context.page = before.nextPage;
    m_endpoint.call(Step::Survey, context, this, [this, before](const Expected<Outcome> &outcome) {
        m_busy = false;
        if (!outcome) {
            troubled(Step::Survey, outcome.error());
            return;
        }
        const auto *answer = std::get_if<Surveyed>(&*outcome);
        if (!answer) {
            apply(upload_event::SessionLost{});
            return;
        }
        m_attempts.remove(Step::Survey);
        m_grants += answer->grants;
        const Surveyed all{before.ranges + answer->ranges,
                           answer->nextPage,
                           {},
                           earlierExpiry(before.expiresMs, answer->expiresMs)};
        if (all.nextPage.isEmpty()) {
            keepExpiry(all.expiresMs);
            surveyed(all.ranges);
        } else if (all.nextPage == before.nextPage || all.ranges.size() > pageLimit * 1000) {
            troubled(
                Step::Survey,
                {FailureKind::ProtocolViolation, tr("The destination's list of parts never ends."), {}, 0});
        } else {
            survey(all);
        }
    });
}

void UploadRunner::keepExpiry(qint64 expiresMs)
{
    UploadRecord &record = m_upload.record;
    if (expiresMs > 0 && std::exchange(record.session->expiresMs, expiresMs) != expiresMs)
        m_engine.writer->write({PutUpload{record}});
}

void UploadRunner::surveyed(const QList<StoredRange> &ranges)
{
    m_busy = true;
    whenReady(
        this, m_engine.journal->receipts(m_upload.record.id),
        [this, ranges](const Expected<QMap<int, Receipt>> &receipts) {
            m_busy = false;
            const UploadRecord &record = m_upload.record;
            // Receipts that cannot be read are none: then every listed part is compared.
            const QMap<int, Receipt> known = receipts ? *receipts : QMap<int, Receipt>();
            const bool believe = effectiveMode(m_endpoint.settings().verify, record.identity.size,
                                               record.onlyFingerprint) == VerifyMode::Fast;
            makeFlow();
            const ResumePlan resume = planResume(m_flow->table().plan(), ranges, known, believe);
            // Nothing is sent, and no receipt written, before the proof: a restart comes here again.
            const bool toBeProved = isUnproved(record, m_endpoint.traits()) && known.isEmpty();
            if (toBeProved && resume.findings.size() < ranges.size()) { // cut in another way
                disproved();
                return;
            }
            m_flow->adopt(resume, known, toBeProved ? PartFlow::Trust::ToBeProved : PartFlow::Trust::Ours);
            m_host.log(
                record.id,
                tr("The destination has %1 of %2 parts.").arg(resume.findings.size()).arg(record.partsTotal));
            m_upload.noteSetBack(tr("Parts that were lost, or are not as in the file, are sent again."));
            noteProgress();
            apply(upload_event::Surveyed{});
            if (m_flow && m_flow->table().allStored())
                apply(upload_event::AllStored{});
        });
}

// Neither continued nor ended: somebody may be sending to it.
void UploadRunner::disproved()
{
    UploadRecord &record = m_upload.record;
    dropFlow();
    m_host.releaseSession(record.id, *record.session);
    m_host.log(record.id, tr("What was found at the destination is an upload of another file to the same "
                             "name: it is left alone."));
    m_othersSessions.append(record.session->id);
    record.session.reset();
    record.onlyFingerprint = false;
    record.partSize = 0;
    record.partsTotal = 0;
    record.partsStored = 0;
    record.bytesStored = 0;
    m_busy = true;
    m_engine.writer->write({ForgetAllReceipts{record.id}, PutUpload{record}}, this, [this] {
        m_busy = false;
        apply(upload_event::SessionDisproved{});
    });
}

} // namespace gantry
