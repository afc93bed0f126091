#include "app/service/stores/disk/part_leases.h"

namespace gantry {

using SteadyClock = std::chrono::steady_clock;

PartLeases::Lease::Lease(PartLeases &leases, std::pair<QString, int> part, RequestBody &body)
    : m_leases(leases)
    , m_part(std::move(part))
    , m_body(body)
{}

PartLeases::Lease::~Lease()
{
    const std::lock_guard lock(m_leases.m_mutex);
    m_leases.m_held.erase(m_part);
    m_leases.m_changed.notify_all();
}

qint64 PartLeases::Lease::read(char *buffer, qint64 size)
{
    {
        const std::lock_guard lock(m_leases.m_mutex);
        if (m_superseded)
            return -1;
        m_waiting = true;
        m_waitingSince = SteadyClock::now();
    }
    const qint64 count = m_body.read(buffer, size);
    const std::lock_guard lock(m_leases.m_mutex);
    m_waiting = false;
    return m_superseded ? -1 : count;
}

bool PartLeases::Lease::seal()
{
    const std::lock_guard lock(m_leases.m_mutex);
    m_sealed = !m_superseded;
    return m_sealed;
}

PartLeases::PartLeases(PartLeaseLimits limits)
    : m_limits(limits)
{}

Served<std::unique_ptr<PartLeases::Lease>> PartLeases::acquire(const QString &uploadId, int partNumber,
                                                               RequestBody &body)
{
    const std::pair<QString, int> part(uploadId, partNumber);
    const SteadyClock::time_point deadline = SteadyClock::now() + m_limits.wait;
    std::unique_lock lock(m_mutex);
    while (true) {
        const auto held = m_held.find(part);
        if (held == m_held.end()) {
            std::unique_ptr<Lease> lease(new Lease(*this, part, body));
            m_held.emplace(part, lease.get());
            return lease;
        }
        Lease &older = *held->second;
        const SteadyClock::time_point now = SteadyClock::now();
        if (now >= deadline)
            return refuse({ErrorCode::PartBusy,
                           QStringLiteral("Another request is sending this part just now."),
                           std::chrono::seconds(2)});
        SteadyClock::time_point next = std::min(deadline, now + m_limits.silence);
        if (older.m_waiting && !older.m_sealed && !older.m_superseded) {
            const SteadyClock::time_point silentFrom = older.m_waitingSince + m_limits.silence;
            if (now >= silentFrom) {
                older.m_superseded = true;
                older.m_body.interrupt();
            } else {
                next = std::min(next, silentFrom);
            }
        }
        m_changed.wait_until(lock, next);
    }
}

bool PartLeases::anyOf(const QString &uploadId) const
{
    const std::lock_guard lock(m_mutex);
    const auto first = m_held.lower_bound({uploadId, 0});
    return first != m_held.end() && first->first.first == uploadId;
}

} // namespace gantry
