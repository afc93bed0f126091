// The engine of a state folder that this process owns, with all that stands around it: the lock, the log, and
// the socket by which other programs of this user reach it.
#pragma once

#include "engine/core/expected.h"
#include "engine/scheduling/engine.h"
#include "engine/scheduling/state_lock.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace gantry {

class EnginePort;
class IpcServer;
class LocalPort;
class LogFile;

class EngineHost : public QObject
{
    Q_OBJECT

public:
    // program: its name, for the log. lock: that of the options' state folder, taken.
    EngineHost(const QString &program, const EngineOptions &options, std::unique_ptr<StateLock> lock,
               QObject *parent = nullptr);
    // Without stop(): what others asked gets no answer.
    ~EngineHost() override;

    // Once. `started` is told how that went, and may destroy the host. Other processes speak to `served`,
    // which may be port() or stand before it, and must outlive the host or its stop().
    void start(EnginePort &served, std::function<void(const Expected<EngineReport> &)> started);

    // Answers what others asked, stops the engine, then calls `done`, which may destroy the host. Two seconds
    // at most.
    void stop(std::function<void()> done);

    Engine &engine() { return *m_engine; }
    EnginePort &port();

private:
    void log(const QString &line);

    QString m_program;
    QString m_stateDir;
    bool m_sending;
    // Destroyed from the last to the first.
    std::unique_ptr<StateLock> m_lock;
    std::unique_ptr<LogFile> m_log;
    QThreadPool m_disk; // one thread: lines stay in order, and nobody waits for them
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<LocalPort> m_port;
    std::unique_ptr<IpcServer> m_server; // from start() on
};

} // namespace gantry
