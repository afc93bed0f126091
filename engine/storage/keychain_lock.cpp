#include "engine/storage/keychain_lock.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QMap>

namespace gantry {

void askIfLocked(QObject *context, const QString &service, const QString &account,
                 const std::function<void(bool locked)> &answer)
{
    using Attributes = QMap<QString, QString>;
    using Paths = QList<QDBusObjectPath>;
    qDBusRegisterMetaType<Attributes>();

    auto search = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
        QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("SearchItems"));
    search.setAutoStartService(false);
    // The attributes under which QtKeychain stores.
    search.setArguments({QVariant::fromValue(
        Attributes{{QStringLiteral("server"), service}, {QStringLiteral("user"), account}})});
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(search), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [answer](QDBusPendingCallWatcher *call) {
                         call->deleteLater();
                         const QDBusPendingReply<Paths, Paths> unlockedAndLocked = *call;
                         answer(!unlockedAndLocked.isError() && !unlockedAndLocked.argumentAt<1>().isEmpty());
                     });
}

} // namespace gantry
