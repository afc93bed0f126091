// Bytes a second and time left, calm enough to read. Pure.
#pragma once

#include <QtGlobal>

#include <deque>
#include <optional>
#include <utility>

namespace gantry {

// A mean over the last ten seconds of samples. Time that is spent held does not count: after a pause the
// figure begins anew instead of creeping up from nothing.
class SpeedMeter
{
public:
    void add(qint64 nowMs, qint64 totalBytes); // totalBytes never runs backward
    void reset();
    qint64 bytesPerSecond(qint64 nowMs) const;
    // None while there is no speed to reckon with, or it would be more than thirty days.
    std::optional<qint64> secondsFor(qint64 bytesLeft, qint64 nowMs) const;

private:
    std::deque<std::pair<qint64, qint64>> m_samples; // (time, total)
};

} // namespace gantry
