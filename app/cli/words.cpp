#include "app/cli/words.h"

#include "app/cli/size_text.h"

namespace gantry {
namespace {

QString againIn(const UploadSnapshot &upload, qint64 wallMs)
{
    if (upload.retryAtMs <= wallMs)
        return QStringLiteral("again now");
    return QStringLiteral("again in %1").arg(durationText((upload.retryAtMs - wallMs + 999) / 1000));
}

} // namespace

QString stateWords(Stage stage)
{
    switch (stage) {
    case Stage::Queued:
        return QStringLiteral("waiting");
    case Stage::Inspecting:
        return QStringLiteral("reading the file");
    case Stage::Opening:
        return QStringLiteral("opening");
    case Stage::Surveying:
        return QStringLiteral("asking what is stored");
    case Stage::Sending:
        return QStringLiteral("sending");
    case Stage::Committing:
        return QStringLiteral("completing");
    case Stage::Looking:
        return QStringLiteral("looking whether it is complete");
    case Stage::Verifying:
        return QStringLiteral("verifying");
    case Stage::Done:
        return QStringLiteral("done");
    case Stage::Failed:
        return QStringLiteral("failed");
    case Stage::NeedsDecision:
        return QStringLiteral("needs a decision");
    case Stage::Cancelled:
        return QStringLiteral("cancelled");
    }
    Q_UNREACHABLE();
}

QString holdWords(const UploadSnapshot &upload, qint64 wallMs)
{
    const Holds holds = upload.holds;
    if (isFinal(upload.record.stage))
        return {};
    if (holds.testFlag(Hold::User))
        return QStringLiteral("paused");
    if (holds.testFlag(Hold::SourceMissing))
        return QStringLiteral("the file is away: continues when it is back");
    if (holds.testFlag(Hold::Journal))
        return QStringLiteral("the queue cannot be written to disk: continues when it can");
    if (holds.testFlag(Hold::Asleep))
        return QStringLiteral("the computer sleeps");
    if (holds.testFlag(Hold::Credentials))
        return upload.trouble ? QStringLiteral("waits for credentials: %1").arg(upload.trouble->message)
                              : QStringLiteral("waits for credentials");
    if (holds.testFlag(Hold::Offline))
        return QStringLiteral("offline: continues by itself");
    if (holds.testFlag(Hold::Endpoint))
        return QStringLiteral("server busy, %1").arg(againIn(upload, wallMs));
    if (holds.testFlag(Hold::Backoff)) {
        const QString again = againIn(upload, wallMs);
        return upload.trouble ? QStringLiteral("%1: %2").arg(again, upload.trouble->message) : again;
    }
    if (holds.testFlag(Hold::Queue))
        return QStringLiteral("waits for its turn");
    return {};
}

bool isSetBack(const UploadSnapshot &before, const UploadSnapshot &now)
{
    return !now.setBack.isEmpty() && now.setBack != before.setBack;
}

QString proofWords(Verification verified)
{
    switch (verified) {
    case Verification::None:
        return QStringLiteral("not verified");
    case Verification::Size:
        return QStringLiteral("size only: the store proves nothing more");
    case Verification::Etag:
        return QStringLiteral("verified by its ETag");
    case Verification::Checksum:
        return QStringLiteral("verified by its checksum");
    }
    Q_UNREACHABLE();
}

QString placeWords(const UploadRecord &record)
{
    return record.destination + QLatin1Char(':') +
           (record.finishedKey.isEmpty() ? record.key : record.finishedKey);
}

QString shortName(const UploadRecord &record)
{
    return record.key.section(QLatin1Char('/'), -1);
}

} // namespace gantry
