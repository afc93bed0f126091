// The detail pane: its grid by pixels and keys, its plot's memory, its log's bounds, its facts and decisions.
#include "tests/ui/made_up_parts.h"
#include "tests/ui/made_up_uploads.h"
#include "ui/detail/decision_bar.h"
#include "ui/detail/detail_pane.h"
#include "ui/detail/elided_label.h"
#include "ui/detail/event_log.h"
#include "ui/detail/facts_page.h"
#include "ui/detail/log_page.h"
#include "ui/detail/parts_grid.h"
#include "ui/detail/parts_legend.h"
#include "ui/detail/speed_plot.h"
#include "ui/look/palettes.h"
#include "ui/parts/parts_feed.h"
#include "ui/text/format.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QElapsedTimer>
#include <QHelpEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPromise>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTabWidget>
#include <QTextEdit>
#include <QUrl>
#include <QWheelEvent>

using namespace gantry;

namespace {

QString clipboard()
{
    return QGuiApplication::clipboard()->text();
}

// A pane with all that it needs, and an upload whose parts a test makes up.
struct Pane
{
    explicit Pane(int count = 7)
        : parts(madeUpParts(count))
        , upload(madeUpUpload(1, QStringLiteral("day 1/clip.mov"), Stage::Sending, sizeOf(parts)))
        , feed([this](UploadId) { return answer(); }, queue.store())
        , log(queue.engine())
        , pane(queue.store(), feed, log)
    {
        upload.record.partSize = madeUpPartSize;
        upload.record.partsTotal = count;
        pane.resize(700, 400);
    }

    QFuture<Expected<UploadDetails>> answer()
    {
        ++questions;
        QPromise<Expected<UploadDetails>> promise;
        promise.start();
        promise.addResult(Expected<UploadDetails>(UploadDetails{upload, parts}));
        promise.finish();
        return promise.future();
    }

    void tell() { queue.tell({upload}); }

    bool show()
    {
        tell();
        pane.setUpload(UploadId{1});
        pane.show();
        return QTest::qWaitForWindowExposed(&pane) &&
               QTest::qWaitFor([this] { return grid().partCount() == parts.size(); });
    }

    PartsGrid &grid() { return *pane.findChild<PartsGrid *>(); }
    PartsLegend &legend() { return *pane.findChild<PartsLegend *>(); }
    DecisionBar &question() { return *pane.findChild<DecisionBar *>(); }
    QTabWidget &tabs() { return *pane.findChild<QTabWidget *>(); }
    QPushButton *button(const QWidget &in, const QString &text)
    {
        for (QPushButton *button : in.findChildren<QPushButton *>())
            if (button->text().remove(QLatin1Char('&')) == text)
                return button;
        return nullptr;
    }

    QList<PartSnapshot> parts;
    UploadSnapshot upload;
    int questions = 0;
    MadeUpQueue queue;
    PartsFeed feed;
    EventLog log;
    DetailPane pane;
};

std::unique_ptr<PartsGrid> gridOf(const QList<PartSnapshot> &parts, QSize size = {600, 300})
{
    auto grid = std::make_unique<PartsGrid>();
    grid->setPalette(lightPalette());
    grid->resize(size);
    grid->setParts(parts, QStringLiteral("The connection was closed."));
    grid->show();
    return grid;
}

QImage imageOfGrid(PartsGrid &grid)
{
    return grid.viewport()->grab().toImage().convertToFormat(QImage::Format_RGB32);
}

// Whether all pixels of a cell, its edge and number left out, are those of a look.
bool hasLook(const QImage &image, const QRect &cell, PartLook look, const PartInks &inks)
{
    const int margin = cell.width() > smallestPatterned ? 2 : 0;
    const QRect inside = cell.adjusted(margin, margin, -margin, -margin);
    for (int x = inside.left(); x <= inside.right(); ++x) {
        const QRgb pixel = image.pixel(x, inside.top());
        if (pixel != inks.ground(look) && pixel != inks.ink(look))
            return false;
    }
    return true;
}

} // namespace

class DetailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsShowTheirState_data();
    void cellsShowTheirState();
    void tenThousandAreAMap();
    void oneFailedOfTenThousandStandsOut();
    void mirrorsRightToLeft();
    void numbersOnlyWhereThereIsRoom();
    void fewPartsShareTheRow();
    void zooms();
    void movesByKeys();
    void copiesAPart();
    void tellsFactsOfAPart();
    void tellsScreenReaders();
    void neverTakesAServersWordForMarkup();
    void legendCounts();
    void showsNothingWithoutAnUpload();
    void decides();
    void onlyTheVisibleTabWorks();
    void refreshesAtMostFourTimesASecond();
    void asksForNoPartsWhenHidden();
    void remembersItsTab();
    void showsFacts();
    void opensTheFolder();
    void longFactsAreNeverCutOff();
    void logIsBounded();
    void logFollowsItsEndUnlessScrolledUp();
    void logTellsWhatHappens();
    void logIsCopied();
    void trackForgetsTheOldest();
    void speedIsKeptOnlyForWhatMoves();
    void holdsAndRetriesAreMarked();
    void retriesAreMarkedWhoeverIsChosen();
    void plotStepsAreRound();
    void plotGrowsToTenMinutes();
    void figuresFollowTheFont();
    void plotSaysWhenThereIsNothing();
    void elidesLongNames();

public Q_SLOTS:
    void takeUrl(const QUrl &url) { m_opened = url; }

private:
    QUrl m_opened;
};

void DetailTest::cellsShowTheirState_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("dark");
    for (const int count : {1, 7, 300})
        for (const bool dark : {false, true})
            QTest::addRow("%d %s", count, dark ? "dark" : "light") << count << dark;
}

void DetailTest::cellsShowTheirState()
{
    QFETCH(int, count);
    QFETCH(bool, dark);
    QList<PartSnapshot> parts = madeUpParts(count);
    for (PartSnapshot &part : parts)
        part.state = allPartStates[part.number % 7];
    const auto grid = gridOf(parts);
    grid->setPalette(dark ? darkPalette() : lightPalette());
    const QImage image = imageOfGrid(*grid);
    const PartInks inks(grid->palette());
    for (const PartSnapshot &part : parts) {
        const QRect cell = grid->cellRect(part.number);
        QVERIFY(grid->viewport()->rect().contains(cell));
        QVERIFY2(hasLook(image, cell, lookOf(part.state), inks), qPrintable(QString::number(part.number)));
        QCOMPARE(grid->partAt(cell.center()), part.number);
    }
    QCOMPARE(grid->partAt({-1, -1}), 0);
    QCOMPARE(grid->partAt(grid->viewport()->rect().bottomRight() + QPoint(50, 50)), 0);
}

void DetailTest::tenThousandAreAMap()
{
    QList<PartSnapshot> parts = madeUpParts(10'000, PartState::Stored);
    for (int index = 4000; index < 10'000; ++index)
        parts[index].state = PartState::Waiting;
    const auto grid = gridOf(parts, {900, 260});
    QCOMPARE(grid->verticalScrollBar()->maximum(), 0); // all in sight
    const QImage image = imageOfGrid(*grid);
    const PartInks inks(grid->palette());
    for (const int number : {1, 2, 3999, 4000, 4001, 7777, 10'000}) {
        const PartLook look = number <= 4000 ? PartLook::Stored : PartLook::Waiting;
        QCOMPARE(image.pixel(grid->cellRect(number).center()), inks.ground(look));
        QCOMPARE(grid->partAt(grid->cellRect(number).center()), number);
    }
    // Where they do not fit there is something to scroll, and the last can be reached.
    grid->resize(300, 120);
    QVERIFY(grid->verticalScrollBar()->maximum() > 0);
    grid->setCurrentPart(10'000);
    QVERIFY(grid->viewport()->rect().contains(grid->cellRect(10'000)));
}

void DetailTest::oneFailedOfTenThousandStandsOut()
{
    QList<PartSnapshot> parts = madeUpParts(10'000, PartState::Stored);
    const auto grid = gridOf(parts, {900, 260});
    const QImage before = imageOfGrid(*grid);
    parts[5000].state = PartState::Failed;
    grid->setParts(parts, {});
    const QImage after = imageOfGrid(*grid);
    const QRect cell = grid->cellRect(5001);
    int differing = 0;
    int tones = 0; // also without colour
    for (int x = cell.left() - 4; x <= cell.right() + 4; ++x)
        for (int y = cell.top() - 4; y <= cell.bottom() + 4; ++y) {
            differing += after.pixel(x, y) != before.pixel(x, y) ? 1 : 0;
            tones += std::abs(qGray(after.pixel(x, y)) - qGray(before.pixel(x, y))) > 48 ? 1 : 0;
        }
    QVERIFY2(differing >= 25, qPrintable(QString::number(differing)));
    QVERIFY2(tones >= 12, qPrintable(QString::number(tones)));
}

void DetailTest::mirrorsRightToLeft()
{
    const auto grid = gridOf(madeUpParts(20));
    grid->setLayoutDirection(Qt::RightToLeft);
    QVERIFY(grid->cellRect(1).left() > grid->cellRect(2).left());
    QVERIFY(grid->cellRect(1).right() > grid->viewport()->width() / 2);
    QCOMPARE(grid->partAt(grid->cellRect(3).center()), 3);
    grid->setCurrentPart(5);
    QTest::keyClick(grid.get(), Qt::Key_Left);
    QCOMPARE(grid->currentPart(), 6);
    QTest::keyClick(grid.get(), Qt::Key_Right);
    QCOMPARE(grid->currentPart(), 5);
}

void DetailTest::numbersOnlyWhereThereIsRoom()
{
    const auto inked = [](PartsGrid &grid, int number) {
        const QImage image = imageOfGrid(grid);
        const QRect cell = grid.cellRect(number).adjusted(2, 2, -2, -2);
        const PartInks inks(grid.palette());
        int count = 0;
        for (int x = cell.left(); x <= cell.right(); ++x)
            for (int y = cell.top(); y <= cell.bottom(); ++y)
                count += image.pixel(x, y) != inks.ground(PartLook::Waiting) ? 1 : 0;
        return count;
    };
    const auto few = gridOf(madeUpParts(7));
    QVERIFY(inked(*few, 4) > 10);
    const auto many = gridOf(madeUpParts(1000));
    QCOMPARE(inked(*many, 4), 0);
}

void DetailTest::fewPartsShareTheRow()
{
    for (const int count : {1, 4}) {
        const auto grid = gridOf(madeUpParts(count));
        QCOMPARE(grid->cellRect(1).top(), grid->cellRect(count).top());
        const int margin = grid->cellRect(1).left();
        QVERIFY(grid->cellRect(count).right() >= grid->viewport()->width() - margin - count - 1);
        grid->zoomOut();
        QCOMPARE(grid->cellSize().width(), grid->cellSize().height());
    }
}

void DetailTest::zooms()
{
    const auto grid = gridOf(madeUpParts(2560));
    const QSize fitting = grid->cellSize();
    QTest::keyClick(grid.get(), Qt::Key_Plus);
    const QSize larger = grid->cellSize();
    QVERIFY(larger.height() > fitting.height());
    QTest::keyClick(grid.get(), Qt::Key_Minus);
    QCOMPARE(grid->cellSize(), fitting);
    for (int i = 0; i < 30; ++i)
        grid->zoomOut();
    QVERIFY(grid->cellSize().height() >= 2);
    for (int i = 0; i < 30; ++i)
        grid->zoomIn();
    QVERIFY(grid->cellSize().height() >= 2 * fitting.height());
    const QSize largest = grid->cellSize();
    grid->setParts(madeUpParts(2560, PartState::Stored), {}); // keeps what the user chose
    QCOMPARE(grid->cellSize(), largest);
    QTest::keyClick(grid.get(), Qt::Key_0);
    QCOMPARE(grid->cellSize(), fitting);
    const auto wheel = [&](int delta, Qt::KeyboardModifiers keys) {
        QWheelEvent event({50, 50}, grid->mapToGlobal(QPointF(50, 50)), {}, {0, delta}, Qt::NoButton, keys,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(grid->viewport(), &event);
    };
    wheel(120, Qt::ControlModifier);
    QCOMPARE(grid->cellSize(), larger);
    wheel(-60, Qt::ControlModifier); // half a step of a fine wheel
    QCOMPARE(grid->cellSize(), larger);
    wheel(-60, Qt::ControlModifier);
    QCOMPARE(grid->cellSize(), fitting);
    wheel(120, Qt::NoModifier);
    QCOMPARE(grid->cellSize(), fitting);
}

void DetailTest::movesByKeys()
{
    const auto grid = gridOf(madeUpParts(300));
    grid->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(grid.get()));
    grid->clearFocus();
    const QImage unfocused = imageOfGrid(*grid);
    grid->setFocus(Qt::TabFocusReason);
    QCOMPARE(grid->currentPart(), 1);
    QVERIFY(imageOfGrid(*grid) != unfocused); // the focus is seen
    int columns = 0;
    while (grid->cellRect(columns + 1).top() == grid->cellRect(1).top())
        ++columns;
    const auto press = [&](Qt::Key key) {
        QTest::keyClick(grid.get(), key);
        return grid->currentPart();
    };
    QCOMPARE(press(Qt::Key_Left), 1);
    QCOMPARE(press(Qt::Key_Up), 1);
    QCOMPARE(press(Qt::Key_Right), 2);
    QCOMPARE(press(Qt::Key_Down), 2 + columns);
    QCOMPARE(press(Qt::Key_Up), 2);
    QCOMPARE(press(Qt::Key_End), 300);
    QCOMPARE(press(Qt::Key_Right), 300);
    QCOMPARE(press(Qt::Key_Down), 300);
    QCOMPARE(press(Qt::Key_Home), 1);
    QVERIFY(press(Qt::Key_PageDown) > columns);
    const auto empty = gridOf({});
    QTest::keyClick(empty.get(), Qt::Key_Right);
    QTest::keyClick(empty.get(), Qt::Key_Return);
    QCOMPARE(empty->currentPart(), 0);
}

void DetailTest::copiesAPart()
{
    const auto grid = gridOf(madeUpParts(20));
    QSignalSpy copied(grid.get(), &PartsGrid::copied);
    QGuiApplication::clipboard()->setText(QStringLiteral("before"));
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->cellRect(7).center());
    QCOMPARE(copied.size(), 1);
    QCOMPARE(clipboard(), grid->factsOf(7));
    QVERIFY(clipboard().contains(QStringLiteral("Part 7 of 20")));
    QTest::keyClick(grid.get(), Qt::Key_Right);
    QTest::keyClick(grid.get(), Qt::Key_Return);
    QCOMPARE(clipboard(), grid->factsOf(8));
    QTest::keyClick(grid.get(), Qt::Key_Left);
    QTest::keySequence(grid.get(), QKeySequence::Copy);
    QCOMPARE(clipboard(), grid->factsOf(7));
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, {1, 1}); // beside all cells
    QCOMPARE(copied.size(), 3);

    Pane shown;
    QVERIFY(shown.show());
    QTest::mouseClick(shown.grid().viewport(), Qt::LeftButton, {}, shown.grid().cellRect(2).center());
    QCOMPARE(shown.legend().said(), QStringLiteral("Copied what is known of part 2"));
}

void DetailTest::tellsFactsOfAPart()
{
    QList<PartSnapshot> parts = madeUpParts(2560);
    parts[1] = {2, madeUpPartSize, madeUpPartSize, PartState::Sending, madeUpPartSize / 2, 3, {}};
    parts[2].state = PartState::Stored;
    parts[2].etag = "\"9bb58f26\"";
    parts[3].state = PartState::Failed;
    const auto grid = gridOf(parts);
    const QString second = grid->factsOf(2);
    QVERIFY(second.contains(QStringLiteral("Part 2 of 2,560")));
    QVERIFY(second.contains(QStringLiteral("Bytes 10,485,760 to 20,971,519")));
    QVERIFY(second.contains(QStringLiteral("50%")));
    QVERIFY(second.contains(QStringLiteral("Attempts: 3")));
    QVERIFY(second.contains(QStringLiteral("Last error: The connection was closed.")));
    QVERIFY(grid->factsOf(3).contains(QStringLiteral("ETag: \"9bb58f26\"")));
    QVERIFY(!grid->factsOf(3).contains(QStringLiteral("Last error")));
    QVERIFY(grid->factsOf(4).contains(QStringLiteral("Last error")));
    QVERIFY(!grid->factsOf(5).contains(QStringLiteral("Attempts")));
    // What a part says itself counts more, also once it is stored; and it is one line whatever a server said.
    parts[1].lastError = QStringLiteral("The store\nwas away.");
    parts[2].lastError = QStringLiteral("Cut short.");
    grid->setParts(parts, QStringLiteral("The connection was closed."));
    QVERIFY(grid->factsOf(2).contains(QStringLiteral("Last error: The store was away.")));
    QVERIFY(!grid->factsOf(2).contains(QStringLiteral("closed")));
    QVERIFY(grid->factsOf(3).contains(QStringLiteral("Last error: Cut short.")));
    QCOMPARE(grid->factsOf(0), QString());
    QCOMPARE(grid->factsOf(2561), QString());
    QCOMPARE(summaryText(countParts(parts)), QStringLiteral("1 of 2,560 parts stored, 1 sending, 1 failed"));
}

void DetailTest::tellsScreenReaders()
{
    QList<PartSnapshot> parts = madeUpParts(20, PartState::Stored);
    parts[4].state = PartState::Sending;
    parts[4].sent = madeUpPartSize / 4;
    const auto grid = gridOf(parts);
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(grid.get());
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->text(QAccessible::Name), QStringLiteral("Parts"));
    QCOMPARE(list->text(QAccessible::Description), QStringLiteral("19 of 20 parts stored, 1 sending"));
    QCOMPARE(list->childCount(), 0);
    QCOMPARE(list->child(0), nullptr);
    grid->setCurrentPart(5);
    QCOMPARE(list->childCount(), 1);
    const QAccessibleInterface *item = list->child(0);
    QVERIFY(item);
    QCOMPARE(item->text(QAccessible::Name), QStringLiteral("Part 5 of 20, sending, 25%"));
    QCOMPARE(item->role(), QAccessible::ListItem);
    QCOMPARE(item->parent(), list);
    QCOMPARE(item->rect(),
             QRect(grid->viewport()->mapToGlobal(grid->cellRect(5).topLeft()), grid->cellRect(5).size()));
    grid->clear();
    QCOMPARE(list->childCount(), 0);
}

void DetailTest::neverTakesAServersWordForMarkup()
{
    QList<PartSnapshot> parts = madeUpParts(1, PartState::Stored);
    parts[0].etag = "<b>bold</b><img src='http://127.0.0.1/'>";
    const auto grid = gridOf(parts);
    const QPoint at = grid->cellRect(1).center();
    QHelpEvent help(QEvent::ToolTip, at, grid->viewport()->mapToGlobal(at));
    QApplication::sendEvent(grid->viewport(), &help);
    const auto tip = [] {
        for (QWidget *widget : QApplication::topLevelWidgets())
            if (auto *label = qobject_cast<QLabel *>(widget); label && label->inherits("QTipLabel"))
                return label;
        return static_cast<QLabel *>(nullptr);
    };
    QVERIFY(tip());
    QVERIFY(tip()->text().contains(QStringLiteral("&lt;b&gt;bold")));
    QVERIFY(!tip()->text().contains(QStringLiteral("<img")));

    Pane shown;
    shown.upload.record.key = QStringLiteral("<b>x</b>.mov");
    shown.upload.record.stage = Stage::NeedsDecision;
    shown.upload.record.error = Failure{FailureKind::SourceChanged, QStringLiteral("<i>changed</i>"), {}, 0};
    QVERIFY(shown.show());
    for (const QLabel *label : shown.pane.findChildren<QLabel *>())
        QVERIFY2(label->textFormat() == Qt::PlainText || !Qt::mightBeRichText(label->text()),
                 qPrintable(label->text()));
}

void DetailTest::legendCounts()
{
    PartsLegend legend;
    QList<PartSnapshot> parts = madeUpParts(300, PartState::Stored);
    legend.setCounts(countParts(parts));
    const int narrow = legend.heightForWidth(100);
    QVERIFY(narrow > legend.heightForWidth(2000)); // wraps, and says so
    const int one = legend.sizeHint().width();
    parts[0].state = PartState::Failed;
    legend.setCounts(countParts(parts));
    QVERIFY(legend.sizeHint().width() > one); // failed ones have come in
    QCOMPARE(legend.accessibleName(), QStringLiteral("299 of 300 parts stored, 1 failed"));
}

void DetailTest::showsNothingWithoutAnUpload()
{
    Pane shown;
    shown.pane.show();
    QVERIFY(QTest::qWaitForWindowExposed(&shown.pane));
    QVERIFY(!shown.tabs().isVisible());
    QVERIFY(shown.show());
    QVERIFY(shown.tabs().isVisible());
    shown.queue.tellRemoved({UploadId{1}});
    QTRY_VERIFY(!shown.tabs().isVisible());
    shown.tell();
    QTRY_VERIFY(shown.tabs().isVisible());
    shown.pane.setUpload({});
    QVERIFY(!shown.tabs().isVisible());
    shown.pane.setUpload(UploadId{77});
    QVERIFY(!shown.tabs().isVisible());
}

void DetailTest::decides()
{
    Pane shown;
    QVERIFY(shown.show());
    QVERIFY(!shown.question().isVisible());
    shown.upload.record.stage = Stage::NeedsDecision;
    shown.upload.record.error =
        Failure{FailureKind::SourceChanged, QStringLiteral("The file changed."), {}, 0};
    shown.tell();
    QTRY_VERIFY(shown.question().isVisible());
    bool told = false;
    for (const QLabel *label : shown.question().findChildren<QLabel *>())
        told = told || label->text() == QStringLiteral("The file changed.");
    QVERIFY(told);
    QSignalSpy decided(&shown.pane, &DetailPane::decided);
    QPushButton *startOver = shown.button(shown.question(), QStringLiteral("Start over"));
    QPushButton *skip = shown.button(shown.question(), QStringLiteral("Skip"));
    QVERIFY(startOver && skip);
    QTest::mouseClick(startOver, Qt::LeftButton);
    QTest::mouseClick(startOver, Qt::LeftButton); // once is enough
    QTest::mouseClick(skip, Qt::LeftButton);
    QCOMPARE(decided.size(), 1);
    QCOMPARE(decided.first().at(0).value<UploadId>(), UploadId{1});
    QCOMPARE(decided.first().at(1).value<Decision>(), Decision::StartOver);
    shown.upload.record.priority = 3; // still there: it can be answered again
    shown.tell();
    QTRY_VERIFY(skip->isEnabled());
    skip->setFocus();
    QTest::keyClick(skip, Qt::Key_Space);
    QCOMPARE(decided.size(), 2);
    QCOMPARE(decided.last().at(1).value<Decision>(), Decision::Skip);
    shown.upload.record.stage = Stage::Cancelled;
    shown.tell();
    QTRY_VERIFY(!shown.question().isVisible());
}

void DetailTest::onlyTheVisibleTabWorks()
{
    Pane shown;
    QVERIFY(shown.show());
    shown.pane.setTab(3);
    const QString before = shown.grid().factsOf(1);
    for (PartSnapshot &part : shown.parts)
        part.state = PartState::Stored;
    shown.upload.record.partsStored = 7;
    shown.tell();
    QTRY_COMPARE(shown.feed.partsOf(UploadId{1})->first().state, PartState::Stored);
    const auto *facts = shown.pane.findChild<FactsPage *>();
    QTRY_VERIFY(facts->allText().contains(QStringLiteral("7 of 7 stored")));
    QCOMPARE(shown.grid().factsOf(1), before);
    shown.pane.setTab(0);
    QVERIFY(shown.grid().factsOf(1) != before);
}

void DetailTest::refreshesAtMostFourTimesASecond()
{
    Pane shown;
    QVERIFY(shown.show());
    shown.pane.setTab(3);
    const auto *facts = shown.pane.findChild<FactsPage *>();
    int changes = 0;
    for (const QTextEdit *value : facts->findChildren<QTextEdit *>())
        connect(value, &QTextEdit::textChanged, &shown.pane, [&] { ++changes; });
    QElapsedTimer clock;
    clock.start();
    int told = 0;
    QTRY_VERIFY(([&] {
        ++told;
        shown.upload.bytesSent += 1'000'000'000; // one fact
        shown.tell();
        return clock.hasExpired(1000);
    }()));
    QVERIFY(told > 8);
    QVERIFY2(changes >= 1 && changes <= clock.elapsed() / 250 + 1, qPrintable(QString::number(changes)));
}

void DetailTest::asksForNoPartsWhenHidden()
{
    Pane shown;
    shown.tell();
    shown.pane.setUpload(UploadId{1});
    QCOMPARE(shown.questions, 0);
    QVERIFY(shown.show());
    QVERIFY(shown.questions > 0);
    shown.pane.hide();
    QCOMPARE(shown.feed.partsOf(UploadId{1}), nullptr);
    shown.pane.show();
    QTRY_VERIFY(shown.feed.partsOf(UploadId{1}));
}

void DetailTest::remembersItsTab()
{
    Pane shown;
    QCOMPARE(shown.pane.tab(), 0);
    shown.pane.setTab(2);
    QCOMPARE(shown.pane.tab(), 2);
    shown.pane.setTab(99);
    shown.pane.setTab(-1);
    QCOMPARE(shown.pane.tab(), 2);
    shown.tell();
    shown.pane.setUpload(UploadId{1}); // whatever upload is shown
    shown.pane.show();
    QCOMPARE(shown.pane.tab(), 2);
}

void DetailTest::showsFacts()
{
    Pane shown;
    UploadRecord &record = shown.upload.record;
    record.session = Session{QStringLiteral("session-77"), {}, {}, 0, 1'700'000'000'000};
    record.fingerprint = QStringLiteral("f00d");
    record.partsStored = 3;
    QVERIFY(shown.show());
    shown.pane.setTab(3);
    const auto *facts = shown.pane.findChild<FactsPage *>();
    const QString text = facts->allText();
    for (const char *wanted : {"/media/card/day 1/clip.mov", "studio", "day 1/clip.mov", "73,400,320 bytes",
                               "3 of 7 stored, 10,485,760 bytes each", "session-77", "f00d"})
        QVERIFY2(text.contains(QLatin1String(wanted)), wanted);
    QVERIFY2(text.contains(QStringLiteral("Kept until: ") + momentText(record.session->expiresMs, 0)),
             qPrintable(text));
    QVERIFY(!text.contains(QStringLiteral("Finished")));
    record.stage = Stage::Done;
    record.finishedMs = 1'700'000'100'000;
    record.finishedKey = QStringLiteral("day 1/clip (2).mov");
    record.etag = "\"abc-7\"";
    record.verified = Verification::Etag;
    shown.tell();
    QTRY_VERIFY(facts->allText().contains(QStringLiteral("clip (2).mov")));
    QVERIFY(facts->allText().contains(QStringLiteral("\"abc-7\"")));
    QVERIFY(facts->allText().contains(QStringLiteral("verified by its ETag")));
    QVERIFY(facts->allText().contains(QStringLiteral("Finished")));
    QVERIFY(!facts->allText().contains(QStringLiteral("Kept until")));
    shown.button(*facts, QStringLiteral("Copy all"))->click();
    QCOMPARE(clipboard(), facts->allText());
    // What is selected stays so while other facts change.
    auto *value = facts->findChildren<QTextEdit *>().first();
    value->selectAll();
    shown.upload.bytesSent = 5'000'000;
    shown.tell();
    QTRY_VERIFY(facts->allText().contains(QStringLiteral("5.0 MB")));
    QCOMPARE(value->textCursor().selectedText(), record.path);
}

void DetailTest::opensTheFolder()
{
    Pane shown;
    QVERIFY(shown.show());
    shown.pane.setTab(3);
    QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "takeUrl");
    shown.button(*shown.pane.findChild<FactsPage *>(), QStringLiteral("Open folder"))->click();
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    QCOMPARE(m_opened, QUrl::fromLocalFile(QStringLiteral("/media/card/day 1")));
}

void DetailTest::longFactsAreNeverCutOff()
{
    Pane shown;
    shown.upload.record.path = QStringLiteral("/media/") + QString(900, QLatin1Char('x'));
    QFont large = shown.pane.font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    shown.pane.setFont(large);
    shown.pane.resize(420, 400);
    QVERIFY(shown.show());
    shown.pane.setTab(3);
    const auto *facts = shown.pane.findChild<FactsPage *>();
    for (const QTextEdit *value : facts->findChildren<QTextEdit *>()) {
        QTRY_VERIFY(value->document()->size().height() <= value->height());
        QVERIFY(value->document()->size().width() <= value->viewport()->width());
    }
    QCOMPARE(facts->findChildren<QTextEdit *>().first()->toPlainText(), shown.upload.record.path);
}

void DetailTest::logIsBounded()
{
    MadeUpQueue queue;
    EventLog log(queue.engine());
    const auto say = [&](qint64 id, const QString &text) {
        Q_EMIT queue.engine().logged(UploadId{id}, text);
    };
    for (int i = 0; i < 700; ++i)
        say(1, QString::number(i));
    QCOMPARE(log.size(), EventLog::mostPerUpload);
    QCOMPARE(log.eventsOf(UploadId{1}).first().text, QStringLiteral("200"));
    QCOMPARE(log.eventsOf(UploadId{1}).last().text, QStringLiteral("699"));
    for (qint64 id = 2; id <= 20; ++id)
        for (int i = 0; i < 300; ++i)
            say(id, QString::number(i));
    QCOMPARE(log.size(), EventLog::mostInAll);
    QCOMPARE(log.eventsOf(UploadId{1}).size(), 0); // the oldest have gone
    QCOMPARE(log.eventsOf(UploadId{20}).size(), 300);
    Q_EMIT queue.engine().removed({UploadId{20}, UploadId{19}, UploadId{999}});
    QCOMPARE(log.eventsOf(UploadId{20}).size(), 0);
    QCOMPARE(log.size(), EventLog::mostInAll - 600);
    say(0, QStringLiteral("of no upload"));
    QCOMPARE(log.size(), EventLog::mostInAll - 600);
    say(5, QStringLiteral("two\nlines\t") + QString(9000, QLatin1Char('y')));
    const QString text = log.eventsOf(UploadId{5}).last().text;
    QVERIFY(text.startsWith(QStringLiteral("two lines y")));
    QVERIFY(text.size() <= EventLog::longestLine);
}

void DetailTest::logFollowsItsEndUnlessScrolledUp()
{
    Pane shown;
    shown.upload.record.stage = Stage::Queued; // nothing has happened to it
    const auto say = [&](const QString &text) { Q_EMIT shown.queue.engine().logged(UploadId{1}, text); };
    QVERIFY(shown.show());
    for (int i = 0; i < 50; ++i)
        say(QStringLiteral("early %1").arg(i)); // while another tab is shown
    shown.pane.setTab(2);
    const auto *text = shown.pane.findChild<LogPage *>()->findChild<QPlainTextEdit *>();
    QCOMPARE(text->document()->blockCount(), 50);
    QScrollBar *bar = text->verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    QTRY_COMPARE(bar->value(), bar->maximum());
    say(QStringLiteral("late"));
    QTRY_COMPARE(bar->value(), bar->maximum());
    bar->setValue(3);
    say(QStringLiteral("later"));
    say(QStringLiteral("<b>latest</b>"));
    QCOMPARE(bar->value(), 3);
    QVERIFY(text->toPlainText().endsWith(QStringLiteral("<b>latest</b>")));
    Q_EMIT shown.queue.engine().logged(UploadId{2}, QStringLiteral("of another"));
    QVERIFY(!text->toPlainText().contains(QStringLiteral("of another")));
}

void DetailTest::logTellsWhatHappens()
{
    MadeUpQueue queue;
    EventLog log(queue.engine());
    UploadSnapshot upload = madeUpUpload(1, QStringLiteral("clip.mov"));
    const auto tell = [&](Stage stage, Holds holds = {}) {
        upload.record.stage = stage;
        upload.holds = holds;
        queue.tell({upload});
    };
    const auto lines = [&log] {
        QStringList texts;
        for (const LoggedEvent &event : log.eventsOf(UploadId{1}))
            texts.append(event.text);
        return texts;
    };
    tell(Stage::Queued, Hold::Queue);
    tell(Stage::Queued, Hold::User);
    QCOMPARE(lines(), QStringList()); // there may be a hundred thousand that wait
    tell(Stage::Inspecting);
    tell(Stage::Sending);
    upload.record.bytesStored = 300'000;
    tell(Stage::Sending); // a number, not an event
    tell(Stage::Sending, Hold::Offline);
    tell(Stage::Sending, Hold::Offline);
    tell(Stage::Sending);
    // The engine says why, and what follows is not said twice.
    Q_EMIT queue.engine().logged(UploadId{1}, QStringLiteral("The connection was lost."));
    upload.trouble = Failure{FailureKind::ConnectionLost, QStringLiteral("The connection was lost."), {}, 0};
    upload.retryAtMs = QDateTime::currentMSecsSinceEpoch() + 60'000;
    tell(Stage::Sending, Hold::Backoff);
    upload.trouble.reset();
    upload.setBack = QStringLiteral("It starts over.");
    tell(Stage::Opening);
    upload.setBack.clear();
    upload.record.error = Failure{FailureKind::Forbidden, QStringLiteral("You may not."), {}, 0};
    Q_EMIT queue.engine().logged(UploadId{1}, QStringLiteral("You may not."));
    tell(Stage::Failed);
    upload.record.error.reset();
    tell(Stage::Failed); // over
    tell(Stage::Queued, Hold::Queue);
    tell(Stage::Verifying);
    upload.record.verified = Verification::Etag;
    tell(Stage::Done);
    QCOMPARE(
        lines(),
        (QStringList{QStringLiteral("Reading the file"), QStringLiteral("Sending"),
                     QStringLiteral("Offline: continues by itself"), QStringLiteral("Sending"),
                     QStringLiteral("The connection was lost."), QStringLiteral("Waiting, again in 1 min"),
                     QStringLiteral("Opening a session. It starts over."), QStringLiteral("You may not."),
                     QStringLiteral("Verifying"), QStringLiteral("Done, verified by its ETag")}));
    // What is removed is forgotten, and may begin anew.
    queue.tellRemoved({UploadId{1}});
    QCOMPARE(lines(), QStringList());
}

void DetailTest::logIsCopied()
{
    Pane shown;
    shown.upload.record.stage = Stage::Queued;
    QVERIFY(shown.show());
    shown.pane.setTab(2);
    auto *page = shown.pane.findChild<LogPage *>();
    QPushButton *copy = shown.button(*page, QStringLiteral("Copy all"));
    QVERIFY(!copy->isEnabled());
    Q_EMIT shown.queue.engine().logged(UploadId{1}, QStringLiteral("Part 3 was sent again."));
    QVERIFY(copy->isEnabled());
    copy->click();
    static const QRegularExpression line(
        QStringLiteral("^\\d\\d?:\\d\\d:\\d\\d.*  Part 3 was sent again\\.$"));
    QVERIFY2(line.match(clipboard()).hasMatch(), qPrintable(clipboard()));
}

void DetailTest::trackForgetsTheOldest()
{
    SpeedTrack track;
    QVERIFY(track.isQuiet());
    QCOMPARE(track.at(5), 0);
    for (qint64 second = 100; second < 1000; ++second)
        track.add(second, second);
    QCOMPARE(track.first(), 1000 - SpeedTrack::seconds);
    QCOMPARE(track.last(), 999);
    QCOMPARE(track.at(999), 999);
    QCOMPARE(track.at(399), 0);
    track.add(999, 5); // the same second again
    QCOMPARE(track.at(999), 5);
    track.add(900, 77); // the clock was set back
    QCOMPARE(track.at(900), 900);
    track.add(1010, 8); // seconds were left out
    QCOMPARE(track.at(1005), 0);
    QCOMPARE(track.first(), 1011 - SpeedTrack::seconds);
    track.add(1'000'000, 9); // after a long sleep
    QCOMPARE(track.first(), 1'000'000);
    QCOMPARE(track.last(), 1'000'000);
}

void DetailTest::speedIsKeptOnlyForWhatMoves()
{
    MadeUpQueue queue;
    SpeedHistory history(queue.store());
    QList<UploadSnapshot> uploads;
    for (qint64 id = 1; id <= 1000; ++id)
        uploads.append(madeUpUpload(id, QString::number(id), Stage::Sending));
    queue.tell(uploads);
    history.sample(1'000'000);
    QCOMPARE(history.uploadCount(), 0);
    uploads[3].bytesPerSecond = 5'000'000;
    queue.tell(uploads);
    history.sample(1'001'000);
    QCOMPARE(history.uploadCount(), 1);
    QCOMPARE(history.trackOf(UploadId{4}).at(1001), 5'000'000);
    QCOMPARE(history.total().at(1001), 5'000'000);
    QCOMPARE(history.trackOf(UploadId{5}).at(1001), 0);
    queue.tellRemoved({UploadId{4}});
    QCOMPARE(history.uploadCount(), 0);
    // However many have a speed one after the other: bounded.
    for (UploadSnapshot &upload : uploads)
        upload.bytesPerSecond = 1;
    queue.tell(uploads);
    queue.tell(uploads);
    QCOMPARE(history.uploadCount(), SpeedHistory::mostUploads);
    // And what is done is forgotten when it is too old to be shown.
    for (UploadSnapshot &upload : uploads) {
        upload.bytesPerSecond = 0;
        upload.record.stage = Stage::Done;
    }
    history.sample(1'002'000);
    queue.tell(uploads);
    history.sample(1'003'000);
    QCOMPARE(history.uploadCount(), SpeedHistory::mostUploads);
    history.sample(1'002'000 + 1000 * SpeedTrack::seconds);
    QCOMPARE(history.uploadCount(), 0);
}

void DetailTest::holdsAndRetriesAreMarked()
{
    MadeUpQueue queue;
    SpeedHistory history(queue.store());
    UploadSnapshot upload = madeUpUpload(1, QStringLiteral("clip.mov"), Stage::Sending);
    qint64 second = 100;
    const auto pass = [&](qint64 speed, Holds holds, int seconds) {
        upload.bytesPerSecond = speed;
        upload.holds = holds;
        queue.tell({upload});
        for (int i = 0; i < seconds; ++i)
            history.sample(1000 * second++);
    };
    queue.tell({upload});
    history.noteRetry(UploadId{1}); // not known yet
    pass(1000, {}, 10);
    QCOMPARE(history.marksOf(UploadId{1}), QList<SpeedMark>());
    pass(1000, Hold::Queue, 2); // its turn is no trouble
    QCOMPARE(history.marksOf(UploadId{1}), QList<SpeedMark>());
    pass(0, Hold::Offline, 5);
    pass(1000, {}, 3);
    history.noteRetry(UploadId{1});
    history.noteRetry(UploadId{1}); // in the same second: one mark
    pass(0, Hold::Backoff, 2);
    history.noteRetry(UploadId{1}); // while it is held: the hold goes on
    pass(0, Hold::Backoff, 2);
    using Kind = SpeedMark::Kind;
    QCOMPARE(history.marksOf(UploadId{1}), (QList<SpeedMark>{{Kind::Hold, 112, 116},
                                                             {Kind::Retry, 119, 119},
                                                             {Kind::Retry, 121, 121},
                                                             {Kind::Hold, 120, 123}}));
    for (int i = 0; i < 400; ++i) {
        pass(1, Hold::User, 1);
        pass(1, {}, 1);
    }
    QVERIFY(history.marksOf(UploadId{1}).size() <= SpeedHistory::mostMarks);
}

// Of an upload that is in sight and not chosen: its retries are there when it is looked at.
void DetailTest::retriesAreMarkedWhoeverIsChosen()
{
    Pane shown;
    shown.upload.bytesPerSecond = 1000;
    QVERIFY(shown.show());
    const SpeedHistory &history = shown.pane.history();
    shown.pane.setUpload(std::nullopt);
    const QObject row;
    shown.feed.watch(&row, {UploadId{1}});
    shown.tell();
    QTRY_VERIFY(history.now() > 0 && history.uploadCount() == 1);
    QCOMPARE(history.marksOf(UploadId{1}), QList<SpeedMark>());
    const int before = shown.questions;
    shown.parts[2].attempts = 2;
    shown.upload.record.bytesStored += 1;
    shown.tell();
    QTRY_VERIFY(shown.questions > before);
    QTRY_COMPARE(history.marksOf(UploadId{1}).size(), 1);
    QCOMPARE(history.marksOf(UploadId{1}).first().kind, SpeedMark::Kind::Retry);
    shown.queue.tellRemoved({UploadId{1}});
    QCOMPARE(history.marksOf(UploadId{1}), QList<SpeedMark>());
}

void DetailTest::plotStepsAreRound()
{
    QCOMPARE(SpeedPlot::roundStep(0, 4), 1);
    QCOMPARE(SpeedPlot::roundStep(1, 4), 1);
    QCOMPARE(SpeedPlot::roundStep(9, 4), 5);
    QCOMPARE(SpeedPlot::roundStep(12'000'000, 4), 5'000'000);
    QCOMPARE(SpeedPlot::roundStep(12'000'000, 1), 20'000'000);
    QCOMPARE(SpeedPlot::roundStep(1'250'000'000, 5), 500'000'000);
}

void DetailTest::plotGrowsToTenMinutes()
{
    QCOMPARE(SpeedPlot::axisSeconds(0), 120);
    QCOMPARE(SpeedPlot::axisSeconds(120), 120);
    QCOMPARE(SpeedPlot::axisSeconds(121), 300);
    QCOMPARE(SpeedPlot::axisSeconds(301), SpeedTrack::seconds);
    QCOMPARE(SpeedPlot::axisSeconds(1'000'000), SpeedTrack::seconds);
}

void DetailTest::figuresFollowTheFont()
{
    Pane shown(8);
    QVERIFY(shown.show());
    const auto largest = [&shown] {
        int most = 0;
        for (const QLabel *label : shown.pane.findChildren<QLabel *>())
            most = std::max(most, label->fontMetrics().height());
        return most;
    };
    const int before = largest();
    QFont font = shown.pane.font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    shown.pane.setFont(font);
    QVERIFY2(largest() >= before * 4 / 3, qPrintable(QString::number(largest())));
}

void DetailTest::plotSaysWhenThereIsNothing()
{
    MadeUpQueue queue;
    SpeedHistory history(queue.store());
    SpeedPlot plot(history);
    plot.setPalette(lightPalette());
    plot.resize(500, 200);
    plot.setUpload(UploadId{1});
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    history.sample(1'000'000);
    const QImage empty = plot.grab().toImage();
    QVERIFY(plot.accessibleDescription().contains(QStringLiteral("nothing")));
    UploadSnapshot upload = madeUpUpload(1, QStringLiteral("clip.mov"), Stage::Sending);
    queue.tell({upload});
    upload.bytesPerSecond = 12'000'000;
    queue.tell({upload});
    for (qint64 second = 1001; second < 1060; ++second)
        history.sample(second * 1000);
    QVERIFY(plot.accessibleDescription().contains(QStringLiteral("this upload 12.0 MB/s")));
    const QImage drawn = plot.grab().toImage();
    QVERIFY(drawn != empty);
    // The curve lies at the side of "now", and a minute fills half of an axis that has just begun.
    const auto bluePixels = [](const QImage &image, int from, int to) {
        int count = 0;
        for (int x = from; x < to; ++x)
            for (int y = image.height() / 4; y < image.height(); ++y) {
                const QColor colour(image.pixel(x, y));
                count += colour.blue() > colour.red() + 60 ? 1 : 0;
            }
        return count;
    };
    QVERIFY(bluePixels(drawn, 400, 500) > 50);
    QVERIFY(bluePixels(drawn, 300, 400) > 50);
    QCOMPARE(bluePixels(drawn, 100, 260), 0);
    plot.setLayoutDirection(Qt::RightToLeft);
    QVERIFY(bluePixels(plot.grab().toImage(), 0, 100) > 50);
    // Nothing is done for a plot that nobody sees.
    plot.hide();
    const QString before = plot.accessibleDescription();
    upload.bytesPerSecond = 99'000'000;
    queue.tell({upload});
    history.sample(1'060'000);
    QCOMPARE(plot.accessibleDescription(), before);
}

void DetailTest::elidesLongNames()
{
    ElidedLabel label;
    label.setText(QStringLiteral("<b>%1</b>.mov").arg(QString(300, QLatin1Char('a'))));
    label.resize(200, 30);
    label.show();
    QVERIFY(label.minimumSizeHint().width() < 200);
    QVERIFY(label.toolTip().contains(QStringLiteral("&lt;b&gt;")));
    QCOMPARE(label.accessibleName(), label.text());
    label.resize(label.sizeHint());
    QCOMPARE(label.toolTip(), QString());
}

QTEST_MAIN(DetailTest)
#include "detail_test.moc"
