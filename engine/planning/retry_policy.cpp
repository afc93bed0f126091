#include "engine/planning/retry_policy.h"

#include <QRandomGenerator>

#include <algorithm>

namespace gantry {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds firstBackOff{500};
constexpr milliseconds longestBackOff{60'000};
constexpr milliseconds shortestBackOff{50};

// How often trouble that may mend is tried before it is called a failure: at a minute each, about ten minutes
// of it.
constexpr int serverErrorLimit = 15;
constexpr int nonsenseLimit = 4;
constexpr int expiredLimit = 5;
constexpr int mismatchLimit = 4; // sent once, and again three times
constexpr int clockLimit = 2;    // corrected once

Verdict upTo(int limit, int attempts, Remedy remedy, milliseconds delay)
{
    return attempts < limit ? Verdict{remedy, delay} : Verdict{Remedy::GiveUp, milliseconds{0}};
}

} // namespace

Dice systemDice()
{
    return [] { return QRandomGenerator::global()->generateDouble(); };
}

milliseconds backOff(int attempts, const Dice &dice)
{
    const int doublings = std::clamp(attempts - 1, 0, 10);
    const milliseconds ceiling = std::min(firstBackOff * (1 << doublings), longestBackOff);
    return std::max(shortestBackOff,
                    milliseconds(static_cast<qint64>(dice() * static_cast<double>(ceiling.count()))));
}

bool isSilent(FailureKind kind)
{
    return kind == FailureKind::ConnectionLost || kind == FailureKind::Stalled;
}

bool isStrain(const Failure &failure)
{
    return failure.kind == FailureKind::ServerError || failure.httpStatus == 408;
}

Verdict judge(const Failure &failure, int attempts, const Dice &dice)
{
    const milliseconds wait = failure.retryAfter ? *failure.retryAfter : backOff(attempts, dice);
    switch (failure.kind) {
    case FailureKind::Offline:
    case FailureKind::Unreachable:
        return {Remedy::WhenReachable, wait};
    case FailureKind::CredentialsNeeded:
    case FailureKind::SecretMissing:
        return {Remedy::WhenCredentialsCome, milliseconds{0}};
    case FailureKind::ConnectionLost:
    case FailureKind::Stalled:
    case FailureKind::Locked:
        return {Remedy::Again, wait};
    case FailureKind::Busy:
        return {Remedy::SlowDown, wait};
    case FailureKind::ServerError:
        return upTo(serverErrorLimit, attempts, Remedy::Again, wait);
    case FailureKind::ProtocolViolation:
        return upTo(nonsenseLimit, attempts, Remedy::Again, wait);
    case FailureKind::IntegrityMismatch:
        return upTo(mismatchLimit, attempts, Remedy::Again, wait);
    case FailureKind::LinkExpired:
        return upTo(expiredLimit, attempts, Remedy::FreshGrant, milliseconds{0});
    case FailureKind::ClockSkewed:
        return upTo(clockLimit, attempts, Remedy::Again, milliseconds{0});
    case FailureKind::SessionLost:
        return {Remedy::Look, milliseconds{0}};
    case FailureKind::OffsetConflict:
        return {Remedy::Survey, wait};
    case FailureKind::SourceChanged:
        return {Remedy::Reinspect, milliseconds{0}};
    case FailureKind::SourceMissing:
        return {Remedy::WhenSourceIsBack, milliseconds{0}};
    case FailureKind::ObjectExists:
        return {Remedy::Decide, milliseconds{0}};
    case FailureKind::TlsUntrusted:
    case FailureKind::Unauthorized:
    case FailureKind::Forbidden:
    case FailureKind::DestinationMissing:
    case FailureKind::QuotaExceeded:
    case FailureKind::TooLarge:
    case FailureKind::Rejected:
    case FailureKind::Redirected:
    case FailureKind::SourceUnreadable:
    case FailureKind::JournalFailed:
    case FailureKind::InvalidInput:
    case FailureKind::Cancelled:
        return {Remedy::GiveUp, milliseconds{0}};
    }
    Q_UNREACHABLE();
}

} // namespace gantry
