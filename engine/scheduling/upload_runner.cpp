#include "engine/scheduling/upload_runner.h"

#include "engine/core/when_done.h"
#include "engine/scheduling/endpoint.h"
#include "engine/scheduling/engine_context.h"
#include "engine/scheduling/part_flow.h"

namespace gantry {
namespace {

constexpr qint64 sourceLookIntervalMs = 2'000;

} // namespace

UploadRunner::UploadRunner(EngineContext &engine, Endpoint &endpoint, UploadEntry &upload, RunnerHost &host)
    : m_engine(engine)
    , m_endpoint(endpoint)
    , m_upload(upload)
    , m_host(host)
{}

UploadRunner::~UploadRunner() = default;

void UploadRunner::begin()
{
    apply(upload_event::Admitted{});
}

bool UploadRunner::isAwaitingCommit() const
{
    return m_commitUnderWay;
}

// ---- The machine's side

void UploadRunner::apply(const UploadEvent &event)
{
    const Stage before = m_upload.state.stage;
    m_upload.state = after(m_upload.state, event);
    const Stage now = m_upload.state.stage;
    m_upload.record.stage = now;
    if (now != before &&
        (now == Stage::Inspecting || now == Stage::Opening || now == Stage::Surveying || isFinal(now)))
        dropFlow();
    m_host.uploadChanged(m_upload.record.id);
    if (isFinal(now) || (m_upload.state.holds.testFlag(Hold::User) && !m_commitUnderWay))
        m_host.uploadRests(m_upload.record.id);
    else
        QMetaObject::invokeMethod(this, &UploadRunner::step, Qt::QueuedConnection);
}

void UploadRunner::step()
{
    if (m_busy || !m_endpoint.gate().isOpen(m_engine.clock->monotonicMs()))
        return;
    switch (taskOf(m_upload.state)) {
    case UploadTask::None:
        break;
    case UploadTask::Inspect:
        inspect();
        break;
    case UploadTask::Find:
        prepared([this] { find(); });
        break;
    case UploadTask::Open:
        prepared([this] { open(); });
        break;
    case UploadTask::Survey:
        prepared([this] { survey({}); });
        break;
    case UploadTask::Send:
        m_host.wantsPump();
        break;
    case UploadTask::Commit:
        prepared([this] { commit(); });
        break;
    case UploadTask::Look:
        prepared([this] { look(); });
        break;
    case UploadTask::Verify:
        verify();
        break;
    }
}

void UploadRunner::prepared(std::function<void()> then)
{
    m_busy = true;
    m_endpoint.prepare(this, [this, then = std::move(then)](const Expected<void> &result) {
        m_busy = false;
        if (result)
            then();
        else
            troubled(Step::Discover, result.error());
    });
}

bool UploadRunner::startNextPart()
{
    return m_flow && taskOf(m_upload.state) == UploadTask::Send && m_flow->startNext();
}

void UploadRunner::tick()
{
    const qint64 now = m_engine.clock->monotonicMs();
    if (m_upload.state.holds)
        m_speed.reset();
    else
        m_speed.add(now, m_upload.bytesSent);
    if (m_upload.state.holds.testFlag(Hold::Backoff) && now >= m_backoffUntilMs) {
        m_upload.trouble.reset();
        m_upload.retryAtMs = 0;
        apply(upload_event::Released{Hold::Backoff});
    }
    if (m_upload.state.holds.testFlag(Hold::SourceMissing) && !m_lookingForSource &&
        now >= m_nextSourceLookMs) {
        m_lookingForSource = true;
        whenReady(this, m_engine.pool->identity(m_upload.record.path),
                  [this](const Expected<FileIdentity> &identity) {
                      m_lookingForSource = false;
                      m_nextSourceLookMs = m_engine.clock->monotonicMs() + sourceLookIntervalMs;
                      if (!identity && identity.error().kind == FailureKind::SourceMissing)
                          return;
                      m_upload.trouble.reset();
                      apply(upload_event::Recheck{});
                      apply(upload_event::Released{Hold::SourceMissing});
                  });
    }
    if (taskOf(m_upload.state) == UploadTask::Send) {
        if (m_flow)
            m_flow->tick();
    } else {
        step();
    }
}

void UploadRunner::tryNow()
{
    m_backoffUntilMs = 0;
    m_nextSourceLookMs = 0;
    m_endpoint.tryNow();
    tick();
}

// ---- The file

// ---- The session

StepContext UploadRunner::uploadContext() const
{
    StepContext context = m_endpoint.baseContext();
    const UploadRecord &record = m_upload.record;
    context.upload = {record.key, record.identity.size, record.contentType, record.fingerprint,
                      record.openToken};
    context.session = record.session;
    if (record.session)
        context.plan = ChunkPlan{record.identity.size, record.partSize, record.partsTotal};
    return context;
}

void UploadRunner::makeFlow()
{
    const UploadRecord &record = m_upload.record;
    m_flow = std::make_unique<PartFlow>(m_engine, m_endpoint, m_upload,
                                        ChunkPlan{record.identity.size, record.partSize, record.partsTotal});
    connect(m_flow.get(), &PartFlow::changed, this, [this] {
        noteProgress();
        m_host.uploadChanged(m_upload.record.id);
        m_host.wantsPump();
    });
    connect(m_flow.get(), &PartFlow::allStored, this, [this] { apply(upload_event::AllStored{}); });
    connect(m_flow.get(), &PartFlow::troubled, this, &UploadRunner::troubled);
    connect(m_flow.get(), &PartFlow::partFailed, this, [this](int number, const Failure &failure) {
        m_host.log(m_upload.record.id,
                   tr("Part %1 is sent again: %2", "2: a sentence").arg(number).arg(failure.message));
    });
    connect(m_flow.get(), &PartFlow::gaveUp, this, &UploadRunner::failFor);
    connect(m_flow.get(), &PartFlow::sessionLost, this, [this] { apply(upload_event::SessionLost{}); });
    connect(m_flow.get(), &PartFlow::wayRefused, this, &UploadRunner::goAnotherWay);
    connect(m_flow.get(), &PartFlow::sessionDisproved, this, &UploadRunner::disproved);
    m_flow->addGrants(std::exchange(m_grants, {}));
}

void UploadRunner::dropFlow()
{
    if (!m_flow)
        return;
    noteProgress();
    m_flow->close();
    m_flow.release()->deleteLater();
}

void UploadRunner::noteProgress()
{
    m_upload.record.partsStored = m_flow->table().storedCount();
    m_upload.record.bytesStored = m_flow->table().storedBytes();
    if (m_endpoint.traits().partsGrow)
        m_upload.beginnings = m_flow->table().beginnings();
}

// ---- Trouble

void UploadRunner::troubled(Step step, const Failure &failure)
{
    if (failure.kind == FailureKind::Cancelled)
        return;
    const Verdict verdict = judge(failure, ++m_attempts[step], m_engine.dice);
    m_upload.trouble = failure;
    switch (verdict.remedy) {
    case Remedy::Again:
        m_host.log(m_upload.record.id, failure.message);
        waitFor(verdict.delay);
        break;
    case Remedy::WhenReachable:
    case Remedy::SlowDown:
    case Remedy::WhenCredentialsCome:
        m_host.uploadChanged(m_upload.record.id); // the gate is closed; the task is done again when it opens
        break;
    case Remedy::FreshGrant:
    case Remedy::Survey:
        apply(upload_event::SurveyWanted{});
        waitFor(verdict.delay);
        break;
    case Remedy::Look:
        apply(upload_event::SessionLost{});
        break;
    case Remedy::Reinspect:
        apply(upload_event::Recheck{});
        break;
    case Remedy::WhenSourceIsBack:
        m_host.log(m_upload.record.id, failure.message);
        m_nextSourceLookMs = m_engine.clock->monotonicMs() + sourceLookIntervalMs;
        apply(upload_event::Held{Hold::SourceMissing});
        break;
    case Remedy::Decide:
        wantDecision(failure);
        break;
    case Remedy::GiveUp:
        failFor(failure);
        break;
    }
}

void UploadRunner::waitFor(std::chrono::milliseconds delay)
{
    m_backoffUntilMs = m_engine.clock->monotonicMs() + delay.count();
    m_upload.retryAtMs = m_engine.clock->wallMs() + delay.count();
    apply(upload_event::Held{Hold::Backoff});
}

void UploadRunner::failFor(const Failure &failure)
{
    m_upload.record.error = failure;
    m_upload.trouble.reset();
    m_host.log(m_upload.record.id, failure.message);
    apply(upload_event::Failed{});
}

void UploadRunner::wantDecision(const Failure &failure)
{
    m_upload.record.error = failure;
    m_upload.trouble.reset();
    m_host.log(m_upload.record.id, failure.message);
    apply(upload_event::DecisionWanted{});
}

void UploadRunner::save(std::function<void()> then)
{
    m_engine.writer->write({PutUpload{m_upload.record}}, this, std::move(then));
}

} // namespace gantry
