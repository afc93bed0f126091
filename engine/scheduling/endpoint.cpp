#include "engine/scheduling/endpoint.h"

#include "engine/protocol/backend_catalogue.h"
#include "engine/protocol/repeated_secrets.h"
#include "engine/scheduling/engine_context.h"

#include <QCoreApplication>
#include <QPointer>
#include <QScopeGuard>

namespace gantry {
namespace {

// A Date header has whole seconds, and may be old by the time it is read.
constexpr qint64 toleratedOffsetMs = 5'000;
// One is what an idle connection that the server has closed costs, two may be chance.
constexpr int toleratedSilences = 2;
constexpr int maxCallsOfAStep = 64; // a step that asks for more than that never ends
// For a creation that brings bytes of a file which nobody waits for any more.
constexpr std::chrono::seconds creationPatience{5};

bool isBegun(const Expected<Outcome> &outcome)
{
    return outcome &&
           (std::holds_alternative<Opened>(*outcome) || std::holds_alternative<PartOpened>(*outcome) ||
            std::holds_alternative<Assembled>(*outcome));
}

Failure *refusalIn(Expected<Outcome> &outcome)
{
    if (!outcome)
        return &outcome.error();
    auto *refused = std::get_if<WayRefused>(&*outcome);
    return refused ? &refused->why : nullptr;
}

bool carriesFile(Step step, const StepContext &context)
{
    return step == Step::SendPart || (step == Step::Open && context.bringsBody);
}

} // namespace

Endpoint::Endpoint(EngineContext &engine, DestinationSettings settings, QString stateDir, Memory memory,
                   QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_settings(std::move(settings))
    , m_stateDir(std::move(stateDir))
    , m_backend(backendOf(m_settings.kind))
    , m_keptSecrets(std::move(memory.keptSecrets))
    , m_learned(std::move(memory.learned))
    , m_gate(m_settings.connectionLimit)
{
    useAbilities();
    m_look.setSingleShot(true);
    connect(&m_look, &QTimer::timeout, this, &Endpoint::lookForCredentials);
}

void Endpoint::useAbilities()
{
    m_abilities = m_discovered;
    for (auto ability = m_learned.constBegin(); ability != m_learned.constEnd(); ++ability)
        m_abilities.insert(ability.key(), ability.value());
    m_traits = m_backend->traitsFor(m_settings, m_abilities);
}

void Endpoint::learn(const QJsonObject &abilities)
{
    QJsonObject learned = m_learned;
    for (auto ability = abilities.constBegin(); ability != abilities.constEnd(); ++ability)
        learned.insert(ability.key(), ability.value());
    if (learned == m_learned)
        return;
    m_learned = learned;
    useAbilities();
    Q_EMIT learnt(m_learned);
}

qint64 Endpoint::serverWallMs() const
{
    return m_engine.clock->wallMs() + m_clockOffsetMs;
}

StepContext Endpoint::baseContext() const
{
    StepContext context;
    context.destination = m_settings;
    context.secrets = m_secrets;
    context.abilities = m_abilities;
    context.wallMs = serverWallMs();
    return context;
}

void Endpoint::call(Step step, const StepContext &stepContext, QObject *context, Answered answered)
{
    ask(step, stepContext, context, std::move(answered), std::nullopt, maxCallsOfAStep);
}

void Endpoint::callWithBody(Step step, const StepContext &stepContext, QObject *context, Answered answered,
                            Body body)
{
    StepContext withBody = stepContext;
    withBody.bringsBody = true;
    ask(step, withBody, context, std::move(answered), std::move(body), maxCallsOfAStep);
}

void Endpoint::ask(Step step, const StepContext &stepContext, QObject *context, Answered answered,
                   const std::optional<Body> &body, int callsLeft)
{
    const Expected<HttpCall> composed = m_backend->compose(step, stepContext);
    if (!composed) {
        QMetaObject::invokeMethod(
            context, [answered, failure = composed.error()] { answered(fail(failure)); },
            Qt::QueuedConnection);
        return;
    }
    LaneRequest request;
    request.call = *composed;
    request.caPem = m_caPem;
    request.control = composed->bodyKind != BodyKind::Range;
    const QPointer<QObject> guard(context);
    LanePool::Progress progress;
    const auto counted = std::make_shared<qint64>(0);
    const auto count = [guard, body, counted](qint64 bytes) {
        if (guard && body && bytes > *counted)
            body->sent(bytes - std::exchange(*counted, bytes));
    };
    if (!request.control) {
        request.body = body->make(composed->range);
        progress = [count](CallId, qint64 bytes) { count(bytes); };
        m_gate.started();
    }
    const bool isPart = !request.control;
    int Endpoint::*const awaited = awaitedBy(step, stepContext);
    if (awaited)
        ++(this->*awaited);
    const CallId id = m_engine.lanes->start(
        std::move(request),
        [this, self = QPointer<Endpoint>(this), guard, step, stepContext, callsLeft, body, isPart, awaited,
         count, answered = std::move(answered)](CallId, const LaneResult &result) {
            if (!self)
                return;
            if (isPart) {
                m_gate.ended();
                count(result.bodyBytesSent);
            }
            const Expected<Outcome> outcome = understand(step, stepContext, result.answer);
            const auto told = qScopeGuard([self, awaited] {
                if (self && awaited)
                    self->placeTold(awaited);
            });
            if (!guard) {
                if (awaited && isBegun(outcome))
                    Q_EMIT begunInVain(stepContext, *outcome);
                return;
            }
            const auto *more = outcome ? std::get_if<MoreToAsk>(&*outcome) : nullptr;
            const auto *learned = outcome ? std::get_if<Learned>(&*outcome) : nullptr;
            if (!more && !learned) {
                answered(outcome);
                return;
            }
            if (callsLeft <= 1) {
                answered(fail(FailureKind::ProtocolViolation,
                              tr("The destination answers in pieces without end.")));
                return;
            }
            StepContext next = stepContext;
            if (more)
                next.page = more->page;
            next.abilities = m_abilities;
            next.wallMs = serverWallMs();
            ask(step, next, guard, answered, body, callsLeft - 1);
        },
        progress);
    // Cut at once it would leave something behind that nobody knows the place of.
    if (isPart)
        connect(context, &QObject::destroyed, this, [this, id] {
            QTimer::singleShot(creationPatience, this, [this, id] { m_engine.lanes->cancel(id); });
        });
}

// Where the answer to a step may tell a place: what is counted.
int Endpoint::*Endpoint::awaitedBy(Step step, const StepContext &stepContext) const
{
    if (step == Step::Open || step == Step::OpenPart)
        return &Endpoint::m_creations;
    const bool joins =
        step == Step::Commit && stepContext.session && m_backend->leavesPartsBehind(*stepContext.session);
    return joins ? &Endpoint::m_joins : nullptr;
}

void Endpoint::placeTold(int Endpoint::*awaited)
{
    --(this->*awaited);
    if (awaitsPlace())
        return;
    Q_EMIT placesTold();
    if (m_isRetired)
        deleteLater();
}

void Endpoint::retire()
{
    m_isRetired = true;
    if (!awaitsPlace())
        deleteLater();
}

CallId Endpoint::send(const HttpCall &call, BodySource body, LanePool::Finished finished,
                      LanePool::Progress progress)
{
    LaneRequest request;
    request.call = call;
    request.call.stallLimit = m_engine.stallLimit.value_or(call.stallLimit);
    request.call.answerTimeLimit = m_engine.stallLimit.value_or(call.answerTimeLimit);
    request.body = std::move(body);
    request.caPem = m_caPem;
    return m_engine.lanes->start(std::move(request), std::move(finished), std::move(progress));
}

Expected<Outcome> Endpoint::understand(Step step, const StepContext &stepContext,
                                       const Expected<HttpAnswer> &answer)
{
    if (!answer) {
        follow(answer.error(), stepContext.secrets, carriesFile(step, stepContext));
        return fail(answer.error());
    }
    m_silences = 0;
    learnClock(*answer);
    Expected<Outcome> outcome = m_backend->interpret(step, stepContext, *answer);
    tellNoSecrets(step, stepContext, *answer, outcome);
    if (const auto *learned = outcome ? std::get_if<Learned>(&*outcome) : nullptr)
        learn(learned->abilities);
    else if (const auto *opened = outcome ? std::get_if<Opened>(&*outcome) : nullptr)
        learn(opened->learned);
    follow(outcome ? std::nullopt : std::optional(outcome.error()), stepContext.secrets,
           carriesFile(step, stepContext));
    return outcome;
}

// A refusal may repeat what was sent, and is shown, journaled and logged: its words are made once more, of an
// answer without that. What it means stays.
void Endpoint::tellNoSecrets(Step step, const StepContext &stepContext, const HttpAnswer &answer,
                             Expected<Outcome> &outcome) const
{
    Failure *refusal = refusalIn(outcome);
    if (!refusal)
        return;
    Expected<Outcome> clean =
        m_backend->interpret(step, stepContext, withoutSecrets(answer, stepContext.secrets));
    const Failure *words = refusalIn(clean);
    refusal->message = words ? withoutSecrets(words->message, stepContext.secrets) : QString();
}

void Endpoint::learnClock(const HttpAnswer &answer)
{
    const std::optional<qint64> date = dateIn(answer.headers, "Date");
    if (!date)
        return;
    const qint64 offset = *date - m_engine.clock->wallMs();
    m_clockOffsetMs = qAbs(offset) > toleratedOffsetMs ? offset : 0;
}

// The refusal of bytes of a file may get lost with their connection; that of a small call does not.
bool Endpoint::isMute(const Failure &failure, bool carriedFile)
{
    return isSilent(failure.kind) && ++m_silences > toleratedSilences && !carriedFile;
}

void Endpoint::follow(const std::optional<Failure> &failure, const QMap<QString, QByteArray> &secrets,
                      bool carriedFile)
{
    if (failure && failure->kind == FailureKind::Cancelled)
        return;
    if (failure && failure->kind == FailureKind::CredentialsNeeded) {
        // Others may be there by now: that call is repeated with them.
        if (secrets == m_secrets)
            needCredentials(*failure);
        return;
    }
    if (m_needs) // the gate stays closed, whatever else was under way
        return;
    const qint64 now = m_engine.clock->monotonicMs();
    const bool wasTroubled = m_trouble.has_value();
    bool news = false;
    if (failure) {
        const Verdict verdict = judge(*failure, m_gate.failuresInARow() + 1, m_engine.dice);
        if (verdict.remedy == Remedy::WhenReachable || isMute(*failure, carriedFile))
            news = m_gate.unreachable(now, verdict.delay);
        else if (verdict.remedy == Remedy::SlowDown)
            news = m_gate.busy(now, verdict.delay);
        else if (!isSilent(failure->kind))
            m_gate.answered();
        if (carriedFile && isStrain(*failure))
            m_gate.strained(now, verdict.delay);
        if (news)
            m_trouble = failure;
    } else {
        m_gate.answered();
    }
    if (!m_gate.isUnreachable() && m_gate.isOpen(now))
        m_trouble.reset();
    if (news || wasTroubled != m_trouble.has_value())
        Q_EMIT gateMoved();
}

} // namespace gantry
