// Who tells a person or a script how uploads go on.
#pragma once

#include "app/cli/watch_state.h"
#include "engine/core/upload_types.h"

#include <QList>
#include <QString>

namespace gantry {

class ProgressSink
{
public:
    virtual ~ProgressSink() = default;

    // Whether partsChanged() is wanted, which costs questions to the engine: for what is running, or also a
    // last time for each upload that is done, before it is told as that.
    enum class Parts { None, Running, All };
    virtual Parts wantsParts() const { return Parts::None; }

    // The first that is known of an upload. continued: it was on its way before. Where it is over by then,
    // changed() from Queued follows.
    virtual void added(const UploadSnapshot &upload, bool continued) = 0;
    virtual void changed(const UploadSnapshot &before, const UploadSnapshot &now) = 0;
    virtual void partsChanged(const UploadSnapshot &upload, const QList<PartSnapshot> &before,
                              const QList<PartSnapshot> &now) = 0;
    // Ten times a second.
    virtual void tick(const WatchState &state, qint64 monotonicMs, qint64 wallMs) = 0;
    // Something for people that is about no upload alone.
    virtual void notice(const QString &text) = 0;
    // The last call. why: a sentence on what ended it before all was over; empty if nothing did.
    virtual void ended(const WatchState &state, ExitCode code, const QString &why, qint64 elapsedMs) = 0;
};

} // namespace gantry
