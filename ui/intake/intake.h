// The way of files into the queue: they are looked for, what cannot be sent is told, then they are added.
#pragma once

#include "ui/intake/file_search.h"

#include <QPointer>
#include <QThread>

#include <memory>
#include <optional>

namespace gantry {

// How an intake ended.
struct IntakeOutcome
{
    QString destination;
    qsizetype added = 0;            // files that are in the queue now, those that continue included
    qsizetype continued = 0;        // of these: were queued or unfinished already
    bool stopped = false;           // by the user, before all were added
    std::optional<Failure> failure; // why the rest was not added

    friend bool operator==(const IntakeOutcome &, const IntakeOutcome &) = default;
};

// One thing at a time; what comes meanwhile joins it or waits in line. GUI thread; nothing here blocks.
class Intake : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle,
        Looking, // through folders, in another thread
        Asking,  // it is known what there is: add() or cancel() goes on
        Adding,
    };

    explicit Intake(Engine &engine, QObject *parent = nullptr);
    ~Intake() override; // waits for the search to stop, but not for a disk that hangs

    // Looks through files and folders, then asks. Joins what is being looked for or asked about.
    void look(const QStringList &paths);

    // What was asked about goes to a destination. The prefix is one that faultOfPrefix() finds nothing with.
    void add(const QString &destination, const QString &prefix);

    // Looks, and asks only where something cannot be sent.
    void addPaths(const QStringList &paths, const QString &destination, const QString &prefix = {});

    // Before Adding: nothing was added. While Adding: what was added so far stays.
    void cancel();

    State state() const { return m_state; }
    const QStringList &paths() const { return m_order.paths; }  // what it is about
    QString destination() const { return m_order.destination; } // empty: not decided yet
    QString prefix() const { return m_order.prefix; }
    qsizetype filesSeen() const { return m_filesSeen; }        // while Looking
    const IntakeFinding &finding() const { return m_finding; } // since Asking
    const IntakeOutcome &outcome() const { return m_outcome; } // grows while Adding

Q_SIGNALS:
    void changed(); // the state, or a number
    void finished(qsizetype added,
                  qsizetype continued); // see outcome(); not for what was cancelled before Adding

private:
    struct Order
    {
        QStringList paths;
        QString destination; // empty: to be asked
        QString prefix;
    };

    void take(const Order &order);
    void begin(const Order &order);
    void search(const QStringList &paths);
    void found(const IntakeFinding &finding);
    void addNext();
    void answered(const Expected<QList<AddedUpload>> &added);
    void finish();
    void abandonSearch();
    void beginNext();
    void enter(State state);

    Engine &m_engine;
    State m_state = State::Idle;
    Order m_order;
    QList<Order> m_waiting;
    int m_searches = 0; // asked of m_search and not answered yet
    qsizetype m_filesSeen = 0;
    IntakeFinding m_finding;
    QList<QList<NewUpload>> m_batches; // the next one last
    IntakeOutcome m_outcome;
    FileSearch *m_search = nullptr; // lives and dies in its thread, the last of these
    QList<QPointer<QThread>> m_threads;
};

} // namespace gantry
