#include "engine/protocol/s3/s3_finding.h"

#include "engine/protocol/s3/s3_answers.h"
#include "engine/protocol/s3/s3_checksums.h"
#include "engine/protocol/s3/s3_listing.h"

#include <algorithm>

namespace gantry::s3 {
namespace {

// What the pages so far had, and which is next: "after:BEGUN NEXT ID", without an ID where they had none.
struct Search
{
    qint64 begunMs = 0;
    QString next; // a piece of the query
    QString id;   // it may have spaces
};

QString markOf(const Search &search)
{
    return page::uploads + QString::number(search.begunMs) + QLatin1Char(' ') + search.next +
           QLatin1Char(' ') + search.id;
}

Search searchOf(const QString &mark)
{
    if (!mark.startsWith(page::uploads))
        return {};
    const QString rest = mark.mid(page::uploads.size());
    return {rest.section(QLatin1Char(' '), 0, 0).toLongLong(), rest.section(QLatin1Char(' '), 1, 1),
            rest.section(QLatin1Char(' '), 2)};
}

bool allFit(const ChunkPlan &plan, const QList<ListedPart> &parts)
{
    return std::all_of(parts.begin(), parts.end(), [&](const ListedPart &part) {
        return part.number <= plan.partsTotal && plan.rangeOf(part.number).length == part.size;
    });
}

} // namespace

QString uploadToLookAt(const StepContext &context)
{
    return context.page.startsWith(page::session) ? context.page.mid(page::session.size())
                                                  : context.wantedSession;
}

QString uploadsAfter(const QString &mark)
{
    return searchOf(mark).next;
}

Expected<Outcome> foundByKey(const StepContext &context, const QString &key, const HttpAnswer &answer,
                             const QByteArray &url)
{
    const Expected<UploadsPage> listed = uploadsPageOf(answer, url);
    if (!listed)
        return fail(listed.error());
    Search search = searchOf(context.page);
    for (const ListedUpload &upload : listed->uploads)
        if (upload.key == key && !context.othersSessions.contains(upload.id) &&
            (search.id.isEmpty() || upload.begunMs > search.begunMs)) {
            search.begunMs = upload.begunMs;
            search.id = upload.id;
        }
    // Keys are listed in order: what comes after this one is of others.
    const QString next = QString::fromLatin1(listed->next);
    if (!next.isEmpty() && next != search.next && listed->uploads.last().key == key) {
        search.next = next;
        return MoreToAsk{markOf(search)};
    }
    if (search.id.isEmpty())
        return NoSession{};
    return MoreToAsk{page::session + search.id};
}

Expected<Outcome> foundWithParts(const StepContext &context, const QString &key, const PlanBounds &bounds,
                                 const HttpAnswer &answer, const QByteArray &url)
{
    const Expected<PartsPage> page = partsPageOf(answer, url);
    if (!page)
        return fail(page.error());
    const QString id = uploadToLookAt(context);
    // Without a part nothing proves whose it is, unless a person knows.
    if (page->parts.isEmpty() && !context.openUnanswered && context.wantedSession.isEmpty())
        return NoSession{id};
    QList<Expected<ChunkPlan>> candidates{
        planChunks(context.upload.size, bounds, context.destination.partSize)};
    for (const ListedPart &part : page->parts)
        if (part.size >= bounds.minPartSize && part.size <= bounds.maxPartSize) {
            candidates.append(planWithPartSize(context.upload.size, part.size));
            break;
        }
    for (const Expected<ChunkPlan> &plan : candidates)
        if (plan && plan->partsTotal <= bounds.maxParts && allFit(*plan, page->parts)) {
            Opened opened;
            opened.session = {id, key,
                              textOf({checksumFrom(page->checksumAlgorithm, page->checksumType), false}),
                              context.wallMs};
            opened.partSize = plan->partSize;
            opened.partsTotal = plan->partsTotal;
            return opened;
        }
    return NoSession{id};
}

} // namespace gantry::s3
