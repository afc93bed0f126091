// What an HTTP status means where the protocol itself has nothing more to say (RFC 9110 section 15).
#pragma once

#include "engine/core/failure.h"
#include "engine/protocol/http_message.h"

namespace gantry {

// For an answer that is no success. `said`: the server's own words, as it is input: plain, capped; may be
// empty. 401 Unauthorized, 403 Forbidden, 404/410 Rejected (what is missing only the backend knows), 408
// ConnectionLost, 413 TooLarge, 423 Locked, 429 and 503 Busy, 507 QuotaExceeded, other 5xx ServerError, 3xx
// Redirected, else Rejected.
Failure failureOfStatus(const HttpAnswer &answer, const QByteArray &url, const QString &said, qint64 wallMs);

// The answer makes no sense; `what` says why, in plain words.
Failure nonsense(const QByteArray &url, const QString &what);

// A text from outside, fit to be shown: no control characters, at most 200 characters.
QString plainText(const QString &said);

} // namespace gantry
