// What commands make of uploads.
#include "engine/core/when_done.h"
#include "engine/scheduling/engine_core.h"
#include "engine/scheduling/part_flow.h"

namespace gantry {

Expected<QList<UploadEntry *>> EngineCore::entriesOf(const QList<UploadId> &ids)
{
    QList<UploadEntry *> entries;
    for (const UploadId id : ids) {
        UploadEntry *upload = entryOf(id);
        if (!upload)
            return fail(FailureKind::InvalidInput, tr("There is no upload %1.").arg(id.value));
        settleFinal(*upload);
        entries.append(upload);
    }
    return entries;
}

void EngineCore::pause(const QList<UploadId> &ids, const Reply<Expected<void>> &reply)
{
    const Expected<QList<UploadEntry *>> entries = entriesOf(ids);
    if (!entries) {
        reply(fail(entries.error()));
        return;
    }
    JournalBatch batch;
    for (UploadEntry *upload : *entries) {
        if (isFinal(upload->state.stage))
            continue;
        upload->record.paused = true;
        if (upload->runner && upload->runner->isAwaitingCommit()) {
            upload->runner->apply(upload_event::Held{Hold::User});
        } else {
            upload->state = after(upload->state, upload_event::Held{Hold::User});
            dismiss(*upload);
        }
        enqueue(*upload);
        batch.append(PutUpload{upload->record});
        uploadChanged(upload->record.id);
    }
    m_writer->write(batch, this, [reply] { reply({}); });
    wantsPump();
}

void EngineCore::resume(const QList<UploadId> &ids, const Reply<Expected<void>> &reply)
{
    const Expected<QList<UploadEntry *>> entries = entriesOf(ids);
    if (!entries) {
        reply(fail(entries.error()));
        return;
    }
    JournalBatch batch;
    for (UploadEntry *upload : *entries) {
        if (isFinal(upload->state.stage))
            continue;
        upload->record.paused = false;
        if (upload->runner) {
            upload->runner->apply(upload_event::Released{Hold::User});
            upload->runner->tryNow();
        } else {
            upload->state = after(upload->state, upload_event::Released{Hold::User});
            if (Endpoint *endpoint = endpointOf(upload->record.destination))
                endpoint->tryNow();
        }
        enqueue(*upload);
        batch.append(PutUpload{upload->record});
        uploadChanged(upload->record.id);
    }
    m_writer->write(batch, this, [reply] { reply({}); });
    wantsPump();
}

void EngineCore::retry(const QList<UploadId> &ids, const Reply<Expected<void>> &reply)
{
    const Expected<QList<UploadEntry *>> entries = entriesOf(ids);
    if (!entries) {
        reply(fail(entries.error()));
        return;
    }
    if (const Expected<void> all = goSomewhere(*entries); !all) {
        reply(fail(all.error()));
        return;
    }
    JournalBatch batch;
    for (UploadEntry *upload : *entries) {
        if (upload->runner) {
            upload->runner->tryNow();
            continue;
        }
        const Stage before = upload->state.stage;
        upload->state = after(upload->state, upload_event::RetryAsked{});
        if (upload->state.stage == before)
            continue;
        UploadRecord &record = upload->record;
        record.stage = upload->state.stage;
        record.error.reset();
        record.paused = false;
        record.finishedMs = 0;
        upload->partTroubles.clear();
        m_unfinishedByPlace.insert(placeOf(record), record.id);
        batch.append(PutUpload{record});
        enqueue(*upload);
        uploadChanged(record.id);
    }
    m_writer->write(batch, this, [reply] { reply({}); });
    wantsPump();
}

void EngineCore::discardSession(UploadEntry &upload, JournalBatch &batch, QList<OrphanNote> &notes)
{
    UploadRecord &record = upload.record;
    if (record.session) {
        releaseSession(record.id, *record.session);
        upload.partTroubles.clear();
        // What may be somebody else's is not ours to end.
        const Endpoint *endpoint = endpointOf(record.destination);
        const bool isKnown = endpoint || m_unknownKinds.contains(record.destination);
        if (isKnown && (!endpoint || !isUnproved(record, endpoint->traits()))) {
            const OrphanNote note{record.destination, *record.session, m_parts.clock->wallMs()};
            batch.append(NoteOrphan{note});
            notes.append(note);
        }
        record.session.reset();
    }
    batch.append(ForgetAllReceipts{record.id});
    upload.beginnings.clear();
    record.openToken.clear();
    record.partsStored = 0;
    record.bytesStored = 0;
}

void EngineCore::cancelNow(UploadEntry &upload, JournalBatch &batch, QList<OrphanNote> &notes)
{
    if (upload.runner && upload.runner->isAwaitingCommit()) {
        upload.runner->apply(upload_event::CancelAsked{});
        return;
    }
    const Stage before = upload.state.stage;
    if (before == Stage::Done || before == Stage::Cancelled)
        return;
    upload.state = after(upload.state, upload_event::CancelAsked{});
    if (upload.state.stage != Stage::Cancelled) { // it may have been assembled: that is found out first
        upload.record.paused = false;
        if (!upload.runner)
            enqueue(upload);
        return;
    }
    dropRunner(upload);
    m_queue.remove(upload.record.id);
    m_unfinishedByPlace.remove(placeOf(upload.record));
    discardSession(upload, batch, notes);
    upload.record.stage = upload.state.stage;
    upload.record.error.reset();
    upload.record.finishedMs = m_parts.clock->wallMs();
    upload.trouble.reset();
    upload.retryAtMs = 0;
    batch.append(PutUpload{upload.record});
    uploadChanged(upload.record.id);
}

void EngineCore::writeThenSweep(const JournalBatch &batch, const QList<OrphanNote> &notes,
                                std::function<void()> then)
{
    for (const OrphanNote &note : notes)
        m_sweeper->expect(note);
    // Stopped meanwhile, nobody is told; a later start ends what is noted.
    m_writer->write(batch, m_sweeper.get(), [this, notes, then = std::move(then)] {
        for (const OrphanNote &note : notes)
            m_sweeper->add(note);
        then();
    });
}

void EngineCore::cancel(const QList<UploadId> &ids, const Reply<Expected<void>> &reply)
{
    const Expected<QList<UploadEntry *>> entries = entriesOf(ids);
    if (!entries) {
        reply(fail(entries.error()));
        return;
    }
    JournalBatch batch;
    QList<OrphanNote> notes;
    for (UploadEntry *upload : *entries)
        cancelNow(*upload, batch, notes);
    writeThenSweep(batch, notes, [this, reply] {
        publish();
        m_sweeper->whenSwept(sweepPatience, [reply](bool swept) {
            if (swept)
                reply({});
            else
                reply(fail(FailureKind::Unreachable,
                           tr("Cancelled. The destination has not confirmed yet that it freed the stored "
                              "parts; this is tried again until it does.")));
        });
    });
    wantsPump();
}

void EngineCore::remove(const QList<UploadId> &ids, const Reply<Expected<void>> &reply)
{
    const Expected<QList<UploadEntry *>> entries = entriesOf(ids);
    if (!entries) {
        reply(fail(entries.error()));
        return;
    }
    for (const UploadEntry *upload : *entries) {
        const Stage stage = upload->state.stage;
        if (stage == Stage::Committing || stage == Stage::Looking || stage == Stage::Verifying) {
            reply(fail(FailureKind::InvalidInput,
                       tr("Upload %1 is being completed. Remove it when that has ended.")
                           .arg(upload->record.id.value)));
            return;
        }
    }
    JournalBatch batch;
    QList<OrphanNote> notes;
    for (UploadEntry *upload : *entries) {
        cancelNow(*upload, batch, notes);
        batch.append(RemoveUpload{upload->record.id});
    }
    for (const UploadId id : ids) {
        if (const UploadEntry *upload = entryOf(id)) {
            const UploadRecord &record = upload->record;
            m_unfinishedByPlace.remove(placeOf(record));
            if (record.stage == Stage::Done && record.session)
                m_finishedSessions.insert(claimOf(record.destination, record.session->id));
        }
        m_uploads.erase(id);
        m_dirty.remove(id);
    }
    writeThenSweep(batch, notes, [this, ids, reply] {
        Q_EMIT removed(ids);
        reply({});
    });
    wantsPump();
}

void EngineCore::decide(const QList<UploadId> &ids, Decision decision, const Reply<Expected<void>> &reply)
{
    const Expected<QList<UploadEntry *>> entries = entriesOf(ids);
    if (!entries) {
        reply(fail(entries.error()));
        return;
    }
    for (const UploadEntry *upload : *entries) {
        if (upload->state.stage != Stage::NeedsDecision) {
            reply(fail(FailureKind::InvalidInput,
                       tr("Upload %1 does not wait for a decision.").arg(upload->record.id.value)));
            return;
        }
    }
    if (const Expected<void> all = goSomewhere(*entries); !all && decision == Decision::StartOver) {
        reply(fail(all.error()));
        return;
    }
    JournalBatch batch;
    QList<OrphanNote> notes;
    for (UploadEntry *upload : *entries) {
        if (decision == Decision::Skip) {
            cancelNow(*upload, batch, notes);
            continue;
        }
        upload->noteSetBack(tr("The file changed: it is sent from its beginning."));
        discardSession(*upload, batch, notes);
        upload->state = after(upload->state, upload_event::StartOverAsked{});
        UploadRecord &record = upload->record;
        record.stage = upload->state.stage;
        record.fingerprint.clear();
        record.onlyFingerprint = false;
        record.partSize = 0;
        record.partsTotal = 0;
        record.error.reset();
        record.finishedMs = 0;
        batch.append(PutUpload{record});
        enqueue(*upload);
        uploadChanged(record.id);
    }
    writeThenSweep(batch, notes, [this, reply] {
        publish();
        reply({});
    });
    wantsPump();
}

void EngineCore::setPriority(const QList<UploadId> &ids, int priority, const Reply<Expected<void>> &reply)
{
    const Expected<QList<UploadEntry *>> entries = entriesOf(ids);
    if (!entries) {
        reply(fail(entries.error()));
        return;
    }
    JournalBatch batch;
    for (UploadEntry *upload : *entries) {
        upload->record.priority = priority;
        enqueue(*upload);
        batch.append(PutUpload{upload->record});
        uploadChanged(upload->record.id);
    }
    m_writer->write(batch, this, [reply] { reply({}); });
}

void EngineCore::details(UploadId id, const Reply<Expected<UploadDetails>> &reply)
{
    const UploadEntry *upload = entryOf(id);
    if (!upload) {
        reply(fail(FailureKind::InvalidInput, tr("There is no upload %1.").arg(id.value)));
        return;
    }
    if (const PartFlow *flow = upload->runner ? upload->runner->flow() : nullptr) {
        reply(UploadDetails{snapshotOf(*upload), partsOf(*upload, flow->table())});
        return;
    }
    if (upload->record.partSize == 0) {
        reply(UploadDetails{snapshotOf(*upload), {}});
        return;
    }
    whenReady(this, m_journal->receipts(id), [this, id, reply](const Expected<QMap<int, Receipt>> &receipts) {
        const UploadEntry *now = entryOf(id);
        if (!now || !receipts) {
            reply(fail(
                receipts
                    ? Failure{FailureKind::InvalidInput, tr("There is no upload %1.").arg(id.value), {}, 0}
                    : receipts.error()));
            return;
        }
        reply(UploadDetails{snapshotOf(*now), partsOf(*now, tableOf(*now, *receipts))});
    });
}

} // namespace gantry
