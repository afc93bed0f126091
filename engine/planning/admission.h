// Who may move: the queue of waiting uploads, and the gate in front of each destination. Pure; one thread.
#pragma once

#include "engine/core/ids.h"

#include <QHash>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>
#include <set>

namespace gantry {

// Uploads that wait for their turn: higher priority first, then the older one; one line for each destination,
// so that a destination that cannot be reached does not hold up the others. Every operation costs O(log n).
class AdmissionQueue
{
public:
    void put(UploadId id, const QString &destination, int priority); // again: moves it
    void remove(UploadId id);
    bool contains(UploadId id) const { return m_places.contains(id); }

    // The first of those whose destination is open; stays in the queue until removed.
    std::optional<UploadId> next(const std::function<bool(const QString &destination)> &isOpen) const;

private:
    using Place = std::pair<int, qint64>; // (-priority, id)
    struct Entry
    {
        QString destination;
        Place place;
    };
    QHash<UploadId, Entry> m_places;
    QHash<QString, std::set<Place>> m_lines;
};

// How many calls may run towards one destination: one busy answer, or a server's fault, halves them for all,
// every stored part adds one back, and so does time, for a part may take hours; while it cannot be reached
// nobody tries, and the first to try after that tries alone.
class EndpointGate
{
public:
    explicit EndpointGate(int connectionLimit);

    void setConnectionLimit(int limit);

    bool isOpen(qint64 nowMs) const { return nowMs >= m_closedUntilMs; }
    bool mayStartPart(qint64 nowMs) const { return isOpen(nowMs) && m_running < allowed(nowMs); }
    qint64 closedUntilMs() const { return m_closedUntilMs; }
    bool isUnreachable() const { return m_unreachable; }
    int allowed(qint64 nowMs) const;
    int running() const { return m_running; }
    int failuresInARow() const { return m_failures; }

    void started() { ++m_running; }
    void ended() { --m_running; }
    void answered(); // any answer that is neither busy nor silence
    void partStored();
    // Each returns whether this is news: answers to calls that were under way when the gate closed are not.
    bool busy(qint64 nowMs, std::chrono::milliseconds wait);
    bool unreachable(qint64 nowMs, std::chrono::milliseconds wait);
    // Halves once in that time, and leaves the gate open.
    void strained(qint64 nowMs, std::chrono::milliseconds wait);
    void hold();               // for as long as nobody asks to try
    void tryNow(qint64 nowMs); // the network came back, or a person asks

private:
    void allow(qint64 nowMs, int calls);

    int m_limit;
    int m_allowed;
    int m_running = 0;
    int m_failures = 0;
    bool m_unreachable = false;
    qint64 m_allowedSinceMs = 0;
    qint64 m_closedUntilMs = 0;
    qint64 m_strainedUntilMs = 0;
};

} // namespace gantry
