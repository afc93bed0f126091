#include "app/cli/terminal_progress.h"

#include "app/cli/plain_progress.h"
#include "app/cli/terminal_text.h"
#include "app/cli/words.h"

namespace gantry {
namespace {

constexpr qint64 drawEveryMs = 200;

} // namespace

// The cursor stands below our lines; it is never hidden, so there is nothing to restore after any end.
QString TerminalProgress::eraser() const
{
    if (m_drawn == 0)
        return {};
    return QStringLiteral("\x1b[%1A\r\x1b[J").arg(m_drawn);
}

void TerminalProgress::printAbove(const QString &line)
{
    if (!line.isEmpty())
        m_above.append(line);
}

void TerminalProgress::added(const UploadSnapshot &upload, bool continued)
{
    if (continued)
        printAbove(QStringLiteral("continuing upload %1: %2")
                       .arg(upload.record.id.value)
                       .arg(harmless(placeWords(upload.record))));
}

void TerminalProgress::changed(const UploadSnapshot &before, const UploadSnapshot &now)
{
    if (isSetBack(before, now))
        printAbove(QStringLiteral("%1  %2").arg(harmless(placeWords(now.record)), harmless(now.setBack)));
    if (!isFinal(now.record.stage))
        return;
    m_parts.remove(now.record.id);
    if (before.record.stage != now.record.stage)
        printAbove(renderEnd(now, m_console.style()));
}

void TerminalProgress::partsChanged(const UploadSnapshot &upload, const QList<PartSnapshot> &,
                                    const QList<PartSnapshot> &now)
{
    if (!isFinal(upload.record.stage))
        m_parts.insert(upload.record.id, now);
}

void TerminalProgress::tick(const WatchState &state, qint64 monotonicMs, qint64 wallMs)
{
    if (m_drawn > 0 && monotonicMs - m_lastDrawnMs < drawEveryMs)
        return;
    m_lastDrawnMs = monotonicMs;
    QList<DisplayRow> rows;
    for (const UploadSnapshot &upload : state.running())
        rows.append({upload, m_parts.value(upload.record.id)});
    const QStringList lines = renderDisplay(rows, state.totals(), m_console.style(), wallMs);
    QString drawing = eraser();
    for (const QString &line : std::exchange(m_above, {}) + lines)
        drawing += line + QLatin1Char('\n');
    m_console.raw(drawing);
    m_drawn = lines.size();
}

void TerminalProgress::notice(const QString &text)
{
    printAbove(harmless(text));
}

void TerminalProgress::ended(const WatchState &state, ExitCode, const QString &why, qint64 elapsedMs)
{
    QString drawing = eraser();
    m_drawn = 0;
    if (state.totals().filesTotal > 0)
        m_above.append(endWords(state, m_console.style(), elapsedMs));
    for (const QString &line : std::exchange(m_above, {}))
        drawing += line + QLatin1Char('\n');
    m_console.raw(drawing);
    if (!why.isEmpty())
        m_console.error(harmless(why));
}

} // namespace gantry
