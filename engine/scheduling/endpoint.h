// One destination at work: its backend, secrets, abilities, the gate in front of it, and its control calls.
#pragma once

#include "engine/core/clock.h"
#include "engine/planning/admission.h"
#include "engine/planning/retry_policy.h"
#include "engine/protocol/protocol_backend.h"
#include "engine/storage/secret_store.h"
#include "engine/transport/lane_pool.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace gantry {

struct EngineContext;

class Endpoint : public QObject
{
    Q_OBJECT

public:
    using Answered = std::function<void(const Expected<Outcome> &)>;
    using Prepared = std::function<void(const Expected<void> &)>;

    // What is remembered of a destination beside its settings.
    struct Memory
    {
        QJsonObject learned;                    // of its server
        std::optional<QStringList> keptSecrets; // the fields that were given; std::nullopt: that is not known
    };

    // The settings are valid and their kind is in the catalogue.
    Endpoint(EngineContext &engine, DestinationSettings settings, QString stateDir, Memory memory,
             QObject *parent = nullptr);

    const DestinationSettings &settings() const { return m_settings; }
    const ProtocolBackend &backend() const { return *m_backend; }
    const BackendTraits &traits() const { return m_traits; }
    EndpointGate &gate() { return m_gate; }
    const EndpointGate &gate() const { return m_gate; }
    // What closed the gate; none while it works.
    const std::optional<Failure> &trouble() const { return m_trouble; }
    // They have expired, or cannot be had: the gate is closed until there are others. They are looked for at
    // once, and again and again.
    bool needsCredentials() const { return m_needs.has_value(); }

    // Fetches the secrets and asks what the server can do, once. A failure is told and the next call tries
    // again.
    void prepare(QObject *context, Prepared prepared);
    // The network came back, or a person asks: opens the gate, or looks for credentials if that is what is
    // needed.
    void tryNow();

    // Known to everyone: destination, secrets, abilities, time as the server has it.
    StepContext baseContext() const;
    qint64 serverWallMs() const;

    // One step: a control call, or a few where the backend has MoreToAsk. Nothing is called if `context` is
    // gone by the time of the answer; a place that the answer tells goes to begunInVain() then.
    void call(Step step, const StepContext &stepContext, QObject *context, Answered answered);
    // The same for a step whose call may carry bytes of the file; it ends soon after `context`. Both
    // functions are called in this thread, and not once `context` is gone; `sent` with each time's further
    // bytes on the wire.
    struct Body
    {
        std::function<BodySource(const ByteRange &)> make;
        std::function<void(qint64 bytes)> sent;
    };
    void callWithBody(Step step, const StepContext &stepContext, QObject *context, Answered answered,
                      Body body);
    // An Open or OpenPart has not been answered yet: nothing else tells what it began.
    bool isCreating() const { return m_creations > 0; }
    // Nor a Commit that joins parts, and alone tells where the whole is.
    bool awaitsPlace() const { return isCreating() || m_joins > 0; }
    // Deletes it, once it awaits no place any more.
    void retire();
    // A part's call, with its body; its answer is the lane's.
    CallId send(const HttpCall &call, BodySource body, LanePool::Finished finished,
                LanePool::Progress progress);

    // To be told of every answer, so that the gate and the clock follow. Also says what the answer means.
    Expected<Outcome> understand(Step step, const StepContext &stepContext,
                                 const Expected<HttpAnswer> &answer);

Q_SIGNALS:
    void gateMoved();
    void learnt(const QJsonObject &learned); // all that is to be remembered
    // A place was told after its context had gone: an Opened, PartOpened or Assembled of nobody.
    void begunInVain(const gantry::StepContext &stepContext, const gantry::Outcome &begun);
    void placesTold(); // awaitsPlace() has become false

private:
    enum class Preparation { None, Secrets, Abilities, Done };

    void ask(Step step, const StepContext &stepContext, QObject *context, Answered answered,
             const std::optional<Body> &body, int callsLeft);
    int Endpoint::*awaitedBy(Step step, const StepContext &stepContext) const;
    void placeTold(int Endpoint::*awaited);
    void fetchCaFile();
    void fetchSecrets();
    void fetchOwnCredentials();
    bool isNowhere(const SettingsField &secret) const;
    void fetchFromMemory(const SettingsField &field, const std::optional<Failure> &elsewhere);
    void took(const QString &field, const QByteArray &secret);
    void endWithoutSecrets(const Failure &why);
    void discover();
    void useAbilities();
    // Keeps what an answer taught of the server.
    void learn(const QJsonObject &abilities);
    void endPreparation(const Expected<void> &result);
    // These credentials do not do: closes the gate.
    void needCredentials(const Failure &why);
    void lookForCredentials();
    bool areTheRefusedOnes() const;
    void tellNoSecrets(Step step, const StepContext &stepContext, const HttpAnswer &answer,
                       Expected<Outcome> &outcome) const;
    void learnClock(const HttpAnswer &answer);
    void follow(const std::optional<Failure> &failure, const QMap<QString, QByteArray> &secrets,
                bool carriedFile);
    // Whether it takes calls and answers none, this one among them.
    bool isMute(const Failure &failure, bool carriedFile);

    EngineContext &m_engine;
    DestinationSettings m_settings;
    QString m_stateDir;
    const ProtocolBackend *m_backend;
    BackendTraits m_traits;
    std::optional<QStringList> m_keptSecrets;
    std::unique_ptr<SecretStore> m_secretStore;
    QMap<QString, QByteArray> m_secrets; // and what else own credentials bring
    std::optional<Failure> m_needs;      // why there have to be other credentials
    QMap<QString, QByteArray> m_refused; // those that have expired; empty: there were none
    qint64 m_refusedAtMs = 0;            // monotonic
    QTimer m_look{this};                 // for new credentials
    QByteArray m_caPem;
    QJsonObject m_discovered;
    QJsonObject m_learned;
    QJsonObject m_abilities; // the two together
    qint64 m_clockOffsetMs =
        0; // the server's time less ours, where it differs by more than the network explains
    EndpointGate m_gate;
    std::optional<Failure> m_trouble;
    int m_silences = 0; // calls in a row that were not answered
    int m_creations = 0;
    int m_joins = 0;
    bool m_isRetired = false;
    Preparation m_stage = Preparation::None;
    std::vector<std::pair<QPointer<QObject>, Prepared>> m_waiting;
};

} // namespace gantry
