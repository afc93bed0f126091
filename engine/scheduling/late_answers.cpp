// What a server began for an upload that was paused, cancelled or removed before the answer came: it is used
// where that upload still has use for it, else ended, as nobody might ever find it again.
#include "engine/scheduling/engine_core.h"

#include <algorithm>

namespace gantry {
namespace {

// Ended by itself: the others of the session may still be in use, or have a note of their own.
Session onlyThePart(const ProtocolBackend &backend, const StepContext &context, const QString &address)
{
    Session session = *context.session;
    for (int number = 1; number <= context.plan->partsTotal; ++number)
        session = backend.withPart(session, number, {});
    session = backend.withPart(session, context.partNumber, address);
    session.id = address;
    return session;
}

} // namespace

void EngineCore::begunInVain(const QString &destination, const StepContext &context, const Outcome &begun)
{
    const Endpoint *endpoint = endpointOf(destination);
    if (!endpoint)
        return;
    const ProtocolBackend &backend = endpoint->backend();
    UploadEntry *upload = begunFor(destination, context.upload.openToken);
    // The file may be another one by now.
    const bool isWanted = upload && upload->state.stage != Stage::Done &&
                          upload->record.fingerprint == context.upload.fingerprint;
    if (const auto *opened = std::get_if<Opened>(&begun)) {
        if (isClaimed(destination, opened->session.id) || isOfAnUpload(destination, opened->session))
            return; // found, or told once more, and maybe finished by now
        if (isWanted && upload->runner && !upload->record.session && endpoint->traits().opensOnce)
            upload->late = LateSession{*opened, context.upload.fingerprint};
        else if (isWanted && !upload->runner && !upload->record.session)
            takeLate(*upload, *opened);
        else
            endLate(destination, backend.unwanted(opened->session));
        return;
    }
    std::optional<Session> *session = upload ? &upload->record.session : nullptr;
    if (const auto *assembled = std::get_if<Assembled>(&begun)) {
        // Unless somebody looks for it already, without knowing where.
        if (isWanted && !upload->runner && *session && backend.sameSession(**session, *context.session)) {
            *session = assembled->session;
            m_writer->write({PutUpload{upload->record}});
        }
        return;
    }
    const auto &[address, expiresMs] = std::get<PartOpened>(begun);
    if (session && *session && backend.sameSession(**session, *context.session)) {
        const Session grown = backend.withPart(**session, context.partNumber, address);
        if (grown == **session) // known
            return;
        if (isWanted && !upload->runner && !backend.isPartOpen(**session, context.partNumber)) {
            *session = grown;
            (*session)->expiresMs = earlierExpiry(grown.expiresMs, expiresMs);
            m_writer->write({PutUpload{upload->record}});
            return;
        }
    }
    endLate(destination, onlyThePart(backend, context, address));
}

// The runner that was to be told of it, or of another, is gone.
void EngineCore::runnerLeft(UploadEntry &upload, const LateSession &late)
{
    const UploadRecord &record = upload.record;
    if (isClaimed(record.destination, late.opened.session.id))
        return;
    if (!isFinal(upload.state.stage) && !record.session && record.fingerprint == late.fingerprint)
        takeLate(upload, late.opened);
    else
        endLate(record.destination, late.opened.session);
}

bool EngineCore::isOfAnUpload(const QString &destination, const Session &session) const
{
    const auto has = [&](const auto &each) {
        const UploadRecord &record = each.second.record;
        return record.destination == destination && record.session && record.session->id == session.id;
    };
    return m_finishedSessions.contains(claimOf(destination, session.id)) ||
           std::any_of(m_uploads.begin(), m_uploads.end(), has);
}

// The token is forgotten together with the wish for a session.
UploadEntry *EngineCore::begunFor(const QString &destination, const QString &openToken)
{
    const auto found = std::find_if(m_uploads.begin(), m_uploads.end(), [&](const auto &each) {
        const UploadRecord &record = each.second.record;
        return record.openToken == openToken && record.destination == destination;
    });
    return found == m_uploads.end() || openToken.isEmpty() ? nullptr : &found->second;
}

void EngineCore::takeLate(UploadEntry &upload, const Opened &opened)
{
    UploadRecord &record = upload.record;
    claimSession(record.id, opened.session);
    record.session = opened.session;
    record.partSize = opened.partSize;
    record.partsTotal = opened.partsTotal;
    if (opened.stored) {
        record.bytesStored = *opened.stored;
        upload.beginnings = {{1, {*opened.stored, 0}}};
    }
    upload.state.hasSession = true;
    upload.state.openUnanswered = false;
    m_writer->write({PutUpload{record}});
    uploadChanged(record.id);
}

void EngineCore::endLate(const QString &destination, const Session &session)
{
    if (!m_stopped && !endpointOf(destination)) // it was removed
        return;
    const OrphanNote note{destination, session, m_parts.clock->wallMs()};
    writeThenSweep({NoteOrphan{note}}, {note}, [] {});
}

// Only those of now: who has been given other settings is not waited for.
bool EngineCore::awaitsPlace() const
{
    return std::any_of(m_endpoints.begin(), m_endpoints.end(),
                       [](const auto &each) { return each.second->awaitsPlace(); });
}

} // namespace gantry
