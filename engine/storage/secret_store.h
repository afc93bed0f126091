// Where the destinations' secrets are kept: the system's keychain, memory, or (asked for by name) a file.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/expected.h"

#include <QFuture>
#include <QString>

#include <functional>
#include <memory>

namespace gantry {

// One kind of place. Functions are called in the thread that made the store, which has an event loop, and
// return at once; a place that does not answer within ten seconds has failed. A future may end in another
// thread: wait for it with whenDone(). Every future ends; with Cancelled, if the store goes first.
// `account` names the secret:
// "<destination>/<field>". A place that cannot be used (no keychain, access denied, a file that others may
// read) fails with InvalidInput, in words that say what to do: only SecretMissing means that there is none.
class SecretStore
{
public:
    virtual ~SecretStore() = default;
    virtual QFuture<Expected<void>> write(const QString &account, const QByteArray &secret) = 0;
    virtual QFuture<Expected<QByteArray>>
    read(const QString &account) = 0;                                   // SecretMissing where there is none
    virtual QFuture<Expected<void>> remove(const QString &account) = 0; // none there: fine
};

// stateDir: the file store lies in it as secrets.ini, mode 0600. Stores of one kind share their place, but
// for Memory, where each is its own and forgets with its end. nullptr: what is there is not ours to write.
std::unique_ptr<SecretStore> makeSecretStore(SecretStoreKind kind, const QString &stateDir);

// makeSecretStore(), or what stands in for it.
using SecretStoreFactory =
    std::function<std::unique_ptr<SecretStore>(SecretStoreKind kind, const QString &stateDir)>;

// What read() fails with where there is none.
Failure noSecret(const QString &account);

// Reads a secret from where the user says it is: "env:NAME" or "file:/path" (one trailing newline is dropped;
// a regular file of at most 64 KiB). SecretMissing where nothing is there, or it is empty. Any thread.
Expected<QByteArray> readSecretSource(const QString &source);

} // namespace gantry
