// The window with a real engine behind it, used as a person uses it: drops, clicks and keys.
#include "tests/engine/engine_fixture.h"
#include "ui/destinations/empty_state.h"
#include "ui/detail/detail_pane.h"
#include "ui/detail/elided_label.h"
#include "ui/detail/parts_grid.h"
#include "ui/intake/intake_panel.h"
#include "ui/look/theme.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"
#include "ui/queue/queue_view.h"
#include "ui/queue/sidebar.h"
#include "ui/settings/ui_settings.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>

using namespace gantry;

namespace {

constexpr qint64 MiB = 1024 * 1024;

struct Desk
{
    explicit Desk(qint64 rateLimit = 0)
        : station(service)
    {
        service.setChunkSize(5 * MiB);
        service.setKeepsContent(true);
        station.options.rateLimit = rateLimit;
        if (!station.start())
            qFatal("the engine did not start");
        settings = std::make_unique<UiSettings>(station.stateDir());
        window = std::make_unique<MainWindow>(station.engine(), *settings, QList<DestinationKind>());
        window->show();
        window->load();
        view = window->findChild<QueueView *>();
    }

    // As a file manager does it.
    void drop(const QStringList &paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
        const QPoint middle = window->rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &enter);
        QDropEvent dropped(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &dropped);
    }

    const UploadStore &store() const { return window->store(); }

    Stage stageOf(int row) const { return store().at(row).record.stage; }

    bool click(const QString &text)
    {
        for (QToolButton *button : window->findChildren<QToolButton *>())
            if (button->isVisible() && button->isEnabled() && button->text() == text)
                return QTest::mouseClick(button, Qt::LeftButton), true;
        for (QPushButton *button : window->findChildren<QPushButton *>())
            if (button->isVisible() && button->isEnabled() && button->text() == text)
                return QTest::mouseClick(button, Qt::LeftButton), true;
        return false;
    }

    bool isEnabled(const QString &action) const
    {
        const QList<QAction *> actions = window->findChildren<QAction *>();
        return std::any_of(actions.begin(), actions.end(),
                           [&](const QAction *each) { return each->text() == action && each->isEnabled(); });
    }

    FakeService service;
    Workstation station;
    std::unique_ptr<UiSettings> settings;
    std::unique_ptr<MainWindow> window;
    QueueView *view = nullptr;
};

} // namespace

class WindowTest : public EngineTestBase
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(Theme::Light); }

    void aDroppedFileGoesUp();
    void pausesAndResumesByClicks();
    void keysAlone();
    void copiesWhatHasTheFocus();
    void asksAboutAChangedFile();
    void removalsCanBeUndone();
    void removalsAreCarriedOutInTheEnd();
    void cancellingAsksWhereSomethingIsLost();
    void searchAndSidebarChooseRows();
    void tellsNewcomersNothingOfDetails();
    void saysHowManyAreChosen();
    void staysAsItWasLeft();
    void saysWhatItWaitsFor();
};

void WindowTest::aDroppedFileGoesUp()
{
    Desk desk;
    const QByteArray content = bytesOf(12 * MiB);
    desk.drop({file(content)});
    QTRY_COMPARE_WITH_TIMEOUT(desk.store().size(), 1, longEnough);
    QTRY_COMPARE_WITH_TIMEOUT(desk.stageOf(0), Stage::Done, longEnough);
    QCOMPARE(desk.service.objects().size(), 1);
    QVERIFY(desk.service.objects().first().content == content);
    const QModelIndex progress = desk.view->model()->index(0, static_cast<int>(QueueColumn::Progress));
    QTRY_COMPARE(progress.data().toString(), QStringLiteral("100%"));
    // What is not there is told, and nothing is added.
    desk.drop({m_files.filePath(QStringLiteral("nothing here"))});
    QTest::qWait(200);
    QCOMPARE(desk.store().size(), 1);
}

void WindowTest::pausesAndResumesByClicks()
{
    Desk desk(16 * MiB);
    desk.drop({file(bytesOf(80 * MiB))});
    QTRY_VERIFY_WITH_TIMEOUT(desk.store().size() == 1 && desk.stageOf(0) == Stage::Sending, longEnough);
    QTest::mouseClick(desk.view->viewport(), Qt::LeftButton, {},
                      desk.view->visualRect(desk.view->model()->index(0, 0)).center());
    QVERIFY(QTest::qWaitFor([&] { return desk.click(QStringLiteral("Pause")); }));
    QTRY_COMPARE_WITH_TIMEOUT(moodOf(desk.store().at(0)), UploadMood::Paused, longEnough);
    QVERIFY(desk.service.objects().isEmpty());
    QVERIFY(QTest::qWaitFor([&] { return desk.click(QStringLiteral("Resume")); }));
    QTRY_COMPARE_WITH_TIMEOUT(desk.stageOf(0), Stage::Done, longEnough);
}

void WindowTest::keysAlone()
{
    Desk desk(16 * MiB);
    desk.window->openPaths({file(bytesOf(80 * MiB))});
    QTRY_VERIFY_WITH_TIMEOUT(desk.store().size() == 1 && desk.stageOf(0) == Stage::Sending, longEnough);
    desk.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk.window.get()));
    desk.view->setFocus();
    QTest::keyClick(desk.view, Qt::Key_Down);
    QTRY_VERIFY(desk.isEnabled(QStringLiteral("&Pause")));
    QTest::keySequence(desk.window.get(), QKeySequence(QStringLiteral("Ctrl+P")));
    QTRY_COMPARE_WITH_TIMEOUT(moodOf(desk.store().at(0)), UploadMood::Paused, longEnough);
    QTRY_VERIFY(desk.isEnabled(QStringLiteral("&Resume")));
    QTest::keySequence(desk.window.get(), QKeySequence(QStringLiteral("Ctrl+R")));
    QTRY_COMPARE_WITH_TIMEOUT(desk.stageOf(0), Stage::Done, longEnough);
    QTest::keySequence(desk.window.get(), QKeySequence::Find);
    QVERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()) != nullptr);
    desk.view->setFocus();
    QTest::keyClick(desk.view, Qt::Key_Delete);
    QTRY_COMPARE(desk.store().size(), 0);
    QTest::keySequence(desk.window.get(), QKeySequence::Undo);
    QTRY_COMPARE(desk.store().size(), 1);
}

void WindowTest::copiesWhatHasTheFocus()
{
    Desk desk;
    const QString path = file(bytesOf(12 * MiB));
    desk.drop({path});
    QTRY_VERIFY_WITH_TIMEOUT(desk.store().size() == 1 && desk.stageOf(0) == Stage::Done, longEnough);
    desk.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk.window.get()));
    desk.view->selectOnly(desk.store().at(0).record.id);
    desk.view->setFocus();
    QTRY_VERIFY(desk.isEnabled(QStringLiteral("Copy file p&ath")));
    QTest::keySequence(desk.view, QKeySequence::Copy);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), path);

    auto *grid = desk.window->findChild<PartsGrid *>();
    QTRY_VERIFY_WITH_TIMEOUT(grid->isVisible() && grid->partCount() > 1, longEnough);
    grid->setFocus();
    grid->setCurrentPart(2);
    QTest::keySequence(grid, QKeySequence::Copy);
    QVERIFY2(QGuiApplication::clipboard()->text().contains(QStringLiteral("Part 2 of")),
             qPrintable(QGuiApplication::clipboard()->text()));
}

void WindowTest::asksAboutAChangedFile()
{
    Desk desk(16 * MiB);
    const QString path = file(bytesOf(60 * MiB));
    desk.drop({path});
    QTRY_VERIFY_WITH_TIMEOUT(desk.store().size() == 1 && desk.store().at(0).record.partsStored >= 1,
                             longEnough);
    const QByteArray changed = bytesOf(6 * MiB, 9);
    QCOMPARE(file(changed), path);
    QTRY_COMPARE_WITH_TIMEOUT(desk.stageOf(0), Stage::NeedsDecision, longEnough);
    QCOMPARE(moodOf(desk.store().at(0)), UploadMood::NeedsYou);
    // The answers are in the row itself …
    desk.view->selectOnly(desk.store().at(0).record.id);
    auto *pane = desk.window->findChild<DetailPane *>();
    QSignalSpy decided(pane, &DetailPane::decided);
    // … and in the pane below.
    QPushButton *startOver = nullptr;
    QTRY_VERIFY([&] {
        for (QPushButton *button : pane->findChildren<QPushButton *>())
            if (button->isVisible() && button->isEnabled() &&
                button->text().remove(QLatin1Char('&')) == QLatin1String("Start over"))
                startOver = button;
        return startOver != nullptr;
    }());
    QTest::mouseClick(startOver, Qt::LeftButton);
    QCOMPARE(decided.size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(desk.stageOf(0), Stage::Done, longEnough);
    QVERIFY(desk.service.objects().last().content == changed);
}

void WindowTest::removalsCanBeUndone()
{
    Desk desk(16 * MiB);
    desk.drop({file(bytesOf(60 * MiB))});
    QTRY_VERIFY_WITH_TIMEOUT(desk.store().size() == 1 && desk.store().at(0).record.partsStored >= 1,
                             longEnough);
    const UploadId id = desk.store().at(0).record.id;
    desk.view->selectAll();
    QVERIFY(QTest::qWaitFor([&] { return desk.click(QStringLiteral("Remove")); }));
    QTRY_COMPARE(desk.store().size(), 0);
    // Nothing is lost yet: the session is there, and nothing moves.
    QTRY_VERIFY_WITH_TIMEOUT(desk.station.snapshot(id).holds.testFlag(Hold::User), longEnough);
    QCOMPARE(desk.service.sessions().size(), 1);
    QVERIFY(QTest::qWaitFor([&] { return desk.click(QStringLiteral("Undo")); }));
    QTRY_COMPARE(desk.store().size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(desk.stageOf(0), Stage::Done, longEnough);
}

void WindowTest::removalsAreCarriedOutInTheEnd()
{
    Desk desk;
    desk.drop({file(bytesOf(1 * MiB))});
    QTRY_VERIFY_WITH_TIMEOUT(desk.store().size() == 1 && desk.stageOf(0) == Stage::Done, longEnough);
    desk.view->selectAll();
    QVERIFY(QTest::qWaitFor([&] { return desk.click(QStringLiteral("Remove")); }));
    QTRY_COMPARE(desk.store().size(), 0);
    QCOMPARE(valueOf(desk.station.engine().uploads()).size(), 1);
    QVERIFY(valueOf(desk.window->finish()));
    QCOMPARE(valueOf(desk.station.engine().uploads()).size(), 0);
}

void WindowTest::cancellingAsksWhereSomethingIsLost()
{
    Desk desk(16 * MiB);
    desk.drop({file(bytesOf(60 * MiB))});
    QTRY_VERIFY_WITH_TIMEOUT(desk.store().size() == 1 && desk.store().at(0).record.partsStored >= 1,
                             longEnough);
    desk.view->selectAll();
    QVERIFY(QTest::qWaitFor([&] { return desk.click(QStringLiteral("Cancel")); }));
    QVERIFY(QTest::qWaitFor([&] { return desk.click(QStringLiteral("Keep them")); }));
    QTest::qWait(100);
    QVERIFY(desk.stageOf(0) != Stage::Cancelled);
    QVERIFY(desk.click(QStringLiteral("Cancel")));
    QVERIFY(QTest::qWaitFor([&] { return desk.click(QStringLiteral("Cancel uploads")); }));
    QTRY_COMPARE_WITH_TIMEOUT(desk.stageOf(0), Stage::Cancelled, longEnough);
}

void WindowTest::searchAndSidebarChooseRows()
{
    Desk desk;
    desk.drop({file(bytesOf(MiB), QStringLiteral("first.mov")),
               file(bytesOf(MiB, 2), QStringLiteral("second.mov"))});
    QTRY_VERIFY_WITH_TIMEOUT(desk.store().totals().byMood[static_cast<std::size_t>(UploadMood::Done)] == 2,
                             longEnough);
    auto *search = desk.window->findChild<QToolBar *>()->findChild<QLineEdit *>();
    QTest::keyClicks(search, QStringLiteral("SECOND"));
    QTRY_COMPARE(desk.view->model()->rowCount(), 1);
    search->clear();
    QTRY_COMPARE(desk.view->model()->rowCount(), 2);
    auto *sidebar = desk.window->findChild<Sidebar *>();
    sidebar->choose(QStringLiteral("mood/failed"));
    QTRY_COMPARE(desk.view->model()->rowCount(), 0);
    QTRY_VERIFY(sidebar->choice().mood == UploadMood::Failed);
    sidebar->choose(QStringLiteral("destination/studio"));
    QTRY_COMPARE(desk.view->model()->rowCount(), 2);
}

void WindowTest::tellsNewcomersNothingOfDetails()
{
    Desk desk;
    auto *detail = desk.window->findChild<DetailPane *>();
    auto *first = desk.window->findChild<EmptyState *>();
    QTRY_VERIFY(detail->isVisible() && !first->isVisible());
    const QList<DestinationSettings> all = valueOf(desk.station.engine().destinations());
    QCOMPARE(all.size(), 1);
    QVERIFY(valueOf(desk.station.engine().removeDestination(all.first().name)));
    QTRY_VERIFY(first->isVisible());
    QVERIFY(!detail->isVisible());
    QVERIFY(valueOf(desk.station.engine().putDestination(all.first(), {})));
    QTRY_VERIFY(!first->isVisible());
    QVERIFY(detail->isVisible());
    QTRY_VERIFY(detail->height() > desk.window->height() / 4); // shown at once, laid out after
}

void WindowTest::saysHowManyAreChosen()
{
    Desk desk;
    desk.drop({file(bytesOf(MiB), QStringLiteral("first.mov")),
               file(bytesOf(MiB, 2), QStringLiteral("second.mov"))});
    QTRY_COMPARE_WITH_TIMEOUT(desk.store().size(), 2, longEnough);
    const auto said = [&desk] {
        for (const ElidedLabel *label : desk.window->findChild<DetailPane *>()->findChildren<ElidedLabel *>())
            if (label->isVisible() && label->text().contains(QStringLiteral("chosen")))
                return label->text();
        return QString();
    };
    desk.view->selectAll();
    QTRY_COMPARE(said(), QStringLiteral("2 upload(s) chosen, 2.1 MB in all. One of them:"));
    desk.view->selectOnly(desk.store().at(0).record.id);
    QTRY_COMPARE(said(), QString());
    desk.view->clearSelection();
    QTRY_COMPARE(said(), QString());
}

void WindowTest::staysAsItWasLeft()
{
    Desk desk;
    auto *sidebar = desk.window->findChild<Sidebar *>();
    sidebar->choose(QStringLiteral("mood/done"));
    desk.view->setColumnHidden(static_cast<int>(QueueColumn::Size), true);
    desk.view->sortByColumn(static_cast<int>(QueueColumn::Name), Qt::DescendingOrder);
    desk.window->resize(1111, 666);
    QVERIFY(valueOf(desk.window->finish()));
    desk.window.reset();

    MainWindow again(desk.station.engine(), *desk.settings, {});
    again.show();
    again.load();
    QCOMPARE(again.size(), QSize(1111, 666));
    QCOMPARE(again.findChild<Sidebar *>()->choiceName(), QStringLiteral("mood/done"));
    auto *view = again.findChild<QueueView *>();
    QVERIFY(view->isColumnHidden(static_cast<int>(QueueColumn::Size)));
    QVERIFY(!view->isColumnHidden(static_cast<int>(QueueColumn::Name)));
}

void WindowTest::saysWhatItWaitsFor()
{
    Desk desk;
    desk.service.server().stop();
    desk.drop({file(bytesOf(MiB))});
    QTRY_VERIFY_WITH_TIMEOUT(desk.store().size() == 1 && desk.store().at(0).holds.testFlag(Hold::Offline),
                             longEnough);
    const QModelIndex state = desk.view->model()->index(0, static_cast<int>(QueueColumn::State));
    QCOMPARE(state.data().toString(), QStringLiteral("Offline: continues by itself"));
    desk.service.server().start();
    QTRY_COMPARE_WITH_TIMEOUT(desk.stageOf(0), Stage::Done, longEnough);
}

QTEST_MAIN(WindowTest)
#include "window_test.moc"
