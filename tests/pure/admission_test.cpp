#include "engine/planning/admission.h"
#include "engine/planning/speed_meter.h"

#include <QTest>

using namespace gantry;
using namespace std::chrono_literals;

class AdmissionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void higherPriorityFirstThenOlder();
    void aClosedDestinationDoesNotHoldUpOthers();
    void oneBusyAnswerHalvesEverything();
    void anUnreachableDestinationIsTriedByOne();
    void answersToEarlierCallsAreNoNews();
    void timeAddsCallsBack();
    void faultsHalveWithoutClosing();
    void timeLeftIsSane();
};

void AdmissionTest::higherPriorityFirstThenOlder()
{
    const auto open = [](const QString &) { return true; };
    AdmissionQueue queue;
    const QString a = QStringLiteral("a");
    queue.put({3}, a, 0);
    queue.put({2}, a, 0);
    queue.put({9}, a, 5);
    QCOMPARE(queue.next(open)->value, 9);
    queue.remove({9});
    QCOMPARE(queue.next(open)->value, 2);
    queue.put({3}, a, 1);
    QCOMPARE(queue.next(open)->value, 3);
    queue.remove({3});
    queue.remove({2});
    QVERIFY(!queue.next(open));
}

void AdmissionTest::aClosedDestinationDoesNotHoldUpOthers()
{
    AdmissionQueue queue;
    queue.put({1}, QStringLiteral("away"), 10);
    queue.put({2}, QStringLiteral("here"), 0);
    const auto next = queue.next([](const QString &name) { return name == QLatin1String("here"); });
    QCOMPARE(next->value, 2);
}

void AdmissionTest::oneBusyAnswerHalvesEverything()
{
    EndpointGate gate(8);
    QVERIFY(gate.busy(1000, 500ms));
    QVERIFY(!gate.mayStartPart(1499));
    QVERIFY(gate.isOpen(1500));
    QCOMPARE(gate.allowed(1500), 4);
    QVERIFY(gate.busy(2000, 1ms));
    QVERIFY(gate.busy(3000, 1ms));
    QVERIFY(gate.busy(4000, 1ms));
    QCOMPARE(gate.allowed(4001), 1);
    for (int i = 0; i < 20; ++i)
        gate.partStored();
    QCOMPARE(gate.allowed(4001), 8);
    for (int i = 0; i < 8; ++i) {
        QVERIFY(gate.mayStartPart(9000));
        gate.started();
    }
    QVERIFY(!gate.mayStartPart(9000));
}

void AdmissionTest::anUnreachableDestinationIsTriedByOne()
{
    EndpointGate gate(8);
    QVERIFY(gate.unreachable(0, 100ms));
    QVERIFY(gate.isUnreachable());
    QVERIFY(!gate.isOpen(99));
    QVERIFY(gate.mayStartPart(100));
    gate.started();
    QVERIFY(!gate.mayStartPart(100));
    gate.answered();
    QVERIFY(!gate.isUnreachable());
    QVERIFY(gate.mayStartPart(100)); // it was the link, not the load
    gate.unreachable(200, 1h);
    gate.tryNow(200);
    QVERIFY(gate.isOpen(200));
}

void AdmissionTest::answersToEarlierCallsAreNoNews()
{
    EndpointGate gate(8);
    QVERIFY(gate.busy(0, 1s));
    QVERIFY(!gate.busy(1, 9s)); // four parts get the same answer
    QVERIFY(!gate.busy(2, 9s));
    QCOMPARE(gate.allowed(1000), 4);
    QCOMPARE(gate.closedUntilMs(), 1000);
    QCOMPARE(gate.failuresInARow(), 1);
}

// What runs may be one stream of hours: then no part is stored that would add a call.
void AdmissionTest::timeAddsCallsBack()
{
    EndpointGate gate(8);
    for (int i = 0; i < 4; ++i)
        gate.strained(100 * i, 100ms);
    gate.started();
    QVERIFY(!gate.mayStartPart(10'299));
    QVERIFY(gate.mayStartPart(10'300));
    QCOMPARE(gate.allowed(40'300), 5);
    QCOMPARE(gate.allowed(9'000'000), 8);
    gate.strained(9'000'000, 100ms);
    QCOMPARE(gate.allowed(9'000'000), 4);
    // From when it was tried, whatever the server had asked for.
    gate.busy(9'000'200, 1h);
    gate.tryNow(9'000'300);
    QCOMPARE(gate.allowed(9'000'300), 2);
    QCOMPARE(gate.allowed(9'010'300), 3);
}

// A server's fault holds nobody up; it may be the load all the same.
void AdmissionTest::faultsHalveWithoutClosing()
{
    EndpointGate gate(8);
    gate.strained(0, 100ms);
    QVERIFY(gate.isOpen(0));
    QCOMPARE(gate.allowed(300), 4);
    gate.strained(99, 100ms); // the same moment, as told to another part
    QCOMPARE(gate.allowed(300), 4);
    gate.strained(100, 100ms);
    gate.strained(200, 100ms);
    gate.strained(300, 100ms);
    QCOMPARE(gate.allowed(300), 1);
    gate.partStored();
    QCOMPARE(gate.allowed(300), 2);
    gate.busy(400, 1s);
    gate.strained(401, 100ms); // the gate is closed for that already
    QCOMPARE(gate.allowed(300), 1);
    QCOMPARE(gate.closedUntilMs(), 1400);
}

void AdmissionTest::timeLeftIsSane()
{
    SpeedMeter meter;
    QCOMPARE(meter.bytesPerSecond(0), 0);
    QVERIFY(!meter.secondsFor(100, 0));
    for (qint64 ms = 0; ms <= 5000; ms += 100)
        meter.add(ms, ms * 1000); // 1 MB/s
    QCOMPARE(meter.bytesPerSecond(5000), 1'000'000);
    QCOMPARE(meter.secondsFor(10'000'000, 5000), std::optional<qint64>(10));
    // A stall: the figure sinks, and is none before it would be years.
    for (qint64 ms = 5100; ms <= 20'000; ms += 100)
        meter.add(ms, 5'000'000);
    QCOMPARE(meter.bytesPerSecond(20'000), 0);
    QVERIFY(!meter.secondsFor(10'000'000, 20'000));
    meter.reset();
    meter.add(0, 0);
    meter.add(1000, 1);
    QVERIFY(!meter.secondsFor(100'000'000'000, 1000));
}

QTEST_APPLESS_MAIN(AdmissionTest)
#include "admission_test.moc"
