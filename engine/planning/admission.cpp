#include "engine/planning/admission.h"

#include <algorithm>
#include <limits>

namespace gantry {
namespace {

constexpr qint64 recoveryMs = 10'000; // in which one call more is allowed

} // namespace

void AdmissionQueue::put(UploadId id, const QString &destination, int priority)
{
    remove(id);
    const Place place{-priority, id.value};
    m_places.insert(id, {destination, place});
    m_lines[destination].insert(place);
}

void AdmissionQueue::remove(UploadId id)
{
    const auto entry = m_places.constFind(id);
    if (entry == m_places.cend())
        return;
    const auto line = m_lines.find(entry->destination);
    line->erase(entry->place);
    if (line->empty())
        m_lines.erase(line);
    m_places.erase(entry);
}

std::optional<UploadId> AdmissionQueue::next(const std::function<bool(const QString &)> &isOpen) const
{
    std::optional<Place> best;
    for (auto line = m_lines.cbegin(); line != m_lines.cend(); ++line) {
        const Place &head = *line->cbegin();
        if ((!best || head < *best) && isOpen(line.key()))
            best = head;
    }
    return best ? std::optional(UploadId{best->second}) : std::nullopt;
}

EndpointGate::EndpointGate(int connectionLimit)
    : m_limit(std::max(1, connectionLimit))
    , m_allowed(m_limit)
{}

void EndpointGate::setConnectionLimit(int limit)
{
    m_limit = std::max(1, limit);
    m_allowed = std::min(m_allowed, m_limit);
}

void EndpointGate::answered()
{
    if (m_unreachable)
        m_allowed = m_limit;
    m_unreachable = false;
    m_failures = 0;
}

int EndpointGate::allowed(qint64 nowMs) const
{
    if (m_unreachable) // the first to try tries alone
        return m_allowed;
    const qint64 recovered = std::max<qint64>(0, nowMs - m_allowedSinceMs) / recoveryMs;
    return static_cast<int>(std::min<qint64>(m_limit, m_allowed + recovered));
}

void EndpointGate::partStored()
{
    answered();
    m_allowed = std::min(m_allowed + 1, m_limit);
}

bool EndpointGate::busy(qint64 nowMs, std::chrono::milliseconds wait)
{
    if (!isOpen(nowMs))
        return false;
    ++m_failures;
    m_unreachable = false;
    m_closedUntilMs = nowMs + wait.count();
    allow(m_closedUntilMs, allowed(nowMs) / 2);
    return true;
}

bool EndpointGate::unreachable(qint64 nowMs, std::chrono::milliseconds wait)
{
    if (!isOpen(nowMs))
        return false;
    ++m_failures;
    m_unreachable = true;
    m_closedUntilMs = nowMs + wait.count();
    allow(m_closedUntilMs, 1);
    return true;
}

void EndpointGate::strained(qint64 nowMs, std::chrono::milliseconds wait)
{
    if (!isOpen(nowMs) || nowMs < m_strainedUntilMs)
        return;
    allow(nowMs, allowed(nowMs) / 2);
    m_strainedUntilMs = nowMs + wait.count();
}

void EndpointGate::allow(qint64 nowMs, int calls)
{
    m_allowed = std::max(1, calls);
    m_allowedSinceMs = nowMs;
}

void EndpointGate::hold()
{
    m_unreachable = false;
    m_closedUntilMs = std::numeric_limits<qint64>::max();
}

void EndpointGate::tryNow(qint64 nowMs)
{
    m_closedUntilMs = 0;
    m_allowedSinceMs = std::min(m_allowedSinceMs, nowMs);
}

} // namespace gantry
