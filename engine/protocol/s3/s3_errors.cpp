#include "engine/protocol/s3/s3_errors.h"

#include "engine/protocol/s3/s3_part_names.h"

namespace gantry::s3 {

Refusal refusalOf(const HttpAnswer &answer, const QByteArray &url, qint64 wallMs)
{
    Refusal refusal = storeRefusalOf(answer, url, wallMs);
    if (answer.status == 500 && isOfSwift(answer.headers) &&
        refusal.reason.startsWith(QLatin1String("Object name length")))
        refusal.failure = nameTooLong(refusal.reason);
    return refusal;
}

} // namespace gantry::s3
