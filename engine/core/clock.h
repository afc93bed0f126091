// Time, handed in so that tests decide what it is.
#pragma once

#include <QtGlobal>

namespace gantry {

class Clock
{
public:
    virtual ~Clock() = default;
    // Milliseconds that never run backward; for waits and speeds. The origin means nothing.
    virtual qint64 monotonicMs() const = 0;
    // Milliseconds since 1970-01-01 UTC; for what servers and people read, and for expiry (it counts through
    // suspend).
    virtual qint64 wallMs() const = 0;
};

class SystemClock final : public Clock
{
public:
    qint64 monotonicMs() const override;
    qint64 wallMs() const override;
};

} // namespace gantry
