// One window for each state folder: a second start hands its files to the first and ends.
#pragma once

#include "engine/ipc/remote_port.h"
#include "engine/scheduling/state_lock.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <memory>

namespace gantry {

struct InstanceLimits
{
    std::chrono::milliseconds again{250};      // between attempts
    std::chrono::milliseconds patience{2'000}; // before it is told that somebody is busy: most end sooner
    std::chrono::milliseconds hello{5'000};
};

class SingleInstance : public QObject
{
    Q_OBJECT

public:
    // The paths are made absolute.
    SingleInstance(QString stateDir, const QStringList &paths, QObject *parent = nullptr);
    SingleInstance(QString stateDir, const QStringList &paths, InstanceLimits limits,
                   QObject *parent = nullptr);

    // Finds out who owns the state folder. Exactly one of the first three signals follows; busy() may come
    // before, again and again, while another program works there: it is waited for.
    void begin();

    std::unique_ptr<StateLock> takeLock() { return std::move(m_lock); } // once, after isFirst()

Q_SIGNALS:
    void isFirst();
    void handedOver(); // to the window there is
    void failed(const gantry::Failure &why);
    void busy(qint64 pid); // of a gantryctl; 0: not known

private:
    void attempt();
    void askOwner();
    void ownerClosed(const Failure &why);
    void handOver(qsizetype from);
    void waitForOwner(qint64 pid);
    void leaveOwner();

    QString m_stateDir;
    QStringList m_paths;
    InstanceLimits m_limits;
    std::unique_ptr<StateLock> m_lock;
    std::unique_ptr<RemotePort> m_owner;
    QElapsedTimer m_searching;
    QTimer m_again;
};

} // namespace gantry
