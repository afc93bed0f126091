#include "engine/protocol/s3/s3_part_names.h"

#include "engine/core/key_length.h"
#include "engine/core/text.h"
#include "engine/protocol/s3/s3_address.h"
#include "engine/protocol/s3/s3_answers.h"
#include "engine/protocol/status_meaning.h"

namespace gantry::s3 {
namespace {

// Part 0: of the upload itself.
qsizetype nameLength(const QString &key, qsizetype id, int part)
{
    const qsizetype ofUpload = key.toUtf8().size() + 1 + id;
    return part > 0 ? ofUpload + 1 + QByteArray::number(part).size() : ofUpload;
}

} // namespace

bool isOfSwift(const HttpHeaders &headers)
{
    return !headerValue(headers, "X-Trans-Id").isEmpty() ||
           !headerValue(headers, "X-Openstack-Request-Id").isEmpty();
}

bool willBeTooLong(const StepContext &context)
{
    const auto plan = planWithPartSize(context.upload.size, context.wantedPartSize.value_or(0));
    if (!plan || !context.abilities.contains(swiftAbility))
        return false;
    return willBeTooLong(Address(context.destination).keyOf(context.upload.key), plan->partsTotal);
}

bool willBeTooLong(const QString &key, int partsTotal)
{
    // Where it will not even begin, it is asked: its limit may be another one.
    return nameLength(key, freshId, 0) <= longestKey && nameLength(key, freshId, partsTotal) > longestKey;
}

bool isTooLongToBegin(const QString &key, const HttpAnswer &answer)
{
    return answer.status == 500 && isOfSwift(answer.headers) && nameLength(key, freshId, 0) > longestKey;
}

bool isNameTooLong(Step step, const StepContext &context, const HttpAnswer &answer)
{
    if (answer.status != 500 || !isOfSwift(answer.headers) || isWhole(context))
        return false;
    if (step == Step::Open)
        return isTooLongToBegin(Address(context.destination).keyOf(context.upload.key), answer);
    return step == Step::SendPart && context.session &&
           nameLength(context.session->key, context.session->id.size(), context.partNumber) > longestKey;
}

Failure nameTooLong(const QString &said)
{
    const QString message =
        tr("OpenStack Swift keeps the parts of a file under its name and %1 bytes more. Shorten the "
           "name, its folders or the destination's prefix, to %2 bytes in all.")
            .arg(partNameAdds)
            .arg(longestKey - partNameAdds);
    return {FailureKind::InvalidInput,
            said.isEmpty() ? message : tr("%1 It says: %2").arg(message, plainText(said)),
            {},
            0};
}

} // namespace gantry::s3
