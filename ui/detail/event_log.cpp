#include "ui/detail/event_log.h"

#include "engine/scheduling/engine.h"
#include "ui/text/upload_words.h"

#include <QDateTime>

#include <algorithm>

namespace gantry {

EventLog::EventLog(Engine &engine, QObject *parent)
    : QObject(parent)
{
    connect(&engine, &Engine::changed, this, &EventLog::follow);
    connect(&engine, &Engine::logged, this, &EventLog::take);
    connect(&engine, &Engine::removed, this, &EventLog::drop);
}

bool EventLog::Told::isAsIn(const Told &other) const
{
    return stage == other.stage && holds == other.holds && compares == other.compares &&
           wasSetBack == other.wasSetBack;
}

void EventLog::follow(const QList<UploadSnapshot> &uploads)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const UploadSnapshot &upload : uploads)
        followOne(upload, now);
}

// What only waits for its turn has no events: there may be a hundred thousand of them.
void EventLog::followOne(const UploadSnapshot &upload, qint64 nowMs)
{
    const UploadId id = upload.record.id;
    const auto told = m_told.find(id);
    if (told == m_told.end() && (upload.record.stage == Stage::Queued || isFinal(upload.record.stage)))
        return;
    Told now{upload.record.stage, upload.holds, upload.bytesToCompare > 0, !upload.setBack.isEmpty(), {}};
    if (told != m_told.end() && told->isAsIn(now))
        return;
    QString text = stateText(upload, nowMs).simplified();
    // The engine has told the cause already: what follows from it is enough.
    now.text = told == m_told.end() ? QString() : told->text;
    if (!now.text.isEmpty() && text.startsWith(now.text))
        text = text.mid(now.text.size()).trimmed();
    m_told.insert(id, now);
    if (!text.isEmpty())
        take(id, text);
    if (isFinal(upload.record.stage))
        m_told.remove(id);
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
    if (const auto told = m_told.find(id); told != m_told.end())
        told->text = event.text;
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
        m_told.remove(id);
    for (const UploadId id : ids)
        known += m_counts.remove(id) ? 1 : 0;
    if (known == 0)
        return;
    std::erase_if(m_lines, [this](const Line &line) { return !m_counts.contains(line.id); });
}

} // namespace gantry
