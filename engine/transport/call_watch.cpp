#include "engine/transport/call_watch.h"

#include <algorithm>

namespace gantry {

namespace {

// Linux lets a send buffer grow to this.
constexpr qint64 unseenBytes = 4 * 1024 * 1024;
// The least speed that a link is given time for; and what is assumed where the body is too short to tell.
constexpr double slowestBytesPerMs = 16;
constexpr double unknownBytesPerMs = 64;

} // namespace

CallWatch::CallWatch(std::chrono::milliseconds stallLimit, std::chrono::milliseconds answerTimeLimit)
    : m_stallLimit(stallLimit)
    , m_answerTimeLimit(answerTimeLimit)
{}

std::chrono::milliseconds CallWatch::drainTime(qint64 sent, qint64 spentMs)
{
    const qint64 unseen = std::min(sent, unseenBytes);
    // At least these have left in that time, so the link is no slower.
    const double proved =
        static_cast<double>(sent - unseen) / static_cast<double>(std::max<qint64>(spentMs, 1));
    const double speed = std::max(proved, sent > 2 * unseenBytes ? slowestBytesPerMs : unknownBytesPerMs);
    return std::chrono::milliseconds(static_cast<qint64>(static_cast<double>(unseen) / speed));
}

CallWatch::Verdict CallWatch::look(qint64 nowMs, const CallFigures &figures)
{
    const qint64 bytes = figures.sent + figures.received;
    if (m_moved < 0 || bytes != m_bytes || figures.heldByUs)
        m_moved = nowMs;
    m_bytes = bytes;
    if (figures.sent > 0 && m_firstByte < 0)
        m_firstByte = nowMs;
    if (figures.bodyOut && m_bodyOut < 0)
        m_bodyOut = nowMs;

    if (!figures.answered && figures.bodyOut) {
        const qint64 spent = m_firstByte < 0 ? 0 : m_bodyOut - m_firstByte;
        const auto limit = m_answerTimeLimit + drainTime(figures.sent, spent);
        return nowMs - m_bodyOut < limit.count() ? Verdict::Fine : Verdict::Unanswered;
    }
    return nowMs - m_moved < m_stallLimit.count() ? Verdict::Fine : Verdict::Stalled;
}

} // namespace gantry
