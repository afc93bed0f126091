// Whether the desktop wants dark windows: what xdg-desktop-portal tells (interface
// org.freedesktop.portal.Settings, namespace org.freedesktop.appearance, key color-scheme), now and at each
// change. GUI thread; never waits for an answer.
#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>

#include <optional>

namespace gantry {

class DesktopScheme : public QObject
{
    Q_OBJECT

public:
    explicit DesktopScheme(const QDBusConnection &bus, QObject *parent = nullptr);

    // None: there is no portal, it has not answered yet, or the user prefers neither.
    std::optional<bool> isDark() const { return m_isDark; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void take(const QString &space, const QString &key, const QDBusVariant &value);

private:
    std::optional<bool> m_isDark;
};

} // namespace gantry
