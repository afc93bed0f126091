#include "engine/storage/secret_store.h"

#include "engine/core/text.h"
#include "engine/storage/file_secret_store.h"
#include "engine/storage/keychain_secret_store.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>

namespace gantry {
namespace {

constexpr qint64 sourceLimit = 65'536; // bytes

class MemorySecretStore final : public SecretStore
{
public:
    QFuture<Expected<void>> write(const QString &account, const QByteArray &secret) override
    {
        m_secrets.insert(account, secret);
        return QtFuture::makeReadyFuture(Expected<void>());
    }
    QFuture<Expected<QByteArray>> read(const QString &account) override
    {
        const auto found = m_secrets.constFind(account);
        if (found == m_secrets.cend())
            return QtFuture::makeReadyFuture(Expected<QByteArray>(fail(noSecret(account))));
        return QtFuture::makeReadyFuture(Expected<QByteArray>(*found));
    }
    QFuture<Expected<void>> remove(const QString &account) override
    {
        m_secrets.remove(account);
        return QtFuture::makeReadyFuture(Expected<void>());
    }

private:
    QHash<QString, QByteArray> m_secrets;
};

Expected<QByteArray> checked(QByteArray secret, const QString &source)
{
    if (secret.endsWith('\n'))
        secret.chop(1);
    if (secret.endsWith('\r'))
        secret.chop(1);
    if (secret.isEmpty())
        return fail(FailureKind::SecretMissing, tr("The secret in %1 is empty.").arg(source));
    return secret;
}

Expected<QByteArray> readFile(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return fail(FailureKind::SecretMissing, tr("There is no file %1 to read the secret from.").arg(path));
    if (!info.isFile())
        return fail(FailureKind::InvalidInput,
                    tr("The secret cannot be read from %1: it is not a file.").arg(path));
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return fail(FailureKind::InvalidInput,
                    tr("The secret cannot be read from %1: %2.").arg(path, file.errorString()));
    QByteArray secret = file.read(sourceLimit + 1);
    if (file.error() != QFile::NoError)
        return fail(FailureKind::InvalidInput,
                    tr("The secret cannot be read from %1: %2.").arg(path, file.errorString()));
    if (secret.size() > sourceLimit)
        return fail(FailureKind::InvalidInput, tr("%1 is too large to be a secret.").arg(path));
    return checked(std::move(secret), path);
}

Expected<QByteArray> readVariable(const QString &name)
{
    const QByteArray variable = name.toLocal8Bit();
    if (!qEnvironmentVariableIsSet(variable.constData()))
        return fail(FailureKind::SecretMissing,
                    tr("The environment variable %1, which holds the secret, is not set.").arg(name));
    return checked(qgetenv(variable.constData()), name);
}

} // namespace

Failure noSecret(const QString &account)
{
    return {FailureKind::SecretMissing, tr("There is no secret for %1.").arg(account), {}, 0};
}

std::unique_ptr<SecretStore> makeSecretStore(SecretStoreKind kind, const QString &stateDir)
{
    switch (kind) {
    case SecretStoreKind::Keychain:
        return std::make_unique<KeychainSecretStore>();
    case SecretStoreKind::Memory:
        return std::make_unique<MemorySecretStore>();
    case SecretStoreKind::File:
        return std::make_unique<FileSecretStore>(stateDir);
    case SecretStoreKind::Environment:
    case SecretStoreKind::Profile:
        return nullptr;
    }
    Q_UNREACHABLE();
}

Expected<QByteArray> readSecretSource(const QString &source)
{
    constexpr QLatin1String variable("env:");
    constexpr QLatin1String file("file:");
    if (source.startsWith(variable) && source.size() > variable.size())
        return readVariable(source.mid(variable.size()));
    if (source.startsWith(file) && source.size() > file.size())
        return readFile(source.mid(file.size()));
    // The text itself stays out: it may be the secret, put in the wrong place.
    return fail(FailureKind::InvalidInput,
                tr("A secret's source is env:NAME or file:/path; this one is neither."));
}

} // namespace gantry
