// Links of an upload service that lead to an S3 store: what the store refuses in its own words.
#include "tests/engine/engine_fixture.h"

#include <atomic>

using namespace gantry;

namespace {

constexpr qint64 chunk = 64 * 1024;
constexpr int parts = 6;

} // namespace

class StoreLinksTest : public EngineTestBase
{
    Q_OBJECT

private Q_SLOTS:
    void aRefusedPartIsSentAgain_data();
    void aRefusedPartIsSentAgain();
};

void StoreLinksTest::aRefusedPartIsSentAgain_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<bool>("wantsFreshLink");
    QTest::newRow("it waited too long") << QByteArray("RequestTimeout") << false;
    QTest::newRow("the keys of the link have expired") << QByteArray("ExpiredToken") << true;
    QTest::newRow("it got less") << QByteArray("IncompleteBody") << false;
    QTest::newRow("it got something else") << QByteArray("BadDigest") << false;
    QTest::newRow("it got something else, too") << QByteArray("InvalidDigest") << false;
}

void StoreLinksTest::aRefusedPartIsSentAgain()
{
    QFETCH(QByteArray, code);
    QFETCH(bool, wantsFreshLink);
    FakeService service;
    service.setChunkSize(chunk);
    std::atomic<int> asked = 0;
    service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeService::partNumber(request) != 3 || asked++ > 0)
            return std::nullopt;
        return ServerAction::answerWith(400, "<Error><Code>" + code + "</Code></Error>");
    });
    Workstation station(service);
    station.parts.dice = [] { return 0.1; }; // waits are short
    QVERIFY(station.start());
    const QByteArray content = bytesOf(parts * chunk);
    const UploadId id = station.add(file(content));
    QVERIFY(station.reaches(id, Stage::Done));
    QCOMPARE(asked, 2);
    QCOMPARE(service.objects().size(), 1);
    QCOMPARE(service.sessions().size(), 1);
    for (int part = 1; part <= parts; ++part)
        QCOMPARE(service.timesStored(part), 1);
    QVERIFY(!wantsFreshLink || service.countOf([](const RecordedRequest &request) {
        return request.method == "GET" && request.target.contains("/urls?parts=3");
    }) > 0);
}

QTEST_GUILESS_MAIN(StoreLinksTest)
#include "store_links_test.moc"
