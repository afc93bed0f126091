// Uploads that go well, are interrupted, resumed, and found again.
#include "engine/planning/chunk_planner.h"
#include "tests/engine/engine_fixture.h"

using namespace gantry;

namespace {

constexpr qint64 chunk = 256 * KiB;

} // namespace

class EngineUploadTest : public EngineTestBase
{
    Q_OBJECT

private Q_SLOTS:
    void stoppingWhileItStartsIsSafe();
    void askingAfterTheStopIsSafe();
    void storesExactlyTheFile_data();
    void storesExactlyTheFile();
    void keepsFourPartsInFlight();
    void aSlowPartDoesNotHoldBackTheNextThree();
    void sendsTwoFilesAtOnce();
    void continuesAfterAStop_data();
    void continuesAfterAStop();
    void continuesOnAnotherWorkstation();
    void addingTheFileAgainContinues();
    void sendsAgainWhatTheStoreDamaged();
    void refreshesLinksAheadOfTime_data();
    void refreshesLinksAheadOfTime();
    void pausesAndResumes();
    void cancelEndsTheSession();
    void lateSessionsAreEndedOrUsed_data();
    void lateSessionsAreEndedOrUsed();
    void lateSessionsAreNotEndedWhereTheyAreFound_data();
    void lateSessionsAreNotEndedWhereTheyAreFound();
    void whatIsBeingEndedIsNotContinued();
    void cancelsLaterWhatCannotBeReachedNow();
    void removeForgets();
    void refusesWhatCannotBeAKey();
    void limitsTheRate();
};

void EngineUploadTest::storesExactlyTheFile_data()
{
    QTest::addColumn<FakeFlavour>("flavour");
    QTest::addColumn<qint64>("size");
    for (const FakeFlavour flavour : {FakeFlavour::Full, FakeFlavour::Basic}) {
        const char *name = flavour == FakeFlavour::Full ? "full" : "basic";
        for (const qint64 size : {qint64(0), qint64(1), chunk, chunk + 1, 10 * chunk - 1, 33 * chunk + 5})
            QTest::addRow("%s %lld", name, static_cast<long long>(size)) << flavour << size;
    }
}

void EngineUploadTest::storesExactlyTheFile()
{
    QFETCH(FakeFlavour, flavour);
    QFETCH(qint64, size);
    FakeService service(flavour);
    service.setChunkSize(chunk);
    service.setKeepsContent(true);
    Workstation station(service);
    QVERIFY(station.start());
    const QByteArray content = bytesOf(size);
    const UploadId id = station.add(file(content), QStringLiteral("shoot/day 1/clip.mov"));
    QVERIFY(station.reaches(id, Stage::Done));
    QCOMPARE(service.objects().size(), 1);
    QCOMPARE(service.objects().first().size, size);
    QVERIFY(service.objects().first().content == content);
    const UploadSnapshot done = station.snapshot(id);
    QCOMPARE(done.record.bytesStored, size);
    QCOMPARE(done.bytesSent, size);
    QCOMPARE(done.record.verified, flavour == FakeFlavour::Full ? Verification::Etag : Verification::None);
    QVERIFY(!done.record.error);
    for (const FakeSession &session : service.sessions())
        QVERIFY(session.completed);
    const QList<PartSnapshot> parts = valueOf(station.engine().details(id))->parts;
    QCOMPARE(parts.size(), done.record.partsTotal);
    for (const PartSnapshot &part : parts)
        QCOMPARE(part.state, PartState::Stored);
}

void EngineUploadTest::keepsFourPartsInFlight()
{
    FakeService service;
    service.setChunkSize(chunk);
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (!FakeService::isPart(request))
            return std::nullopt;
        const int now = ++running;
        most = std::max(most.load(), now);
        return ServerAction::real().delayedBy(std::chrono::milliseconds(100)).edited([&](ServerAnswer &) {
            --running;
        });
    });
    Workstation station(service);
    QVERIFY(station.start());
    const UploadId id = station.add(file(bytesOf(20 * chunk)));
    QVERIFY(station.reaches(id, Stage::Done));
    QCOMPARE(most.load(), 4);
}

void EngineUploadTest::aSlowPartDoesNotHoldBackTheNextThree()
{
    FakeService service;
    service.setChunkSize(chunk);
    service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeService::partNumber(request) == 1)
            return ServerAction::real().delayedBy(std::chrono::seconds(3));
        return std::nullopt;
    });
    Workstation station(service);
    QVERIFY(station.start());
    const UploadId id = station.add(file(bytesOf(40 * chunk)));
    // While the first one waits for its answer all the others go up.
    QVERIFY(QTest::qWaitFor([&] { return station.snapshot(id).record.partsStored == 39; }, longEnough));
    QCOMPARE(valueOf(station.engine().details(id))->parts.first().state, PartState::Sending);
    QVERIFY(station.reaches(id, Stage::Done));
}

void EngineUploadTest::sendsTwoFilesAtOnce()
{
    FakeService service;
    service.setChunkSize(chunk);
    QMutex mutex;
    QSet<QByteArray> underWay;
    qsizetype most = 0;
    service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (!FakeService::isPart(request))
            return std::nullopt;
        const QByteArray session = request.path().left(request.path().lastIndexOf('/'));
        const QMutexLocker lock(&mutex);
        underWay.insert(session);
        most = std::max(most, underWay.size());
        return ServerAction::real()
            .delayedBy(std::chrono::milliseconds(50))
            .edited([&, session](ServerAnswer &) {
                const QMutexLocker unlock(&mutex);
                underWay.remove(session);
            });
    });
    Workstation station(service);
    QVERIFY(station.start());
    QList<UploadId> ids;
    for (int number = 0; number < 5; ++number) {
        const QString name = QStringLiteral("clip%1.mov").arg(number);
        ids.append(station.add(file(bytesOf(8 * chunk, static_cast<quint32>(number)), name), name));
    }
    for (const UploadId id : ids)
        QVERIFY(station.reaches(id, Stage::Done));
    QCOMPARE(service.objects().size(), 5);
    QCOMPARE(most, 2);
}

void EngineUploadTest::continuesAfterAStop_data()
{
    QTest::addColumn<FakeFlavour>("flavour");
    QTest::addColumn<VerifyMode>("verify");
    QTest::newRow("full, compared") << FakeFlavour::Full << VerifyMode::Full;
    QTest::newRow("full, believed") << FakeFlavour::Full << VerifyMode::Fast;
    QTest::newRow("basic, compared") << FakeFlavour::Basic << VerifyMode::Full;
    QTest::newRow("basic, believed") << FakeFlavour::Basic << VerifyMode::Fast;
}

void EngineUploadTest::continuesAfterAStop()
{
    QFETCH(FakeFlavour, flavour);
    QFETCH(VerifyMode, verify);
    FakeService service(flavour);
    service.setChunkSize(chunk);
    service.setKeepsContent(true);
    Workstation station(service);
    station.destination.verify = verify;
    station.options.rateLimit = 8 * MiB;
    QVERIFY(station.start());
    const QByteArray content = bytesOf(64 * chunk);
    const UploadId id = station.add(file(content));
    QVERIFY(QTest::qWaitFor([&] { return station.snapshot(id).record.partsStored >= 20; }, longEnough));
    station.stop();
    const int storedBefore = service.partsStored();
    station.options.rateLimit = 0;
    // What is shown as stored goes down for one reason only: it is being compared with the file.
    const qint64 bytesBefore = 20 * chunk;
    QVERIFY(station.start());
    connect(&station.engine(), &Engine::changed, this, [&](const QList<UploadSnapshot> &uploads) {
        for (const UploadSnapshot &now : uploads)
            if (now.record.bytesStored < bytesBefore)
                QVERIFY(now.bytesToCompare > 0 || !now.setBack.isEmpty());
    });
    QVERIFY(station.reaches(id, Stage::Done));
    QVERIFY(service.objects().first().content == content);
    QCOMPARE(service.sessions().size(), 1);
    // Only what was under way when it stopped may have come twice.
    QVERIFY2(service.partsStored() - 64 <= 4, qPrintable(QString::number(service.partsStored())));
    QVERIFY(storedBefore >= 20);
    QVERIFY(station.snapshot(id).bytesSent <= (64 - 20 + 4) * chunk);
}

void EngineUploadTest::continuesOnAnotherWorkstation()
{
    FakeService service;
    service.setChunkSize(chunk);
    service.setKeepsContent(true);
    const QByteArray content = bytesOf(48 * MiB);
    service.setChunkSize(MiB);
    const QString path = file(content);
    Workstation first(service);
    first.options.rateLimit = 8 * MiB;
    QVERIFY(first.start());
    const UploadId id = first.add(path);
    QVERIFY(QTest::qWaitFor([&] { return first.snapshot(id).record.partsStored >= 10; }, longEnough));
    first.stop();

    Workstation second(service);
    QVERIFY(second.start());
    const UploadId other = second.add(path);
    QVERIFY(second.reaches(other, Stage::Done));
    QVERIFY(service.objects().first().content == content);
    QCOMPARE(service.sessions().size(), 1);
    QVERIFY(second.snapshot(other).bytesSent <= 38 * MiB);
}

void EngineUploadTest::addingTheFileAgainContinues()
{
    FakeService service;
    service.setChunkSize(chunk);
    Workstation station(service);
    station.options.rateLimit = 2 * MiB;
    QVERIFY(station.start());
    const QString path = file(bytesOf(40 * chunk));
    const UploadId id = station.add(path);
    const auto again =
        valueOf(station.engine().add({{path, QStringLiteral("studio"), QStringLiteral("clip.mov")}}));
    QCOMPARE(again->first().id, id);
    QVERIFY(again->first().continued);
    const auto elsewhere =
        valueOf(station.engine().add({{path, QStringLiteral("studio"), QStringLiteral("other.mov")}}));
    QVERIFY(!elsewhere->first().continued);
    QVERIFY(valueOf(station.engine().cancel({elsewhere->first().id})));
    QVERIFY(valueOf(station.engine().putSetting(QStringLiteral("rate_limit"), QStringLiteral("0"))));
    QVERIFY(station.reaches(id, Stage::Done));
    // A finished one is not an unfinished one: the same file again is a new upload.
    QVERIFY(station.add(path) != id);
}

void EngineUploadTest::sendsAgainWhatTheStoreDamaged()
{
    FakeService service;
    service.setChunkSize(chunk);
    service.setKeepsContent(true);
    std::atomic<bool> damage = false;
    service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (damage && request.path().endsWith("/parts")) // the listing says that part 3 has other bytes
            return ServerAction::real().edited([](ServerAnswer &answer) {
                const qsizetype at = answer.body.indexOf("\"part_number\":3,");
                const qsizetype object = answer.body.lastIndexOf('{', at);
                const qsizetype etag = answer.body.indexOf("etag", object) + 9;
                answer.body.replace(etag, 4, "0000");
            });
        return std::nullopt;
    });
    Workstation station(service);
    station.options.rateLimit = 4 * MiB;
    QVERIFY(station.start());
    const QByteArray content = bytesOf(32 * chunk);
    const UploadId id = station.add(file(content));
    QVERIFY(QTest::qWaitFor([&] { return station.snapshot(id).record.partsStored >= 12; }, longEnough));
    station.stop();
    QCOMPARE(service.timesStored(3), 1);
    damage = true;
    station.options.rateLimit = 0;
    QVERIFY(station.start());
    QVERIFY(station.reaches(id, Stage::Done));
    QCOMPARE(service.timesStored(3), 2);
    QCOMPARE(service.timesStored(2), 1);
    QVERIFY(service.objects().first().content == content);
}

void EngineUploadTest::refreshesLinksAheadOfTime_data()
{
    QTest::addColumn<FakeFlavour>("flavour");
    QTest::newRow("full") << FakeFlavour::Full;
    QTest::newRow("basic") << FakeFlavour::Basic;
}

void EngineUploadTest::refreshesLinksAheadOfTime()
{
    QFETCH(FakeFlavour, flavour);
    FakeService service(flavour);
    service.setChunkSize(chunk);
    service.setLinkLifetime(std::chrono::seconds(4));
    std::atomic<int> refused = 0;
    service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (FakeService::isPart(request))
            return ServerAction::real().edited(
                [&](ServerAnswer &answer) { refused += answer.status == 403 ? 1 : 0; });
        return std::nullopt;
    });
    Workstation station(service);
    station.options.rateLimit = 2 * MiB;
    QVERIFY(station.start());
    const UploadId id = station.add(file(bytesOf(64 * chunk))); // eight seconds of sending
    QVERIFY(station.reaches(id, Stage::Done));
    QCOMPARE(refused.load(), 0);
    QCOMPARE(service.partsStored(), 64);
}

void EngineUploadTest::pausesAndResumes()
{
    FakeService service;
    service.setChunkSize(chunk);
    Workstation station(service);
    station.options.rateLimit = 4 * MiB;
    QVERIFY(station.start());
    const UploadId id = station.add(file(bytesOf(40 * chunk)));
    QVERIFY(QTest::qWaitFor([&] { return station.snapshot(id).record.partsStored >= 5; }, longEnough));
    QVERIFY(valueOf(station.engine().pause({id})));
    const UploadSnapshot paused = station.snapshot(id);
    QVERIFY(paused.holds.testFlag(Hold::User));
    QVERIFY(paused.record.partsStored >= 5);
    QCOMPARE(paused.bytesPerSecond, 0);
    const qint64 received = service.bytesReceived();
    // It stays paused over a restart.
    station.stop();
    QVERIFY(station.start());
    QVERIFY(station.snapshot(id).holds.testFlag(Hold::User));
    QTest::qWait(300);
    QVERIFY(service.bytesReceived() - received <= 4 * MiB); // what lay in socket buffers
    QVERIFY(valueOf(station.engine().resume({id})));
    QVERIFY(station.reaches(id, Stage::Done));
    QCOMPARE(service.sessions().size(), 1);
}

void EngineUploadTest::cancelEndsTheSession()
{
    FakeService service;
    service.setChunkSize(chunk);
    Workstation station(service);
    station.options.rateLimit = MiB;
    QVERIFY(station.start());
    const UploadId id = station.add(file(bytesOf(40 * chunk)));
    QVERIFY(QTest::qWaitFor([&] { return station.snapshot(id).record.partsStored >= 1; }, longEnough));
    QVERIFY(valueOf(station.engine().cancel({id})));
    QCOMPARE(station.stage(id), Stage::Cancelled);
    QVERIFY(service.sessions().first().deleted);
    QVERIFY(service.objects().isEmpty());
    // Retried, it begins anew.
    QVERIFY(valueOf(station.engine().putSetting(QStringLiteral("rate_limit"), QStringLiteral("0"))));
    QVERIFY(valueOf(station.engine().retry({id})));
    QVERIFY(station.reaches(id, Stage::Done));
    QCOMPARE(service.sessions().size(), 2);
}

void EngineUploadTest::lateSessionsAreEndedOrUsed_data()
{
    QTest::addColumn<FakeFlavour>("flavour");
    QTest::addColumn<bool>("cancels");
    QTest::newRow("cancelled, full") << FakeFlavour::Full << true;
    QTest::newRow("paused, full") << FakeFlavour::Full << false;
    QTest::newRow("paused, basic") << FakeFlavour::Basic << false;
}

// The answer to Open comes when nobody waits for it any more.
void EngineUploadTest::lateSessionsAreEndedOrUsed()
{
    QFETCH(FakeFlavour, flavour);
    QFETCH(bool, cancels);
    FakeService service(flavour);
    service.setChunkSize(chunk);
    service.setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        return FakeService::isInitiate(request)
                   ? std::optional(ServerAction::real().delayedBy(std::chrono::seconds(1)))
                   : std::nullopt;
    });
    Workstation station(service);
    QVERIFY(station.start());
    const UploadId id = station.add(file(bytesOf(40 * chunk)));
    QVERIFY(QTest::qWaitFor([&] { return service.countOf(FakeService::isInitiate) == 1; }, longEnough));
    if (cancels) {
        QVERIFY(valueOf(station.engine().cancel({id})));
        const auto isDeleted = [&] {
            return !service.sessions().isEmpty() && service.sessions().first().deleted;
        };
        QVERIFY(QTest::qWaitFor(isDeleted, longEnough));
        return;
    }
    QVERIFY(valueOf(station.engine().pause({id})));
    QVERIFY(QTest::qWaitFor([&] { return station.snapshot(id).record.session.has_value(); }, longEnough));
    QVERIFY(valueOf(station.engine().resume({id})));
    QVERIFY(station.reaches(id, Stage::Done));
    QCOMPARE(service.sessions().size(), 1);
}

void EngineUploadTest::lateSessionsAreNotEndedWhereTheyAreFound_data()
{
    QTest::addColumn<QString>("meanwhile");
    for (const char *meanwhile : {"nothing", "paused", "cancelled"})
        QTest::newRow(meanwhile) << QString::fromLatin1(meanwhile);
}

// Asked once more, the service answers with the same session, and the first answer comes before that.
void EngineUploadTest::lateSessionsAreNotEndedWhereTheyAreFound()
{
    QFETCH(QString, meanwhile);
    FakeService service;
    service.setChunkSize(chunk);
    service.setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        using std::chrono::milliseconds;
        if (FakeService::isInitiate(request))
            return ServerAction::real().delayedBy(milliseconds(500));
        return FakeService::isResume(request)
                   ? std::optional(ServerAction::real().delayedBy(milliseconds(2'500)))
                   : std::nullopt;
    });
    Workstation station(service);
    QVERIFY(station.start());
    const UploadId id = station.add(file(bytesOf(40 * chunk)));
    QVERIFY(QTest::qWaitFor([&] { return service.countOf(FakeService::isInitiate) == 1; }, longEnough));
    QVERIFY(valueOf(station.engine().pause({id})));
    QVERIFY(valueOf(station.engine().resume({id})));
    if (meanwhile != QLatin1String("nothing"))
        QTest::qWait(1'000); // the first answer is there, the second is not
    if (meanwhile == QLatin1String("cancelled")) {
        QVERIFY(valueOf(station.engine().cancel({id})));
        QVERIFY(QTest::qWaitFor([&] { return service.sessions().first().deleted; }, longEnough));
        return;
    }
    if (meanwhile == QLatin1String("paused")) {
        QVERIFY(valueOf(station.engine().pause({id})));
        QVERIFY(station.snapshot(id).record.session);
        QVERIFY(valueOf(station.engine().resume({id})));
    }
    QVERIFY(station.reaches(id, Stage::Done));
    QCOMPARE(service.sessions().size(), 1);
    QVERIFY(!service.sessions().first().deleted);
    QCOMPARE(station.snapshot(id).bytesSent, 40 * chunk);
}

// The same file again before the server has ended the cancelled upload of it: that would be lost on the way.
void EngineUploadTest::whatIsBeingEndedIsNotContinued()
{
    FakeService service;
    service.setChunkSize(chunk);
    std::atomic<bool> ends = false;
    service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (request.method == "DELETE" && !ends)
            return ServerAction::answerWith(500);
        return std::nullopt;
    });
    Workstation station(service);
    station.parts.dice = [] { return 0.2; };
    station.options.rateLimit = MiB;
    QVERIFY(station.start());
    const QString path = file(bytesOf(40 * chunk));
    const UploadId first = station.add(path);
    QVERIFY(QTest::qWaitFor([&] { return station.snapshot(first).record.partsStored >= 1; }, longEnough));
    const QFuture<Expected<void>> cancelled = station.engine().cancel({first});
    QVERIFY(QTest::qWaitFor([&] { return station.stage(first) == Stage::Cancelled; }, longEnough));
    QVERIFY(valueOf(station.engine().putSetting(QStringLiteral("rate_limit"), QStringLiteral("0"))));
    const int stored = service.partsStored();
    const UploadId second = station.add(path);
    QVERIFY(second != first);
    QVERIFY(QTest::qWaitFor([&] { return station.snapshot(second).trouble.has_value(); }, longEnough));
    QCOMPARE(station.snapshot(second).trouble->kind, FailureKind::Locked);
    QCOMPARE(service.partsStored(), stored);
    ends = true;
    QVERIFY(station.reaches(second, Stage::Done));
    QCOMPARE(service.sessions().size(), 2);
    QVERIFY(service.sessions().first().deleted);
    QVERIFY2(station.snapshot(second).setBack.isEmpty(), "it was lost on the way");
    QVERIFY(valueOf(cancelled));
}

void EngineUploadTest::cancelsLaterWhatCannotBeReachedNow()
{
    FakeService service;
    service.setChunkSize(chunk);
    Workstation station(service);
    station.parts.dice = [] { return 0.0; };
    station.options.rateLimit = MiB;
    QVERIFY(station.start());
    const UploadId id = station.add(file(bytesOf(40 * chunk)));
    QVERIFY(QTest::qWaitFor([&] { return station.snapshot(id).record.partsStored >= 1; }, longEnough));
    service.server().stop();
    const QFuture<Expected<void>> cancelled = station.engine().cancel({id});
    QVERIFY(QTest::qWaitFor([&] { return station.stage(id) == Stage::Cancelled; }, longEnough));
    // The wish survives a restart.
    station.stop();
    QVERIFY(cancelled.isFinished() || cancelled.isCanceled());
    QVERIFY(!service.sessions().first().deleted);
    service.server().start();
    QVERIFY(station.start());
    QVERIFY(QTest::qWaitFor([&] { return service.sessions().first().deleted; }, longEnough));
}

void EngineUploadTest::removeForgets()
{
    FakeService service;
    service.setChunkSize(chunk);
    Workstation station(service);
    QVERIFY(station.start());
    const UploadId id = station.add(file(bytesOf(chunk)));
    QVERIFY(station.reaches(id, Stage::Done));
    QSignalSpy removed(&station.engine(), &Engine::removed);
    QVERIFY(valueOf(station.engine().remove({id})));
    QVERIFY(QTest::qWaitFor([&] { return removed.size() == 1; }, longEnough));
    QVERIFY(valueOf(station.engine().uploads()).isEmpty());
    QCOMPARE(service.objects().size(), 1);
    QCOMPARE(valueOf(station.engine().remove({id})).error().kind, FailureKind::InvalidInput);
    station.stop();
    QVERIFY(station.start());
    QVERIFY(valueOf(station.engine().uploads()).isEmpty());
    QVERIFY(station.add(file(bytesOf(chunk))) != id); // numbers are not used again
}

void EngineUploadTest::refusesWhatCannotBeAKey()
{
    FakeService service;
    Workstation station(service);
    QVERIFY(station.start());
    const QString path = file(bytesOf(10));
    for (const char *key : {"", "/a", "a/", "a//b", "../a", "a/./b", "a/.."}) {
        const auto added =
            valueOf(station.engine().add({{path, QStringLiteral("studio"), QString::fromLatin1(key)}}));
        QVERIFY2(!added, key);
        QCOMPARE(added.error().kind, FailureKind::InvalidInput);
    }
    QVERIFY(
        !valueOf(station.engine().add({{path, QStringLiteral("studio"), QString(1025, QLatin1Char('x'))}})));
    QVERIFY(!valueOf(station.engine().add({{path, QStringLiteral("nowhere"), QStringLiteral("a")}})));
    QVERIFY(valueOf(station.engine().uploads()).isEmpty());
}

void EngineUploadTest::limitsTheRate()
{
    FakeService service;
    service.setChunkSize(chunk);
    Workstation station(service);
    station.options.rateLimit = 2 * MiB;
    QVERIFY(station.start());
    QElapsedTimer timer;
    timer.start();
    const UploadId id = station.add(file(bytesOf(6 * MiB)));
    QVERIFY(station.reaches(id, Stage::Done));
    // Six MiB at two a second; the first bytes of each body may go at once.
    QVERIFY2(timer.elapsed() > 1500, qPrintable(QString::number(timer.elapsed())));
}

// At any moment of the start: while the journal opens, while its contents come back.
void EngineUploadTest::stoppingWhileItStartsIsSafe()
{
    QTemporaryDir folder;
    for (int delay = 0; delay < 40; ++delay) {
        EngineOptions options;
        options.stateDir = folder.path();
        Engine engine(options);
        engine.start();
        QTest::qWait(delay / 2);
        engine.stop();
        QTest::qWait(5);
    }
    EngineOptions options;
    options.stateDir = folder.path();
    Engine engine(options);
    QVERIFY(valueOf(engine.start()));
}

// A window asks for what it shows until it is gone.
void EngineUploadTest::askingAfterTheStopIsSafe()
{
    FakeService service;
    Workstation station(service);
    QVERIFY(station.start());
    const UploadId id = station.add(file(bytesOf(chunk)));
    QVERIFY(station.reaches(id, Stage::Done));
    Engine &engine = station.engine();
    engine.stop();
    const QFuture<Expected<UploadDetails>> details = engine.details(id);
    const QFuture<Expected<void>> retry = engine.retry({id});
    const QFuture<Expected<void>> put = engine.putSetting(QStringLiteral("files_at_once"), {});
    QTRY_VERIFY_WITH_TIMEOUT(details.isFinished() && retry.isFinished() && put.isFinished(), longEnough);
    QVERIFY(details.isCanceled() && retry.isCanceled() && put.isCanceled());
}

QTEST_GUILESS_MAIN(EngineUploadTest)
#include "engine_upload_test.moc"
