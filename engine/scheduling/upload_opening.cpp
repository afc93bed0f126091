// The beginning of an upload: its file and its session.
#include "engine/core/when_done.h"
#include "engine/hashing/fingerprint.h"
#include "engine/hashing/part_body.h"
#include "engine/scheduling/endpoint.h"
#include "engine/scheduling/engine_context.h"
#include "engine/scheduling/part_flow.h"
#include "engine/scheduling/upload_runner.h"

#include <QMimeDatabase>
#include <QUuid>

namespace gantry {
namespace {

constexpr qsizetype othersLimit = 20; // so many sessions are looked at for one of this file

SourceVerdict verdictOn(const UploadRecord &record, const FileIdentity &identity, const QString &fingerprint)
{
    if (record.fingerprint.isEmpty())
        return SourceVerdict::First;
    if (record.fingerprint != fingerprint)
        return SourceVerdict::Changed;
    return record.identity == identity ? SourceVerdict::Same : SourceVerdict::SameFingerprint;
}

} // namespace

void UploadRunner::inspect()
{
    m_busy = true;
    whenReady(this, m_engine.pool->inspect(m_upload.record.path), [this](const Expected<SourceFacts> &facts) {
        m_busy = false;
        inspected(facts);
    });
}

void UploadRunner::inspected(const Expected<SourceFacts> &facts)
{
    if (!facts) {
        // Written to just now: that it changed is judged when it has come to rest.
        if (facts.error().kind == FailureKind::SourceChanged)
            troubled(Step::Find, {FailureKind::Locked, facts.error().message, {}, 0});
        else
            troubled(Step::Find, facts.error());
        return;
    }
    UploadRecord &record = m_upload.record;
    const FileIdentity &identity = facts->identity;
    const QString fingerprint = fingerprintOf(record.key, identity.size, identity.mtimeNs, facts->sampleHash);
    const SourceVerdict verdict = verdictOn(record, identity, fingerprint);
    if (m_upload.state.hasSession && verdict == SourceVerdict::Changed) {
        wantDecision(sourceChanged(record.path));
        return;
    }
    if (!m_upload.state.hasSession) {
        const Expected<ChunkPlan> plan = planFor(identity.size);
        if (!plan) {
            failFor(plan.error());
            return;
        }
        if (verdict == SourceVerdict::Changed)
            record.partSize = 0;
    }
    if (verdict == SourceVerdict::SameFingerprint && m_upload.state.hasSession)
        record.onlyFingerprint = true;
    record.identity = identity;
    record.fingerprint = fingerprint;
    apply(upload_event::Inspected{verdict});
}

Expected<ChunkPlan> UploadRunner::planFor(qint64 size) const
{
    return m_endpoint.backend().plan(size, m_endpoint.settings(), m_endpoint.baseContext().abilities);
}

void UploadRunner::continueMoved(MovedUpload moved)
{
    UploadRecord &record = m_upload.record;
    record.session = moved.session;
    record.openToken = moved.openToken;
    record.partSize = moved.partSize;
    record.partsTotal = moved.partsTotal;
    record.onlyFingerprint = true;
    m_host.claimSession(record.id, moved.session);
    m_host.log(record.id, tr("An unfinished upload of this file from another place is continued."));
    moved.batch.append(PutUpload{record});
    m_busy = true;
    m_engine.writer->write(moved.batch, this, [this] {
        m_busy = false;
        apply(upload_event::SessionFound{});
    });
}

void UploadRunner::find()
{
    if (isToAdopt(m_upload.record)) {
        adopt();
        return;
    }
    if (m_upload.record.session) { // refused: what takes its place is not to be found, but opened
        apply(upload_event::NothingFound{});
        return;
    }
    if (std::optional<MovedUpload> moved = m_host.takeFromMoved(m_upload.record.id)) {
        continueMoved(std::move(*moved));
        return;
    }
    // A file of one part has nothing to gain: what is there would only be compared instead of sent.
    const bool single = m_upload.record.identity.size <= m_endpoint.settings().partSize.value_or(10 * MiB);
    if (!m_endpoint.traits().findsSessions || (single && !m_upload.state.openUnanswered)) {
        apply(upload_event::NothingFound{});
        return;
    }
    StepContext context = uploadContext();
    context.othersSessions = m_othersSessions;
    context.openUnanswered = m_upload.state.openUnanswered;
    findWith(context, [this](const Outcome &outcome) {
        const auto *session = std::get_if<Opened>(&outcome);
        if (session && m_host.isEnding(m_upload.record.id, session->session)) {
            // Cancelled a moment ago. There may be another; a server that knows only this one says so again.
            if (!m_othersSessions.contains(session->session.id) && m_othersSessions.size() < othersLimit) {
                m_othersSessions.append(session->session.id);
                step();
            } else {
                apply(upload_event::NothingFound{});
            }
        } else if (session && m_host.claimSession(m_upload.record.id, session->session)) {
            m_host.log(
                m_upload.record.id,
                tr("An unfinished upload of this file was found at the destination: it is continued."));
            m_upload.record.onlyFingerprint = true;
            opened(*session, upload_event::SessionFound{});
        } else if (const auto *none = std::get_if<NoSession>(&outcome);
                   none && !none->othersId.isEmpty() && m_othersSessions.size() < othersLimit) {
            m_othersSessions.append(none->othersId);
            step();
        } else {
            apply(upload_event::NothingFound{});
        }
    });
}

// The one that a person chose, and no other: it is looked at first.
void UploadRunner::adopt()
{
    StepContext context = uploadContext();
    context.wantedSession = context.session->id;
    context.session.reset();
    findWith(context, [this](const Outcome &outcome) {
        const Session chosen = *std::exchange(m_upload.record.session, std::nullopt);
        if (const auto *session = std::get_if<Opened>(&outcome)) {
            m_host.log(m_upload.record.id, tr("The unfinished upload that was chosen is continued."));
            opened(*session, upload_event::SessionFound{});
            return;
        }
        m_host.releaseSession(m_upload.record.id, chosen);
        m_othersSessions.append(chosen.id);
        m_upload.record.onlyFingerprint = false;
        m_host.log(
            m_upload.record.id,
            tr("The unfinished upload that was chosen is gone, or is not of this file: it is left alone."));
        m_busy = true;
        save([this] {
            m_busy = false;
            step();
        });
    });
}

void UploadRunner::findWith(const StepContext &context, std::function<void(const Outcome &)> then)
{
    m_busy = true;
    m_endpoint.call(Step::Find, context, this,
                    [this, then = std::move(then)](const Expected<Outcome> &outcome) {
                        m_busy = false;
                        if (!outcome) {
                            troubled(Step::Find, outcome.error());
                            return;
                        }
                        m_attempts.remove(Step::Find);
                        then(*outcome);
                    });
}

void UploadRunner::open()
{
    UploadRecord &record = m_upload.record;
    if (record.contentType.isEmpty())
        record.contentType =
            QMimeDatabase().mimeTypeForFile(record.path, QMimeDatabase::MatchExtension).name();
    if (record.openToken.isEmpty())
        record.openToken = QUuid::createUuid().toString(QUuid::Id128);
    m_busy = true;
    save([this] {
        apply(upload_event::OpenSent{});
        StepContext context = uploadContext();
        const UploadRecord &now = m_upload.record;
        context.partSizeIsFixed = now.partSize > 0 || m_endpoint.settings().partSize.has_value();
        if (now.partSize > 0)
            context.wantedPartSize = now.partSize;
        else if (const auto plan = planFor(now.identity.size))
            context.wantedPartSize = plan->partSize;
        if (const std::optional<Opened> local = m_endpoint.backend().openLocally(context);
            local && m_host.claimSession(now.id, local->session)) {
            m_busy = false;
            opened(*local, upload_event::SessionOpened{});
            return;
        }
        const auto answered = [this](const Expected<Outcome> &outcome) { openAnswered(outcome); };
        if (m_attempts.value(Step::Open) > 0) { // the body may have been what was too much
            m_endpoint.call(Step::Open, context, this, answered);
            return;
        }
        m_endpoint.callWithBody(Step::Open, context, this, answered,
                                {[this](const ByteRange &range) {
                                     const UploadRecord &sent = m_upload.record;
                                     return std::make_shared<PartBody>(*m_engine.pool, sent.path,
                                                                       sent.identity, range, DigestKinds())
                                         ->source();
                                 },
                                 [this](qint64 bytes) { m_upload.bytesSent += bytes; }});
    });
}

void UploadRunner::openAnswered(const Expected<Outcome> &outcome)
{
    m_busy = false;
    if (!outcome) {
        troubled(Step::Open, outcome.error());
        return;
    }
    const auto *session = std::get_if<Opened>(&*outcome);
    if (session && m_host.isEnding(m_upload.record.id, session->session)) {
        // It answers with what it still has of this file, until it has ended that.
        troubled(Step::Open,
                 {FailureKind::Locked,
                  tr("The destination is still ending the cancelled upload of this file. It begins "
                     "anew after that."),
                  {},
                  0});
        return;
    }
    m_attempts.remove(Step::Open);
    if (!session || !m_host.claimSession(m_upload.record.id, session->session)) {
        troubled(Step::Open, {FailureKind::ProtocolViolation,
                              tr("The destination answers with the session of another upload."),
                              {},
                              0});
        return;
    }
    opened(*session, upload_event::SessionOpened{});
}

void UploadRunner::opened(const Opened &opened, const UploadEvent &event)
{
    UploadRecord &record = m_upload.record;
    JournalBatch batch;
    std::optional<OrphanNote> left;
    if (record.session) {
        left = leaveSession();
        batch.append(ForgetAllReceipts{record.id});
        if (left)
            batch.append(NoteOrphan{*left});
    }
    record.session = opened.session;
    record.partSize = opened.partSize;
    record.partsTotal = opened.partsTotal;
    m_grants = opened.grants;
    batch.append(PutUpload{record});
    m_busy = true;
    m_engine.writer->write(batch, this, [this, event, stored = opened.stored] {
        m_busy = false;
        if (std::holds_alternative<upload_event::SessionOpened>(event))
            makeFlow();
        apply(event);
        if (m_flow && stored)
            m_flow->adoptBeginning(*stored);
        if (m_flow && m_flow->table().allStored()) // no parts at all
            apply(upload_event::AllStored{});
    });
    if (left)
        m_host.leftBehind(*left);
}

void UploadRunner::goAnotherWay(const Failure &why)
{
    m_host.log(m_upload.record.id, why.message);
    m_upload.noteSetBack(why.message);
    m_attempts.remove(Step::Commit);
    m_commitContext = {};
    apply(upload_event::OtherWayWanted{});
}

// Another one takes its place; what is to be ended of it.
std::optional<OrphanNote> UploadRunner::leaveSession()
{
    UploadRecord &record = m_upload.record;
    const Session session = *std::exchange(record.session, std::nullopt);
    m_host.releaseSession(record.id, session);
    m_upload.partTroubles.clear();
    m_upload.beginnings.clear();
    record.partsStored = 0;
    record.bytesStored = 0;
    if (!m_endpoint.backend().leavesPartsBehind(session))
        return std::nullopt;
    return OrphanNote{record.destination, session, m_engine.clock->wallMs()};
}

} // namespace gantry
