// Where the secrets of a destination go that a person gives, which of them there are, and the profiles that
// bring others.
#include "engine/core/destination_fields.h"
#include "engine/core/when_done.h"
#include "engine/protocol/backend_catalogue.h"
#include "engine/scheduling/engine_core.h"
#include "engine/storage/profile_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtConcurrentRun>

namespace gantry {
namespace {

// The names of the secrets that were given, as a JSON array.
QString secretsSetting(const QString &destination)
{
    return QStringLiteral("secrets/") + destination;
}

QString accountOf(const DestinationSettings &settings, const QString &field)
{
    return settings.name + QLatin1Char('/') + field;
}

QStringList secretAccountsOf(const DestinationSettings &settings)
{
    QStringList accounts;
    const ProtocolBackend *backend = backendOf(settings.kind);
    for (const SettingsField &field : backend ? backend->traits().fields : QList<SettingsField>())
        if (field.type == SettingsField::Type::Secret)
            accounts.append(accountOf(settings, field.name));
    return accounts;
}

} // namespace

void EngineCore::saveSecrets(const DestinationSettings &settings, const QMap<QString, QByteArray> &secrets,
                             const Reply<Expected<void>> &reply)
{
    if (settings.secretStore == SecretStoreKind::Memory) {
        const QMap<QString, QString> sources =
            secretSourcesOf(settings.secretSource, firstSecretOf(backendOf(settings.kind)->traits().fields));
        for (auto secret = secrets.cbegin(); secret != secrets.cend(); ++secret)
            if (!sources.contains(secret.key()))
                keepInMemory(accountOf(settings, secret.key()), secret.value());
    }
    if (secrets.isEmpty() || settings.secretStore == SecretStoreKind::Memory ||
        hasOwnCredentials(settings.secretStore)) {
        reply({});
        return;
    }
    writeSecrets(m_parts.secretStores(settings.secretStore, m_options.stateDir), settings, secrets, reply);
}

// One secret after the other.
void EngineCore::writeSecrets(const std::shared_ptr<SecretStore> &store, const DestinationSettings &settings,
                              QMap<QString, QByteArray> secrets, const Reply<Expected<void>> &reply)
{
    if (secrets.isEmpty()) {
        reply({});
        return;
    }
    const QString field = secrets.firstKey();
    const QByteArray secret = secrets.take(field);
    const QString account = accountOf(settings, field);
    whenReady(
        this, secret.isEmpty() ? store->remove(account) : store->write(account, secret),
        [this, store, settings, secrets, account, secret, reply](const Expected<void> &written) {
            if (m_stopped) {
                reply(fail(FailureKind::Cancelled, {}));
                return;
            }
            if (written) {
                keepInMemory(account, {}); // what an earlier try left there
            } else if (m_options.staysForCredentials && settings.secretStore == SecretStoreKind::Keychain &&
                       written.error().kind == FailureKind::InvalidInput && !secret.isEmpty()) {
                keepInMemory(account, secret);
                const QString message = tr("%1 The secret of %2 is kept in memory until Gantry ends, and "
                                           "asked for again at the next start.")
                                            .arg(written.error().message, settings.name);
                log({}, message);
                Q_EMIT secretKeptInMemory(settings.name, message);
            } else {
                reply(fail(written.error()));
                return;
            }
            writeSecrets(store, settings, secrets, reply);
        });
}

// Empty: it is forgotten.
void EngineCore::keepInMemory(const QString &account, const QByteArray &secret)
{
    if (secret.isEmpty())
        m_memory->remove(account);
    else
        m_memory->write(account, secret);
}

std::optional<QStringList> EngineCore::keptSecretsOf(const QString &destination) const
{
    const QJsonDocument known =
        QJsonDocument::fromJson(m_settings.value(secretsSetting(destination)).toUtf8());
    if (!known.isArray()) // a journal that did not note it yet
        return std::nullopt;
    QStringList names;
    for (const auto &name : known.array())
        names.append(name.toString());
    return names;
}

// What is not given anew stays, where it is the same place.
JournalBatch EngineCore::rememberSecrets(const DestinationSettings &settings,
                                         const QMap<QString, QByteArray> &secrets)
{
    QStringList names;
    const Endpoint *there = endpointOf(settings.name);
    if (there && there->settings().kind == settings.kind &&
        there->settings().secretStore == settings.secretStore) {
        const std::optional<QStringList> known = keptSecretsOf(settings.name);
        if (!known)
            return {};
        names = *known;
    }
    for (auto secret = secrets.cbegin(); secret != secrets.cend(); ++secret) {
        names.removeAll(secret.key());
        if (!secret->isEmpty())
            names.append(secret.key());
    }
    const QString setting = secretsSetting(settings.name);
    const QString text =
        QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(names)).toJson(QJsonDocument::Compact));
    return {keepSetting(setting, text)};
}

PutSetting EngineCore::forgetKeptSecrets(const QString &destination)
{
    return forgetSetting(secretsSetting(destination));
}

// From where they are kept now.
void EngineCore::forgetSecrets(const DestinationSettings &settings)
{
    const QStringList accounts = secretAccountsOf(settings);
    if (accounts.isEmpty() || settings.secretStore == SecretStoreKind::Memory ||
        hasOwnCredentials(settings.secretStore)) // which are not ours
        return;
    const std::shared_ptr<SecretStore> store = m_parts.secretStores(settings.secretStore, m_options.stateDir);
    for (const QString &account : accounts) {
        m_turns.hold(settings.name); // or the next one's would be taken away
        whenReady(this, store->remove(account),
                  [this, store, name = settings.name](const Expected<void> &) { m_turns.release(name); });
    }
}

void EngineCore::forgetSecretsInMemory(const DestinationSettings &settings)
{
    for (const QString &account : secretAccountsOf(settings))
        keepInMemory(account, {});
}

void EngineCore::credentialProfiles(const Reply<Expected<QStringList>> &reply)
{
    whenReady(
        this,
        QtConcurrent::run(m_pool->threads(), [] { return profileNames(ProfilePlaces::fromEnvironment()); }),
        reply);
}

} // namespace gantry
