// What went wrong, as one vocabulary for the link, the server, the file and ourselves.
#pragma once

#include <QLatin1String>
#include <QString>

#include <chrono>
#include <optional>

namespace gantry {

enum class FailureKind {
    // The link: nothing here is the server's word.
    Offline,        // this machine has no network
    Unreachable,    // host unknown, refused, no route
    ConnectionLost, // closed mid-way, or the answer was cut short
    Stalled,        // no byte moved within the stall limit
    TlsUntrusted,   // certificate not trusted, or no common TLS version
    // The server's word.
    Busy,              // 429, 503: slow the whole destination down
    ServerError,       // any other 5xx, 408
    Unauthorized,      // 401: credentials unknown
    CredentialsNeeded, // they have expired, or their keeper does not give them out now: goes on with new ones
    Forbidden,         // 403 with valid credentials
    LinkExpired,       // a presigned URL is past its time: refresh it, costs no attempt
    ClockSkewed,       // the server rejects our time
    DestinationMissing, // bucket or endpoint does not exist
    SessionLost,        // the server no longer knows the unfinished upload
    OffsetConflict,     // the server has another offset than we thought
    Locked,             // somebody else holds the session: wait
    QuotaExceeded,      // no room left for this account
    TooLarge,           // over a limit of the destination
    ObjectExists,       // an object of that key is there and may not be replaced
    Rejected,           // any other refusal of this request
    Redirected,         // an answer that points elsewhere; never followed
    ProtocolViolation,  // the answer makes no sense
    // The bytes.
    IntegrityMismatch, // the store holds other bytes than the file
    SourceChanged,     // the file is not the one we began with
    SourceMissing,     // the file or its volume is away
    SourceUnreadable,  // permission denied, I/O error
    // Ourselves.
    JournalFailed,
    SecretMissing,
    InvalidInput,
    Cancelled,
};

struct Failure
{
    FailureKind kind = FailureKind::InvalidInput;
    QString message; // plain words for the user: what happened and what to do; no secrets
    std::optional<std::chrono::milliseconds> retryAfter; // the server's own wish, where it has one
    int httpStatus = 0;                                  // 0: there was no answer

    friend bool operator==(const Failure &, const Failure &) = default;
};

// The name used in JSON ("error":{"kind":…}) and in the journal. Stable.
QLatin1String toName(FailureKind kind);
std::optional<FailureKind> failureKindFromName(QStringView name);

} // namespace gantry
