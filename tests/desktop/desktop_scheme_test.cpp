// What the desktop says of light and dark, with a portal of the test's own on a private D-Bus.
#include "app/desktop/desktop_scheme.h"

#include <QDBusContext>
#include <QDBusMessage>
#include <QSignalSpy>
#include <QTest>

using namespace gantry;

namespace {

const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colourScheme = QStringLiteral("color-scheme");

} // namespace

// Speaks as xdg-desktop-portal does: Read() answers with a variant in a variant.
class Portal : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 0;
    bool knows = true;
    int reads = 0;

public Q_SLOTS:
    QDBusVariant Read(const QString &space, const QString &key)
    {
        ++reads;
        if (!knows || space != appearance || key != colourScheme) {
            sendErrorReply(QStringLiteral("org.freedesktop.portal.Error.NotFound"),
                           QStringLiteral("Requested setting not found"));
            return {};
        }
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }

Q_SIGNALS:
    void SettingChanged(const QString &space, const QString &key, const QDBusVariant &value);
};

class DesktopSchemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void saysWhatThePortalSays_data();
    void saysWhatThePortalSays();
    void followsAChange();
    void saysNothingWithoutAPortal();
    void saysNothingWithoutASetting();
    void worksWithoutABus();

private:
    void open();

    QDBusConnection m_portalBus{QStringLiteral("none")};
    QDBusConnection m_ownBus{QStringLiteral("none")};
    std::unique_ptr<Portal> m_portal;
};

void DesktopSchemeTest::initTestCase()
{
    m_portalBus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("portal"));
    m_ownBus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("own"));
    QVERIFY(m_portalBus.isConnected());
    QVERIFY(m_ownBus.isConnected());
}

void DesktopSchemeTest::open()
{
    m_portal = std::make_unique<Portal>();
    QVERIFY(m_portalBus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), m_portal.get(),
                                       QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    QVERIFY(m_portalBus.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
}

void DesktopSchemeTest::cleanup()
{
    m_portalBus.unregisterService(QStringLiteral("org.freedesktop.portal.Desktop"));
    m_portal.reset();
}

void DesktopSchemeTest::saysWhatThePortalSays_data()
{
    QTest::addColumn<uint>("scheme");
    QTest::addColumn<std::optional<bool>>("isDark");
    QTest::newRow("no preference") << 0U << std::optional<bool>();
    QTest::newRow("dark") << 1U << std::optional(true);
    QTest::newRow("light") << 2U << std::optional(false);
    QTest::newRow("unknown") << 99U << std::optional<bool>();
}

void DesktopSchemeTest::saysWhatThePortalSays()
{
    QFETCH(const uint, scheme);
    QFETCH(const std::optional<bool>, isDark);
    open();
    m_portal->scheme = scheme;
    const DesktopScheme desktop(m_ownBus);
    QVERIFY(!desktop.isDark()); // it does not wait
    QTRY_COMPARE(m_portal->reads, 1);
    QTRY_COMPARE(desktop.isDark(), isDark);
}

void DesktopSchemeTest::followsAChange()
{
    open();
    m_portal->scheme = 2;
    const DesktopScheme desktop(m_ownBus);
    QSignalSpy changed(&desktop, &DesktopScheme::changed);
    QTRY_COMPARE(desktop.isDark(), std::optional(false));
    Q_EMIT m_portal->SettingChanged(QStringLiteral("org.gnome.desktop"), colourScheme, QDBusVariant(1U));
    Q_EMIT m_portal->SettingChanged(appearance, QStringLiteral("accent-color"), QDBusVariant(1U));
    Q_EMIT m_portal->SettingChanged(appearance, colourScheme, QDBusVariant(2U));
    Q_EMIT m_portal->SettingChanged(appearance, colourScheme, QDBusVariant(1U));
    QTRY_COMPARE(desktop.isDark(), std::optional(true));
    QCOMPARE(changed.size(), 2); // one for each of them that said something new
    Q_EMIT m_portal->SettingChanged(appearance, colourScheme, QDBusVariant(QStringLiteral("mauve")));
    QTRY_COMPARE(desktop.isDark(), std::optional<bool>());
}

void DesktopSchemeTest::saysNothingWithoutAPortal()
{
    const DesktopScheme desktop(m_ownBus);
    open(); // it comes later: what it tells then counts
    Q_EMIT m_portal->SettingChanged(appearance, colourScheme, QDBusVariant(1U));
    QTRY_COMPARE(desktop.isDark(), std::optional(true));
}

void DesktopSchemeTest::saysNothingWithoutASetting()
{
    open();
    m_portal->knows = false;
    const DesktopScheme desktop(m_ownBus);
    QTRY_COMPARE(m_portal->reads, 1);
    QTest::qWait(50);
    QVERIFY(!desktop.isDark());
}

void DesktopSchemeTest::worksWithoutABus()
{
    const DesktopScheme desktop(QDBusConnection(QStringLiteral("no such connection")));
    QTest::qWait(50);
    QVERIFY(!desktop.isDark());
}

QTEST_GUILESS_MAIN(DesktopSchemeTest)
#include "desktop_scheme_test.moc"
