// `upload --json` and `run --json`: JSON Lines on standard output.
#pragma once

#include "app/cli/console.h"
#include "app/cli/progress_sink.h"

#include <QMap>

namespace gantry {

// {"event":"added|state|progress|part|done|failed","id",…}: all but "part" have the fields of list --json;
// "part" has those of a part in show --json. At most one progress line a tick. The last line is the summary.
class JsonProgress final : public ProgressSink
{
public:
    explicit JsonProgress(Console &console)
        : m_console(console)
    {}

    Parts wantsParts() const override { return Parts::All; }
    void added(const UploadSnapshot &upload, bool continued) override;
    void changed(const UploadSnapshot &before, const UploadSnapshot &now) override;
    void partsChanged(const UploadSnapshot &upload, const QList<PartSnapshot> &before,
                      const QList<PartSnapshot> &now) override;
    void tick(const WatchState &state, qint64 monotonicMs, qint64 wallMs) override;
    void notice(const QString &text) override;
    void ended(const WatchState &state, ExitCode code, const QString &why, qint64 elapsedMs) override;

private:
    void print(const char *event, QJsonObject object);

    Console &m_console;
    QMap<UploadId, UploadSnapshot> m_told; // by the last progress line
    UploadId m_lastTold;                   // the turn goes round
};

} // namespace gantry
