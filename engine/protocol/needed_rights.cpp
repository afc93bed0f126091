#include "engine/protocol/needed_rights.h"

#include "engine/core/text.h"

namespace gantry {

QString neededRight(const QString &kind, Step step)
{
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
    const auto named = [isS3 = kind == QLatin1String("s3")](const QString &right, const char *onS3) {
        return isS3 ? QStringLiteral("%1 (%2)").arg(right, QLatin1String(onS3)) : right;
    };
    if (step == Step::Open)
        return named(tr("the right to begin an upload"), "s3:PutObject");
    if (step == Step::List)
        return named(tr("the right to list unfinished uploads"),
                     "s3:ListBucketMultipartUploads, s3:ListMultipartUploadParts");
    if (step == Step::Abort)
        return named(tr("the right to end an upload"), "s3:AbortMultipartUpload");
    return {};
}

} // namespace gantry
