// Lets the bodies of one lane read no faster than the lane's share of the rate limit.
#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QSet>
#include <QTimer>

namespace gantry {

class BodyDevice;

// A token bucket that is filled every few milliseconds and shared evenly by the bodies that asked since the
// last filling. One thread.
class RateGate : public QObject
{
    Q_OBJECT

public:
    explicit RateGate(QObject *parent = nullptr);

    void setRate(qint64 bytesPerSecond); // 0: no limit

    // How many of `wanted` bytes may be read now. 0: none; the device is woken when there are more.
    qint64 take(BodyDevice *device, qint64 wanted);
    void leave(BodyDevice *device);

private:
    void fill();
    void wakeAll();

    qint64 m_rate = 0;
    double m_tokens = 0; // bytes; fractions matter at low rates
    qint64 m_share = 0;  // bytes that each body may take until the next filling
    QHash<BodyDevice *, qint64> m_taken;
    QSet<BodyDevice *> m_waiting;
    QTimer m_timer;
    QElapsedTimer m_sinceFilling;
};

} // namespace gantry
