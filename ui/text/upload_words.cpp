#include "ui/text/upload_words.h"

#include "ui/text/format.h"
#include "ui/text/names.h"

#include <QCoreApplication>

#include <algorithm>

namespace gantry {
namespace {

QString tr(const char *text, const char *comment = nullptr)
{
    return QCoreApplication::translate("UploadWords", text, comment);
}

QString againIn(const UploadSnapshot &upload, qint64 nowMs)
{
    if (upload.retryAtMs <= nowMs)
        return tr("trying again now");
    return tr("again in %1", "a duration").arg(durationText((upload.retryAtMs - nowMs + 999) / 1000));
}

// Why it stands still; empty if it does not.
QString holdText(const UploadSnapshot &upload, qint64 nowMs)
{
    const Holds holds = upload.holds;
    if (holds.testFlag(Hold::User))
        return tr("Paused");
    if (holds.testFlag(Hold::SourceMissing))
        return tr("File is away: continues when it is back");
    if (holds.testFlag(Hold::Journal))
        return tr("Queue cannot be saved: continues when it can");
    if (holds.testFlag(Hold::Asleep))
        return tr("Computer sleeps: continues when it wakes");
    if (holds.testFlag(Hold::Credentials))
        return upload.trouble ? upload.trouble->message : tr("Waits for credentials");
    if (holds.testFlag(Hold::Offline))
        return tr("Offline: continues by itself");
    if (holds.testFlag(Hold::Endpoint))
        return tr("Server busy, %1", "again in 12 s").arg(againIn(upload, nowMs));
    if (holds.testFlag(Hold::Backoff)) {
        const QString again = againIn(upload, nowMs);
        return upload.trouble
                   ? tr("%1 Waiting, %2", "a sentence; again in 12 s").arg(upload.trouble->message, again)
                   : tr("Waiting, %1", "again in 12 s").arg(again);
    }
    if (holds.testFlag(Hold::Queue))
        return tr("Waiting for its turn");
    return {};
}

QString movingText(const UploadSnapshot &upload)
{
    return upload.record.stage == Stage::Sending && upload.bytesToCompare > 0
               ? tr("Comparing what is stored with the file")
               : stageText(upload.record.stage);
}

// The percentage went backward: never without a word why.
QString withSetBack(const QString &state, const UploadSnapshot &upload)
{
    return upload.setBack.isEmpty()
               ? state
               : tr("%1. %2", "a state; why less is stored than before").arg(state, upload.setBack);
}

} // namespace

UploadMood moodOf(const UploadSnapshot &upload)
{
    switch (upload.record.stage) {
    case Stage::Done:
        return UploadMood::Done;
    case Stage::Failed:
        return UploadMood::Failed;
    case Stage::NeedsDecision:
        return UploadMood::NeedsYou;
    case Stage::Cancelled:
        return UploadMood::Cancelled;
    case Stage::Queued:
    case Stage::Inspecting:
    case Stage::Opening:
    case Stage::Surveying:
    case Stage::Sending:
    case Stage::Committing:
    case Stage::Looking:
    case Stage::Verifying:
        break;
    }
    if (upload.holds.testFlag(Hold::User))
        return UploadMood::Paused;
    return upload.holds || upload.record.stage == Stage::Queued ? UploadMood::Waiting : UploadMood::Moving;
}

qint64 speedOf(const UploadSnapshot &upload)
{
    return moodOf(upload) == UploadMood::Moving ? upload.bytesPerSecond : 0;
}

std::optional<qint64> secondsLeftOf(const UploadSnapshot &upload)
{
    return moodOf(upload) == UploadMood::Moving ? upload.etaSeconds : std::nullopt;
}

QString moodText(UploadMood mood)
{
    switch (mood) {
    case UploadMood::Moving:
        return tr("Active", "uploads that move");
    case UploadMood::Waiting:
        return tr("Waiting", "uploads that wait");
    case UploadMood::Paused:
        return tr("Paused", "uploads that are paused");
    case UploadMood::NeedsYou:
        return tr("Needs you", "uploads that ask something");
    case UploadMood::Failed:
        return tr("Failed", "uploads that failed");
    case UploadMood::Done:
        return tr("Done", "uploads that are done");
    case UploadMood::Cancelled:
        return tr("Cancelled", "uploads that were cancelled");
    }
    Q_UNREACHABLE();
}

QString noUploadsText(UploadMood mood)
{
    switch (mood) {
    case UploadMood::Moving:
        return tr("Nothing is being sent");
    case UploadMood::Waiting:
        return tr("Nothing waits");
    case UploadMood::Paused:
        return tr("Nothing is paused");
    case UploadMood::NeedsYou:
        return tr("Nothing needs you");
    case UploadMood::Failed:
        return tr("Nothing has failed");
    case UploadMood::Done:
        return tr("Nothing is done yet");
    case UploadMood::Cancelled:
        return tr("Nothing was cancelled");
    }
    Q_UNREACHABLE();
}

QString stageText(Stage stage)
{
    switch (stage) {
    case Stage::Queued:
        return tr("Waiting");
    case Stage::Inspecting:
        return tr("Reading the file");
    case Stage::Opening:
        return tr("Opening a session");
    case Stage::Surveying:
        return tr("Asking what is stored");
    case Stage::Sending:
        return tr("Sending");
    case Stage::Committing:
        return tr("Completing");
    case Stage::Looking:
        return tr("Checking whether it is complete");
    case Stage::Verifying:
        return tr("Verifying");
    case Stage::Done:
        return tr("Done");
    case Stage::Failed:
        return tr("Failed");
    case Stage::NeedsDecision:
        return tr("Needs a decision");
    case Stage::Cancelled:
        return tr("Cancelled");
    }
    Q_UNREACHABLE();
}

QString stateText(const UploadSnapshot &upload, qint64 nowMs)
{
    const UploadRecord &record = upload.record;
    switch (moodOf(upload)) {
    case UploadMood::Done:
        return proofText(record.verified);
    case UploadMood::Failed:
    case UploadMood::NeedsYou:
        return record.error && !record.error->message.isEmpty() ? record.error->message
                                                                : stageText(record.stage);
    case UploadMood::Cancelled:
        return stageText(record.stage);
    case UploadMood::Moving:
        return withSetBack(movingText(upload), upload);
    case UploadMood::Paused:
    case UploadMood::Waiting: {
        const QString hold = holdText(upload, nowMs);
        return withSetBack(hold.isEmpty() ? stageText(record.stage) : hold, upload);
    }
    }
    Q_UNREACHABLE();
}

QString briefStateText(const UploadSnapshot &upload, qint64 nowMs)
{
    const std::optional<Failure> &error = upload.record.error;
    if (moodOf(upload) == UploadMood::NeedsYou && error) {
        if (error->kind == FailureKind::SourceChanged)
            return tr("The file changed");
        if (error->kind == FailureKind::ObjectExists)
            return tr("The name is taken");
    }
    if (upload.record.stage == Stage::Done && upload.record.verified == Verification::Size)
        return tr("Done, size only");
    return stateText(upload, nowMs);
}

QString proofText(Verification verified)
{
    switch (verified) {
    case Verification::None:
        return tr("Done, not verified");
    case Verification::Size:
        return tr("Done, size only: the store proves nothing more");
    case Verification::Etag:
        return tr("Done, verified by its ETag");
    case Verification::Checksum:
        return tr("Done, verified by its checksum");
    }
    Q_UNREACHABLE();
}

QString partStateText(PartState state)
{
    switch (state) {
    case PartState::Waiting:
        return tr("waiting", "a part");
    case PartState::Checking:
        return tr("being compared", "a part");
    case PartState::Reading:
        return tr("being read", "a part");
    case PartState::Sending:
        return tr("sending", "a part");
    case PartState::Cooling:
        return tr("waits to be sent again", "a part");
    case PartState::Stored:
        return tr("stored", "a part");
    case PartState::Failed:
        return tr("failed", "a part");
    }
    Q_UNREACHABLE();
}

QString verifyModeText(VerifyMode mode)
{
    switch (mode) {
    case VerifyMode::Automatic:
        return tr("Automatic: full under 1 GB, fast above");
    case VerifyMode::Fast:
        return tr("Fast: believe receipts of an unchanged file");
    case VerifyMode::Full:
        return tr("Full: read and compare every stored part");
    }
    Q_UNREACHABLE();
}

QString nameText(const UploadRecord &record)
{
    return record.key.mid(record.key.lastIndexOf(QLatin1Char('/')) + 1);
}

QString folderText(const UploadRecord &record)
{
    return record.key.left(std::max<qsizetype>(0, record.key.lastIndexOf(QLatin1Char('/'))));
}

QString spokenText(const UploadSnapshot &upload, qint64 nowMs)
{
    const UploadRecord &record = upload.record;
    const UploadMood mood = moodOf(upload);
    const QString name = embedded(nameText(record));
    const QString destination = embedded(record.destination);
    QString state = stateText(upload, nowMs);
    if (state.endsWith(QLatin1Char('.')))
        state.chop(1); // a sentence of its own, which others follow here
    if (mood == UploadMood::Done)
        return tr("%1, %2, at %3", "file name, Done, destination").arg(name, state, destination);
    const QString percent = tr("%1 percent").arg(percentOf(progressOf(upload), record.identity.size, false));
    if (mood != UploadMood::Moving || !upload.setBack.isEmpty() || upload.bytesToCompare > 0)
        return tr("%1, %2, %3, for %4", "file name, state, 42 percent, destination")
            .arg(name, state, percent, destination);
    const QString left = spokenTimeLeftText(upload.etaSeconds);
    return left.isEmpty()
               ? tr("%1, %2, uploading to %3", "file name, 42 percent, destination")
                     .arg(name, percent, destination)
               : tr("%1, %2, %3, uploading to %4", "file name, 42 percent, 2 minutes left, destination")
                     .arg(name, percent, left, destination);
}

} // namespace gantry
