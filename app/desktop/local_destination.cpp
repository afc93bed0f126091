#include "app/desktop/local_destination.h"

#include <QHostAddress>
#include <QUrl>

namespace gantry {
namespace {

const QString usualName = QStringLiteral("local");
const QString serviceKind = QStringLiteral("service");
const QString urlField = QStringLiteral("url");

// Made by us once, or by somebody who did the same by hand.
bool isLocalService(const DestinationSettings &settings)
{
    return settings.kind == serviceKind &&
           QHostAddress(QUrl(settings.fields.value(urlField)).host()).isLoopback();
}

} // namespace

QString localAddress(int port)
{
    return QStringLiteral("http://127.0.0.1:%1").arg(port);
}

const DestinationSettings *destinationNamed(const QList<DestinationSettings> &known, const QString &name)
{
    for (const DestinationSettings &settings : known)
        if (settings.name == name)
            return &settings;
    return nullptr;
}

QString localDestinationName(const QList<DestinationSettings> &known)
{
    QString name = usualName;
    for (int number = 2;; ++number) {
        const DestinationSettings *taken = destinationNamed(known, name);
        if (taken == nullptr || isLocalService(*taken))
            return name;
        name = QStringLiteral("%1-%2").arg(usualName).arg(number);
    }
}

DestinationSettings localDestination(const DestinationSettings *present, const QString &name, int port)
{
    DestinationSettings settings = present == nullptr ? DestinationSettings() : *present;
    settings.name = name;
    settings.kind = serviceKind;
    settings.fields.insert(urlField, localAddress(port));
    settings.secretStore = SecretStoreKind::File;
    settings.secretSource.clear();
    return settings;
}

} // namespace gantry
