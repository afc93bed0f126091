#include "engine/protocol/s3/s3_answers.h"

#include "engine/core/etag.h"
#include "engine/core/text.h"
#include "engine/protocol/s3/s3_checksums.h"
#include "engine/protocol/s3/s3_errors.h"
#include "engine/protocol/s3/s3_finding.h"
#include "engine/protocol/s3/s3_lifecycle_rules.h"
#include "engine/protocol/s3/s3_listing.h"
#include "engine/protocol/s3/s3_objects.h"
#include "engine/protocol/s3/s3_part_names.h"
#include "engine/protocol/s3/s3_xml.h"
#include "engine/protocol/status_meaning.h"

namespace gantry::s3 {
namespace {

const QString regionAbility = QStringLiteral("region");

bool isSuccess(const HttpAnswer &answer)
{
    return answer.status >= 200 && answer.status < 300;
}

// ---- Each step's success

Expected<Outcome> discovered(const HttpAnswer &answer, const QByteArray &url)
{
    // us-east-1 calls itself nothing; old Ireland, EU.
    const Expected<XmlElement> root = rootOf(answer, QLatin1String("LocationConstraint"), url);
    if (!root)
        return fail(root.error());
    return Discovered{};
}

Expected<Outcome> opened(const StepContext &context, const QString &key, const HttpAnswer &answer,
                         const QByteArray &url)
{
    const Expected<XmlElement> root = rootOf(answer, QLatin1String("InitiateMultipartUploadResult"), url);
    if (!root)
        return fail(root.error());
    Opened opened;
    ObjectChecksum checksum = ObjectChecksum::None;
    if (asksForChecksum(context))
        checksum = checksumFrom(headerValue(answer.headers, "x-amz-checksum-algorithm"),
                                headerValue(answer.headers, "x-amz-checksum-type"));
    // Taken without the question, after it was refused with it: that was why.
    if (asksForChecksum(context) || context.page == page::plain)
        opened.learned = abilityOf(checksum);
    opened.session = {root->textOf(QLatin1String("UploadId")), key,
                      textOf({checksum, saysOpaqueEtag(answer.headers)}), context.wallMs};
    if (opened.session.id.isEmpty() || opened.session.id.size() > longestId)
        return fail(nonsense(url, tr("it names no upload ID.")));
    const Expected<ChunkPlan> plan =
        planWithPartSize(context.upload.size, context.wantedPartSize.value_or(0));
    if (!plan)
        return fail(plan.error());
    opened.partSize = plan->partSize;
    opened.partsTotal = plan->partsTotal;
    return opened;
}

Expected<Outcome> surveyed(const StepContext &context, const HttpAnswer &answer, const QByteArray &url)
{
    const Expected<PartsPage> page = partsPageOf(answer, url);
    if (!page)
        return fail(page.error());
    Surveyed surveyed;
    surveyed.nextPage = page->next;
    const bool etagsAreOpaque = detailsOf(context.session).etagsAreOpaque;
    for (const ListedPart &part : page->parts)
        // One that this upload does not have is none of ours, and is overwritten or left out.
        if (!context.plan || part.number <= context.plan->partsTotal)
            surveyed.ranges.append({{context.plan ? context.plan->rangeOf(part.number).offset : 0, part.size},
                                    true,
                                    part.etag,
                                    etagsAreOpaque,
                                    part.crc32c});
    return surveyed;
}

Expected<Outcome> partStored(const StepContext &context, const HttpAnswer &answer, const QByteArray &url)
{
    const QByteArray etag = headerValue(answer.headers, "ETag").trimmed();
    if (etag.isEmpty() || etag.size() > longestId)
        return fail(nonsense(url, tr("a part was taken without a receipt (ETag).")));
    return PartStored{etag, detailsOf(context.session).etagsAreOpaque || saysOpaqueEtag(answer.headers),
                      partChecksum(answer.headers), 0};
}

Expected<Outcome> listed(const Address &address, const HttpAnswer &answer, const QByteArray &url)
{
    const Expected<UploadsPage> page = uploadsPageOf(answer, url);
    if (!page)
        return fail(page.error());
    Listed listed;
    for (const ListedUpload &upload : page->uploads)
        listed.sessions.append({{upload.id, upload.key, {}, upload.begunMs},
                                upload.initiator,
                                upload.key.mid(address.keyOf({}).size())});
    listed.nextPage = QString::fromLatin1(page->next);
    return listed;
}

Expected<Outcome> lifecycleOf(const Address &address, const QByteArray &document)
{
    const Expected<LifecycleRules> rules = readLifecycle(document);
    if (!rules)
        return fail(rules.error());
    return Lifecycle{abortAfterDays(rules->configuration, address.keyOf({})), document};
}

// A part that was on its way may come to rest after the abort: it is ended where nothing is listed any more.
// A file put whole has no upload.
Expected<Outcome> aborted(const StepContext &context, const HttpAnswer &answer, const QByteArray &url)
{
    if (isWhole(context))
        return Aborted{};
    if (context.page != page::ended)
        return MoreToAsk{page::ended};
    const Expected<PartsPage> left = partsPageOf(answer, url);
    if (!left)
        return fail(left.error());
    if (left->parts.isEmpty()) // it may know the upload for a while yet
        return Aborted{};
    return fail(FailureKind::Locked, tr("Parts of this upload are still arriving at the store."));
}

// ---- Each step's refusal

// The question is refused, whatever the answer would be: to these credentials, or to everybody.
bool isNotForUs(const Failure &failure)
{
    return failure.kind == FailureKind::Forbidden || failure.httpStatus == 405 || failure.httpStatus == 501;
}

Expected<Outcome> refused(Step step, const StepContext &context, const QByteArray &url,
                          const HttpAnswer &answer)
{
    Refusal refusal = refusalOf(answer, url, context.wallMs);
    if (isNameTooLong(step, context, answer))
        refusal.failure = nameTooLong();
    // ExpiredToken comes with 400, and an answer to HEAD has no body to say so.
    if (answer.status == 400 && answer.body.isEmpty() &&
        !context.secrets.value(fieldSessionToken).isEmpty()) {
        refusal.failure.kind = FailureKind::CredentialsNeeded;
        refusal.failure.message =
            tr("The store refuses without a word, as it does when temporary credentials have "
               "expired. Renew them, and it goes on by itself.");
    }
    // Believed once: what it says against its own word is for people to mend.
    if (!refusal.region.isEmpty() && !context.abilities.contains(regionAbility) &&
        refusal.region != addressOf(context).region())
        return Learned{{{regionAbility, QString::fromLatin1(refusal.region)}}};
    const bool isMissing = answer.status == 404 && refusal.code != QLatin1String("NoSuchBucket");
    switch (step) {
    case Step::Discover:
        // Who may write need not be allowed to ask where.
        if (isMissing || isNotForUs(refusal.failure))
            return Discovered{};
        break;
    case Step::Find:
        // Whether the one that a person chose fits the file has to be seen.
        if (isMissing || (context.wantedSession.isEmpty() && isNotForUs(refusal.failure)))
            return NoSession{};
        break;
    case Step::Survey:
        if (isMissing && isWhole(context))
            return Surveyed{};
        if (isMissing)
            return NoSession{};
        break;
    case Step::Look:
        if (isWhole(context)) {
            if (isMissing)
                return Looked{Looked::Found::Missing, {}};
        } else if (context.page.isEmpty()) {
            // Without the right to list, what is missing is forbidden.
            if (isMissing || answer.status == 403)
                return MoreToAsk{page::missing};
        } else if (isMissing) {
            if (!context.page.startsWith(page::other))
                return Looked{Looked::Found::Missing, {}};
            const QByteArray etag = context.page.mid(page::other.size()).toLatin1();
            return Looked{Looked::Found::Other, {etag, std::nullopt, context.session->key}};
        }
        break;
    case Step::Commit:
        // Assembled, but not to be looked at: what there is to know is not much.
        if (context.page.startsWith(page::placed) && answer.status == 403)
            return Committed{placedEtag(context), std::nullopt, context.session->key};
        break;
    case Step::Abort:
        // Who may end uploads need not be allowed to list their parts: then the first answer has to do.
        if (isMissing || ((isWhole(context) || context.page == page::ended) && isNotForUs(refusal.failure)))
            return Aborted{};
        break;
    case Step::ShowLifecycle:
        if (refusal.code == QLatin1String("NoSuchLifecycleConfiguration"))
            return lifecycleOf(addressOf(context), noLifecycle());
        break;
    case Step::Open:
        // For all that is known, it may be the question for a checksum that the store chokes on.
        if (asksForChecksum(context) &&
            (answer.status == 501 || (answer.status == 400 && refusal.failure.kind == FailureKind::Rejected)))
            return MoreToAsk{page::plain};
        break;
    case Step::SendPart:
    case Step::OpenPart:
    case Step::SurveyPart:
    case Step::Authorise:
    case Step::List:
    case Step::SetLifecycle:
        break;
    }
    return fail(refusal.failure);
}

Expected<Outcome> completed(const HttpAnswer &answer, const QByteArray &url, const StepContext &context)
{
    const Expected<XmlElement> root = readXml(answer.body);
    if (!root)
        return fail(root.error());
    // It had to say 200 before it knew.
    if (root->name == QLatin1String("Error"))
        return fail(refusalOf({200, answer.headers, answer.body}, url, context.wallMs).failure);
    if (root->name != QLatin1String("CompleteMultipartUploadResult"))
        return fail(nonsense(url, tr("it does not say that the upload is complete.")));
    // RGW's first answer has an empty ETag; the object itself knows, and proves that it is there.
    return MoreToAsk{page::placed + root->textOf(QLatin1String("ETag"))};
}

} // namespace

bool isWhole(const StepContext &context)
{
    return context.session && context.session->details == wholeDetails;
}

QByteArray objectEtag(const StepContext &context)
{
    if (detailsOf(context.session).etagsAreOpaque)
        return {};
    if (!isWhole(context))
        return multipartEtag(context.receipts);
    const QByteArray md5 = context.receipts.size() == 1 ? context.receipts.first().receipt.md5 : QByteArray();
    return md5.isEmpty() ? QByteArray() : '"' + md5.toHex() + '"';
}

Address addressOf(const StepContext &context)
{
    return Address(context.destination, context.abilities[regionAbility].toString().toLatin1());
}

Expected<Outcome> interpret(Step step, const StepContext &context, const PlanBounds &bounds,
                            const HttpAnswer &answer)
{
    const Address address = addressOf(context);
    const QByteArray url = address.bucketUrl();
    const QString key = address.keyOf(context.upload.key);
    if (!isSuccess(answer))
        return refused(step, context, url, answer);
    switch (step) {
    case Step::Discover:
        return discovered(answer, url);
    case Step::Find:
        return uploadToLookAt(context).isEmpty() ? foundByKey(context, key, answer, url)
                                                 : foundWithParts(context, key, bounds, answer, url);
    case Step::Open:
        return opened(context, key, answer, url);
    case Step::Survey:
        return isWhole(context) ? surveyedWhole(context, answer) : surveyed(context, answer, url);
    case Step::SendPart:
        return partStored(context, answer, url);
    case Step::Commit:
        return isWhole(context) || context.page.startsWith(page::placed) ? committed(context, answer, url)
                                                                         : completed(answer, url, context);
    case Step::Look: {
        if (context.page.isEmpty())
            return looked(context, answer);
        const Expected<PartsPage> parts = partsPageOf(answer, url);
        if (!parts)
            return fail(parts.error());
        return Looked{Looked::Found::Unfinished, {}};
    }
    case Step::Abort:
        return aborted(context, answer, url);
    case Step::List:
        return listed(address, answer, url);
    case Step::ShowLifecycle:
        return lifecycleOf(address, lifecycleDocument(answer));
    case Step::SetLifecycle:
        return LifecycleSet{};
    case Step::Authorise:
    case Step::OpenPart:
    case Step::SurveyPart:
        break;
    }
    return fail(FailureKind::InvalidInput, tr("An S3 store cannot do this: %1.").arg(toName(step)));
}

} // namespace gantry::s3
