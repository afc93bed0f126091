// What the others see of the engine's uploads: copies, when something has changed.
#include "engine/scheduling/engine_core.h"
#include "engine/scheduling/part_flow.h"

#include <algorithm>

namespace gantry {

void EngineCore::uploadChanged(UploadId id)
{
    m_dirty.insert(id);
    if (!m_tick.isActive() && !m_stopped) {
        m_lastTickMs = m_parts.clock->monotonicMs();
        m_lastTickWallMs = m_parts.clock->wallMs();
        m_tick.start();
    }
}

void EngineCore::publish()
{
    // Speeds and waits change without an event.
    for (const UploadId id : std::as_const(m_active))
        m_dirty.insert(id);
    QList<UploadSnapshot> snapshots;
    snapshots.reserve(m_dirty.size());
    for (const UploadId id : std::exchange(m_dirty, {}))
        if (const UploadEntry *upload = entryOf(id))
            snapshots.append(snapshotOf(*upload));
    if (!snapshots.isEmpty())
        Q_EMIT changed(snapshots);
}

UploadSnapshot EngineCore::snapshotOf(const UploadEntry &upload) const
{
    UploadSnapshot snapshot;
    snapshot.record = upload.record;
    snapshot.holds = upload.state.holds;
    snapshot.bytesSent = upload.bytesSent;
    snapshot.trouble = upload.trouble;
    snapshot.retryAtMs = upload.retryAtMs;
    const qint64 now = m_parts.clock->monotonicMs();
    if (upload.runner) {
        if (const PartFlow *flow = upload.runner->flow()) {
            snapshot.bytesInFlight = flow->table().bytesInFlight();
            snapshot.bytesToCompare = flow->table().bytesToCompare();
        }
        snapshot.bytesPerSecond = upload.runner->speed().bytesPerSecond(now);
        if (upload.state.stage == Stage::Sending)
            snapshot.etaSeconds =
                upload.runner->speed().secondsFor(upload.record.identity.size - upload.record.bytesStored -
                                                      snapshot.bytesInFlight - snapshot.bytesToCompare,
                                                  now);
    }
    if (!(upload.runner && upload.runner->flow()) && !isFinal(upload.state.stage))
        for (const PartBeginning &beginning : upload.beginnings)
            snapshot.bytesInFlight += beginning.sent;
    if (upload.record.bytesStored < upload.setBack.from && !isFinal(upload.state.stage))
        snapshot.setBack = upload.setBack.why;
    if (const Endpoint *endpoint = endpointOf(upload.record.destination);
        endpoint && !isFinal(upload.state.stage)) {
        snapshot.beginningsStay = endpoint->traits().partsGrow;
        const EndpointGate &gate = endpoint->gate();
        if (endpoint->needsCredentials())
            snapshot.holds.setFlag(Hold::Credentials);
        else if (gate.isUnreachable())
            snapshot.holds.setFlag(Hold::Offline);
        else if (!gate.isOpen(now))
            snapshot.holds.setFlag(Hold::Endpoint);
        if (endpoint->trouble() && (gate.isUnreachable() || !gate.isOpen(now))) {
            snapshot.trouble = endpoint->trouble();
            if (!gate.isOpen(now) && !endpoint->needsCredentials())
                snapshot.retryAtMs = m_parts.clock->wallMs() + gate.closedUntilMs() - now;
        }
    }
    return snapshot;
}

// With what happened to them: of the upload, not of the table, which ends with a pause or a failure.
QList<PartSnapshot> EngineCore::partsOf(const UploadEntry &upload, const PartTable &table)
{
    QList<PartSnapshot> parts = table.snapshots();
    for (auto trouble = upload.partTroubles.cbegin(); trouble != upload.partTroubles.cend(); ++trouble) {
        if (trouble.key() > parts.size())
            break;
        PartSnapshot &part = parts[trouble.key() - 1];
        part.lastError = trouble->message;
        part.attempts = std::max(part.attempts, trouble->attempts);
        if (trouble->isFinal && upload.state.stage == Stage::Failed && part.state == PartState::Waiting)
            part.state = PartState::Failed;
    }
    return parts;
}

QList<UploadSnapshot> EngineCore::uploads() const
{
    QList<UploadSnapshot> list;
    list.reserve(static_cast<qsizetype>(m_uploads.size()));
    for (const auto &[id, upload] : m_uploads)
        list.append(snapshotOf(upload));
    return list;
}

} // namespace gantry
