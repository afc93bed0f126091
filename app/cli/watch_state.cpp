#include "app/cli/watch_state.h"

#include <algorithm>

namespace gantry {
namespace {

// More than fits into the buffers of a connection whose other end is dead.
constexpr qint64 lifeBytes = 16 * 1024 * 1024;

qint64 storedOf(const UploadSnapshot &upload)
{
    return upload.record.stage == Stage::Done ? upload.record.identity.size : upload.record.bytesStored;
}

bool isRunning(const UploadSnapshot &upload)
{
    const Fate fate = fateOf(upload);
    return fate == Fate::Moving || (fate == Fate::Away && upload.record.stage != Stage::Queued);
}

} // namespace

Fate fateOf(const UploadSnapshot &upload)
{
    switch (upload.record.stage) {
    case Stage::Done:
        return Fate::Done;
    case Stage::Failed:
        return Fate::Failed;
    case Stage::NeedsDecision:
        return Fate::NeedsDecision;
    case Stage::Cancelled:
        return Fate::Cancelled;
    case Stage::Queued:
    case Stage::Inspecting:
    case Stage::Opening:
    case Stage::Surveying:
    case Stage::Sending:
    case Stage::Committing:
    case Stage::Looking:
    case Stage::Verifying:
        break;
    }
    if (upload.holds.testFlag(Hold::User))
        return Fate::Paused;
    if (upload.holds.testAnyFlags(Hold::Offline | Hold::SourceMissing | Hold::Credentials))
        return Fate::Away;
    return upload.holds.testFlag(Hold::Queue) ? Fate::InQueue : Fate::Moving;
}

std::optional<qint64> WatchTotals::etaSeconds() const
{
    const qint64 left = bytesTotal - bytesStored - bytesInFlight;
    if (bytesPerSecond <= 0 || left < 0)
        return std::nullopt;
    return left / bytesPerSecond;
}

void WatchState::watch(UploadId id)
{
    if (m_watched.contains(id))
        return;
    m_watched.insert(id, {});
    ++m_unseen;
    ++m_totals.filesTotal;
}

void WatchState::count(const Entry &entry, int sign)
{
    if (!entry.upload)
        return;
    const UploadSnapshot &upload = *entry.upload;
    const qint64 stored = storedOf(upload);
    m_totals.files[static_cast<size_t>(fateOf(upload))] += sign;
    m_totals.bytesTotal += sign * upload.record.identity.size;
    m_totals.bytesStored += sign * stored;
    m_totals.bytesSent += sign * entry.sent;
    m_totals.bytesSkipped += sign * std::max(qint64(0), stored - entry.sent);
    if (!isFinal(upload.record.stage)) {
        m_totals.bytesInFlight += sign * upload.bytesInFlight;
        m_totals.bytesPerSecond += sign * upload.bytesPerSecond;
    }
}

std::optional<WatchState::Change> WatchState::take(const UploadSnapshot &upload, bool countsFromZero)
{
    const auto found = m_watched.find(upload.record.id);
    if (found == m_watched.end() || found->upload == upload)
        return std::nullopt;
    Entry &entry = *found;
    const std::optional<UploadSnapshot> before = entry.upload;
    count(entry, -1);
    if (!before) {
        --m_unseen;
        entry.sent = countsFromZero ? upload.bytesSent : 0;
    } else {
        // Another engine took over if the figure went back.
        entry.sent +=
            upload.bytesSent >= entry.sentSeen ? upload.bytesSent - entry.sentSeen : upload.bytesSent;
    }
    entry.sentSeen = upload.bytesSent;
    entry.upload = upload;
    count(entry, 1);
    if (isRunning(upload))
        m_running.insert(upload.record.id);
    else
        m_running.remove(upload.record.id);
    if (before && (storedOf(upload) > storedOf(*before) ||
                   isFinal(upload.record.stage) != isFinal(before->record.stage) ||
                   (upload.record.session && !before->record.session)))
        m_sawLife = true;
    return Change{before, upload};
}

std::optional<WatchState::Change> WatchState::forget(UploadId id)
{
    const auto found = m_watched.find(id);
    if (found == m_watched.end())
        return std::nullopt;
    UploadSnapshot gone = found->upload.value_or(UploadSnapshot());
    if (isFinal(gone.record.stage))
        return std::nullopt; // it had ended before
    gone.record.id = id;
    gone.record.stage = Stage::Cancelled;
    gone.holds = {};
    return take(gone, false);
}

QList<UploadSnapshot> WatchState::running() const
{
    QList<UploadId> ids(m_running.begin(), m_running.end());
    std::sort(ids.begin(), ids.end());
    QList<UploadSnapshot> list;
    for (const UploadId id : ids)
        list.append(*m_watched.find(id)->upload);
    return list;
}

// Nothing is left but what needs new credentials, or waits in the queue of a destination that does.
bool WatchState::isUpToCredentials() const
{
    if (!m_renewedElsewhere)
        return false;
    QSet<QString> refused;
    for (const Entry &entry : m_watched) {
        const UploadSnapshot &upload = *entry.upload;
        if (fateOf(upload) != Fate::Away)
            continue;
        // Without a status it is not the destination's word: a keychain may be unlocked yet.
        if (!upload.holds.testFlag(Hold::Credentials) || !upload.trouble ||
            upload.trouble->kind != FailureKind::CredentialsNeeded || upload.trouble->httpStatus == 0 ||
            m_renewedElsewhere->contains(upload.record.destination))
            return false;
        refused.insert(upload.record.destination);
    }
    return std::all_of(m_watched.cbegin(), m_watched.cend(), [&refused](const Entry &entry) {
        return fateOf(*entry.upload) != Fate::InQueue || refused.contains(entry.upload->record.destination);
    });
}

std::optional<UploadId> WatchState::firstQueued() const
{
    if (m_totals.count(Fate::Moving) > 0)
        return std::nullopt;
    for (auto entry = m_watched.cbegin(); entry != m_watched.cend(); ++entry) {
        const Fate fate = entry->upload ? fateOf(*entry->upload) : Fate::Done;
        if ((fate == Fate::InQueue || fate == Fate::Away) && entry->upload->record.stage == Stage::Queued)
            return entry.key();
    }
    return std::nullopt;
}

std::optional<UploadSnapshot> WatchState::firstOf(Fate fate) const
{
    if (m_totals.count(fate) == 0)
        return std::nullopt;
    for (const Entry &entry : m_watched)
        if (entry.upload && fateOf(*entry.upload) == fate)
            return entry.upload;
    return std::nullopt;
}

ExitCode WatchState::exitCode() const
{
    if (m_unseen > 0 || m_totals.left() > 0)
        return ExitStopped;
    if (m_totals.failed() > 0 || m_totals.count(Fate::Cancelled) > 0)
        return ExitFailed;
    return m_totals.count(Fate::NeedsDecision) > 0 ? ExitNeedsDecision : ExitDone;
}

WatchState::Verdict WatchState::verdict(qint64 monotonicMs, const Patience &patience)
{
    using Why = Verdict::Why;
    if (m_unseen > 0)
        return {};
    if (m_totals.left() == 0)
        return {Why::AllOver, exitCode()};
    if (m_totals.left() == m_totals.count(Fate::Paused))
        return {Why::OnlyPausedLeft, ExitStopped};

    if (m_awaySinceMs && (m_sawLife || m_totals.bytesSent - m_sentWhenAway > lifeBytes))
        m_awaySinceMs.reset();
    m_sawLife = false;
    if (m_totals.bytesInFlight ==
        0) // an attempt that came to nothing is over: those of many are not added up
        m_sentWhenAway = m_totals.bytesSent;
    const bool nothingMoves = m_totals.count(Fate::Moving) == 0 && m_totals.count(Fate::Away) > 0;
    if (!nothingMoves)
        return {};
    // Nobody is going to give them while this runs.
    if (const std::optional<UploadSnapshot> away = firstOf(Fate::Away);
        away && away->holds.testFlag(Hold::Credentials) && away->trouble &&
        away->trouble->kind == FailureKind::SecretMissing)
        return {Why::PatienceOver, ExitStopped};
    if (isUpToCredentials())
        return {Why::CredentialsRefused, ExitFailed};
    if (!m_awaySinceMs) {
        m_awaySinceMs = monotonicMs;
        m_sentWhenAway = m_totals.bytesSent;
    }
    if (patience && monotonicMs - *m_awaySinceMs >= patience->count())
        return {Why::PatienceOver, ExitStopped};
    return {};
}

} // namespace gantry
