// Secrets in the system's keychain, through QtKeychain.
#pragma once

#include "engine/storage/secret_store.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace QKeychain {
class Job;
}

namespace gantry {

class PendingSecret;

// QtKeychain may hang without a keychain, may block while it looks for one, runs its jobs one after the other
// for the whole process, and must not lose one that is under way. So its jobs live in one thread of the
// process, are never deleted before they end, and an answer that comes after the limit is dropped.
class KeychainSecretStore final : public QObject, public SecretStore
{
public:
    explicit KeychainSecretStore(std::chrono::milliseconds limit = std::chrono::seconds(10));
    ~KeychainSecretStore() override;

    QFuture<Expected<void>> write(const QString &account, const QByteArray &secret) override;
    QFuture<Expected<QByteArray>> read(const QString &account) override;
    QFuture<Expected<void>> remove(const QString &account) override;

private:
    template <class T>
    using End = std::function<void(Expected<T>)>;
    // `make` and `take` are called in the jobs' thread; `take` hands the result on, at once or later.
    template <class T>
    QFuture<Expected<T>> start(const QString &account, std::function<QKeychain::Job *()> make,
                               std::function<void(QKeychain::Job &, End<T>)> take);

    const std::chrono::milliseconds m_limit;
    std::vector<std::shared_ptr<PendingSecret>> m_pending;
};

} // namespace gantry
