// The body device: exactly the declared bytes, once, and the last one only when the source stands by it.
#include "engine/transport/body_device.h"
#include "engine/transport/rate_gate.h"
#include "tests/engine/lane_fixture.h"

#include <QElapsedTimer>
#include <QPromise>
#include <QSignalSpy>

#include <deque>

using namespace gantry;

Q_DECLARE_METATYPE(gantry::BodySlice)

namespace {

// A source that answers with prepared slices, one for each question, and counts the questions.
struct Script
{
    std::deque<Expected<BodySlice>> slices;
    int asked = 0;

    BodySource source()
    {
        return [this] {
            ++asked;
            if (slices.empty()) // stays silent
                return m_silent.emplace_back(started())->future();
            const Expected<BodySlice> slice = slices.front();
            slices.pop_front();
            return QtFuture::makeReadyFuture(slice);
        };
    }
    using Promise = std::shared_ptr<QPromise<Expected<BodySlice>>>;
    // The promise may outlive its answer.
    Promise answerSilent(const Expected<BodySlice> &slice)
    {
        Promise promise = std::move(m_silent.front());
        m_silent.pop_front();
        promise->addResult(slice);
        promise->finish();
        return promise;
    }
    void dropSilent() { m_silent.clear(); } // what a source does that is destroyed with its question open

private:
    static Promise started()
    {
        auto promise = std::make_shared<QPromise<Expected<BodySlice>>>();
        promise->start();
        return promise;
    }
    std::deque<Promise> m_silent;
};

// Reads as QNetworkAccessManager does: 16 KiB at a time, again at readyRead.
QByteArray readUntilItWaits(BodyDevice &device)
{
    QByteArray bytes;
    for (;;) {
        QCoreApplication::processEvents();
        const QByteArray piece = device.read(16 * 1024);
        if (piece.isEmpty())
            return bytes;
        bytes += piece;
    }
}

} // namespace

class BodyDeviceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void yieldsTheBytesInOrder();
    void cannotBeReadTwice();
    void holdsTheLastByteUntilTheSourceVouches();
    void readsAheadByTwoSlices();
    void wakesTheReader();
    void endsBadly_data();
    void endsBadly();
    void survivesASourceThatGivesUp();
    void aPromiseMayEndLate();
    void mayGoWhileTheSourceIsAsked();
    void takesNoMoreThanTheGateGrants();
    void theGateSharesEvenly();
    void theGateKeepsNobodyWhenLifted();
};

void BodyDeviceTest::yieldsTheBytesInOrder()
{
    const QByteArray bytes = patternBytes(1'000'003);
    for (const qsizetype slice : {1'000'003, 65'536, 16'384, 1'000, 7'777}) {
        BodyDevice device(bytes.size(), slicesOf(bytes, slice));
        QSignalSpy vouched(&device, &BodyDevice::vouched);
        device.begin();
        QVERIFY(readUntilItWaits(device) == bytes);
        QCOMPARE(device.handedOut(), bytes.size());
        QVERIFY(!device.isStarved());
        QCOMPARE(vouched.size(), 1);
    }
}

// What keeps Qt from sending a body a second time.
void BodyDeviceTest::cannotBeReadTwice()
{
    BodyDevice device(5, sourceOf("01234"));
    device.begin();
    QVERIFY(device.isSequential());
    QVERIFY(!device.reset());
    QVERIFY(!device.seek(0));
    QCOMPARE(readUntilItWaits(device), QByteArray("01234"));
    QVERIFY(!device.reset());
    QVERIFY(device.read(10).isEmpty());
}

void BodyDeviceTest::holdsTheLastByteUntilTheSourceVouches()
{
    Script script;
    script.slices = {BodySlice{"012", false}, BodySlice{"34", false}};
    BodyDevice device(5, script.source());
    QSignalSpy vouched(&device, &BodyDevice::vouched);
    device.begin();
    QCOMPARE(readUntilItWaits(device), QByteArray("0123"));
    QCOMPARE(script.asked, 3);
    QVERIFY(device.isStarved());
    QCOMPARE(vouched.size(), 0);
    script.answerSilent(BodySlice{{}, true});
    QCOMPARE(readUntilItWaits(device), QByteArray("4"));
    QCOMPARE(vouched.size(), 1);
    QVERIFY(!device.isStarved());
}

void BodyDeviceTest::readsAheadByTwoSlices()
{
    int asked = 0;
    BodyDevice device(1000, [&asked] {
        ++asked;
        return QtFuture::makeReadyFuture(Expected<BodySlice>(BodySlice{QByteArray(100, 'x'), asked == 10}));
    });
    device.begin();
    QCoreApplication::processEvents();
    QCOMPARE(asked, BodyDevice::slicesAhead); // without a reader
    QCOMPARE(device.read(99).size(), 99);
    QCoreApplication::processEvents();
    QCOMPARE(asked, BodyDevice::slicesAhead); // the first one is not used up
    QCOMPARE(device.read(1).size(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(asked, BodyDevice::slicesAhead + 1);
}

void BodyDeviceTest::wakesTheReader()
{
    Script script;
    BodyDevice device(2, script.source());
    QSignalSpy ready(&device, &QIODevice::readyRead);
    device.begin();
    QCOMPARE(device.read(10).size(), 0);
    QVERIFY(device.isStarved());
    QCOMPARE(ready.size(), 0);
    script.answerSilent(BodySlice{"01", true});
    QTRY_COMPARE(ready.size(), 1);
    QCOMPARE(device.read(10), QByteArray("01"));
}

void BodyDeviceTest::endsBadly_data()
{
    QTest::addColumn<BodySlice>("slice");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const BodySlice &slice, FailureKind kind) {
        QTest::newRow(name) << slice << static_cast<int>(kind);
    };
    row("short", {"3", true}, FailureKind::SourceChanged);
    row("nothing more", {{}, true}, FailureKind::SourceChanged);
    row("long, and the last", {"345", true}, FailureKind::SourceChanged);
    row("long, and more to come", {"345", false}, FailureKind::SourceChanged);
    row("nothing, for ever", {{}, false}, FailureKind::InvalidInput);
}

void BodyDeviceTest::endsBadly()
{
    QFETCH(BodySlice, slice);
    QFETCH(int, kind);
    Script script;
    script.slices = {BodySlice{"012", false}};
    BodyDevice device(5, script.source());
    std::optional<Failure> failure;
    connect(&device, &BodyDevice::failed, &device, [&failure](const Failure &told) { failure = told; });
    device.begin();
    QCOMPARE(readUntilItWaits(device), QByteArray("012"));
    script.answerSilent(slice);
    QTRY_VERIFY(failure);
    QCOMPARE(static_cast<int>(failure->kind), kind);
    char byte = 0;
    QCOMPARE(device.read(&byte, 1), -1); // neither an end nor a wait: an error
    QCOMPARE(device.handedOut(), 3);
    QCOMPARE(script.asked, 2);
}

void BodyDeviceTest::survivesASourceThatGivesUp()
{
    Script script;
    BodyDevice device(5, script.source());
    std::optional<Failure> failure;
    connect(&device, &BodyDevice::failed, &device, [&failure](const Failure &told) { failure = told; });
    device.begin();
    script.dropSilent();
    QTRY_VERIFY(failure);
    QCOMPARE(failure->kind, FailureKind::SourceUnreadable);
}

// Qt cancels a promise that is destroyed after its result was taken, and says once more that it has finished.
void BodyDeviceTest::aPromiseMayEndLate()
{
    Script script;
    BodyDevice device(10, script.source());
    QSignalSpy failed(&device, &BodyDevice::failed);
    device.begin();
    for (const BodySlice &slice : {BodySlice{"01234", false}, BodySlice{"56789", true}}) {
        Script::Promise promise = script.answerSilent(slice);
        QCOMPARE(readUntilItWaits(device), slice.bytes);
        promise.reset();
        QCoreApplication::processEvents();
    }
    QCOMPARE(failed.size(), 0);
}

void BodyDeviceTest::mayGoWhileTheSourceIsAsked()
{
    Script script;
    auto device = std::make_unique<BodyDevice>(5, script.source());
    device->begin();
    device.reset();
    script.answerSilent(BodySlice{"01234", true});
    QCoreApplication::processEvents();
    QCOMPARE(script.asked, 1);
}

void BodyDeviceTest::takesNoMoreThanTheGateGrants()
{
    constexpr qint64 rate = 400'000;
    RateGate gate;
    gate.setRate(rate);
    const QByteArray bytes = patternBytes(200'000);
    BodyDevice device(bytes.size(), slicesOf(bytes, 50'000), &gate);
    QByteArray got;
    qint64 largest = 0;
    connect(&device, &QIODevice::readyRead, &device, [&] {
        const qsizetype before = got.size();
        for (QByteArray piece = device.read(16 * 1024); !piece.isEmpty(); piece = device.read(16 * 1024))
            got += piece;
        largest = std::max<qint64>(largest, got.size() - before);
    });
    QElapsedTimer clock;
    clock.start();
    device.begin();
    QVERIFY(device.read(1).isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(got.size() == bytes.size(), patience);
    QVERIFY(got == bytes);
    // Half a second's worth: a tenth may come at once, and never more than that at a time.
    QVERIFY2(clock.elapsed() >= 380, qPrintable(QString::number(clock.elapsed())));
    QVERIFY2(clock.elapsed() <= 2500, qPrintable(QString::number(clock.elapsed())));
    QVERIFY2(largest <= rate / 10, qPrintable(QString::number(largest)));
}

void BodyDeviceTest::theGateSharesEvenly()
{
    RateGate gate;
    gate.setRate(300'000);
    std::vector<std::unique_ptr<BodyDevice>> devices;
    for (int i = 0; i < 3; ++i) {
        devices.push_back(std::make_unique<BodyDevice>(
            10'000'000, slicesOf(QByteArray(10'000'000, 'x'), 1'000'000), &gate));
        BodyDevice *device = devices.back().get();
        connect(device, &QIODevice::readyRead, device, [device] {
            while (!device->read(16 * 1024).isEmpty()) {
            }
        });
        device->begin();
        device->wake();
    }
    QTRY_VERIFY_WITH_TIMEOUT(
        devices[0]->handedOut() + devices[1]->handedOut() + devices[2]->handedOut() > 150'000, patience);
    for (const auto &device : devices)
        QVERIFY2(device->handedOut() > 25'000, qPrintable(QString::number(device->handedOut())));
    // Two go: what was theirs is for the third.
    devices.resize(1);
    const qint64 before = devices[0]->handedOut();
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY_WITH_TIMEOUT(devices[0]->handedOut() > before + 150'000, patience);
    QVERIFY2(clock.elapsed() < 2500, qPrintable(QString::number(clock.elapsed())));
}

void BodyDeviceTest::theGateKeepsNobodyWhenLifted()
{
    RateGate gate;
    gate.setRate(1);
    BodyDevice device(5, sourceOf("01234"), &gate);
    QByteArray got;
    connect(&device, &QIODevice::readyRead, &device, [&] { got += device.read(10); });
    device.begin();
    QCoreApplication::processEvents();
    QVERIFY(device.read(10).isEmpty());
    QVERIFY(device.isStarved());
    gate.setRate(0);
    QTRY_COMPARE(got, QByteArray("01234"));
}

QTEST_GUILESS_MAIN(BodyDeviceTest)
#include "body_device_test.moc"
