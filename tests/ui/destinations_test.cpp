// The destinations: an editor built from fields, secrets that stay where they are, tests, removals,
// questions.
#include "ui/destinations/destinations_dialog.h"

#include "engine/protocol/backend_catalogue.h"
#include "tests/engine/engine_fixture.h"
#include "tests/ui/destination_fixture.h"
#include "ui/destinations/check_list.h"
#include "ui/destinations/destination_form.h"
#include "ui/destinations/destination_words.h"
#include "ui/destinations/empty_state.h"
#include "ui/destinations/question_bar.h"
#include "ui/destinations/secret_edit.h"
#include "ui/settings/ui_settings.h"
#include "ui/text/language.h"

#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QSplitter>
#include <QTcpServer>
#include <QToolButton>

namespace gantry {
namespace {

const QString secretText = QStringLiteral("hunter2-hunter2");

DestinationKind serviceKind()
{
    using Type = SettingsField::Type;
    return {
        QStringLiteral("service"),
        QStringLiteral("Upload service"),
        {{QStringLiteral("url"), QStringLiteral("Address"), Type::Url, true, QStringLiteral("Where it is")},
         {QStringLiteral("token"), QStringLiteral("Token"), Type::Secret, false,
          QStringLiteral("Who you are")}}};
}

// A kind that no backend has, with a field of each type.
DestinationKind madeUpKind()
{
    using Type = SettingsField::Type;
    return {QStringLiteral("made_up"),
            QStringLiteral("Made up"),
            {{QStringLiteral("room"), QStringLiteral("Room"), Type::Text, true, QStringLiteral("Which room")},
             {QStringLiteral("where"), QStringLiteral("Where"), Type::Url, true, {}},
             {QStringLiteral("mirror"), QStringLiteral("Mirror"), Type::Url, false, {}},
             {QStringLiteral("quick"), QStringLiteral("Quick"), Type::Flag, false, QStringLiteral("Is it")},
             {QStringLiteral("key_file"), QStringLiteral("Key file"), Type::File, false, {}},
             {QStringLiteral("secret"), QStringLiteral("Secret"), Type::Secret, true, {}}}};
}

struct InLanguage
{
    explicit InLanguage(const QString &language)
    {
        installTranslations(*QCoreApplication::instance(), language);
    }
    ~InLanguage()
    {
        installTranslations(*QCoreApplication::instance(), QStringLiteral("en"));
        QLocale::setDefault(QLocale::c());
    }
    Q_DISABLE_COPY_MOVE(InLanguage)
};

// All that a screen reader, or anybody else, can read of a widget and what is in it.
QString readable(const QWidget &widget)
{
    QString all;
    QList<const QWidget *> widgets{&widget};
    for (const QWidget *child : widget.findChildren<QWidget *>())
        widgets.append(child);
    for (const QWidget *one : widgets) {
        all += one->accessibleName() + one->accessibleDescription() + one->toolTip() + one->statusTip() +
               one->whatsThis() + one->windowTitle();
        if (QAccessibleInterface *interface =
                QAccessible::queryAccessibleInterface(const_cast<QWidget *>(one)))
            for (const QAccessible::Text text :
                 {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help,
                  QAccessible::DebugDescription})
                all += interface->text(text);
        if (const auto *label = qobject_cast<const QLabel *>(one))
            all += label->text();
    }
    return all;
}

} // namespace

class DestinationsTest : public EngineTestBase
{
    Q_OBJECT

private:
    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<Workstation> m_station;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<DestinationsDialog> m_dialog;

    Engine &engine() { return m_station->engine(); }

    void open(const QString &name = QStringLiteral("studio"))
    {
        m_dialog = std::make_unique<DestinationsDialog>(engine(), *m_settings,
                                                        QList<DestinationKind>{serviceKind(), madeUpKind()});
        m_dialog->show();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
        if (!name.isEmpty()) {
            m_dialog->edit(name);
            QTRY_COMPARE(shownName(), name);
        }
    }

    DestinationForm &form() const { return *m_dialog->findChild<DestinationForm *>(); }
    CheckList &checks() const { return *m_dialog->findChild<CheckList *>(); }
    QuestionBar &question() const { return *m_dialog->findChild<QuestionBar *>(); }
    // The first answer: the one that does it.
    void confirm() const
    {
        for (QPushButton *answer : question().findChildren<QPushButton *>()) {
            if (answer->isVisible()) {
                answer->click();
                return;
            }
        }
        qFatal("nothing is asked");
    }
    QListWidget &list() const { return *m_dialog->findChild<QListWidget *>(); }
    QString shownName() const
    {
        return form().isVisible() && !form().isNew() ? form().settings().name : QString();
    }

    QAbstractButton *button(const QString &text) const { return gantry::button(*m_dialog, text); }
    void press(const char *text) const { gantry::press(*m_dialog, text); }
    bool says(const QString &words) const { return !noteWith(*m_dialog, words).isEmpty(); }

    QByteArray secretsFile() const
    {
        QFile file(m_station->stateDir() + QStringLiteral("/secrets.ini"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    DestinationSettings stored(const QString &name)
    {
        for (const DestinationSettings &settings : valueOf(engine().destinations()))
            if (settings.name == name)
                return settings;
        return {};
    }

    bool testPasses(const QString &name)
    {
        const auto lines = valueOf(engine().testDestination(name));
        return lines && std::all_of(lines->begin(), lines->end(), [](const CheckLine &line) {
                   return line.result == CheckLine::Result::Passed;
               });
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

    // The form.

    void aFormHasAFieldForEachType()
    {
        DestinationForm form({madeUpKind()});
        DestinationSettings settings;
        settings.kind = QStringLiteral("made_up");
        settings.fields = {{QStringLiteral("room"), QStringLiteral("7")},
                           {QStringLiteral("where"), QStringLiteral("https://a.example")},
                           {QStringLiteral("quick"), QStringLiteral("true")},
                           {QStringLiteral("key_file"), QStringLiteral("/keys/a.pem")},
                           {QStringLiteral("later"), QStringLiteral("of a newer version")}};
        settings.name = QStringLiteral("there");
        settings.partSize = 48 * 1024 * 1024;
        settings.partsInFlight = 3;
        settings.connectionLimit = 9;
        settings.caFile = QStringLiteral("/certs/own.pem");
        settings.verify = VerifyMode::Full;
        form.showStored(settings);
        QCOMPARE(form.settings(), settings); // nothing lost, nothing invented
        QVERIFY(!form.isDirty());
        QCOMPARE(part<QLineEdit>(form, "room")->text(), QStringLiteral("7"));
        QVERIFY(part<QCheckBox>(form, "quick")->isChecked());
        QCOMPARE(part<QLineEdit>(form, "part_size")->text(), QStringLiteral("48"));
        QCOMPARE(part<QComboBox>(form, "part_unit")->currentText(), QStringLiteral("MiB"));

        part<QCheckBox>(form, "quick")->setChecked(false);
        QVERIFY(form.isDirty());
        QVERIFY(!form.settings().fields.contains(QStringLiteral("quick")));
        part<QCheckBox>(form, "quick")->setChecked(true);
        QVERIFY(!form.isDirty());
        part<QLineEdit>(form, "part_size")->clear();
        QCOMPARE(form.settings().partSize, std::nullopt);
        part<QLineEdit>(form, "part_size")->setText(QStringLiteral("12345"));
        part<QComboBox>(form, "part_unit")->setCurrentIndex(3); // bytes
        QCOMPARE(form.settings().partSize, std::optional<qint64>(12'345));
    }

    void whatIsMissingOrWrongIsSaidBesideTheField()
    {
        DestinationForm form({madeUpKind()});
        form.show();
        DestinationSettings settings;
        settings.kind = QStringLiteral("made_up");
        form.showNew(settings, {QStringLiteral("studio")});
        QVERIFY(!form.isDirty());
        QVERIFY(!form.check());
        QCOMPARE(problemsIn(form).count(QStringLiteral("needed")), 3); // room, where, secret
        QVERIFY(problemsIn(form).contains(QStringLiteral("name")));

        part<QLineEdit>(form, "name")->setText(QStringLiteral("studio"));
        QCOMPARE(problemsIn(form), QString()); // said once, until the next try
        part<QLineEdit>(form, "room")->setText(QStringLiteral("7"));
        part<QLineEdit>(form, "where")->setText(QStringLiteral("no address"));
        part<SecretEdit>(form, "secret")->setText(secretText);
        part<QLineEdit>(form, "part_size")->setText(QStringLiteral("much"));
        QVERIFY(!form.check());
        QVERIFY2(problemsIn(form).contains(QStringLiteral("already")), qPrintable(problemsIn(form)));
        QVERIFY(problemsIn(form).contains(QStringLiteral("no address")));
        QVERIFY(problemsIn(form).contains(QStringLiteral("whole number")));

        part<QLineEdit>(form, "name")->setText(QStringLiteral("a/b"));
        QVERIFY(!form.check());
        QVERIFY(problemsIn(form).contains(QStringLiteral("slash")));
        part<QLineEdit>(form, "name")->setText(QStringLiteral(" there "));
        part<QLineEdit>(form, "where")->setText(QStringLiteral("https://a.example"));
        part<QLineEdit>(form, "part_size")->clear();
        QVERIFY2(form.check(), qPrintable(problemsIn(form)));
        QCOMPARE(form.settings().name, QStringLiteral("there"));
        QCOMPARE(form.secrets(),
                 (QMap<QString, QByteArray>{{QStringLiteral("secret"), secretText.toUtf8()}}));
    }

    void aKindThatIsChosenBringsItsFields()
    {
        DestinationForm form({serviceKind(), madeUpKind()});
        DestinationSettings settings;
        settings.kind = QStringLiteral("service");
        form.showNew(settings, {});
        part<QLineEdit>(form, "url")->setText(QStringLiteral("https://a.example"));
        part<QComboBox>(form, "kind")->setCurrentIndex(1);
        QCOMPARE(form.settings().kind, QStringLiteral("made_up"));
        QCOMPARE(form.settings().fields, (QMap<QString, QString>()));
        QVERIFY(form.findChild<QLineEdit *>(QStringLiteral("url")) == nullptr);
        QVERIFY(form.findChild<QLineEdit *>(QStringLiteral("room")) != nullptr);
    }

    void requiredFieldsAreMarkedInWordsAndAllHaveNames()
    {
        DestinationForm form({madeUpKind()});
        DestinationSettings settings;
        settings.kind = QStringLiteral("made_up");
        form.showNew(settings, {});
        QCOMPARE(part<QLineEdit>(form, "room")->accessibleName(), QStringLiteral("Room (required)"));
        QCOMPARE(part<QLineEdit>(form, "room")->accessibleDescription(), QStringLiteral("Which room"));
        QCOMPARE(part<QLineEdit>(form, "mirror")->accessibleName(), QStringLiteral("Mirror (optional)"));
        for (QWidget *field : form.findChildren<QWidget *>()) {
            const bool isField = qobject_cast<QLineEdit *>(field) || qobject_cast<QComboBox *>(field) ||
                                 qobject_cast<QSpinBox *>(field);
            const bool isInner = qobject_cast<QAbstractSpinBox *>(field->parentWidget()) != nullptr;
            if (isField && !isInner)
                QVERIFY2(!field->accessibleName().isEmpty(), qPrintable(field->objectName()));
        }
        QVERIFY(!form.check());
        QVERIFY(part<QLineEdit>(form, "room")->accessibleDescription().contains(QStringLiteral("needed")));
    }

    void aKindThatNobodyKnowsIsSaidToBe()
    {
        DestinationForm form({serviceKind()});
        DestinationSettings settings;
        settings.name = QStringLiteral("old");
        settings.kind = QStringLiteral("gopher");
        settings.fields = {{QStringLiteral("hole"), QStringLiteral("deep")}};
        form.showStored(settings);
        QVERIFY(readable(form).contains(QStringLiteral("gopher")));
        QCOMPARE(form.settings(), settings);
        QVERIFY(!form.isDirty());
    }

    // Secrets.

    void aSecretIsNowhereToBeRead()
    {
        open();
        auto *token = part<SecretEdit>(*m_dialog, "token");
        QCOMPARE(token->text(), QString());
        QVERIFY(token->placeholderText().contains(QStringLiteral("leave empty to keep it")));
        QVERIFY(!readable(*m_dialog).contains(QString::fromUtf8(m_service->token())));

        token->setText(secretText);
        QCOMPARE(token->echoMode(), QLineEdit::Password);
        QVERIFY(!readable(*m_dialog).contains(secretText));
        token->selectAll();
        token->copy();
        QVERIFY(!QGuiApplication::clipboard()->text().contains(secretText));
        QVERIFY(token->inputMethodHints().testFlag(Qt::ImhSensitiveData));

        press("Save");
        QTRY_VERIFY(says(QStringLiteral("Saved")));
        QCOMPARE(part<SecretEdit>(*m_dialog, "token")->text(), QString()); // gone from the window
        QVERIFY(!readable(*m_dialog).contains(secretText));
    }

    void whatIsTypedCanBeLookedAtAndOnlyThat()
    {
        SecretEdit edit;
        QAction *reveal = edit.actions().value(0);
        QVERIFY(!reveal->isVisible()); // nothing is typed
        edit.setText(secretText);
        QVERIFY(reveal->isVisible());
        reveal->trigger();
        QCOMPARE(edit.echoMode(), QLineEdit::Normal);
        edit.clear();
        QVERIFY(!reveal->isVisible());
        QCOMPARE(edit.echoMode(), QLineEdit::Password); // the next one begins hidden
    }

    void aSecretThatIsLeftOutKeepsWhatIsStored()
    {
        open();
        QVERIFY(testPasses(QStringLiteral("studio")));
        part<QSpinBox>(*m_dialog, "parts")->setValue(6);
        press("Save");
        QTRY_VERIFY(says(QStringLiteral("Saved")));
        QCOMPARE(stored(QStringLiteral("studio")).partsInFlight, 6);
        QVERIFY(testPasses(QStringLiteral("studio")));
        part<SecretEdit>(*m_dialog, "token")->setText(secretText); // a wrong one, to see that it arrives
        press("Save");
        QTRY_VERIFY(!m_dialog->hasUnsavedChanges());
        QTRY_VERIFY(!testPasses(QStringLiteral("studio")));
    }

    void anOptionalSecretCanBeRemovedUnseen()
    {
        open();
        QVERIFY(secretsFile().contains(m_service->token()));
        auto *token = part<SecretEdit>(*m_dialog, "token");
        auto *removal = part<QCheckBox>(*m_dialog, "token_removal");
        QVERIFY(removal->isVisible());
        QVERIFY(!removal->isChecked());
        token->setText(secretText);
        removal->click();
        QCOMPARE(token->text(), QString());
        QVERIFY(!token->isEnabled());
        QVERIFY(token->placeholderText().contains(QStringLiteral("when you save")));
        removal->click(); // thought better of it
        QVERIFY(token->isEnabled());
        QVERIFY(token->placeholderText().contains(QStringLiteral("leave empty to keep it")));
        QVERIFY(!m_dialog->hasUnsavedChanges());
        QCOMPARE(form().secrets(), (QMap<QString, QByteArray>()));

        removal->click();
        QVERIFY(m_dialog->hasUnsavedChanges());
        QVERIFY(secretsFile().contains(m_service->token())); // not before it is saved
        press("Save");
        QTRY_VERIFY(says(QStringLiteral("Saved")));
        QVERIFY(!m_dialog->hasUnsavedChanges());
        QVERIFY(!secretsFile().contains("studio"));
        QVERIFY(!testPasses(QStringLiteral("studio")));
        QVERIFY(!part<QCheckBox>(*m_dialog, "token_removal")->isChecked());
        QVERIFY(part<SecretEdit>(*m_dialog, "token")->isEnabled());
        // And set again.
        part<SecretEdit>(*m_dialog, "token")->setText(QString::fromUtf8(m_service->token()));
        press("Save");
        QTRY_VERIFY(!m_dialog->hasUnsavedChanges());
        QTRY_VERIFY(testPasses(QStringLiteral("studio")));
    }

    void onlyWhatMayBeMissingAndIsStoredCanBeRemoved()
    {
        DestinationForm form({serviceKind(), madeUpKind()});
        form.show();
        DestinationSettings settings;
        settings.name = QStringLiteral("there");
        settings.kind = QStringLiteral("made_up");
        form.showStored(settings);
        QVERIFY(form.findChild<QCheckBox *>(QStringLiteral("secret_removal")) == nullptr); // required
        settings.kind = QStringLiteral("service");
        form.showNew(settings, {});
        QVERIFY(!part<QCheckBox>(form, "token_removal")->isVisible());
        form.showStored(settings);
        QVERIFY(part<QCheckBox>(form, "token_removal")->isVisible());
        QVERIFY(part<QCheckBox>(form, "token_removal")->accessibleName().contains(QStringLiteral("Token")));
        // Elsewhere there is nothing to remove, whatever was ticked before.
        part<QCheckBox>(form, "token_removal")->click();
        QCOMPARE(form.secrets(), (QMap<QString, QByteArray>{{QStringLiteral("token"), {}}}));
        choosePlace(form, SecretStoreKind::File);
        QVERIFY(!part<QCheckBox>(form, "token_removal")->isVisible());
        QVERIFY(part<SecretEdit>(form, "token")->isEnabled());
        QCOMPARE(form.secrets(), (QMap<QString, QByteArray>()));
    }

    // Nobody who has moved a secret to a safer place expects a copy in the old one.
    void aSecretThatMovesLeavesNothingBehind()
    {
        open();
        QVERIFY(secretsFile().contains("studio"));
        choosePlace(*m_dialog, SecretStoreKind::Memory);
        part<QLineEdit>(*m_dialog, "secret_source")->setText(QStringLiteral("GANTRY_TEST_TOKEN"));
        press("Save");
        QTRY_COMPARE(stored(QStringLiteral("studio")).secretSource, QStringLiteral("env:GANTRY_TEST_TOKEN"));
        QTRY_VERIFY(!secretsFile().contains("studio"));
    }

    void aSecretThatMovesHasToBeTypedAgain()
    {
        open();
        QCOMPARE(part<QComboBox>(*m_dialog, "secret_store")->currentData().toInt(),
                 static_cast<int>(SecretStoreKind::File));
        QVERIFY(says(QStringLiteral("Not encrypted")));
        choosePlace(*m_dialog, SecretStoreKind::Keychain);
        QVERIFY(!says(QStringLiteral("Not encrypted")));
        QVERIFY(part<SecretEdit>(*m_dialog, "token")->placeholderText().contains(QStringLiteral("again")));
        choosePlace(*m_dialog, SecretStoreKind::Memory);
        QVERIFY(!part<SecretEdit>(*m_dialog, "token")->isVisible());
        press("Save");
        QVERIFY(problemsIn(form()).contains(QStringLiteral("variable")));
        part<QLineEdit>(*m_dialog, "secret_source")->setText(QStringLiteral("GANTRY_TEST_TOKEN"));
        press("Save");
        QTRY_COMPARE(stored(QStringLiteral("studio")).secretSource, QStringLiteral("env:GANTRY_TEST_TOKEN"));
    }

    // Words.

    // Of the kinds that there are: whatever a backend says is known to translators. In the made-up language
    // such a text stands in brackets.
    void allThatABackendSaysIsTranslated()
    {
        const QList<DestinationKind> kinds = destinationKinds();
        QVERIFY(!kinds.isEmpty());
        const InLanguage madeUp(QStringLiteral("qps"));
        const auto isKnown = [](const QString &source) {
            return source.isEmpty() || backendText(source).startsWith(QChar(0xab));
        };
        QVERIFY(!isKnown(QStringLiteral("A word that no backend has ever said")));
        for (const DestinationKind &kind : kinds) {
            QVERIFY2(!kind.displayName.isEmpty() && isKnown(kind.displayName), qPrintable(kind.displayName));
            for (const SettingsField &field : kind.fields) {
                QVERIFY2(!field.label.isEmpty() && isKnown(field.label), qPrintable(field.label));
                QVERIFY2(isKnown(field.help), qPrintable(field.help));
                for (const FieldChoice &choice : field.choices) {
                    QVERIFY2(!choice.label.isEmpty() && isKnown(choice.label), qPrintable(choice.label));
                    for (const QString &help : choice.help)
                        QVERIFY2(isKnown(help), qPrintable(help));
                }
            }
        }
    }

    void allThatATestSeesIsTranslated()
    {
        const InLanguage madeUp(QStringLiteral("qps"));
        for (const bool isReached : {true, false}) {
            if (!isReached)
                m_service->server().stop();
            const auto lines = valueOf(engine().testDestination(QStringLiteral("studio")));
            QVERIFY(lines && lines->size() == 5);
            for (const CheckLine &line : *lines) {
                QVERIFY2(checkNameText(line.name).startsWith(QChar(0xab)), qPrintable(line.name));
                QVERIFY2(line.message.contains(QChar(0xab)), qPrintable(line.message));
            }
        }
    }

    // The test of a connection.

    void aTestThatPassesSaysSoLineByLine()
    {
        open();
        press("Test connection");
        QVERIFY(checks().isRunning());
        QVERIFY(says(QStringLiteral("Testing studio")));
        QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("It works")), longEnough);
        for (const char *name : {"reachable", "clock", "credentials", "create", "abort"}) {
            const QString line = part<QWidget>(checks(), name)->accessibleName();
            QVERIFY2(line.contains(QStringLiteral("passed")), qPrintable(line));
        }
        QVERIFY(m_service->sessions().isEmpty() || m_service->objects().isEmpty());
        press("Test connection"); // again
        QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("It works")), longEnough);
    }

    void aWrongTokenSaysWhatToDo()
    {
        open();
        part<SecretEdit>(*m_dialog, "token")->setText(secretText);
        press("Save and test");
        QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("It does not work yet")), longEnough);
        const QString line = part<QWidget>(checks(), "credentials")->accessibleName();
        QVERIFY2(line.contains(QStringLiteral("failed")), qPrintable(line));
        QVERIFY2(line.contains(QStringLiteral("Check the destination")), qPrintable(line));
        QVERIFY(part<QWidget>(checks(), "create")->accessibleName().contains(QStringLiteral("not checked")));
    }

    void aDeadPortSaysThatItIsNotReached()
    {
        QTcpServer somebody;
        QVERIFY(somebody.listen(QHostAddress::LocalHost));
        const quint16 port = somebody.serverPort();
        somebody.close();
        open();
        part<QLineEdit>(*m_dialog, "url")->setText(QStringLiteral("http://127.0.0.1:%1").arg(port));
        press("Save and test");
        QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("It does not work yet")), longEnough);
        const QString line = part<QWidget>(checks(), "reachable")->accessibleName();
        QVERIFY2(line.contains(QStringLiteral("refused")), qPrintable(line));
        QCOMPARE(part<QWidget>(checks(), "clock")->accessibleName().count(QStringLiteral("not checked")), 1);
    }

    void resultsVanishWhenSomethingIsEdited()
    {
        open();
        press("Test connection");
        part<QLineEdit>(*m_dialog, "url")->setText(QStringLiteral("http://127.0.0.1:1"));
        QVERIFY(!checks().isVisible());
        QVERIFY(button(QStringLiteral("Save and test")) != nullptr);
        QVERIFY(valueOf(engine().testDestination(QStringLiteral("studio")))); // the first one has ended too
        QVERIFY(!checks().isVisible());
    }

    // Adding, copying, removing.

    void aNewOneIsAddedAndChosen()
    {
        open();
        const QSignalSpy saved(m_dialog.get(), &DestinationsDialog::destinationSaved);
        press("Add");
        QVERIFY(form().isNew());
        part<QLineEdit>(*m_dialog, "name")->setText(QStringLiteral("Archive"));
        part<QLineEdit>(*m_dialog, "url")->setText(QString::fromLatin1(m_service->url()));
        choosePlace(*m_dialog, SecretStoreKind::File);
        part<SecretEdit>(*m_dialog, "token")->setText(QString::fromUtf8(m_service->token()));
        press("Save");
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved.first().first().toString(), QStringLiteral("Archive"));
        QCOMPARE(shownName(), QStringLiteral("Archive"));
        QVERIFY(!part<QLineEdit>(*m_dialog, "name")->isVisible()); // it is fixed
        QTRY_COMPARE(list().count(), 2);
        QVERIFY(list().currentItem()->text().startsWith(QStringLiteral("Archive")));
        QVERIFY(testPasses(QStringLiteral("Archive")));
    }

    void whatTheEngineRefusesIsSaidInTheDialog()
    {
        open();
        m_dialog->showEditor(QStringLiteral("made_up"));
        part<QLineEdit>(*m_dialog, "name")->setText(QStringLiteral("there"));
        part<QLineEdit>(*m_dialog, "room")->setText(QStringLiteral("7"));
        part<QLineEdit>(*m_dialog, "where")->setText(QStringLiteral("https://a.example"));
        part<SecretEdit>(*m_dialog, "secret")->setText(secretText);
        press("Save");
        QTRY_VERIFY(says(QStringLiteral("There is no kind of destination named made_up")));
        QVERIFY(m_dialog->hasUnsavedChanges()); // nothing that was typed is lost
    }

    void aCopyHasAFreeNameAndNoSecret()
    {
        open();
        press("Duplicate");
        QVERIFY(form().isNew());
        QCOMPARE(part<QLineEdit>(*m_dialog, "name")->text(), QStringLiteral("studio copy"));
        QCOMPARE(part<QLineEdit>(*m_dialog, "url")->text(), QString::fromLatin1(m_service->url()));
        QVERIFY(says(QStringLiteral("type them again")));
        QCOMPARE(part<SecretEdit>(*m_dialog, "token")->placeholderText(), QString());
    }

    void removingAsksInPlace()
    {
        open();
        press("Remove");
        QVERIFY(question().isVisible());
        QCOMPARE(QApplication::activeModalWidget(), nullptr);
        press("Keep it");
        QVERIFY(!question().isVisible());
        QCOMPARE(stored(QStringLiteral("studio")).name, QStringLiteral("studio"));
        press("Remove");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape); // the same as to keep it
        QVERIFY(!question().isVisible());
        QVERIFY(m_dialog->isVisible());
        press("Remove");
        confirm();
        QTRY_COMPARE(valueOf(engine().destinations()).size(), 0);
        QTRY_COMPARE(list().count(), 0);
        QVERIFY(button(QStringLiteral("Add a destination")) != nullptr);
    }

    void oneThatIsUsedIsNotRemoved()
    {
        // An upload that does not end while this looks.
        m_service->setFaults([](const RecordedRequest &) -> std::optional<ServerAction> {
            return ServerAction::answerWith(503, {}, {{"Retry-After", "60"}});
        });
        m_station->add(file(bytesOf(1000)));
        open();
        press("Remove");
        confirm();
        QTRY_VERIFY(says(QStringLiteral("Unfinished uploads go to studio")));
        QCOMPARE(stored(QStringLiteral("studio")).name, QStringLiteral("studio"));
        QCOMPARE(shownName(), QStringLiteral("studio"));
    }

    // Unsaved changes.

    void leavingWithChangesAsks()
    {
        DestinationSettings other = stored(QStringLiteral("studio"));
        other.name = QStringLiteral("other");
        QVERIFY(valueOf(engine().putDestination(other, {})));
        open();
        QTRY_COMPARE(list().count(), 2);
        part<QSpinBox>(*m_dialog, "parts")->setValue(9);
        list().setCurrentRow(0); // "other"
        QVERIFY(question().isVisible());
        QCOMPARE(shownName(), QStringLiteral("studio"));
        QVERIFY(list().currentItem()->text().startsWith(QStringLiteral("studio"))); // what is shown is chosen
        press("Keep editing");
        QCOMPARE(part<QSpinBox>(*m_dialog, "parts")->value(), 9);

        list().setCurrentRow(0);
        press("Discard");
        QCOMPARE(shownName(), QStringLiteral("other"));
        QCOMPARE(stored(QStringLiteral("studio")).partsInFlight, 4);

        part<QSpinBox>(*m_dialog, "parts")->setValue(5);
        list().setCurrentRow(1);
        confirm();
        QTRY_COMPARE(shownName(), QStringLiteral("studio"));
        QCOMPARE(stored(QStringLiteral("other")).partsInFlight, 5);
    }

    void closingWithChangesAsks()
    {
        open();
        part<QSpinBox>(*m_dialog, "parts")->setValue(9);
        m_dialog->close();
        QVERIFY(m_dialog->isVisible());
        QVERIFY(question().isVisible());
        press("Discard");
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(stored(QStringLiteral("studio")).partsInFlight, 4);
    }

    void closingWithoutChangesCloses()
    {
        open();
        m_dialog->close();
        QVERIFY(!m_dialog->isVisible());
    }

    void aChangeFromElsewhereIsShownUnlessSomebodyEdits()
    {
        open();
        DestinationSettings changed = stored(QStringLiteral("studio"));
        changed.partsInFlight = 8;
        QVERIFY(valueOf(engine().putDestination(changed, {})));
        QTRY_COMPARE(part<QSpinBox>(*m_dialog, "parts")->value(), 8);
        part<QSpinBox>(*m_dialog, "connections")->setValue(3);
        changed.partsInFlight = 7;
        QVERIFY(valueOf(engine().putDestination(changed, {})));
        QVERIFY(valueOf(engine().destinations()).size() == 1); // the dialog has asked before that
        QCOMPARE(part<QSpinBox>(*m_dialog, "connections")->value(), 3);
        QVERIFY(m_dialog->hasUnsavedChanges());
    }

    // The first page.

    // Whether it is closed, or goes with its window.
    void itComesBackAsItWasLeft()
    {
        open();
        m_dialog->resize(777, 566);
        auto *across = m_dialog->findChild<QSplitter *>();
        QTRY_COMPARE(m_dialog->size(), QSize(777, 566));
        across->setSizes({250, across->width() - 250});
        const QList<int> sizes = across->sizes();
        m_dialog.reset();
        m_settings.reset(); // writes
        m_settings = std::make_unique<UiSettings>(m_station->stateDir());
        open();
        QCOMPARE(m_dialog->size(), QSize(777, 566));
        QCOMPARE(m_dialog->findChild<QSplitter *>()->sizes(), sizes);
    }

    // 800 by 600 pixels at 150 percent are 533 by 400.
    void itFitsASmallScreen()
    {
        open();
        const int letters = m_dialog->width() / m_dialog->fontMetrics().averageCharWidth();
        QVERIFY2(letters >= 80,
                 qPrintable(QString::number(letters))); // hints in few lines, where there is room
        // With every button that some destination has.
        for (QPushButton *button : m_dialog->findChildren<QPushButton *>())
            button->show();
        m_dialog->resize(1, 1);
        QTRY_VERIFY2(m_dialog->width() < 533 * m_dialog->fontMetrics().averageCharWidth() / 6,
                     qPrintable(QString::number(m_dialog->width())));
        QTRY_VERIFY2(m_dialog->height() < 400 * m_dialog->fontMetrics().height() / 14,
                     qPrintable(QString::number(m_dialog->height())));
    }

    void theEmptyStateOffersTwoWays()
    {
        EmptyState empty;
        const QSignalSpy add(&empty, &EmptyState::addDestinationWanted);
        const QSignalSpy local(&empty, &EmptyState::localServiceWanted);
        const QList<QPushButton *> buttons = empty.findChildren<QPushButton *>();
        QCOMPARE(buttons.size(), 2);
        buttons[0]->click();
        buttons[1]->click();
        QCOMPARE(add.size(), 1);
        QCOMPARE(local.size(), 1);
        empty.setLocalServiceStarting(true);
        buttons[1]->click(); // once is enough
        QCOMPARE(local.size(), 1);
        empty.setTrouble(QStringLiteral("gone"));
        empty.setLocalServiceStarting(false);
        QVERIFY(readable(empty).contains(QStringLiteral("gone")));
        QVERIFY(buttons[1]->isEnabled());
    }

    void whatServersAndUsersSayIsPlainText()
    {
        CheckList list;
        list.setLines(
            {{QStringLiteral("reachable"), CheckLine::Result::Failed, QStringLiteral("<b>bold</b>")}});
        for (const QLabel *label : list.findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(readable(list).contains(QStringLiteral("<b>bold</b>")));
    }
};

} // namespace gantry

QTEST_MAIN(gantry::DestinationsTest)
#include "destinations_test.moc"
