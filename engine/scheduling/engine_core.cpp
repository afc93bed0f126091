#include "engine/scheduling/engine_core.h"

#include <algorithm>

namespace gantry {
namespace {

// Wall clock further on than the monotonic one, which stands still while the machine sleeps.
constexpr qint64 sleptMs = 10'000;

} // namespace

EngineCore::EngineCore(EngineOptions options, EngineParts parts)
    : m_options(std::move(options))
    , m_parts(std::move(parts))
{}

EngineCore::~EngineCore()
{
    stop();
}

void EngineCore::networkChanged(bool online)
{
    if (!online || !m_lanes || m_stopped)
        return;
    m_lanes->forgetConnections();
    for (const auto &[name, endpoint] : m_endpoints)
        endpoint->tryNow();
    tick();
}

// ---- Whose turn it is

UploadEntry *EngineCore::entryOf(UploadId id)
{
    const auto found = m_uploads.find(id);
    return found == m_uploads.end() ? nullptr : &found->second;
}

Endpoint *EngineCore::endpointOf(const QString &destination)
{
    const auto found = m_endpoints.find(destination);
    return found == m_endpoints.end() ? nullptr : found->second.get();
}

const Endpoint *EngineCore::endpointOf(const QString &destination) const
{
    const auto found = m_endpoints.find(destination);
    return found == m_endpoints.end() ? nullptr : found->second.get();
}

void EngineCore::enqueue(UploadEntry &upload)
{
    const bool waits =
        !isFinal(upload.state.stage) && upload.state.holds == Holds(Hold::Queue) && !upload.runner;
    if (waits && m_options.sending)
        m_queue.put(upload.record.id, upload.record.destination, upload.record.priority);
    else
        m_queue.remove(upload.record.id);
}

void EngineCore::admit(UploadEntry &upload)
{
    m_queue.remove(upload.record.id);
    m_active.append(upload.record.id);
    upload.runner =
        std::make_unique<UploadRunner>(m_context, *endpointOf(upload.record.destination), upload, *this);
    if (m_writer->isTroubled())
        upload.runner->apply(upload_event::Held{Hold::Journal});
    upload.runner->begin();
}

void EngineCore::dropRunner(UploadEntry &upload)
{
    if (!upload.runner)
        return;
    upload.runner.reset();
    m_active.removeOne(upload.record.id);
    if (const auto late = std::exchange(upload.late, std::nullopt))
        runnerLeft(upload, *late);
}

void EngineCore::dismiss(UploadEntry &upload)
{
    dropRunner(upload);
    upload.state = after(upload.state, upload_event::Dismissed{});
    // One that was on its way into the journal is there, even though its runner will not hear of it.
    upload.state.hasSession = upload.record.session && !isToAdopt(upload.record);
    upload.record.stage = upload.state.stage;
    upload.trouble.reset();
    upload.retryAtMs = 0;
    uploadChanged(upload.record.id);
}

void EngineCore::uploadRests(UploadId id)
{
    // Called from within the runner: it goes when it has returned.
    QMetaObject::invokeMethod(
        this, [this, id] { settle(id); }, Qt::QueuedConnection);
}

void EngineCore::settle(UploadId id)
{
    UploadEntry *upload = entryOf(id);
    if (!upload || !upload->runner || m_stopped)
        return;
    if (!isFinal(upload->state.stage)) {
        if (upload->state.holds.testFlag(Hold::User) && !upload->runner->isAwaitingCommit())
            dismiss(*upload);
        wantsPump();
        return;
    }
    dropRunner(*upload);
    upload->retryAtMs = 0;
    JournalBatch batch;
    QList<OrphanNote> notes;
    if (upload->state.stage == Stage::Cancelled)
        discardSession(*upload, batch, notes);
    if (upload->record.finishedMs == 0)
        upload->record.finishedMs = m_parts.clock->wallMs();
    if (upload->state.stage == Stage::Done || upload->state.stage == Stage::Cancelled)
        m_unfinishedByPlace.remove(placeOf(upload->record));
    if (upload->state.stage != Stage::Done) // that one is durable already
        batch.append(PutUpload{upload->record});
    writeThenSweep(batch, notes, [] {});
    uploadChanged(id);
    wantsPump();
}

// One that has just become final still has its runner, for a moment.
void EngineCore::settleFinal(const UploadEntry &upload)
{
    if (isFinal(upload.state.stage))
        settle(upload.record.id);
}

void EngineCore::wantsPump()
{
    if (std::exchange(m_pumpQueued, true))
        return;
    QMetaObject::invokeMethod(this, &EngineCore::pump, Qt::QueuedConnection);
}

void EngineCore::pump()
{
    m_pumpQueued = false;
    if (m_stopped || !m_options.sending)
        return;
    const qint64 now = m_parts.clock->monotonicMs();
    const auto isOpen = [&](const QString &destination) {
        const Endpoint *endpoint = endpointOf(destination);
        return endpoint && endpoint->gate().isOpen(now);
    };
    // A place is held by who can move: not by those whose destination or volume is away.
    auto moving = std::count_if(m_active.cbegin(), m_active.cend(), [&](UploadId id) {
        const UploadEntry &upload = m_uploads.at(id);
        return isOpen(upload.record.destination) && !upload.state.holds.testFlag(Hold::SourceMissing);
    });
    while (moving < m_options.filesAtOnce) {
        const std::optional<UploadId> next = m_queue.next(isOpen);
        if (!next)
            break;
        admit(m_uploads.at(*next));
        ++moving;
    }
    for (bool started = true; started;) {
        started = false;
        for (const UploadId id : std::as_const(m_active)) {
            UploadEntry &upload = m_uploads.at(id);
            if (m_lanes->freePartSlots() > 0 && upload.runner->endpoint().gate().mayStartPart(now))
                started = upload.runner->startNextPart() || started;
        }
    }
    if (!m_active.isEmpty() && !m_tick.isActive()) {
        m_lastTickMs = now;
        m_lastTickWallMs = m_parts.clock->wallMs();
        m_tick.start();
    }
}

void EngineCore::tick()
{
    if (m_stopped)
        return;
    noticeSleep();
    for (const UploadId id : QList<UploadId>(m_active))
        if (UploadEntry *upload = entryOf(id); upload && upload->runner)
            upload->runner->tick();
    wantsPump();
    publish();
    if (m_active.isEmpty() && m_dirty.isEmpty() && !m_queue.next([](const QString &) { return true; }))
        m_tick.stop();
}

void EngineCore::noticeSleep()
{
    const qint64 now = m_parts.clock->monotonicMs();
    const qint64 wall = m_parts.clock->wallMs();
    const bool slept = (wall - m_lastTickWallMs) - (now - m_lastTickMs) > sleptMs;
    m_lastTickMs = now;
    m_lastTickWallMs = wall;
    if (!slept)
        return;
    // Every idle connection is dead by now; the first try on a fresh one should not wait.
    m_lanes->forgetConnections();
    for (const auto &[name, endpoint] : m_endpoints)
        endpoint->tryNow();
}

void EngineCore::log(UploadId id, const QString &message)
{
    Q_EMIT logged(id, message);
}

bool EngineCore::claimSession(UploadId id, const Session &session)
{
    UploadEntry *upload = entryOf(id);
    const QString &destination = upload->record.destination;
    const QString claim = claimOf(destination, session.id);
    if (upload->record.session && upload->record.session->id == session.id &&
        m_claimedSessions.contains(claim))
        return true;
    if (m_claimedSessions.contains(claim))
        return false;
    m_claimedSessions.insert(claim);
    if (const auto late = std::exchange(upload->late, std::nullopt);
        late && late->opened.session.id != session.id)
        endLate(destination, late->opened.session);
    return true;
}

void EngineCore::releaseSession(UploadId id, const Session &session)
{
    if (const UploadEntry *upload = entryOf(id))
        m_claimedSessions.remove(claimOf(upload->record.destination, session.id));
}

bool EngineCore::isEnding(UploadId id, const Session &session) const
{
    const auto upload = m_uploads.find(id);
    return upload != m_uploads.end() && m_sweeper->isEnding(upload->second.record.destination, session.id);
}

void EngineCore::setJournalHold(bool held)
{
    for (const UploadId id : QList<UploadId>(m_active)) {
        UploadRunner *runner = m_uploads.at(id).runner.get();
        if (held)
            runner->apply(upload_event::Held{Hold::Journal});
        else
            runner->apply(upload_event::Released{Hold::Journal});
    }
    wantsPump();
}

} // namespace gantry
