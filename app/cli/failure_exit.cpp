#include "app/cli/failure_exit.h"

namespace gantry {

ExitCode exitCodeOf(const Failure &failure)
{
    switch (failure.kind) {
    case FailureKind::InvalidInput:
    case FailureKind::SecretMissing:
    case FailureKind::JournalFailed:
    case FailureKind::Rejected: // the owner speaks another protocol
    case FailureKind::TooLarge:
        return ExitUsage;
    case FailureKind::Unreachable:
    case FailureKind::ConnectionLost:
    case FailureKind::Stalled:
    case FailureKind::Cancelled:
    case FailureKind::Offline:
    case FailureKind::CredentialsNeeded:
        return ExitStopped;
    case FailureKind::TlsUntrusted:
    case FailureKind::Busy:
    case FailureKind::ServerError:
    case FailureKind::Unauthorized:
    case FailureKind::Forbidden:
    case FailureKind::LinkExpired:
    case FailureKind::ClockSkewed:
    case FailureKind::DestinationMissing:
    case FailureKind::SessionLost:
    case FailureKind::OffsetConflict:
    case FailureKind::Locked:
    case FailureKind::QuotaExceeded:
    case FailureKind::ObjectExists:
    case FailureKind::Redirected:
    case FailureKind::ProtocolViolation:
    case FailureKind::IntegrityMismatch:
    case FailureKind::SourceChanged:
    case FailureKind::SourceMissing:
    case FailureKind::SourceUnreadable:
        return ExitFailed;
    }
    Q_UNREACHABLE();
}

} // namespace gantry
