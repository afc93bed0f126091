// What the window remembers: round trips, defaults for what is damaged, and signals.
#include "ui/settings/ui_settings.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace gantry {

class UiSettingsTest : public QObject
{
    Q_OBJECT

private:
    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(content), content.size());
    }

    static QString iniIn(const QTemporaryDir &folder)
    {
        return folder.filePath(QStringLiteral("window.ini"));
    }

private Q_SLOTS:
    void anEmptyFolderGivesDefaults()
    {
        const QTemporaryDir folder;
        const UiSettings settings(folder.path());
        QCOMPARE(settings.theme(), Theme::System);
        QCOMPARE(settings.density(), Density::Roomy);
        QCOMPARE(settings.language(), QString());
        QCOMPARE(settings.bytes(UiSetting::WindowGeometry), QByteArray());
        QCOMPARE(settings.number(UiSetting::DetailTab), 0);
        QVERIFY(settings.isOn(UiSetting::SidebarShown));
        QVERIFY(!QFileInfo::exists(iniIn(folder))); // nothing was asked to be remembered
    }

    void whatIsSetIsThereAtTheNextStart()
    {
        const QTemporaryDir folder;
        QByteArray geometry(300, '\0');
        for (int i = 0; i < geometry.size(); ++i)
            geometry[i] = static_cast<char>(i);
        const QString name = QStringLiteral("Stüdio, \"B\"; 50 % [x]=1\\n\nمرحبا");
        {
            UiSettings settings(folder.path());
            settings.setTheme(Theme::Dark);
            settings.setDensity(Density::Compact);
            settings.setLanguage(QStringLiteral("de"));
            settings.setText(UiSetting::LastDestination, name);
            settings.setBytes(UiSetting::WindowGeometry, geometry);
            settings.setNumber(UiSetting::DetailTab, 3);
            settings.setNumber(UiSetting::LastRateLimit, 5'000'000'000'000);
            settings.setOn(UiSetting::SidebarShown, false);
        }
        const UiSettings settings(folder.path());
        QCOMPARE(settings.theme(), Theme::Dark);
        QCOMPARE(settings.density(), Density::Compact);
        QCOMPARE(settings.language(), QStringLiteral("de"));
        QCOMPARE(settings.text(UiSetting::LastDestination), name);
        QCOMPARE(settings.bytes(UiSetting::WindowGeometry), geometry);
        QCOMPARE(settings.number(UiSetting::DetailTab), 3);
        QCOMPARE(settings.number(UiSetting::LastRateLimit), 5'000'000'000'000);
        QVERIFY(!settings.isOn(UiSetting::SidebarShown));
        QCOMPARE(QFile::permissions(iniIn(folder)) &
                     (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
    }

    void everySettingHasAKeyOfItsOwn()
    {
        const QTemporaryDir folder;
        const QList<UiSetting> texts{UiSetting::Theme,    UiSetting::Density,
                                     UiSetting::Language, UiSetting::SidebarChoice,
                                     UiSetting::RateUnit, UiSetting::LastDestination};
        const QList<UiSetting> states{UiSetting::WindowGeometry, UiSetting::WindowState,
                                      UiSetting::MainSplitter,   UiSetting::DetailSplitter,
                                      UiSetting::QueueColumns,   UiSetting::SettingsGeometry};
        {
            UiSettings settings(folder.path());
            for (const UiSetting setting : texts)
                settings.setText(setting, QString::number(static_cast<int>(setting)));
            for (const UiSetting setting : states)
                settings.setBytes(setting, QByteArray::number(static_cast<int>(setting)));
        }
        const UiSettings settings(folder.path());
        for (const UiSetting setting : texts)
            QCOMPARE(settings.text(setting), QString::number(static_cast<int>(setting)));
        for (const UiSetting setting : states)
            QCOMPARE(settings.bytes(setting), QByteArray::number(static_cast<int>(setting)));
    }

    void aDamagedFileGivesDefaultsAndIsReplaced_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("garbage") << QByteArray("\x00\xff[[[]\n=\n%%%\n\x01garbage", 22);
        QTest::newRow("cut off") << QByteArray("[look]\ntheme=\"dar");
        QTest::newRow("other kinds") << QByteArray(
            "[look]\ntheme=1, 2, 3\ndensity=@Rect(1 2 3 4)\n"
            "[detail]\ntab=abc\n[window]\ngeometry=text\nsidebar_shown=7\n"
            "[queue]\nsort_column=9999\nsort_order=-5\n");
        QTest::newRow("unknown words") << QByteArray("[look]\ntheme=neon\ndensity=tight\n");
        QTest::newRow("huge") << QByteArray("[look]\ntheme=dark\nx=").append(QByteArray(2'000'000, 'x'));
    }

    void aDamagedFileGivesDefaultsAndIsReplaced()
    {
        QFETCH(const QByteArray, content);
        const QTemporaryDir folder;
        write(iniIn(folder), content);
        {
            UiSettings settings(folder.path());
            QCOMPARE(settings.theme(), Theme::System);
            QCOMPARE(settings.density(), Density::Roomy);
            QCOMPARE(settings.number(UiSetting::DetailTab), 0);
            QCOMPARE(settings.bytes(UiSetting::WindowGeometry), QByteArray());
            QVERIFY(settings.isOn(UiSetting::SidebarShown));
            settings.setTheme(Theme::Light);
            settings.setNumber(UiSetting::DetailTab, 2);
        }
        const UiSettings settings(folder.path());
        QCOMPARE(settings.theme(), Theme::Light);
        QCOMPARE(settings.number(UiSetting::DetailTab), 2);
    }

    void whatTheFileHoldsBesidesStays()
    {
        const QTemporaryDir folder;
        write(iniIn(folder), "[look]\ntheme=dark\n[later]\nidea=kept\n");
        {
            UiSettings settings(folder.path());
            settings.setDensity(Density::Compact);
        }
        const QSettings file(iniIn(folder), QSettings::IniFormat);
        QCOMPARE(file.value(QStringLiteral("later/idea")).toString(), QStringLiteral("kept"));
        QCOMPARE(file.value(QStringLiteral("look/theme")).toString(), QStringLiteral("dark"));
    }

    void aFolderThatCannotBeWrittenCostsOnlyTheMemory()
    {
        UiSettings settings(QStringLiteral("/proc/nowhere"));
        QTest::ignoreMessage(QtWarningMsg,
                             "the layout of the window cannot be written to /proc/nowhere/window.ini");
        settings.setTheme(Theme::Dark);
        QCOMPARE(settings.theme(), Theme::Dark);
        settings.flush();
    }

    void changesAreToldOnce()
    {
        const QTemporaryDir folder;
        UiSettings settings(folder.path());
        const QSignalSpy changes(&settings, &UiSettings::changed);
        const QSignalSpy themes(&settings, &UiSettings::themeChanged);
        const QSignalSpy densities(&settings, &UiSettings::densityChanged);
        const QSignalSpy languages(&settings, &UiSettings::languageChanged);
        settings.setTheme(Theme::System); // as it is
        settings.setDensity(Density::Roomy);
        QCOMPARE(changes.size(), 0);
        settings.setTheme(Theme::Dark);
        settings.setTheme(Theme::Dark);
        settings.setDensity(Density::Compact);
        settings.setLanguage(QStringLiteral("de"));
        settings.setNumber(UiSetting::DetailTab, 1);
        settings.setNumber(UiSetting::DetailTab, 1);
        QCOMPARE(changes.size(), 4);
        QCOMPARE(themes.size(), 1);
        QCOMPARE(themes.first().first().value<Theme>(), Theme::Dark);
        QCOMPARE(densities.size(), 1);
        QCOMPARE(languages.size(), 1);
    }

    void numbersStayWithinTheirBounds()
    {
        const QTemporaryDir folder;
        UiSettings settings(folder.path());
        settings.setNumber(UiSetting::DetailTab, 170);
        QCOMPARE(settings.number(UiSetting::DetailTab), 15);
        settings.setNumber(UiSetting::LastRateLimit, -1);
        QCOMPARE(settings.number(UiSetting::LastRateLimit), 0);
    }

    void aChangeIsWrittenWhileTheWindowIsOpen()
    {
        const QTemporaryDir folder;
        UiSettings settings(folder.path());
        settings.setTheme(Theme::Dark);
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(iniIn(folder)).size() > 0, 10'000);
    }
};

} // namespace gantry

QTEST_GUILESS_MAIN(gantry::UiSettingsTest)
#include "ui_settings_test.moc"
