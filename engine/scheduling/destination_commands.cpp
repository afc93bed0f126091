// What commands make of destinations and settings.
#include "engine/core/when_done.h"
#include "engine/protocol/backend_catalogue.h"
#include "engine/scheduling/destination_check.h"
#include "engine/scheduling/engine_core.h"

namespace gantry {

void EngineCore::putDestination(const DestinationSettings &settings, const QMap<QString, QByteArray> &secrets,
                                const Reply<Expected<void>> &reply)
{
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
    if (settings.partsInFlight < 1 || settings.connectionLimit < 1) {
        reply(fail(FailureKind::InvalidInput, tr("At least one part at a time has to be allowed.")));
        return;
    }
    for (const SettingsField &field : backend->traits().fields) {
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
        const PlanBounds bounds = backend->traitsFor(settings).bounds;
        if (const auto plan = planChunks(0, bounds, settings.partSize); !plan) {
            reply(fail(plan.error()));
            return;
        }
    }
    saveSecrets(settings, secrets, reply);
}

// One secret after the other, then the settings: a destination is never there without what it was given.
void EngineCore::saveSecrets(const DestinationSettings &settings, QMap<QString, QByteArray> secrets,
                             const Reply<Expected<void>> &reply)
{
    if (secrets.isEmpty() || settings.secretStore == SecretStoreKind::Memory) {
        storeDestination(settings, reply);
        return;
    }
    if (!m_savingStore)
        m_savingStore = makeSecretStore(settings.secretStore, m_options.stateDir);
    const QString field = secrets.firstKey();
    const QByteArray secret = secrets.take(field);
    const QString account = settings.name + QLatin1Char('/') + field;
    whenReady(this, secret.isEmpty() ? m_savingStore->remove(account) : m_savingStore->write(account, secret),
              [this, settings, secrets, reply](const Expected<void> &written) {
                  if (!written) {
                      m_savingStore.reset();
                      reply(fail(written.error()));
                      return;
                  }
                  saveSecrets(settings, secrets, reply);
              });
}

void EngineCore::storeDestination(const DestinationSettings &settings, const Reply<Expected<void>> &reply)
{
    m_savingStore.reset();
    m_writer->write({PutDestination{settings}}, this, [this, settings, reply] {
        // Whoever works there begins anew with the new settings.
        for (const UploadId id : QList<UploadId>(m_active)) {
            UploadEntry &upload = m_uploads.at(id);
            if (upload.record.destination == settings.name) {
                dismiss(upload);
                enqueue(upload);
            }
        }
        m_unknownKinds.erase(settings.name);
        auto &endpoint = m_endpoints[settings.name];
        if (endpoint) {
            if (endpoint->settings().secretStore != settings.secretStore)
                forgetSecrets(*endpoint);
            endpoint.release()->deleteLater();
        }
        endpoint = std::make_unique<Endpoint>(m_context, settings, m_options.stateDir);
        Q_EMIT destinationsChanged();
        reply({});
        wantsPump();
    });
}

// From where they are kept now.
void EngineCore::forgetSecrets(const Endpoint &endpoint)
{
    const DestinationSettings &settings = endpoint.settings();
    if (settings.secretStore == SecretStoreKind::Memory)
        return;
    const std::shared_ptr<SecretStore> store = makeSecretStore(settings.secretStore, m_options.stateDir);
    for (const SettingsField &field : endpoint.traits().fields)
        if (field.type == SettingsField::Type::Secret)
            whenReady(this, store->remove(settings.name + QLatin1Char('/') + field.name),
                      [store](const Expected<void> &) {});
}

void EngineCore::removeDestination(const QString &name, const Reply<Expected<void>> &reply)
{
    const bool known = m_endpoints.contains(name) || m_unknownKinds.contains(name);
    if (!known) {
        reply(fail(FailureKind::InvalidInput, tr("There is no destination %1.").arg(name)));
        return;
    }
    for (const auto &[id, upload] : m_uploads) {
        if (upload.record.destination == name && !isFinal(upload.state.stage)) {
            reply(fail(FailureKind::InvalidInput,
                       tr("Unfinished uploads go to %1, for example %2. Cancel or finish them first.")
                           .arg(name)
                           .arg(id.value)));
            return;
        }
    }
    if (m_sweeper->isWaitingFor(name)) {
        reply(
            fail(FailureKind::InvalidInput,
                 tr("%1 still has to confirm that it freed cancelled uploads. Try again later.").arg(name)));
        return;
    }
    m_writer->write({RemoveDestination{name}}, this, [this, name, reply] {
        if (const auto endpoint = m_endpoints.find(name); endpoint != m_endpoints.end()) {
            forgetSecrets(*endpoint->second);
            endpoint->second.release()->deleteLater();
            m_endpoints.erase(endpoint);
        }
        m_unknownKinds.erase(name);
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

void EngineCore::testDestination(const QString &name, const Reply<Expected<QList<CheckLine>>> &reply)
{
    Endpoint *endpoint = endpointOf(name);
    if (!endpoint) {
        reply(fail(FailureKind::InvalidInput, tr("There is no destination %1.").arg(name)));
        return;
    }
    auto check = new DestinationCheck(
        *endpoint, *m_parts.clock, [reply](const QList<CheckLine> &lines) { reply(lines); }, endpoint);
    check->run();
}

void EngineCore::putSetting(const QString &name, const QString &value, const Reply<Expected<void>> &reply)
{
    m_writer->write({PutSetting{name, value}}, this, [this, name, value, reply] {
        m_settings.insert(name, value);
        applySettings();
        Q_EMIT settingsChanged();
        reply({});
        wantsPump();
    });
}

} // namespace gantry
