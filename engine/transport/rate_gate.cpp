#include "engine/transport/rate_gate.h"

#include "engine/transport/body_device.h"

#include <algorithm>
#include <chrono>

namespace gantry {

namespace {

using namespace std::chrono_literals;
constexpr auto fillingInterval = 25ms;
// What may be saved up: after a pause nothing leaves in a burst longer than this.
constexpr double burstSeconds = 0.1;

} // namespace

RateGate::RateGate(QObject *parent)
    : QObject(parent)
    , m_timer(this)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(fillingInterval);
    connect(&m_timer, &QTimer::timeout, this, &RateGate::fill);
}

void RateGate::setRate(qint64 bytesPerSecond)
{
    if (m_rate == bytesPerSecond)
        return;
    m_rate = bytesPerSecond;
    m_tokens = std::min(m_tokens, static_cast<double>(m_rate) * burstSeconds);
    if (m_rate > 0)
        return;
    m_timer.stop();
    m_taken.clear();
    wakeAll();
}

qint64 RateGate::take(BodyDevice *device, qint64 wanted)
{
    if (m_rate == 0)
        return wanted;
    if (!m_timer.isActive()) {
        m_tokens = 0;
        m_share = 0;
        m_sinceFilling.start();
        m_timer.start();
    }
    qint64 &taken = m_taken[device];
    const qint64 granted = std::min({wanted, m_share - taken, static_cast<qint64>(m_tokens)});
    if (granted <= 0) {
        m_waiting.insert(device);
        return 0;
    }
    taken += granted;
    m_tokens -= static_cast<double>(granted);
    return granted;
}

void RateGate::leave(BodyDevice *device)
{
    m_taken.remove(device);
    m_waiting.remove(device);
}

void RateGate::fill()
{
    if (m_taken.isEmpty()) { // nobody asked since the last time
        m_timer.stop();
        return;
    }
    const auto rate = static_cast<double>(m_rate);
    const double seconds = static_cast<double>(m_sinceFilling.nsecsElapsed()) / 1e9;
    m_sinceFilling.start();
    m_tokens = std::min(m_tokens + rate * seconds, std::max(rate * burstSeconds, 1.0));
    m_share = std::max<qint64>(1, static_cast<qint64>(m_tokens) / m_taken.size());
    // Whoever is held is counted as asking again, even if its next read comes late.
    m_taken.clear();
    for (BodyDevice *device : std::as_const(m_waiting))
        m_taken.insert(device, 0);
    wakeAll();
}

void RateGate::wakeAll()
{
    const QSet<BodyDevice *> waiting = std::exchange(m_waiting, {});
    for (BodyDevice *device : waiting)
        device->wake();
}

} // namespace gantry
