// Slow, hostile and too many clients: each is cut off within its bound, and the others are served.
#include "tests/service/service_process.h"
#include "tests/service/test_upload.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>
#include <vector>

using namespace gantry;
using namespace std::chrono_literals;

class ServiceLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void slowHeaders();
    void silentConnections();
    void largeHeaders();
    void malformedHeads_data();
    void malformedHeads();
    void largeBodies();
    void slowJson();
    void slowParts();
    void slowButSteadyIsFine();
    void clientsThatDoNotRead();
    void tooManyConnections();
    void tooManyFromOneAddress();
    void tooManyUploads();
    void othersAreServedMeanwhile();

private:
    int port() const { return m_service->port(); }
    TestUpload upload(const char *name, qsizetype size) const;

    std::unique_ptr<ServiceProcess> m_service;
    QByteArray m_token;
};

namespace {

// Sends a byte every 20 ms until the peer stops taking them, at most so many. Returns how long it took.
qint64 drip(RawConnection &connection, const QByteArray &bytes)
{
    QElapsedTimer timer;
    timer.start();
    for (const char byte : bytes) {
        if (!connection.send(QByteArray(1, byte)))
            break;
        if (connection.closesWithin(20ms))
            break;
    }
    return timer.elapsed();
}

// The service has a free place for a connection at some time within the limit; each try takes one and gives
// it back.
bool servesWithin(int port, int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds)
        if (exchange(port, "GET", "/healthz", {}).status == 200)
            return true;
    return false;
}

} // namespace

void ServiceLimitsTest::initTestCase()
{
    m_service = std::make_unique<ServiceProcess>(
        "[disk]\nmin_part_size = 64KiB\n"
        "[limits]\nheader_timeout_seconds = 0.4\nidle_timeout_seconds = 0.6\n"
        "rate_window_seconds = 0.5\nmin_bytes_per_second = 10000\n"
        "max_header_size = 4KiB\nmax_json_size = 100KiB\n"
        "max_unfinished_uploads_per_user = 50\n");
    QVERIFY(m_service->start());
    m_token = m_service->addToken(QStringLiteral("ann"));
}

TestUpload ServiceLimitsTest::upload(const char *name, qsizetype size) const
{
    return {QString::fromLatin1(name), QStringLiteral("f"), randomBytes(size, 1), m_token};
}

void ServiceLimitsTest::slowHeaders()
{
    RawConnection connection(port());
    QVERIFY(connection.send("GET /healthz HTTP/1.1\r\nX: "));
    const Answer answer = connection.receive(10s);
    QCOMPARE(answer.status, 408);
    QCOMPARE(answer.error(), QStringLiteral("request_timeout"));

    RawConnection dripping(port()); // never silent for long, and never done
    QVERIFY(drip(dripping, "GET /healthz HTTP/1.1\r\nX: " + QByteArray(2'000, 'x')) < 10'000);

    RawConnection second(port()); // the bound holds for each request of a connection
    QVERIFY(second.send(requestHead("GET", "/healthz", {}, std::nullopt)));
    QCOMPARE(second.receive().status, 200);
    QVERIFY(drip(second, QByteArray(2'000, 'x')) < 10'000);
}

void ServiceLimitsTest::silentConnections()
{
    RawConnection fresh(port());
    RawConnection used(port());
    QVERIFY(used.send(requestHead("GET", "/healthz", {}, std::nullopt)));
    QCOMPARE(used.receive().status, 200);
    QVERIFY(fresh.closesWithin(10s));
    QVERIFY(used.closesWithin(10s));
    RawConnection blank(port());
    QByteArray blanks;
    for (int i = 0; i < 1'000; ++i)
        blanks += "\r\n";
    QVERIFY(drip(blank, blanks) < 10'000);
}

void ServiceLimitsTest::largeHeaders()
{
    const Answer one = exchange(port(), "GET", "/healthz", {}, std::nullopt, {{"X", QByteArray(5'000, 'x')}});
    QCOMPARE(one.status, 431);
    QCOMPARE(one.error(), QStringLiteral("header_too_large"));
    HeaderList many;
    for (int i = 0; i < 1'000; ++i)
        many.append({"X" + QByteArray::number(i), "x"});
    QCOMPARE(exchange(port(), "GET", "/healthz", {}, std::nullopt, many).status, 431);
    QCOMPARE(exchange(port(), "GET", '/' + QByteArray(5'000, 'x'), {}).status, 431);
    RawConnection endless(port());
    for (int i = 0; i < 1'000 && endless.send(QByteArray(65'536, 'x')); ++i) {
    }
    QVERIFY(endless.closesWithin(10s));

    ServiceProcess roomy("[limits]\nmax_header_size = 64KiB\n");
    QVERIFY(roomy.start());
    QCOMPARE(exchange(roomy.port(), "GET", '/' + QByteArray(9'000, 'x'), {}).error(),
             QStringLiteral("uri_too_long"));
    QCOMPARE(exchange(roomy.port(), "GET", '/' + QByteArray(8'000, '.'), {}).status, 404);
}

void ServiceLimitsTest::malformedHeads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("status");
    QTest::newRow("garbage") << QByteArray("\x16\x03\x01 hello \r\n\r\n") << 400; // TLS to a plain port
    QTest::newRow("no version") << QByteArray("GET /healthz\r\n\r\n") << 400;
    QTest::newRow("other version") << QByteArray("GET /healthz HTTP/3.0\r\n\r\n") << 400;
    QTest::newRow("two lengths")
        << QByteArray("POST /api/uploads HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n") << 400;
    QTest::newRow("smuggled") << QByteArray("POST /api/uploads HTTP/1.1\r\nContent-Length: "
                                            "5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                              << 411;
    QTest::newRow("bare line feeds") << QByteArray("GET /healthz HTTP/1.1\nHost: a\r\n\r\n") << 400;
    QTest::newRow("bad range") << QByteArray("GET /healthz HTTP/1.1\r\nRange: bytes=9-1\r\n\r\n") << 416;
}

void ServiceLimitsTest::malformedHeads()
{
    QFETCH(QByteArray, text);
    QFETCH(int, status);
    RawConnection connection(port());
    QVERIFY(connection.send(text));
    const Answer answer = connection.receive();
    QCOMPARE(answer.status, status);
    QVERIFY(!answer.error().isEmpty());
}

void ServiceLimitsTest::largeBodies()
{
    const Answer answer = exchange(port(), "POST", "/api/uploads", m_token, QByteArray(100 * 1024 + 1, ' '));
    QCOMPARE(answer.status, 413);
    QCOMPARE(answer.error(), QStringLiteral("too_large"));
    // Told by its length, before any of it comes; and a stranger is not even asked for it.
    RawConnection claims(port());
    QVERIFY(claims.send(requestHead("POST", "/api/uploads", m_token, 1LL << 50)));
    QCOMPARE(claims.receive().status, 413);
    RawConnection stranger(port());
    QVERIFY(stranger.send(requestHead("POST", "/api/uploads", {}, 1'000)));
    QCOMPARE(stranger.receive().status, 401);
    QCOMPARE(exchange(port(), "POST", "/api/uploads", m_token, QByteArray(50'000, '[')).status, 400);
}

void ServiceLimitsTest::slowJson()
{
    RawConnection connection(port());
    QVERIFY(connection.send(requestHead("POST", "/api/uploads", m_token, 1'000) + "{"));
    const Answer answer = connection.receive(10s);
    QCOMPARE(answer.status, 408);
}

void ServiceLimitsTest::slowParts()
{
    TestUpload made = upload("slow", 65'536);
    QCOMPARE(made.initiate(port()).status, 200);
    RawConnection connection(port());
    QVERIFY(connection.send(requestHead("PUT", made.targets.value(1), {}, 65'536)));
    QVERIFY(drip(connection, made.content.left(2'000)) < 10'000);
    const QByteArray progress = "/api/uploads/" + made.id.toLatin1() + "/progress";
    QCOMPARE(
        exchange(port(), "GET", progress, m_token).json().value(QLatin1String("chunks_uploaded")).toInt(), 0);
    QVERIFY(made.putAll(port()));
    QCOMPARE(made.complete(port()).status, 200);
}

void ServiceLimitsTest::slowButSteadyIsFine()
{
    TestUpload made = upload("steady", 262'144);
    made.partSize = made.content.size();
    QCOMPARE(made.initiate(port()).status, 200);
    RawConnection connection(port());
    QVERIFY(connection.send(requestHead("PUT", made.targets.value(1), {}, made.content.size())));
    // About 200,000 bytes a second over more than two windows; 10,000 would do.
    for (qsizetype done = 0; done < made.content.size(); done += 4'096) {
        QVERIFY(connection.send(made.content.mid(done, 4'096)));
        std::this_thread::sleep_for(20ms);
    }
    QCOMPARE(connection.receive().status, 200);
}

void ServiceLimitsTest::clientsThatDoNotRead()
{
    // An answer of about 2 MB, more than the sockets hold, to a client that takes none of it.
    ServiceProcess service(
        "[disk]\nmin_part_size = 64\n[limits]\nrate_window_seconds = 0.5\nmax_connections = 1\n");
    QVERIFY(service.start());
    TestUpload made{QStringLiteral("many"), QStringLiteral("f"), QByteArray(640'000, 'x'),
                    service.addToken(QStringLiteral("ann"))};
    made.partSize = 64;
    QCOMPARE(made.initiate(service.port()).status, 200);
    const QByteArray resume =
        requestHead("GET", "/api/uploads/resume?fingerprint=f", made.token, std::nullopt);
    RawConnection deaf(service.port());
    QVERIFY(deaf.send(resume + resume + resume + resume + resume));
    // The one place is free again once it is cut off.
    QVERIFY(servesWithin(service.port(), 20'000));
}

void ServiceLimitsTest::tooManyConnections()
{
    ServiceProcess service("[limits]\nmax_connections = 3\n");
    QVERIFY(service.start());
    const auto healthz = requestHead("GET", "/healthz", {}, std::nullopt);
    std::vector<std::unique_ptr<RawConnection>> held;
    for (int i = 0; i < 3; ++i) {
        held.push_back(std::make_unique<RawConnection>(service.port()));
        QVERIFY(held.back()->send(healthz));
        QCOMPARE(held.back()->receive().status, 200);
    }
    const Answer refused = exchange(service.port(), "GET", "/healthz", {});
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.error(), QStringLiteral("busy"));
    QVERIFY(refused.headers.value("retry-after").toInt() > 0);
    QCOMPARE(refused.headers.value("connection"), QByteArray("close"));
    // A flood of them is refused as well, and those inside are not disturbed.
    std::vector<std::unique_ptr<RawConnection>> flood;
    flood.reserve(200);
    for (int i = 0; i < 200; ++i)
        flood.push_back(std::make_unique<RawConnection>(service.port()));
    QVERIFY(held[0]->send(healthz));
    QCOMPARE(held[0]->receive().status, 200);
    flood.clear();
    held.pop_back();
    QVERIFY(servesWithin(service.port(), 10'000));
}

void ServiceLimitsTest::tooManyFromOneAddress()
{
    ServiceProcess service("[limits]\nmax_connections_per_address = 2\n");
    QVERIFY(service.start());
    const auto healthz = requestHead("GET", "/healthz", {}, std::nullopt);
    std::vector<std::unique_ptr<RawConnection>> held;
    for (int i = 0; i < 2; ++i) {
        held.push_back(std::make_unique<RawConnection>(service.port()));
        QVERIFY(held.back()->send(healthz));
        QCOMPARE(held.back()->receive().status, 200);
    }
    QCOMPARE(exchange(service.port(), "GET", "/healthz", {}).status, 503);
    held.clear();
    QVERIFY(servesWithin(service.port(), 10'000));
    for (int i = 0; i < 20; ++i) // each gives its place back
        QVERIFY(servesWithin(service.port(), 10'000));
}

void ServiceLimitsTest::tooManyUploads()
{
    ServiceProcess service("[disk]\nmin_part_size = 64\n[limits]\nmax_unfinished_uploads_per_user = 2\n");
    QVERIFY(service.start());
    const QByteArray ann = service.addToken(QStringLiteral("ann"));
    std::vector<TestUpload> made;
    made.reserve(3);
    for (int i = 0; i < 3; ++i)
        made.push_back({QString::number(i), QStringLiteral("f"), "x", ann, 64});
    QCOMPARE(made[0].initiate(service.port()).status, 200);
    QCOMPARE(made[1].initiate(service.port()).status, 200);
    const Answer refused = made[2].initiate(service.port());
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.error(), QStringLiteral("too_many_uploads"));
    QVERIFY(refused.headers.contains("retry-after"));
    QCOMPARE(ServiceProcess::filesBelow(service.dataDir() + QStringLiteral("/uploads")).size(), 2);
    QCOMPARE(made[0].initiate(service.port()).status, 200); // what is there is still found
    TestUpload his = made[2];
    his.token = service.addToken(QStringLiteral("bob"));
    QCOMPARE(his.initiate(service.port()).status, 200); // and another user is not concerned
    QVERIFY(made[0].putAll(service.port()));
    QCOMPARE(made[0].complete(service.port()).status, 200);
    QCOMPARE(made[2].initiate(service.port()).status, 200);
}

void ServiceLimitsTest::othersAreServedMeanwhile()
{
    ServiceProcess service("[limits]\nheader_timeout_seconds = 600\n");
    QVERIFY(service.start());
    std::vector<std::unique_ptr<RawConnection>> slow;
    slow.reserve(40);
    for (int i = 0; i < 40; ++i) {
        slow.push_back(std::make_unique<RawConnection>(service.port()));
        QVERIFY(slow.back()->send("GET /healthz HTTP/1.1\r\nX: "));
    }
    QCOMPARE(exchange(service.port(), "GET", "/healthz", {}).status, 200); // it waits 20 s at most
    QVERIFY(slow.front()->send("y\r\n\r\n"));
    QCOMPARE(slow.front()->receive().status, 200);
}

QTEST_GUILESS_MAIN(ServiceLimitsTest)
#include "limits_test.moc"
