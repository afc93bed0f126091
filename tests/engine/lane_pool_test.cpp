// The pool: what is called back, in which thread, how often; slots, cancelling, and going.
#include "engine/transport/http_lane.h"
#include "tests/engine/lane_fixture.h"
#include "tests/fakes/loopback_server.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QThread>

#include <atomic>

using namespace gantry;
using namespace std::chrono_literals;

class LanePoolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsABodyWhole();
    void getsAnAnswer();
    void callsBackInItsOwnThread();
    void neverQueuesInAManager();
    void controlCallsPassTheParts();
    void cancelsAtEveryPoint();
    void cancelWithinProgress();
    void goesQuietlyWithCallsUnderWay();
    void mayBeDeletedFromACallback();
};

void LanePoolTest::putsABodyWhole()
{
    LoopbackServer server([](const RecordedRequest &) {
        return ServerAction::answerWith(200, "stored", {{"ETag", "\"abc\""}});
    });
    Carrier carrier;
    const QByteArray bytes = patternBytes(20'000'003);
    const CallId id = carrier.start(putBytes(server.url("/part?n=1"), bytes));
    QCOMPARE(carrier.finished[id], 0); // never before start() returned
    QVERIFY(carrier.waitFor(id));
    const LaneResult result = carrier.results[id];
    VERIFY_ANSWERED(result, 200);
    QCOMPARE(result.answer->body, QByteArray("stored"));
    QCOMPARE(headerValue(result.answer->headers, "etag"), QByteArray("\"abc\""));
    QCOMPARE(result.bodyBytesSent, bytes.size());

    QCOMPARE(server.requests().size(), 1);
    const RecordedRequest request = server.requests().first();
    QCOMPARE(request.method, QByteArray("PUT"));
    QCOMPARE(request.target, QByteArray("/part?n=1"));
    QCOMPARE(request.declaredLength, bytes.size());
    QVERIFY(request.whole);
    QCOMPARE(request.bodyMd5, digestOf(DigestKind::Md5, bytes));
}

void LanePoolTest::getsAnAnswer()
{
    LoopbackServer server(
        [](const RecordedRequest &) { return ServerAction::answerWith(200, patternBytes(900'000)); });
    Carrier carrier;
    const LaneResult result = carrier.carry(plainCall(HttpMethod::Get, server.url("/x")));
    VERIFY_ANSWERED(result, 200);
    QCOMPARE(result.answer->body, patternBytes(900'000));
    QCOMPARE(result.bodyBytesSent, 0);
    const RecordedRequest request = server.requests().first();
    QCOMPARE(request.header("User-Agent"), QByteArray("Gantry/" GANTRY_VERSION));
    QCOMPARE(request.header("Accept-Encoding"), QByteArray("identity"));
}

void LanePoolTest::callsBackInItsOwnThread()
{
    LoopbackServer server;
    std::atomic<int> managersHere = 0;
    std::atomic<int> managers = 0;
    QThread *const here = QThread::currentThread();
    LanePool pool(2, [&] {
        ++managers;
        if (QThread::currentThread() == here)
            ++managersHere;
        return std::make_unique<QNetworkAccessManager>();
    });
    int finished = 0;
    bool elsewhere = false;
    for (int call = 0; call < 6; ++call) {
        pool.start(
            putBytes(server.url(), patternBytes(500'000)),
            [&](CallId, const LaneResult &) {
                ++finished;
                elsewhere |= QThread::currentThread() != here;
            },
            [&](CallId, qint64) { elsewhere |= QThread::currentThread() != here; });
    }
    QCOMPARE(pool.running(), 6);
    QTRY_COMPARE_WITH_TIMEOUT(finished, 6, patience);
    QCOMPARE(pool.running(), 0);
    QVERIFY(!elsewhere);
    QCOMPARE(managersHere, 0);
    QCOMPARE(managers, 2); // one for each lane that had something to do
}

void LanePoolTest::neverQueuesInAManager()
{
    std::atomic<int> open = 0;
    std::atomic<int> most = 0;
    LoopbackServer server([&](const RecordedRequest &) {
        most = std::max<int>(most, ++open);
        ServerAction action = ServerAction::answerWith(200).delayedBy(100ms);
        action.edit = [&](ServerAnswer &) { --open; };
        return action;
    });
    Carrier carrier(2);
    constexpr int slots = 2 * HttpLane::callsPerLane;
    QCOMPARE(carrier.pool.freePartSlots(), slots);
    for (int call = 0; call < 3 * slots; ++call) {
        carrier.start(putBytes(server.url(), "body"));
        QCOMPARE(carrier.pool.freePartSlots(), std::max(0, slots - call - 1));
    }
    QCOMPARE(carrier.pool.running(), 3 * slots);
    QVERIFY(carrier.waitForAll());
    QCOMPARE(server.requests().size(), 3 * slots);
    QCOMPARE(most, slots);
    QCOMPARE(carrier.pool.freePartSlots(), slots);
    for (const auto &[id, times] : carrier.finished)
        QCOMPARE(times, 1);
    QVERIFY(server.connectionsAccepted() <= slots);
}

void LanePoolTest::controlCallsPassTheParts()
{
    LoopbackServer server([](const RecordedRequest &request) {
        return request.method == "PUT" ? ServerAction::silence() : ServerAction::answerWith(200);
    });
    Carrier carrier(1);
    for (int call = 0; call < 10; ++call)
        carrier.start(putBytes(server.url(), "body"));
    LaneRequest control = plainCall(HttpMethod::Get, server.url());
    control.control = true;
    for (int call = 0; call < 10; ++call)
        VERIFY_ANSWERED(carrier.carry(control), 200);
    QCOMPARE(carrier.pool.running(), 10);
    QCOMPARE(carrier.pool.freePartSlots(), 0);
}

void LanePoolTest::cancelsAtEveryPoint()
{
    LoopbackServer server([](const RecordedRequest &request) {
        if (request.path() == "/stop")
            return ServerAction::stopReading();
        return request.path() == "/drip" ? ServerAction::answerWith(200, patternBytes(1000)).drippedAt(100)
                                         : ServerAction::silence();
    });
    Carrier carrier(1);
    QList<CallId> ids;
    ids << carrier.start(
               putBytes(server.url("/stop"), QByteArray(50'000'000, 'x'))) // in the middle of its body
        << carrier.start(putBytes(server.url("/silent"), "body"))          // waiting for its answer
        << carrier.start(plainCall(HttpMethod::Get, server.url("/drip")))  // in the middle of its answer
        << carrier.start(plainCall(HttpMethod::Get, server.url("/silent")));
    QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 4, patience);
    for (int call = 0; call < 4; ++call) // not sent yet, and the last two not even with a lane
        ids << carrier.start(putBytes(server.url("/silent"), "body"));
    for (const CallId id : ids) {
        carrier.pool.cancel(id);
        carrier.pool.cancel(id);
        QCOMPARE(carrier.finished[id], 0);
    }
    QVERIFY(carrier.waitForAll());
    for (const CallId id : ids) {
        QCOMPARE(carrier.finished[id], 1);
        COMPARE_FAILURE(carrier.results[id], FailureKind::Cancelled);
        carrier.pool.cancel(id); // over: nothing happens
    }
    carrier.pool.cancel(12345);
    for (const RecordedRequest &request : server.requests())
        if (request.path() != "/stop")
            QTRY_VERIFY_WITH_TIMEOUT(!server.openConnections().contains(request.connection), patience);
    server.setHandler({});
    VERIFY_ANSWERED(carrier.carry(putBytes(server.url(), "body")), 200);
}

void LanePoolTest::cancelWithinProgress()
{
    LoopbackServer server;
    LanePool pool(1);
    pool.setRateLimit(200'000);
    int finished = 0;
    FailureKind kind = FailureKind::InvalidInput;
    pool.start(
        putBytes(server.url(), patternBytes(10'000'000)),
        [&](CallId, const LaneResult &result) {
            ++finished;
            if (!result.answer)
                kind = result.answer.error().kind;
        },
        [&](CallId id, qint64) { pool.cancel(id); });
    QTRY_COMPARE_WITH_TIMEOUT(finished, 1, patience);
    QCOMPARE(kind, FailureKind::Cancelled);
}

void LanePoolTest::goesQuietlyWithCallsUnderWay()
{
    LoopbackServer server([](const RecordedRequest &request) {
        return request.path() == "/stop" ? ServerAction::stopReading() : ServerAction::silence();
    });
    int calledBack = 0;
    auto pool = std::make_unique<LanePool>(2);
    const auto count = [&calledBack](CallId, const LaneResult &) { ++calledBack; };
    for (int call = 0; call < 10; ++call) {
        pool->start(putBytes(server.url("/stop"), QByteArray(20'000'000, 'x')), count);
        pool->start(plainCall(HttpMethod::Get, server.url("/silent")), count);
    }
    LaneRequest control = plainCall(HttpMethod::Get, server.url("/silent"));
    control.control = true;
    pool->start(control, count);
    QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 13, patience);
    pool->start(putBytes("http://127.0.0.1:1/", "body"), count);
    QElapsedTimer clock;
    clock.start();
    pool.reset();
    QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
    for (const RecordedRequest &request : server.requests())
        if (request.path() != "/stop")
            QTRY_VERIFY_WITH_TIMEOUT(!server.openConnections().contains(request.connection), patience);
    QCoreApplication::processEvents();
    QCOMPARE(calledBack, 0);
}

void LanePoolTest::mayBeDeletedFromACallback()
{
    LoopbackServer server;
    auto pool = std::make_unique<LanePool>(2);
    int calledBack = 0;
    for (int call = 0; call < 4; ++call) {
        pool->start(plainCall(HttpMethod::Get, server.url()), [&](CallId, const LaneResult &) {
            ++calledBack;
            pool.reset();
        });
    }
    QTRY_VERIFY_WITH_TIMEOUT(!pool, patience);
    QCoreApplication::processEvents();
    QCOMPARE(calledBack, 1);
}

QTEST_GUILESS_MAIN(LanePoolTest)
#include "lane_pool_test.moc"
