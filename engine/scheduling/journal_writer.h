// Writes to the journal until it has worked: whoever waits for it waits, and nothing is forgotten on the way.
#pragma once

#include "engine/storage/journal.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>

namespace gantry {

// Lives in the engine's thread. Batches become durable strictly in the order in which they came: what gathers
// while one write is under way goes out together as the next. One that fails is tried again every two
// seconds, and everything behind it waits, so that a later state is never on disk without the earlier ones,
// nor overwritten by them.
class JournalWriter : public QObject
{
    Q_OBJECT

public:
    explicit JournalWriter(Journal &journal, QObject *parent = nullptr);

    // `done` is called in this thread once the batch is durable; not at all if `context` is gone by then.
    void write(JournalBatch batch, QObject *context, std::function<void()> done);
    void write(JournalBatch batch);

    bool isTroubled() const { return m_troubled; }
    // Hands all that waits to the journal, which drains before it goes. Nothing is written after that.
    void close();

Q_SIGNALS:
    // The journal cannot be written (its failure's words), or can again (empty).
    void troubleChanged(const QString &message);

private:
    struct Entry
    {
        JournalBatch batch;
        std::function<void()> done;
    };

    void sendNext();
    JournalBatch takeWaiting();
    void ended(const Expected<void> &result);

    Journal &m_journal;
    std::deque<Entry> m_waiting;
    std::deque<Entry> m_underWay; // one write
    bool m_troubled = false;
    bool m_closed = false;
    QTimer m_retry;
};

} // namespace gantry
