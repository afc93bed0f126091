// Counters for Prometheus. Any thread.
#pragma once

#include <QByteArray>

#include <array>
#include <atomic>

namespace gantry {

struct Metrics
{
    std::atomic<qint64> uploadsInitiated{0};
    std::atomic<qint64> uploadsCompleted{0};
    std::atomic<qint64> uploadsDeleted{0};
    std::atomic<qint64> uploadsExpired{0};
    std::atomic<qint64> partsStored{0};
    std::atomic<qint64> partBytesStored{0};
    std::atomic<qint64> partsRefused{0};
    std::atomic<qint64> connectionsOpen{0};
    std::atomic<qint64> connectionsRefused{0};
    std::array<std::atomic<qint64>, 6> answersByClass{}; // by the first digit of their status

    void countAnswer(int status);
    // The text format of Prometheus, version 0.0.4.
    QByteArray text(qint64 unfinishedUploads) const;
};

} // namespace gantry
