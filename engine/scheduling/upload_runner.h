// Works on one admitted upload: does the task that its machine names, turns what came of it into the next
// event.
#pragma once

#include "engine/hashing/source_probe.h"
#include "engine/planning/speed_meter.h"
#include "engine/protocol/protocol_backend.h"
#include "engine/scheduling/upload_entry.h"
#include "engine/storage/journal.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <memory>

namespace gantry {

class Endpoint;
class PartFlow;
struct EngineContext;

// What an upload leaves to the one that continues it.
struct MovedUpload
{
    Session session;
    QString openToken;
    qint64 partSize = 0;
    int partsTotal = 0;
    JournalBatch batch; // its end; to be written together with the other one's beginning
};

// What a runner needs of the engine's core.
class RunnerHost
{
public:
    virtual ~RunnerHost() = default;
    virtual void uploadChanged(UploadId id) = 0;
    virtual void
    uploadRests(UploadId id) = 0; // it is final, or a pause has become effective: the runner may go
    virtual void wantsPump() = 0; // a part may be started
    virtual void log(UploadId id, const QString &message) = 0;
    // False: another upload of this journal has it.
    virtual bool claimSession(UploadId id, const Session &session) = 0;
    virtual void releaseSession(UploadId id, const Session &session) = 0;
    // Ends another upload of the same content to the same name that stands still, but not its session.
    virtual std::optional<MovedUpload> takeFromMoved(UploadId id) = 0;
    // The server is being told to end it: it is not to be sent to any more.
    virtual bool isEnding(UploadId id, const Session &session) const = 0;
    // A session that its upload does without, the note of which the journal was asked for: once that is
    // durable the server is told to end it, whatever has become of the upload by then.
    virtual void leftBehind(const OrphanNote &note) = 0;
};

// Lives in the engine's thread. Destroying it cancels all that it has under way; late answers are dropped
// with it, except to a creation (Endpoint::begunInVain).
class UploadRunner : public QObject
{
    Q_OBJECT

public:
    UploadRunner(EngineContext &engine, Endpoint &endpoint, UploadEntry &upload, RunnerHost &host);
    ~UploadRunner() override;

    void begin(); // its turn has come
    void apply(const UploadEvent &event);
    bool startNextPart();
    // Ten times a second: ends waits, keeps comparisons and permissions going.
    void tick();
    // Ends every wait now.
    void tryNow();
    // The server may be assembling: it must not be dropped before the answer is there.
    bool isAwaitingCommit() const;
    const PartFlow *flow() const { return m_flow.get(); }
    Endpoint &endpoint() { return m_endpoint; }
    SpeedMeter &speed() { return m_speed; }

private:
    void step();
    void inspect();
    void inspected(const Expected<SourceFacts> &facts);
    Expected<ChunkPlan> planFor(qint64 size) const;
    void find();
    void adopt();
    void findWith(const StepContext &context, std::function<void(const Outcome &)> then);
    void continueMoved(MovedUpload moved);
    void open();
    void openAnswered(const Expected<Outcome> &outcome);
    void opened(const Opened &opened, const UploadEvent &event);
    // Opens the upload in another way, and keeps what it has of the first until that is there.
    void goAnotherWay(const Failure &why);
    std::optional<OrphanNote> leaveSession();
    void survey(const Surveyed &before);
    void keepExpiry(qint64 expiresMs);
    void surveyed(const QList<StoredRange> &ranges);
    void disproved();
    void commit();
    void sendCommit();
    void commitAnswered(const Expected<Outcome> &outcome);
    void look();
    void lookWith(const StepContext &context);
    void forgetConfirmed();
    void looked(const Looked &looked);
    void compareWithObject(const Committed &object, const QList<PartReceipt> &known);
    void verify();

    // Runs `then` once the destination's secrets and abilities are known.
    void prepared(std::function<void()> then);
    StepContext uploadContext() const;
    void makeFlow();
    void dropFlow();
    void troubled(Step step, const Failure &failure);
    void waitFor(std::chrono::milliseconds delay);
    void failFor(const Failure &failure);
    void wantDecision(const Failure &failure);
    void save(std::function<void()> then);
    void noteProgress();

    EngineContext &m_engine;
    Endpoint &m_endpoint;
    UploadEntry &m_upload;
    RunnerHost &m_host;
    std::unique_ptr<PartFlow> m_flow;
    QStringList m_othersSessions; // found, and seen to be another file's, or about to end
    QList<PartGrant> m_grants;    // from Find or Open, until there is a flow
    QHash<Step, int> m_attempts;  // in a row, by step; of Commit: in all
    StepContext m_commitContext;
    Committed m_committed;
    std::optional<Failure> m_commitGivenUp;
    SpeedMeter m_speed;
    qint64 m_backoffUntilMs = 0;
    qint64 m_nextSourceLookMs = 0;
    bool m_lookingForSource = false;
    bool m_busy = false;
    bool m_commitUnderWay = false;
};

} // namespace gantry
