// The engine's inside, in the engine's thread: all uploads, whose turn it is, and what commands make of them.
#pragma once

#include "engine/planning/admission.h"
#include "engine/scheduling/endpoint.h"
#include "engine/scheduling/engine.h"
#include "engine/scheduling/engine_context.h"
#include "engine/scheduling/engine_parts.h"
#include "engine/scheduling/orphan_sweeper.h"
#include "engine/scheduling/turns.h"
#include "engine/scheduling/upload_entry.h"
#include "engine/scheduling/upload_runner.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace gantry {

template <class T>
using Reply = std::function<void(T)>;

// How long a command waits for servers to confirm that they ended sessions.
inline constexpr std::chrono::seconds sweepPatience{10};

class EngineCore final : public QObject, public RunnerHost
{
    Q_OBJECT

public:
    EngineCore(EngineOptions options, EngineParts parts);
    ~EngineCore() override;

    void start(const Reply<Expected<EngineReport>> &reply);
    // Running calls are cancelled, and what the journal was asked for is written, before it returns or `then`
    // is called. The second form first waits a moment for what servers are just beginning to be known.
    void stop();
    void stop(std::function<void()> then);
    bool isStopped() const { return m_stopped; } // there is no journal any more to ask
    void networkChanged(bool online);

    void add(const QList<NewUpload> &uploads, const Reply<Expected<QList<AddedUpload>>> &reply);
    void pause(const QList<UploadId> &ids, const Reply<Expected<void>> &reply);
    void resume(const QList<UploadId> &ids, const Reply<Expected<void>> &reply);
    void retry(const QList<UploadId> &ids, const Reply<Expected<void>> &reply);
    void cancel(const QList<UploadId> &ids, const Reply<Expected<void>> &reply);
    void remove(const QList<UploadId> &ids, const Reply<Expected<void>> &reply);
    void decide(const QList<UploadId> &ids, Decision decision, const Reply<Expected<void>> &reply);
    void setPriority(const QList<UploadId> &ids, int priority, const Reply<Expected<void>> &reply);

    QList<UploadSnapshot> uploads() const;
    void details(UploadId id, const Reply<Expected<UploadDetails>> &reply);

    void putDestination(const DestinationSettings &settings, const QMap<QString, QByteArray> &secrets,
                        const Reply<Expected<void>> &reply);
    void removeDestination(const QString &name, const Reply<Expected<void>> &reply);
    QList<DestinationSettings> destinations() const;
    void testDestination(const QString &name, const Reply<Expected<QList<CheckLine>>> &reply);
    std::optional<QStringList> keptSecretsOf(const QString &destination) const;
    void credentialProfiles(const Reply<Expected<QStringList>> &reply);

    void orphans(const QString &destination, const Reply<Expected<QList<Orphan>>> &reply);
    void abortOrphans(const QString &destination, const QList<Orphan> &orphans,
                      const Reply<Expected<void>> &reply);
    void lifecycle(const QString &destination, const Reply<Expected<LifecycleState>> &reply);
    void setLifecycle(const QString &destination, int abortAfterDays,
                      const Reply<Expected<LifecycleState>> &reply);

    QMap<QString, QString> settings() const { return m_settings; }
    void putSetting(const QString &name, const QString &value, const Reply<Expected<void>> &reply);

Q_SIGNALS:
    void changed(const QList<gantry::UploadSnapshot> &uploads);
    void removed(const QList<gantry::UploadId> &ids);
    void destinationsChanged();
    void settingsChanged();
    void journalTrouble(const QString &message);
    void secretKeptInMemory(const QString &destination, const QString &message);
    void logged(gantry::UploadId id, const QString &message);

private:
    void uploadChanged(UploadId id) override;
    void uploadRests(UploadId id) override;
    void wantsPump() override;
    void log(UploadId id, const QString &message) override;
    bool claimSession(UploadId id, const Session &session) override;
    void releaseSession(UploadId id, const Session &session) override;
    std::optional<MovedUpload> takeFromMoved(UploadId id) override;
    bool isEnding(UploadId id, const Session &session) const override;
    void leftBehind(const OrphanNote &note) override
    {
        writeThenSweep({}, {note}, [] {});
    }

    void load(const JournalContents &contents);
    void leaveUploads();
    void stopWhenQuiet();
    void endStop();
    bool awaitsPlace() const;
    // An upload was paused, cancelled or the like while that was being begun for it.
    void begunInVain(const QString &destination, const StepContext &context, const Outcome &begun);
    bool isOfAnUpload(const QString &destination, const Session &session) const;
    void runnerLeft(UploadEntry &upload, const LateSession &late);
    UploadEntry *begunFor(const QString &destination, const QString &openToken);
    void takeLate(UploadEntry &upload, const Opened &opened);
    void endLate(const QString &destination, const Session &session);
    void countReceipts(UploadId id);
    void applySettings();
    UploadEntry *entryOf(UploadId id);
    Expected<QList<UploadEntry *>> entriesOf(const QList<UploadId> &ids);
    Endpoint *endpointOf(const QString &destination);
    const Endpoint *endpointOf(const QString &destination) const;
    static UploadRecord recordFor(const NewUpload &upload);
    UploadEntry *unfinishedAs(const UploadRecord &record);
    Expected<void> freeToAdopt(const NewUpload &upload);
    void enqueue(UploadEntry &upload);
    void admit(UploadEntry &upload);
    void dropRunner(UploadEntry &upload);
    void dismiss(UploadEntry &upload);
    void settle(UploadId id);
    void settleFinal(const UploadEntry &upload);
    void pump();
    void tick();
    void publish();
    void setJournalHold(bool held);
    // What ending an upload's session writes; the sweeper hears of it once it is durable.
    void discardSession(UploadEntry &upload, JournalBatch &batch, QList<OrphanNote> &notes);
    void cancelNow(UploadEntry &upload, JournalBatch &batch, QList<OrphanNote> &notes);
    void writeThenSweep(const JournalBatch &batch, const QList<OrphanNote> &notes,
                        std::function<void()> then);
    // Replies, and ends the turn.
    Reply<Expected<void>> endingTurn(const QString &destination, const Reply<Expected<void>> &reply);
    void putInTurn(const DestinationSettings &settings, const QMap<QString, QByteArray> &secrets,
                   const Reply<Expected<void>> &reply);
    void removeInTurn(const QString &name, const Reply<Expected<void>> &reply);
    void saveSecrets(const DestinationSettings &settings, const QMap<QString, QByteArray> &secrets,
                     const Reply<Expected<void>> &reply);
    void writeSecrets(const std::shared_ptr<SecretStore> &store, const DestinationSettings &settings,
                      QMap<QString, QByteArray> secrets, const Reply<Expected<void>> &reply);
    JournalBatch rememberSecrets(const DestinationSettings &settings,
                                 const QMap<QString, QByteArray> &secrets);
    PutSetting forgetKeptSecrets(const QString &destination);
    void keepInMemory(const QString &account, const QByteArray &secret);
    void forgetSecrets(const DestinationSettings &settings);
    void forgetSecretsInMemory(const DestinationSettings &settings);
    void storeDestination(const DestinationSettings &settings, const QMap<QString, QByteArray> &secrets,
                          const Reply<Expected<void>> &reply);
    std::unique_ptr<Endpoint> makeEndpoint(const DestinationSettings &settings);
    // Whether nothing that was begun there is left; tests of it end.
    Expected<void> freed(const QString &destination);
    bool changesKind(const DestinationSettings &settings) const;
    Expected<void> freeForKind(const DestinationSettings &settings);
    std::optional<UploadId> leftUnfinishedAt(const QString &destination) const;
    static void endTests(const Endpoint &endpoint);
    JournalBatch giveUpEnding(const QString &destination);
    static QString unfinishedAt(const QString &destination, UploadId example);
    PutSetting forgetLearned(const QString &destination);
    PutSetting keepSetting(const QString &name, const QString &value);
    PutSetting forgetSetting(const QString &name);
    Expected<Endpoint *> knownEndpoint(const QString &destination);
    // An upload that goes nowhere would wait for ever.
    Expected<void> goSomewhere(const QList<UploadEntry *> &uploads);
    // The endpoint if there is one and it can do that.
    Expected<Endpoint *> ableEndpoint(const QString &destination, bool BackendTraits::*ability);
    bool isClaimed(const QString &destination, const QString &sessionId) const;
    void readLifecycle(const QString &destination,
                       const std::function<void(const Expected<Lifecycle> &)> &then);
    UploadSnapshot snapshotOf(const UploadEntry &upload) const;
    static QList<PartSnapshot> partsOf(const UploadEntry &upload, const PartTable &table);
    void noticeSleep();

    EngineOptions m_options;
    EngineParts m_parts;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<JournalWriter> m_writer;
    std::unique_ptr<HashPool> m_pool;
    std::unique_ptr<LanePool> m_lanes;
    EngineContext m_context;
    std::unique_ptr<OrphanSweeper> m_sweeper;
    std::unique_ptr<SecretStore> m_memory; // what was not to be kept elsewhere, or could not be
    Turns m_turns; // changes of destinations: what one leaves as it is, another may just be storing
    std::map<QString, std::unique_ptr<Endpoint>> m_endpoints;
    std::map<QString, DestinationSettings> m_unknownKinds; // destinations that this program cannot serve
    std::map<UploadId, UploadEntry> m_uploads;
    QHash<QString, UploadId> m_unfinishedByPlace; // destination, key and path
    QSet<QString> m_claimedSessions;
    QSet<QString> m_finishedSessions; // of uploads that were removed since
    AdmissionQueue m_queue;
    QList<UploadId> m_active;
    QSet<UploadId> m_dirty;
    QMap<QString, QString> m_settings;
    UploadId m_nextId{1};
    QTimer m_tick{this}; // a child, so that it moves to the thread with its owner
    qint64 m_lastTickMs = 0;
    qint64 m_lastTickWallMs = 0;
    bool m_pumpQueued = false;
    bool m_stopped = false;
    std::vector<std::function<void()>> m_whenStopped;
};

} // namespace gantry
