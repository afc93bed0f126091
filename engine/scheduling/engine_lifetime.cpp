// How the engine begins, with what its journal has, and how it ends.
#include "engine/core/when_done.h"
#include "engine/protocol/backend_catalogue.h"
#include "engine/scheduling/engine_core.h"

#include <QTimer>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto tickInterval = 100ms;
constexpr auto stopPatience = 1s; // of the two that a quit may take

} // namespace

void EngineCore::start(const Reply<Expected<EngineReport>> &reply)
{
    m_journal = std::make_unique<Journal>(m_options.stateDir + QStringLiteral("/journal.sqlite"),
                                          m_parts.journalHooks);
    m_writer = std::make_unique<JournalWriter>(*m_journal);
    m_pool = std::make_unique<HashPool>();
    m_lanes = std::make_unique<LanePool>(m_parts.lanes, m_parts.managers);
    m_memory = makeSecretStore(SecretStoreKind::Memory, {});
    m_context = {
        m_parts.clock, m_parts.dice,       m_journal.get(),      m_writer.get(), m_lanes.get(),
        m_pool.get(),  m_parts.stallLimit, m_parts.secretStores, m_memory.get(), m_parts.credentialsInterval};
    m_sweeper =
        std::make_unique<OrphanSweeper>(m_context, [this](const QString &name) { return endpointOf(name); });
    connect(m_sweeper.get(), &OrphanSweeper::tried, this, [this] {
        if (m_stopped)
            stopWhenQuiet();
    });
    connect(m_writer.get(), &JournalWriter::troubleChanged, this, [this](const QString &message) {
        setJournalHold(!message.isEmpty());
        Q_EMIT journalTrouble(message);
    });
    m_tick.setInterval(tickInterval);
    connect(&m_tick, &QTimer::timeout, this, &EngineCore::tick);

    whenReady(this, m_journal->open(), [this, reply](const Expected<JournalContents> &contents) {
        if (!contents) {
            reply(fail(contents.error()));
            return;
        }
        if (m_stopped) {
            reply(fail(FailureKind::Cancelled, tr("The engine was stopped before it had started.")));
            return;
        }
        load(*contents);
        EngineReport report;
        report.journalSetAside = contents->setAside;
        report.uploads = static_cast<int>(m_uploads.size());
        for (const auto &[id, upload] : m_uploads)
            report.unfinished += isFinal(upload.record.stage) ? 0 : 1;
        reply(report);
        wantsPump();
    });
}

void EngineCore::load(const JournalContents &contents)
{
    m_settings = contents.settings;
    m_nextId = contents.nextId;
    for (const DestinationSettings &settings : contents.destinations) {
        if (backendOf(settings.kind))
            m_endpoints[settings.name] = makeEndpoint(settings);
        else
            m_unknownKinds[settings.name] = settings;
    }
    for (const UploadRecord &record : contents.uploads) {
        UploadEntry &upload = m_uploads[record.id];
        upload.record = record;
        upload.state = restored(record);
        upload.record.stage = upload.state.stage;
        if (record.stage != Stage::Done && record.stage != Stage::Cancelled) { // those that failed, too
            if (record.session)
                claimSession(record.id, *record.session);
            m_unfinishedByPlace.insert(placeOf(record), record.id);
        }
        enqueue(upload);
        if (record.session && !isToAdopt(record) && !isFinal(record.stage))
            countReceipts(record.id);
    }
    applySettings();
    JournalBatch batch;
    for (const OrphanNote &note : contents.orphans) {
        if (endpointOf(note.destination) || m_unknownKinds.contains(note.destination))
            m_sweeper->add(note);
        else // nobody knows any more where that was
            batch.append(ForgetOrphan{note.destination, note.session.id});
    }
    if (!batch.isEmpty())
        m_writer->write(batch);
}

// The sums in the record are as old as its last writing; after a kill the receipts know better.
void EngineCore::countReceipts(UploadId id)
{
    whenReady(this, m_journal->receipts(id), [this, id](const Expected<QMap<int, Receipt>> &receipts) {
        UploadEntry *upload = entryOf(id);
        if (m_stopped || !upload || upload->runner || !receipts)
            return;
        UploadRecord &record = upload->record;
        const Endpoint *endpoint = endpointOf(record.destination);
        const bool partsGrow = endpoint && endpoint->traits().partsGrow;
        if (partsGrow && record.partsTotal == 1) // of more than one only the sum is remembered
            upload->beginnings = {{1, {record.bytesStored, 0}}};
        const PartTable table = tableOf(*upload, *receipts);
        record.partsStored = table.storedCount();
        record.bytesStored =
            partsGrow ? std::max(record.bytesStored, table.storedBytes()) : table.storedBytes();
        uploadChanged(id);
    });
}

void EngineCore::applySettings()
{
    m_options.filesAtOnce = std::max(
        1, m_settings.value(QStringLiteral("files_at_once"), QString::number(m_options.filesAtOnce)).toInt());
    m_lanes->setRateLimit(
        m_settings.value(QStringLiteral("rate_limit"), QString::number(m_options.rateLimit)).toLongLong());
}

void EngineCore::stop()
{
    leaveUploads();
    endStop();
}

void EngineCore::stop(std::function<void()> then)
{
    m_whenStopped.push_back(std::move(then));
    leaveUploads();
    if (!m_journal) {
        endStop();
        return;
    }
    QTimer::singleShot(stopPatience, this, &EngineCore::endStop);
    stopWhenQuiet();
}

// Places that are awaited are told, and what is to be ended was asked for once: a program that only begins
// and quits would never come to it. A note on its way into the journal comes to the sweeper before this.
void EngineCore::stopWhenQuiet()
{
    m_writer->write({}, m_sweeper.get(), [this] {
        if (!awaitsPlace() && !(m_options.sending && m_sweeper->isTrying()))
            QMetaObject::invokeMethod(this, &EngineCore::endStop, Qt::QueuedConnection);
    });
}

void EngineCore::leaveUploads()
{
    if (std::exchange(m_stopped, true) || !m_journal)
        return;
    m_tick.stop();
    JournalBatch batch;
    for (const UploadId id : std::as_const(m_active)) {
        UploadEntry &upload = m_uploads.at(id);
        // What is being assembled stays noted as that: the next start looks before it repeats anything.
        if (!upload.runner->isAwaitingCommit() && !isFinal(upload.state.stage))
            batch.append(PutUpload{upload.record});
        upload.runner.reset();
    }
    m_active.clear();
    if (!batch.isEmpty())
        m_writer->write(batch);
}

void EngineCore::endStop()
{
    if (m_journal) {
        // What a test of one has begun is noted when the test goes, which is to find all of them.
        for (const auto &[name, endpoint] : m_endpoints)
            endTests(*endpoint);
        m_endpoints.clear();
        qDeleteAll(findChildren<Endpoint *>(QString(), Qt::FindDirectChildrenOnly)); // retired ones
        m_writer->close();
        m_sweeper.reset();
        m_lanes.reset();
        m_pool.reset();
        m_journal.reset();
    }
    for (const auto &tell : std::exchange(m_whenStopped, {}))
        tell();
}

} // namespace gantry
