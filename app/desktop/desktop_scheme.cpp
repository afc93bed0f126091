#include "app/desktop/desktop_scheme.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace gantry {
namespace {

const QString portal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString settings = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colourScheme = QStringLiteral("color-scheme");

// The values of color-scheme; any other is to be taken as no preference.
constexpr uint prefersDark = 1;
constexpr uint prefersLight = 2;

} // namespace

DesktopScheme::DesktopScheme(const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
{
    QDBusConnection connection = bus;
    connection.connect(portal, portalPath, settings, QStringLiteral("SettingChanged"), this,
                       SLOT(take(QString, QString, QDBusVariant)));
    QDBusMessage read = QDBusMessage::createMethodCall(portal, portalPath, settings, QStringLiteral("Read"));
    read << appearance << colourScheme;
    auto *answer = new QDBusPendingCallWatcher(connection.asyncCall(read), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        if (!reply.isError())
            take(appearance, colourScheme, reply.value());
    });
}

void DesktopScheme::take(const QString &space, const QString &key, const QDBusVariant &value)
{
    if (space != appearance || key != colourScheme)
        return;
    QVariant scheme = value.variant();
    if (scheme.canConvert<QDBusVariant>()) // Read() wraps it once more than SettingChanged does
        scheme = scheme.value<QDBusVariant>().variant();
    std::optional<bool> isDark;
    if (scheme == prefersDark || scheme == prefersLight)
        isDark = scheme == prefersDark;
    if (isDark == m_isDark)
        return;
    m_isDark = isDark;
    Q_EMIT changed();
}

} // namespace gantry
