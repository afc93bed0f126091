// The upload service on this machine that a newcomer tries Gantry with: one click, and it is a destination.
//
// It is the program gantry-service as a child of this one: it dies with it, whatever happens. Its data, its
// token (0600) and its log lie in STATEDIR/local-service; what is uploaded ends up in the folder
// "Gantry uploads" of the user's home, which people find, and which is not one of those that desktops copy to
// a cloud.
#pragma once

#include "app/desktop/local_service_files.h"
#include "engine/scheduling/engine.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QThreadPool>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace gantry {

struct LocalServiceOptions
{
    QString program; // empty: it is looked for
    QString folder;  // of the uploads, for the first time; empty: "Gantry uploads" in the home folder
    std::chrono::milliseconds retryDelay = std::chrono::milliseconds(300);
    // How long a start is tried: longer than the service of a window that was killed needs to end.
    std::chrono::milliseconds patience = std::chrono::seconds(6);
    int restarts = 5; // of a service that dies again and again; one that ran for a minute begins anew
};

// Lives in the window's thread and does nothing there that waits.
class LocalService : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Off,
        Starting, // also: again, after it died
        Running,  // it answers, and the engine has its destination
        Failed,   // see message(); switchOn() tries again
    };
    Q_ENUM(State)

    // The engine has to be started, and the state folder to be this process's own.
    LocalService(Engine &engine, const QString &stateDir, LocalServiceOptions options = {},
                 QObject *parent = nullptr);
    ~LocalService() override; // kills what end() has not ended: nothing that was acknowledged is lost

    // Brings it up if it was on when the last window closed.
    void resume();
    void switchOn();  // remembered
    void switchOff(); // remembered; the destination stays, and what was uploaded
    // For the end of the program: remembers what is. SIGTERM, and after three seconds SIGKILL; then() when it
    // is gone, not from within end().
    void end(std::function<void()> then);

    State state() const { return m_state; }
    int port() const { return m_notes.port; }
    QString message() const { return m_message; }               // Failed: why, and what to do
    QString folder() const { return m_notes.folder; }           // where uploads end up; empty until it starts
    QString destination() const { return m_notes.destination; } // its name

Q_SIGNALS:
    void stateChanged(gantry::LocalService::State state);

private:
    void begin(bool onlyIfItWasOn);
    void makeToken();
    void tokenMade(const QByteArray &token);
    void launch();
    void launchEnded();
    void readLines();
    void askHealth();
    void healthy();
    void makeDestination(const QList<DestinationSettings> &known);
    void running();
    void died();
    void tryAgain(const QString &ifItIsOver);
    void giveUp(const QString &why);
    void giveUpWithLastWords(const QString &why);
    void setState(State state);
    void write();
    void stopChild();
    int freePort() const;

    Engine &m_engine;
    LocalServiceFiles m_files;
    LocalServiceOptions m_options;
    LocalServiceNotes m_notes;
    State m_state = State::Off;
    QString m_message;
    QString m_program;
    bool m_hasNewToken = false;
    int m_run = 0; // answers to an older one are dropped
    int m_restartsLeft = 0;
    QElapsedTimer m_tried; // since this start was begun
    QElapsedTimer m_ran;
    QTimer m_retry;
    QTimer m_forced; // when it is time to kill
    QNetworkAccessManager m_network;
    std::unique_ptr<QProcess> m_token;
    std::unique_ptr<QProcess> m_child;
    std::function<void()> m_then;
    QThreadPool m_disk; // one thread: writes stay in order
};

} // namespace gantry
