// The queue's rows: what the store keeps, what the model shows of it, in which order.
#include "tests/ui/made_up_uploads.h"
#include "ui/queue/queue_model.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>

#include <algorithm>

using namespace gantry;

namespace {

constexpr qint64 now = 1'700'000'100'000;

QStringList namesIn(const QueueModel &model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names.append(model.index(row, 0).data().toString());
    return names;
}

struct Shown
{
    Shown()
        : model(queue.store(), [] { return now; })
        , tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest)
    {}

    MadeUpQueue queue;
    QueueModel model;
    QAbstractItemModelTester tester;
};

QStringList list(const char *words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

class QueueModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsTold();
    void countsByMoodAndDestination();
    void sumsFollowEveryChange();
    void filtersByMood();
    void rowsComeAndGoWithTheirState();
    void manyRowsComeAndGoAtOnce();
    void searchesAllWords();
    void sortsNamesAsPeopleDo();
    void sortsByWhatMoves();
    void newRowsTakeTheirPlace();
    void selectionStaysWithItsUpload();
    void removedRowsGo();
    void hiddenRowsComeBack();
    void hiddenRowsAreKeptUpToDate();
    void columnsSayWhatTheyShould();
    void veryManyComeInSlices();
    void whatIsRemovedWasTakenBefore();
    void randomWalkKeepsItTrue();
};

void QueueModelTest::showsWhatIsTold()
{
    Shown shown;
    QCOMPARE(shown.model.rowCount(), 0);
    shown.queue.tell({madeUpUpload(2, QStringLiteral("b")), madeUpUpload(1, QStringLiteral("a"))});
    QCOMPARE(namesIn(shown.model), list("a b")); // as they were added
    QSignalSpy changed(&shown.model, &QAbstractItemModel::dataChanged);
    shown.queue.tell({madeUpUpload(1, QStringLiteral("a"), Stage::Sending)});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toModelIndex().row(), 0);
}

void QueueModelTest::countsByMoodAndDestination()
{
    MadeUpQueue queue;
    UploadSnapshot paused = madeUpUpload(4, QStringLiteral("d"), Stage::Sending);
    paused.holds = Hold::User;
    paused.record.destination = QStringLiteral("archive");
    queue.tell({madeUpUpload(1, QStringLiteral("a"), Stage::Done),
                madeUpUpload(2, QStringLiteral("b"), Stage::Failed),
                madeUpUpload(3, QStringLiteral("c"), Stage::Sending), paused});
    const QueueTotals &totals = queue.store().totals();
    const auto count = [&](UploadMood mood) { return totals.byMood[static_cast<std::size_t>(mood)]; };
    QCOMPARE(count(UploadMood::Done), 1);
    QCOMPARE(count(UploadMood::Failed), 1);
    QCOMPARE(count(UploadMood::Moving), 1);
    QCOMPARE(count(UploadMood::Paused), 1);
    QCOMPARE(totals.size(), 4);
    QCOMPARE(totals.byDestination.value(QStringLiteral("archive")), 1);
    QCOMPARE(totals.bytesLeft, 1'000'000); // neither the paused one nor the finished ones
    queue.tellRemoved({UploadId{4}});
    QVERIFY(!totals.byDestination.contains(QStringLiteral("archive")));
}

void QueueModelTest::sumsFollowEveryChange()
{
    MadeUpQueue queue;
    UploadSnapshot upload = madeUpUpload(1, QStringLiteral("a"), Stage::Sending);
    upload.bytesPerSecond = 500;
    queue.tell({upload});
    QCOMPARE(queue.store().totals().bytesPerSecond, 500);
    upload.bytesPerSecond = 200;
    upload.record.bytesStored = 400'000;
    QSignalSpy announced(&queue.store(), &UploadStore::totalsChanged);
    queue.tell({upload});
    QCOMPARE(queue.store().totals().bytesPerSecond, 200);
    QCOMPARE(queue.store().totals().bytesLeft, 600'000);
    queue.tell({upload});
    QCOMPARE(announced.size(), 1); // the second time nothing was new
    upload.bytesInFlight = 150'000;
    queue.tell({upload});
    QCOMPARE(queue.store().totals().bytesLeft, 450'000);
    upload.holds = Hold::Offline;
    upload.bytesPerSecond = 0;
    queue.tell({upload});
    QVERIFY(queue.store().totals().offline);
    upload.holds = {};
    upload.record.stage = Stage::Done;
    queue.tell({upload});
    QVERIFY(!queue.store().totals().offline);
    QCOMPARE(queue.store().totals().bytesLeft, 0);
}

void QueueModelTest::filtersByMood()
{
    Shown shown;
    shown.queue.tell({madeUpUpload(1, QStringLiteral("a"), Stage::Done),
                      madeUpUpload(2, QStringLiteral("b"), Stage::Failed),
                      madeUpUpload(3, QStringLiteral("c"), Stage::Done)});
    QueueFilter filter;
    filter.mood = UploadMood::Done;
    shown.model.setFilter(filter);
    QCOMPARE(namesIn(shown.model), list("a c"));
    filter.mood = UploadMood::Paused;
    shown.model.setFilter(filter);
    QCOMPARE(shown.model.rowCount(), 0);
    shown.model.setFilter({});
    QCOMPARE(namesIn(shown.model), list("a b c"));
}

void QueueModelTest::rowsComeAndGoWithTheirState()
{
    Shown shown;
    QList<UploadSnapshot> uploads;
    for (int id = 1; id <= 6; ++id)
        uploads.append(madeUpUpload(id, QString::number(id), id % 2 == 0 ? Stage::Done : Stage::Sending));
    shown.queue.tell(uploads);
    QueueFilter filter;
    filter.mood = UploadMood::Moving;
    shown.model.setFilter(filter);
    QCOMPARE(namesIn(shown.model), list("1 3 5"));
    QSignalSpy inserted(&shown.model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&shown.model, &QAbstractItemModel::rowsRemoved);
    shown.queue.tell({madeUpUpload(3, QStringLiteral("3"), Stage::Done),
                      madeUpUpload(4, QStringLiteral("4"), Stage::Sending)});
    QCOMPARE(namesIn(shown.model), list("1 4 5"));
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(removed.size(), 1);
}

void QueueModelTest::manyRowsComeAndGoAtOnce()
{
    Shown shown;
    QList<UploadSnapshot> uploads;
    for (int id = 1; id <= 500; ++id)
        uploads.append(madeUpUpload(id, QString::number(id), Stage::Sending));
    shown.queue.tell(uploads);
    QueueFilter filter;
    filter.mood = UploadMood::Moving;
    shown.model.setFilter(filter);
    QSignalSpy removed(&shown.model, &QAbstractItemModel::rowsRemoved);
    for (int id = 1; id <= 499; ++id)
        uploads[id - 1].record.stage = Stage::Done;
    shown.queue.tell(uploads);
    QCOMPARE(namesIn(shown.model), list("500"));
    QCOMPARE(removed.size(), 0); // one new layout, not 499 removals
}

void QueueModelTest::searchesAllWords()
{
    Shown shown;
    shown.queue.tell({madeUpUpload(1, QStringLiteral("Day 1/A001_C001.mov")),
                      madeUpUpload(2, QStringLiteral("Day 1/B001_C001.mov")),
                      madeUpUpload(3, QStringLiteral("Day 2/A001_C002.mov"))});
    QueueFilter filter;
    filter.words = list("a001 DAY");
    shown.model.setFilter(filter);
    QCOMPARE(namesIn(shown.model), list("A001_C001.mov A001_C002.mov"));
    filter.words = list("studio 2");
    shown.model.setFilter(filter);
    QCOMPARE(namesIn(shown.model), list("A001_C002.mov"));
}

void QueueModelTest::sortsNamesAsPeopleDo()
{
    Shown shown;
    shown.queue.tell({madeUpUpload(1, QStringLiteral("take10")), madeUpUpload(2, QStringLiteral("Take2")),
                      madeUpUpload(3, QStringLiteral("take1")),
                      madeUpUpload(4, QStringLiteral("x/another"))});
    shown.model.sort(static_cast<int>(QueueColumn::Name), Qt::AscendingOrder);
    QCOMPARE(namesIn(shown.model), list("another take1 Take2 take10"));
    shown.model.sort(static_cast<int>(QueueColumn::Name), Qt::DescendingOrder);
    QCOMPARE(namesIn(shown.model), list("take10 Take2 take1 another"));
    shown.model.sort(-1);
    QCOMPARE(namesIn(shown.model), list("take10 Take2 take1 another"));
    QCOMPARE(shown.model.idAt(0), UploadId{1});
}

void QueueModelTest::sortsByWhatMoves()
{
    Shown shown;
    UploadSnapshot a = madeUpUpload(1, QStringLiteral("a"), Stage::Sending);
    UploadSnapshot b = madeUpUpload(2, QStringLiteral("b"), Stage::Sending);
    a.bytesPerSecond = 10;
    b.bytesPerSecond = 20;
    shown.queue.tell({a, b});
    shown.model.sort(static_cast<int>(QueueColumn::Speed), Qt::DescendingOrder);
    QCOMPARE(namesIn(shown.model), list("b a"));
    a.bytesPerSecond = 30;
    shown.queue.tell({a});
    QTRY_COMPARE(namesIn(shown.model), list("a b"));
    // What is done is further than what is at its last byte.
    shown.model.sort(static_cast<int>(QueueColumn::Progress), Qt::DescendingOrder);
    a.record.bytesStored = a.record.identity.size;
    b.record.stage = Stage::Done;
    shown.queue.tell({a, b});
    QTRY_COMPARE(namesIn(shown.model), list("b a"));
}

void QueueModelTest::newRowsTakeTheirPlace()
{
    Shown shown;
    shown.queue.tell({madeUpUpload(1, QStringLiteral("b")), madeUpUpload(2, QStringLiteral("d"))});
    shown.model.sort(static_cast<int>(QueueColumn::Name));
    shown.queue.tell({madeUpUpload(3, QStringLiteral("a")), madeUpUpload(4, QStringLiteral("c"))});
    QCOMPARE(namesIn(shown.model), list("a b c d"));
    shown.model.sort(static_cast<int>(QueueColumn::Added), Qt::DescendingOrder);
    shown.queue.tell({madeUpUpload(5, QStringLiteral("e"))});
    QCOMPARE(namesIn(shown.model), list("e c a d b"));
}

void QueueModelTest::selectionStaysWithItsUpload()
{
    Shown shown;
    QItemSelectionModel selection(&shown.model);
    shown.queue.tell({madeUpUpload(1, QStringLiteral("c")), madeUpUpload(2, QStringLiteral("b")),
                      madeUpUpload(3, QStringLiteral("a"))});
    selection.select(shown.model.indexOf(UploadId{2}),
                     QItemSelectionModel::Select | QItemSelectionModel::Rows);
    selection.select(shown.model.indexOf(UploadId{3}),
                     QItemSelectionModel::Select | QItemSelectionModel::Rows);
    shown.model.sort(static_cast<int>(QueueColumn::Name));
    QueueFilter filter;
    filter.words = list("b");
    shown.model.setFilter(filter);
    const QModelIndexList rows = selection.selectedRows();
    QCOMPARE(rows.size(), 1); // the other is not there to be selected
    QCOMPARE(shown.model.idAt(rows.first().row()), UploadId{2});
}

void QueueModelTest::removedRowsGo()
{
    Shown shown;
    QItemSelectionModel selection(&shown.model);
    shown.queue.tell({madeUpUpload(1, QStringLiteral("a")), madeUpUpload(2, QStringLiteral("b")),
                      madeUpUpload(3, QStringLiteral("c"))});
    selection.setCurrentIndex(shown.model.indexOf(UploadId{3}), QItemSelectionModel::SelectCurrent);
    shown.queue.tellRemoved({UploadId{1}, UploadId{2}, UploadId{99}});
    QCOMPARE(namesIn(shown.model), list("c"));
    QCOMPARE(selection.currentIndex().row(), 0);
    QCOMPARE(shown.queue.store().rowOf(UploadId{1}), -1);
    QCOMPARE(shown.queue.store().find(UploadId{3})->record.key, QStringLiteral("c"));
}

void QueueModelTest::hiddenRowsComeBack()
{
    Shown shown;
    shown.queue.tell({madeUpUpload(1, QStringLiteral("a")), madeUpUpload(2, QStringLiteral("b"))});
    shown.queue.store().hide({UploadId{1}});
    QCOMPARE(namesIn(shown.model), list("b"));
    QCOMPARE(shown.queue.store().totals().size(), 1);
    shown.queue.store().unhide({UploadId{1}});
    QCOMPARE(shown.model.rowCount(), 2);
    QCOMPARE(shown.queue.store().totals().size(), 2);
}

void QueueModelTest::hiddenRowsAreKeptUpToDate()
{
    MadeUpQueue queue;
    queue.tell({madeUpUpload(1, QStringLiteral("a")), madeUpUpload(2, QStringLiteral("b"))});
    queue.store().hide({UploadId{1}, UploadId{2}});
    queue.tell({madeUpUpload(1, QStringLiteral("a"), Stage::Failed)});
    queue.tellRemoved({UploadId{2}});
    QCOMPARE(queue.store().size(), 0);
    queue.store().unhide({UploadId{1}, UploadId{2}});
    QCOMPARE(queue.store().size(), 1);
    QCOMPARE(queue.store().at(0).record.stage, Stage::Failed);
}

void QueueModelTest::columnsSayWhatTheyShould()
{
    Shown shown;
    UploadSnapshot upload = madeUpUpload(1, QStringLiteral("day/a.mov"), Stage::Sending);
    upload.record.bytesStored = 429'999;
    upload.bytesPerSecond = 12'400'000;
    upload.etaSeconds = 125;
    shown.queue.tell({upload});
    const auto text = [&](QueueColumn column, int role = Qt::DisplayRole) {
        return shown.model.index(0, static_cast<int>(column)).data(role).toString();
    };
    QCOMPARE(text(QueueColumn::Progress), QStringLiteral("42%"));
    QCOMPARE(text(QueueColumn::Speed), QStringLiteral("12.4 MB/s"));
    QCOMPARE(text(QueueColumn::TimeLeft), QStringLiteral("2 min"));
    QCOMPARE(text(QueueColumn::Name, Qt::AccessibleTextRole),
             QStringLiteral("a.mov, 42 percent, 2 minute(s) left, uploading to studio"));
    upload.record.bytesStored = 1'000'000; // stored, not completed: not yet 100
    shown.queue.tell({upload});
    QCOMPARE(text(QueueColumn::Progress), QStringLiteral("99%"));
    upload.holds = Hold::Endpoint;
    upload.retryAtMs = now + 11'500;
    shown.queue.tell({upload});
    QCOMPARE(text(QueueColumn::State), QStringLiteral("Server busy, again in 12 s"));
    upload.holds = Hold::Offline;
    shown.queue.tell({upload});
    QCOMPARE(text(QueueColumn::State), QStringLiteral("Offline: continues by itself"));
    upload.record.identity.size = 0;
    upload.record.bytesStored = 0;
    upload.record.stage = Stage::Done;
    upload.record.verified = Verification::Size;
    shown.queue.tell({upload});
    QCOMPARE(text(QueueColumn::Progress), QStringLiteral("100%"));
    QVERIFY(text(QueueColumn::State).contains(QLatin1String("size only")));
}

// Whatever happens in whatever order: what is shown is what a slow and simple look at the store finds.
// In any order of telling they stand as they were added.
void QueueModelTest::veryManyComeInSlices()
{
    constexpr int many = 10'000;
    Shown shown;
    QList<UploadSnapshot> uploads;
    for (int i = many; i > 0; --i)
        uploads.append(madeUpUpload(i, QString::number(i)));
    shown.queue.tell(uploads);
    QVERIFY(shown.model.rowCount() < many);
    for (UploadSnapshot &upload : uploads)
        upload.record.stage = Stage::Failed;
    shown.queue.tell(uploads);
    QTRY_COMPARE(shown.queue.store().totals().byMood[static_cast<std::size_t>(UploadMood::Failed)], many);
    QCOMPARE(shown.model.rowCount(), many);
    for (int row = 0; row < many; ++row)
        QCOMPARE(shown.model.idAt(row), UploadId{row + 1});
}

void QueueModelTest::whatIsRemovedWasTakenBefore()
{
    constexpr int many = 10'000;
    MadeUpQueue queue;
    QList<UploadSnapshot> uploads;
    QList<UploadId> gone;
    for (int i = 1; i <= many; ++i) {
        uploads.append(madeUpUpload(i, QString::number(i)));
        if (i % 2 == 0)
            gone.append(UploadId{i});
    }
    queue.tell(uploads);
    queue.tellRemoved(gone);
    QCOMPARE(queue.store().size(), many / 2);
    QCOMPARE(queue.store().totals().size(), many / 2);
    QCoreApplication::processEvents();
    QCOMPARE(queue.store().size(), many / 2);
    QCOMPARE(queue.store().rowOf(UploadId{2}), -1);
    QCOMPARE(queue.store().rowOf(UploadId{many - 1}), many / 2 - 1);
}

void QueueModelTest::randomWalkKeepsItTrue()
{
    QueueOrder order;
    Shown shown;
    QRandomGenerator dice(7);
    qint64 lastId = 0;
    const auto someStage = [&] { return dice.bounded(2) == 0 ? Stage::Sending : Stage::Done; };
    for (int step = 0; step < 400; ++step) {
        const int size = shown.queue.store().size();
        switch (dice.bounded(6)) {
        case 0:
        case 1: {
            QList<UploadSnapshot> fresh;
            for (int i = dice.bounded(1, 90); i > 0; --i)
                fresh.append(madeUpUpload(++lastId, QString::number(dice.bounded(1000)), someStage(),
                                          dice.bounded(1, 5000)));
            shown.queue.tell(fresh);
            break;
        }
        case 2: {
            QList<UploadSnapshot> changed;
            for (int row = 0; row < size; row += dice.bounded(1, 20)) {
                UploadSnapshot upload = shown.queue.store().at(row);
                upload.record.stage = someStage();
                changed.append(upload);
            }
            shown.queue.tell(changed);
            break;
        }
        case 3: {
            QList<UploadId> gone;
            for (int row = dice.bounded(10); row < size; row += dice.bounded(1, 60))
                gone.append(shown.queue.store().at(row).record.id);
            shown.queue.tellRemoved(gone);
            break;
        }
        case 4: {
            QueueFilter filter;
            if (dice.bounded(2) == 0)
                filter.mood = UploadMood::Done;
            if (dice.bounded(2) == 0)
                filter.words = QStringList{QString::number(dice.bounded(10))};
            shown.model.setFilter(filter);
            break;
        }
        case 5:
            order.set(dice.bounded(2) == 0 ? QueueColumn::Size : QueueColumn::Name,
                      dice.bounded(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
            shown.model.sort(static_cast<int>(order.column()), order.direction());
            break;
        }
        QList<UploadId> expected;
        for (const int row : order.sorted(shown.queue.store()))
            if (shown.model.filter().accepts(shown.queue.store().at(row)))
                expected.append(shown.queue.store().at(row).record.id);
        QList<UploadId> found;
        for (int row = 0; row < shown.model.rowCount(); ++row) {
            found.append(shown.model.idAt(row));
            QCOMPARE(shown.model.indexOf(shown.model.idAt(row)).row(), row);
        }
        QCOMPARE(found, expected);
    }
}

QTEST_GUILESS_MAIN(QueueModelTest)
#include "queue_model_test.moc"
