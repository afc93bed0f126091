#include "engine/protocol/tus/tus_backend.h"

#include "engine/core/text.h"
#include "engine/protocol/tus/tus_abilities.h"
#include "engine/protocol/tus/tus_address.h"
#include "engine/protocol/tus/tus_answers.h"
#include "engine/protocol/tus/tus_context.h"
#include "engine/protocol/tus/tus_headers.h"
#include "engine/protocol/tus/tus_session.h"

#include <algorithm>

namespace gantry {
namespace {

using namespace std::chrono_literals;

// Beyond any file: a stream has no parts that would limit it.
constexpr qint64 longestStream = qint64(1) << 60;
constexpr qint64 mostBodies = 1'000'000'000;
// With checksums each body is read before it is sent; as long as it is kept for sending, it is read once.
constexpr qint64 checkedBody = 8 * MiB;
// A server copies the parts into one before it answers.
constexpr auto assemblyLimit = 60min;
constexpr auto sendLimit = 5min; // from the last byte to the answer: some write to slow disks

bool isOn(const DestinationSettings &settings, const QString &flag)
{
    return settings.fields.value(flag) == QLatin1String("true");
}

// As many as may be in flight, none of them smaller than a part; 1: one stream.
qint64 partialUploads(qint64 size, const DestinationSettings &settings, const tus::Abilities &can)
{
    const qint64 one = tus::onePart(settings);
    if (!can.concatenation || size <= one)
        return 1;
    return std::min<qint64>(settings.partsInFlight, (size + one - 1) / one);
}

PlanBounds boundsOf(const tus::Abilities &can)
{
    return {1, longestStream, mostBodies,
            can.maxSize > 0 ? std::min(can.maxSize, longestStream) : longestStream};
}

Expected<ChunkPlan> planOf(qint64 size, const DestinationSettings &settings, const tus::Abilities &can)
{
    if (const Expected<ChunkPlan> fits = planChunks(size, boundsOf(can)); !fits)
        return fail(fits.error());
    const qint64 parts = partialUploads(size, settings, can);
    if (parts == 1)
        return planWithPartSize(size, std::max<qint64>(size, 1));
    const qint64 even = (size + parts - 1) / parts;
    return planWithPartSize(size, std::min((even + MiB - 1) / MiB * MiB, size));
}

// Where the step's call goes.
QByteArray addressOf(Step step, const StepContext &context)
{
    QByteArray endpoint = tus::endpointOf(context.destination);
    if (step == Step::Find)
        return tus::unknownAddress(endpoint, context.upload.openToken);
    if (!context.session || step == Step::Discover || step == Step::Open || step == Step::OpenPart)
        return endpoint;
    const tus::Places places = tus::placesOf(*context.session);
    if (!places.inParts)
        return places.whole;
    if (step == Step::Commit)
        return endpoint;
    if (step == Step::Look && !places.whole.isEmpty())
        return places.whole;
    const int part =
        step == Step::SendPart || step == Step::SurveyPart ? context.partNumber : tus::partOfPage(context);
    return places.parts.value(part, endpoint);
}

HttpCall bodiless(HttpMethod method)
{
    HttpCall call;
    call.method = method;
    return call;
}

HttpCall posted(HttpHeaders headers)
{
    HttpCall call = bodiless(HttpMethod::Post);
    call.headers = std::move(headers);
    call.bodyKind = BodyKind::Inline;
    return call;
}

HttpHeader metadataOf(const StepContext &context)
{
    return {"Upload-Metadata",
            tus::uploadMetadata(context.upload, context.destination.fields.value(tus::fieldMetadata))};
}

Expected<HttpCall> openCall(const StepContext &context)
{
    const tus::Abilities can = tus::abilitiesOf(context.abilities);
    if (!can.creation)
        return fail(
            FailureKind::Rejected,
            tr("This tus server does not let clients begin uploads (it has no extension \"creation\")."));
    if (const Expected<ChunkPlan> plan = planOf(context.upload.size, context.destination, can); !plan)
        return fail(plan.error());
    HttpCall call = posted({{"Upload-Length", QByteArray::number(context.upload.size)}, metadataOf(context)});
    if (tus::opensWithBody(context)) {
        call.headers.append(HttpHeader{"Content-Type", "application/offset+octet-stream"});
        call.bodyKind = BodyKind::Range;
        call.range = {0, context.upload.size};
        call.answerTimeLimit = sendLimit;
    }
    return call;
}

HttpCall openPartCall(const StepContext &context)
{
    return posted({{"Upload-Concat", "partial"},
                   {"Upload-Length", QByteArray::number(context.plan->rangeOf(context.partNumber).length)}});
}

HttpCall sendCall(const StepContext &context)
{
    HttpCall call = bodiless(HttpMethod::Patch);
    const qint64 offset = context.range.offset - context.plan->rangeOf(context.partNumber).offset;
    call.headers = {{"Content-Type", "application/offset+octet-stream"},
                    {"Upload-Offset", QByteArray::number(offset)}};
    if (const auto kind = tus::abilitiesOf(context.abilities).checksum)
        call.headers.append(HttpHeader{"Upload-Checksum", tus::uploadChecksum(*kind, context.digests)});
    call.bodyKind = BodyKind::Range;
    call.range = context.range;
    call.answerTimeLimit = sendLimit;
    return call;
}

HttpCall commitCall(const StepContext &context)
{
    const tus::Places places = tus::placesOf(*context.session);
    if (!places.inParts)
        return bodiless(HttpMethod::Head);
    HttpCall call =
        posted({{"Upload-Concat", "final;" + places.parts.values().join(' ')}, metadataOf(context)});
    call.answerTimeLimit = call.stallLimit = assemblyLimit;
    return call;
}

// What cannot be ended is at least asked for, and there is nothing to be ended where no part was begun.
HttpCall abortCall(const StepContext &context)
{
    const tus::Places places = tus::placesOf(*context.session);
    if (places.inParts && places.parts.isEmpty())
        return bodiless(HttpMethod::Options);
    const bool isEnd = places.inParts || context.page == tus::endPage;
    return bodiless(isEnd && tus::canEnd(tus::abilitiesOf(context.abilities)) ? HttpMethod::Delete
                                                                              : HttpMethod::Head);
}

HttpCall surveyCall(const StepContext &context)
{
    const tus::Places places = tus::placesOf(*context.session);
    const bool isNothingThere = places.inParts && places.whole.isEmpty() && places.parts.isEmpty();
    return bodiless(isNothingThere ? HttpMethod::Options : HttpMethod::Head);
}

class TusBackend final : public ProtocolBackend
{
public:
    BackendTraits traits() const override
    {
        BackendTraits traits;
        traits.kind = QStringLiteral("tus");
        traits.displayName = QStringLiteral(QT_TRANSLATE_NOOP("Backend", "tus server"));
        traits.bounds = boundsOf({});
        traits.discovers = true;
        traits.findsInVain = true;
        traits.partsGrow = true;
        traits.partEtagsAreMd5 = false;
        traits.fields = {
            {tus::fieldUrl, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Address")), SettingsField::Type::Url,
             true,
             QStringLiteral(QT_TRANSLATE_NOOP(
                 "Backend", "Where uploads are created, for example https://uploads.example.com/files/"))},
            {tus::fieldToken, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Token")),
             SettingsField::Type::Secret, false,
             QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Sent as a bearer token, if the server wants one"))},
            {tus::fieldHeaders, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Own headers")),
             SettingsField::Type::Secret, false,
             QStringLiteral(QT_TRANSLATE_NOOP(
                 "Backend", "What else each request has to carry: \"Name: value\", several with | between"))},
            {tus::fieldMetadata, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Metadata")),
             SettingsField::Type::Text, false,
             QStringLiteral(QT_TRANSLATE_NOOP(
                 "Backend", "Told to the server with each file, for example project=Alpha,reel=7"))},
            {tus::fieldMethodOverride, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "No PATCH and DELETE")),
             SettingsField::Type::Flag, false,
             QStringLiteral(QT_TRANSLATE_NOOP(
                 "Backend", "For proxies that let no PATCH and DELETE through (X-HTTP-Method-Override)"))},
        };
        return traits;
    }

    BackendTraits traitsFor(const DestinationSettings &, const QJsonObject &abilities) const override
    {
        BackendTraits traits = this->traits();
        const tus::Abilities can = tus::abilitiesOf(abilities);
        traits.opensParts = can.concatenation;
        traits.aborts = tus::canEnd(can);
        traits.bounds = boundsOf(can);
        return traits;
    }

    Expected<ChunkPlan> plan(qint64 fileSize, const DestinationSettings &settings,
                             const QJsonObject &abilities) const override
    {
        return planOf(fileSize, settings, tus::abilitiesOf(abilities));
    }

    std::optional<int> mostParts(qint64 fileSize, const DestinationSettings &settings) const override
    {
        tus::Abilities can;
        can.concatenation = true;
        const Expected<ChunkPlan> plan = planOf(fileSize, settings, can);
        return plan ? std::optional(plan->partsTotal) : std::nullopt;
    }

    DigestKinds digestsFirst(const StepContext &context) const override
    {
        const auto kind = tus::abilitiesOf(context.abilities).checksum;
        return kind ? DigestKinds(*kind) : DigestKinds();
    }

    std::optional<qint64> bodyLimit(const StepContext &context) const override
    {
        const tus::Abilities can = tus::abilitiesOf(context.abilities);
        std::optional<qint64> limit = context.destination.partSize;
        if (!limit && can.checksum)
            limit = checkedBody;
        if (can.bodyLimit > 0)
            limit = std::min(limit.value_or(can.bodyLimit), can.bodyLimit);
        return limit;
    }

    bool isPartOpen(const Session &session, int partNumber) const override
    {
        const tus::Places places = tus::placesOf(session);
        return !places.inParts || places.parts.contains(partNumber);
    }

    Session withPart(const Session &session, int partNumber, const QString &address) const override
    {
        return tus::withPart(session, partNumber, address);
    }

    // As a part: those are ended without looking how full they are.
    Session unwanted(const Session &session) const override
    {
        return tus::withPart(tus::sessionInParts(session.id, session.openedMs), 1, session.id);
    }

    bool leavesPartsBehind(const Session &session) const override
    {
        return !tus::placesOf(session).parts.isEmpty();
    }

    QStringList describe(const QJsonObject &abilities) const override { return tus::describe(abilities); }

    Expected<void> validate(const DestinationSettings &settings) const override
    {
        return tus::validateSettings(settings);
    }

    std::optional<Opened> openLocally(const StepContext &context) const override
    {
        if (tus::isInParts(context)) // refused: only the server can begin what takes its place
            return std::nullopt;
        const auto plan =
            planOf(context.upload.size, context.destination, tus::abilitiesOf(context.abilities));
        if (!plan || plan->partsTotal < 2)
            return std::nullopt;
        Opened opened;
        opened.session = tus::sessionInParts(context.upload.openToken, context.wallMs);
        opened.partSize = plan->partSize;
        opened.partsTotal = plan->partsTotal;
        return opened;
    }

    Expected<HttpCall> compose(Step step, const StepContext &context) const override
    {
        Expected<HttpCall> call = composed(step, context);
        if (!call)
            return call;
        call->url = addressOf(step, context);
        if (call->method != HttpMethod::Options) // section "Headers", Tus-Resumable
            call->headers.append(HttpHeader{"Tus-Resumable", tus::protocolVersion});
        if (isOn(context.destination, tus::fieldMethodOverride) &&
            (call->method == HttpMethod::Patch || call->method == HttpMethod::Delete)) {
            call->headers.append(HttpHeader{"X-HTTP-Method-Override", toName(call->method)});
            call->method = HttpMethod::Post;
            if (call->bodyKind == BodyKind::None)
                call->bodyKind = BodyKind::Inline;
        }
        if (const Expected<void> done = addCredentials(*call, context); !done)
            return fail(done.error());
        return call;
    }

    Expected<Outcome> interpret(Step step, const StepContext &context,
                                const HttpAnswer &answer) const override
    {
        return tus::interpret(step, context, addressOf(step, context), answer);
    }

    bool sameSession(const Session &a, const Session &b) const override { return a.id == b.id; }

    QByteArray expectedObjectEtag(const StepContext &) const override { return {}; }

private:
    static Expected<HttpCall> composed(Step step, const StepContext &context)
    {
        switch (step) {
        case Step::Discover:
            return bodiless(HttpMethod::Options);
        case Step::Open:
            return openCall(context);
        case Step::OpenPart:
            return openPartCall(context);
        case Step::Survey:
        case Step::Look:
            return surveyCall(context);
        case Step::Find:
        case Step::SurveyPart:
            return bodiless(HttpMethod::Head);
        case Step::SendPart:
            return sendCall(context);
        case Step::Commit:
            return commitCall(context);
        case Step::Abort:
            return abortCall(context);
        case Step::Authorise:
        case Step::List:
        case Step::ShowLifecycle:
        case Step::SetLifecycle:
            break;
        }
        return fail(FailureKind::InvalidInput, tr("A tus server cannot do this: %1.").arg(toName(step)));
    }

    // A server may place an upload on another host: what it wants there is in that address.
    static Expected<void> addCredentials(HttpCall &call, const StepContext &context)
    {
        const Expected<HttpHeaders> own = tus::parseHeaders(context.secrets.value(tus::fieldHeaders));
        if (!own)
            return fail(own.error());
        if (!tus::isSameOrigin(call.url, tus::endpointOf(context.destination)))
            return {};
        call.headers += *own;
        const QByteArray token = context.secrets.value(tus::fieldToken).trimmed();
        if (!token.isEmpty() && headerValue(*own, "Authorization").isEmpty())
            call.headers.append(HttpHeader{"Authorization", "Bearer " + token});
        return {};
    }
};

} // namespace

std::unique_ptr<ProtocolBackend> makeTusBackend()
{
    return std::make_unique<TusBackend>();
}

} // namespace gantry
