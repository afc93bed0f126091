#include "engine/scheduling/journal_writer.h"

#include "engine/core/when_done.h"

#include <QPointer>

#include <iterator>
#include <utility>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto retryInterval = 2s;

} // namespace

JournalWriter::JournalWriter(Journal &journal, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(retryInterval);
    connect(&m_retry, &QTimer::timeout, this, &JournalWriter::sendNext);
}

void JournalWriter::write(JournalBatch batch, QObject *context, std::function<void()> done)
{
    if (m_closed)
        return;
    m_waiting.push_back({std::move(batch), [guard = QPointer<QObject>(context), done = std::move(done)] {
                             if (guard)
                                 done();
                         }});
    if (m_underWay.empty() && !m_retry.isActive())
        sendNext();
}

void JournalWriter::write(JournalBatch batch)
{
    write(std::move(batch), this, [] {});
}

void JournalWriter::close()
{
    m_retry.stop();
    if (m_underWay.empty())
        sendNext();
    else if (!m_waiting.empty())
        m_journal.commit(takeWaiting());
    m_closed = true;
}

JournalBatch JournalWriter::takeWaiting()
{
    JournalBatch together;
    for (Entry &entry : m_waiting) {
        together += entry.batch;
        m_underWay.push_back(std::move(entry));
    }
    m_waiting.clear();
    return together;
}

void JournalWriter::sendNext()
{
    if (m_waiting.empty() || m_closed)
        return;
    const JournalBatch batch = takeWaiting();
    if (batch.isEmpty()) // nothing to write, but somebody waits for their place in the order
        QMetaObject::invokeMethod(
            this, [this] { ended({}); }, Qt::QueuedConnection);
    else
        whenReady(this, m_journal.commit(batch), [this](const Expected<void> &result) { ended(result); });
}

void JournalWriter::ended(const Expected<void> &result)
{
    std::deque<Entry> ended = std::exchange(m_underWay, {});
    if (!result && m_closed)
        return;
    if (!result) {
        m_waiting.insert(m_waiting.begin(), std::make_move_iterator(ended.begin()),
                         std::make_move_iterator(ended.end()));
        m_retry.start();
        if (!std::exchange(m_troubled, true))
            Q_EMIT troubleChanged(result.error().message);
        return;
    }
    if (std::exchange(m_troubled, false))
        Q_EMIT troubleChanged(QString());
    for (const Entry &entry : ended)
        entry.done();
    if (m_underWay.empty())
        sendNext();
}

} // namespace gantry
