// The headers of tus 1.0.0, made and read.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/expected.h"
#include "engine/protocol/protocol_backend.h"

#include <optional>

namespace gantry::tus {

inline constexpr char protocolVersion[] = "1.0.0";

// A whole number of bytes; none where the header is missing or anything else.
std::optional<qint64> sizeIn(const HttpHeaders &headers, QByteArrayView name);

// Upload-Expires (section "Expiration", a date as RFC 9110 section 5.6.7 has it): wall clock in ms; 0: not
// told.
qint64 expiryIn(const HttpHeaders &headers);

// Upload-Metadata (section "Creation"): the file's name, its type and its path, and what the destination adds
// to or puts in place of them.
QByteArray uploadMetadata(const UploadFacts &upload, const QString &added);

// "key=value, key=value" as a person types it; InvalidInput says what is wrong.
using MetadataPairs = QList<std::pair<QByteArray, QString>>;
Expected<MetadataPairs> parseMetadata(const QString &typed);

// Upload-Checksum of these digests.
QByteArray uploadChecksum(DigestKind kind, const Digests &digests);

// "Name: value", several of them in lines of their own or with | between. InvalidInput says what is wrong,
// without the values: they are secrets.
Expected<HttpHeaders> parseHeaders(const QByteArray &typed);

} // namespace gantry::tus
