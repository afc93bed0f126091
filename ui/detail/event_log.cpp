#include "ui/detail/event_log.h"

#include "engine/scheduling/engine.h"

#include <QDateTime>

#include <algorithm>

namespace gantry {

EventLog::EventLog(Engine &engine, QObject *parent)
    : QObject(parent)
{
    connect(&engine, &Engine::logged, this, &EventLog::take);
    connect(&engine, &Engine::removed, this, &EventLog::drop);
}

QList<LoggedEvent> EventLog::eventsOf(UploadId id) const
{
    QList<LoggedEvent> events;
    events.reserve(m_counts.value(id));
    for (const Line &line : m_lines)
        if (line.id == id)
            events.append(line.event);
    return events;
}

void EventLog::take(UploadId id, const QString &message)
{
    if (id.value <= 0)
        return; // of no upload: it is in the log file
    // A server's words may be part of it: as one line, whatever they hold.
    const LoggedEvent event{QDateTime::currentMSecsSinceEpoch(), message.left(longestLine).simplified()};
    m_lines.push_back({id, event});
    if (++m_counts[id] > mostPerUpload)
        forgetOldestOf(id);
    if (size() > mostInAll)
        forgetOldestOf(m_lines.front().id);
    Q_EMIT added(id, event);
}

void EventLog::forgetOldestOf(UploadId id)
{
    const auto oldest =
        std::find_if(m_lines.begin(), m_lines.end(), [id](const Line &line) { return line.id == id; });
    m_lines.erase(oldest);
    if (--m_counts[id] == 0)
        m_counts.remove(id);
}

void EventLog::drop(const QList<UploadId> &ids)
{
    qsizetype known = 0;
    for (const UploadId id : ids)
        known += m_counts.remove(id) ? 1 : 0;
    if (known == 0)
        return;
    std::erase_if(m_lines, [this](const Line &line) { return !m_counts.contains(line.id); });
}

} // namespace gantry
