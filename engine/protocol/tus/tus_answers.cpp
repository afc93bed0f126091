#include "engine/protocol/tus/tus_answers.h"

#include "engine/core/text.h"
#include "engine/protocol/status_meaning.h"
#include "engine/protocol/tus/tus_abilities.h"
#include "engine/protocol/tus/tus_address.h"
#include "engine/protocol/tus/tus_context.h"
#include "engine/protocol/tus/tus_headers.h"
#include "engine/protocol/tus/tus_refusals.h"
#include "engine/protocol/tus/tus_session.h"

#include <algorithm>

namespace gantry::tus {
namespace {

// What HEAD tells of an upload, or of one part of it.
struct Standing
{
    qint64 offset = 0;
    qint64 expiresMs = 0;
    bool isOurs = true; // as long as the one that was created, and not past its time
};

Expected<Standing> standingOf(const StepContext &context, const QByteArray &url, const HttpAnswer &answer,
                              qint64 length)
{
    const std::optional<qint64> offset = sizeIn(answer.headers, "Upload-Offset");
    if (!offset)
        return fail(nonsense(url, tr("it does not say how much of the upload is there (Upload-Offset).")));
    const std::optional<qint64> declared = sizeIn(answer.headers, "Upload-Length");
    Standing standing{*offset, expiryIn(answer.headers), !declared || *declared == length};
    if (standing.isOurs && *offset > length)
        return fail(nonsense(url, tr("it has more of the upload than there is (Upload-Offset).")));
    // What is complete does not expire; the rest may vanish at any moment once its time is over. What was
    // told before counts for nothing beside an answer of now: its time may have been extended since.
    if (*offset < length && standing.expiresMs > 0 && standing.expiresMs <= context.wallMs)
        standing.isOurs = false;
    return standing;
}

qint64 lengthOf(const StepContext &context, int partNumber)
{
    return context.plan ? context.plan->rangeOf(partNumber).length : context.upload.size;
}

// ---- Each step's success

// Section "Creation" has 201. Some answer 200 where the upload is whole at once; else it may be one that was
// there before.
bool isCreated(const StepContext &context, const HttpAnswer &answer)
{
    return answer.status == 201 ||
           (answer.status == 200 && (context.upload.size == 0 || opensWithBody(context)));
}

// Where the finished upload is, for people: what permits it is left out.
QString shownAddress(const QByteArray &url)
{
    return QString::fromUtf8(withoutSecrets(url));
}

Expected<Outcome> opened(const StepContext &context, const QByteArray &url, const HttpAnswer &answer)
{
    if (!isCreated(context, answer))
        return fail(nonsense(url, tr("it does not say that the upload was created.")));
    const Expected<QByteArray> address = uploadAddress(headerValue(answer.headers, "Location"), url);
    if (!address)
        return fail(address.error());
    Opened opened;
    opened.session.id = QString::fromLatin1(*address);
    opened.session.openedMs = context.wallMs;
    opened.session.expiresMs = expiryIn(answer.headers);
    opened.partSize = std::max<qint64>(context.upload.size, 1);
    opened.partsTotal = 1;
    // Where parts were refused before, and this is not, they were refused because they are parts.
    opened.learned = learnedFromCreation(isInParts(context), hasCredentials(context));
    if (context.upload.size == 0) {
        opened.stored = 0;
    } else if (opensWithBody(context)) {
        // Without a word about it nothing is taken for granted: a HEAD will tell.
        const std::optional<qint64> stored = sizeIn(answer.headers, "Upload-Offset");
        opened.stored = stored && *stored <= context.upload.size ? *stored : 0;
    }
    return opened;
}

Expected<Outcome> partOpened(const QByteArray &url, const HttpAnswer &answer)
{
    if (answer.status != 201)
        return fail(nonsense(url, tr("it does not say that the upload was created.")));
    const Expected<QByteArray> address = uploadAddress(headerValue(answer.headers, "Location"), url);
    if (!address)
        return fail(address.error());
    return PartOpened{QString::fromLatin1(*address), expiryIn(answer.headers)};
}

Expected<Outcome> surveyed(const StepContext &context, const QByteArray &url, const HttpAnswer &answer)
{
    const int number = isInParts(context) ? partOfPage(context) : 1;
    if (number == 0)
        return Surveyed{};
    const ByteRange part = context.plan->rangeOf(number);
    const Expected<Standing> standing = standingOf(context, url, answer, part.length);
    if (!standing)
        return fail(standing.error());
    Surveyed surveyed;
    if (isInParts(context))
        surveyed.nextPage = nextPage(context);
    else if (!standing->isOurs)
        return NoSession{};
    if (standing->isOurs)
        surveyed.ranges = {{{part.offset, standing->offset}, true, {}}};
    surveyed.expiresMs = standing->offset < part.length ? standing->expiresMs : 0;
    return surveyed;
}

Expected<Outcome> partSurveyed(const StepContext &context, const QByteArray &url, const HttpAnswer &answer)
{
    const Expected<Standing> standing =
        standingOf(context, url, answer, lengthOf(context, context.partNumber));
    if (!standing)
        return fail(standing.error());
    if (standing->isOurs)
        return PartGrown{standing->offset, standing->expiresMs};
    return isInParts(context) ? Outcome(PartOpened{}) : Outcome(NoSession{});
}

Expected<Outcome> sent(const StepContext &context, const QByteArray &url, const HttpAnswer &answer)
{
    const std::optional<qint64> offset = sizeIn(answer.headers, "Upload-Offset");
    if (!offset)
        return fail(nonsense(url, tr("it does not say how much of the upload is there (Upload-Offset).")));
    const ByteRange part = context.plan->rangeOf(context.partNumber);
    if (*offset > context.range.end() - part.offset)
        return fail(nonsense(url, tr("it has more of the upload than was sent (Upload-Offset).")));
    const qint64 expiresMs = expiryIn(answer.headers);
    if (*offset == part.length)
        return PartStored{{}, false, {}, expiresMs};
    return PartGrown{*offset, expiresMs};
}

Expected<Outcome> committed(const StepContext &context, const QByteArray &url, const HttpAnswer &answer)
{
    const Expected<Standing> standing = standingOf(context, url, answer, context.upload.size);
    if (!standing)
        return fail(standing.error());
    if (!standing->isOurs || standing->offset < context.upload.size)
        return fail(
            FailureKind::OffsetConflict,
            tr("The server has less of the upload than it had confirmed: it is asked what is missing."));
    return Committed{{}, standing->offset, shownAddress(url)};
}

Expected<Outcome> assembled(const StepContext &context, const QByteArray &url, const HttpAnswer &answer)
{
    if (answer.status != 201)
        return fail(nonsense(url, tr("it does not say that the parts were put together.")));
    const Expected<QByteArray> address = uploadAddress(headerValue(answer.headers, "Location"), url);
    if (!address)
        return fail(address.error());
    return Assembled{withWhole(*context.session, *address)};
}

Failure stillJoining()
{
    return {FailureKind::Locked, tr("The server is still putting the parts together."), {}, 0};
}

Expected<Outcome> looked(const StepContext &context, const QByteArray &url, const HttpAnswer &answer)
{
    const Places places = placesOf(*context.session);
    if (places.whole.isEmpty())
        return Looked{Looked::Found::Unfinished, {}, joinedOnceMore()};
    // Section "Concatenation": there is no offset before the parts have been put together.
    if (places.inParts && headerValue(answer.headers, "Upload-Offset").isEmpty() &&
        !headerValue(answer.headers, "Upload-Concat").isEmpty())
        return fail(stillJoining());
    const Expected<Standing> standing = standingOf(context, url, answer, context.upload.size);
    if (!standing)
        return fail(standing.error());
    if (!standing->isOurs)
        return Looked{Looked::Found::Missing, {}};
    if (standing->offset < context.upload.size)
        return places.inParts ? Expected<Outcome>(fail(stillJoining()))
                              : Outcome(Looked{Looked::Found::Unfinished, {}});
    return Looked{Looked::Found::Whole, {{}, standing->offset, shownAddress(url)}};
}

Outcome aborted(const StepContext &context, const HttpAnswer &answer)
{
    if (isInParts(context)) {
        const QString next = nextPage(context);
        return next.isEmpty() ? Outcome(Aborted{}) : Outcome(MoreToAsk{next});
    }
    // With its last byte an upload is finished, whether or not anybody has heard of it: it is not to be ended
    // any more.
    const std::optional<qint64> offset = sizeIn(answer.headers, "Upload-Offset");
    const std::optional<qint64> length = sizeIn(answer.headers, "Upload-Length");
    const bool isToBeEnded = context.page.isEmpty() && canEnd(abilitiesOf(context.abilities)) && offset &&
                             length && *offset < *length;
    return isToBeEnded ? Outcome(MoreToAsk{endPage}) : Outcome(Aborted{});
}

} // namespace

Expected<Outcome> interpret(Step step, const StepContext &context, const QByteArray &url,
                            const HttpAnswer &answer)
{
    if (answer.status < 200 || answer.status >= 300)
        return refused(step, context, url, answer);
    switch (step) {
    case Step::Discover: {
        const Expected<QJsonObject> abilities = discovered(answer, url);
        if (!abilities)
            return fail(abilities.error());
        return Discovered{*abilities};
    }
    case Step::Open:
        return opened(context, url, answer);
    case Step::OpenPart:
        return partOpened(url, answer);
    case Step::Survey:
        return surveyed(context, url, answer);
    case Step::SurveyPart:
        return partSurveyed(context, url, answer);
    case Step::SendPart:
        return sent(context, url, answer);
    case Step::Commit:
        return isInParts(context) ? assembled(context, url, answer) : committed(context, url, answer);
    case Step::Look:
        return looked(context, url, answer);
    case Step::Abort:
        return aborted(context, answer);
    case Step::Find:
        return fail(nonsense(url, tr("it has an upload of a name that nobody gave.")));
    case Step::Authorise:
    case Step::List:
    case Step::ShowLifecycle:
    case Step::SetLifecycle:
        break;
    }
    return fail(nonsense(url, tr("it was not asked for.")));
}

} // namespace gantry::tus
