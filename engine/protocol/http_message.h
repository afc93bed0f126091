// HTTP as values: what a backend composes and what it gets to interpret. No socket, no thread.
#pragma once

#include "engine/core/byte_range.h"

#include <QByteArray>
#include <QList>

#include <chrono>
#include <optional>

namespace gantry {

enum class HttpMethod { Get, Head, Put, Post, Patch, Delete, Options };

struct HttpHeader
{
    QByteArray name;
    QByteArray value;
    friend bool operator==(const HttpHeader &, const HttpHeader &) = default;
};
using HttpHeaders = QList<HttpHeader>;

// The first value under that name, compared without case (RFC 9110 section 5.1); empty where there is none.
QByteArray headerValue(const HttpHeaders &headers, QByteArrayView name);

// The date under that name, ms since the epoch; none where there is no such date (RFC 9110 section 5.6.7).
std::optional<qint64> dateIn(const HttpHeaders &headers, QByteArrayView name);

enum class BodyKind {
    None,   // no body and no Content-Length beyond what the method asks for
    Inline, // HttpCall::inlineBody, possibly empty
    Range,  // HttpCall::range of the local file, streamed
};

struct HttpCall
{
    HttpMethod method = HttpMethod::Get;
    QByteArray url; // fully percent-encoded; sent as it is
    HttpHeaders headers;
    BodyKind bodyKind = BodyKind::None;
    QByteArray inlineBody;
    ByteRange range;
    qint64 answerLimit = 1024 * 1024; // bytes; a longer answer is a ProtocolViolation
    std::chrono::milliseconds stallLimit{
        60'000}; // no byte moved in either direction while sending or receiving
    std::chrono::milliseconds answerTimeLimit{60'000}; // from the last body byte to the first answer byte
};

struct HttpAnswer
{
    int status = 0;
    HttpHeaders headers;
    QByteArray body;
};

QByteArray toName(HttpMethod method);

// The host, and the path without its query: what may appear in a log or message. Queries may hold signatures.
QByteArray withoutSecrets(const QByteArray &url);

// Retry-After as RFC 9110 section 10.2.3 has it: seconds or a date. Capped at one hour; none for what does
// not parse.
std::optional<std::chrono::milliseconds> retryAfterOf(const HttpHeaders &headers, qint64 wallMs);

} // namespace gantry
