#include "tests/ui/intake_fixture.h"
#include "ui/intake/add_dialogs.h"
#include "ui/intake/intake_panel.h"
#include "ui/intake/problem_list.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace gantry;

class IntakePanelTest : public IntakeTestBase
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void hiddenWithNothingToSay();
    void beginsAtOnceWithOneDestination();
    void asksWithSeveral();
    void listsProblemsFirst();
    void cancelAddsNothing();
    void escapeCancels();
    void nothingCanBeSent();
    void theListCanBeCopied();
    void manyProblems();
    void keepsFilesUntilThereIsADestination();
    void filesMayComeBeforeTheDestinationsAreKnown();
    void givesUpKeptFiles();
    void badPrefixesAreRefused();
    void optionsAreAskedFor();
    void summariesSayWhatContinues();
    void anEmptyFolderIsSaid();
    void failuresAreSaid();
    void aChoiceSurvivesNewDestinations();
    void theWriterKeepsTheFocus();
    void dialogsStopNothing();

private:
    template <class Widget>
    Widget *visible(const char *text) const
    {
        const QList<Widget *> all = m_panel->findChildren<Widget *>();
        for (Widget *each : all)
            if (each->isVisible() && each->text().remove(QLatin1Char('&')).contains(QLatin1String(text)))
                return each;
        return nullptr;
    }
    QPushButton *button(const char *text) const { return visible<QPushButton>(text); }
    bool says(const char *text) const { return visible<QLabel>(text) != nullptr; }
    QComboBox *chooser() const { return m_panel->findChild<QComboBox *>(); }
    QLineEdit *prefix() const { return m_panel->findChild<QLineEdit *>(); }
    bool isAsking() const
    {
        return QTest::qWaitFor([this] { return m_intake->state() == Intake::State::Asking; }, 5'000);
    }
    bool isDone() const
    {
        return QTest::qWaitFor([this] { return m_intake->state() == Intake::State::Idle; }, 5'000);
    }
    void makeLink(const QString &name) { QVERIFY(QFile::link(path(QStringLiteral("nowhere")), path(name))); }

    std::unique_ptr<Intake> m_intake;
    std::unique_ptr<QWidget> m_window;
    IntakePanel *m_panel = nullptr;
};

void IntakePanelTest::init()
{
    start();
    m_intake = std::make_unique<Intake>(engine());
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    m_panel = new IntakePanel(*m_intake);
    layout->addWidget(m_panel);
    layout->addWidget(new QLineEdit);
    m_window->resize(800, 500);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void IntakePanelTest::cleanup()
{
    m_window.reset();
    m_intake.reset();
    stop();
}

void IntakePanelTest::hiddenWithNothingToSay()
{
    QVERIFY(!m_panel->isVisible());
    m_panel->setDestinations({studio()}, studio());
    m_panel->offer({});
    QVERIFY(!m_panel->isVisible());
}

void IntakePanelTest::beginsAtOnceWithOneDestination()
{
    write(QStringLiteral("d/1"));
    QSignalSpy prefers(m_panel, &IntakePanel::prefers);
    m_panel->setDestinations({studio()}, studio());
    m_panel->offer({path(QStringLiteral("d"))});
    QVERIFY(says("Looking through d"));
    QVERIFY(button("Stop") != nullptr);
    QVERIFY(isDone());
    QCOMPARE(keys(), QStringList{QStringLiteral("d/1")});
    QVERIFY(says("added to Studio"));
    QVERIFY(prefers.isEmpty()); // there was nothing to choose
}

void IntakePanelTest::asksWithSeveral()
{
    write(QStringLiteral("d/1"));
    addDestination(QStringLiteral("Archive"));
    QSignalSpy prefers(m_panel, &IntakePanel::prefers);
    m_panel->setDestinations({QStringLiteral("Archive"), studio()}, studio());
    m_panel->offer({path(QStringLiteral("d"))});
    QVERIFY(isAsking());
    QVERIFY(chooser()->isVisible());
    QCOMPARE(chooser()->currentText(), studio()); // the last one used
    QVERIFY(queue().isEmpty());
    chooser()->setCurrentText(QStringLiteral("Archive"));
    QTest::mouseClick(button("Upload"), Qt::LeftButton);
    QVERIFY(isDone());
    QCOMPARE(queue().value(0).record.destination, QStringLiteral("Archive"));
    QCOMPARE(prefers.size(), 1);
    QCOMPARE(prefers[0][0].toString(), QStringLiteral("Archive"));
}

void IntakePanelTest::listsProblemsFirst()
{
    write(QStringLiteral("d/1"));
    write(QStringLiteral("d/2"));
    makeLink(QStringLiteral("d/link"));
    m_panel->setDestinations({studio()}, studio());
    m_panel->offer({path(QStringLiteral("d"))});
    QVERIFY(isAsking());
    QVERIFY(says("cannot be sent"));
    auto *list = m_panel->findChild<ProblemList *>();
    QVERIFY(list->isVisible());
    QCOMPARE(list->model()->rowCount(), 1);
    QVERIFY(list->model()
                ->index(0, ProblemModel::Path)
                .data()
                .toString()
                .contains(path(QStringLiteral("d/link"))));
    QVERIFY(list->model()->index(0, ProblemModel::Reason).data().toString().contains(QStringLiteral("link")));
    QTest::mouseClick(button("Hide list"), Qt::LeftButton);
    QVERIFY(!list->isVisible());
    QVERIFY(queue().isEmpty());
    QTest::keyClick(button("Upload the other 2"), Qt::Key_Space);
    QVERIFY(isDone());
    QCOMPARE(queue().size(), 2);
}

void IntakePanelTest::cancelAddsNothing()
{
    write(QStringLiteral("d/1"));
    makeLink(QStringLiteral("d/link"));
    m_panel->setDestinations({studio()}, studio());
    m_panel->offer({path(QStringLiteral("d"))});
    QVERIFY(isAsking());
    QTest::mouseClick(button("Cancel"), Qt::LeftButton);
    QCOMPARE(m_intake->state(), Intake::State::Idle);
    QVERIFY(!m_panel->isVisible());
    QVERIFY(queue().isEmpty());
}

void IntakePanelTest::escapeCancels()
{
    write(QStringLiteral("d/1"));
    makeLink(QStringLiteral("d/link"));
    m_panel->setDestinations({studio()}, studio());
    m_panel->offer({path(QStringLiteral("d"))});
    QVERIFY(isAsking());
    QTest::keyClick(button("Upload"), Qt::Key_Escape);
    QCOMPARE(m_intake->state(), Intake::State::Idle);
    QVERIFY(!m_panel->isVisible());
}

void IntakePanelTest::nothingCanBeSent()
{
    makeLink(QStringLiteral("link"));
    m_panel->setDestinations({studio(), QStringLiteral("Archive")}, studio());
    m_panel->offer({path(QStringLiteral("link"))});
    QVERIFY(isAsking());
    QVERIFY(says("Nothing here can be sent"));
    QVERIFY(button("Upload") == nullptr);
    QVERIFY(!chooser()->isVisible());
    QTest::mouseClick(button("Close"), Qt::LeftButton);
    QVERIFY(!m_panel->isVisible());
}

void IntakePanelTest::theListCanBeCopied()
{
    QVERIFY(QDir().mkpath(path(QStringLiteral("d"))));
    for (const char *name : {"d/a", "d/b", "d/c"})
        makeLink(QLatin1String(name));
    m_panel->setDestinations({studio()}, studio());
    m_panel->offer({path(QStringLiteral("d"))});
    QVERIFY(isAsking());
    QTest::mouseClick(button("Copy list"), Qt::LeftButton);
    const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith(path(QStringLiteral("d/a")) + QLatin1Char('\t')));
    auto *list = m_panel->findChild<ProblemList *>();
    list->setCurrentIndex(list->model()->index(1, 0));
    QTest::keyClick(list, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().startsWith(path(QStringLiteral("d/b")) + QLatin1Char('\t')));
    QVERIFY(!QApplication::clipboard()->text().contains(QLatin1Char('\n')));
}

void IntakePanelTest::manyProblems()
{
    ProblemModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QList<WalkProblem> problems;
    for (int i = 0; i < 100'000; ++i)
        problems.append({QStringLiteral("/a/%1").arg(i), QStringLiteral("it is a pipe")});
    model.setProblems(problems);
    QCOMPARE(model.rowCount(), 100'000);
    model.setProblems({{QStringLiteral("/two\nlines"), QStringLiteral("x")}});
    QCOMPARE(model.rowCount(), 1);
    model.setProblems({{QStringLiteral("/<b>two\nlines"), QStringLiteral("x")}});
    QVERIFY(!model.index(0, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("<b>")));
    QVERIFY(!model.index(0, 0).data().toString().contains(QLatin1Char('\n')));

    ProblemList list;
    list.setProblems(problems);
    list.resize(list.sizeHint());
    list.show();
    QVERIFY(QTest::qWaitForWindowExposed(&list));
    QVERIFY(list.height() < 20 * list.fontMetrics().height());
    QCOMPARE(list.selectedText().count(QLatin1Char('\n')), 99'999);
}

void IntakePanelTest::keepsFilesUntilThereIsADestination()
{
    write(QStringLiteral("1"));
    write(QStringLiteral("2"));
    QSignalSpy wanted(m_panel, &IntakePanel::destinationWanted);
    m_panel->setDestinations({}, {});
    QVERIFY(wanted.isEmpty());
    m_panel->offer({path(QStringLiteral("1"))});
    QCOMPARE(wanted.size(), 1);
    QVERIFY(says("Add a destination first"));
    QTest::mouseClick(button("Add a destination"), Qt::LeftButton);
    QCOMPARE(wanted.size(), 2);
    m_panel->offer({path(QStringLiteral("2"))});
    QCOMPARE(m_intake->state(), Intake::State::Idle);
    m_panel->setDestinations({studio()}, studio());
    QVERIFY(m_intake->state() != Intake::State::Idle);
    QVERIFY(isDone());
    QCOMPARE(keys(), QStringList({QStringLiteral("1"), QStringLiteral("2")}));
}

void IntakePanelTest::filesMayComeBeforeTheDestinationsAreKnown()
{
    write(QStringLiteral("1"));
    QSignalSpy wanted(m_panel, &IntakePanel::destinationWanted);
    m_panel->offer({path(QStringLiteral("1"))}); // as the command line's do
    QVERIFY(wanted.isEmpty());
    QVERIFY(!m_panel->isVisible());
    m_panel->setDestinations({studio()}, studio());
    QVERIFY(isDone());
    QVERIFY(wanted.isEmpty());
    QCOMPARE(keys(), QStringList{QStringLiteral("1")});
}

void IntakePanelTest::givesUpKeptFiles()
{
    write(QStringLiteral("1"));
    m_panel->setDestinations({}, {});
    m_panel->offer({path(QStringLiteral("1"))});
    QTest::mouseClick(button("Cancel"), Qt::LeftButton);
    QVERIFY(!m_panel->isVisible());
    m_panel->setDestinations({studio()}, studio());
    QCOMPARE(m_intake->state(), Intake::State::Idle);
}

void IntakePanelTest::badPrefixesAreRefused()
{
    write(QStringLiteral("1"));
    m_panel->setDestinations({studio()}, studio());
    m_panel->offerWithOptions({path(QStringLiteral("1"))});
    QVERIFY(isAsking());
    QVERIFY(prefix()->isVisible());
    prefix()->setText(QStringLiteral("/a"));
    QVERIFY(says("Not possible"));
    QVERIFY(!button("Upload")->isEnabled());
    QTest::keyClick(prefix(), Qt::Key_Return);
    QCOMPARE(m_intake->state(), Intake::State::Asking);
    prefix()->setText(QStringLiteral("a"));
    QVERIFY(!says("Not possible"));
    QTest::keyClick(prefix(), Qt::Key_Return);
    QVERIFY(isDone());
    QCOMPARE(keys(), QStringList{QStringLiteral("a/1")});
}

void IntakePanelTest::optionsAreAskedFor()
{
    write(QStringLiteral("1"));
    write(QStringLiteral("2"));
    m_panel->setDestinations({studio()}, studio());
    m_panel->offerWithOptions({path(QStringLiteral("1"))});
    QVERIFY(isAsking());
    prefix()->setText(QStringLiteral("p"));
    QTest::mouseClick(button("Upload"), Qt::LeftButton);
    QVERIFY(isDone());
    // And only this once: the next one neither asks nor has the prefix.
    m_panel->offer({path(QStringLiteral("2"))});
    QVERIFY(isDone());
    QCOMPARE(keys(), QStringList({QStringLiteral("p/1"), QStringLiteral("2")}));
}

void IntakePanelTest::summariesSayWhatContinues()
{
    write(QStringLiteral("d/1"));
    m_panel->setDestinations({studio()}, studio());
    m_panel->offer({path(QStringLiteral("d"))});
    QVERIFY(isDone());
    QVERIFY(!says("continue"));
    write(QStringLiteral("d/2"));
    m_panel->offer({path(QStringLiteral("d"))});
    QVERIFY(isDone());
    QVERIFY(says("2 file"));
    QVERIFY(says("1 of them were already queued or unfinished"));
}

void IntakePanelTest::anEmptyFolderIsSaid()
{
    QVERIFY(QDir().mkpath(path(QStringLiteral("empty one"))));
    m_panel->setDestinations({studio()}, studio());
    m_panel->offer({path(QStringLiteral("empty one/"))});
    QVERIFY(isDone());
    QVERIFY(says("There are no files in empty one."));
}

void IntakePanelTest::failuresAreSaid()
{
    write(QStringLiteral("1"));
    m_panel->setDestinations({QStringLiteral("Gone")}, {}); // removed by another program meanwhile
    m_panel->offer({path(QStringLiteral("1"))});
    QVERIFY(isDone());
    QVERIFY(says("Nothing could be added"));
    QVERIFY(says("Gone"));
}

void IntakePanelTest::aChoiceSurvivesNewDestinations()
{
    write(QStringLiteral("1"));
    const QString archive = QStringLiteral("Archive");
    m_panel->setDestinations({archive, studio()}, studio());
    m_panel->offer({path(QStringLiteral("1"))});
    QVERIFY(isAsking());
    chooser()->setCurrentText(archive);
    m_panel->setDestinations({archive, QStringLiteral("New"), studio()}, studio());
    QCOMPARE(chooser()->currentText(), archive);
    m_panel->setDestinations({QStringLiteral("New"), studio()}, studio());
    QCOMPARE(chooser()->currentText(), studio());
    m_panel->setDestinations({}, {});
    QVERIFY(!button("Upload")->isEnabled());
    QCOMPARE(m_intake->state(), Intake::State::Asking);
}

void IntakePanelTest::theWriterKeepsTheFocus()
{
    write(QStringLiteral("1"));
    auto *field = m_window->findChild<QLineEdit *>(QString(), Qt::FindDirectChildrenOnly);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_panel->setDestinations({QStringLiteral("Archive"), studio()}, studio());
    field->setFocus();
    m_panel->offer({path(QStringLiteral("1"))});
    QVERIFY(isAsking());
    QVERIFY(field->hasFocus());
    m_intake->cancel();
    field->clearFocus();
    m_panel->offer({path(QStringLiteral("1"))});
    QVERIFY(isAsking());
    QVERIFY(button("Upload")->hasFocus()); // Enter goes on
}

// Files are chosen beside a window that goes on.
void IntakePanelTest::dialogsStopNothing()
{
    write(QStringLiteral("a.mov"));
    QStringList chosen;
    const auto take = [&chosen](const QStringList &paths) { chosen += paths; };
    QPointer<QFileDialog> dialog = chooseFiles(m_window.get(), take);
    QVERIFY(dialog->isVisible());
    QVERIFY(!dialog->isModal());
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    QTRY_VERIFY(dialog->findChild<QLineEdit *>() != nullptr);
    dialog->findChild<QLineEdit *>()->setText(path(QStringLiteral("a.mov")));
    static_cast<QDialog *>(dialog)->accept();
    QCOMPARE(chosen, QStringList{path(QStringLiteral("a.mov"))});
    QTRY_VERIFY(dialog == nullptr);

    dialog = chooseFolder(m_window.get(), take);
    QVERIFY(!dialog->isModal());
    dialog->close();
    QTRY_VERIFY(dialog == nullptr);
    QCOMPARE(chosen.size(), 1);
}

QTEST_MAIN(IntakePanelTest)
#include "intake_panel_test.moc"
