// The fake service itself: a test that leans on it must not be fooled by it.
#include "tests/engine/lane_fixture.h"
#include "tests/fakes/fake_service.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

// A client without a mind: the calls of the contract, one after the other.
class Client : public Carrier
{
public:
    explicit Client(FakeService &service)
        : m_service(service)
    {}

    LaneResult call(LaneRequest request)
    {
        request.call.headers.append(HttpHeader{"Authorization", "Bearer " + m_service.token()});
        return carry(std::move(request));
    }
    LaneResult get(const QByteArray &target)
    {
        return call(plainCall(HttpMethod::Get, m_service.url() + target));
    }
    LaneResult post(const QByteArray &target, const QJsonObject &body)
    {
        return call(inlineCall(HttpMethod::Post, m_service.url() + target, QJsonDocument(body).toJson()));
    }
    LaneResult initiate(qint64 size, const QString &name = QStringLiteral("a.bin"))
    {
        return post("/api/uploads", {{QStringLiteral("filename"), name},
                                     {QStringLiteral("size"), size},
                                     {QStringLiteral("fingerprint"), QStringLiteral("f-") + name}});
    }
    LaneResult complete(const QString &id, const QList<QByteArray> &etags)
    {
        QJsonArray parts;
        for (qsizetype i = 0; i < etags.size(); ++i)
            parts.append(QJsonObject{{QStringLiteral("PartNumber"), i + 1},
                                     {QStringLiteral("ETag"), QString::fromLatin1(etags[i])}});
        return post("/api/uploads/complete",
                    {{QStringLiteral("upload_id"), id}, {QStringLiteral("parts"), parts}});
    }

private:
    FakeService &m_service;
};

QJsonObject objectIn(const LaneResult &result)
{
    return result.answer ? QJsonDocument::fromJson(result.answer->body).object() : QJsonObject();
}

QByteArray urlOf(const QJsonValue &entry)
{
    return entry[QLatin1String("url")].toString().toLatin1();
}

} // namespace

class FakeServiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAWholeUpload_data();
    void takesAWholeUpload();
    void basicKnowsFourCalls();
    void refusesWhatIsWrong();
    void faultsDoTheWorkOrNot();
    void linksExpire();
    void keepsContentWhenAsked();
};

void FakeServiceTest::takesAWholeUpload_data()
{
    QTest::addColumn<bool>("full");
    QTest::newRow("full") << true;
    QTest::newRow("basic") << false;
}

void FakeServiceTest::takesAWholeUpload()
{
    QFETCH(bool, full);
    FakeService service(full ? FakeFlavour::Full : FakeFlavour::Basic);
    service.setChunkSize(1000);
    Client client(service);
    const QByteArray bytes = patternBytes(2500);
    const QJsonObject opened = objectIn(client.initiate(bytes.size()));
    QCOMPARE(opened[QLatin1String("total_chunks")].toInt(), 3);
    const QString id = opened[QLatin1String("upload_id")].toString();
    const QJsonArray urls = opened[QLatin1String("chunk_urls")].toArray();
    QCOMPARE(urls.size(), 3);
    QCOMPARE(objectIn(client.initiate(bytes.size()))[QLatin1String("upload_id")].toString() == id, full);

    QList<QByteArray> etags;
    for (int part = 0; part < 3; ++part) {
        if (part == 2) {
            const QByteArray target = "/api/uploads/" + id.toLatin1() + "/progress";
            const QJsonObject progress = objectIn(client.get(target));
            QCOMPARE(progress[QLatin1String("bytes_uploaded")].toInt(), 2000);
            QCOMPARE(progress[QLatin1String("chunks_uploaded")].toInt(), 2);
            QCOMPARE(progress[QLatin1String("percent")].toDouble(), 66.7);
        }
        const LaneResult stored = client.carry(putBytes(urlOf(urls[part]), bytes.mid(part * 1000, 1000)));
        VERIFY_ANSWERED(stored, 200);
        etags << headerValue(stored.answer->headers, "ETag");
        QCOMPARE(etags.last(), '"' + digestOf(DigestKind::Md5, bytes.mid(part * 1000, 1000)).toHex() + '"');
    }
    if (full) {
        const QJsonObject resumed = objectIn(client.get("/api/uploads/resume?fingerprint=f-a.bin"));
        QCOMPARE(resumed[QLatin1String("received_parts")].toArray().size(), 3);
        const QJsonObject page =
            objectIn(client.get("/api/uploads/" + id.toLatin1() + "/parts?limit=1&after=1"));
        QCOMPARE(page[QLatin1String("parts")][0][QLatin1String("part_number")].toInt(), 2);
        QCOMPARE(page[QLatin1String("next_part_number_marker")].toInt(), 2);
        const QJsonObject fresh = objectIn(client.get("/api/uploads/" + id.toLatin1() + "/urls?parts=1,2-3"));
        QCOMPARE(fresh[QLatin1String("urls")].toArray().size(), 3);
    }
    for (int repeat = 0; repeat < 2; ++repeat) {
        const LaneResult completed = client.complete(id, etags);
        VERIFY_ANSWERED(completed, 200);
        QCOMPARE(objectIn(completed)[QLatin1String("status")].toString(), QStringLiteral("completed"));
    }
    QCOMPARE(service.objects().size(), 1);
    QCOMPARE(service.objects().first().size, 2500);
    QCOMPARE(service.completesCarriedOut(), 2);
    QCOMPARE(service.partsStored(), 3);
    QCOMPARE(service.timesStored(2), 1);
    QCOMPARE(service.bytesReceived(), 2500);
}

void FakeServiceTest::basicKnowsFourCalls()
{
    FakeService service(FakeFlavour::Basic);
    service.setChunkSize(1000);
    Client client(service);
    VERIFY_ANSWERED(client.get("/api/capabilities"), 404);
    VERIFY_ANSWERED(client.get("/api/uploads/resume?fingerprint=f-a.bin"), 404);
    VERIFY_ANSWERED(client.initiate(2500), 200);
    const QJsonObject resumed = objectIn(client.get("/api/uploads/resume?fingerprint=f-a.bin"));
    QCOMPARE(resumed.keys(), QStringList({QStringLiteral("received_parts"), QStringLiteral("remaining_urls"),
                                          QStringLiteral("resumable"), QStringLiteral("upload_id")}));
    service.setResumeTellsSizes(true);
    QCOMPARE(
        objectIn(client.get("/api/uploads/resume?fingerprint=f-a.bin"))[QLatin1String("chunk_size")].toInt(),
        1000);
    VERIFY_ANSWERED(client.get("/api/uploads/upload-1/parts"), 404);
    VERIFY_ANSWERED(client.get("/api/uploads/upload-1/urls?parts=1"), 404);
    VERIFY_ANSWERED(client.call(plainCall(HttpMethod::Delete, service.url() + "/api/uploads/upload-1")), 404);
    VERIFY_ANSWERED(client.get("/api/uploads/upload-1/progress"), 200);
}

void FakeServiceTest::refusesWhatIsWrong()
{
    FakeService service;
    service.setChunkSize(1000);
    Client client(service);
    VERIFY_ANSWERED(client.carry(plainCall(HttpMethod::Get, service.url() + "/api/capabilities")), 401);
    const QJsonArray urls = objectIn(client.initiate(1500))[QLatin1String("chunk_urls")].toArray();
    VERIFY_ANSWERED(client.carry(putBytes(urlOf(urls[1]), patternBytes(1000))), 400); // 500 are expected
    VERIFY_ANSWERED(client.call(putBytes(urlOf(urls[0]), patternBytes(1000))),
                    400);                                                         // a token beside the link
    VERIFY_ANSWERED(client.complete(QStringLiteral("upload-1"), {"\"x\""}), 409); // a part is missing
    VERIFY_ANSWERED(client.carry(putBytes(urlOf(urls[0]), patternBytes(1000))), 200);
    VERIFY_ANSWERED(client.carry(putBytes(urlOf(urls[1]), patternBytes(500))), 200);
    VERIFY_ANSWERED(client.complete(QStringLiteral("upload-1"), {"\"x\"", "\"y\""}), 409); // other receipts
    VERIFY_ANSWERED(client.complete(QStringLiteral("upload-9"), {}), 404);
    const LaneRequest remove = plainCall(HttpMethod::Delete, service.url() + "/api/uploads/upload-1");
    VERIFY_ANSWERED(client.call(remove), 204);
    VERIFY_ANSWERED(client.call(remove), 204);
    VERIFY_ANSWERED(client.carry(putBytes(urlOf(urls[0]), patternBytes(1000))), 404);
    VERIFY_ANSWERED(client.get("/api/uploads/resume?fingerprint=f-a.bin"), 404);
    QCOMPARE(service.objects().size(), 0);
}

void FakeServiceTest::faultsDoTheWorkOrNot()
{
    FakeService service;
    service.setChunkSize(1000);
    Client client(service);
    const QByteArray url = urlOf(objectIn(client.initiate(1000))[QLatin1String("chunk_urls")][0]);
    const auto once = [&](const ServerAction &action) {
        service.setFaults([action, before = service.server().requests().size()](
                              const RecordedRequest &request) -> std::optional<ServerAction> {
            return request.number == before + 1 ? std::optional(action) : std::nullopt;
        });
    };
    once(ServerAction::answerWith(503, {}, {{"Retry-After", "1"}}));
    VERIFY_ANSWERED(client.carry(putBytes(url, patternBytes(1000))), 503);
    QCOMPARE(service.timesStored(1), 0);
    once(ServerAction::loseAnswer());
    COMPARE_FAILURE(client.carry(putBytes(url, patternBytes(1000))), FailureKind::ConnectionLost);
    QCOMPARE(service.timesStored(1), 1);
    once(ServerAction::real().withHeader("ETag", "\"lie\""));
    const LaneResult lied = client.carry(putBytes(url, patternBytes(1000)));
    VERIFY_ANSWERED(lied, 200);
    QCOMPARE(headerValue(lied.answer->headers, "ETag"), QByteArray("\"lie\""));
    QCOMPARE(service.timesStored(1), 2);
    once(ServerAction::loseAnswer());
    const QByteArray etag = '"' + digestOf(DigestKind::Md5, patternBytes(1000)).toHex() + '"';
    COMPARE_FAILURE(client.complete(QStringLiteral("upload-1"), {etag}), FailureKind::ConnectionLost);
    QCOMPARE(service.objects().size(), 1);
    VERIFY_ANSWERED(client.complete(QStringLiteral("upload-1"), {etag}), 200);
    QCOMPARE(service.countOf(FakeService::isComplete), 2);
    QCOMPARE(service.countOf(FakeService::isPart), 3);
}

void FakeServiceTest::linksExpire()
{
    FakeService service;
    service.setChunkSize(1000);
    Client client(service);
    const QByteArray old = urlOf(objectIn(client.initiate(1000))[QLatin1String("chunk_urls")][0]);
    service.expireLinks();
    VERIFY_ANSWERED(client.carry(putBytes(old, patternBytes(1000))), 403);
    const QByteArray fresh =
        urlOf(objectIn(client.get("/api/uploads/upload-1/urls?parts=1"))[QLatin1String("urls")][0]);
    VERIFY_ANSWERED(client.carry(putBytes(fresh, patternBytes(1000))), 200);
    service.setLinkLifetime(0s);
    const QByteArray dead =
        urlOf(objectIn(client.get("/api/uploads/upload-1/urls?parts=1"))[QLatin1String("urls")][0]);
    VERIFY_ANSWERED(client.carry(putBytes(dead, patternBytes(1000))), 403);
}

void FakeServiceTest::keepsContentWhenAsked()
{
    FakeService service(FakeFlavour::Basic);
    service.setChunkSize(600'000);
    service.setKeepsContent(true);
    Client client(service);
    const QByteArray bytes = patternBytes(1'000'000);
    const QJsonArray urls = objectIn(client.initiate(bytes.size()))[QLatin1String("chunk_urls")].toArray();
    QList<QByteArray> etags;
    for (const int part : {0, 1}) {
        const LaneResult stored =
            client.carry(putBytes(urlOf(urls[part]), bytes.mid(part * 600'000, 600'000)));
        VERIFY_ANSWERED(stored, 200);
        etags << headerValue(stored.answer->headers, "ETag");
    }
    VERIFY_ANSWERED(client.complete(QStringLiteral("upload-1"), etags), 200);
    QVERIFY(service.objects().first().content == bytes);
}

QTEST_GUILESS_MAIN(FakeServiceTest)
#include "fake_service_test.moc"
