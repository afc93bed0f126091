// What goes on the wire: methods, lengths, headers and URLs, as they were asked for and nothing more.
#include "tests/engine/lane_fixture.h"
#include "tests/fakes/loopback_server.h"

using namespace gantry;

Q_DECLARE_METATYPE(gantry::LaneRequest)

class LaneWireTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsEveryMethod_data();
    void sendsEveryMethod();
    void sendsTheUrlAsItIs_data();
    void sendsTheUrlAsItIs();
    void refusesWhatItCannotSendAsItIs_data();
    void refusesWhatItCannotSendAsItIs();
    void remembersNothingBetweenCalls();
};

void LaneWireTest::sendsEveryMethod_data()
{
    QTest::addColumn<LaneRequest>("request");
    QTest::addColumn<qint64>("declaredLength");
    QTest::addColumn<QByteArray>("contentType");
    const QByteArray octets = "application/octet-stream";
    const QByteArray json = "application/json";
    const auto typed = [&json](LaneRequest request) {
        request.call.headers.append(HttpHeader{"Content-Type", json});
        return request;
    };
    const qint64 none = -1;
    QTest::newRow("GET") << plainCall(HttpMethod::Get, {}) << none << QByteArray();
    QTest::newRow("HEAD") << plainCall(HttpMethod::Head, {}) << none << QByteArray();
    QTest::newRow("DELETE") << plainCall(HttpMethod::Delete, {}) << none << QByteArray();
    QTest::newRow("DELETE with body")
        << inlineCall(HttpMethod::Delete, {}, "body") << qint64(4) << QByteArray();
    QTest::newRow("OPTIONS") << plainCall(HttpMethod::Options, {}) << none << QByteArray();
    QTest::newRow("PUT without body") << plainCall(HttpMethod::Put, {}) << qint64(0) << QByteArray();
    QTest::newRow("PUT empty") << inlineCall(HttpMethod::Put, {}, {}) << qint64(0) << QByteArray();
    QTest::newRow("PUT empty range") << putBytes({}, {}) << qint64(0) << QByteArray();
    QTest::newRow("PUT typed") << typed(putBytes({}, "body")) << qint64(4) << json;
    // Without a body Qt would move the query into it, and call it a form.
    QTest::newRow("POST without body") << plainCall(HttpMethod::Post, {}) << qint64(0) << octets;
    QTest::newRow("POST empty") << inlineCall(HttpMethod::Post, {}, {}) << qint64(0) << octets;
    QTest::newRow("POST typed") << typed(inlineCall(HttpMethod::Post, {}, "{}")) << qint64(2) << json;
    QTest::newRow("PATCH without body") << plainCall(HttpMethod::Patch, {}) << qint64(0) << QByteArray();
    QTest::newRow("PATCH") << inlineCall(HttpMethod::Patch, {}, "body") << qint64(4) << QByteArray();
}

void LaneWireTest::sendsEveryMethod()
{
    QFETCH(LaneRequest, request);
    QFETCH(qint64, declaredLength);
    QFETCH(QByteArray, contentType);
    LoopbackServer server;
    request.call.url = server.url("/object?uploads");
    Carrier carrier(1);
    VERIFY_ANSWERED(carrier.carry(request), 200);
    QCOMPARE(server.requests().size(), 1);
    const RecordedRequest seen = server.requests().first();
    QCOMPARE(seen.method, toName(request.call.method));
    QCOMPARE(seen.target, QByteArray("/object?uploads"));
    QCOMPARE(seen.declaredLength, declaredLength);
    QCOMPARE(seen.header("Content-Type"), contentType);
    QCOMPARE(seen.header("Transfer-Encoding"), QByteArray());
    QVERIFY(seen.whole);
}

void LaneWireTest::sendsTheUrlAsItIs_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target : {"/",
                               "/a%20b",
                               "/a+b",
                               "/a%2Bb",
                               "/%2F/x",
                               "/double//slash//",
                               "/caf%C3%A9",
                               "/cafe%CC%81",
                               "/%FF%FE",
                               "/!*'()%21%2A%27%28%29",
                               "/;:@&=,$",
                               "/a%25b",
                               "/a%3Fb?c=%26%3D%23",
                               "/x?uploads",
                               "/x?a=b=c&d",
                               "/x?",
                               "/~-_.",
                               "/x?sig=a%2Bb%2Fc%3D&t=2024-01-01T00%3A00%3A00Z",
                               "/...",
                               "/a..b",
                               "/.hidden",
                               "/%5B%5D%7B%7D%7C%5C%5E%60",
                               "/x?X-Amz-Credential=K%2F20240101%2Fus-east-1%2Fs3%2Faws4_request"})
        QTest::newRow(target) << QByteArray(target);
}

void LaneWireTest::sendsTheUrlAsItIs()
{
    QFETCH(QByteArray, target);
    LoopbackServer server;
    Carrier carrier(1);
    VERIFY_ANSWERED(carrier.carry(plainCall(HttpMethod::Get, server.url(target))), 200);
    QCOMPARE(server.requests().first().target, target);
}

void LaneWireTest::refusesWhatItCannotSendAsItIs_data()
{
    QTest::addColumn<LaneRequest>("request");
    const auto withUrl = [](const char *url) { return plainCall(HttpMethod::Get, url); };
    const auto withHeader = [](const char *name, const QByteArray &value) {
        LaneRequest request = plainCall(HttpMethod::Get, "http://127.0.0.1:1/");
        request.call.headers.append(HttpHeader{name, value});
        return request;
    };
    QTest::newRow("no URL") << withUrl("");
    QTest::newRow("no host") << withUrl("http:///x");
    QTest::newRow("relative") << withUrl("/x");
    QTest::newRow("a space") << withUrl("http://127.0.0.1:1/a b");
    QTest::newRow("not ASCII") << withUrl("http://127.0.0.1:1/caf\xc3\xa9 \xff");
    QTest::newRow("half an escape") << withUrl("http://127.0.0.1:1/a%2");
    QTest::newRow("other scheme") << withUrl("file:///etc/passwd");
    QTest::newRow("ftp") << withUrl("ftp://127.0.0.1:1/x");
    QTest::newRow("fragment") << withUrl("http://127.0.0.1:1/a#b");
    QTest::newRow("password") << withUrl("http://user:secret@127.0.0.1:1/");
    QTest::newRow("begins with two slashes") << withUrl("http://127.0.0.1:1//a");
    QTest::newRow("one dot") << withUrl("http://127.0.0.1:1/a/./b");
    QTest::newRow("two dots") << withUrl("http://127.0.0.1:1/a/../b");
    QTest::newRow("dots at the end") << withUrl("http://127.0.0.1:1/a/..");
    QTest::newRow("encoded dots") << withUrl("http://127.0.0.1:1/a/%2e%2E/b");
    QTest::newRow("line break in a header") << withHeader("X-Name", "a\r\nX-Evil: 1");
    QTest::newRow("colon in a header's name") << withHeader("X-Name:", "a");
    QTest::newRow("nameless header") << withHeader("", "a");
    QTest::newRow("GET with a body") << inlineCall(HttpMethod::Get, "http://127.0.0.1:1/", "body");
    QTest::newRow("range without a source") << putRange("http://127.0.0.1:1/", 5, {});
    QTest::newRow("negative length") << putRange("http://127.0.0.1:1/", -5, slicesOf("x", 1));
    LaneRequest badCa = plainCall(HttpMethod::Get, "https://127.0.0.1:1/");
    badCa.caPem = "no certificate";
    QTest::newRow("CA file without a certificate") << badCa;
}

void LaneWireTest::refusesWhatItCannotSendAsItIs()
{
    QFETCH(LaneRequest, request);
    Carrier carrier(1);
    const CallId id = carrier.start(request);
    QCOMPARE(carrier.finished[id], 0);
    QVERIFY(carrier.waitFor(id));
    COMPARE_FAILURE(carrier.results[id], FailureKind::InvalidInput);
    QVERIFY(!carrier.results[id].answer.error().message.contains(QLatin1String("secret")));
    QCOMPARE(carrier.pool.running(), 0);
}

void LaneWireTest::remembersNothingBetweenCalls()
{
    LoopbackServer server([](const RecordedRequest &request) {
        return ServerAction::answerWith(request.number == 1 ? 401 : 200, "x",
                                        {{"Set-Cookie", "id=1; Path=/"},
                                         {"WWW-Authenticate", "Basic realm=\"r\""},
                                         {"Cache-Control", "max-age=3600"},
                                         {"ETag", "\"1\""},
                                         {"Content-Encoding", "gzip"}});
    });
    Carrier carrier(1);
    LaneRequest request = plainCall(HttpMethod::Get, server.url());
    request.call.headers.append(HttpHeader{"Authorization", "Bearer t"});
    VERIFY_ANSWERED(carrier.carry(request), 401);
    const LaneResult second = carrier.carry(plainCall(HttpMethod::Get, server.url()));
    VERIFY_ANSWERED(second, 200);
    QCOMPARE(second.answer->body, QByteArray("x")); // as it came, whatever its coding
    QCOMPARE(server.requests().size(), 2);
    const RecordedRequest seen = server.requests().at(1);
    for (const char *header : {"Cookie", "Authorization", "If-None-Match", "If-Modified-Since"})
        QCOMPARE(seen.header(header), QByteArray());
}

QTEST_GUILESS_MAIN(LaneWireTest)
#include "lane_wire_test.moc"
