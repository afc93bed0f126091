#include "engine/planning/speed_meter.h"

namespace gantry {
namespace {

constexpr qint64 windowMs = 10'000;
constexpr qint64 sampleEveryMs = 100;
constexpr qint64 leastMs = 300; // below that a figure would jump
constexpr qint64 longestSeconds = 30LL * 24 * 3600;

} // namespace

void SpeedMeter::add(qint64 nowMs, qint64 totalBytes)
{
    if (m_samples.size() >= 2 && nowMs - m_samples[m_samples.size() - 2].first < sampleEveryMs)
        m_samples.back() = {nowMs, totalBytes};
    else
        m_samples.emplace_back(nowMs, totalBytes);
    while (m_samples.size() > 2 && nowMs - m_samples[1].first >= windowMs)
        m_samples.pop_front();
}

void SpeedMeter::reset()
{
    m_samples.clear();
}

qint64 SpeedMeter::bytesPerSecond(qint64 nowMs) const
{
    if (m_samples.size() < 2)
        return 0;
    const qint64 elapsed = nowMs - m_samples.front().first;
    if (elapsed < leastMs || nowMs - m_samples.back().first > windowMs)
        return 0;
    return (m_samples.back().second - m_samples.front().second) * 1000 / elapsed;
}

std::optional<qint64> SpeedMeter::secondsFor(qint64 bytesLeft, qint64 nowMs) const
{
    const qint64 speed = bytesPerSecond(nowMs);
    if (speed <= 0)
        return std::nullopt;
    const qint64 seconds = (bytesLeft + speed - 1) / speed;
    return seconds <= longestSeconds ? std::optional(seconds) : std::nullopt;
}

} // namespace gantry
