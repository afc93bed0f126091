// A keychain as where no secret service answers within its time.
#pragma once

#include "engine/storage/secret_store.h"

namespace gantry {

class DeadKeychain final : public SecretStore
{
public:
    QFuture<Expected<void>> write(const QString &, const QByteArray &) override { return dead<void>(); }
    QFuture<Expected<QByteArray>> read(const QString &) override { return dead<QByteArray>(); }
    QFuture<Expected<void>> remove(const QString &) override { return dead<void>(); }

private:
    template <class T>
    static QFuture<Expected<T>> dead()
    {
        return QtFuture::makeReadyFuture(
            Expected<T>(fail(FailureKind::InvalidInput, QStringLiteral("The keychain has not answered."))));
    }
};

} // namespace gantry
