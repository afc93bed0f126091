// AWS Signature Version 4 as S3 wants it
// (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html). Pure; any thread.
#pragma once

#include "engine/protocol/http_message.h"

#include <QByteArray>
#include <QByteArrayView>

#include <chrono>

namespace gantry::s3 {

struct Credentials
{
    QByteArray accessKey;
    QByteArray secretKey;
    QByteArray sessionToken; // of temporary credentials; else empty
};

// In place of the body's SHA-256: the body is not signed, TLS has to protect it.
inline const QByteArray unsignedPayload = QByteArrayLiteral("UNSIGNED-PAYLOAD");

// Signs the call with all the headers it has: adds x-amz-date, x-amz-content-sha256, x-amz-security-token
// and Authorization. Its URL is percent-encoded as uriEncoded() does it. payloadHash: the body's SHA-256 in
// hexadecimal, or unsignedPayload. wallMs: the time as the server has it.
void sign(HttpCall &call, const Credentials &credentials, const QByteArray &region,
          const QByteArray &payloadHash, qint64 wallMs);

// The URL with a signature in its query: good for one request of this method with just these headers (and any
// body), from now on for `lifetime`, seven days at most.
QByteArray presigned(HttpMethod method, const QByteArray &url, const HttpHeaders &headers,
                     const Credentials &credentials, const QByteArray &region, std::chrono::seconds lifetime,
                     qint64 wallMs);

// Percent-encoding of S3's rules: all but A-Z a-z 0-9 - . _ ~ and, in a path, the slash.
QByteArray uriEncoded(QByteArrayView bytes);
QByteArray uriEncodedPath(QByteArrayView bytes);

} // namespace gantry::s3
