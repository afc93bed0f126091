// Ends sessions that no upload claims any more, and does not rest before their servers have confirmed it.
#pragma once

#include "engine/scheduling/endpoint.h"
#include "engine/storage/journal.h"

#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <functional>
#include <list>

namespace gantry {

struct EngineContext;

// Lives in the engine's thread. What it has to end is journaled before it asks a server to, so a restart goes
// on with it.
class OrphanSweeper : public QObject
{
    Q_OBJECT

public:
    using EndpointOf = std::function<Endpoint *(const QString &destination)>;

    OrphanSweeper(EngineContext &engine, EndpointOf endpointOf, QObject *parent = nullptr);

    // The note is on its way into the journal: no upload may take that session up any more.
    void expect(const OrphanNote &note);
    void add(const OrphanNote &note); // it is durable
    // Whether its server still has to be asked; not, where it was asked and refuses for good.
    bool isWaitingFor(const QString &destination) const;
    // All that is left of it. Returns what the journal has to forget.
    JournalBatch forget(const QString &destination);
    bool isEnding(const QString &destination, const QString &sessionId) const;
    // Whether something is being asked of a server, or was never asked yet of one that can be.
    bool isTrying() const;

    // Tells when all that is known now has been ended (true), or not: the time is up, or it is forgotten.
    void whenSwept(std::chrono::milliseconds limit, std::function<void(bool)> told);

Q_SIGNALS:
    void tried(); // one of them, with or without success

private:
    struct Item
    {
        OrphanNote note;
        bool durable = false;
        qint64 notBeforeMs = 0;
        int attempts = 0;
        bool refused = false;    // for good: it is asked for again all the same, much later
        QPointer<Endpoint> asks; // gone with its settings, it is not going to be answered

        bool isOf(const QString &destination, const QString &sessionId) const
        {
            return note.destination == destination && note.session.id == sessionId;
        }
    };

    struct Waiting
    {
        std::function<void(bool)> told; // empty: it has been
        QSet<QString> claims;
    };

    void sweep();
    bool canBeAsked(const Item &item) const;
    void abort(std::list<Item>::iterator item);
    void ended(std::list<Item>::iterator item, const Failure *failure);
    void tellWaiting(const QString &claim, bool ended);

    EngineContext &m_engine;
    EndpointOf m_endpointOf;
    std::list<Item> m_items; // iterators stay valid
    std::list<Waiting> m_waiting;
    QTimer m_timer;
};

} // namespace gantry
