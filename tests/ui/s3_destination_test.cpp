// The destination dialog for S3 stores: presets that ask for what matters, and credentials that others keep.
#include "engine/protocol/backend_catalogue.h"
#include "tests/engine/dead_keychain.h"
#include "tests/engine/engine_fixture.h"
#include "tests/ui/destination_fixture.h"
#include "ui/destinations/destination_form.h"
#include "ui/destinations/destination_words.h"
#include "ui/destinations/destinations_dialog.h"
#include "ui/destinations/secret_edit.h"
#include "ui/destinations/size_edit.h"
#include "ui/settings/ui_settings.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

namespace gantry {
namespace {

const QString account = QStringLiteral("0123456789abcdef0123456789abcdef");

bool isShown(const QWidget &form, const char *name)
{
    return part<QWidget>(form, name)->isVisibleTo(&form);
}

DestinationSettings newS3()
{
    DestinationSettings settings;
    settings.name = QStringLiteral("rushes");
    settings.kind = QStringLiteral("s3");
    return settings;
}

} // namespace

class S3DestinationTest : public EngineTestBase
{
    Q_OBJECT

private:
    std::unique_ptr<DestinationForm> m_form;

    void show(const DestinationSettings &settings)
    {
        m_form = std::make_unique<DestinationForm>(destinationKinds());
        m_form->showNew(settings, {});
        m_form->show();
    }

private Q_SLOTS:
    void cleanup() { m_form.reset(); }

    void eachPresetAsksForWhatMatters_data()
    {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QStringList>("asked");
        QTest::newRow("Amazon") << QStringLiteral("aws") << QStringList{QStringLiteral("region")};
        QTest::newRow("Cloudflare") << QStringLiteral("r2") << QStringList{QStringLiteral("account")};
        QTest::newRow("Backblaze") << QStringLiteral("b2") << QStringList{QStringLiteral("region")};
        QTest::newRow("Ceph") << QStringLiteral("ceph")
                              << QStringList{QStringLiteral("endpoint"), QStringLiteral("region")};
        QTest::newRow("another") << QStringLiteral("other")
                                 << QStringList{QStringLiteral("endpoint"), QStringLiteral("region"),
                                                QStringLiteral("path_style"), QStringLiteral("virtual_host")};
    }

    void eachPresetAsksForWhatMatters()
    {
        QFETCH(QString, preset);
        QFETCH(QStringList, asked);
        show(newS3());
        choose(*m_form, "preset", preset);
        for (const char *field : {"endpoint", "account", "region", "path_style", "virtual_host"})
            QCOMPARE(isShown(*m_form, field), asked.contains(QLatin1String(field)));
        QVERIFY(isShown(*m_form, "bucket"));
        QVERIFY(isShown(*m_form, "secret"));
    }

    void thePresetComesFirst()
    {
        show(newS3());
        const int top = part<QWidget>(*m_form, "preset")->mapTo(m_form.get(), QPoint()).y();
        for (const char *field : {"endpoint", "bucket", "region", "access_key", "secret", "secret_store"})
            QVERIFY2(top < part<QWidget>(*m_form, field)->mapTo(m_form.get(), QPoint()).y(), field);
    }

    // It is for few, so it waits where the part size does.
    void theSmallestPartStandsWithThePartSize()
    {
        show(newS3());
        choose(*m_form, "preset", QStringLiteral("aws"));
        press(*m_form, "More settings");
        QVERIFY(isShown(*m_form, "part_size"));
        QVERIFY(!isShown(*m_form, "min_part_size")); // nobody has set that store up
        choose(*m_form, "preset", QStringLiteral("ceph"));
        QVERIFY(isShown(*m_form, "min_part_size"));
        press(*m_form, "Fewer settings");
        QVERIFY(!isShown(*m_form, "min_part_size"));
        press(*m_form, "More settings");

        const auto *smallest = part<SizeEdit>(*m_form, "min_part_size");
        const auto *above = part<QLineEdit>(*m_form, "part_size");
        QTRY_VERIFY(smallest->mapTo(m_form.get(), QPoint()).y() > above->mapTo(m_form.get(), QPoint()).y());
        QCOMPARE(smallest->number()->mapTo(m_form.get(), QPoint()).x(),
                 above->mapTo(m_form.get(), QPoint()).x());
        m_form->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_form.get()));
        part<QWidget>(*m_form, "part_unit")->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), smallest->number());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), smallest->unit());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(part<QWidget>(*m_form, "parts")->hasFocus());
    }

    void theSmallestPartIsASize()
    {
        DestinationSettings settings = newS3();
        settings.fields = {{QStringLiteral("preset"), QStringLiteral("ceph")},
                           {QStringLiteral("endpoint"), QStringLiteral("https://h.example")},
                           {QStringLiteral("bucket"), QStringLiteral("b")},
                           {QStringLiteral("access_key"), QStringLiteral("K")},
                           {QStringLiteral("min_part_size"), QStringLiteral("64KiB")}};
        m_form = std::make_unique<DestinationForm>(destinationKinds());
        m_form->showStored(settings);
        m_form->show();
        QCOMPARE(m_form->settings(), settings);
        QVERIFY(!m_form->isDirty());
        const auto *smallest = part<SizeEdit>(*m_form, "min_part_size");
        QCOMPARE(smallest->number()->text(), QStringLiteral("64"));
        QCOMPARE(smallest->unit()->currentText(), QStringLiteral("KiB"));
        smallest->unit()->setCurrentIndex(3); // bytes
        QCOMPARE(m_form->settings().fields.value(QStringLiteral("min_part_size")), QStringLiteral("64"));
        smallest->number()->clear();
        QVERIFY(!m_form->settings().fields.contains(QStringLiteral("min_part_size")));
        QVERIFY(m_form->check());

        smallest->number()->setText(QStringLiteral("little"));
        QVERIFY(m_form->isDirty());
        QVERIFY(!smallest->isVisible());
        QVERIFY(!m_form->check());
        QVERIFY(problemsIn(*m_form).contains(QStringLiteral("whole number")));
        QVERIFY(smallest->isVisible()); // unfolded, so that it is seen
        QTRY_VERIFY(smallest->number()->hasFocus());
    }

    void requiredIsWhatThePresetNeeds()
    {
        show(newS3());
        auto *region = part<QLineEdit>(*m_form, "region");
        QCOMPARE(region->accessibleName(), QStringLiteral("Region (optional)"));
        choose(*m_form, "preset", QStringLiteral("b2"));
        QCOMPARE(region->accessibleName(), QStringLiteral("Region (required)"));
        QVERIFY2(region->accessibleDescription().contains(QStringLiteral("eu-central-003")),
                 qPrintable(region->accessibleDescription()));
        QVERIFY(!m_form->check());
        QCOMPARE(problemsIn(*m_form).count(QStringLiteral("needed")), 4); // bucket, region, both keys
        // What is not shown is not asked for.
        choose(*m_form, "preset", QStringLiteral("r2"));
        part<QLineEdit>(*m_form, "account")->setText(account);
        part<QLineEdit>(*m_form, "bucket")->setText(QStringLiteral("b"));
        part<QLineEdit>(*m_form, "access_key")->setText(QStringLiteral("K"));
        part<SecretEdit>(*m_form, "secret")->setText(QStringLiteral("s"));
        QVERIFY2(m_form->check(), qPrintable(problemsIn(*m_form)));
    }

    void onlyWhatMattersIsSaved()
    {
        show(newS3());
        part<QLineEdit>(*m_form, "endpoint")->setText(QStringLiteral("https://h.example"));
        part<QCheckBox>(*m_form, "path_style")->setChecked(true);
        part<QLineEdit>(*m_form, "bucket")->setText(QStringLiteral("b"));
        choose(*m_form, "preset", QStringLiteral("r2"));
        part<QLineEdit>(*m_form, "account")->setText(account);
        QCOMPARE(m_form->settings().fields,
                 (QMap<QString, QString>{{QStringLiteral("preset"), QStringLiteral("r2")},
                                         {QStringLiteral("account"), account},
                                         {QStringLiteral("bucket"), QStringLiteral("b")}}));
        // One who comes back finds what was typed.
        choose(*m_form, "preset", QStringLiteral("other"));
        QCOMPARE(m_form->settings().fields,
                 (QMap<QString, QString>{{QStringLiteral("endpoint"), QStringLiteral("https://h.example")},
                                         {QStringLiteral("path_style"), QStringLiteral("true")},
                                         {QStringLiteral("bucket"), QStringLiteral("b")}}));
    }

    void aStoredPresetIsShownAsItIs()
    {
        DestinationSettings settings = newS3();
        settings.fields = {{QStringLiteral("preset"), QStringLiteral("aws")},
                           {QStringLiteral("region"), QStringLiteral("eu-west-1")},
                           {QStringLiteral("bucket"), QStringLiteral("b")}};
        settings.secretStore = SecretStoreKind::Profile;
        settings.secretSource = QStringLiteral("studio");
        DestinationForm form(destinationKinds());
        form.showStored(settings);
        QCOMPARE(form.settings(), settings);
        QVERIFY(!form.isDirty());
        form.setProfiles({QStringLiteral("default"), QStringLiteral("studio")}, {});
        QCOMPARE(form.settings(), settings);
        QVERIFY(!form.isDirty());
    }

    void ownCredentialsLeaveNothingToType_data()
    {
        QTest::addColumn<SecretStoreKind>("place");
        QTest::newRow("profile") << SecretStoreKind::Profile;
        QTest::newRow("environment") << SecretStoreKind::Environment;
    }

    void ownCredentialsLeaveNothingToType()
    {
        QFETCH(SecretStoreKind, place);
        show(newS3());
        part<QLineEdit>(*m_form, "access_key")->setText(QStringLiteral("K"));
        part<SecretEdit>(*m_form, "secret")->setText(QStringLiteral("typed"));
        choosePlace(*m_form, place);
        for (const char *field : {"access_key", "secret", "session_token"})
            QVERIFY2(!isShown(*m_form, field), field);
        QCOMPARE(isShown(*m_form, "profile"), place == SecretStoreKind::Profile);
        QCOMPARE(m_form->secrets(), (QMap<QString, QByteArray>()));
        QVERIFY(!m_form->settings().fields.contains(QStringLiteral("access_key")));
        QCOMPARE(m_form->settings().secretStore, place);
        choosePlace(*m_form, SecretStoreKind::Keychain);
        QVERIFY(isShown(*m_form, "secret"));
        QCOMPARE(m_form->secrets().value(QStringLiteral("secret")), QByteArray("typed"));
    }

    void aKindWithoutSuchCredentialsDoesNotOfferThem()
    {
        DestinationSettings settings;
        settings.kind = QStringLiteral("service");
        show(settings);
        const auto *box = part<QComboBox>(*m_form, "secret_store");
        QVERIFY(box->findData(static_cast<int>(SecretStoreKind::Memory)) >= 0);
        QCOMPARE(box->findData(static_cast<int>(SecretStoreKind::Profile)), -1);
        QCOMPARE(box->findData(static_cast<int>(SecretStoreKind::Environment)), -1);
    }

    void memoryMayBeTyped()
    {
        show(newS3());
        choosePlace(*m_form, SecretStoreKind::Memory);
        QVERIFY(!isShown(*m_form, "secret"));
        QVERIFY(isShown(*m_form, "secret_source"));
        choose(*m_form, "secret_source_kind", QString());
        QVERIFY(isShown(*m_form, "secret"));
        QVERIFY(!isShown(*m_form, "secret_source"));
        part<SecretEdit>(*m_form, "secret")->setText(QStringLiteral("s"));
        part<SecretEdit>(*m_form, "session_token")->setText(QStringLiteral("t"));
        QCOMPARE(m_form->settings().secretSource, QString());
        QCOMPARE(m_form->secrets(), (QMap<QString, QByteArray>{{QStringLiteral("secret"), "s"},
                                                               {QStringLiteral("session_token"), "t"}}));
    }

    // Two sources by the command line; the form has a line for the first.
    void theSourceOfASecondSecretStays()
    {
        DestinationSettings settings = newS3();
        settings.fields = {{QStringLiteral("endpoint"), QStringLiteral("https://h.example")},
                           {QStringLiteral("bucket"), QStringLiteral("b")},
                           {QStringLiteral("access_key"), QStringLiteral("K")}};
        settings.secretStore = SecretStoreKind::Memory;
        settings.secretSource = QStringLiteral("env:A\nsession_token=env:B");
        DestinationForm form(destinationKinds());
        form.showStored(settings);
        QCOMPARE(form.settings(), settings);
        part<QLineEdit>(form, "secret_source")->setText(QStringLiteral("C"));
        QCOMPARE(form.settings().secretSource, QStringLiteral("env:C\nsession_token=env:B"));
    }

    void theDialogOffersTheProfilesThatThereAre()
    {
        QTemporaryDir folder;
        const QString credentials = folder.filePath(QStringLiteral("credentials"));
        qputenv("AWS_SHARED_CREDENTIALS_FILE", QFile::encodeName(credentials));
        qputenv("AWS_CONFIG_FILE", QFile::encodeName(folder.filePath(QStringLiteral("config"))));
        QFile file(credentials);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("[default]\naws_access_key_id=A\n[studio]\naws_access_key_id=B\n");
        file.close();
        FakeService service;
        Workstation station(service);
        QVERIFY(station.start());
        UiSettings settings(station.stateDir());
        DestinationsDialog dialog(station.engine(), settings, destinationKinds());
        dialog.show();
        dialog.showEditor(QStringLiteral("s3"));
        QTRY_VERIFY(dialog.findChild<QComboBox *>(QStringLiteral("profile")) != nullptr);
        QTRY_COMPARE(part<QComboBox>(dialog, "profile")->count(), 2);
        QCOMPARE(part<QComboBox>(dialog, "profile")->itemText(1), QStringLiteral("studio"));
        part<QLineEdit>(dialog, "name")->setText(QStringLiteral("rushes"));
        choose(dialog, "preset", QStringLiteral("aws"));
        part<QLineEdit>(dialog, "region")->setText(QStringLiteral("eu-west-1"));
        part<QLineEdit>(dialog, "bucket")->setText(QStringLiteral("b"));
        choosePlace(dialog, SecretStoreKind::Profile);
        part<QComboBox>(dialog, "profile")->setCurrentIndex(1);
        press(dialog, "Save");
        const auto saved = [&station] {
            for (const DestinationSettings &each : valueOf(station.engine().destinations()))
                if (each.name == QLatin1String("rushes"))
                    return each;
            return DestinationSettings();
        };
        QTRY_COMPARE(saved().secretSource, QStringLiteral("studio"));
        QCOMPARE(saved().secretStore, SecretStoreKind::Profile);
        QVERIFY(!saved().fields.contains(QStringLiteral("access_key")));
    }

    void aSecretThatNoKeychainTakesIsToldAbout()
    {
        FakeService service;
        Workstation station(service);
        station.options.staysForCredentials = true;
        station.parts.secretStores = [](SecretStoreKind kind,
                                        const QString &stateDir) -> std::unique_ptr<SecretStore> {
            if (kind == SecretStoreKind::Keychain)
                return std::make_unique<DeadKeychain>();
            return makeSecretStore(kind, stateDir);
        };
        QVERIFY(station.start());
        UiSettings settings(station.stateDir());
        DestinationsDialog dialog(station.engine(), settings, destinationKinds());
        dialog.show();
        dialog.showEditor(QStringLiteral("s3"));
        QTRY_VERIFY(dialog.findChild<QComboBox *>(QStringLiteral("preset")) != nullptr);
        part<QLineEdit>(dialog, "name")->setText(QStringLiteral("rushes"));
        part<QLineEdit>(dialog, "endpoint")->setText(QStringLiteral("http://127.0.0.1:1"));
        part<QLineEdit>(dialog, "bucket")->setText(QStringLiteral("b"));
        part<QLineEdit>(dialog, "access_key")->setText(QStringLiteral("K"));
        part<SecretEdit>(dialog, "secret")->setText(QStringLiteral("canary"));
        press(dialog, "Save");
        const auto said = [&dialog] {
            return noteWith(dialog, QStringLiteral("in memory until Gantry ends"));
        };
        QTRY_VERIFY(!said().isEmpty());
        QVERIFY(said().contains(QStringLiteral("not answered")));
        QVERIFY(!said().contains(QStringLiteral("canary")));
    }

    // The fields are made when the kind is chosen, after the buttons below them.
    void tabGoesFromTheKindDownTheForm()
    {
        FakeService service;
        Workstation station(service);
        QVERIFY(station.start());
        UiSettings settings(station.stateDir());
        DestinationsDialog dialog(station.engine(), settings, destinationKinds());
        dialog.show();
        dialog.showEditor(QStringLiteral("s3"));
        const auto *form = dialog.findChild<DestinationForm *>();
        dialog.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QTRY_VERIFY(form->isVisible());
        for (const auto &[kind, least] : {std::pair("s3", 15), {"tus", 12}, {"service", 9}}) {
            choose(dialog, "kind", QString::fromLatin1(kind));
            press(dialog, "More settings");
            part<QWidget>(dialog, "kind")->setFocus();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            int reached = 0;
            for (int above = 0; form->isAncestorOf(QApplication::focusWidget()); ++reached) {
                const QWidget *now = QApplication::focusWidget();
                const int y = now->mapTo(form, now->rect().center()).y();
                QVERIFY2(y > above - now->height() / 2, qPrintable(now->objectName()));
                above = y;
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            }
            QVERIFY2(reached >= least, qPrintable(QString::number(reached)));
            QVERIFY(qobject_cast<QPushButton *>(QApplication::focusWidget()));
        }
    }

    void allHaveNames()
    {
        show(newS3());
        for (const SecretStoreKind place : {SecretStoreKind::Profile, SecretStoreKind::Memory}) {
            choosePlace(*m_form, place);
            for (QWidget *field : m_form->findChildren<QWidget *>())
                if ((qobject_cast<QLineEdit *>(field) || qobject_cast<QComboBox *>(field)) &&
                    field->isVisible() && field->objectName() != QLatin1String("qt_spinbox_lineedit"))
                    QVERIFY2(!field->accessibleName().isEmpty(), qPrintable(field->objectName()));
        }
    }
};

} // namespace gantry

QTEST_MAIN(gantry::S3DestinationTest)
#include "s3_destination_test.moc"
