// The engine of the window's state folder, with all that stands around it: the lock, the log, and the socket
// by which other programs of this user reach it.
#pragma once

#include "app/desktop/window_port.h"
#include "engine/ipc/ipc_server.h"
#include "engine/ipc/local_port.h"
#include "engine/platform/log_file.h"
#include "engine/scheduling/engine.h"
#include "engine/scheduling/state_lock.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace gantry {

class EngineHost : public QObject
{
    Q_OBJECT

public:
    // The lock is that of the state folder, taken.
    EngineHost(const QString &stateDir, std::unique_ptr<StateLock> lock, QObject *parent = nullptr);
    ~EngineHost() override;

    // Once. `started` is told how that went.
    void start(std::function<void(const Expected<EngineReport> &)> started);

    // Answers what others asked, stops the engine, then calls `done`. Two seconds at most.
    void stop(std::function<void()> done);

    Engine &engine() { return *m_engine; }
    WindowPort &port() { return *m_port; }

private:
    void log(const QString &line);

    QString m_stateDir;
    // Destroyed from the last to the first.
    std::unique_ptr<StateLock> m_lock;
    std::unique_ptr<LogFile> m_log;
    QThreadPool m_disk; // one thread: lines stay in order, and the window never waits for them
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<LocalPort> m_enginePort;
    std::unique_ptr<WindowPort> m_port;
    std::unique_ptr<IpcServer> m_server;
};

} // namespace gantry
