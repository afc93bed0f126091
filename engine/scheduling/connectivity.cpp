#include "engine/scheduling/connectivity.h"

#include <QNetworkInformation>

namespace gantry {

Connectivity::Connectivity(QObject *parent)
    : QObject(parent)
{
    // The default is only ever the first plugin, which may find no daemon to talk to: fall through.
    const QStringList backends = QNetworkInformation::availableBackends();
    for (const QString &backend : backends)
        if (QNetworkInformation::instance() || QNetworkInformation::loadBackendByName(backend))
            break;
    const QNetworkInformation *information = QNetworkInformation::instance();
    if (!information || !information->supports(QNetworkInformation::Feature::Reachability))
        return;
    connect(information, &QNetworkInformation::reachabilityChanged, this,
            [this](QNetworkInformation::Reachability reachability) {
                Q_EMIT changed(reachability != QNetworkInformation::Reachability::Disconnected);
            });
}

} // namespace gantry
