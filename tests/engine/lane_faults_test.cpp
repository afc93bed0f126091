// The lanes against a server that misbehaves: each trap of QNetworkAccessManager that shows on the wire.
#include "engine/transport/net_request.h"
#include "tests/engine/lane_fixture.h"
#include "tests/fakes/loopback_server.h"

using namespace gantry;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(gantry::ServerAction)
Q_DECLARE_METATYPE(gantry::LaneRequest)

class LaneFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neverSendsABodyTwice_data();
    void neverSendsABodyTwice();
    void repeatsOnlyWhatHasNoBody();
    void deliversAnEarlyErrorIfTheServerReadsOn();
    void earlyErrorThenCloseMayBeLost();
    void earlyErrorToASmallBodyArrives();
    void reportsACutAnswerAsLost_data();
    void reportsACutAnswerAsLost();
    void neverMixesAnswersOfARepeatedGet_data();
    void neverMixesAnswersOfARepeatedGet();
    void endsAnAnswerThatNeverEnds_data();
    void endsAnAnswerThatNeverEnds();
    void endsHeadersThatNeverEnd();
    void takesALongAnswerToTheByte();
    void returnsRedirectsAsAnswers_data();
    void returnsRedirectsAsAnswers();
    void returnsEveryStatusAsAnAnswer_data();
    void returnsEveryStatusAsAnAnswer();
    void saysWhenNobodyListens();
    void refusalDoesNotSpread();
    void garbageIsNoAnswer();
    void headMayDeclareMoreThanTheLimit();
    void survivesConnectionsThatDiedIdle();
    void forgetsDeadConnections();
    void forgettingSparesWhatRuns();
};

void LaneFaultsTest::neverSendsABodyTwice_data()
{
    QTest::addColumn<LaneRequest>("request");
    QTest::addColumn<ServerAction>("action");
    const QByteArray bytes = patternBytes(3'000'000);
    const std::vector<std::pair<const char *, LaneRequest>> requests = {
        {"PUT range", putBytes({}, bytes)},
        {"PUT small range", putBytes({}, bytes.left(5))},
        {"PUT inline", inlineCall(HttpMethod::Put, {}, "body")},
        {"PUT empty", inlineCall(HttpMethod::Put, {}, {})},
        {"PUT none", plainCall(HttpMethod::Put, {})},
        {"POST inline", inlineCall(HttpMethod::Post, {}, "{\"parts\":[]}")},
        {"POST empty", inlineCall(HttpMethod::Post, {}, {})},
        {"POST none", plainCall(HttpMethod::Post, {})},
        {"PATCH inline", inlineCall(HttpMethod::Patch, {}, "body")},
        {"PATCH empty", inlineCall(HttpMethod::Patch, {}, {})},
        {"DELETE inline", inlineCall(HttpMethod::Delete, {}, "body")},
    };
    const std::vector<std::pair<const char *, ServerAction>> actions = {
        {"closed at headers", ServerAction::closeAtHeaders()},
        {"closed before the last byte", ServerAction::closeMidBody(3)},
        {"closed without an answer", ServerAction::loseAnswer()},
        {"half a status line", ServerAction::garbage("HTTP/1.1 2")},
    };
    for (const auto &[requestName, request] : requests)
        for (const auto &[actionName, action] : actions)
            if (action.kind != ServerAction::Kind::CloseMidBody || bodyLength(request.call) > 3)
                QTest::addRow("%s, %s", requestName, actionName) << request << action;
}

void LaneFaultsTest::neverSendsABodyTwice()
{
    QFETCH(LaneRequest, request);
    QFETCH(ServerAction, action);
    LoopbackServer server([&action](const RecordedRequest &) { return action; });
    request.call.url = server.url("/object?uploads");
    Carrier carrier(1);
    COMPARE_FAILURE(carrier.carry(request), FailureKind::ConnectionLost);
    // A request after it: had Qt kept the first one for another try, it would be in front.
    server.setHandler({});
    VERIFY_ANSWERED(carrier.carry(plainCall(HttpMethod::Get, server.url("/after"))), 200);
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(server.requests().at(0).target, QByteArray("/object?uploads"));
    QCOMPARE(server.requests().at(1).target, QByteArray("/after"));
}

void LaneFaultsTest::repeatsOnlyWhatHasNoBody()
{
    for (const HttpMethod method :
         {HttpMethod::Get, HttpMethod::Head, HttpMethod::Delete, HttpMethod::Options}) {
        LoopbackServer server([](const RecordedRequest &) { return ServerAction::loseAnswer(); });
        Carrier carrier(1);
        COMPARE_FAILURE(carrier.carry(plainCall(method, server.url())), FailureKind::ConnectionLost);
        QVERIFY(server.requests().size() <= 4);
    }
}

void LaneFaultsTest::deliversAnEarlyErrorIfTheServerReadsOn()
{
    LoopbackServer server(
        [](const RecordedRequest &) { return ServerAction::answerEarly(403, "expired", true); });
    Carrier carrier(1);
    const LaneResult result = carrier.carry(putBytes(server.url(), patternBytes(20'000'000)));
    VERIFY_ANSWERED(result, 403);
    QCOMPARE(result.answer->body, QByteArray("expired"));
}

// Qt 6.4 reads nothing while it writes: if the connection goes down before the body is out, the answer goes
// with it.
void LaneFaultsTest::earlyErrorThenCloseMayBeLost()
{
    LoopbackServer server([](const RecordedRequest &) { return ServerAction::answerEarly(403, "expired"); });
    Carrier carrier(1);
    const LaneResult large = carrier.carry(putBytes(server.url(), patternBytes(20'000'000)));
    if (large.answer)
        QCOMPARE(large.answer->status, 403);
    else
        COMPARE_FAILURE(large, FailureKind::ConnectionLost);
    QCOMPARE(server.requests().size(), 1);
}

void LaneFaultsTest::earlyErrorToASmallBodyArrives()
{
    LoopbackServer server(
        [](const RecordedRequest &) { return ServerAction::answerEarly(403, "expired", true).thenClose(); });
    Carrier carrier(1);
    VERIFY_ANSWERED(carrier.carry(inlineCall(HttpMethod::Put, server.url(), "body")), 403);
}

void LaneFaultsTest::reportsACutAnswerAsLost_data()
{
    QTest::addColumn<ServerAction>("action");
    const ServerAction whole = ServerAction::answerWith(200, patternBytes(10'000));
    QTest::newRow("by length") << whole.cutShortAfter(9'999);
    QTest::newRow("by length, nothing came") << whole.cutShortAfter(0);
    QTest::newRow("in chunks") << whole.inChunks().cutShortAfter(5'000);
    QTest::newRow("403") << ServerAction::answerWith(403, "<Error><Code>AccessDenied").cutShortAfter(8);
    QTest::newRow("500") << ServerAction::answerWith(500, "oh dear").cutShortAfter(3);
}

void LaneFaultsTest::reportsACutAnswerAsLost()
{
    QFETCH(ServerAction, action);
    LoopbackServer server([&action](const RecordedRequest &) { return action; });
    Carrier carrier(1);
    const LaneResult result = carrier.carry(inlineCall(HttpMethod::Post, server.url(), "x"));
    COMPARE_FAILURE(result, FailureKind::ConnectionLost);
    QCOMPARE(result.answer.error().httpStatus, action.answer.status);
    QCOMPARE(server.requests().size(), 1);
}

// Qt may repeat a GET whose answer was cut, and then call the beginning of a chunked answer the whole:
// nothing tells it apart from one. So answers are parsed strictly. What is certain: the bytes are the
// beginning of one answer, and all of them where a length was declared.
void LaneFaultsTest::neverMixesAnswersOfARepeatedGet_data()
{
    reportsACutAnswerAsLost_data();
}

void LaneFaultsTest::neverMixesAnswersOfARepeatedGet()
{
    QFETCH(ServerAction, action);
    for (int round = 0; round < 8; ++round) {
        LoopbackServer server([&action](const RecordedRequest &request) {
            ServerAction chosen = action;
            if (request.number > 1)
                chosen.cutAfter = -1;
            return chosen;
        });
        Carrier carrier(1);
        const LaneResult result = carrier.carry(plainCall(HttpMethod::Get, server.url()));
        if (!result.answer) {
            COMPARE_FAILURE(result, FailureKind::ConnectionLost);
            continue;
        }
        QCOMPARE(result.answer->status, action.answer.status);
        QVERIFY(action.answer.body.startsWith(result.answer->body));
        QVERIFY(action.chunked || result.answer->body.size() == action.answer.body.size());
    }
}

void LaneFaultsTest::endsAnAnswerThatNeverEnds_data()
{
    QTest::addColumn<ServerAction>("action");
    QTest::newRow("body") << ServerAction::unboundedBody();
    QTest::newRow("declared too long") << ServerAction::answerWith(200, patternBytes(100'001));
    QTest::newRow("chunks too long") << ServerAction::answerWith(200, patternBytes(100'001)).inChunks();
}

void LaneFaultsTest::endsAnAnswerThatNeverEnds()
{
    QFETCH(ServerAction, action);
    LoopbackServer server([&action](const RecordedRequest &) { return action; });
    LaneRequest request = plainCall(HttpMethod::Get, server.url("/list?secret=1"));
    request.call.answerLimit = 100'000;
    Carrier carrier(1);
    const LaneResult result = carrier.carry(request);
    COMPARE_FAILURE(result, FailureKind::ProtocolViolation);
    QVERIFY(!result.answer.error().message.contains(QLatin1String("secret")));
}

// Qt 6.4 sets no limit to headers and says nothing of them until they are complete: only the time limit ends
// them.
void LaneFaultsTest::endsHeadersThatNeverEnd()
{
    LoopbackServer server([](const RecordedRequest &) { return ServerAction::unboundedHeaders(); });
    LaneRequest request = plainCall(HttpMethod::Get, server.url());
    request.call.answerTimeLimit = 700ms;
    Carrier carrier(1);
    COMPARE_FAILURE(carrier.carry(request), FailureKind::Stalled);
}

void LaneFaultsTest::takesALongAnswerToTheByte()
{
    for (const bool chunked : {false, true}) {
        const QByteArray bytes = patternBytes(1024 * 1024);
        LoopbackServer server([&](const RecordedRequest &) {
            ServerAction action = ServerAction::answerWith(200, bytes);
            action.chunked = chunked;
            return action;
        });
        Carrier carrier(1);
        const LaneResult result = carrier.carry(plainCall(HttpMethod::Get, server.url()));
        VERIFY_ANSWERED(result, 200);
        QVERIFY(result.answer->body == bytes);
    }
}

void LaneFaultsTest::returnsRedirectsAsAnswers_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 302, 303, 307, 308})
        QTest::addRow("%d", status) << status;
}

void LaneFaultsTest::returnsRedirectsAsAnswers()
{
    QFETCH(int, status);
    LoopbackServer elsewhere;
    const QByteArray location = elsewhere.url("/stolen");
    LoopbackServer server([&](const RecordedRequest &) { return ServerAction::redirect(location, status); });
    Carrier carrier(1);
    LaneRequest put = inlineCall(HttpMethod::Put, server.url("/part"), "body");
    put.call.headers.append(HttpHeader{"Authorization", "Bearer secret"});
    for (const LaneRequest &request :
         {put, plainCall(HttpMethod::Get, server.url()), inlineCall(HttpMethod::Post, server.url(), "x")}) {
        const LaneResult result = carrier.carry(request);
        VERIFY_ANSWERED(result, status);
        QCOMPARE(headerValue(result.answer->headers, "Location"), location);
    }
    QCOMPARE(server.requests().size(), 3);
    QCOMPARE(elsewhere.requests().size(), 0);
}

void LaneFaultsTest::returnsEveryStatusAsAnAnswer_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {200, 201, 202, 204, 206, 304, 400, 401, 403, 404, 405, 408, 409, 410, 411,
                             412, 413, 416, 418, 423, 429, 460, 500, 501, 502, 503, 504, 507, 599})
        QTest::addRow("%d", status) << status;
}

void LaneFaultsTest::returnsEveryStatusAsAnAnswer()
{
    QFETCH(int, status);
    LoopbackServer server([status](const RecordedRequest &) {
        HttpHeaders headers{{"Retry-After", "1"}};
        if (status == 401)
            headers.append(HttpHeader{"WWW-Authenticate", "Basic realm=\"x\""});
        return ServerAction::answerWith(status, status == 204 || status == 304 ? "" : "{\"error\":\"why\"}",
                                        headers);
    });
    Carrier carrier(1);
    const QByteArray bytes = patternBytes(30'000);
    for (const LaneRequest &request :
         {plainCall(HttpMethod::Get, server.url()), putBytes(server.url(), bytes),
          inlineCall(HttpMethod::Post, server.url(), "x"), inlineCall(HttpMethod::Patch, server.url(), "x"),
          plainCall(HttpMethod::Delete, server.url())}) {
        const LaneResult result = carrier.carry(request);
        VERIFY_ANSWERED(result, status);
        QCOMPARE(headerValue(result.answer->headers, "Retry-After"), QByteArray("1"));
        if (status != 204 && status != 304)
            QCOMPARE(result.answer->body, QByteArray("{\"error\":\"why\"}"));
    }
    QCOMPARE(server.requests().size(), 5);
}

void LaneFaultsTest::saysWhenNobodyListens()
{
    LoopbackServer server;
    server.stop();
    Carrier carrier;
    const QByteArray url = server.url("/part?X-Amz-Signature=abc");
    for (const LaneRequest &request :
         {plainCall(HttpMethod::Get, url), putBytes(url, patternBytes(1'000'000))}) {
        const LaneResult result = carrier.carry(request);
        COMPARE_FAILURE(result, FailureKind::Unreachable);
        QVERIFY(result.answer.error().message.contains(QStringLiteral("127.0.0.1:%1").arg(server.port())));
        QVERIFY(!result.answer.error().message.contains(QLatin1String("abc")));
        QCOMPARE(result.bodyBytesSent, 0);
    }
    server.start();
    VERIFY_ANSWERED(carrier.carry(plainCall(HttpMethod::Get, url)), 200);
}

// One refusal ends whatever waits inside the manager for the same host: so nothing may wait there.
void LaneFaultsTest::refusalDoesNotSpread()
{
    LoopbackServer gone;
    gone.stop();
    LoopbackServer alive(
        [](const RecordedRequest &) { return ServerAction::answerWith(200).delayedBy(200ms); });
    Carrier carrier(1);
    QList<CallId> good;
    QList<CallId> bad;
    for (int round = 0; round < 12; ++round) {
        good << carrier.start(putBytes(alive.url(), patternBytes(100'000)));
        bad << carrier.start(putBytes(gone.url(), patternBytes(100'000)));
    }
    QVERIFY(carrier.waitForAll());
    for (const CallId id : good)
        VERIFY_ANSWERED(carrier.results[id], 200);
    for (const CallId id : bad)
        COMPARE_FAILURE(carrier.results[id], FailureKind::Unreachable);
}

void LaneFaultsTest::garbageIsNoAnswer()
{
    for (const QByteArray &text :
         {QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n"), QByteArray("<html></html>"), QByteArray(70'000, 'x')}) {
        LoopbackServer server([&text](const RecordedRequest &) { return ServerAction::garbage(text); });
        Carrier carrier(1);
        const LaneResult result = carrier.carry(inlineCall(HttpMethod::Put, server.url(), "x"));
        COMPARE_FAILURE(result, FailureKind::ConnectionLost);
        QCOMPARE(server.requests().size(), 1);
    }
}

void LaneFaultsTest::headMayDeclareMoreThanTheLimit()
{
    LoopbackServer server([](const RecordedRequest &) {
        return ServerAction::answerWith(200, {}, {{"Content-Length", "25000000000"}});
    });
    Carrier carrier(1);
    const LaneResult result = carrier.carry(plainCall(HttpMethod::Head, server.url()));
    VERIFY_ANSWERED(result, 200);
    QCOMPARE(headerValue(result.answer->headers, "Content-Length"), QByteArray("25000000000"));
}

void LaneFaultsTest::survivesConnectionsThatDiedIdle()
{
    LoopbackServer server;
    Carrier carrier(1);
    for (int round = 0; round < 5; ++round) {
        VERIFY_ANSWERED(carrier.carry(inlineCall(HttpMethod::Put, server.url(), "x")), 200);
        server.dropConnections();
        const LaneResult result = carrier.carry(inlineCall(HttpMethod::Put, server.url(), "x"));
        if (result.answer)
            continue; // Qt saw it in time
        COMPARE_FAILURE(result, FailureKind::ConnectionLost);
    }
    for (const RecordedRequest &request : server.requests())
        QVERIFY(request.whole);
}

void LaneFaultsTest::forgetsDeadConnections()
{
    LoopbackServer server;
    Carrier carrier(2);
    for (int round = 0; round < 4; ++round)
        VERIFY_ANSWERED(carrier.carry(inlineCall(HttpMethod::Put, server.url(), "x")), 200);
    server.freezeConnections(); // as after a sleep: the peer is gone and nobody was told
    carrier.pool.forgetConnections();
    for (int round = 0; round < 4; ++round)
        VERIFY_ANSWERED(carrier.carry(inlineCall(HttpMethod::Put, server.url(), "x")), 200);
    QCOMPARE(server.requests().size(), 8);
}

void LaneFaultsTest::forgettingSparesWhatRuns()
{
    LoopbackServer server([](const RecordedRequest &request) {
        return ServerAction::answerWith(200, "late").delayedBy(request.number == 1 ? 1000ms : 0ms);
    });
    Carrier carrier(1);
    const CallId slow = carrier.start(inlineCall(HttpMethod::Put, server.url(), "x"));
    QTRY_COMPARE(server.requests().size(), 1);
    carrier.pool.forgetConnections();
    VERIFY_ANSWERED(carrier.carry(inlineCall(HttpMethod::Put, server.url(), "x")), 200);
    QCOMPARE(carrier.finished[slow], 0);
    QVERIFY(carrier.waitFor(slow));
    VERIFY_ANSWERED(carrier.results[slow], 200);
    QCOMPARE(server.connectionsAccepted(), 2);
}

QTEST_GUILESS_MAIN(LaneFaultsTest)
#include "lane_faults_test.moc"
