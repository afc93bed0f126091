#include "app/cli/plain_progress.h"

#include "app/cli/size_text.h"
#include "app/cli/terminal_text.h"
#include "app/cli/words.h"

#include <QDateTime>

#include <utility>

namespace gantry {
namespace {

constexpr qint64 progressEveryMs = 5'000;

} // namespace

QString endWords(const WatchState &state, const DisplayStyle &style, qint64 elapsedMs)
{
    const WatchTotals &totals = state.totals();
    QString words = renderTotals(totals, style);
    words += QStringLiteral(", in %1").arg(durationText(elapsedMs / 1000));
    if (totals.bytesSent > 0)
        words += QStringLiteral(", %1 sent").arg(sizeText(style.locale, totals.bytesSent));
    if (totals.bytesSkipped > 0)
        words += QStringLiteral(", %1 was there already").arg(sizeText(style.locale, totals.bytesSkipped));
    return words;
}

void PlainProgress::added(const UploadSnapshot &upload, bool continued)
{
    const UploadRecord &record = upload.record;
    m_console.line(QStringLiteral("%1  %2  %3  upload %4")
                       .arg(continued ? QStringLiteral("continuing") : QStringLiteral("added"),
                            harmless(placeWords(record)), sizeText(m_console.locale(), record.identity.size))
                       .arg(record.id.value));
}

void PlainProgress::tellEnd(const UploadSnapshot &upload)
{
    const QString line = renderEnd(upload, m_console.style());
    if (line.isEmpty())
        return;
    const Fate fate = fateOf(upload);
    if (fate == Fate::Failed || fate == Fate::NeedsDecision)
        m_console.error(line);
    else
        m_console.line(line);
}

void PlainProgress::changed(const UploadSnapshot &before, const UploadSnapshot &now)
{
    if (isFinal(now.record.stage)) {
        if (before.record.stage != now.record.stage)
            tellEnd(now);
        return;
    }
    const QString name = harmless(placeWords(now.record));
    if (isSetBack(before, now))
        m_console.line(QStringLiteral("%1  %2").arg(name, harmless(now.setBack)));
    // Being in the queue is no news, and neither is leaving it for a moment.
    const Holds news = Hold::User | Hold::Offline | Hold::Endpoint | Hold::Credentials | Hold::Backoff |
                       Hold::SourceMissing | Hold::Journal;
    if ((now.holds & news) != (before.holds & news) && (now.holds & news))
        m_console.line(QStringLiteral("%1  %2").arg(
            name, harmless(holdWords(now, QDateTime::currentMSecsSinceEpoch()))));
    else if (now.record.stage == Stage::Sending && before.record.stage != Stage::Sending)
        m_console.line(QStringLiteral("sending  %1").arg(name));
}

void PlainProgress::tick(const WatchState &state, qint64 monotonicMs, qint64 wallMs)
{
    if (m_lastProgressMs == 0)
        m_lastProgressMs = monotonicMs;
    if (m_console.isQuiet() || monotonicMs - m_lastProgressMs < progressEveryMs)
        return;
    m_lastProgressMs = monotonicMs;
    for (const UploadSnapshot &upload : state.running()) {
        const UploadRecord &record = upload.record;
        QString line = QStringLiteral("%1  %2").arg(
            percentText(qMin(record.bytesStored + upload.bytesInFlight, record.identity.size - 1),
                        record.identity.size),
            harmless(placeWords(record)));
        const QString hold = holdWords(upload, wallMs);
        if (!hold.isEmpty())
            line += QStringLiteral("  ") + harmless(hold);
        else if (record.stage != Stage::Sending)
            line += QStringLiteral("  ") + stateWords(record.stage);
        else
            line += QStringLiteral("  ") + speedText(m_console.locale(), upload.bytesPerSecond);
        if (hold.isEmpty() && upload.etaSeconds)
            line += QStringLiteral("  %1 left").arg(durationText(*upload.etaSeconds));
        // Why it stands still is said once; a countdown goes on.
        if (!hold.isEmpty() && std::exchange(m_tellings[record.id], line) == line)
            continue;
        m_console.line(line);
    }
}

void PlainProgress::notice(const QString &text)
{
    m_console.error(harmless(text));
}

void PlainProgress::ended(const WatchState &state, ExitCode, const QString &why, qint64 elapsedMs)
{
    if (state.totals().filesTotal > 0)
        m_console.line(endWords(state, m_console.style(), elapsedMs));
    if (!why.isEmpty())
        m_console.error(harmless(why));
}

} // namespace gantry
