// What has become of the uploads that a command waits for: counts, bytes, and whether to wait on. Pure.
#pragma once

#include "app/cli/exit_code.h"
#include "engine/core/upload_types.h"

#include <QMap>
#include <QSet>

#include <array>
#include <chrono>
#include <optional>

namespace gantry {

enum class Fate {
    Moving,  // under way, or waits for what ends by itself soon
    InQueue, // its turn has not come
    Away,    // waits for a network or a file that are away
    Paused,  // by the user: nobody waits for that
    Done,
    Failed,
    NeedsDecision,
    Cancelled, // or removed
};
inline constexpr int fateCount = 8;

Fate fateOf(const UploadSnapshot &upload);

struct WatchTotals
{
    std::array<int, fateCount> files{}; // by fate
    int filesTotal = 0;
    int unsendable = 0;        // found and never added: they count as failed
    qint64 bytesTotal = 0;     // of all watched files
    qint64 bytesStored = 0;    // at the destination, counted as done
    qint64 bytesInFlight = 0;  // of parts under way
    qint64 bytesSent = 0;      // on the wire since the watch began
    qint64 bytesSkipped = 0;   // stored without being sent since the watch began
    qint64 bytesPerSecond = 0; // now

    int count(Fate fate) const { return files[static_cast<size_t>(fate)]; }
    int failed() const { return count(Fate::Failed) + unsendable; }
    int left() const
    {
        return count(Fate::Moving) + count(Fate::InQueue) + count(Fate::Away) + count(Fate::Paused);
    }
    std::optional<qint64> etaSeconds() const;
};

class WatchState
{
public:
    using Patience = std::optional<std::chrono::milliseconds>; // none: for ever

    // An upload to wait for; nothing is known of it yet. sentBefore: bytes that were sent before the watch
    // began.
    void watch(UploadId id);
    bool isWatched(UploadId id) const { return m_watched.contains(id); }
    QList<UploadId> ids() const { return m_watched.keys(); }

    struct Change
    {
        std::optional<UploadSnapshot> before; // none: the first that is known
        UploadSnapshot now;
    };
    // Nothing if it is not watched, or nothing is new. countsFromZero: the engine began when the watch did,
    // so what it counts as sent on a first snapshot belongs to the watch.
    std::optional<Change> take(const UploadSnapshot &upload, bool countsFromZero);
    // It is not in the queue any more; counts as cancelled.
    std::optional<Change> forget(UploadId id);
    void addUnsendable(int files) { m_totals.unsendable += files; }
    // Destinations whose credentials another program renews while this one runs. Not told yet: any may be.
    void setRenewedElsewhere(const QSet<QString> &destinations) { m_renewedElsewhere = destinations; }

    const WatchTotals &totals() const { return m_totals; }
    // Those that have left the queue and are not over, in the order of their ids.
    QList<UploadSnapshot> running() const;
    // The first unfinished one, for a message; nothing if all are over.
    std::optional<UploadSnapshot> firstOf(Fate fate) const;

    // While nothing moves: one that waits for its turn. Nobody tells when the destination of such a one goes
    // away or comes back, so it has to be asked for.
    std::optional<UploadId> firstQueued() const;

    struct Verdict
    {
        enum class Why { WaitOn, AllOver, OnlyPausedLeft, PatienceOver, CredentialsRefused };
        Why why = Why::WaitOn;
        ExitCode exitCode = ExitDone;
    };
    // monotonicMs: now. A network that is away counts from when nothing could move first, until something
    // arrives: an attempt in between that comes to nothing does not begin it anew.
    Verdict verdict(qint64 monotonicMs, const Patience &patience);

    ExitCode exitCode() const;
    int unfinished() const { return m_unseen + m_totals.left(); }

private:
    struct Entry
    {
        std::optional<UploadSnapshot> upload; // none: not seen yet
        qint64 sent = 0;                      // by the watch
        qint64 sentSeen = 0;                  // the engine's last figure
    };

    void count(const Entry &entry, int sign);
    bool isUpToCredentials() const;

    QMap<UploadId, Entry> m_watched;
    QSet<UploadId> m_running;
    std::optional<QSet<QString>> m_renewedElsewhere;
    int m_unseen = 0;
    WatchTotals m_totals;
    std::optional<qint64> m_awaySinceMs;
    qint64 m_sentWhenAway = 0; // or when the last attempt since then began
    bool m_sawLife = false;
};

} // namespace gantry
