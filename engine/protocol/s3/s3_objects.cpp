#include "engine/protocol/s3/s3_objects.h"

#include "engine/core/etag.h"
#include "engine/core/text.h"
#include "engine/protocol/s3/s3_answers.h"
#include "engine/protocol/s3/s3_checksums.h"
#include "engine/protocol/s3/s3_xml.h"
#include "engine/protocol/status_meaning.h"

namespace gantry::s3 {
namespace {

Committed objectOf(const StepContext &context, const HttpAnswer &answer)
{
    Committed object;
    object.key = context.session ? context.session->key : QString();
    object.etag = headerValue(answer.headers, "ETag").trimmed();
    object.size = wholeNumber(QString::fromLatin1(headerValue(answer.headers, "Content-Length")));
    object.etagIsOpaque = saysOpaqueEtag(answer.headers);
    object.checksum = compareObject(context, answer.headers);
    return object;
}

// By our token; an upload that was begun elsewhere has another, and is ours if it was made of our parts.
bool isOurs(const StepContext &context, const HttpAnswer &answer)
{
    const Committed object = objectOf(context, answer);
    if (object.size != context.upload.size)
        return false;
    if (!context.upload.openToken.isEmpty() &&
        headerValue(answer.headers, tokenHeader) == context.upload.openToken.toLatin1())
        return true;
    const QByteArray etag = bareEtag(object.etag);
    return !etag.isEmpty() &&
           (etag == bareEtag(multipartEtag(context.receipts)) || etag == bareEtag(placedEtag(context)));
}

} // namespace

QByteArray placedEtag(const StepContext &context)
{
    return context.page.startsWith(page::placed) ? context.page.mid(page::placed.size()).toLatin1()
                                                 : QByteArray();
}

Expected<Outcome> surveyedWhole(const StepContext &context, const HttpAnswer &answer)
{
    const Committed object = objectOf(context, answer);
    Surveyed surveyed;
    if (isOurs(context, answer))
        surveyed.ranges.append(
            {{0, context.upload.size}, true, object.etag, object.etagIsOpaque, partChecksum(answer.headers)});
    return surveyed;
}

Expected<Outcome> committed(const StepContext &context, const HttpAnswer &answer, const QByteArray &url)
{
    const Committed object = objectOf(context, answer);
    if (object.etag.isEmpty() || !object.size)
        return fail(nonsense(url, tr("it describes an object without ETag or length.")));
    if (!isOurs(context, answer))
        return fail(FailureKind::ProtocolViolation, tr("The object there is of another upload."));
    return object;
}

Expected<Outcome> looked(const StepContext &context, const HttpAnswer &answer)
{
    const Committed object = objectOf(context, answer);
    if (isOurs(context, answer))
        return Looked{Looked::Found::Whole, object};
    if (isWhole(context))
        return Looked{Looked::Found::Missing, {}};
    return MoreToAsk{page::other +
                     (object.size == context.upload.size ? QString::fromLatin1(object.etag) : QString())};
}

} // namespace gantry::s3
