// The lanes on a good day: what goes on the wire, what comes back, in which thread, how often.
#include "tests/engine/lane_fixture.h"
#include "tests/fakes/loopback_server.h"

using namespace gantry;
using namespace std::chrono_literals;

class LanePoolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsABodyWhole();
    void getsAnAnswer();
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
    QCOMPARE(carrier.finished[id], 1);
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
    QCOMPARE(server.requests().first().header("User-Agent"), QByteArray("Gantry/" GANTRY_VERSION));
}

QTEST_GUILESS_MAIN(LanePoolTest)
#include "lane_pool_test.moc"
