// S3 stores on bad days: completions whose answer is lost or no answer, aborts that parts overtake, load.
#include "tests/engine/s3_fixture.h"
#include "tests/fakes/test_certificate.h"

#include <atomic>
#include <mutex>
#include <vector>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

ServerAction refused(int status, const QByteArray &code)
{
    return ServerAction::answerWith(status, "<Error><Code>" + code + "</Code></Error>");
}

// What becomes of the first completion.
enum class Completion {
    ErrorInSuccessAfterWork,
    ErrorInSuccess,
    Lost,
    LostAndForgotten, // by a store that does not repeat it, either
    LostBeforeWork,
    InvalidPart, // and it has lost one indeed
    EntityTooSmall,
    SessionGone, // without an object
};

// How many parts are on the wire whenever one arrives.
class Load
{
public:
    // Its answer comes a while later.
    ServerAction arrived(ServerAction action, std::chrono::milliseconds delay)
    {
        const std::scoped_lock lock(m_mutex);
        m_arrivals.push_back(++m_running);
        return action.delayedBy(delay).edited([this](ServerAnswer &) {
            const std::scoped_lock ended(m_mutex);
            --m_running;
        });
    }
    std::vector<int> arrivals() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_arrivals;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<int> m_arrivals;
    int m_running = 0;
};

} // namespace

class S3FaultsTest : public gantry::S3TestBase
{
    Q_OBJECT

private:
    UploadId addUnfinished()
    {
        m_store->refuseAfter(2);
        start();
        const UploadId id = add();
        if (!QTest::qWaitFor([&] { return recordOf(id).partsStored == 2; }, longEnough))
            qFatal("nothing was stored");
        return id;
    }

    bool isNothingToEnd()
    {
        const auto isFree = [&] { return bool(valueOf(m_engine->removeDestination(m_settings.name))); };
        return QTest::qWaitFor(isFree, longEnough);
    }

private Q_SLOTS:
    void init() { S3TestBase::init(); }
    void cleanup() { S3TestBase::cleanup(); }

    void completions_data();
    void completions();
    void whatMayHaveBeenCompletedIsNotAborted();
    void anAbortIsRepeatedUntilNothingIsLeft();
    void anAbortThatMayNotBeLookedAtIsDone();
    void loadIsHalvedAndComesBack_data();
    void loadIsHalvedAndComesBack();
    void aRegionThatIsToldLateIsUsed_data();
    void aRegionThatIsToldLateIsUsed();
    void aRegionThatIsNeverRightIsNotTriedForEver();
    void bodiesAreNotSignedOverTls();
    void aFileOverTheLimitIsNotBegun();
    void twoFilesDoNotContinueTheSame();
};

void S3FaultsTest::completions_data()
{
    QTest::addColumn<Completion>("completion");
    QTest::addColumn<Stage>("stage");
    QTest::addColumn<int>("creates");
    QTest::addColumn<QList<int>>("again"); // parts that are sent a second time
    QTest::addColumn<QString>("words");    // of the failure
    const auto row = [](const char *name, Completion completion, Stage stage, int creates = 1,
                        const QList<int> &again = {}, const QString &words = {}) {
        QTest::newRow(name) << completion << stage << creates << again << words;
    };
    row("an error inside a success, and it is there", Completion::ErrorInSuccessAfterWork, Stage::Done);
    row("an error inside a success, and it is not there", Completion::ErrorInSuccess, Stage::Done);
    row("lost, a repeated one is answered as the first", Completion::Lost, Stage::Done);
    row("lost, a repeated one is unknown", Completion::LostAndForgotten, Stage::Done);
    row("lost before anything was done", Completion::LostBeforeWork, Stage::Done);
    row("a part is missing", Completion::InvalidPart, Stage::Done, 1, {3});
    row("parts are too small", Completion::EntityTooSmall, Stage::Failed, 1, {},
        QStringLiteral("Set a larger part size for the destination, then start the upload over."));
    row("gone without an object", Completion::SessionGone, Stage::Done, 2, {1, 2, 3, 4, 5});
}

void S3FaultsTest::completions()
{
    QFETCH(Completion, completion);
    QFETCH(Stage, stage);
    QFETCH(int, creates);
    QFETCH(QList<int>, again);
    QFETCH(QString, words);
    std::atomic<int> asked = 0;
    if (completion == Completion::LostAndForgotten)
        m_store->forgetCompletions();
    m_store->setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (!FakeS3::isComplete(request) || (asked++ > 0 && completion != Completion::EntityTooSmall))
            return std::nullopt;
        switch (completion) {
        case Completion::ErrorInSuccessAfterWork:
            return ServerAction::real().edited(
                [](ServerAnswer &answer) { answer.body = "<Error><Code>InternalError</Code></Error>"; });
        case Completion::ErrorInSuccess:
            return refused(200, "InternalError");
        case Completion::Lost:
        case Completion::LostAndForgotten:
            return ServerAction::loseAnswer();
        case Completion::LostBeforeWork:
            return ServerAction::closeAtHeaders();
        case Completion::InvalidPart:
            m_store->losePart(3);
            return refused(400, "InvalidPart");
        case Completion::EntityTooSmall:
            return refused(400, "EntityTooSmall");
        case Completion::SessionGone:
            m_store->forgetUpload();
            return refused(404, "NoSuchUpload");
        }
        Q_UNREACHABLE();
    });
    start();
    const UploadId id = add();
    QVERIFY(ends(id, stage));
    QVERIFY(asked > 0);
    if (stage == Stage::Failed)
        QVERIFY2(recordOf(id).error->message.contains(words), qPrintable(recordOf(id).error->message));
    else
        QCOMPARE(recordOf(id).verified, Verification::Etag);
    QCOMPARE(m_store->completions(), stage == Stage::Done ? 1 : 0);
    QCOMPARE(countOf(FakeS3::isCreate), creates);
    QCOMPARE(countOf(isAbort), 0);
    for (int part = 1; part <= partsTotal; ++part)
        QCOMPARE(m_store->timesTaken(part), again.contains(part) ? 2 : 1);
}

// It was, and the store does not say so for a while.
void S3FaultsTest::whatMayHaveBeenCompletedIsNotAborted()
{
    std::atomic<bool> isMute = true;
    std::atomic<int> looks = 0;
    m_store->setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (isMute && FakeS3::isComplete(request))
            return ServerAction::loseAnswer();
        if (request.method != "HEAD" || !isMute)
            return std::nullopt;
        ++looks;
        return ServerAction::answerWith(500);
    });
    start();
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return looks >= 1; }, longEnough));
    QVERIFY(valueOf(m_engine->cancel({id})));
    QVERIFY(QTest::qWaitFor([&] { return looks >= 4; }, longEnough));
    QVERIFY2(!isFinal(recordOf(id).stage), toName(recordOf(id).stage).data());
    isMute = false;
    QVERIFY(ends(id, Stage::Done));
    QCOMPARE(m_store->completions(), 1);
    QCOMPARE(countOf(isAbort), 0);
}

// Parts that were on their way come to rest after the abort.
void S3FaultsTest::anAbortIsRepeatedUntilNothingIsLeft()
{
    m_store->takePartsAfterAbort();
    const UploadId id = addUnfinished();
    QVERIFY(valueOf(m_engine->cancel({id})));
    QVERIFY(isNothingToEnd());
    QVERIFY(!m_store->hasUnfinished());
    QCOMPARE(countOf(isAbort), 2);
}

void S3FaultsTest::anAbortThatMayNotBeLookedAtIsDone()
{
    const UploadId id = addUnfinished();
    m_store->setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "GET" && request.target.contains("uploadId=")
                   ? std::optional(refused(403, "AccessDenied"))
                   : std::nullopt;
    });
    QVERIFY(valueOf(m_engine->cancel({id})));
    QVERIFY(isNothingToEnd());
    QVERIFY(!m_store->hasUnfinished());
    QCOMPARE(countOf(isAbort), 1);
}

void S3FaultsTest::loadIsHalvedAndComesBack_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("SlowDown") << 503 << QByteArray("SlowDown");
    QTest::newRow("InternalError") << 500 << QByteArray("InternalError");
    QTest::newRow("429") << 429 << QByteArray("TooManyRequests");
    QTest::newRow("408") << 408 << QByteArray("NeverHeardOf");
    QTest::newRow("RequestTimeout") << 400 << QByteArray("RequestTimeout");
}

void S3FaultsTest::loadIsHalvedAndComesBack()
{
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    constexpr int wave = 4; // that is answered so: all that are on the wire
    constexpr qint64 smallPart = 64 * 1024;
    constexpr int count = 24;
    m_settings.partSize = smallPart;
    m_settings.partsInFlight = wave;
    m_settings.connectionLimit = wave;
    m_settings.fields.insert(QStringLiteral("min_part_size"), QStringLiteral("64KiB"));
    Load load;
    std::atomic<int> arrived = 0;
    m_store->setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeS3::partNumber(request) == 0)
            return std::nullopt;
        return ++arrived <= wave ? load.arrived(refused(status, code), 1s)
                                 : load.arrived(ServerAction::real(), 200ms);
    });
    start();
    const UploadId id = add(QStringLiteral("clip.mov"), count * smallPart);
    QVERIFY(ends(id, Stage::Done));
    const std::vector<int> arrivals = load.arrivals();
    QCOMPARE(arrivals.size(), std::size_t(count + wave));
    QCOMPARE(*std::max_element(arrivals.begin(), arrivals.begin() + wave), wave);
    // The first two may find the wire empty; the third waits for one of them.
    QVERIFY2(arrivals[wave + 2] <= wave / 2, qPrintable(QString::number(arrivals[wave + 2])));
    QCOMPARE(*std::max_element(arrivals.begin() + wave, arrivals.end()), wave);
    for (int part = 1; part <= count; ++part)
        QCOMPARE(m_store->timesTaken(part), 1);
}

void S3FaultsTest::aRegionThatIsToldLateIsUsed_data()
{
    QTest::addColumn<QByteArray>("method"); // of the requests that have to be signed for the right region
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    for (const char *method : {"POST", "PUT", "HEAD"}) {
        QTest::addRow("%s, malformed", method)
            << QByteArray(method) << 400 << QByteArray("AuthorizationHeaderMalformed");
        QTest::addRow("%s, elsewhere", method)
            << QByteArray(method) << 301 << QByteArray("PermanentRedirect");
    }
}

// Who may not ask where the bucket is hears of it later.
void S3FaultsTest::aRegionThatIsToldLateIsUsed()
{
    QFETCH(QByteArray, method);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    std::atomic<int> refusals = 0;
    m_store->setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (request.target.endsWith("?location"))
            return refused(403, "AccessDenied");
        if (request.method != method || request.header("Authorization").contains("/eu-west-3/s3/"))
            return std::nullopt;
        ++refusals;
        return (method == "HEAD" ? ServerAction::answerWith(status) : refused(status, code))
            .withHeader("x-amz-bucket-region", "eu-west-3");
    });
    start();
    QVERIFY(ends(add(), Stage::Done));
    QVERIFY2(refusals >= 1 && refusals <= m_settings.partsInFlight, qPrintable(QString::number(refusals)));
    QCOMPARE(countOf(FakeS3::isCreate), method == "POST" ? 2 : 1);
    refusals = 0;
    start(); // remembered
    QVERIFY(ends(add(QStringLiteral("second.mov")), Stage::Done));
    QCOMPARE(refusals, 0);
}

void S3FaultsTest::aRegionThatIsNeverRightIsNotTriedForEver()
{
    std::atomic<int> asked = 0;
    m_store->setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeS3::partNumber(request) == 0)
            return std::nullopt;
        return refused(301, "PermanentRedirect")
            .withHeader("x-amz-bucket-region", "eu-west-" + QByteArray::number(++asked));
    });
    start();
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Failed));
    QCOMPARE(recordOf(id).error->kind, FailureKind::Redirected);
    QVERIFY2(asked <= 2 * m_settings.partsInFlight, qPrintable(QString::number(asked)));
}

void S3FaultsTest::bodiesAreNotSignedOverTls()
{
    const std::optional<LoopbackServer::Tls> tls = makeCertificate("IP:127.0.0.1");
    QVERIFY(tls);
    use(std::make_unique<FakeS3>(tls));
    m_settings.caFile = file(tls->certificatePem, QStringLiteral("ca.pem"));
    start();
    QVERIFY(ends(add(), Stage::Done));
    const auto isUnsigned = [](const RecordedRequest &request) {
        return request.header("x-amz-content-sha256") == "UNSIGNED-PAYLOAD";
    };
    QCOMPARE(countOf([&](const RecordedRequest &request) {
                 return FakeS3::partNumber(request) > 0 && isUnsigned(request);
             }),
             partsTotal);
    QCOMPARE(countOf(isUnsigned), partsTotal);
}

void S3FaultsTest::aFileOverTheLimitIsNotBegun()
{
    const QString path = file("", QStringLiteral("long.mov"));
    QVERIFY(QFile::resize(path, 10'000 * partSize + 1)); // a hole
    start();
    const UploadId id =
        valueOf(m_engine->add({{path, m_settings.name, QStringLiteral("long.mov")}}))->first().id;
    QVERIFY(ends(id, Stage::Failed));
    QCOMPARE(recordOf(id).error->kind, FailureKind::TooLarge);
    QVERIFY2(recordOf(id).error->message.contains(QLatin1String("10000")),
             qPrintable(recordOf(id).error->message));
    QCOMPARE(countOf([](const RecordedRequest &request) { return request.method == "POST"; }), 0);
}

void S3FaultsTest::twoFilesDoNotContinueTheSame()
{
    start();
    const auto continued = [this](const QString &key) {
        NewUpload upload{file(bytesOf(size), key), m_settings.name, key};
        upload.session = QStringLiteral("session-1");
        return upload;
    };
    const QList<NewUpload> both = {continued(QStringLiteral("a.mov")), continued(QStringLiteral("b.mov"))};
    const auto refused = valueOf(m_engine->add(both));
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(both.first().session), qPrintable(refused.error().message));
    QVERIFY(valueOf(m_engine->uploads()).isEmpty());
    QVERIFY(valueOf(m_engine->add({both.first()})));
}

QTEST_GUILESS_MAIN(S3FaultsTest)
#include "s3_faults_test.moc"
