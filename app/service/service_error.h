// Why the service refuses a call: one vocabulary, with the HTTP status and the code that clients see.
#pragma once

#include <QLatin1String>
#include <QString>

#include <tl/expected.hpp>

#include <chrono>
#include <optional>

namespace gantry {

enum class ErrorCode {
    BadRequest,
    InvalidKey,
    LengthMismatch, // the body is not as long as its link says
    Unauthorized,
    BadSignature,
    LinkExpired,
    NotFound,
    UploadLost, // it was there, and its store has it no longer
    MethodNotAllowed,
    RequestTimeout,
    AlreadyCompleted,
    ObjectExists,
    PartsMissing,
    EtagMismatch,
    FingerprintConflict,
    LengthRequired,
    TooLarge,
    UriTooLong,
    UnsupportedRange,
    ExpectationFailed,
    TooManyUploads,
    HeaderTooLarge,
    Internal,
    StoreFailed, // the store behind the service refused, or made no sense
    PartBusy,    // another request is writing this part just now
    Busy,
    QuotaExceeded,
};

struct ServiceError
{
    ErrorCode code = ErrorCode::Internal;
    QString message; // plain words for the client; no secrets, no paths of this machine
    std::optional<std::chrono::seconds> retryAfter;
};

// What a call of the service gives, or what its client is told instead.
template <class T>
using Served = tl::expected<T, ServiceError>;

inline tl::unexpected<ServiceError> refuse(ErrorCode code, QString message)
{
    return tl::unexpected<ServiceError>(ServiceError{code, std::move(message), std::nullopt});
}

inline tl::unexpected<ServiceError> refuse(ServiceError error)
{
    return tl::unexpected<ServiceError>(std::move(error));
}

// It never was, is deleted, or is another user's: which of them, nobody is told.
ServiceError noSuchUpload();

QLatin1String toName(ErrorCode code); // the "error" of the JSON answer; stable
int httpStatus(ErrorCode code);

} // namespace gantry
