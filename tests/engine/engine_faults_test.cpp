// What a link, a server, a file and a disk do wrong, each with its expected end, over real sockets.
#include "engine/planning/chunk_planner.h"
#include "tests/engine/engine_fixture.h"

#include <QElapsedTimer>

#include <sys/stat.h>
#include <unistd.h>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

constexpr qint64 chunk = 256 * KiB;
constexpr int parts = 24;

// The first so many requests of a kind get the action.
FakeService::FaultPlan firstTimes(int times, bool (*kind)(const RecordedRequest &),
                                  const ServerAction &action)
{
    auto left = std::make_shared<std::atomic<int>>(times);
    return [left, kind, action](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (kind(request) && left->fetch_sub(1) > 0)
            return action;
        return std::nullopt;
    };
}

} // namespace

class EngineFaultsTest : public EngineTestBase
{
    Q_OBJECT

private Q_SLOTS:
    void whatPassesIsSurvived_data();
    void whatPassesIsSurvived();
    void anOutageNearTheEndCostsOnlyPartsUnderWay();
    void startsWhileTheServerIsAway();
    void aServerThatAnswersNothingIsAway();
    void waitsAsLongAsTheServerAsks();
    void slowsTheWholeDestinationDown();
    void aBusyPartHoldsUpNothingElse();
    void aLyingReceiptFailsAfterFourTries();
    void neverFollowsARedirect();
    void noRetryForWhatNoRetryMends_data();
    void noRetryForWhatNoRetryMends();
    void aSilentRefusalIsFoundOut();
    void startsOverOnceWhenTheSessionIsGone();
    void failsWhenTheSessionGoesAgain();
    void neverDoneWithoutTheObject();
    void aChangedFileAsks();
    void aChangedFileCanBeSkipped();
    void aChangeWhileStoppedAsks();
    void touchingAFileComparesEverything();
    void aTruncatedFileAsks();
    void aVanishedFileIsWaitedFor();
    void aFileThatIsNoFileFails();
    void aJournalThatCannotBeWrittenHoldsEverything();
    void everyStatementOfTheJournalMayFail();
    void aLostReceiptIsNeverShownAsStored();

private:
    struct Run
    {
        explicit Run(FakeFlavour flavour = FakeFlavour::Full)
            : service(flavour)
            , station(service)
        {
            service.setChunkSize(chunk);
            service.setKeepsContent(true);
            station.parts.dice = [] { return 0.2; };
        }
        FakeService service;
        Workstation station;
        QByteArray content = bytesOf(parts * chunk);
    };

    bool stored(const Run &run)
    {
        return run.service.objects().size() == 1 && run.service.objects().first().content == run.content;
    }
};

void EngineFaultsTest::whatPassesIsSurvived_data()
{
    QTest::addColumn<FakeFlavour>("flavour");
    QTest::addColumn<FakeService::FaultPlan>("plan");
    const auto add = [](const char *name, const FakeService::FaultPlan &plan) {
        QTest::addRow("%s, full", name) << FakeFlavour::Full << plan;
        QTest::addRow("%s, basic", name) << FakeFlavour::Basic << plan;
    };
    add("closes at headers", firstTimes(5, FakeService::isPart, ServerAction::closeAtHeaders()));
    add("closes mid-body", firstTimes(5, FakeService::isPart, ServerAction::closeMidBody(100'000)));
    add("never reads", firstTimes(2, FakeService::isPart, ServerAction::stopReading()));
    add("stores a part and loses the answer", firstTimes(3, FakeService::isPart, ServerAction::loseAnswer()));
    add("never answers a part", firstTimes(1, FakeService::isPart, ServerAction::silence()));
    add("lies about a receipt once",
        firstTimes(1, FakeService::isPart,
                   ServerAction::real().withHeader("ETag", "\"00000000000000000000000000000000\"")));
    add("500 to parts", firstTimes(6, FakeService::isPart, ServerAction::answerWith(500)));
    add("503 with Retry-After",
        firstTimes(3, FakeService::isPart, ServerAction::answerWith(503, {}, {{"Retry-After", "1"}})));
    add("no receipt",
        firstTimes(2, FakeService::isPart,
                   ServerAction::real().edited([](ServerAnswer &answer) { answer.headers.clear(); })));
    add("cuts an answer short",
        firstTimes(1, FakeService::isInitiate, ServerAction::real().cutShortAfter(10)));
    add("loses the answer of initiate", firstTimes(1, FakeService::isInitiate, ServerAction::loseAnswer()));
    add("swallows the answer of complete",
        firstTimes(1, FakeService::isComplete, ServerAction::loseAnswer()));
    add("closes at complete", firstTimes(1, FakeService::isComplete, ServerAction::closeAtHeaders()));
    add("200 with an error inside",
        firstTimes(1, FakeService::isComplete,
                   ServerAction::answerWith(200, R"({"error":"InternalError"})")));
    add("200 with an error inside, done all the same",
        firstTimes(1, FakeService::isComplete, ServerAction::real().edited([](ServerAnswer &answer) {
            answer.body = R"({"error":"InternalError"})";
        })));
    add("503 to complete", firstTimes(2, FakeService::isComplete, ServerAction::answerWith(503)));
    add("nonsense to complete",
        firstTimes(1, FakeService::isComplete, ServerAction::garbage("what?\r\n\r\n")));
    add("nonsense to initiate",
        firstTimes(1, FakeService::isInitiate, ServerAction::answerWith(200, "<html>")));
    add("links expire at once",
        firstTimes(3, FakeService::isPart, ServerAction::answerWith(403, R"({"error":"link_expired"})")));
}

void EngineFaultsTest::whatPassesIsSurvived()
{
    QFETCH(FakeFlavour, flavour);
    QFETCH(FakeService::FaultPlan, plan);
    Run run(flavour);
    run.station.parts.stallLimit = 2s;
    run.service.setFaults(plan);
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(run.station.reaches(id, Stage::Done));
    QVERIFY(stored(run));
    // Twice only what got lost on the way: nothing acknowledged is sent again.
    QVERIFY(run.service.partsStored() <= parts + 8);
}

void EngineFaultsTest::anOutageNearTheEndCostsOnlyPartsUnderWay()
{
    Run run;
    run.service.setFaults(firstTimes(
        1, [](const RecordedRequest &request) { return FakeService::partNumber(request) == parts; },
        ServerAction::silence()));
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(QTest::qWaitFor([&] { return run.station.snapshot(id).record.partsStored == parts - 1; },
                            longEnough));
    run.service.server().stop();
    QVERIFY(
        QTest::qWaitFor([&] { return run.station.snapshot(id).holds.testFlag(Hold::Offline); }, longEnough));
    QVERIFY(run.station.snapshot(id).trouble);
    QTest::qWait(3000);
    QVERIFY(!isFinal(run.station.stage(id)));
    run.service.server().start();
    QVERIFY(run.station.reaches(id, Stage::Done));
    QVERIFY(stored(run));
    QVERIFY(run.station.snapshot(id).bytesSent <= (parts + 4) * chunk);
    QCOMPARE(run.service.sessions().size(), 1);
}

void EngineFaultsTest::startsWhileTheServerIsAway()
{
    Run run;
    QVERIFY(run.station.start());
    run.service.server().stop();
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(
        QTest::qWaitFor([&] { return run.station.snapshot(id).holds.testFlag(Hold::Offline); }, longEnough));
    QCOMPARE(run.station.snapshot(id).trouble->kind, FailureKind::Unreachable);
    run.service.server().start();
    QVERIFY(run.station.reaches(id, Stage::Done));
}

// A tunnel without its other end: connections are taken and dropped.
void EngineFaultsTest::aServerThatAnswersNothingIsAway()
{
    Run run;
    std::atomic<bool> drops = false;
    run.service.setFaults([&](const RecordedRequest &) -> std::optional<ServerAction> {
        return drops ? std::optional(ServerAction::closeAtHeaders()) : std::nullopt;
    });
    run.station.options.rateLimit = MiB;
    QVERIFY(run.station.start());
    run.content = bytesOf(100 * chunk);
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(QTest::qWaitFor([&] { return run.service.partsStored() >= 1; }, longEnough));
    drops = true;
    QVERIFY(valueOf(run.station.engine().putSetting(QStringLiteral("rate_limit"), QStringLiteral("0"))));
    QVERIFY(
        QTest::qWaitFor([&] { return run.station.snapshot(id).holds.testFlag(Hold::Offline); }, longEnough));
    QCOMPARE(run.station.snapshot(id).trouble->kind, FailureKind::ConnectionLost);
    QCOMPARE(run.station.stage(id), Stage::Sending);
    // It is not stormed by the parts that wait.
    const auto before = run.service.server().requests().size();
    QTest::qWait(1'000);
    QVERIFY2(run.service.server().requests().size() - before < 40,
             qPrintable(QString::number(run.service.server().requests().size() - before)));
    QVERIFY(run.station.snapshot(id).holds.testFlag(Hold::Offline));
    drops = false;
    QVERIFY(run.station.reaches(id, Stage::Done));
    QVERIFY(stored(run));
    QCOMPARE(run.service.sessions().size(), 1);
}

void EngineFaultsTest::waitsAsLongAsTheServerAsks()
{
    Run run;
    std::atomic<qint64> refusedAt = 0;
    std::atomic<qint64> nextAt = 0;
    run.service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (!FakeService::isPart(request))
            return std::nullopt;
        qint64 none = 0;
        if (refusedAt.compare_exchange_strong(none, request.arrivedMs))
            return ServerAction::answerEarly(503, {}, true).withHeader("Retry-After", "3");
        if (request.arrivedMs > refusedAt + 1500)
            nextAt.compare_exchange_strong(none = 0, request.arrivedMs);
        return std::nullopt;
    });
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(
        QTest::qWaitFor([&] { return run.station.snapshot(id).holds.testFlag(Hold::Endpoint); }, longEnough));
    QVERIFY(run.station.snapshot(id).retryAtMs > 0);
    QVERIFY(run.station.reaches(id, Stage::Done));
    QVERIFY2(nextAt - refusedAt >= 2900, qPrintable(QString::number(nextAt - refusedAt)));
}

void EngineFaultsTest::slowsTheWholeDestinationDown()
{
    Run run;
    run.service.setFaults(
        firstTimes(1, FakeService::isPart, ServerAction::answerWith(503, {}, {{"Retry-After", "1"}})));
    QVERIFY(run.station.start());
    const UploadId first = run.station.add(file(run.content), QStringLiteral("a"));
    const UploadId second =
        run.station.add(file(bytesOf(parts * chunk, 2), QStringLiteral("b.mov")), QStringLiteral("b"));
    QVERIFY(QTest::qWaitFor(
        [&] {
            return run.station.snapshot(first).holds.testFlag(Hold::Endpoint) &&
                   run.station.snapshot(second).holds.testFlag(Hold::Endpoint);
        },
        longEnough));
    QVERIFY(run.station.reaches(first, Stage::Done));
    QVERIFY(run.station.reaches(second, Stage::Done));
}

void EngineFaultsTest::aBusyPartHoldsUpNothingElse()
{
    Run run;
    run.service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeService::partNumber(request) != 1 || run.service.timesStored(parts) > 0)
            return std::nullopt;
        return ServerAction::answerWith(503, R"({"error":"part_busy"})", {{"Retry-After", "1"}});
    });
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    bool held = false;
    QVERIFY(QTest::qWaitFor(
        [&] {
            held = held || run.station.snapshot(id).holds.testFlag(Hold::Endpoint);
            return run.station.stage(id) == Stage::Done;
        },
        longEnough));
    QVERIFY(!held);
    QVERIFY(stored(run));
}

void EngineFaultsTest::aLyingReceiptFailsAfterFourTries()
{
    Run run;
    run.service.setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeService::partNumber(request) == 7)
            return ServerAction::real().withHeader("ETag", "\"00000000000000000000000000000000\"");
        return std::nullopt;
    });
    QVERIFY(run.station.start());
    QSignalSpy logged(&run.station.engine(), &Engine::logged);
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(run.station.reaches(id, Stage::Failed));
    QCOMPARE(run.station.snapshot(id).record.error->kind, FailureKind::IntegrityMismatch);
    QCOMPARE(run.service.timesStored(7), 4);
    QVERIFY(run.service.objects().isEmpty());
    // The part says what happened to it, also when nobody works on it any more; so does the log.
    const auto failed = valueOf(run.station.engine().details(id));
    QVERIFY(failed);
    const PartSnapshot seventh = failed->parts.at(6);
    QCOMPARE(seventh.state, PartState::Failed);
    QCOMPARE(seventh.attempts, 4);
    QCOMPARE(seventh.lastError, failed->upload.record.error->message);
    QCOMPARE(std::count_if(failed->parts.begin(), failed->parts.end(),
                           [](const PartSnapshot &part) { return !part.lastError.isEmpty(); }),
             1);
    QCOMPARE(std::count_if(logged.begin(), logged.end(),
                           [](const QList<QVariant> &line) {
                               return line.at(1).toString().startsWith(
                                   QStringLiteral("Part 7 is sent again: "));
                           }),
             3);
    run.service.setFaults({});
    QVERIFY(valueOf(run.station.engine().retry({id})));
    QVERIFY(run.station.reaches(id, Stage::Done));
    const auto done = valueOf(run.station.engine().details(id));
    QVERIFY(done && done->parts.at(6).lastError.isEmpty());
}

void EngineFaultsTest::neverFollowsARedirect()
{
    LoopbackServer elsewhere;
    Run run;
    run.service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeService::isPart(request))
            return ServerAction::redirect(elsewhere.url("/stolen"), 307);
        return std::nullopt;
    });
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(run.station.reaches(id, Stage::Failed));
    QCOMPARE(run.station.snapshot(id).record.error->kind, FailureKind::Redirected);
    QVERIFY(elsewhere.requests().isEmpty());
}

void EngineFaultsTest::noRetryForWhatNoRetryMends_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<FailureKind>("kind");
    QTest::newRow("401") << 401 << FailureKind::Unauthorized;
    QTest::newRow("403") << 403 << FailureKind::Forbidden;
    QTest::newRow("413") << 413 << FailureKind::TooLarge;
    QTest::newRow("507") << 507 << FailureKind::QuotaExceeded;
    QTest::newRow("400") << 400 << FailureKind::Rejected;
    QTest::newRow("302") << 302 << FailureKind::Redirected;
}

void EngineFaultsTest::noRetryForWhatNoRetryMends()
{
    QFETCH(int, status);
    QFETCH(FailureKind, kind);
    Run run;
    run.service.setFaults([status](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeService::isInitiate(request))
            return ServerAction::answerWith(status, R"({"error":"x","message":"because of the test"})");
        return std::nullopt;
    });
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(run.station.reaches(id, Stage::Failed));
    const Failure error = *run.station.snapshot(id).record.error;
    QCOMPARE(error.kind, kind);
    QVERIFY(error.message.contains(QStringLiteral("because of the test")));
    QCOMPARE(run.service.countOf(FakeService::isInitiate), 1);
    // It is remembered as failed, and can be retried.
    run.service.setFaults({});
    run.station.stop();
    QVERIFY(run.station.start());
    QCOMPARE(run.station.stage(id), Stage::Failed);
    QVERIFY(valueOf(run.station.engine().retry({id})));
    QVERIFY(run.station.reaches(id, Stage::Done));
    QVERIFY(!run.station.snapshot(id).record.error);
}

// The token was revoked, and the store closes the connection before the refusal of a part can be read.
void EngineFaultsTest::aSilentRefusalIsFoundOut()
{
    Run run;
    std::atomic<bool> revoked = false;
    run.service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeService::isPart(request) && FakeService::partNumber(request) > 8) {
            revoked = true;
            return ServerAction::closeAtHeaders();
        }
        if (revoked)
            return ServerAction::answerWith(401, R"({"error":"unauthorized","message":"revoked"})");
        return std::nullopt;
    });
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(run.station.reaches(id, Stage::Failed));
    QCOMPARE(run.station.snapshot(id).record.error->kind, FailureKind::Unauthorized);
}

void EngineFaultsTest::startsOverOnceWhenTheSessionIsGone()
{
    Run run;
    run.station.options.rateLimit = 4 * MiB;
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(QTest::qWaitFor([&] { return run.station.snapshot(id).record.partsStored >= 6; }, longEnough));
    QSignalSpy logged(&run.station.engine(), &Engine::logged);
    bool isExplained = false;
    qint64 most = 0;
    qint64 lost = run.content.size(); // at most: what was shown may be less than what was stored by then
    connect(&run.station.engine(), &Engine::changed, this, [&](const QList<UploadSnapshot> &uploads) {
        for (const UploadSnapshot &now : uploads) {
            QVERIFY(now.record.bytesStored >= most || !now.setBack.isEmpty()); // never without a word why
            isExplained = isExplained || now.setBack.contains(QStringLiteral("starts over"));
            QVERIFY(now.setBack.isEmpty() || now.record.bytesStored < lost);
            most = std::max(most, now.record.bytesStored);
        }
    });
    run.service.forgetSessions();
    lost = run.service.partsStored() * chunk;
    QVERIFY(run.station.reaches(id, Stage::Done));
    QVERIFY(stored(run));
    QVERIFY(isExplained);
    QVERIFY(run.station.snapshot(id).setBack.isEmpty());
    bool said = false;
    for (const QList<QVariant> &line : logged)
        said = said || line.at(1).toString().contains(QStringLiteral("starts over"));
    QVERIFY(said);
}

void EngineFaultsTest::failsWhenTheSessionGoesAgain()
{
    Run run;
    run.station.options.rateLimit = 4 * MiB;
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    for (int time = 0; time < 2; ++time) {
        QVERIFY(QTest::qWaitFor(
            [&] {
                return run.service.sessions().size() == time + 1 &&
                       run.station.snapshot(id).record.partsStored >= 2;
            },
            longEnough));
        run.service.forgetSessions();
    }
    QVERIFY(run.station.reaches(id, Stage::Failed));
    QCOMPARE(run.station.snapshot(id).record.error->kind, FailureKind::SessionLost);
}

// Every completion is answered with success, and nothing is there.
void EngineFaultsTest::neverDoneWithoutTheObject()
{
    Run run;
    run.service.setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeService::isComplete(request))
            return ServerAction::answerWith(
                200, R"({"status":"completed","size":5,"etag":"\"x-1\"","key":"clip.mov"})");
        return std::nullopt;
    });
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(run.station.reaches(id, Stage::Failed));
    QCOMPARE(run.station.snapshot(id).record.error->kind, FailureKind::IntegrityMismatch);

    Run other;
    other.service.setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeService::isComplete(request))
            return ServerAction::answerWith(200, R"({"error":"never"})");
        return std::nullopt;
    });
    QVERIFY(other.station.start());
    const UploadId refused = other.station.add(file(other.content));
    QVERIFY(other.station.reaches(refused, Stage::Failed));
    QVERIFY(other.service.objects().isEmpty());
}

void EngineFaultsTest::aChangedFileAsks()
{
    Run run;
    run.station.options.rateLimit = 4 * MiB;
    QVERIFY(run.station.start());
    const QString path = file(run.content);
    const UploadId id = run.station.add(path);
    QVERIFY(QTest::qWaitFor([&] { return run.station.snapshot(id).record.partsStored >= 4; }, longEnough));
    run.content = bytesOf(parts * chunk, 99);
    file(run.content);
    QVERIFY(run.station.reaches(id, Stage::NeedsDecision));
    QCOMPARE(run.station.snapshot(id).record.error->kind, FailureKind::SourceChanged);
    QVERIFY(run.service.objects().isEmpty());
    QVERIFY(valueOf(run.station.engine().decide({id}, Decision::StartOver)));
    QVERIFY(run.station.reaches(id, Stage::Done));
    QVERIFY(stored(run));
    // The old session was ended.
    QVERIFY(QTest::qWaitFor([&] { return run.service.sessions().first().deleted; }, longEnough));
}

void EngineFaultsTest::aChangedFileCanBeSkipped()
{
    Run run;
    run.station.options.rateLimit = 4 * MiB;
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(QTest::qWaitFor([&] { return run.station.snapshot(id).record.partsStored >= 2; }, longEnough));
    file(bytesOf(parts * chunk, 98));
    QVERIFY(run.station.reaches(id, Stage::NeedsDecision));
    QVERIFY(valueOf(run.station.engine().decide({id}, Decision::Skip)));
    QCOMPARE(run.station.stage(id), Stage::Cancelled);
    QVERIFY(QTest::qWaitFor([&] { return run.service.sessions().first().deleted; }, longEnough));
    QVERIFY(!valueOf(run.station.engine().decide({id}, Decision::Skip)));
}

void EngineFaultsTest::aChangeWhileStoppedAsks()
{
    Run run;
    run.station.options.rateLimit = 4 * MiB;
    QVERIFY(run.station.start());
    const QString path = file(run.content);
    const UploadId id = run.station.add(path);
    QVERIFY(QTest::qWaitFor([&] { return run.station.snapshot(id).record.partsStored >= 4; }, longEnough));
    run.station.stop();
    run.content[5 * chunk] = static_cast<char>(run.content[5 * chunk] + 1);
    file(run.content);
    QVERIFY(run.station.start());
    QVERIFY(run.station.reaches(id, Stage::NeedsDecision));
    run.station.stop();
    QVERIFY(run.station.start());
    QCOMPARE(run.station.stage(id), Stage::NeedsDecision);
    QVERIFY(run.service.objects().isEmpty());
}

// The owner's rights change: the same bytes, but nothing but the fingerprint says so. Every stored part is
// compared.
void EngineFaultsTest::touchingAFileComparesEverything()
{
    Run run;
    run.station.options.rateLimit = 4 * MiB;
    run.station.destination.verify = VerifyMode::Fast;
    QVERIFY(run.station.start());
    const QString path = file(run.content);
    const UploadId id = run.station.add(path);
    QVERIFY(QTest::qWaitFor([&] { return run.station.snapshot(id).record.partsStored >= 4; }, longEnough));
    QCOMPARE(::chmod(qPrintable(path), 0600), 0);
    QVERIFY(run.station.reaches(id, Stage::Done));
    QVERIFY(stored(run));
    QVERIFY(run.station.snapshot(id).record.onlyFingerprint);
    QVERIFY(run.station.snapshot(id).bytesSent <= (parts + 5) * chunk);
}

void EngineFaultsTest::aTruncatedFileAsks()
{
    Run run;
    run.station.options.rateLimit = 4 * MiB;
    QVERIFY(run.station.start());
    const QString path = file(run.content);
    const UploadId id = run.station.add(path);
    QVERIFY(QTest::qWaitFor([&] { return run.station.snapshot(id).record.partsStored >= 2; }, longEnough));
    QCOMPARE(::truncate(qPrintable(path), 3 * chunk), 0);
    QVERIFY(run.station.reaches(id, Stage::NeedsDecision));
    QVERIFY(run.service.objects().isEmpty());
}

void EngineFaultsTest::aVanishedFileIsWaitedFor()
{
    Run run;
    run.station.options.rateLimit = 4 * MiB;
    QVERIFY(run.station.start());
    const QString path = file(run.content);
    const UploadId id = run.station.add(path);
    QVERIFY(QTest::qWaitFor([&] { return run.station.snapshot(id).record.partsStored >= 4; }, longEnough));
    QVERIFY(QFile::rename(path, path + QStringLiteral(".away")));
    QVERIFY(QTest::qWaitFor([&] { return run.station.snapshot(id).holds.testFlag(Hold::SourceMissing); },
                            longEnough));
    QCOMPARE(run.station.snapshot(id).trouble->kind, FailureKind::SourceMissing);
    // Another upload may have its place meanwhile.
    const UploadId other =
        run.station.add(file(bytesOf(chunk), QStringLiteral("other.mov")), QStringLiteral("other.mov"));
    QVERIFY(run.station.reaches(other, Stage::Done));
    QVERIFY(QFile::rename(path + QStringLiteral(".away"), path));
    QVERIFY(run.station.reaches(id, Stage::Done));
    QCOMPARE(run.service.sessions().size(), 2);
}

void EngineFaultsTest::aFileThatIsNoFileFails()
{
    Run run;
    QVERIFY(run.station.start());
    const QString path = m_files.filePath(QStringLiteral("pipe"));
    QCOMPARE(::mkfifo(qPrintable(path), 0600), 0);
    const UploadId id = run.station.add(path);
    QVERIFY(run.station.reaches(id, Stage::Failed));
    QCOMPARE(run.station.snapshot(id).record.error->kind, FailureKind::SourceUnreadable);
}

void EngineFaultsTest::aJournalThatCannotBeWrittenHoldsEverything()
{
    Run run;
    std::atomic<bool> full = false;
    run.station.parts.journalHooks.beforeStatement = [&](int) {
        return full ? QStringLiteral("database or disk is full") : QString();
    };
    run.station.options.rateLimit = 4 * MiB;
    QVERIFY(run.station.start());
    QSignalSpy trouble(&run.station.engine(), &Engine::journalTrouble);
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(QTest::qWaitFor([&] { return run.station.snapshot(id).record.partsStored >= 4; }, longEnough));
    full = true;
    QVERIFY(QTest::qWaitFor([&] { return trouble.size() == 1; }, longEnough));
    QVERIFY(trouble.first().first().toString().contains(QStringLiteral("full")));
    QVERIFY(
        QTest::qWaitFor([&] { return run.station.snapshot(id).holds.testFlag(Hold::Journal); }, longEnough));
    const int stored = run.station.snapshot(id).record.partsStored;
    QTest::qWait(500);
    QCOMPARE(run.station.snapshot(id).record.partsStored, stored);
    full = false;
    QVERIFY(QTest::qWaitFor([&] { return trouble.size() == 2; }, longEnough));
    QVERIFY(trouble.last().first().toString().isEmpty());
    QVERIFY(run.station.reaches(id, Stage::Done));
    QCOMPARE(run.service.partsStored(), parts);
}

// The n-th statement fails, for every n, until an upload gets through without meeting it.
void EngineFaultsTest::everyStatementOfTheJournalMayFail()
{
    const QByteArray content = bytesOf(3 * chunk);
    const QString path = file(content);
    int met = 0;
    for (int failing = 1;; ++failing) {
        FakeService service;
        service.setChunkSize(chunk);
        service.setKeepsContent(true);
        Workstation station(service);
        bool hit = false;
        auto count = std::make_shared<std::atomic<int>>(0);
        auto armed = std::make_shared<std::atomic<bool>>(false);
        auto hitFlag = std::make_shared<std::atomic<bool>>(false);
        station.parts.journalHooks.beforeStatement = [=](int) {
            if (!*armed || ++*count != failing)
                return QString();
            *hitFlag = true;
            return QStringLiteral("disk I/O error");
        };
        QVERIFY(station.start());
        *armed = true;
        const UploadId id = station.add(path);
        QVERIFY2(station.reaches(id, Stage::Done), qPrintable(QStringLiteral("statement %1").arg(failing)));
        QVERIFY(service.objects().first().content == content);
        hit = *hitFlag;
        if (!hit)
            break;
        ++met;
        // What is durable is what was shown.
        station.stop();
        station.parts.journalHooks = {};
        QVERIFY(station.start());
        QCOMPARE(station.stage(id), Stage::Done);
    }
    QVERIFY2(met >= 10, qPrintable(QString::number(met)));
}

void EngineFaultsTest::aLostReceiptIsNeverShownAsStored()
{
    Run run;
    std::atomic<bool> full = false;
    run.station.parts.journalHooks.beforeStatement = [&](int) {
        return full ? QStringLiteral("disk I/O error") : QString();
    };
    run.station.options.rateLimit = 4 * MiB;
    run.station.destination.verify = VerifyMode::Fast;
    QVERIFY(run.station.start());
    const UploadId id = run.station.add(file(run.content));
    QVERIFY(QTest::qWaitFor([&] { return run.station.snapshot(id).record.partsStored >= 4; }, longEnough));
    full = true;
    const int before = run.station.snapshot(id).record.partsStored;
    QVERIFY(QTest::qWaitFor([&] { return run.service.partsStored() > before; }, longEnough));
    QTest::qWait(300);
    const int shown = run.station.snapshot(id).record.partsStored;
    QVERIFY(shown <= before + 4); // those whose receipts were on their way to the disk
    run.station.stop();           // what the journal could not take is lost with the process
    full = false;
    run.station.options.sending = false;
    QVERIFY(run.station.start());
    const auto details = valueOf(run.station.engine().details(id));
    QVERIFY(details->upload.record.partsStored <= shown);
    run.station.stop();
    run.station.options.sending = true;
    run.station.options.rateLimit = 0;
    QVERIFY(run.station.start());
    QVERIFY(run.station.reaches(id, Stage::Done));
    QVERIFY(stored(run));
}

QTEST_GUILESS_MAIN(EngineFaultsTest)
#include "engine_faults_test.moc"
