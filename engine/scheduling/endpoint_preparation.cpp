// What an endpoint needs before its first call: certificates, credentials, and what the server can do.
#include "engine/core/destination_fields.h"
#include "engine/core/when_done.h"
#include "engine/hashing/small_file.h"
#include "engine/scheduling/endpoint.h"
#include "engine/scheduling/engine_context.h"
#include "engine/storage/credentials.h"

#include <QtConcurrentRun>

#include <algorithm>

namespace gantry {
namespace {

constexpr qint64 caFileLimit = 4 * MiB;
// Credentials that were refused as expired are not likely to be taken again, but a server may have been
// wrong.
constexpr qint64 askAgainMs = 60'000;
// A keychain may ask a person each time; who wants to be asked sooner says so by resuming.
constexpr std::chrono::minutes keychainInterval{5};

bool isAboutCredentials(FailureKind kind)
{
    return kind == FailureKind::CredentialsNeeded || kind == FailureKind::SecretMissing;
}

} // namespace

void Endpoint::prepare(QObject *context, Prepared prepared)
{
    if (m_stage == Preparation::Done) {
        prepared({});
        return;
    }
    m_waiting.emplace_back(context, std::move(prepared));
    if (m_stage == Preparation::None)
        fetchCaFile();
}

void Endpoint::fetchCaFile()
{
    m_stage = Preparation::Secrets;
    if (m_settings.caFile.isEmpty() || !m_caPem.isEmpty()) {
        fetchSecrets();
        return;
    }
    whenReady(this,
              QtConcurrent::run(m_engine.pool->threads(), readSmallFile, m_settings.caFile, caFileLimit),
              [this](const Expected<QByteArray> &pem) {
                  if (!pem) {
                      endPreparation(fail(pem.error()));
                      return;
                  }
                  m_caPem = *pem;
                  fetchSecrets();
              });
}

// One secret after the other: each answer comes here again.
void Endpoint::fetchSecrets()
{
    if (hasOwnCredentials(m_settings.secretStore)) {
        fetchOwnCredentials();
        return;
    }
    const QMap<QString, QString> sources =
        m_settings.secretStore == SecretStoreKind::Memory
            ? secretSourcesOf(m_settings.secretSource, firstSecretOf(m_traits.fields))
            : QMap<QString, QString>();
    for (const SettingsField &field : m_traits.fields) {
        if (field.type != SettingsField::Type::Secret || m_secrets.contains(field.name))
            continue;
        if (sources.contains(field.name)) {
            whenReady(
                this,
                QtConcurrent::run(m_engine.pool->threads(), readSecretSource, sources.value(field.name)),
                [this, field](const Expected<QByteArray> &secret) {
                    if (secret)
                        took(field.name, *secret);
                    else
                        endWithoutSecrets(secret.error());
                });
            return;
        }
        if (m_settings.secretStore == SecretStoreKind::Memory) {
            fetchFromMemory(field, std::nullopt);
            return;
        }
        if (isNowhere(field)) {
            m_secrets.insert(field.name, {});
            continue;
        }
        if (!m_secretStore)
            m_secretStore = m_engine.secretStores(m_settings.secretStore, m_stateDir);
        whenReady(this, m_secretStore->read(m_settings.name + QLatin1Char('/') + field.name),
                  [this, field](const Expected<QByteArray> &secret) {
                      if (secret)
                          took(field.name, *secret);
                      else // what could not be written there either
                          fetchFromMemory(field, secret.error());
                  });
        return;
    }
    if (areTheRefusedOnes())
        endPreparation(fail(*m_needs));
    else
        discover();
}

// A server that wants no credentials does not need a keychain that answers.
bool Endpoint::isNowhere(const SettingsField &secret) const
{
    return !secret.required && m_keptSecrets && !m_keptSecrets->contains(secret.name);
}

void Endpoint::fetchOwnCredentials()
{
    whenReady(this,
              QtConcurrent::run(m_engine.pool->threads(), readOwnCredentials, m_settings, m_traits.fields),
              [this](const Expected<QMap<QString, QByteArray>> &credentials) {
                  if (!credentials) {
                      // Half a file while another program writes it is no reason to give up.
                      Failure failure = credentials.error();
                      if (failure.kind == FailureKind::InvalidInput)
                          failure.kind = FailureKind::CredentialsNeeded;
                      endWithoutSecrets(failure);
                      return;
                  }
                  m_secrets = *credentials;
                  if (areTheRefusedOnes())
                      endPreparation(fail(*m_needs));
                  else
                      discover();
              });
}

void Endpoint::fetchFromMemory(const SettingsField &field, const std::optional<Failure> &elsewhere)
{
    whenReady(this, m_engine.memory->read(m_settings.name + QLatin1Char('/') + field.name),
              [this, field, elsewhere](const Expected<QByteArray> &secret) {
                  if (secret) {
                      took(field.name, *secret);
                  } else if (elsewhere && elsewhere->kind != FailureKind::SecretMissing) {
                      Failure failure = *elsewhere;
                      if (failure.kind == FailureKind::InvalidInput &&
                          m_settings.secretStore == SecretStoreKind::Keychain)
                          failure.kind = FailureKind::CredentialsNeeded;
                      endWithoutSecrets(failure);
                  } else if (field.required) {
                      endWithoutSecrets(
                          {FailureKind::SecretMissing,
                           tr("The secret of %1 is not there: it was kept in memory only, or never "
                              "given. Give it again in the destination's settings.")
                               .arg(m_settings.name),
                           {},
                           0});
                  } else { // none stored is an answer: the destination may do without
                      took(field.name, {});
                  }
              });
}

void Endpoint::took(const QString &field, const QByteArray &secret)
{
    m_secrets.insert(field, secret);
    fetchSecrets();
}

// Half of them is none: nobody is asked with those.
void Endpoint::endWithoutSecrets(const Failure &why)
{
    m_secrets.clear();
    endPreparation(fail(why));
}

void Endpoint::discover()
{
    m_stage = Preparation::Abilities;
    if (!m_traits.discovers) {
        endPreparation({});
        return;
    }
    call(Step::Discover, baseContext(), this, [this](const Expected<Outcome> &outcome) {
        if (!outcome) {
            endPreparation(fail(outcome.error()));
            return;
        }
        if (const auto *discovered = std::get_if<Discovered>(&*outcome)) {
            m_discovered = discovered->abilities;
            useAbilities();
        }
        endPreparation({});
    });
}

void Endpoint::endPreparation(const Expected<void> &result)
{
    m_stage = result ? Preparation::Done : Preparation::None;
    if (!result && isAboutCredentials(result.error().kind))
        needCredentials(result.error());
    if (result && m_needs) {
        m_needs.reset();
        m_refused.clear();
        m_trouble.reset();
        m_look.stop();
        m_gate.tryNow(m_engine.clock->monotonicMs());
        Q_EMIT gateMoved();
    }
    for (const auto &[context, prepared] : std::exchange(m_waiting, {}))
        if (context)
            prepared(result);
    if (m_stage != Preparation::None)
        return;
    // The next try begins with all of them: they belong together, and may be others by then.
    m_secrets.clear();
    if (m_needs)
        m_look.start(m_settings.secretStore == SecretStoreKind::Keychain
                         ? std::max<std::chrono::milliseconds>(keychainInterval, m_engine.credentialsInterval)
                         : m_engine.credentialsInterval);
}

void Endpoint::needCredentials(const Failure &why)
{
    const bool isNews = !m_needs;
    m_needs = why;
    m_trouble = why;
    m_gate.hold();
    if (why.kind == FailureKind::CredentialsNeeded && !m_secrets.isEmpty() && m_secrets != m_refused) {
        m_refused = m_secrets;
        m_refusedAtMs = m_engine.clock->monotonicMs();
    }
    if (!isNews)
        return;
    // Another program may have written new ones already.
    if (m_stage == Preparation::Done)
        m_look.start(0);
    Q_EMIT gateMoved();
}

bool Endpoint::areTheRefusedOnes() const
{
    return m_needs && !m_refused.isEmpty() && m_secrets == m_refused &&
           m_engine.clock->monotonicMs() - m_refusedAtMs < askAgainMs;
}

void Endpoint::lookForCredentials()
{
    if (m_stage == Preparation::Secrets || m_stage == Preparation::Abilities)
        return;
    m_stage = Preparation::None;
    m_secrets.clear();
    prepare(this, [](const Expected<void> &) {});
}

void Endpoint::tryNow()
{
    if (m_needs)
        m_look.start(0);
    else
        m_gate.tryNow(m_engine.clock->monotonicMs());
}

} // namespace gantry
