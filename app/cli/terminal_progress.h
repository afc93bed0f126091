// Progress drawn over and over on the last lines of a terminal; what is over scrolls up.
#pragma once

#include "app/cli/console.h"
#include "app/cli/progress_sink.h"

#include <QMap>

namespace gantry {

class TerminalProgress final : public ProgressSink
{
public:
    explicit TerminalProgress(Console &console)
        : m_console(console)
    {}

    Parts wantsParts() const override { return Parts::Running; }
    void added(const UploadSnapshot &upload, bool continued) override;
    void changed(const UploadSnapshot &before, const UploadSnapshot &now) override;
    void partsChanged(const UploadSnapshot &upload, const QList<PartSnapshot> &before,
                      const QList<PartSnapshot> &now) override;
    void tick(const WatchState &state, qint64 monotonicMs, qint64 wallMs) override;
    void notice(const QString &text) override;
    void ended(const WatchState &state, ExitCode code, const QString &why, qint64 elapsedMs) override;

private:
    void printAbove(const QString &line);
    QString eraser() const;

    Console &m_console;
    QMap<UploadId, QList<PartSnapshot>> m_parts;
    QStringList m_above;   // lines for the next drawing
    qsizetype m_drawn = 0; // lines on the screen that are ours
    qint64 m_lastDrawnMs = 0;
};

} // namespace gantry
