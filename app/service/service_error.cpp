#include "app/service/service_error.h"

#include <array>

namespace gantry {
namespace {

struct Row
{
    ErrorCode code;
    int status;
    QLatin1String name;
};

constexpr std::array rows{
    Row{ErrorCode::BadRequest, 400, QLatin1String("bad_request")},
    Row{ErrorCode::InvalidKey, 400, QLatin1String("invalid_key")},
    Row{ErrorCode::LengthMismatch, 400, QLatin1String("length_mismatch")},
    Row{ErrorCode::Unauthorized, 401, QLatin1String("unauthorized")},
    Row{ErrorCode::BadSignature, 403, QLatin1String("bad_signature")},
    Row{ErrorCode::LinkExpired, 403, QLatin1String("link_expired")},
    Row{ErrorCode::NotFound, 404, QLatin1String("not_found")},
    Row{ErrorCode::UploadLost, 404, QLatin1String("upload_lost")},
    Row{ErrorCode::MethodNotAllowed, 405, QLatin1String("method_not_allowed")},
    Row{ErrorCode::RequestTimeout, 408, QLatin1String("request_timeout")},
    Row{ErrorCode::AlreadyCompleted, 409, QLatin1String("already_completed")},
    Row{ErrorCode::ObjectExists, 409, QLatin1String("object_exists")},
    Row{ErrorCode::PartsMissing, 409, QLatin1String("parts_missing")},
    Row{ErrorCode::EtagMismatch, 409, QLatin1String("etag_mismatch")},
    Row{ErrorCode::FingerprintConflict, 409, QLatin1String("fingerprint_conflict")},
    Row{ErrorCode::LengthRequired, 411, QLatin1String("length_required")},
    Row{ErrorCode::TooLarge, 413, QLatin1String("too_large")},
    Row{ErrorCode::UriTooLong, 414, QLatin1String("uri_too_long")},
    Row{ErrorCode::UnsupportedRange, 416, QLatin1String("unsupported_range")},
    Row{ErrorCode::ExpectationFailed, 417, QLatin1String("expectation_failed")},
    Row{ErrorCode::TooManyUploads, 429, QLatin1String("too_many_uploads")},
    Row{ErrorCode::HeaderTooLarge, 431, QLatin1String("header_too_large")},
    Row{ErrorCode::Internal, 500, QLatin1String("internal_error")},
    Row{ErrorCode::StoreFailed, 502, QLatin1String("store_failed")},
    Row{ErrorCode::PartBusy, 503, QLatin1String("part_busy")},
    Row{ErrorCode::Busy, 503, QLatin1String("busy")},
    Row{ErrorCode::QuotaExceeded, 507, QLatin1String("quota_exceeded")},
};

const Row &rowOf(ErrorCode code)
{
    for (const Row &row : rows)
        if (row.code == code)
            return row;
    Q_UNREACHABLE();
}

} // namespace

QLatin1String toName(ErrorCode code)
{
    return rowOf(code).name;
}

int httpStatus(ErrorCode code)
{
    return rowOf(code).status;
}

ServiceError noSuchUpload()
{
    return {ErrorCode::NotFound, QStringLiteral("There is no such upload."), std::nullopt};
}

} // namespace gantry
