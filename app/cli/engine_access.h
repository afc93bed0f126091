// The way to the engine of a state folder: this process becomes its owner, or speaks to the owner there is.
// Should that one end while it is needed, the way is found anew.
#pragma once

#include "engine/ipc/engine_host.h"
#include "engine/ipc/remote_port.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace gantry {

struct AccessLimits
{
    int againMs = 100;          // between attempts
    int unreachableMs = 15'000; // somebody holds the lock and nobody answers
    int busyMs = 60'000;        // the owner is there for one command only, and an engine that sends is needed
    int helloMs = 5'000;
};

class EngineAccess : public QObject
{
    Q_OBJECT

public:
    enum class Need {
        Edit, // commands only: while we own the engine, it does not work the queue
        Work, // an engine that sends
    };
    using Then = std::function<void(const Expected<QJsonObject> &)>;

    explicit EngineAccess(QString stateDir, AccessLimits limits = {}, QObject *parent = nullptr);
    ~EngineAccess() override;

    // Once. Then opened() or lost() follows.
    // rateLimit: of the engine that we make, bytes a second; 0: none.
    void open(Need need, bool wantsEvents, qint64 rateLimit = 0);

    // A call of request_handler.h. May be asked at any time after open(): it waits while the way is being
    // found. Where the owner ends before it answers, the next one is asked: an owner that leaves in good
    // order answers all that it began.
    void call(const QString &name, const QJsonObject &arguments, Then then);

    // Our engine runs here. False before opened().
    bool isOwner() const { return m_host != nullptr && m_port != nullptr; }
    const QString &stateDir() const { return m_stateDir; }

    // Ends all: answers what others asked us, stops the engine, gives the lock back. No call is answered any
    // more.
    void close(std::function<void()> done);

Q_SIGNALS:
    // Each time that an engine can be spoken to; what was known of the queue may be old.
    void opened();
    // There is no way any more: InvalidInput, JournalFailed, Rejected, Unreachable, Stalled, ….
    void lost(const gantry::Failure &why);
    void told(const QJsonObject &event);
    // For people: something that happened to the journal, and the like.
    void notice(const QString &text);

private:
    struct Waiting
    {
        QString name;
        QJsonObject arguments;
        Then then;
        int attempts = 0;
    };

    void attempt();
    void startEngine(std::unique_ptr<StateLock> lock);
    void engineStarted(const Expected<EngineReport> &report);
    void connectToOwner();
    void tryAgain(const Failure &why, int limitMs);
    void use(EnginePort *port);
    void send(Waiting waiting);
    void portClosed(const Failure &why);
    void giveUp(const Failure &why);

    QString m_stateDir;
    AccessLimits m_limits;
    Need m_need = Need::Edit;
    bool m_wantsEvents = false;
    qint64 m_rateLimit = 0;
    bool m_closing = false;
    bool m_lost = false;
    QElapsedTimer m_searching;
    QTimer m_again;
    EnginePort *m_port = nullptr; // what calls go to; one of the two below
    std::vector<Waiting> m_waiting;
    std::unique_ptr<RemotePort> m_remote;
    std::unique_ptr<EngineHost> m_host;
};

} // namespace gantry
