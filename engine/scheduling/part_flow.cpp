#include "engine/scheduling/part_flow.h"

#include "engine/core/etag.h"
#include "engine/core/when_done.h"
#include "engine/scheduling/engine_context.h"
#include "engine/scheduling/upload_entry.h"

#include <algorithm>

namespace gantry {
namespace {

// After so many failures without an answer the reason may be a refusal that got lost with the connection.
constexpr int silentFailuresBeforeProbe = 2;

} // namespace

PartFlow::PartFlow(EngineContext &engine, Endpoint &endpoint, UploadEntry &upload, const ChunkPlan &plan,
                   QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_endpoint(endpoint)
    , m_upload(upload)
    , m_table(plan, endpoint.traits().partsGrow)
    , m_cancelled(std::make_shared<std::atomic<bool>>(false))
{
    recallExpiry();
}

PartFlow::~PartFlow()
{
    close();
}

void PartFlow::close()
{
    m_cancelled->store(true);
    for (const Sending &sending : std::as_const(m_sending)) {
        m_endpoint.gate().ended();
        if (sending.call != 0)
            m_engine.lanes->cancel(sending.call);
    }
    m_sending.clear();
    m_closed = true;
    m_opening.reset();
    disconnect(this, nullptr, nullptr, nullptr);
}

StepContext PartFlow::sessionContext() const
{
    StepContext context = m_endpoint.baseContext();
    const UploadRecord &record = m_upload.record;
    context.upload = {record.key, record.identity.size, record.contentType, record.fingerprint,
                      record.openToken};
    context.session = record.session;
    context.plan = m_table.plan();
    return context;
}

StepContext PartFlow::partContext(int number) const
{
    StepContext context = sessionContext();
    context.partNumber = number;
    context.range = m_table.missingOf(number);
    return context;
}

StepContext PartFlow::contextWithReceipts() const
{
    StepContext context = sessionContext();
    const QMap<int, Receipt> &receipts = m_table.receipts();
    context.receipts.reserve(receipts.size());
    for (auto it = receipts.cbegin(); it != receipts.cend(); ++it)
        context.receipts.append({it.key(), it.value()});
    return context;
}

bool PartFlow::wantsToStart() const
{
    return m_isProved && m_table.activeCount() < m_endpoint.settings().partsInFlight &&
           m_table.nextToSend(m_engine.clock->monotonicMs()).has_value();
}

bool PartFlow::startNext()
{
    if (!wantsToStart())
        return false;
    const int number = *m_table.nextToSend(m_engine.clock->monotonicMs());
    std::optional<PartGrant> grant;
    if (m_endpoint.traits().authorisesParts) {
        grant = m_grants.valid(number, m_endpoint.serverWallMs());
        if (!grant) {
            askForGrants();
            return false;
        }
    }
    if (m_endpoint.traits().partsGrow && !isSoundOut(number))
        return false;
    m_endpoint.gate().started();
    prepareThenSend(number, grant);
    Q_EMIT changed();
    return true;
}

void PartFlow::prepareThenSend(int number, const std::optional<PartGrant> &grant)
{
    const BackendTraits &traits = m_endpoint.traits();
    const StepContext context = partContext(number);
    Sending sending;
    sending.grant = grant;
    sending.range = context.range;
    if (const auto limit = m_endpoint.backend().bodyLimit(context); limit && traits.partsGrow)
        sending.range.length = std::min(sending.range.length, *limit);
    if (m_bodyCap)
        sending.range.length = std::min(sending.range.length, *m_bodyCap);
    const DigestKinds first = m_endpoint.backend().digestsFirst(context);
    // Of a part that goes up in pieces no digest is ever whole.
    const DigestKinds kinds = traits.partsGrow ? first : first | DigestKind::Md5;
    sending.body = std::make_shared<PartBody>(*m_engine.pool, m_upload.record.path, m_upload.record.identity,
                                              sending.range, kinds);
    m_sending.insert(number, sending);
    if (!first) {
        send(number, {});
        return;
    }
    m_table.beginRead(number);
    whenReady(this, sending.body->prepare(), [this, number](const Expected<Digests> &digests) {
        if (m_closed)
            return;
        if (digests)
            send(number, *digests);
        else
            sent(number, {fail(digests.error()), 0});
    });
}

void PartFlow::send(int number, const Digests &digests)
{
    Sending &sending = m_sending[number];
    StepContext context = partContext(number);
    context.range = sending.range;
    context.grant = sending.grant;
    context.digests = digests;
    sending.secrets = context.secrets;
    sending.abilities = context.abilities;
    m_table.beginSend(number);
    const Expected<HttpCall> call = m_endpoint.backend().compose(Step::SendPart, context);
    if (!call) {
        sent(number, {fail(call.error()), 0});
        return;
    }
    const QPointer<PartFlow> guard(this);
    sending.call = m_endpoint.send(
        *call, sending.body->source(),
        [guard, number](CallId, const LaneResult &result) {
            if (guard && !guard->m_closed)
                guard->sent(number, result);
        },
        [guard, number](CallId, qint64 bytes) {
            if (!guard || guard->m_closed)
                return;
            guard->m_table.progress(number, bytes);
            guard->count(guard->m_sending[number], bytes);
            Q_EMIT guard->changed();
        });
}

void PartFlow::count(Sending &sending, qint64 bytes)
{
    if (bytes > sending.counted) {
        m_upload.bytesSent += bytes - sending.counted;
        sending.counted = bytes;
    }
}

void PartFlow::sent(int number, const LaneResult &result)
{
    m_endpoint.gate().ended();
    Sending &sending = m_sending[number];
    sending.call = 0;
    count(sending, result.bodyBytesSent);
    StepContext context = partContext(number);
    context.range = sending.range;
    context.grant = sending.grant;
    context.secrets = sending.secrets;
    context.abilities = sending.abilities;
    judgeAnswer(number, m_endpoint.understand(Step::SendPart, context, result.answer));
}

void PartFlow::judgeAnswer(int number, const Expected<Outcome> &outcome)
{
    const Sending sending = m_sending.take(number);
    if (!outcome) {
        const Failure &failure = outcome.error();
        if (m_endpoint.traits().partsGrow && isSilent(failure.kind) && failure.httpStatus == 0 &&
            m_failures.value(number) + 1 >= silentFailuresBeforeProbe)
            shortenBodies(sending.range.length);
        partTroubled(number, outcome.error());
        return;
    }
    m_silentFailures = 0;
    if (const auto *grown = std::get_if<PartGrown>(&*outcome)) {
        if (grown->bytes <= sending.range.offset - m_table.plan().rangeOf(number).offset) {
            partTroubled(number, {FailureKind::OffsetConflict,
                                  tr("The destination answered that it took nothing of what was sent."),
                                  {},
                                  0});
            return;
        }
        m_endpoint.gate().partStored();
        m_table.forgetAttempts(number);
        grew(number, *grown);
        return;
    }
    if (std::holds_alternative<Learned>(*outcome)) { // the same again, in a way that the server takes
        m_table.dropped(number);
        markUnsure(number);
        Q_EMIT changed();
        return;
    }
    if (std::holds_alternative<NoSession>(*outcome)) {
        m_table.dropped(number);
        Q_EMIT sessionLost();
        return;
    }
    const auto *stored = std::get_if<PartStored>(&*outcome);
    if (!stored) {
        partTroubled(
            number,
            {FailureKind::ProtocolViolation, tr("The store's answer to a part makes no sense."), {}, 0});
        return;
    }
    const Digests &sent = sending.body->digests();
    const bool isMd5 =
        m_endpoint.traits().partEtagsAreMd5 && !stored->etagIsOpaque && looksLikeMd5(stored->etag);
    const bool differs =
        (isMd5 && bareEtag(stored->etag) != sent.md5.toHex()) ||
        (!stored->crc32c.isEmpty() && !sent.crc32c.isEmpty() && stored->crc32c != sent.crc32c);
    if (differs) {
        partTroubled(
            number, {FailureKind::IntegrityMismatch,
                     tr("The store answered another checksum for part %1 than the bytes that were sent have. "
                        "The link, a proxy or the store damages data: retry, and tell its administrator.")
                         .arg(number),
                     {},
                     0});
        return;
    }
    m_endpoint.gate().partStored();
    m_failures.remove(number);
    store(number, {stored->etag, sent.md5, sent.crc32c});
}

// A part counts as stored once its receipt is durable.
void PartFlow::store(int number, const Receipt &receipt)
{
    m_engine.writer->write({PutReceipts{m_upload.record.id, {{number, receipt}}}}, this,
                           [this, number, receipt] {
                               if (m_closed)
                                   return;
                               m_table.stored(number, receipt);
                               keepExpiry();
                               m_grants.drop(number);
                               Q_EMIT changed();
                               if (m_table.allStored())
                                   Q_EMIT allStored();
                           });
}

void PartFlow::partTroubled(int number, const Failure &failure)
{
    if (failure.kind == FailureKind::Cancelled) {
        m_table.dropped(number);
        markUnsure(number);
        return;
    }
    int attempts = 0;
    if (failure.kind == FailureKind::IntegrityMismatch) {
        m_table.mismatched(number);
        attempts = m_table.mismatchesOf(number);
    } else {
        attempts = ++m_failures[number];
    }
    const Verdict verdict = judge(failure, attempts, m_engine.dice);
    m_upload.partTroubles.insert(
        number, {m_table.attemptsOf(number), failure.message, verdict.remedy == Remedy::GiveUp});
    markUnsure(number);
    // A growing part is asked for by itself: the others go on.
    const Remedy remedy =
        verdict.remedy == Remedy::Survey && m_endpoint.traits().partsGrow ? Remedy::Again : verdict.remedy;
    switch (remedy) {
    case Remedy::Again:
        Q_EMIT partFailed(number, failure);
        m_table.cooling(number, m_engine.clock->monotonicMs() + verdict.delay.count());
        if (isSilent(failure.kind) && ++m_silentFailures >= silentFailuresBeforeProbe)
            probe();
        break;
    case Remedy::WhenReachable:
    case Remedy::SlowDown:
    case Remedy::WhenCredentialsCome:
        m_table.dropped(number); // the gate is closed and says when
        break;
    case Remedy::FreshGrant:
        m_grants.drop(number);
        m_table.dropped(number);
        askForGrants();
        break;
    case Remedy::GiveUp:
        m_table.failed(number);
        Q_EMIT gaveUp(failure);
        break;
    case Remedy::Survey:
    case Remedy::Look:
    case Remedy::Reinspect:
    case Remedy::WhenSourceIsBack:
    case Remedy::Decide:
        m_table.dropped(number);
        Q_EMIT troubled(Step::SendPart, failure);
        break;
    }
    Q_EMIT changed();
}

// A call without a body is answered even where a part's refusal gets lost: ask for the session, to learn what
// it is.
void PartFlow::probe()
{
    if (m_probing || m_endpoint.traits().partsGrow) // those are asked about one by one
        return;
    m_probing = true;
    m_silentFailures = 0;
    m_endpoint.call(Step::Survey, sessionContext(), this, [this](const Expected<Outcome> &outcome) {
        m_probing = false;
        if (outcome && std::holds_alternative<NoSession>(*outcome)) {
            Q_EMIT sessionLost();
        } else if (outcome) {
            // The session lives: permissions that were refused without a word are replaced.
            m_grants.clear();
            if (const auto *surveyed = std::get_if<Surveyed>(&*outcome))
                addGrants(surveyed->grants);
        } else if (judge(outcome.error(), 1, m_engine.dice).remedy == Remedy::GiveUp) {
            Q_EMIT gaveUp(outcome.error());
        }
    });
}

void PartFlow::tick()
{
    compareMore();
    if (m_endpoint.traits().authorisesParts)
        askForGrants();
}

} // namespace gantry
