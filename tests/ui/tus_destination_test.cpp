// The destination dialog for tus servers: what it asks for, and what a test of the connection tells.
#include "engine/protocol/backend_catalogue.h"
#include "tests/engine/engine_fixture.h"
#include "tests/fakes/fake_tus.h"
#include "tests/ui/destination_fixture.h"
#include "ui/destinations/check_list.h"
#include "ui/destinations/destinations_dialog.h"
#include "ui/destinations/secret_edit.h"
#include "ui/settings/ui_settings.h"

#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>

namespace gantry {

class TusDestinationTest : public EngineTestBase
{
    Q_OBJECT

private:
    std::unique_ptr<FakeTus> m_server;
    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<Workstation> m_station;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<DestinationsDialog> m_dialog;

    void type(const char *field, const QString &text) { part<QLineEdit>(*m_dialog, field)->setText(text); }
    void typeSecret(const char *field, const QString &text)
    {
        part<SecretEdit>(*m_dialog, field)->setText(text);
    }
    QString checked(const char *name) const
    {
        const auto *line = m_dialog->findChild<CheckList *>()->findChild<QWidget *>(QLatin1String(name));
        return line ? line->accessibleName() : QString();
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<FakeTus>();
        m_service = std::make_unique<FakeService>();
        m_station = std::make_unique<Workstation>(*m_service);
        QVERIFY(m_station->start());
        m_settings = std::make_unique<UiSettings>(m_station->stateDir());
        m_dialog = std::make_unique<DestinationsDialog>(m_station->engine(), *m_settings, destinationKinds());
        m_dialog->show();
        m_dialog->showEditor(QStringLiteral("tus"));
        QTRY_VERIFY(m_dialog->findChild<QLineEdit *>(QStringLiteral("metadata")) != nullptr);
        type("name", QStringLiteral("agency"));
        type("url", QString::fromLatin1(m_server->url()));
        choosePlace(*m_dialog, SecretStoreKind::File);
    }
    void cleanup()
    {
        m_dialog.reset();
        m_station.reset();
        m_service.reset();
        m_server.reset();
    }

    void theTestTellsWhatTheServerCanDo()
    {
        m_server->setExtensions({"creation", "termination", "expiration"});
        m_server->setMaxSize(50'000'000'000);
        m_server->setToken("t0ken");
        m_server->setWantedHeader("X-Site", "north");
        typeSecret("token", QStringLiteral("t0ken"));
        typeSecret("headers", QStringLiteral("X-Site: north"));
        type("metadata", QStringLiteral("project=Alpha"));
        part<QCheckBox>(*m_dialog, "method_override")->setChecked(true);
        press(*m_dialog, "Save and test");
        QTRY_VERIFY_WITH_TIMEOUT(!noteWith(*m_dialog, QStringLiteral("It works")).isEmpty(), longEnough);
        for (const char *name : {"reachable", "clock", "server", "credentials", "create", "abort"})
            QVERIFY2(checked(name).contains(QStringLiteral("passed")), qPrintable(checked(name)));
        for (const char *told : {"1.0.0", "creation, termination, expiration", "46.57 GiB", "one stream"})
            QVERIFY2(checked("server").contains(QLatin1String(told)), qPrintable(checked("server")));
        QCOMPARE(m_server->existing(), 0);
    }

    void whatWasNotTestedIsNotSaidToWork()
    {
        m_server->setExtensions({"creation"});
        m_server->setToken("t0ken");
        m_server->setOpenToOptions();
        typeSecret("token", QStringLiteral("t0ken"));
        press(*m_dialog, "Save and test");
        QTRY_VERIFY_WITH_TIMEOUT(!noteWith(*m_dialog, QStringLiteral("Not everything")).isEmpty(),
                                 longEnough);
        QVERIFY2(checked("credentials").contains(QStringLiteral("was not tried")),
                 qPrintable(checked("credentials")));
        QVERIFY(checked("create").contains(QStringLiteral("not checked")));
        typeSecret("token", QStringLiteral("another"));
        press(*m_dialog, "Save and test");
        QTRY_VERIFY_WITH_TIMEOUT(!noteWith(*m_dialog, QStringLiteral("does not work yet")).isEmpty(),
                                 longEnough);
        QVERIFY2(checked("credentials").contains(QStringLiteral("Check the destination")),
                 qPrintable(checked("credentials")));
    }

    void whatIsNoTusServerIsSaidToBeNone()
    {
        m_server->server().setHandler(
            [](const RecordedRequest &) { return ServerAction::answerWith(200, "<h1>Welcome</h1>"); });
        press(*m_dialog, "Save and test");
        QTRY_VERIFY_WITH_TIMEOUT(!noteWith(*m_dialog, QStringLiteral("does not work yet")).isEmpty(),
                                 longEnough);
        QVERIFY2(checked("reachable").contains(QStringLiteral("does not speak tus")),
                 qPrintable(checked("reachable")));
    }

    void onlyWhatWasGivenIsSaidToBeStored()
    {
        const auto isSaid = [this](const char *field) {
            return part<QWidget>(*m_dialog, (QByteArray(field) + "_removal").constData())->isVisible() &&
                   part<SecretEdit>(*m_dialog, field)->placeholderText().startsWith(QStringLiteral("Stored"));
        };
        const auto isSaidToBeStored = [&](bool token, bool headers) {
            return QTest::qWaitFor([&] { return isSaid("token") == token && isSaid("headers") == headers; },
                                   longEnough);
        };
        press(*m_dialog, "Save");
        QTRY_VERIFY(!noteWith(*m_dialog, QStringLiteral("Saved")).isEmpty());
        QVERIFY(isSaidToBeStored(false, false));
        typeSecret("headers", QStringLiteral("X-Site: north"));
        press(*m_dialog, "Save");
        QVERIFY(isSaidToBeStored(false, true));
        part<QCheckBox>(*m_dialog, "headers_removal")->setChecked(true);
        press(*m_dialog, "Save");
        QTRY_VERIFY(!noteWith(*m_dialog, QStringLiteral("Saved")).isEmpty());
        QVERIFY(isSaidToBeStored(false, false));
    }

    void metadataThatIsNoneIsRefusedInTheDialog()
    {
        type("metadata", QStringLiteral("Alpha"));
        press(*m_dialog, "Save");
        QTRY_VERIFY(!noteWith(*m_dialog, QStringLiteral("project=Alpha")).isEmpty());
        QVERIFY(m_dialog->hasUnsavedChanges());
    }
};

} // namespace gantry

QTEST_MAIN(gantry::TusDestinationTest)
#include "tus_destination_test.moc"
