// Progress as plain lines, for a pipe or a log file; if quiet, only what goes wrong.
#pragma once

#include "app/cli/console.h"
#include "app/cli/progress_sink.h"

#include <QHash>

namespace gantry {

class PlainProgress final : public ProgressSink
{
public:
    explicit PlainProgress(Console &console)
        : m_console(console)
    {}

    void added(const UploadSnapshot &upload, bool continued) override;
    void changed(const UploadSnapshot &before, const UploadSnapshot &now) override;
    void partsChanged(const UploadSnapshot &, const QList<PartSnapshot> &,
                      const QList<PartSnapshot> &) override
    {}
    void tick(const WatchState &state, qint64 monotonicMs, qint64 wallMs) override;
    void notice(const QString &text) override;
    void ended(const WatchState &state, ExitCode code, const QString &why, qint64 elapsedMs) override;

private:
    void tellEnd(const UploadSnapshot &upload);

    Console &m_console;
    qint64 m_lastProgressMs = 0;         // monotonic; 0: not yet
    QHash<UploadId, QString> m_tellings; // the last line of those that stand still
};

// The sentence at the end, for people; why: what ended it before all was over.
QString endWords(const WatchState &state, const DisplayStyle &style, qint64 elapsedMs);

} // namespace gantry
