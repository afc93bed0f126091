#include "engine/planning/part_table.h"

#include <QRandomGenerator>
#include <QTest>

using namespace gantry;

namespace {

const ChunkPlan plan{45 * MiB, 10 * MiB, 5};

} // namespace

class PartTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTheLowestPartFirst();
    void aCoolingPartWaitsAndComesBackFirst();
    void comparesListedPartsOnce();
    void aBeginningIsNotSentAgain();
    void whatWasSentIsInDoubtUntilTheServerSpeaks();
    void progressNeverRunsBackward();
    void sumsHoldInARandomWalk();
};

void PartTableTest::givesTheLowestPartFirst()
{
    PartTable table(plan);
    QCOMPARE(table.nextToSend(0), std::optional(1));
    table.beginSend(1);
    QCOMPARE(table.nextToSend(0), std::optional(2));
    table.beginSend(2);
    table.dropped(1);
    QCOMPARE(table.nextToSend(0), std::optional(1));
    QCOMPARE(table.activeCount(), 1);
}

void PartTableTest::aCoolingPartWaitsAndComesBackFirst()
{
    PartTable table(plan);
    table.beginSend(1);
    table.cooling(1, 500);
    QCOMPARE(table.nextToSend(499), std::optional(2));
    QCOMPARE(table.nextWakeMs(), std::optional<qint64>(500));
    QCOMPARE(table.nextToSend(500), std::optional(1));
    table.beginSend(1);
    QCOMPARE(table.nextWakeMs(), std::nullopt);
    QCOMPARE(table.attemptsOf(1), 2);
}

void PartTableTest::comparesListedPartsOnce()
{
    PartTable table(plan);
    table.listed(2, "a");
    table.listed(4, "b");
    QCOMPARE(table.nextToSend(0), std::optional(1));
    QCOMPARE(table.nextToCompare(), std::optional(2));
    table.beginCompare(2);
    QCOMPARE(table.nextToCompare(), std::optional(4));
    table.beginCompare(4);
    QCOMPARE(table.nextToCompare(), std::nullopt);
    table.stored(2, {"a", {}});
    table.comparedDifferent(4);
    QCOMPARE(table.comparingCount(), 0);
    QCOMPARE(table.storedBytes(), 10 * MiB);
    QCOMPARE(table.stateOf(4), PartState::Waiting);
    QVERIFY(table.listedEtagOf(4).isEmpty());
}

void PartTableTest::aBeginningIsNotSentAgain()
{
    PartTable table(plan);
    table.storedPrefix(5, 2 * MiB);
    QCOMPARE(table.missingOf(5), (ByteRange{42 * MiB, 3 * MiB}));
    QCOMPARE(table.missingOf(4), (ByteRange{30 * MiB, 10 * MiB}));
    QCOMPARE(table.storedBytes(), 2 * MiB);
    QCOMPARE(table.storedCount(), 0);
    QCOMPARE(table.beginnings(), (QMap<int, PartBeginning>{{5, {2 * MiB, 0}}}));
    QCOMPARE(table.snapshots().last().kept, 2 * MiB);

    table.beginSend(5); // it stays while the rest goes up, and the server may have lost some of it
    QCOMPARE(table.storedBytes(), 2 * MiB);
    table.storedPrefix(5, MiB);
    QCOMPARE(table.storedBytes(), MiB);
    QCOMPARE(table.missingOf(5), (ByteRange{41 * MiB, 4 * MiB}));

    table.stored(5, {});
    QCOMPARE(table.storedBytes(), 5 * MiB);
    QVERIFY(table.beginnings().isEmpty());
    table.dropped(5);
    QCOMPARE(table.storedBytes(), 0);
}

void PartTableTest::whatWasSentIsInDoubtUntilTheServerSpeaks()
{
    PartTable table(plan, true);
    table.storedPrefix(1, MiB);
    table.beginSend(1);
    table.progress(1, 3 * MiB);
    table.cooling(1, 100); // its call failed: most of that arrived
    QCOMPARE(table.bytesInFlight(), 3 * MiB);
    QCOMPARE(table.beginnings(), (QMap<int, PartBeginning>{{1, {MiB, 3 * MiB}}}));
    table.beginRead(1); // it is asked for
    QCOMPARE(table.bytesInFlight(), 3 * MiB);
    table.storedPrefix(1, 2 * MiB);
    QCOMPARE(table.bytesInFlight(), 0);
    QCOMPARE(table.storedBytes(), 2 * MiB);

    PartTable later(plan, true); // a pause ends the first one
    later.setBeginning(1, {MiB, 3 * MiB});
    QCOMPARE(later.storedBytes(), MiB);
    QCOMPARE(later.bytesInFlight(), 3 * MiB);
    later.beginSend(1);
    QCOMPARE(later.bytesInFlight(), 0);
    later.forgetAttempts(1);
    QCOMPARE(later.attemptsOf(1), 0);
}

void PartTableTest::progressNeverRunsBackward()
{
    PartTable table(plan);
    table.beginSend(1);
    table.progress(1, 3 * MiB);
    table.progress(1, 2 * MiB);
    QCOMPARE(table.bytesInFlight(), 3 * MiB);
    table.progress(2, 9); // not under way: a late word
    QCOMPARE(table.bytesInFlight(), 3 * MiB);
    table.stored(1, {"x", {}});
    QCOMPARE(table.bytesInFlight(), 0);
}

void PartTableTest::sumsHoldInARandomWalk()
{
    QRandomGenerator dice(11);
    PartTable table(plan);
    for (int step = 0; step < 20'000; ++step) {
        const int number = dice.bounded(1, plan.partsTotal + 1);
        switch (dice.bounded(9)) {
        case 0:
            table.beginSend(number);
            break;
        case 1:
            table.progress(number, dice.bounded(10 * 1024 * 1024));
            break;
        case 2:
            table.stored(number, {"e", {}});
            break;
        case 3:
            table.cooling(number, dice.bounded(100));
            break;
        case 4:
            table.dropped(number);
            break;
        case 5:
            table.listed(number, "e");
            break;
        case 6:
            if (const auto next = table.nextToCompare())
                table.beginCompare(*next);
            break;
        case 7:
            table.beginRead(number);
            break;
        case 8:
            table.failed(number);
            break;
        }
        int stored = 0;
        int active = 0;
        qint64 storedBytes = 0;
        qint64 inFlight = 0;
        qint64 toCompare = 0;
        const QList<PartSnapshot> parts = table.snapshots();
        for (const PartSnapshot &part : parts) {
            stored += part.state == PartState::Stored ? 1 : 0;
            storedBytes += part.state == PartState::Stored ? part.size : 0;
            active += part.state == PartState::Sending || part.state == PartState::Reading ? 1 : 0;
            inFlight += part.sent;
            toCompare += part.state == PartState::Checking ? part.size : 0;
            QVERIFY(part.sent == 0 || part.state == PartState::Sending);
        }
        QCOMPARE(table.storedCount(), stored);
        QCOMPARE(table.storedBytes(), storedBytes);
        QCOMPARE(table.activeCount(), active);
        QCOMPARE(table.bytesInFlight(), inFlight);
        QCOMPARE(table.bytesToCompare(), toCompare);
        QCOMPARE(table.receipts().size(), stored);
        if (const auto next = table.nextToSend(50))
            QVERIFY(table.stateOf(*next) == PartState::Waiting || table.stateOf(*next) == PartState::Cooling);
    }
}

QTEST_APPLESS_MAIN(PartTableTest)
#include "part_table_test.moc"
