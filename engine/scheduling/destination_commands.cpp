// What commands make of destinations and settings.
#include "engine/core/destination_fields.h"
#include "engine/core/when_done.h"
#include "engine/protocol/backend_catalogue.h"
#include "engine/scheduling/destination_check.h"
#include "engine/scheduling/engine_core.h"

#include <QJsonDocument>
#include <QPointer>

#include <algorithm>

namespace gantry {
namespace {

bool bringsAnything(const DestinationSettings &settings, const QList<SettingsField> &fields)
{
    return std::any_of(fields.begin(), fields.end(), [&](const SettingsField &field) {
        return !(settings.secretStore == SecretStoreKind::Environment ? field.variable : field.profileKey)
                    .isEmpty();
    });
}

QString learnedSetting(const QString &destination)
{
    return QStringLiteral("learned/") + destination;
}

// The kind of a destination that was removed, while uploads know of what was begun there.
QString goneKindSetting(const QString &destination)
{
    return QStringLiteral("gone_kind/") + destination;
}

} // namespace

Reply<Expected<void>> EngineCore::endingTurn(const QString &destination, const Reply<Expected<void>> &reply)
{
    return [this, destination, reply](const Expected<void> &changed) {
        reply(changed);
        m_turns.release(destination);
    };
}

void EngineCore::putDestination(const DestinationSettings &settings, const QMap<QString, QByteArray> &secrets,
                                const Reply<Expected<void>> &reply)
{
    m_turns.take(settings.name, [this, settings, secrets, reply] {
        putInTurn(settings, secrets, endingTurn(settings.name, reply));
    });
}

void EngineCore::putInTurn(const DestinationSettings &settings, const QMap<QString, QByteArray> &secrets,
                           const Reply<Expected<void>> &reply)
{
    if (m_stopped) { // while it waited
        reply(fail(FailureKind::Cancelled, {}));
        return;
    }
    const ProtocolBackend *backend = backendOf(settings.kind);
    if (!backend) {
        reply(fail(FailureKind::InvalidInput,
                   tr("There is no kind of destination named %1. Known: %2.")
                       .arg(settings.kind, backendKinds().join(QLatin1String(", ")))));
        return;
    }
    if (settings.name.isEmpty() || settings.name.contains(QLatin1Char('/')) ||
        settings.name.contains(QChar(0))) {
        reply(fail(FailureKind::InvalidInput, tr("A destination has a name, without a slash.")));
        return;
    }
    if (const Expected<void> free = freeForKind(settings); !free) {
        reply(fail(free.error()));
        return;
    }
    if (settings.partsInFlight < 1 || settings.connectionLimit < 1) {
        reply(fail(FailureKind::InvalidInput, tr("At least one part at a time has to be allowed.")));
        return;
    }
    if (hasOwnCredentials(settings.secretStore) && !bringsAnything(settings, backend->traits().fields)) {
        reply(fail(FailureKind::InvalidInput,
                   tr("The credentials of a destination of kind %1 cannot come from there: "
                      "keep them in the keychain, a private file, or memory.")
                       .arg(settings.kind)));
        return;
    }
    for (const SettingsField &field :
         fieldsThatMatter(backend->traits().fields, settings.fields, settings.secretStore)) {
        if (field.required && field.type != SettingsField::Type::Secret &&
            settings.fields.value(field.name).isEmpty()) {
            reply(fail(FailureKind::InvalidInput,
                       tr("A destination of kind %1 needs: %2.").arg(settings.kind, field.name)));
            return;
        }
    }
    if (const Expected<void> valid = backend->validate(settings); !valid) {
        reply(fail(valid.error()));
        return;
    }
    if (settings.partSize) {
        const BackendTraits traits = backend->traitsFor(settings);
        if (const auto plan = planChunks(0, traits.bounds, settings.partSize, traits.storeName); !plan) {
            reply(fail(plan.error()));
            return;
        }
    }
    // A destination is never there without what it was given.
    saveSecrets(settings, secrets, [this, settings, secrets, reply](const Expected<void> &saved) {
        if (saved)
            storeDestination(settings, secrets, reply);
        else
            reply(saved);
    });
}

void EngineCore::storeDestination(const DestinationSettings &settings,
                                  const QMap<QString, QByteArray> &secrets,
                                  const Reply<Expected<void>> &reply)
{
    if (const Expected<void> free = freeForKind(settings); !free) { // a keychain may have taken its time
        reply(fail(free.error()));
        return;
    }
    JournalBatch batch;
    if (changesKind(settings))
        batch = giveUpEnding(settings.name);
    batch.append(PutDestination{settings});
    batch.append(forgetLearned(settings.name));
    batch.append(rememberSecrets(settings, secrets));
    if (m_settings.contains(goneKindSetting(settings.name)))
        batch.append(forgetSetting(goneKindSetting(settings.name)));
    m_writer->write(batch, this, [this, settings, reply] {
        if (m_stopped) { // for the next start
            reply({});
            return;
        }
        // Whoever works there begins anew with the new settings.
        for (const UploadId id : QList<UploadId>(m_active)) {
            UploadEntry &upload = m_uploads.at(id);
            settleFinal(upload);
            if (upload.record.destination == settings.name && upload.runner) {
                dismiss(upload);
                enqueue(upload);
            }
        }
        m_unknownKinds.erase(settings.name);
        auto &endpoint = m_endpoints[settings.name];
        if (endpoint) {
            if (endpoint->settings().secretStore != settings.secretStore)
                forgetSecrets(endpoint->settings());
            endpoint->setParent(this);
            endpoint.release()->retire();
        }
        endpoint = makeEndpoint(settings);
        Q_EMIT destinationsChanged();
        reply({});
        wantsPump();
    });
}

// It may be another server by now, or no longer so: what is learned from here on counts. Returns what the
// journal has to forget.
PutSetting EngineCore::forgetLearned(const QString &destination)
{
    if (const Endpoint *endpoint = endpointOf(destination)) // what it still hears is about the past
        disconnect(endpoint, &Endpoint::learnt, this, nullptr);
    return forgetSetting(learnedSetting(destination));
}

PutSetting EngineCore::keepSetting(const QString &name, const QString &value)
{
    m_settings.insert(name, value);
    return {name, value};
}

PutSetting EngineCore::forgetSetting(const QString &name)
{
    m_settings.remove(name);
    return {name, {}};
}

// With what was learned of its server in earlier runs.
std::unique_ptr<Endpoint> EngineCore::makeEndpoint(const DestinationSettings &settings)
{
    const QString name = learnedSetting(settings.name);
    auto endpoint = std::make_unique<Endpoint>(
        m_context, settings, m_options.stateDir,
        Endpoint::Memory{QJsonDocument::fromJson(m_settings.value(name).toUtf8()).object(),
                         keptSecretsOf(settings.name)});
    connect(endpoint.get(), &Endpoint::learnt, this, [this, name](const QJsonObject &learned) {
        m_writer->write(
            {keepSetting(name, QString::fromUtf8(QJsonDocument(learned).toJson(QJsonDocument::Compact)))});
    });
    connect(endpoint.get(), &Endpoint::begunInVain, this,
            [this, destination = settings.name](const StepContext &context, const Outcome &begun) {
                begunInVain(destination, context, begun);
            });
    connect(endpoint.get(), &Endpoint::placesTold, this, [this] {
        if (m_stopped)
            stopWhenQuiet();
    });
    return endpoint;
}

// To a server of another kind, what was begun there means nothing.
bool EngineCore::changesKind(const DestinationSettings &settings) const
{
    if (const Endpoint *there = endpointOf(settings.name))
        return there->settings().kind != settings.kind;
    const QString gone = m_settings.value(goneKindSetting(settings.name));
    return (!gone.isEmpty() && gone != settings.kind) || m_unknownKinds.contains(settings.name);
}

Expected<void> EngineCore::freeForKind(const DestinationSettings &settings)
{
    if (!changesKind(settings))
        return {};
    if (const std::optional<UploadId> left = leftUnfinishedAt(settings.name))
        return fail(FailureKind::InvalidInput, unfinishedAt(settings.name, *left));
    return freed(settings.name);
}

// It rests, and may be continued there.
std::optional<UploadId> EngineCore::leftUnfinishedAt(const QString &destination) const
{
    for (const auto &[id, upload] : m_uploads)
        if (upload.record.destination == destination && upload.record.session &&
            (upload.state.stage == Stage::Failed || upload.state.stage == Stage::NeedsDecision))
            return id;
    return std::nullopt;
}

// What they have begun is noted with that.
void EngineCore::endTests(const Endpoint &endpoint)
{
    qDeleteAll(endpoint.findChildren<DestinationCheck *>(QString(), Qt::FindDirectChildrenOnly));
}

// What its server refuses to end for good.
JournalBatch EngineCore::giveUpEnding(const QString &destination)
{
    JournalBatch batch = m_sweeper->forget(destination);
    if (!batch.isEmpty())
        log({}, tr("%1 refuses to end what was cancelled there: it stays.").arg(destination));
    return batch;
}

QString EngineCore::unfinishedAt(const QString &destination, UploadId example)
{
    return tr("Unfinished uploads go to %1, for example %2. Cancel or finish them first.")
        .arg(destination)
        .arg(example.value);
}

Expected<void> EngineCore::freed(const QString &destination)
{
    for (const auto &[id, upload] : m_uploads) {
        if (upload.record.destination != destination)
            continue;
        settleFinal(upload);
        if (!isFinal(upload.state.stage))
            return fail(FailureKind::InvalidInput, unfinishedAt(destination, id));
    }
    if (Endpoint *there = endpointOf(destination))
        endTests(*there);
    const bool isLeft = leftUnfinishedAt(destination).has_value(); // which could go on there
    const auto creates = [&](const Endpoint *endpoint) {
        return endpoint && endpoint->settings().name == destination &&
               (endpoint->isCreating() || (isLeft && endpoint->awaitsPlace()));
    };
    const auto retired = findChildren<Endpoint *>(QString(), Qt::FindDirectChildrenOnly);
    // Of a kind that is not known nothing can be asked.
    const bool isAsked = endpointOf(destination) && m_sweeper->isWaitingFor(destination);
    if (isAsked || creates(endpointOf(destination)) || std::any_of(retired.begin(), retired.end(), creates))
        return fail(
            FailureKind::InvalidInput,
            tr("%1 still has to confirm that it freed cancelled uploads. Try again later.").arg(destination));
    return {};
}

void EngineCore::removeDestination(const QString &name, const Reply<Expected<void>> &reply)
{
    m_turns.take(name, [this, name, reply] { removeInTurn(name, endingTurn(name, reply)); });
}

void EngineCore::removeInTurn(const QString &name, const Reply<Expected<void>> &reply)
{
    if (m_stopped) { // while it waited
        reply(fail(FailureKind::Cancelled, {}));
        return;
    }
    const bool known = m_endpoints.contains(name) || m_unknownKinds.contains(name);
    if (!known) {
        reply(fail(FailureKind::InvalidInput, tr("There is no destination %1.").arg(name)));
        return;
    }
    if (const Expected<void> free = freed(name); !free) {
        reply(fail(free.error()));
        return;
    }
    JournalBatch batch = giveUpEnding(name);
    batch.append(RemoveDestination{name});
    batch.append(forgetLearned(name));
    batch.append(forgetKeptSecrets(name));
    if (leftUnfinishedAt(name)) {
        const Endpoint *there = endpointOf(name);
        batch.append(keepSetting(goneKindSetting(name),
                                 there ? there->settings().kind : m_unknownKinds.at(name).kind));
    }
    // From now on nothing is begun there.
    QPointer<Endpoint> gone;
    DestinationSettings settings;
    if (auto node = m_endpoints.extract(name)) {
        gone = node.mapped().release();
        gone->setParent(this);
        settings = gone->settings();
    }
    m_unknownKinds.erase(name);
    m_writer->write(batch, this, [this, gone, settings, reply] {
        forgetSecrets(settings);
        forgetSecretsInMemory(settings);
        if (gone)
            gone->deleteLater();
        Q_EMIT destinationsChanged();
        reply({});
    });
}

QList<DestinationSettings> EngineCore::destinations() const
{
    QMap<QString, DestinationSettings> byName;
    for (const auto &[name, endpoint] : m_endpoints)
        byName.insert(name, endpoint->settings());
    for (const auto &[name, settings] : m_unknownKinds)
        byName.insert(name, settings);
    return byName.values();
}

Expected<Endpoint *> EngineCore::knownEndpoint(const QString &destination)
{
    if (Endpoint *endpoint = endpointOf(destination))
        return endpoint;
    return fail(FailureKind::InvalidInput,
                m_unknownKinds.contains(destination)
                    ? tr("The destination %1 is of a kind that this version does not know.").arg(destination)
                    : tr("There is no destination %1.").arg(destination));
}

Expected<void> EngineCore::goSomewhere(const QList<UploadEntry *> &uploads)
{
    for (const UploadEntry *upload : uploads) {
        const Stage stage = upload->state.stage;
        if (stage != Stage::Failed && stage != Stage::Cancelled && stage != Stage::NeedsDecision)
            continue;
        if (const auto endpoint = knownEndpoint(upload->record.destination); !endpoint)
            return fail(FailureKind::InvalidInput,
                        tr("%1 Upload %2 cannot go on without it, so nothing was changed. Set it up again, "
                           "or remove the upload.")
                            .arg(endpoint.error().message, QString::number(upload->record.id.value)));
    }
    return {};
}

void EngineCore::testDestination(const QString &name, const Reply<Expected<QList<CheckLine>>> &reply)
{
    const Expected<Endpoint *> known = knownEndpoint(name);
    if (!known) {
        reply(fail(known.error()));
        return;
    }
    Endpoint *endpoint = *known;
    auto check = new DestinationCheck(
        *endpoint, *m_parts.clock, [reply](const QList<CheckLine> &lines) { reply(lines); },
        [this, name](const Session &session) { endLate(name, session); }, endpoint);
    check->run();
}

void EngineCore::putSetting(const QString &name, const QString &value, const Reply<Expected<void>> &reply)
{
    m_writer->write({PutSetting{name, value}}, this, [this, name, value, reply] {
        if (m_stopped) { // for the next start
            reply({});
            return;
        }
        m_settings.insert(name, value);
        applySettings();
        Q_EMIT settingsChanged();
        reply({});
        wantsPump();
    });
}

} // namespace gantry
