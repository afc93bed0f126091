// Part requests: their links, their bodies, and two at once.
#include "tests/service/service_process.h"
#include "tests/service/test_upload.h"

#include <QFile>
#include <QTest>

#include <csignal>
#include <thread>
#include <vector>

#include <sys/resource.h>

using namespace gantry;
using namespace std::chrono_literals;

class ServicePartsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void linksAreGoodForOneThing();
    void linksExpire();
    void linksOfBeforeARestartWork();
    void bodiesHaveTheLengthOfTheLink();
    void aCutBodyIsNotRecorded();
    void takesAnEmptyPart();
    void answersExpectations();
    void refusesEarlyAndIsHeard();
    void keepsConnectionsOpen();
    void takesLargePartsInPieces();
    void replacesAPart();
    void manyAtOneLeaveOneTruth();
    void aRetryIsNotLockedOut();
    void aFullDiskIsToldAndMended();

private:
    int port() const { return m_service->port(); }
    QJsonObject progress() const;
    QByteArray stored(int part) const; // what the unfinished file holds at the part's place

    std::unique_ptr<ServiceProcess> m_service;
    QByteArray m_token;
    TestUpload m_upload;
    int m_number = 0;
};

void ServicePartsTest::initTestCase()
{
    m_service = std::make_unique<ServiceProcess>("[disk]\nmin_part_size = 64KiB\n");
    QVERIFY(m_service->start());
    m_token = m_service->addToken(QStringLiteral("ann"));
}

void ServicePartsTest::init()
{
    m_upload = TestUpload{QStringLiteral("clip %1").arg(++m_number), QStringLiteral("f"),
                          randomBytes(150'000, 3), m_token};
    QCOMPARE(m_upload.initiate(port()).status, 200);
    QCOMPARE(m_upload.parts, 3);
}

QJsonObject ServicePartsTest::progress() const
{
    return exchange(port(), "GET", "/api/uploads/" + m_upload.id.toLatin1() + "/progress", m_token).json();
}

QByteArray ServicePartsTest::stored(int part) const
{
    const QByteArray all =
        ServiceProcess::contentOf(m_service->dataDir() + QStringLiteral("/uploads/") + m_upload.id);
    return all.mid((part - 1) * m_upload.partSize, m_upload.partSize);
}

void ServicePartsTest::linksAreGoodForOneThing()
{
    const QByteArray link = m_upload.targets.value(1);
    const QByteArray bytes = m_upload.bytesOf(1);
    for (const char *method : {"POST", "GET", "DELETE", "PATCH"}) {
        const Answer answer = exchange(port(), method, link, m_token, bytes);
        QCOMPARE(answer.status, 405);
        QVERIFY(answer.headers.value("allow").startsWith("PUT"));
    }
    QByteArray otherPart = link;
    otherPart.replace("/1?", "/2?");
    QByteArray longer = link;
    longer.replace("size=65536", "size=65537");
    QByteArray later = link;
    later.replace("expires=1", "expires=2");
    QByteArray otherUpload = link;
    otherUpload.replace(m_upload.id.toLatin1(), "00112233445566778899aabbccddeeff");
    for (const QByteArray &target :
         {otherPart, longer, later, otherUpload, link + "0", link.left(link.indexOf('?')),
          QByteArray(link).replace("signature=", "signature=%30")}) {
        QVERIFY(target != link);
        const Answer answer = exchange(port(), "PUT", target, m_token, bytes);
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.error(), QStringLiteral("bad_signature"));
    }
    QCOMPARE(progress().value(QLatin1String("chunks_uploaded")).toInt(), 0);
    QVERIFY(stored(1).isEmpty());
    QCOMPARE(exchange(port(), "PUT", link, {}, bytes).status, 200); // and it wants no token
}

void ServicePartsTest::linksExpire()
{
    ServiceProcess service("url_lifetime_seconds = 1\n[disk]\nmin_part_size = 64KiB\n");
    QVERIFY(service.start());
    TestUpload upload{QStringLiteral("a"), QStringLiteral("f"), randomBytes(65'536, 3),
                      service.addToken(QStringLiteral("ann"))};
    QCOMPARE(upload.initiate(service.port()).status, 200);
    Answer answer;
    // Good at first or already not: within a second it turns, and never back.
    QTRY_VERIFY((answer = upload.putPart(service.port(), 1)).status == 403);
    QCOMPARE(answer.error(), QStringLiteral("link_expired"));
    const QByteArray fresh = "/api/uploads/" + upload.id.toLatin1() + "/urls?parts=1";
    QVERIFY(exchange(service.port(), "GET", fresh, upload.token).body.contains("signature="));
}

void ServicePartsTest::linksOfBeforeARestartWork()
{
    m_service->kill();
    QVERIFY(m_service->start());
    QCOMPARE(m_upload.putPart(port(), 1).status, 200);
}

void ServicePartsTest::bodiesHaveTheLengthOfTheLink()
{
    const QByteArray bytes = m_upload.bytesOf(1);
    for (const QByteArray &body : {bytes.chopped(1), bytes + 'x', QByteArray()}) {
        const Answer answer = m_upload.putPart(port(), 1, body);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.error(), QStringLiteral("length_mismatch"));
    }
    QCOMPARE(exchange(port(), "PUT", m_upload.targets.value(1), {}).status, 411);
    const Answer chunked = exchange(port(), "PUT", m_upload.targets.value(1), {}, std::nullopt,
                                    {{"Transfer-Encoding", "chunked"}});
    QCOMPARE(chunked.status, 411);
    QCOMPARE(chunked.error(), QStringLiteral("length_required"));
    QCOMPARE(progress().value(QLatin1String("chunks_uploaded")).toInt(), 0);
    // Coded and typed bodies are bytes like any other.
    const Answer typed =
        exchange(port(), "PUT", m_upload.targets.value(1), {}, bytes,
                 {{"Content-Type", "multipart/form-data; boundary=x"}, {"Content-Encoding", "gzip"}});
    QCOMPARE(typed.status, 200);
    QCOMPARE(typed.headers.value("etag"), quotedMd5(bytes));
}

void ServicePartsTest::aCutBodyIsNotRecorded()
{
    QCOMPARE(m_upload.putPart(port(), 1).status, 200);
    {
        RawConnection connection(port());
        QVERIFY(
            connection.send(requestHead("PUT", m_upload.targets.value(1), {}, m_upload.bytesOf(1).size())));
        QVERIFY(connection.send(m_upload.bytesOf(2).left(30'000))); // other bytes, and not all
        connection.endSending();
        QVERIFY(connection.closesWithin(10s));
    }
    // The old receipt went before its bytes did.
    QCOMPARE(progress().value(QLatin1String("chunks_uploaded")).toInt(), 0);
    QVERIFY(stored(1).left(30'000) == m_upload.bytesOf(2).left(30'000));
    QVERIFY(m_upload.putAll(port()));
    QCOMPARE(m_upload.complete(port()).status, 200);
}

void ServicePartsTest::takesAnEmptyPart()
{
    TestUpload empty{QStringLiteral("empty"), QStringLiteral("f"), QByteArray(), m_token};
    QCOMPARE(empty.initiate(port()).status, 200);
    QCOMPARE(empty.parts, 1);
    QCOMPARE(empty.complete(port()).error(), QStringLiteral("parts_missing"));
    QCOMPARE(empty.putPart(port(), 1, "x").status, 400);
    QCOMPARE(empty.putPart(port(), 1).status, 200);
    QCOMPARE(empty.etags.value(1), QByteArray("\"d41d8cd98f00b204e9800998ecf8427e\""));
    const Answer answer = empty.complete(port());
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value(QLatin1String("etag")).toString(),
             QStringLiteral("\"59adb24ef3cdbe0297f05b395827453f-1\""));
    QFile file(m_service->objectDir() + QStringLiteral("/ann/empty"));
    QVERIFY(file.exists());
    QCOMPARE(file.size(), 0);
}

void ServicePartsTest::answersExpectations()
{
    const QByteArray bytes = m_upload.bytesOf(1);
    RawConnection connection(port());
    QVERIFY(connection.send(
        requestHead("PUT", m_upload.targets.value(1), {}, bytes.size(), {{"Expect", "100-continue"}})));
    QCOMPARE(connection.receive().status, 100);
    QVERIFY(connection.send(bytes));
    const Answer answer = connection.receive();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers.value("etag"), quotedMd5(bytes));

    // What is refused is refused before the body: the client need not send it.
    QVERIFY(connection.send(
        requestHead("PUT", m_upload.targets.value(1) + '0', {}, bytes.size(), {{"Expect", "100-continue"}})));
    const Answer refused = connection.receive();
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.headers.value("connection"), QByteArray("close"));
    connection.endSending();
    QVERIFY(connection.closesWithin(10s));
    QCOMPARE(exchange(port(), "PUT", m_upload.targets.value(1), {}, bytes, {{"Expect", "something"}}).status,
             417);
}

void ServicePartsTest::refusesEarlyAndIsHeard()
{
    TestUpload large{QStringLiteral("large %1").arg(m_number), QStringLiteral("f"), QByteArray(8 << 20, 'x'),
                     m_token};
    large.partSize = 8 << 20;
    QCOMPARE(large.initiate(port()).status, 200);
    QByteArray forged = large.targets.value(1);
    forged.back() = forged.back() == '0' ? '1' : '0';
    for (int i = 0; i < 20; ++i)
        QCOMPARE(exchange(port(), "PUT", forged, {}, large.content).status, 403);
    QCOMPARE(exchange(port(), "DELETE", "/api/uploads/" + large.id.toLatin1(), m_token).status, 204);
    QCOMPARE(exchange(port(), "PUT", large.targets.value(1), {}, large.content).status, 404);
    // A client that never sends the rest is not waited for.
    RawConnection stalling(port());
    QVERIFY(stalling.send(requestHead("PUT", forged, {}, large.content.size()) + large.content.left(1000)));
    QCOMPARE(stalling.receive().status, 403);
    QVERIFY(stalling.closesWithin(10s));
}

void ServicePartsTest::keepsConnectionsOpen()
{
    RawConnection connection(port());
    for (int round = 0; round < 100; ++round) {
        const int part = 1 + round % 3;
        QVERIFY(connection.send(
            requestHead("PUT", m_upload.targets.value(part), {}, m_upload.bytesOf(part).size()) +
            m_upload.bytesOf(part)));
        QCOMPARE(connection.receive().headers.value("etag"), quotedMd5(m_upload.bytesOf(part)));
    }
    // Requests on top of each other, one with a body that nobody wants.
    QVERIFY(connection.send(requestHead("GET", "/healthz", {}, 5) + "hello" +
                            requestHead("GET", "/nothing", {}, std::nullopt) + "\r\n" +
                            requestHead("DELETE", "/api/uploads", m_token, 2) + "{}" +
                            requestHead("GET", "/healthz", {}, std::nullopt)));
    QCOMPARE(connection.receive().status, 200);
    QCOMPARE(connection.receive().status, 404);
    QCOMPARE(connection.receive().status, 405);
    QCOMPARE(connection.receive().status, 200);
    QVERIFY(connection.send(requestHead("GET", "/healthz", {}, std::nullopt, {{"Connection", "close"}})));
    QCOMPARE(connection.receive().status, 200);
    QVERIFY(connection.closesWithin(10s));
}

void ServicePartsTest::takesLargePartsInPieces()
{
    TestUpload large{QStringLiteral("pieces"), QStringLiteral("f"), randomBytes((10 << 20) + 12'345, 5),
                     m_token};
    large.partSize = 5 << 20;
    QCOMPARE(large.initiate(port()).status, 200);
    std::vector<std::thread> threads;
    std::atomic<int> right = 0;
    for (int part = 1; part <= large.parts; ++part)
        threads.emplace_back([&, part] {
            const Answer answer = large.putPart(port(), part, large.bytesOf(part));
            right += answer.status == 200 && answer.headers.value("etag") == quotedMd5(large.bytesOf(part))
                         ? 1
                         : 0;
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(right.load(), 3);
    QVERIFY(large.putAll(port()));
    const Answer answer = large.complete(port());
    QCOMPARE(answer.json().value(QLatin1String("etag")).toString(), QString::fromLatin1(large.objectEtag()));
    QVERIFY(ServiceProcess::contentOf(m_service->objectDir() + QStringLiteral("/ann/pieces")) ==
            large.content);
}

void ServicePartsTest::replacesAPart()
{
    const QByteArray wrong = randomBytes(m_upload.partSize, 99);
    QCOMPARE(m_upload.putPart(port(), 1, wrong).headers.value("etag"), quotedMd5(wrong));
    QVERIFY(m_upload.putAll(port()));
    QVERIFY(stored(1) == m_upload.bytesOf(1));
    QCOMPARE(progress().value(QLatin1String("chunks_uploaded")).toInt(), 3);
    QCOMPARE(m_upload.complete(port()).json().value(QLatin1String("etag")).toString(),
             QString::fromLatin1(m_upload.objectEtag()));
    QCOMPARE(m_upload.putPart(port(), 1).error(), QStringLiteral("already_completed"));
}

void ServicePartsTest::manyAtOneLeaveOneTruth()
{
    constexpr int writers = 6;
    std::vector<std::thread> threads;
    threads.reserve(writers);
    std::atomic<int> stored200 = 0;
    std::atomic<int> wrong = 0;
    for (int writer = 0; writer < writers; ++writer)
        threads.emplace_back([&, writer] {
            const QByteArray bytes = randomBytes(m_upload.partSize, static_cast<quint32>(writer));
            for (int round = 0; round < 5; ++round) {
                const Answer answer = m_upload.putPart(port(), 2, bytes);
                stored200 += answer.status == 200 ? 1 : 0;
                wrong += answer.status == 200 && answer.headers.value("etag") != quotedMd5(bytes) ? 1 : 0;
                wrong += answer.status != 200 && answer.error() != QLatin1String("part_busy") ? 1 : 0;
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
    QVERIFY(stored200 > 0);
    const Answer parts =
        exchange(port(), "GET", "/api/uploads/" + m_upload.id.toLatin1() + "/parts", m_token);
    const QString etag = parts.json().value(QLatin1String("parts"))[0][QLatin1String("etag")].toString();
    QCOMPARE(QString::fromLatin1(quotedMd5(stored(2))), etag);
}

void ServicePartsTest::aRetryIsNotLockedOut()
{
    RawConnection dead(port()); // its network is gone: it says nothing more, not even that it ends
    QVERIFY(dead.send(requestHead("PUT", m_upload.targets.value(1), {}, m_upload.bytesOf(1).size(),
                                  {{"Expect", "100-continue"}})));
    QCOMPARE(dead.receive().status, 100);
    QVERIFY(dead.send(randomBytes(30'000, 8)));
    const Answer retried = m_upload.putPart(port(), 1);
    QCOMPARE(retried.status, 200);
    QCOMPARE(retried.headers.value("etag"), quotedMd5(m_upload.bytesOf(1)));
    dead.send(randomBytes(35'536, 8)); // its rest comes too late
    QVERIFY(dead.receive().status != 200);
    QVERIFY(stored(1) == m_upload.bytesOf(1));
    QVERIFY(m_upload.putAll(port()));
    QCOMPARE(m_upload.complete(port()).status, 200);
}

void ServicePartsTest::aFullDiskIsToldAndMended()
{
    ServiceProcess service("[disk]\nmin_part_size = 64KiB\n");
    const QByteArray token = service.addToken(QStringLiteral("ann"));
    // Files may not grow past this; to the program that is the same as a disk that is full.
    service.setChildModifier([] {
        const rlimit limit{400'000, 400'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    QVERIFY(service.start());
    TestUpload upload{QStringLiteral("a"), QStringLiteral("f"), randomBytes(600'000, 3), token};
    upload.partSize = 200'000;
    QCOMPARE(upload.initiate(service.port()).status, 200);
    QCOMPARE(upload.putPart(service.port(), 1).status, 200);
    const Answer full = upload.putPart(service.port(), 3);
    QCOMPARE(full.status, 507);
    QCOMPARE(full.error(), QStringLiteral("quota_exceeded"));
    const QByteArray target = "/api/uploads/" + upload.id.toLatin1();
    QCOMPARE(exchange(service.port(), "GET", target + "/progress", token)
                 .json()
                 .value(QLatin1String("chunks_uploaded"))
                 .toInt(),
             1);
    QCOMPARE(upload.complete(service.port()).error(), QStringLiteral("parts_missing"));

    // The database fills up too (which it takes for a damaged disk): what could not be recorded is not
    // acknowledged.
    Answer last;
    int stored = 0;
    for (int round = 0; round < 300 && last.status < 500; ++round) {
        last = upload.putPart(service.port(), 1);
        QVERIFY(last.status == 200 || last.status == 500);
        stored += last.status == 200 ? 1 : 0;
    }
    QVERIFY(stored > 0);

    service.kill();
    service.setChildModifier({});
    QVERIFY(service.start());
    QVERIFY(upload.putAll(service.port()));
    QCOMPARE(upload.complete(service.port()).status, 200);
    QVERIFY(ServiceProcess::contentOf(service.objectDir() + QStringLiteral("/ann/a")) == upload.content);
}

QTEST_GUILESS_MAIN(ServicePartsTest)
#include "parts_test.moc"
