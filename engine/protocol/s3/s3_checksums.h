// Checksums of parts and objects where a store has them, and ETags that are none
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html). Pure; any
// thread.
//
// Whether a store has CRC32C is found out by asking for it in CreateMultipartUpload: one that has it says so
// in its answer, another ignores the question or refuses it, and is never asked again.
#pragma once

#include "engine/protocol/protocol_backend.h"

namespace gantry::s3 {

enum class ObjectChecksum {
    None,
    Full,      // CRC32C of the whole object
    Composite, // CRC32C of the CRC32Cs of its parts
};

// What a multipart session keeps in Session::details.
struct SessionDetails
{
    ObjectChecksum checksum = ObjectChecksum::None;
    bool etagsAreOpaque = false; // of an encrypted object: no MD5, though they look like it

    friend bool operator==(const SessionDetails &, const SessionDetails &) = default;
};
QString textOf(const SessionDetails &details);
SessionDetails detailsOf(const std::optional<Session> &session);

// From the answer to CreateMultipartUpload, or from the root of a list of parts.
ObjectChecksum checksumFrom(const QByteArray &algorithm, const QByteArray &type);
bool saysOpaqueEtag(const HttpHeaders &answer);

// The ability that is remembered of the store.
QJsonObject abilityOf(ObjectChecksum checksum);

// CreateMultipartUpload: asks for it, unless the store is known not to have it.
bool asksForChecksum(const StepContext &context);
HttpHeaders openHeaders(const StepContext &context);

// UploadPart, PutObject: whether the part's CRC32C goes with it.
bool sendsChecksum(const StepContext &context);
HttpHeaders partHeaders(const StepContext &context);

// CompleteMultipartUpload: whether it names the parts' checksums, and the whole object's where the session
// wants that one.
bool completesWithChecksums(const StepContext &context);
HttpHeaders commitHeaders(const StepContext &context);

// HeadObject: asks for the checksum where there is one.
HttpHeaders lookHeaders(const StepContext &context);

// x-amz-checksum-crc32c of a part's answer; empty where there is none that can be read.
QByteArray partChecksum(const HttpHeaders &answer);
QByteArray checksumFromText(const QByteArray &base64);

// What HeadObject tells of the object, compared with what the receipts yield.
Committed::Checksum compareObject(const StepContext &context, const HttpHeaders &answer);

} // namespace gantry::s3
