// Time, speed and memory: what a lane waits for, for how long, and how much it holds meanwhile.
#include "tests/engine/lane_fixture.h"
#include "tests/fakes/loopback_server.h"

#include <QElapsedTimer>
#include <QPromise>
#include <QTimer>

#include <atomic>
#include <deque>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

constexpr qint64 megabyte = 1'000'000;

// Counts how many of its slices are still held by somebody else.
class CountingSource
{
public:
    CountingSource(qint64 length, qsizetype sliceSize, std::atomic<int> &most)
        : m_left(length)
        , m_sliceSize(sliceSize)
        , m_most(most)
    {}

    QFuture<Expected<BodySlice>> operator()()
    {
        while (!m_given.empty() && m_given.front().isDetached())
            m_given.pop_front();
        const QByteArray slice(std::min<qint64>(m_left, m_sliceSize), 'x');
        m_left -= slice.size();
        m_given.push_back(slice);
        m_most = std::max<int>(m_most, static_cast<int>(m_given.size()));
        return QtFuture::makeReadyFuture(Expected<BodySlice>(BodySlice{slice, m_left == 0}));
    }

private:
    qint64 m_left;
    qsizetype m_sliceSize;
    std::atomic<int> &m_most;
    std::deque<QByteArray> m_given;
};

// A source whose answers wait for the test.
class HeldSource
{
public:
    QFuture<Expected<BodySlice>> ask()
    {
        auto promise = std::make_shared<QPromise<Expected<BodySlice>>>();
        promise->start();
        const QFuture<Expected<BodySlice>> future = promise->future();
        const std::lock_guard lock(m_mutex);
        m_asked.push_back(std::move(promise));
        return future;
    }
    bool isAsked()
    {
        const std::lock_guard lock(m_mutex);
        return !m_asked.empty();
    }
    void answer(const Expected<BodySlice> &slice)
    {
        const std::lock_guard lock(m_mutex);
        m_asked.front()->addResult(slice);
        m_asked.front()->finish();
        m_asked.pop_front();
    }

private:
    std::mutex m_mutex;
    std::deque<std::shared_ptr<QPromise<Expected<BodySlice>>>> m_asked;
};

BodySource sourceOn(const std::shared_ptr<HeldSource> &held)
{
    return [held] { return held->ask(); };
}

} // namespace

class LaneLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void silenceEndsByTheAnswerLimit();
    void aPeerThatStopsReadingIsAStall();
    void anAnswerThatHangsIsAStall();
    void aLateAnswerIsNoStall();
    void aDrippingAnswerIsNoStall();
    void aSlowPeerIsNoStall();
    void aWaitingSourceIsNoStall();
    void aFailingSourceFailsTheCall();
    void theLastByteWaitsForItsSource();
    void anEmptyRangeWaitsForItsSource();
    void theRateLimitIsNoStall();
    void limitsAllBodiesTogether();
    void changesTheLimitOnTheWay();
    void neverLimitsSmallBodies();
    void holdsTwoSlicesPerBody();
    void tellsProgressForwardAndRarely();
};

void LaneLimitsTest::silenceEndsByTheAnswerLimit()
{
    LoopbackServer server([](const RecordedRequest &) { return ServerAction::silence(); });
    Carrier carrier(1);
    for (LaneRequest request :
         {plainCall(HttpMethod::Get, server.url("/?secret=1")),
          inlineCall(HttpMethod::Post, server.url(), "x"), putBytes(server.url(), patternBytes(20'000))}) {
        request.call.answerTimeLimit = 300ms;
        const LaneResult result = carrier.carry(request);
        COMPARE_FAILURE(result, FailureKind::Stalled);
        QVERIFY(result.answer.error().message.contains(QStringLiteral("127.0.0.1:%1").arg(server.port())));
        QVERIFY(!result.answer.error().message.contains(QLatin1String("secret")));
    }
    QCOMPARE(server.requests().size(), 3);
}

void LaneLimitsTest::aPeerThatStopsReadingIsAStall()
{
    LoopbackServer server([](const RecordedRequest &) { return ServerAction::stopReading(); });
    Carrier carrier(1);
    LaneRequest request = putBytes(server.url(), QByteArray(100 * megabyte, 'x'));
    request.call.stallLimit = 500ms;
    const LaneResult result = carrier.carry(request);
    COMPARE_FAILURE(result, FailureKind::Stalled);
    // What was handed out is in the buffers of two sockets, and is never the whole.
    QVERIFY(result.bodyBytesSent > 0);
    QVERIFY(result.bodyBytesSent < 100 * megabyte);
}

void LaneLimitsTest::anAnswerThatHangsIsAStall()
{
    LoopbackServer server([](const RecordedRequest &) {
        return ServerAction::answerWith(200, patternBytes(100)).hangingAfter(50);
    });
    Carrier carrier(1);
    LaneRequest request = plainCall(HttpMethod::Get, server.url());
    request.call.stallLimit = 400ms;
    COMPARE_FAILURE(carrier.carry(request), FailureKind::Stalled);
}

void LaneLimitsTest::aLateAnswerIsNoStall()
{
    LoopbackServer server(
        [](const RecordedRequest &) { return ServerAction::answerWith(200).delayedBy(1200ms); });
    Carrier carrier(1);
    LaneRequest request = inlineCall(HttpMethod::Post, server.url(), "{}");
    request.call.stallLimit = 200ms;
    VERIFY_ANSWERED(carrier.carry(request), 200);
}

void LaneLimitsTest::aDrippingAnswerIsNoStall()
{
    LoopbackServer server([](const RecordedRequest &) {
        return ServerAction::answerWith(200, patternBytes(160)).drippedAt(100);
    });
    Carrier carrier(1);
    LaneRequest request = plainCall(HttpMethod::Get, server.url());
    request.call.stallLimit = 1s;
    request.call.answerTimeLimit = 1s;
    const LaneResult result = carrier.carry(request);
    VERIFY_ANSWERED(result, 200);
    QCOMPARE(result.answer->body, patternBytes(160));
}

void LaneLimitsTest::aSlowPeerIsNoStall()
{
    LoopbackServer server;
    server.limitReadRate(8 * megabyte);
    Carrier carrier(1);
    const QByteArray bytes = patternBytes(18 * megabyte);
    LaneRequest request = putBytes(server.url(), bytes);
    request.call.stallLimit = 1500ms;
    QElapsedTimer clock;
    clock.start();
    VERIFY_ANSWERED(carrier.carry(request), 200);
    QVERIFY(clock.elapsed() > 2000); // longer than the limit as a whole
    QCOMPARE(server.requests().first().bodyMd5, digestOf(DigestKind::Md5, bytes));
}

void LaneLimitsTest::aWaitingSourceIsNoStall()
{
    LoopbackServer server;
    Carrier carrier(1);
    const auto source = std::make_shared<HeldSource>();
    LaneRequest request = putRange(server.url(), 10, sourceOn(source));
    request.call.stallLimit = 200ms;
    const CallId id = carrier.start(request);
    QTRY_VERIFY(source->isAsked());
    source->answer(BodySlice{"01234", false});
    QTRY_VERIFY(source->isAsked());
    QTest::qWait(1000); // five times the limit: it is over if it is counted
    QCOMPARE(carrier.finished[id], 0);
    source->answer(BodySlice{"56789", true});
    QVERIFY(carrier.waitFor(id));
    VERIFY_ANSWERED(carrier.results[id], 200);
    QCOMPARE(server.requests().first().bodyMd5, digestOf(DigestKind::Md5, "0123456789"));
}

void LaneLimitsTest::aFailingSourceFailsTheCall()
{
    const std::vector<std::pair<Expected<BodySlice>, FailureKind>> endings = {
        {fail(FailureKind::SourceChanged, QStringLiteral("changed")), FailureKind::SourceChanged},
        {fail(FailureKind::SourceUnreadable, QStringLiteral("I/O error")), FailureKind::SourceUnreadable},
        {BodySlice{"1234", true}, FailureKind::SourceChanged},   // a byte short
        {BodySlice{"123456", true}, FailureKind::SourceChanged}, // a byte long
        {BodySlice{{}, true}, FailureKind::SourceChanged},       // nothing more
        {BodySlice{{}, false}, FailureKind::InvalidInput},       // nothing at all, for ever
    };
    for (const auto &[ending, kind] : endings) {
        LoopbackServer server;
        Carrier carrier(1);
        const auto source = std::make_shared<HeldSource>();
        const CallId id = carrier.start(putRange(server.url(), 10, sourceOn(source)));
        QTRY_VERIFY(source->isAsked());
        source->answer(BodySlice{"01234", false});
        QTRY_VERIFY(source->isAsked());
        source->answer(ending);
        QVERIFY(carrier.waitFor(id));
        COMPARE_FAILURE(carrier.results[id], kind);
        QVERIFY(carrier.results[id].bodyBytesSent < 10);
        // The peer saw the declared length and a body that broke off: it cannot take it for the whole.
        QTRY_VERIFY(server.openConnections().isEmpty());
        for (const RecordedRequest &request : server.requests()) {
            QCOMPARE(request.declaredLength, 10);
            QVERIFY(!request.whole);
        }
    }
}

// The file's last check comes after its last byte was read: until then the peer must not be able to store the
// part.
void LaneLimitsTest::theLastByteWaitsForItsSource()
{
    LoopbackServer server;
    Carrier carrier(1);
    const auto source = std::make_shared<HeldSource>();
    const CallId id = carrier.start(putRange(server.url(), 10, sourceOn(source)));
    QTRY_VERIFY(source->isAsked());
    source->answer(BodySlice{"0123456789", false});
    QTRY_VERIFY(source->isAsked());
    QTRY_COMPARE(server.requests().size(), 1);
    QTRY_COMPARE(server.requests().first().bodyBytes, 9);
    source->answer(fail(FailureKind::SourceChanged, QStringLiteral("written to meanwhile")));
    QVERIFY(carrier.waitFor(id));
    COMPARE_FAILURE(carrier.results[id], FailureKind::SourceChanged);
    QTRY_VERIFY(server.requests().first().ended);
    QVERIFY(!server.requests().first().whole);
}

void LaneLimitsTest::anEmptyRangeWaitsForItsSource()
{
    LoopbackServer server;
    Carrier carrier(1);
    const auto source = std::make_shared<HeldSource>();
    LaneRequest request = putRange(server.url(), 0, sourceOn(source));
    request.call.stallLimit = 200ms;
    const CallId id = carrier.start(request);
    QTRY_VERIFY(source->isAsked());
    QTest::qWait(600);
    QCOMPARE(server.requests().size(), 0);
    QCOMPARE(carrier.finished[id], 0);
    source->answer(BodySlice{{}, true});
    QVERIFY(carrier.waitFor(id));
    VERIFY_ANSWERED(carrier.results[id], 200);
    QCOMPARE(server.requests().first().declaredLength, 0);

    const CallId second = carrier.start(putRange(server.url(), 0, sourceOn(source)));
    QTRY_VERIFY(source->isAsked());
    source->answer(fail(FailureKind::SourceChanged, QStringLiteral("it has grown")));
    QVERIFY(carrier.waitFor(second));
    COMPARE_FAILURE(carrier.results[second], FailureKind::SourceChanged);
    QCOMPARE(server.requests().size(), 1);
}

void LaneLimitsTest::theRateLimitIsNoStall()
{
    LoopbackServer server;
    Carrier carrier(1);
    carrier.pool.setRateLimit(4);
    LaneRequest request = putBytes(server.url(), "12345");
    request.call.stallLimit = 200ms;
    QElapsedTimer clock;
    clock.start();
    VERIFY_ANSWERED(carrier.carry(request), 200);
    QVERIFY(clock.elapsed() > 900);
}

void LaneLimitsTest::limitsAllBodiesTogether()
{
    LoopbackServer server;
    Carrier carrier(2);
    constexpr qint64 rate = 2 * megabyte;
    carrier.pool.setRateLimit(rate);
    QElapsedTimer clock;
    clock.start();
    for (int call = 0; call < 5; ++call)
        carrier.start(putBytes(server.url(), patternBytes(600'000), 64 * 1024));
    QVERIFY(carrier.waitForAll());
    const qint64 elapsed = clock.elapsed();
    for (const auto &[id, result] : carrier.results)
        VERIFY_ANSWERED(result, 200);
    // 3 MB: a tenth of a second's worth may have been saved up.
    QVERIFY2(elapsed >= 1300, qPrintable(QString::number(elapsed)));
    QVERIFY2(elapsed <= 7500, qPrintable(QString::number(elapsed)));
}

void LaneLimitsTest::changesTheLimitOnTheWay()
{
    LoopbackServer server;
    Carrier carrier(2);
    carrier.pool.setRateLimit(20'000);
    QList<CallId> ids;
    for (int call = 0; call < 4; ++call)
        ids << carrier.start(putBytes(server.url(), patternBytes(5 * megabyte)));
    const auto sent = [&] {
        qint64 bytes = 0;
        for (const CallId id : ids)
            bytes += carrier.progress[id].isEmpty() ? 0 : carrier.progress[id].last();
        return bytes;
    };
    QTRY_VERIFY_WITH_TIMEOUT(sent() > 0, patience);
    QTest::qWait(1000);
    QVERIFY2(sent() < 200'000, qPrintable(QString::number(sent())));
    QVERIFY2(sent() > 4'000, qPrintable(QString::number(sent())));
    carrier.pool.setRateLimit(0);
    QVERIFY(carrier.waitForAll());
    for (const CallId id : ids)
        VERIFY_ANSWERED(carrier.results[id], 200);
}

void LaneLimitsTest::neverLimitsSmallBodies()
{
    LoopbackServer server;
    Carrier carrier(1);
    carrier.pool.setRateLimit(1);
    LaneRequest request = inlineCall(HttpMethod::Post, server.url(), patternBytes(20'000));
    request.control = true;
    VERIFY_ANSWERED(carrier.carry(request), 200);
}

void LaneLimitsTest::holdsTwoSlicesPerBody()
{
    LoopbackServer server;
    Carrier carrier(2);
    constexpr int calls = 8;
    constexpr qint64 length = 100 * 1024 * 1024;
    std::array<std::atomic<int>, calls> most{};
    QList<CallId> ids;
    for (std::atomic<int> &count : most)
        ids << carrier.start(putRange(server.url(), length, CountingSource(length, 1024 * 1024, count)));
    // First at full speed, then against a peer that takes next to nothing: both ways a reader could run
    // ahead.
    for (const CallId id : ids)
        QTRY_VERIFY_WITH_TIMEOUT(
            !carrier.progress[id].isEmpty() && carrier.progress[id].last() > 20 * megabyte, patience);
    server.limitReadRate(1000);
    QTest::qWait(500);
    for (const CallId id : ids) {
        QCOMPARE(carrier.finished[id], 0);
        carrier.pool.cancel(id);
    }
    QVERIFY(carrier.waitForAll());
    for (const std::atomic<int> &count : most)
        QVERIFY2(count >= 1 && count <= 2, qPrintable(QString::number(count)));
}

void LaneLimitsTest::tellsProgressForwardAndRarely()
{
    LoopbackServer server;
    Carrier carrier(1);
    carrier.pool.setRateLimit(10 * megabyte);
    const qint64 length = 15 * megabyte;
    QElapsedTimer clock;
    clock.start();
    const CallId id = carrier.start(putBytes(server.url(), patternBytes(length)));
    QVERIFY(carrier.waitFor(id));
    VERIFY_ANSWERED(carrier.results[id], 200);
    const QList<qint64> &told = carrier.progress[id];
    QVERIFY(told.size() >= 2);
    QVERIFY(told.size() <= clock.elapsed() / 100 + 1);
    for (qsizetype i = 0; i < told.size(); ++i)
        QVERIFY(told[i] > (i == 0 ? 0 : told[i - 1]) && told[i] <= length);
    QCOMPARE(carrier.results[id].bodyBytesSent, length);
}

QTEST_GUILESS_MAIN(LaneLimitsTest)
#include "lane_limits_test.moc"
