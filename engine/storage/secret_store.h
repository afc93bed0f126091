// Where the destinations' secrets are kept: the system's keychain, memory, or (asked for by name) a file.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/expected.h"

#include <QFuture>
#include <QString>

#include <memory>

namespace gantry {

// One kind of place. Functions are called in the thread of the engine and return at once; a place that does not answer
// within ten seconds has failed. `account` names the secret: "<destination>/<field>".
class SecretStore
{
public:
    virtual ~SecretStore() = default;
    virtual QFuture<Expected<void>> write(const QString &account, const QByteArray &secret) = 0;
    virtual QFuture<Expected<QByteArray>> read(const QString &account) = 0; // SecretMissing where there is none
    virtual QFuture<Expected<void>> remove(const QString &account) = 0;     // none there: fine
};

// stateDir: the file store lies in it as secrets.ini, mode 0600.
std::unique_ptr<SecretStore> makeSecretStore(SecretStoreKind kind, const QString &stateDir);

// Reads a secret from where the user says it is: "env:NAME" or "file:/path" (one trailing newline is dropped).
Expected<QByteArray> readSecretSource(const QString &source);

} // namespace gantry
