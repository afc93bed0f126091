// The queue on the screen: what stands below what, and which width each column has.
#include "tests/ui/made_up_uploads.h"
#include "ui/look/state_colours.h"
#include "ui/look/theme.h"
#include "ui/parts/parts_feed.h"
#include "ui/queue/queue_view.h"

#include <QApplication>
#include <QHash>
#include <QHeaderView>
#include <QImage>
#include <QKeyEvent>
#include <QScrollBar>
#include <QSignalSpy>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace gantry;

namespace {

constexpr qint64 now = 1'700'000'100'000;

int asSection(QueueColumn column)
{
    return static_cast<int>(column);
}

struct Shown
{
    explicit Shown(QSize size = QSize(1400, 300))
        : model(queue.store(), [] { return now; })
        , feed(queue.engine(), queue.store())
        , view(model, feed)
    {
        view.resize(size);
        view.show();
    }

    int width(QueueColumn column) const { return view.header()->sectionSize(asSection(column)); }

    bool hasScrollBar() const { return view.horizontalScrollBar()->maximum() > 0; }

    // As a person does: by the edge behind a column.
    void drag(QueueColumn column, int by)
    {
        QWidget *header = view.header()->viewport();
        const int section = asSection(column);
        const QPoint edge(view.header()->sectionViewportPosition(section) +
                              view.header()->sectionSize(section) - 1,
                          header->height() / 2);
        QTest::mousePress(header, Qt::LeftButton, {}, edge);
        QTest::mouseMove(header, edge + QPoint(by, 0));
        QTest::mouseRelease(header, Qt::LeftButton, {}, edge + QPoint(by, 0));
    }

    MadeUpQueue queue;
    QueueModel model;
    PartsFeed feed;
    QueueView view;
};

// First and last column with something written on the ground, which is the colour of the corner.
std::pair<int, int> inkOf(const QImage &image)
{
    std::pair<int, int> extent{-1, -1};
    const QColor ground = image.pixelColor(0, 0);
    for (int x = 0; x < image.width(); ++x)
        for (int y = 0; y < image.height(); ++y)
            if (contrastOf(image.pixelColor(x, y), ground) > 3) {
                extent = {extent.first < 0 ? x : extent.first, x};
                break;
            }
    return extent;
}

UploadSnapshot asking(qint64 id)
{
    UploadSnapshot upload = madeUpUpload(id, QStringLiteral("Day 3/clip.mov"), Stage::NeedsDecision);
    upload.record.error = Failure{FailureKind::SourceChanged, QStringLiteral("It changed."), {}, 0};
    return upload;
}

// The colour that most of it has.
QColor groundOf(const QImage &image)
{
    QHash<QRgb, int> counts;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            ++counts[image.pixel(x, y)];
    return QColor(std::max_element(counts.cbegin(), counts.cend()).key());
}

// Of what is written in it, in letters so large that there are pixels of nothing but ink.
double contrastOfText(const QImage &image)
{
    const QColor ground = groundOf(image);
    double highest = 1;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            highest = std::max(highest, contrastOf(image.pixelColor(x, y), ground));
    return highest;
}

UploadSnapshot moving()
{
    UploadSnapshot upload = madeUpUpload(1, QStringLiteral("Name"), Stage::Sending, 3'000'000'000);
    upload.record.destination = QStringLiteral("Destination");
    upload.bytesPerSecond = 12'000'000;
    upload.etaSeconds = 90;
    return upload;
}

} // namespace

class QueueViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(Theme::Light); }
    void cleanup() { QGuiApplication::setLayoutDirection(Qt::LeftToRight); }

    void headerStandsWhereCellsDo_data();
    void headerStandsWhereCellsDo();
    void signOfARowHasTheColourOfItsState();
    void whatARowSaysCanBeRead_data();
    void whatARowSaysCanBeRead();
    void whatARowAsksIsShort();
    void answersOfARowAreWords();
    void columnsFillTheWindow();
    void columnsGiveWayInASmallWindow();
    void figuresAreNeverCut_data();
    void figuresAreNeverCut();
    void columnsFollowTheFont();
    void allChosenHaveACurrentOne();
    void aShortcutMeansWhatIsChosenNow();
    void widthsThatAPersonSetStay();
    void hiddenColumnsLeaveTheirRoom();
    void widthsAreRemembered();
};

void QueueViewTest::headerStandsWhereCellsDo_data()
{
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::newRow("left to right") << Qt::LeftToRight;
    QTest::newRow("right to left") << Qt::RightToLeft;
}

void QueueViewTest::headerStandsWhereCellsDo()
{
    QFETCH(Qt::LayoutDirection, direction);
    QGuiApplication::setLayoutDirection(direction);
    Shown shown;
    shown.queue.tell({moving()});
    QHeaderView *header = shown.view.header();
    const QImage head = header->viewport()->grab().toImage();
    const QImage body = shown.view.viewport()->grab().toImage();
    const int row = shown.view.visualRect(shown.model.index(0, 0)).height();
    const int sorted = asSection(QueueColumn::Size);
    for (const QueueColumn column : {QueueColumn::Name, QueueColumn::Size, QueueColumn::Speed,
                                     QueueColumn::TimeLeft, QueueColumn::Destination}) {
        const int left = header->sectionViewportPosition(asSection(column));
        const int width = header->sectionSize(asSection(column));
        // Without the line at the column's edge.
        const auto above = inkOf(head.copy(left + 2, 0, width - 4, header->height() - 3));
        const auto below = inkOf(body.copy(left + 2, 1, width - 4, row - 2));
        QVERIFY(above.first >= 0 && below.first >= 0);
        // Letters differ by the air before and behind them.
        const bool isFigure = column == QueueColumn::Size || column == QueueColumn::Speed;
        const bool atRight = isFigure != (direction == Qt::RightToLeft);
        const int apart = atRight ? above.second - below.second : above.first - below.first;
        QVERIFY2(std::abs(apart) <= 2,
                 qPrintable(QStringLiteral("column %1: %2 pixels apart").arg(asSection(column)).arg(apart)));
        // Sorting by it does not move its text.
        if (asSection(column) != sorted)
            continue;
        shown.view.sortByColumn(sorted, Qt::AscendingOrder);
        const QImage again = header->viewport()->grab().toImage();
        const auto arrowAndText = inkOf(again.copy(left + 2, 0, width - 4, header->height() - 3));
        QCOMPARE(atRight ? arrowAndText.second : arrowAndText.first, atRight ? above.second : above.first);
        QVERIFY(arrowAndText != above);
    }
}

void QueueViewTest::signOfARowHasTheColourOfItsState()
{
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        applyTheme(theme);
        Shown shown;
        shown.queue.tell({moving(), madeUpUpload(2, QStringLiteral("b"), Stage::Failed),
                          madeUpUpload(3, QStringLiteral("c"), Stage::NeedsDecision),
                          madeUpUpload(4, QStringLiteral("d"), Stage::Done)});
        shown.view.selectOnly(UploadId{2}); // on a highlighted row, too
        const QImage body = shown.view.viewport()->grab().toImage();
        for (int row = 0; row < shown.model.rowCount(); ++row) {
            const QColor wanted = moodColour(moodOf(shown.queue.store().at(row)), shown.view.palette());
            const QRect cell = shown.view.visualRect(shown.model.index(row, asSection(QueueColumn::State)));
            const QRect sign(cell.left() + shown.view.fontMetrics().averageCharWidth(), cell.top() + 2,
                             shown.view.fontMetrics().height(), cell.height() - 4);
            // Of thin lines, the pixel that shows them best.
            QColor best = body.pixelColor(sign.topLeft());
            const QColor ground = best;
            for (int x = sign.left(); x <= sign.right(); ++x)
                for (int y = sign.top(); y <= sign.bottom(); ++y)
                    if (contrastOf(body.pixelColor(x, y), ground) > contrastOf(best, ground))
                        best = body.pixelColor(x, y);
            const int apart = std::abs(best.hsvHue() - wanted.hsvHue());
            QVERIFY2(std::min(apart, 360 - apart) < 15 && best.hsvSaturation() > 80,
                     qPrintable(best.name() + QLatin1Char(' ') + wanted.name()));
        }
    }
    applyTheme(Theme::Light);
}

void QueueViewTest::whatARowSaysCanBeRead_data()
{
    QTest::addColumn<Theme>("theme");
    QTest::addColumn<bool>("selected");
    QTest::newRow("light") << Theme::Light << false;
    QTest::newRow("light, selected") << Theme::Light << true;
    QTest::newRow("dark") << Theme::Dark << false;
    QTest::newRow("dark, selected") << Theme::Dark << true;
}

// All that is written in a row that asks, on both grounds that rows take in turn: 4.5 to 1, WCAG 2.1 AA.
void QueueViewTest::whatARowSaysCanBeRead()
{
    QFETCH(const Theme, theme);
    QFETCH(const bool, selected);
    applyTheme(theme);
    Shown shown(QSize(3600, 400));
    QFont font = shown.view.font();
    font.setPixelSize(36);
    font.setWeight(QFont::Bold);
    shown.view.setFont(font);
    shown.queue.tell({asking(1), asking(2)});
    if (selected)
        shown.view.selectAll();
    const QImage body = shown.view.viewport()->grab().toImage();
    for (int row = 0; row < 2; ++row) {
        const auto cell = [&](QueueColumn column) {
            return shown.view.visualRect(shown.model.index(row, asSection(column))).adjusted(8, 8, -8, -8);
        };
        const QRect name = cell(QueueColumn::Name);
        const QRect state = cell(QueueColumn::State);
        const QFontMetrics metrics(font);
        // Its last answer, and within the frame of that.
        const int skip = metrics.horizontalAdvance(QStringLiteral("Skip"));
        const QRect answer(state.right() + 8 - 2 * metrics.averageCharWidth() - skip,
                           state.center().y() - metrics.capHeight() / 2, skip, metrics.capHeight());
        const QRect question(state.left(), state.top(),
                             metrics.horizontalAdvance(QStringLiteral("The file changed")), state.height());
        const QList<std::pair<QRect, const char *>> texts{
            {{name.left(), name.top(), name.width(), name.height() / 2 - 4}, "name"},
            {{name.left(), name.center().y() + 4, name.width(), name.height() / 2 - 4}, "folder"},
            {cell(QueueColumn::Size), "size"},
            {question, "question"},
            {answer, "answer"}};
        for (const auto &[rect, what] : texts) {
            const double contrast = contrastOfText(body.copy(rect));
            QVERIFY2(contrast >= 4.5,
                     qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(what)).arg(contrast)));
        }
    }
    applyTheme(Theme::Light);
}

void QueueViewTest::answersOfARowAreWords()
{
    // The queue's part of a window that is 1280 pixels wide.
    Shown shown(QSize(1105, 300));
    shown.queue.tell({asking(1)});
    const QRect cell = shown.view.visualRect(shown.model.index(0, asSection(QueueColumn::State)));
    QSignalSpy decided(&shown.view, &QueueView::decided);
    // Where "Start over" ends, which is far beyond where its sign alone would be.
    const QFontMetrics metrics = shown.view.fontMetrics();
    const int skip = metrics.horizontalAdvance(QStringLiteral("Skip")) + 4 * metrics.averageCharWidth();
    const int x = cell.right() - skip - metrics.horizontalAdvance(QStringLiteral("Start over"));
    QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, {x, cell.center().y()});
    QCOMPARE(decided.size(), 1);
    QCOMPARE(decided.at(0).at(1).value<Decision>(), Decision::StartOver);
}

void QueueViewTest::whatARowAsksIsShort()
{
    UploadSnapshot upload = madeUpUpload(1, QStringLiteral("a"), Stage::NeedsDecision);
    const QString whole = QStringLiteral("/media/card/a has changed since its upload began.");
    upload.record.error = Failure{FailureKind::SourceChanged, whole, {}, 0};
    QCOMPARE(briefStateText(upload, now), QStringLiteral("The file changed"));
    QCOMPARE(stateText(upload, now), whole);
    upload.record.error->kind = FailureKind::ObjectExists;
    QCOMPARE(briefStateText(upload, now), QStringLiteral("The name is taken"));
    upload.record.error->kind = FailureKind::Rejected;
    QCOMPARE(briefStateText(upload, now), whole);
    upload.record.stage = Stage::Failed;
    upload.record.error->kind = FailureKind::SourceChanged;
    QCOMPARE(briefStateText(upload, now), whole); // there are no answers beside it
}

void QueueViewTest::columnsFillTheWindow()
{
    Shown shown(QSize(1400, 300));
    QCOMPARE(shown.view.header()->length(), shown.view.viewport()->width());
    const int name = shown.width(QueueColumn::Name);
    const int progress = shown.width(QueueColumn::Progress);
    const int size = shown.width(QueueColumn::Size);
    const int destination = shown.width(QueueColumn::Destination);
    shown.view.resize(1700, 300);
    QVERIFY(shown.width(QueueColumn::Name) >= name + 190);
    QVERIFY(shown.width(QueueColumn::Progress) >= progress + 90);
    QCOMPARE(shown.width(QueueColumn::Size), size);
    QCOMPARE(shown.width(QueueColumn::Destination), destination);
    // A bar beside the rows takes its room from the names.
    QList<UploadSnapshot> many;
    for (int i = 1; i < 100; ++i)
        many.append(madeUpUpload(i, QString::number(i)));
    shown.queue.tell(many);
    QTRY_VERIFY(shown.view.verticalScrollBar()->isVisible());
    for (int width = 1700; width > 1100; width -= 7) {
        shown.view.resize(width, 300);
        QTRY_COMPARE(shown.view.header()->length(), shown.view.viewport()->width());
        QVERIFY(!shown.hasScrollBar());
    }
}

void QueueViewTest::columnsGiveWayInASmallWindow()
{
    Shown shown(QSize(1400, 300));
    const int size = shown.width(QueueColumn::Size);
    shown.view.resize(500, 300);
    const int letter = shown.view.fontMetrics().averageCharWidth();
    QCOMPARE(shown.width(QueueColumn::Size), size);
    QVERIFY(shown.width(QueueColumn::Name) >= 20 * letter);
    QVERIFY(shown.width(QueueColumn::Progress) >= 15 * letter);
    QVERIFY(shown.width(QueueColumn::State) >= 30 * letter);
    QTRY_VERIFY(shown.hasScrollBar());
    shown.view.resize(1400, 300);
    QTRY_VERIFY(!shown.hasScrollBar());
}

void QueueViewTest::figuresAreNeverCut_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("points");
    QTest::newRow("large") << 1700 << 9;
    QTest::newRow("small") << 700 << 9;
    QTest::newRow("large letters") << 1280 << 14;
}

void QueueViewTest::figuresAreNeverCut()
{
    QFETCH(const int, width);
    QFETCH(const int, points);
    Shown shown(QSize(width, 300));
    QFont font = shown.view.font();
    font.setPointSize(points);
    shown.view.setFont(font);
    UploadSnapshot upload = moving();
    upload.record.identity.size = 943'700'000;
    upload.bytesPerSecond = 123'400'000;
    upload.etaSeconds = 23 * 3600 + 59 * 60;
    shown.queue.tell({upload});
    const QFontMetrics metrics = shown.view.fontMetrics();
    for (const QueueColumn column : {QueueColumn::Size, QueueColumn::Speed, QueueColumn::TimeLeft}) {
        const QString text = shown.model.index(0, asSection(column)).data().toString();
        QVERIFY(!text.isEmpty());
        QVERIFY2(shown.width(column) >= metrics.horizontalAdvance(text) + 2 * metrics.averageCharWidth(),
                 qPrintable(text));
        const QString title = shown.model.headerData(asSection(column), Qt::Horizontal).toString();
        QVERIFY2(shown.width(column) > metrics.horizontalAdvance(title), qPrintable(title));
    }
}

void QueueViewTest::columnsFollowTheFont()
{
    Shown fitted;
    Shown chosen;
    chosen.drag(QueueColumn::Size, 30);
    for (Shown *shown : {&fitted, &chosen}) {
        const int before = shown->width(QueueColumn::Size);
        QFont font = shown->view.font();
        font.setPointSizeF(2 * font.pointSizeF());
        shown->view.setFont(font);
        QVERIFY(shown->width(QueueColumn::Size) > before * 3 / 2);
    }
}

void QueueViewTest::allChosenHaveACurrentOne()
{
    Shown shown;
    shown.queue.tell({madeUpUpload(1, QStringLiteral("a")), madeUpUpload(2, QStringLiteral("b"))});
    QVERIFY(!shown.view.currentId());
    shown.view.selectAll();
    QCOMPARE(shown.view.selectedIds(), (QList{UploadId{1}, UploadId{2}}));
    QCOMPARE(shown.view.currentId(), UploadId{1});
}

void QueueViewTest::aShortcutMeansWhatIsChosenNow()
{
    Shown shown;
    shown.queue.tell({madeUpUpload(1, QStringLiteral("a")), madeUpUpload(2, QStringLiteral("b"))});
    QCoreApplication::processEvents();
    QSignalSpy moved(&shown.view, &QueueView::selectionMoved);
    shown.view.selectAll();
    QCOMPARE(moved.size(), 0);
    QKeyEvent key(QEvent::ShortcutOverride, Qt::Key_Delete, {});
    QCoreApplication::sendEvent(&shown.view, &key);
    QCOMPARE(moved.size(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(moved.size(), 1);
}

void QueueViewTest::widthsThatAPersonSetStay()
{
    Shown shown;
    const int before = shown.width(QueueColumn::Progress);
    shown.drag(QueueColumn::Progress, 0); // only touched
    shown.view.resize(1500, 300);
    QVERIFY(shown.width(QueueColumn::Progress) > before);
    const int touched = shown.width(QueueColumn::Progress);
    shown.drag(QueueColumn::Progress, -40);
    QCOMPARE(shown.width(QueueColumn::Progress), touched - 40);
    const int name = shown.width(QueueColumn::Name);
    shown.view.resize(1700, 300);
    QCOMPARE(shown.width(QueueColumn::Progress), touched - 40);
    QCOMPARE(shown.width(QueueColumn::Name), name);
}

void QueueViewTest::hiddenColumnsLeaveTheirRoom()
{
    Shown shown(QSize(1500, 300));
    shown.view.setColumnHidden(asSection(QueueColumn::Speed), true);
    shown.view.setColumnHidden(asSection(QueueColumn::Destination), true);
    shown.view.resize(1501, 300);
    QCOMPARE(shown.view.header()->length(), shown.view.viewport()->width());
}

void QueueViewTest::widthsAreRemembered()
{
    Shown first(QSize(1400, 300));
    Shown fitted(QSize(1700, 300));
    fitted.view.restoreColumns(first.view.saveColumns());
    QVERIFY(fitted.width(QueueColumn::Name) > first.width(QueueColumn::Name)); // nobody set it
    first.drag(QueueColumn::Name, 33);
    Shown chosen(QSize(1700, 300));
    chosen.view.restoreColumns(first.view.saveColumns());
    QCOMPARE(chosen.width(QueueColumn::Name), first.width(QueueColumn::Name));
    const int before = chosen.width(QueueColumn::Name);
    chosen.view.restoreColumns(QByteArray("2:"));
    chosen.view.restoreColumns(QByteArray("2:fnonsense"));
    chosen.view.restoreColumns(QByteArray("1:nonsense"));
    QCOMPARE(chosen.width(QueueColumn::Name), before);
    chosen.view.resize(1800, 300);
    QCOMPARE(chosen.width(QueueColumn::Name), before);
}

QTEST_MAIN(QueueViewTest)
#include "queue_view_test.moc"
