// Find: an unfinished upload of the same key, begun here or elsewhere
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html). Pure; any thread.
#pragma once

#include "engine/protocol/protocol_backend.h"

namespace gantry::s3 {

// The upload whose parts are to be listed next: the one that is wanted, or was found; empty: uploads are.
QString uploadToLookAt(const StepContext &context);

// The page of uploads that a mark asks for, as a piece of its query; empty: the first.
QString uploadsAfter(const QString &mark);

// The unfinished upload of exactly that key that was begun last, of those that may be this file's.
Expected<Outcome> foundByKey(const StepContext &context, const QString &key, const HttpAnswer &answer,
                             const QByteArray &url);

// The store does not say in which size the file was cut; the parts that are there have to fit.
Expected<Outcome> foundWithParts(const StepContext &context, const QString &key, const PlanBounds &bounds,
                                 const HttpAnswer &answer, const QByteArray &url);

} // namespace gantry::s3
