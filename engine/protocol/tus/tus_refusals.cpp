#include "engine/protocol/tus/tus_refusals.h"

#include "engine/core/text.h"
#include "engine/protocol/status_meaning.h"
#include "engine/protocol/tus/tus_abilities.h"
#include "engine/protocol/tus/tus_context.h"
#include "engine/protocol/tus/tus_headers.h"
#include "engine/protocol/tus/tus_session.h"

namespace gantry::tus {
namespace {

constexpr int checksumMismatch = 460; // section "Checksum"

// HEAD said that there is nothing: section "HEAD" has 404, 410 and, with less certainty, 403 for it.
bool isGone(int status)
{
    return status == 404 || status == 410;
}

Failure perhapsGone(Failure failure)
{
    failure.message = tr("%1 Some servers say so of an upload, too, that they do not have any more: if the "
                         "credentials are right, cancel it and add the file again.")
                          .arg(failure.message);
    return failure;
}

// No retry mends it, and it is neither about the credentials alone (401) nor about how much there is (413).
bool isLasting(int status)
{
    switch (status) {
    case 401:
    case 407:
    case 408:
    case 413:
    case 423:
    case 425:
    case 429:
        return false;
    default:
        return (status >= 400 && status < 500) || status == 501 || status == 505;
    }
}

// The server announces concatenation, and it, or a proxy in front of it, refuses what belongs to that.
// Whether that was the reason, and not the credentials (403) or the address (404), is told by a creation
// without it: nothing is ended, and nothing remembered, before that was taken.
Expected<Outcome> asOneStream(Failure failure)
{
    failure.kind = FailureKind::OffsetConflict; // it may be a part that is missing: they are asked for first
    failure.message = tr("The server says that it puts parts together, and refuses to: the file goes up as "
                         "one stream. %1")
                          .arg(failure.message);
    return WayRefused{std::move(failure)};
}

Expected<Outcome> goneOnLook(const StepContext &context)
{
    const Places places = placesOf(*context.session);
    if (places.whole.isEmpty())
        return Looked{Looked::Found::Unfinished, {}, joinedOnceMore()};
    // Some servers move a finished upload away.
    const bool wasConfirmed = context.plan && context.receipts.size() == context.plan->partsTotal;
    return Looked{wasConfirmed ? Looked::Found::Delivered : Looked::Found::Missing, {}};
}

Expected<Outcome> tooLong(const StepContext &context, qint64 bodyLength, Failure failure)
{
    if (const auto learned = learnedFromTooLong(bodyLength, context.abilities))
        return Learned{*learned};
    failure.message =
        tr("The server, or a proxy in front of it, takes no request of even %1 bytes.").arg(bodyLength);
    return fail(std::move(failure));
}

Expected<Outcome> partRefused(const StepContext &context, const HttpAnswer &answer, Failure failure)
{
    switch (answer.status) {
    case 400:
        // What @tus/server says when the bytes stopped coming.
        if (answer.body.contains("ERR_UPLOAD_INTERRUPTED"))
            failure.kind = FailureKind::ConnectionLost;
        break;
    case 404:
    case 410:
        if (!isInParts(context))
            return NoSession{};
        failure.kind = FailureKind::OffsetConflict; // asked for once more, and begun anew if it is gone
        break;
    case 409:
        failure.kind = FailureKind::OffsetConflict;
        failure.message = tr("The server stands at another byte of the upload than was thought.");
        break;
    case 413:
        return tooLong(context, context.range.length, std::move(failure));
    case checksumMismatch:
        failure.kind = FailureKind::IntegrityMismatch;
        failure.message =
            tr("The server received other bytes than were sent. The link or a proxy damages data: it is "
               "sent again; tell its administrator if that goes on.");
        break;
    default:
        break;
    }
    return fail(std::move(failure));
}

Expected<Outcome> openRefused(const StepContext &context, const HttpAnswer &answer, Failure failure)
{
    if (answer.status == 413) {
        if (opensWithBody(context))
            return tooLong(context, context.upload.size, std::move(failure));
        failure.message = tr("The file is larger than the server takes. %1").arg(failure.message);
    }
    if (isGone(answer.status))
        failure.kind = FailureKind::DestinationMissing;
    return fail(std::move(failure));
}

Expected<Outcome> openPartRefused(const StepContext &context, const HttpAnswer &answer, Failure failure)
{
    // Where other parts were taken, these may be about the one (as many as the credentials may have), and
    // what those parts have would be sent again.
    const bool mayBeAboutOne = answer.status == 403 || isGone(answer.status);
    if (isLasting(answer.status) && !(mayBeAboutOne && !placesOf(*context.session).parts.isEmpty()))
        return asOneStream(std::move(failure));
    return openRefused(context, answer, std::move(failure));
}

Expected<Outcome> commitRefused(const StepContext &context, const HttpAnswer &answer, Failure failure)
{
    const int status = answer.status;
    if (!isInParts(context)) {
        if (isGone(status))
            failure.kind = FailureKind::SessionLost;
    } else if (isLasting(status)) {
        return asOneStream(std::move(failure));
    }
    return fail(std::move(failure));
}

} // namespace

QString joinedOnceMore()
{
    return tr("The parts are put together once more. If the server had done that already, its first result "
              "stays there: tus has no request that finds it.");
}

Expected<Outcome> refused(Step step, const StepContext &context, const QByteArray &url,
                          const HttpAnswer &answer)
{
    const int status = answer.status;
    Failure failure = failureOfStatus(answer, url, QString::fromUtf8(answer.body.left(500)), context.wallMs);
    if (status == 412)
        failure.message = tr("The server does not take tus %1. Ask its administrator for an update.")
                              .arg(QLatin1String(protocolVersion));
    switch (step) {
    case Step::Discover:
        if (status == 405 || status == 501) // it has uploads, and no word about them
            return Discovered{};
        if (isGone(status))
            failure.kind = FailureKind::DestinationMissing;
        break;
    case Step::Find:
        if (isGone(status))
            return NoSession{};
        break;
    case Step::OpenPart:
        return openPartRefused(context, answer, std::move(failure));
    case Step::Open:
        return openRefused(context, answer, std::move(failure));
    case Step::Survey:
        if (status == 403)
            return fail(perhapsGone(std::move(failure)));
        if (isGone(status) && isInParts(context)) // the part is asked for by itself, and begun anew
            return Surveyed{{}, nextPage(context), {}, 0};
        if (isGone(status))
            return NoSession{};
        break;
    case Step::SurveyPart:
        if (status == 403)
            return fail(perhapsGone(std::move(failure)));
        if (isGone(status))
            return isInParts(context) ? Outcome(PartOpened{}) : Outcome(NoSession{});
        break;
    case Step::SendPart:
        return partRefused(context, answer, std::move(failure));
    case Step::Commit:
        return commitRefused(context, answer, std::move(failure));
    case Step::Look:
        if (isGone(status))
            return goneOnLook(context);
        break;
    case Step::Abort:
        // Gone already, or a server that cannot be asked to: there is nothing more to do.
        if (isGone(status) || status == 405 || status == 501) {
            const QString next = nextPage(context);
            return next.isEmpty() ? Outcome(Aborted{}) : Outcome(MoreToAsk{next});
        }
        break;
    case Step::Authorise:
    case Step::List:
    case Step::ShowLifecycle:
    case Step::SetLifecycle:
        break;
    }
    if (status == 409) // on a HEAD: somebody else holds it
        failure.kind = FailureKind::Locked;
    return fail(std::move(failure));
}

} // namespace gantry::tus
