#include "engine/core/failure.h"

#include "engine/core/names.h"

#include <array>

namespace gantry {
namespace {

using Entry = NameEntry<FailureKind>;

constexpr std::array names{
    Entry{FailureKind::Offline, QLatin1String("offline")},
    Entry{FailureKind::Unreachable, QLatin1String("unreachable")},
    Entry{FailureKind::ConnectionLost, QLatin1String("connection_lost")},
    Entry{FailureKind::Stalled, QLatin1String("stalled")},
    Entry{FailureKind::TlsUntrusted, QLatin1String("tls_untrusted")},
    Entry{FailureKind::Busy, QLatin1String("busy")},
    Entry{FailureKind::ServerError, QLatin1String("server_error")},
    Entry{FailureKind::Unauthorized, QLatin1String("unauthorized")},
    Entry{FailureKind::CredentialsNeeded, QLatin1String("credentials_needed")},
    Entry{FailureKind::Forbidden, QLatin1String("forbidden")},
    Entry{FailureKind::LinkExpired, QLatin1String("link_expired")},
    Entry{FailureKind::ClockSkewed, QLatin1String("clock_skewed")},
    Entry{FailureKind::DestinationMissing, QLatin1String("destination_missing")},
    Entry{FailureKind::SessionLost, QLatin1String("session_lost")},
    Entry{FailureKind::OffsetConflict, QLatin1String("offset_conflict")},
    Entry{FailureKind::Locked, QLatin1String("locked")},
    Entry{FailureKind::QuotaExceeded, QLatin1String("quota_exceeded")},
    Entry{FailureKind::TooLarge, QLatin1String("too_large")},
    Entry{FailureKind::ObjectExists, QLatin1String("object_exists")},
    Entry{FailureKind::Rejected, QLatin1String("rejected")},
    Entry{FailureKind::Redirected, QLatin1String("redirected")},
    Entry{FailureKind::ProtocolViolation, QLatin1String("protocol_violation")},
    Entry{FailureKind::IntegrityMismatch, QLatin1String("integrity_mismatch")},
    Entry{FailureKind::SourceChanged, QLatin1String("source_changed")},
    Entry{FailureKind::SourceMissing, QLatin1String("source_missing")},
    Entry{FailureKind::SourceUnreadable, QLatin1String("source_unreadable")},
    Entry{FailureKind::JournalFailed, QLatin1String("journal_failed")},
    Entry{FailureKind::SecretMissing, QLatin1String("secret_missing")},
    Entry{FailureKind::InvalidInput, QLatin1String("invalid_input")},
    Entry{FailureKind::Cancelled, QLatin1String("cancelled")},
};

} // namespace

QLatin1String toName(FailureKind kind)
{
    return nameIn(names, kind);
}

std::optional<FailureKind> failureKindFromName(QStringView name)
{
    return valueIn<FailureKind>(names, name);
}

} // namespace gantry
