// The settings dialog: what it shows, what it changes at once, and what it refuses beside the field.
#include "ui/settings/settings_dialog.h"

#include "tests/engine/engine_fixture.h"
#include "ui/settings/field_row.h"
#include "ui/settings/languages.h"
#include "ui/settings/rate_limit_button.h"
#include "ui/settings/ui_settings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

namespace gantry {

class SettingsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<Workstation> m_station;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<SettingsDialog> m_dialog;

    template <class Widget>
    Widget *part(const char *name) const
    {
        auto *found = m_dialog->findChild<Widget *>(QLatin1String(name));
        if (found == nullptr)
            qFatal("there is no %s", name);
        return found;
    }

    void open()
    {
        m_dialog = std::make_unique<SettingsDialog>(m_station->engine(), *m_settings);
        m_dialog->show();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    QString engineHas(const char *name)
    {
        return valueOf(m_station->engine().settings()).value(QLatin1String(name));
    }

    // What is said beside a field; empty: nothing.
    QString problems() const
    {
        QString all;
        for (const FieldRow *row : m_dialog->findChildren<FieldRow *>())
            all += row->problem();
        return all;
    }

    static void type(QWidget *box, const QString &text)
    {
        box->setFocus();
        QTest::keyClick(box, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(box, text);
    }

private Q_SLOTS:
    void init()
    {
        m_service = std::make_unique<FakeService>();
        m_station = std::make_unique<Workstation>(*m_service);
        QVERIFY(m_station->start());
        m_settings = std::make_unique<UiSettings>(m_station->stateDir());
    }

    void cleanup()
    {
        m_dialog.reset();
        m_settings.reset();
        m_station.reset();
        m_service.reset();
    }

    void showsWhatTheEngineHas()
    {
        QVERIFY(
            valueOf(m_station->engine().putSetting(QStringLiteral("files_at_once"), QStringLiteral("7"))));
        QVERIFY(
            valueOf(m_station->engine().putSetting(QStringLiteral("rate_limit"), QStringLiteral("2500000"))));
        open();
        QTRY_COMPARE(part<QSpinBox>("files_at_once")->value(), 7);
        QVERIFY(part<QCheckBox>("is_limited")->isChecked());
        QCOMPARE(part<QDoubleSpinBox>("limit")->value(), 2.5); // MB/s
        // And what changes meanwhile.
        QVERIFY(valueOf(m_station->engine().putSetting(QStringLiteral("rate_limit"), QStringLiteral("0"))));
        QTRY_VERIFY(!part<QCheckBox>("is_limited")->isChecked());
        QCOMPARE(problems(), QString());
    }

    void limitIsSwitchedBesideTheSpeed()
    {
        RateLimitButton button(m_station->engine(), *m_settings);
        const QList<QAction *> actions = button.menu()->actions();
        QAction *none = actions.value(0);
        QAction *last = actions.value(1);
        button.read();
        QVERIFY(none->isChecked());
        QCOMPARE(button.text(), QStringLiteral("No limit"));
        QCOMPARE(last->text(), QStringLiteral("&Limit to 5.0 MB/s"));

        last->trigger();
        QTRY_COMPARE(button.text(), QStringLiteral("Limit 5.0 MB/s"));
        QCOMPARE(engineHas("rate_limit"), QStringLiteral("5000000"));

        // Another program sets another one: that is what is switched on the next time.
        QVERIFY(
            valueOf(m_station->engine().putSetting(QStringLiteral("rate_limit"), QStringLiteral("2500000"))));
        QTRY_COMPARE(button.text(), QStringLiteral("Limit 2.5 MB/s"));
        none->trigger();
        QTRY_COMPARE(button.text(), QStringLiteral("No limit"));
        QCOMPARE(engineHas("rate_limit"), QStringLiteral("0"));
        QCOMPARE(last->text(), QStringLiteral("&Limit to 2.5 MB/s"));
    }

    void limitBesideTheSpeedAsksForAnother()
    {
        RateLimitButton button(m_station->engine(), *m_settings);
        QSignalSpy wanted(&button, &RateLimitButton::settingsWanted);
        button.menu()->actions().constLast()->trigger();
        QCOMPARE(wanted.size(), 1);
    }

    void damagedEngineSettingsShowDefaults()
    {
        QVERIFY(
            valueOf(m_station->engine().putSetting(QStringLiteral("files_at_once"), QStringLiteral("many"))));
        QVERIFY(valueOf(m_station->engine().putSetting(QStringLiteral("rate_limit"), QStringLiteral("-5"))));
        open();
        QTRY_VERIFY(!part<QSpinBox>("files_at_once")->isReadOnly()); // it has been answered
        QCOMPARE(part<QSpinBox>("files_at_once")->value(), 2);
        QVERIFY(!part<QCheckBox>("is_limited")->isChecked());
        QCOMPARE(engineHas("files_at_once"), QStringLiteral("many")); // looking changes nothing
    }

    // The first field has the focus before the engine has answered, if that takes a while.
    void whatTheEngineHasIsShownWhereverTheFocusIs()
    {
        open();
        auto *files = part<QSpinBox>("files_at_once");
        files->setFocus();
        QVERIFY(files->hasFocus());
        QVERIFY(
            valueOf(m_station->engine().putSetting(QStringLiteral("files_at_once"), QStringLiteral("7"))));
        QTRY_COMPARE(files->value(), 7);
        QVERIFY(
            valueOf(m_station->engine().putSetting(QStringLiteral("files_at_once"), QStringLiteral("5"))));
        QTRY_COMPARE(files->value(), 5);
    }

    void noNumberIsShownThatIsNotTrue()
    {
        m_dialog = std::make_unique<SettingsDialog>(m_station->engine(), *m_settings);
        auto *files = part<QSpinBox>("files_at_once"); // nobody has answered: no event was looked at yet
        QVERIFY(files->isReadOnly());
        QCOMPARE(files->text(), QStringLiteral("…"));
        QVERIFY(!part<QCheckBox>("is_limited")->isEnabled());
        QTRY_COMPARE(files->text(), QStringLiteral("2"));
        QVERIFY(!files->isReadOnly());
        QVERIFY(part<QCheckBox>("is_limited")->isEnabled());
    }

    // An answer that is older than what was typed since does not come back over it.
    void whatIsTypedQuicklyStays()
    {
        open();
        auto *files = part<QSpinBox>("files_at_once");
        QTRY_COMPARE(files->value(), 2);
        QList<int> seen;
        connect(files, &QSpinBox::valueChanged, this, [&seen](int value) { seen.append(value); });
        for (int value = 3; value <= 12; ++value) {
            files->stepUp();
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE(engineHas("files_at_once"), QStringLiteral("12"));
        QTRY_COMPARE(files->value(), 12);
        QCOMPARE(seen, (QList<int>{3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
    }

    void filesAtOnceCountAtOnce()
    {
        open();
        QTRY_COMPARE(part<QSpinBox>("files_at_once")->value(), 2);
        type(part<QSpinBox>("files_at_once"), QStringLiteral("5"));
        QTRY_COMPARE(engineHas("files_at_once"), QStringLiteral("5"));
    }

    void whatIsOutOfBoundsIsRefusedBesideTheField()
    {
        open();
        QTRY_COMPARE(part<QSpinBox>("files_at_once")->value(), 2);
        type(part<QSpinBox>("files_at_once"), QStringLiteral("3"));
        QCOMPARE(problems(), QString());
        type(part<QSpinBox>("files_at_once"), QStringLiteral("333"));
        QVERIFY2(problems().contains(QStringLiteral("1 to 32")), qPrintable(problems()));
        QTRY_COMPARE(engineHas("files_at_once"), QStringLiteral("3"));
        type(part<QSpinBox>("files_at_once"), QStringLiteral("0"));
        QTest::keyClick(part<QSpinBox>("files_at_once"), Qt::Key_Tab);
        QCOMPARE(part<QSpinBox>("files_at_once")->value(), 3);
        QCOMPARE(engineHas("files_at_once"), QStringLiteral("3"));
    }

    void theLimitGoesOnAndOffAndIsRemembered()
    {
        open();
        QTRY_VERIFY(part<QCheckBox>("is_limited")->isEnabled());
        QVERIFY(!part<QDoubleSpinBox>("limit")->isEnabled());
        part<QCheckBox>("is_limited")->click();
        QTRY_COMPARE(engineHas("rate_limit"), QStringLiteral("5000000"));
        type(part<QDoubleSpinBox>("limit"), QStringLiteral("12"));
        QTRY_COMPARE(engineHas("rate_limit"), QStringLiteral("12000000"));
        part<QCheckBox>("is_limited")->click();
        QTRY_COMPARE(engineHas("rate_limit"), QStringLiteral("0"));
        QCOMPARE(part<QDoubleSpinBox>("limit")->value(), 12.0);
        m_dialog.reset();
        open();
        QTRY_VERIFY(part<QCheckBox>("is_limited")->isEnabled());
        QCOMPARE(part<QDoubleSpinBox>("limit")->value(), 12.0);
        part<QCheckBox>("is_limited")->click();
        QTRY_COMPARE(engineHas("rate_limit"), QStringLiteral("12000000"));
    }

    void anotherUnitIsTheSameLimitInOtherWords()
    {
        QVERIFY(
            valueOf(m_station->engine().putSetting(QStringLiteral("rate_limit"), QStringLiteral("5000000"))));
        open();
        QTRY_COMPARE(part<QDoubleSpinBox>("limit")->value(), 5.0);
        part<QComboBox>("unit")->setCurrentIndex(2); // Mbit/s
        QCOMPARE(part<QDoubleSpinBox>("limit")->value(), 40.0);
        QCOMPARE(engineHas("rate_limit"), QStringLiteral("5000000"));
        QCOMPARE(m_settings->text(UiSetting::RateUnit), QStringLiteral("Mbit"));
        type(part<QDoubleSpinBox>("limit"), QStringLiteral("80"));
        QTRY_COMPARE(engineHas("rate_limit"), QStringLiteral("10000000"));
    }

    void whatIsTypedJustBeforeClosingCounts()
    {
        QVERIFY(
            valueOf(m_station->engine().putSetting(QStringLiteral("rate_limit"), QStringLiteral("5000000"))));
        open();
        QTRY_COMPARE(part<QDoubleSpinBox>("limit")->value(), 5.0);
        type(part<QDoubleSpinBox>("limit"), QStringLiteral("9"));
        m_dialog->close();
        QTRY_COMPARE(engineHas("rate_limit"), QStringLiteral("9000000"));
    }

    void lookIsAppliedAtOnce()
    {
        open();
        const QSignalSpy themes(m_settings.get(), &UiSettings::themeChanged);
        part<QComboBox>("theme")->setCurrentIndex(2);
        QCOMPARE(m_settings->theme(), Theme::Dark);
        QCOMPARE(themes.size(), 1);
        part<QComboBox>("density")->setCurrentIndex(1);
        QCOMPARE(m_settings->density(), Density::Compact);
        m_settings->setDensity(Density::Roomy); // from the menu of the window
        QCOMPARE(part<QComboBox>("density")->currentIndex(), 0);
    }

    void languagesAreNamedInThemselves()
    {
        QCOMPARE(languageName(QStringLiteral("de")), QStringLiteral("Deutsch"));
        QCOMPARE(languageName(QStringLiteral("en")), QStringLiteral("English"));
        QCOMPARE(knownLanguages().first(), QStringLiteral("en"));
        open();
        auto *language = part<QComboBox>("language");
        QCOMPARE(language->currentData().toString(), QString()); // the system's
        language->setCurrentIndex(language->findData(QStringLiteral("en")));
        QCOMPARE(m_settings->language(), QStringLiteral("en"));
    }

    void theStateFolderIsShownAndEveryFieldHasAName()
    {
        open();
        bool isShown = false;
        for (const QLineEdit *field : m_dialog->findChildren<QLineEdit *>())
            isShown = isShown || (field->text() == m_station->stateDir() && field->isReadOnly());
        QVERIFY(isShown);
        for (const QWidget *widget : m_dialog->findChildren<QWidget *>()) {
            const bool isField =
                qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget);
            if (isField)
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
        QVERIFY(!m_dialog->isModal());
    }

    void itComesBackAsItWasLeft()
    {
        open();
        m_dialog->resize(601, 557);
        QTRY_COMPARE(m_dialog->size(), QSize(601, 557));
        m_dialog.reset();
        m_settings.reset(); // writes
        m_settings = std::make_unique<UiSettings>(m_station->stateDir());
        open();
        QCOMPARE(m_dialog->size(), QSize(601, 557));
    }

    void asksForTheDestinationsWhereTheRestIs()
    {
        open();
        const QSignalSpy wanted(m_dialog.get(), &SettingsDialog::destinationsWanted);
        for (QPushButton *button : m_dialog->findChildren<QPushButton *>())
            if (button->text().contains(QStringLiteral("estinations")))
                button->click();
        QCOMPARE(wanted.size(), 1);
    }
};

} // namespace gantry

QTEST_MAIN(gantry::SettingsTest)
#include "settings_test.moc"
