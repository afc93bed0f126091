// The end of an upload: completion, looking after an answer that got lost, and the proof.
#include "engine/core/etag.h"
#include "engine/core/when_done.h"
#include "engine/scheduling/endpoint.h"
#include "engine/scheduling/engine_context.h"
#include "engine/scheduling/part_flow.h"
#include "engine/scheduling/upload_runner.h"

namespace gantry {
namespace {

Failure wrongChecksum()
{
    return {
        FailureKind::IntegrityMismatch,
        UploadRunner::tr("The finished object's checksum is not the one that the file yields. Do not rely on "
                         "it; retry."),
        {},
        0};
}

// The first part that has no receipt among these, which are ascending.
int nextUnknown(const QList<PartReceipt> &receipts)
{
    int number = 1;
    for (const PartReceipt &each : receipts)
        if (each.partNumber == number)
            ++number;
    return number;
}

} // namespace

void UploadRunner::commit()
{
    if (!m_flow) { // nothing is known of what the server has: begin from the file
        apply(upload_event::Recheck{});
        return;
    }
    m_busy = true;
    whenReady(this, m_engine.pool->identity(m_upload.record.path),
              [this](const Expected<FileIdentity> &identity) {
                  if (!identity || *identity != m_upload.record.identity) {
                      m_busy = false;
                      apply(upload_event::Recheck{});
                      return;
                  }
                  save([this] { sendCommit(); });
              });
}

void UploadRunner::sendCommit()
{
    if (!m_flow || m_upload.state.stage != Stage::Committing) {
        m_busy = false;
        return;
    }
    m_commitContext = m_flow->contextWithReceipts();
    if (!m_endpoint.traits().commits) {
        commitAnswered(Outcome(Committed{}));
        return;
    }
    m_commitUnderWay = true;
    m_endpoint.call(Step::Commit, m_commitContext, this,
                    [this](const Expected<Outcome> &outcome) { commitAnswered(outcome); });
}

void UploadRunner::commitAnswered(const Expected<Outcome> &outcome)
{
    m_busy = false;
    m_commitUnderWay = false;
    if (const auto *committed = outcome ? std::get_if<Committed>(&*outcome) : nullptr) {
        m_committed = *committed;
        apply(upload_event::Committed{});
        return;
    }
    if (const auto *assembled = outcome ? std::get_if<Assembled>(&*outcome) : nullptr) {
        // Nothing but this answer tells where it is: to be kept before it is looked at.
        m_upload.record.session = assembled->session;
        m_commitContext.session = assembled->session;
        m_busy = true;
        save([this] {
            m_busy = false;
            apply(upload_event::CommitUnanswered{});
        });
        return;
    }
    const auto *refused = outcome ? std::get_if<WayRefused>(&*outcome) : nullptr;
    const Failure failure = refused   ? refused->why
                            : outcome ? Failure{FailureKind::ProtocolViolation,
                                                tr("The answer to the completion makes no sense."),
                                                {},
                                                0}
                                      : outcome.error();
    const Verdict verdict = judge(failure, ++m_attempts[Step::Commit], m_engine.dice);
    switch (failure.kind) {
    case FailureKind::ObjectExists:
        wantDecision(failure);
        return;
    case FailureKind::CredentialsNeeded: // refused before anything was done: the same again with new ones
        --m_attempts[Step::Commit];
        m_upload.trouble = failure;
        m_host.uploadChanged(m_upload.record.id);
        return;
    case FailureKind::Unauthorized:
    case FailureKind::Forbidden:
    case FailureKind::QuotaExceeded:
        failFor(failure);
        return;
    case FailureKind::OffsetConflict:
        if (m_attempts[Step::Commit] > 3) {
            if (!refused)
                break;
            goAnotherWay(failure);
            return;
        }
        // Once is not lasting: all parts are asked for before the server is believed, and sent anew.
        forgetConfirmed();
        apply(upload_event::SurveyWanted{});
        waitFor(verdict.delay);
        return;
    default:
        break;
    }
    // Whatever else it was, the store may have assembled the object.
    if (verdict.remedy == Remedy::GiveUp || m_attempts[Step::Commit] > 8)
        m_commitGivenUp = failure;
    m_host.log(m_upload.record.id,
               tr("The completion was not confirmed (%1): looking whether the object is there.")
                   .arg(failure.message));
    apply(upload_event::CommitUnanswered{});
    if (verdict.remedy == Remedy::Again) {
        m_upload.trouble = failure;
        waitFor(verdict.delay);
    }
}

void UploadRunner::look()
{
    if (!m_commitContext.receipts.isEmpty() || m_upload.record.partsTotal == 0) {
        m_commitContext.wallMs = m_endpoint.serverWallMs();
        m_commitContext.secrets = m_endpoint.baseContext().secrets;
        lookWith(m_commitContext);
        return;
    }
    m_busy = true;
    whenReady(this, m_engine.journal->receipts(m_upload.record.id),
              [this](const Expected<QMap<int, Receipt>> &receipts) {
                  m_busy = false;
                  if (!receipts) {
                      troubled(Step::Look, {FailureKind::ConnectionLost, receipts.error().message, {}, 0});
                      return;
                  }
                  m_commitContext = uploadContext();
                  for (auto it = receipts->cbegin(); it != receipts->cend(); ++it)
                      m_commitContext.receipts.append({it.key(), it.value()});
                  lookWith(m_commitContext);
              });
}

void UploadRunner::lookWith(const StepContext &context)
{
    m_busy = true;
    m_endpoint.call(Step::Look, context, this, [this](const Expected<Outcome> &outcome) {
        m_busy = false;
        if (!outcome)
            troubled(Step::Look, outcome.error());
        else if (const auto *answer = std::get_if<Looked>(&*outcome))
            looked(*answer);
        else
            looked({});
    });
}

// The server has less than it had confirmed: no receipt of growing parts is to prove anything any more.
void UploadRunner::forgetConfirmed()
{
    m_commitContext = {};
    if (m_endpoint.traits().partsGrow)
        m_engine.writer->write({ForgetAllReceipts{m_upload.record.id}});
}

void UploadRunner::looked(const Looked &answer)
{
    m_attempts.remove(Step::Look);
    UploadRecord &record = m_upload.record;
    switch (answer.found) {
    case Looked::Found::Whole:
        m_committed = answer.object;
        apply(upload_event::LookedWhole{});
        return;
    case Looked::Found::Delivered:
        m_host.log(record.id,
                   tr("The destination had confirmed every byte, and has moved the upload away since: "
                      "nothing more can be proved."));
        m_committed = {};
        apply(upload_event::LookedWhole{});
        return;
    case Looked::Found::Unfinished:
        forgetConfirmed();
        if (m_commitGivenUp) {
            failFor(*m_commitGivenUp);
            return;
        }
        if (!answer.remark.isEmpty())
            m_host.log(record.id, answer.remark);
        apply(upload_event::LookedUnfinished{});
        return;
    case Looked::Found::Missing:
        break;
    case Looked::Found::Other:
        compareWithObject(answer.object, m_commitContext.receipts);
        return;
    }
    if (record.session)
        m_host.releaseSession(record.id, *record.session);
    record.session.reset();
    record.openToken.clear();
    const QString startsOver =
        tr("The destination does not know this unfinished upload any more: it starts over.");
    m_upload.noteSetBack(startsOver, true);
    record.partsStored = 0;
    record.bytesStored = 0;
    m_upload.beginnings.clear();
    m_commitContext = {};
    if (m_upload.state.startedOver && !m_upload.state.cancelAsked) {
        failFor({FailureKind::SessionLost,
                 tr("The destination lost this upload twice: it may remove unfinished uploads too soon. Ask "
                    "its administrator, then retry."),
                 {},
                 0});
        return;
    }
    m_host.log(record.id, startsOver);
    m_busy = true;
    m_engine.writer->write({ForgetAllReceipts{record.id}, PutUpload{record}}, this, [this] {
        m_busy = false;
        apply(upload_event::LookedMissing{});
    });
}

// Somebody else may have completed the very same file: then it is done, and nobody has to be asked. The parts
// that were never sent are read to know.
void UploadRunner::compareWithObject(const Committed &object, const QList<PartReceipt> &known)
{
    const UploadRecord &record = m_upload.record;
    const int next = nextUnknown(known);
    const bool comparable =
        !m_upload.state.cancelAsked && followsMultipartRule(bareEtag(object.etag), record.partsTotal);
    if (comparable && next <= record.partsTotal) {
        m_busy = true;
        const ChunkPlan plan{record.identity.size, record.partSize, record.partsTotal};
        whenReady(this,
                  m_engine.pool->digest(record.path, record.identity, plan.rangeOf(next), DigestKind::Md5,
                                        std::make_shared<std::atomic<bool>>(false)),
                  [this, object, known, next](const Expected<Digests> &digests) {
                      m_busy = false;
                      QList<PartReceipt> more = known;
                      if (digests)
                          more.insert(next - 1, {next, {{}, digests->md5}});
                      compareWithObject(digests ? object : Committed{}, more);
                  });
        return;
    }
    StepContext context = uploadContext();
    context.receipts = known;
    if (comparable && bareEtag(m_endpoint.backend().expectedObjectEtag(context)) == bareEtag(object.etag)) {
        m_host.log(record.id,
                   tr("Somebody else completed an upload of the same file to that name: it is there."));
        m_commitContext = context;
        m_committed = object;
        m_committed.size = record.identity.size;
        apply(upload_event::LookedWhole{});
        return;
    }
    wantDecision({FailureKind::ObjectExists,
                  tr("Another object has the name %1 at the destination.").arg(record.key),
                  {},
                  0});
}

void UploadRunner::verify()
{
    UploadRecord &record = m_upload.record;
    const QByteArray expected =
        m_committed.etagIsOpaque ? QByteArray() : m_endpoint.backend().expectedObjectEtag(m_commitContext);
    const QByteArray said = bareEtag(m_committed.etag);
    if (m_committed.size && *m_committed.size != record.identity.size) {
        failFor({FailureKind::IntegrityMismatch,
                 tr("The finished object is %1 bytes long, the file %2. Do not rely on it; retry.")
                     .arg(*m_committed.size)
                     .arg(record.identity.size),
                 {},
                 0});
        return;
    }
    if (m_committed.checksum == Committed::Checksum::Different) {
        failFor(wrongChecksum());
        return;
    }
    record.verified = m_committed.size ? Verification::Size : Verification::None;
    if (m_committed.checksum == Committed::Checksum::Equal)
        record.verified = Verification::Checksum;
    else if (!expected.isEmpty() && said == bareEtag(expected)) {
        record.verified = Verification::Etag;
    } else if (!expected.isEmpty() && followsMultipartRule(said, m_commitContext.receipts.size())) {
        failFor(wrongChecksum());
        return;
    }
    record.etag = m_committed.etag;
    record.finishedKey = m_committed.key.isEmpty() ? record.key : m_committed.key;
    record.finishedMs = m_engine.clock->wallMs();
    record.partsStored = record.partsTotal;
    record.bytesStored = record.identity.size;
    record.error.reset();
    if (record.session)
        m_host.releaseSession(record.id, *record.session);
    m_busy = true;
    UploadRecord finished = record;
    finished.stage = Stage::Done;
    JournalBatch batch{PutUpload{finished}};
    std::optional<OrphanNote> left;
    // What is not proved may be all that there is: such parts are left to the server, and noted nowhere.
    if (record.session && m_committed.size && m_endpoint.backend().leavesPartsBehind(*record.session)) {
        left = OrphanNote{record.destination, *record.session, m_engine.clock->wallMs()};
        batch.append(NoteOrphan{*left});
    }
    m_engine.writer->write(batch, this, [this] {
        m_busy = false;
        apply(upload_event::Verified{});
    });
    if (left)
        m_host.leftBehind(*left);
}

} // namespace gantry
