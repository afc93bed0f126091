#include "engine/planning/chunk_planner.h"

#include <QRandomGenerator>
#include <QTest>

using namespace gantry;

class ChunkPlannerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsThePolicy_data();
    void followsThePolicy();
    void coversEveryByteOnce();
    void refusesWhatCannotFit();
    void takesARequestedSize();
    void tighterBoundsLargerParts();
};

void ChunkPlannerTest::followsThePolicy_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<qint64>("partSize");
    QTest::addColumn<int>("parts");
    QTest::newRow("empty") << qint64(0) << 10 * MiB << 1;
    QTest::newRow("one byte") << qint64(1) << 10 * MiB << 1;
    QTest::newRow("exactly one part") << 10 * MiB << 10 * MiB << 1;
    QTest::newRow("one byte more") << 10 * MiB + 1 << 10 * MiB << 2;
    QTest::newRow("25 GB") << qint64(25'000'000'000) << 10 * MiB << 2385;
    QTest::newRow("50 GiB") << 50 * GiB << 10 * MiB << 5120;
    QTest::newRow("past 50 GiB") << 50 * GiB + 1 << 11 * MiB << 4655;
    QTest::newRow("100 GiB") << 100 * GiB << 21 * MiB << 4877;
    QTest::newRow("where 100 MiB begins") << 100 * MiB * 5000 << 100 * MiB << 5000;
    QTest::newRow("100 MiB stays") << 100 * MiB * 5000 + 1 << 100 * MiB << 5001;
    QTest::newRow("100 MiB, all parts") << 100 * MiB * 10000 << 100 * MiB << 10000;
    QTest::newRow("one byte past") << 100 * MiB * 10000 + 1 << 101 * MiB << 9901;
    QTest::newRow("5 TiB") << 5 * TiB << 525 * MiB << 9987;
    QTest::newRow("largest") << 10000 * 5 * GiB << 5 * GiB << 10000;
}

void ChunkPlannerTest::followsThePolicy()
{
    QFETCH(qint64, size);
    QFETCH(qint64, partSize);
    QFETCH(int, parts);
    const Expected<ChunkPlan> plan = planChunks(size);
    QVERIFY(plan);
    QCOMPARE(plan->partSize, partSize);
    QCOMPARE(plan->partsTotal, parts);
}

void ChunkPlannerTest::coversEveryByteOnce()
{
    QRandomGenerator dice(7);
    for (int round = 0; round < 2000; ++round) {
        const qint64 size =
            static_cast<qint64>(dice.bounded(1.0) * static_cast<double>(round % 2 ? 100 * MiB : 48 * TiB));
        const Expected<ChunkPlan> plan = planChunks(size);
        QVERIFY(plan);
        QVERIFY(plan->partsTotal <= 10'000);
        QVERIFY(plan->partSize >= 5 * MiB && plan->partSize <= 5 * GiB);
        qint64 next = 0;
        for (int number = 1; number <= plan->partsTotal; ++number) {
            const ByteRange range = plan->rangeOf(number);
            QCOMPARE(range.offset, next);
            QVERIFY(range.length == plan->partSize || number == plan->partsTotal);
            next = range.end();
        }
        QCOMPARE(next, size);
        QCOMPARE(plan->lastPartSize(), plan->rangeOf(plan->partsTotal).length);
    }
}

void ChunkPlannerTest::refusesWhatCannotFit()
{
    const Expected<ChunkPlan> beyond = planChunks(10000 * 5 * GiB + 1);
    QVERIFY(!beyond);
    QCOMPARE(beyond.error().kind, FailureKind::TooLarge);
    QVERIFY(beyond.error().message.contains(QStringLiteral("48.83 TiB")));

    PlanBounds fewParts;
    fewParts.maxParts = 1000;
    QVERIFY(planChunks(1000 * 5 * GiB, fewParts));
    const Expected<ChunkPlan> tooMany = planChunks(1000 * 5 * GiB + 1, fewParts);
    QVERIFY(!tooMany);
    QVERIFY(tooMany.error().message.contains(QStringLiteral("1000")));

    QCOMPARE(planChunks(-1).error().kind, FailureKind::InvalidInput);
}

void ChunkPlannerTest::takesARequestedSize()
{
    QCOMPARE(planChunks(GiB, {}, 16 * MiB)->partSize, 16 * MiB);
    QCOMPARE(planChunks(GiB, {}, 4 * MiB).error().kind, FailureKind::InvalidInput);
    QCOMPARE(planChunks(GiB, {}, 6 * GiB).error().kind, FailureKind::InvalidInput);
    QCOMPARE(planChunks(TiB, {}, 5 * MiB).error().kind, FailureKind::TooLarge);
}

void ChunkPlannerTest::tighterBoundsLargerParts()
{
    PlanBounds scaleway;
    scaleway.maxParts = 1000;
    scaleway.maxObjectSize = 5 * TiB;
    QCOMPARE(planChunks(40 * GiB, scaleway)->partSize, 41 * MiB);
    PlanBounds r2;
    r2.maxObjectSize = 5 * TiB;
    QVERIFY(!planChunks(5 * TiB + 1, r2));
}

QTEST_APPLESS_MAIN(ChunkPlannerTest)
#include "chunk_planner_test.moc"
