#include "engine/core/upload_types.h"

#include "engine/core/names.h"

#include <algorithm>
#include <array>

namespace gantry {
namespace {

using StageName = NameEntry<Stage>;
constexpr std::array stageNames{
    StageName{Stage::Queued, QLatin1String("queued")},
    StageName{Stage::Inspecting, QLatin1String("inspecting")},
    StageName{Stage::Opening, QLatin1String("opening")},
    StageName{Stage::Surveying, QLatin1String("surveying")},
    StageName{Stage::Sending, QLatin1String("sending")},
    StageName{Stage::Committing, QLatin1String("committing")},
    StageName{Stage::Looking, QLatin1String("looking")},
    StageName{Stage::Verifying, QLatin1String("verifying")},
    StageName{Stage::Done, QLatin1String("done")},
    StageName{Stage::Failed, QLatin1String("failed")},
    StageName{Stage::NeedsDecision, QLatin1String("needs_decision")},
    StageName{Stage::Cancelled, QLatin1String("cancelled")},
};

using HoldName = NameEntry<Hold>;
constexpr std::array holdNames{
    HoldName{Hold::User, QLatin1String("user")},
    HoldName{Hold::Offline, QLatin1String("offline")},
    HoldName{Hold::Backoff, QLatin1String("backoff")},
    HoldName{Hold::Endpoint, QLatin1String("endpoint")},
    HoldName{Hold::Queue, QLatin1String("queue")},
    HoldName{Hold::Journal, QLatin1String("journal")},
    HoldName{Hold::Asleep, QLatin1String("asleep")},
    HoldName{Hold::SourceMissing, QLatin1String("source_missing")},
    HoldName{Hold::Credentials, QLatin1String("credentials")},
};

using VerificationName = NameEntry<Verification>;
constexpr std::array verificationNames{
    VerificationName{Verification::None, QLatin1String("none")},
    VerificationName{Verification::Size, QLatin1String("size")},
    VerificationName{Verification::Etag, QLatin1String("etag")},
    VerificationName{Verification::Checksum, QLatin1String("checksum")},
};

using VerifyModeName = NameEntry<VerifyMode>;
constexpr std::array verifyModeNames{
    VerifyModeName{VerifyMode::Automatic, QLatin1String("automatic")},
    VerifyModeName{VerifyMode::Fast, QLatin1String("fast")},
    VerifyModeName{VerifyMode::Full, QLatin1String("full")},
};

using SecretStoreName = NameEntry<SecretStoreKind>;
constexpr std::array secretStoreNames{
    SecretStoreName{SecretStoreKind::Keychain, QLatin1String("keychain")},
    SecretStoreName{SecretStoreKind::Memory, QLatin1String("memory")},
    SecretStoreName{SecretStoreKind::File, QLatin1String("file")},
    SecretStoreName{SecretStoreKind::Environment, QLatin1String("environment")},
    SecretStoreName{SecretStoreKind::Profile, QLatin1String("profile")},
};

using PartStateName = NameEntry<PartState>;
constexpr std::array partStateNames{
    PartStateName{PartState::Waiting, QLatin1String("waiting")},
    PartStateName{PartState::Checking, QLatin1String("checking")},
    PartStateName{PartState::Reading, QLatin1String("reading")},
    PartStateName{PartState::Sending, QLatin1String("sending")},
    PartStateName{PartState::Cooling, QLatin1String("cooling")},
    PartStateName{PartState::Stored, QLatin1String("stored")},
    PartStateName{PartState::Failed, QLatin1String("failed")},
};

} // namespace

qint64 progressOf(const UploadSnapshot &upload)
{
    const UploadRecord &record = upload.record;
    return upload.beginningsStay ? std::min(record.identity.size, record.bytesStored + upload.bytesInFlight)
                                 : record.bytesStored;
}

bool isFinal(Stage stage)
{
    return stage == Stage::Done || stage == Stage::Failed || stage == Stage::Cancelled ||
           stage == Stage::NeedsDecision;
}

QLatin1String toName(Stage stage)
{
    return nameIn(stageNames, stage);
}

QLatin1String shownName(Stage stage)
{
    return toName(stage == Stage::Looking ? Stage::Committing : stage);
}

std::optional<Stage> stageFromName(QStringView name)
{
    return valueIn<Stage>(stageNames, name);
}

QLatin1String toName(Hold hold)
{
    return nameIn(holdNames, hold);
}

QList<Hold> listOf(Holds holds)
{
    QList<Hold> list;
    for (const auto &[hold, name] : holdNames)
        if (holds.testFlag(hold))
            list.append(hold);
    return list;
}

QLatin1String toName(Verification verification)
{
    return nameIn(verificationNames, verification);
}

std::optional<Verification> verificationFromName(QStringView name)
{
    return valueIn<Verification>(verificationNames, name);
}

QLatin1String toName(VerifyMode mode)
{
    return nameIn(verifyModeNames, mode);
}

std::optional<VerifyMode> verifyModeFromName(QStringView name)
{
    return valueIn<VerifyMode>(verifyModeNames, name);
}

QLatin1String toName(SecretStoreKind kind)
{
    return nameIn(secretStoreNames, kind);
}

std::optional<SecretStoreKind> secretStoreKindFromName(QStringView name)
{
    return valueIn<SecretStoreKind>(secretStoreNames, name);
}

QLatin1String toName(PartState state)
{
    return nameIn(partStateNames, state);
}

} // namespace gantry
