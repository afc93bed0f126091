// What HeadObject tells of an object: is it there, whole, and this upload's
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html)? Pure; any thread.
#pragma once

#include "engine/protocol/protocol_backend.h"

namespace gantry::s3 {

// What the answer to CompleteMultipartUpload said; empty on any other page.
QByteArray placedEtag(const StepContext &context);

// A file put whole has no session on the store: what is there under its key and token is the part.
Expected<Outcome> surveyedWhole(const StepContext &context, const HttpAnswer &answer);

// After CompleteMultipartUpload or PutObject.
Expected<Outcome> committed(const StepContext &context, const HttpAnswer &answer, const QByteArray &url);

Expected<Outcome> looked(const StepContext &context, const HttpAnswer &answer);

} // namespace gantry::s3
