// What an S3 store's answers mean
// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList). Pure; any thread.
#pragma once

#include "engine/protocol/protocol_backend.h"
#include "engine/protocol/s3/s3_address.h"

namespace gantry::s3 {

// The metadata of an object that says whose upload it is: x-amz-meta-gantry-token: UploadFacts::openToken.
inline const QByteArray tokenHeader = QByteArrayLiteral("x-amz-meta-gantry-token");

// A file that fits in one part is put whole: its session is of our own making, with these details.
inline const QString wholeDetails = QStringLiteral("whole");
bool isWhole(const StepContext &context);

// The ETag that the object has if the store made it of exactly the context's receipts: of a file that was put
// whole its plain MD5, else by the multipart rule, be it of one part. Empty: an MD5 is not known.
QByteArray objectEtag(const StepContext &context);

// Pages of the steps that take two calls; the first call's is empty.
namespace page {
inline const QString plain = QStringLiteral("plain");     // Open: once more, without asking for a checksum
inline const QString placed = QStringLiteral("placed");   // Commit: assembled, now HeadObject
inline const QString missing = QStringLiteral("missing"); // Look: no object there, now ListParts
inline const QString other =
    QStringLiteral("other:"); // Look: another object there, with this ETag, now ListParts
inline const QString ended = QStringLiteral("ended");     // Abort: taken, now ListParts
inline const QString uploads = QStringLiteral("after:");  // Find: the next page of uploads
inline const QString session = QStringLiteral("upload:"); // Find: the parts of this upload ID
} // namespace page

// Where the bucket is, in the region that the store told where it did not take the settings'.
Address addressOf(const StepContext &context);

// bounds: of the destination.
Expected<Outcome> interpret(Step step, const StepContext &context, const PlanBounds &bounds,
                            const HttpAnswer &answer);

} // namespace gantry::s3
