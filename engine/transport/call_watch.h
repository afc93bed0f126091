// The two time limits of a call, from figures that are looked at several times a second. No clock, no timer.
#pragma once

#include <QtGlobal>

#include <chrono>

namespace gantry {

// How far a call is.
struct CallFigures
{
    qint64 sent = 0;       // body bytes handed to Qt
    qint64 received = 0;   // bytes of the answer's body
    bool bodyOut = false;  // the request is under way and nothing of its body is left to hand out
    bool answered = false; // the answer's headers are in
    bool heldByUs = false; // the body waits for our own source or rate limit: the peer is not to blame
};

class CallWatch
{
public:
    enum class Verdict {
        Fine,
        Stalled,    // no byte moved for stallLimit, while sending or receiving
        Unanswered, // nothing came for answerTimeLimit after the body
    };

    CallWatch(std::chrono::milliseconds stallLimit, std::chrono::milliseconds answerTimeLimit);

    // `nowMs` is monotonic.
    Verdict look(qint64 nowMs, const CallFigures &figures);

    // How long the last bytes of a body may be under way after they were handed out. We cannot see them
    // leave: they wait in the socket's buffer. `spentMs`: from the first body byte to the last.
    static std::chrono::milliseconds drainTime(qint64 sent, qint64 spentMs);

private:
    std::chrono::milliseconds m_stallLimit;
    std::chrono::milliseconds m_answerTimeLimit;
    qint64 m_moved = -1;     // when a byte was seen to have moved; -1: not looked at yet
    qint64 m_firstByte = -1; // when the first body byte was seen to be gone
    qint64 m_bodyOut = -1;   // when the last one was
    qint64 m_bytes = 0;      // moved in both directions, at the last look
};

} // namespace gantry
