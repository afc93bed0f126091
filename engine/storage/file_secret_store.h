// Secrets in a file that only its owner may read: secrets.ini in the state folder.
#pragma once

#include "engine/storage/secret_store.h"

#include <QThreadPool>

namespace gantry {

// One line for each: account=secret, both percent-encoded, under [secrets]. Replaced as a whole at each
// change, so a kill leaves the old file or the new one. The work is done in a thread of its own, in the order
// of the calls.
class FileSecretStore final : public SecretStore
{
public:
    explicit FileSecretStore(const QString &stateDir);
    ~FileSecretStore() override; // what was asked for is done first

    QFuture<Expected<void>> write(const QString &account, const QByteArray &secret) override;
    QFuture<Expected<QByteArray>> read(const QString &account) override;
    QFuture<Expected<void>> remove(const QString &account) override;

private:
    const QString m_path;
    QThreadPool m_thread;
};

} // namespace gantry
