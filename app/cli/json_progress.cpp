#include "app/cli/json_progress.h"

#include "engine/ipc/snapshot_json.h"

#include <algorithm>

namespace gantry {
namespace {

// What a progress line tells.
bool hasMoved(const UploadSnapshot &before, const UploadSnapshot &now)
{
    return before.record.bytesStored != now.record.bytesStored || before.bytesSent != now.bytesSent ||
           before.bytesInFlight != now.bytesInFlight || before.record.partsStored != now.record.partsStored;
}

} // namespace

void JsonProgress::print(const char *event, QJsonObject object)
{
    object.insert(QLatin1String("event"), QLatin1String(event));
    m_console.json(object);
}

void JsonProgress::added(const UploadSnapshot &upload, bool continued)
{
    QJsonObject object = toJson(upload);
    object.insert(QLatin1String("continued"), continued);
    print("added", object);
}

void JsonProgress::changed(const UploadSnapshot &before, const UploadSnapshot &now)
{
    const bool newState = shownName(before.record.stage) != shownName(now.record.stage);
    if (newState && now.record.stage == Stage::Done)
        print("done", toJson(now));
    else if (newState && now.record.stage == Stage::Failed)
        print("failed", toJson(now));
    else if (newState || before.holds != now.holds || before.setBack != now.setBack)
        print("state", toJson(now));
    if (isFinal(now.record.stage))
        m_told.remove(now.record.id);
}

void JsonProgress::partsChanged(const UploadSnapshot &upload, const QList<PartSnapshot> &before,
                                const QList<PartSnapshot> &now)
{
    for (qsizetype i = 0; i < now.size(); ++i) {
        const PartState old = i < before.size() ? before[i].state : PartState::Waiting;
        if (now[i].state == old)
            continue;
        QJsonObject object = toJson(now[i]);
        object.insert(QLatin1String("id"), upload.record.id.value);
        print("part", object);
    }
}

void JsonProgress::tick(const WatchState &state, qint64, qint64)
{
    QList<UploadSnapshot> running = state.running();
    const auto next = std::find_if(running.begin(), running.end(), [this](const UploadSnapshot &each) {
        return each.record.id > m_lastTold;
    });
    std::rotate(running.begin(), next, running.end());
    for (const UploadSnapshot &upload : running) {
        const auto told = m_told.constFind(upload.record.id);
        if (told != m_told.constEnd() && !hasMoved(*told, upload))
            continue;
        print("progress", toJson(upload));
        m_told.insert(upload.record.id, upload);
        m_lastTold = upload.record.id;
        return;
    }
}

void JsonProgress::notice(const QString &text)
{
    m_console.error(text);
}

void JsonProgress::ended(const WatchState &state, ExitCode, const QString &why, qint64 elapsedMs)
{
    const WatchTotals &totals = state.totals();
    print("summary", {
                         {QLatin1String("done"), totals.count(Fate::Done)},
                         {QLatin1String("failed"), totals.failed()},
                         {QLatin1String("bytes_total"), totals.bytesTotal},
                         {QLatin1String("bytes_sent"), totals.bytesSent},
                         {QLatin1String("bytes_skipped"), totals.bytesSkipped},
                         {QLatin1String("seconds"), static_cast<double>(elapsedMs) / 1000},
                         {QLatin1String("needs_decision"), totals.count(Fate::NeedsDecision)},
                         {QLatin1String("cancelled"), totals.count(Fate::Cancelled)},
                         {QLatin1String("unfinished"), state.unfinished()},
                     });
    if (!why.isEmpty())
        m_console.error(why);
}

} // namespace gantry
