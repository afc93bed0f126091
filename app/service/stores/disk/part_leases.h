// One writer per part. A newer request takes a part over from one whose client has gone silent. Any thread.
#pragma once

#include "app/service/object_store.h"

#include <QString>

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace gantry {

struct PartLeaseLimits
{
    // How long a writer may wait for its client before a newer request takes over: a client that comes back
    // over another network must not be locked out by the connection that it lost, and two clients that both
    // send must not cut each other off for ever.
    std::chrono::milliseconds silence{2'000};
    std::chrono::milliseconds wait{10'000}; // how long a newer request waits for the older one
};

class PartLeases
{
public:
    class Lease
    {
    public:
        ~Lease();
        Lease(const Lease &) = delete;
        Lease &operator=(const Lease &) = delete;

        // Reads from the body; the lease can be taken away only while this waits.
        qint64 read(char *buffer, qint64 size);
        // From here on nobody takes the part over. False: somebody has; then nothing may be recorded.
        bool seal();

    private:
        friend class PartLeases;
        Lease(PartLeases &leases, std::pair<QString, int> part, RequestBody &body);

        PartLeases &m_leases;
        const std::pair<QString, int> m_part;
        RequestBody &m_body;
        // Guarded by the mutex of the leases.
        std::chrono::steady_clock::time_point m_waitingSince;
        bool m_waiting = false;
        bool m_sealed = false;
        bool m_superseded = false;
    };

    explicit PartLeases(PartLeaseLimits limits = {});

    // Waits for another writer of the part as the limits say, then PartBusy. `body` outlives the lease.
    Served<std::unique_ptr<Lease>> acquire(const QString &uploadId, int partNumber, RequestBody &body);
    bool anyOf(const QString &uploadId) const;

private:
    const PartLeaseLimits m_limits;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<std::pair<QString, int>, Lease *> m_held;
};

} // namespace gantry
