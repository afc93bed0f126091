// Partial uploads: when each may begin, and how they become one.
#include "tests/engine/tus_fixture.h"

#include <atomic>
#include <thread>

using namespace gantry;
using namespace std::chrono_literals;

class TusPartsTest : public gantry::TusTestBase
{
    Q_OBJECT

private:
    static constexpr int partsTotal = 3;

    static bool isPartial(const RecordedRequest &request)
    {
        return request.header("Upload-Concat") == "partial";
    }

    QList<RecordedRequest> finals() const
    {
        QList<RecordedRequest> posts = all("POST");
        posts.removeIf([](const RecordedRequest &post) { return !FakeTusUploads::isFinal(post); });
        return posts;
    }

private Q_SLOTS:
    void init()
    {
        TusTestBase::init();
        withParts();
    }
    void cleanup() { TusTestBase::cleanup(); }

    void placesAreKnownForGoodBeforeTheirFirstByte();
    void withoutTermination();
    void aDamagedChunkIsSentAgain();
    void partsAreLookedAtBeforeTheyArePutTogetherAgain();
    void joiningTakesItsTime();
    void eachPartShowsItsOwnBytes();
    void aStreamShowsWhatIsKeptAndWhatIsSent();
};

void TusPartsTest::placesAreKnownForGoodBeforeTheirFirstByte()
{
    constexpr int four = 4;
    const QByteArray content = bytesOf(31 * 1024 * 1024);
    const auto held = std::make_shared<std::atomic<bool>>(false); // the engine outlives this
    m_hooks.beforeCommit = [held](int) {
        while (*held)
            std::this_thread::sleep_for(1ms);
    };
    m_server->setFaults([held](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (isPartial(request)) // from here on nothing is durable
            *held = true;
        return std::nullopt;
    });
    m_server->server().limitReadRate(1'000'000);
    start();
    add(content);
    const auto placesKnown = [&] {
        const std::optional<Session> session = valueOf(m_engine->uploads()).first().record.session;
        return session ? session->details.count(QLatin1String("/files/")) : 0;
    };
    const bool known = QTest::qWaitFor([&] { return placesKnown() == four; }, longEnough);
    QTest::qWait(300);
    const int sent = m_server->countOf("PATCH");
    m_server->setFaults({});
    *held = false;
    QVERIFY(known);
    QCOMPARE(sent, 0);
    const auto areAllUnderWay = [&] {
        const QList<RecordedRequest> patches = all("PATCH");
        return std::count_if(patches.begin(), patches.end(),
                             [](const RecordedRequest &patch) { return !patch.ended; }) == four;
    };
    QVERIFY(QTest::qWaitFor(areAllUnderWay, longEnough));
    m_server->server().limitReadRate(0);
    QVERIFY(isDone(valueOf(m_engine->uploads()).first().record.id, content));
    QCOMPARE(m_server->countOf("PATCH"), four);
}

// What the server cannot be asked to end is not asked for for ever.
void TusPartsTest::withoutTermination()
{
    m_server->setExtensions({"creation", "concatenation"});
    start();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QVERIFY(isNothingLeft());
    const int heads = m_server->countOf("HEAD");
    QVERIFY(heads <= 1 + partsTotal); // the proof, and whether the parts are gone
    start();
    QTest::qWait(500);
    QCOMPARE(m_server->countOf("HEAD"), heads);
    QCOMPARE(m_server->countOf("DELETE"), 0);
    QCOMPARE(m_server->finished().size(), 1);
}

void TusPartsTest::aDamagedChunkIsSentAgain()
{
    m_server->setExtensions({"creation", "concatenation", "termination", "checksum"});
    const auto isDamaged = std::make_shared<std::atomic<bool>>(true); // the server outlives this
    m_server->setFaults([isDamaged](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "PATCH" && request.path() == "/files/2" && isDamaged->exchange(false)
                   ? std::optional(ServerAction::answerWith(460))
                   : std::nullopt;
    });
    start();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).partsTotal, partsTotal);
    QList<RecordedRequest> patches = all("PATCH");
    for (const RecordedRequest &patch : patches)
        QVERIFY(patch.header("Upload-Checksum").startsWith("sha256 "));
    patches.removeIf([](const RecordedRequest &patch) { return patch.path() != "/files/2"; });
    QVERIFY(patches.size() >= 2);
    QCOMPARE(patches.at(1).bodyMd5, patches.at(0).bodyMd5);
    for (const char *name : {"Upload-Offset", "Upload-Checksum"})
        QCOMPARE(patches.at(1).header(name), patches.at(0).header(name));
    QCOMPARE(bytesPatched(), size + patches.at(0).bodyBytes);
}

void TusPartsTest::partsAreLookedAtBeforeTheyArePutTogetherAgain()
{
    m_server->loseNextAnswer("final");
    start();
    QVERIFY(isDone(add()));
    const QList<RecordedRequest> posts = finals();
    QCOMPARE(posts.size(), 2);
    QSet<QByteArray> looked;
    for (const RecordedRequest &head : all("HEAD"))
        if (head.number > posts.first().number && head.number < posts.last().number)
            looked.insert(head.path());
    QCOMPARE(looked, (QSet<QByteArray>{"/files/1", "/files/2", "/files/3"}));
}

void TusPartsTest::joiningTakesItsTime()
{
    m_server->setJoining(1s);
    start();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).verified, Verification::Size);
    QCOMPARE(finals().size(), 1);
    QCOMPARE(bytesPatched(), size);
    QVERIFY(m_server->countOf("HEAD") >= 2);
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
    QVERIFY(all("DELETE").first().number > all("HEAD").last().number);
}

void TusPartsTest::eachPartShowsItsOwnBytes()
{
    m_server->server().limitReadRate(2'000'000);
    start();
    const UploadId id = add();
    const auto moving = [&] {
        const QList<PartSnapshot> parts = details(id).parts;
        return std::count_if(parts.begin(), parts.end(), [](const PartSnapshot &part) {
            return part.sent > 0 && part.sent <= part.size;
        });
    };
    QVERIFY(QTest::qWaitFor([&] { return moving() == partsTotal; }, longEnough));
    m_server->server().limitReadRate(0);
    QVERIFY(isDone(id));
}

void TusPartsTest::aStreamShowsWhatIsKeptAndWhatIsSent()
{
    m_server->setExtensions({"creation"});
    m_settings.partSize = 4 * 1024 * 1024; // of a body
    m_server->server().limitReadRate(8'000'000);
    start();
    const UploadId id = add();
    const auto isBoth = [&] {
        const QList<PartSnapshot> parts = details(id).parts;
        return parts.size() == 1 && parts.first().kept > 0 && parts.first().sent > 0 &&
               parts.first().kept % *m_settings.partSize == 0;
    };
    QVERIFY(QTest::qWaitFor(isBoth, longEnough));
    m_server->server().limitReadRate(0);
    QVERIFY(isDone(id));
}

QTEST_GUILESS_MAIN(TusPartsTest)
#include "tus_parts_test.moc"
