#include "app/cli/watch_state.h"

#include <QTest>

using namespace gantry;
using Why = WatchState::Verdict::Why;

namespace {

UploadSnapshot upload(qint64 id, Stage stage, Holds holds = {}, qint64 size = 100, qint64 stored = 0)
{
    UploadSnapshot snapshot;
    snapshot.record.id = {id};
    snapshot.record.stage = stage;
    snapshot.record.identity.size = size;
    snapshot.record.bytesStored = stored;
    snapshot.holds = holds;
    return snapshot;
}

WatchState watching(const QList<UploadSnapshot> &uploads)
{
    WatchState state;
    for (const UploadSnapshot &each : uploads) {
        state.watch(each.record.id);
        state.take(each, true);
    }
    return state;
}

constexpr auto forEver = std::nullopt;

} // namespace

class WatchStateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fates_data();
    void fates();
    void endings_data();
    void endings();
    void missingCredentialsAreNotWaitedFor();
    void expiredCredentialsFailWhereNobodyRenewsThem();
    void unsendableFilesFail();
    void unseenUploadsAreWaitedFor();
    void nothingToDoIsDone();
    void countsBytes();
    void countsWhatThisRunSent();
    void removedUploadsAreCancelled();
    void runningOnes();
    void patienceBeginsWhenNothingMoves();
    void patienceOutlastsVainAttempts();
    void patienceBeginsAnewWithLife();
    void patienceIsForAll();
    void noPatience();
    void etas();
};

void WatchStateTest::fates_data()
{
    QTest::addColumn<int>("stage");
    QTest::addColumn<int>("holds");
    QTest::addColumn<int>("fate");
    const auto row = [](const char *name, Stage stage, Holds holds, Fate fate) {
        QTest::newRow(name) << static_cast<int>(stage) << static_cast<int>(holds.toInt())
                            << static_cast<int>(fate);
    };
    row("queued", Stage::Queued, Hold::Queue, Fate::InQueue);
    row("admitted", Stage::Queued, {}, Fate::Moving);
    row("sending", Stage::Sending, {}, Fate::Moving);
    row("backing off", Stage::Sending, Hold::Backoff, Fate::Moving);
    row("server busy", Stage::Sending, Hold::Endpoint, Fate::Moving);
    row("offline", Stage::Sending, Hold::Offline, Fate::Away);
    row("offline in queue", Stage::Queued, Hold::Offline | Hold::Queue, Fate::Away);
    row("credentials expired", Stage::Sending, Hold::Credentials, Fate::Away);
    row("volume away", Stage::Inspecting, Hold::SourceMissing, Fate::Away);
    row("paused", Stage::Sending, Hold::User, Fate::Paused);
    row("paused and offline", Stage::Queued, Hold::User | Hold::Offline | Hold::Queue, Fate::Paused);
    row("done", Stage::Done, {}, Fate::Done);
    row("failed", Stage::Failed, {}, Fate::Failed);
    row("to decide, paused before", Stage::NeedsDecision, Hold::User, Fate::NeedsDecision);
    row("cancelled", Stage::Cancelled, {}, Fate::Cancelled);
}

void WatchStateTest::fates()
{
    QFETCH(int, stage);
    QFETCH(int, holds);
    QTEST(static_cast<int>(
              fateOf(upload(1, static_cast<Stage>(stage), Holds::fromInt(static_cast<Holds::Int>(holds))))),
          "fate");
}

void WatchStateTest::endings_data()
{
    QTest::addColumn<QList<int>>("stages");
    QTest::addColumn<int>("why");
    QTest::addColumn<int>("exitCode");
    const auto row = [](const char *name, const QList<Stage> &stages, Why why, ExitCode code) {
        QList<int> numbers;
        for (const Stage stage : stages)
            numbers.append(static_cast<int>(stage));
        QTest::newRow(name) << numbers << static_cast<int>(why) << static_cast<int>(code);
    };
    row("all done", {Stage::Done, Stage::Done}, Why::AllOver, ExitDone);
    row("one failed", {Stage::Done, Stage::Failed}, Why::AllOver, ExitFailed);
    row("one to decide", {Stage::Done, Stage::NeedsDecision}, Why::AllOver, ExitNeedsDecision);
    row("failed before to decide", {Stage::NeedsDecision, Stage::Failed}, Why::AllOver, ExitFailed);
    row("cancelled by somebody", {Stage::Done, Stage::Cancelled}, Why::AllOver, ExitFailed);
    row("still going", {Stage::Failed, Stage::Sending}, Why::WaitOn, ExitDone);
}

void WatchStateTest::endings()
{
    QFETCH(QList<int>, stages);
    WatchState state;
    for (qsizetype i = 0; i < stages.size(); ++i) {
        state.watch({i + 1});
        state.take(upload(i + 1, static_cast<Stage>(stages[i])), true);
    }
    const WatchState::Verdict verdict = state.verdict(0, forEver);
    QTEST(static_cast<int>(verdict.why), "why");
    QTEST(static_cast<int>(verdict.exitCode), "exitCode");

    // With a paused one beside them: not waited for, but not over either.
    state.watch({99});
    state.take(upload(99, Stage::Sending, Hold::User), true);
    const WatchState::Verdict withPaused = state.verdict(0, forEver);
    if (verdict.why == Why::AllOver) {
        QCOMPARE(withPaused.why, Why::OnlyPausedLeft);
        QCOMPARE(withPaused.exitCode, ExitStopped);
    } else {
        QCOMPARE(withPaused.why, Why::WaitOn);
    }
}

// Who waits for an expired token may wait for another tool; for what is not there at all, nobody does.
void WatchStateTest::missingCredentialsAreNotWaitedFor()
{
    UploadSnapshot expired = upload(1, Stage::Sending, Hold::Credentials);
    expired.trouble = Failure{FailureKind::CredentialsNeeded, QStringLiteral("Expired."), {}, 0};
    WatchState state = watching({expired});
    QCOMPARE(state.verdict(0, forEver).why, Why::WaitOn);
    UploadSnapshot missing = expired;
    missing.trouble->kind = FailureKind::SecretMissing;
    state.take(missing, true);
    QCOMPARE(state.verdict(1, forEver).why, Why::PatienceOver);
    QCOMPARE(state.verdict(1, forEver).exitCode, ExitStopped);
    // Something else still moves.
    state.watch({2});
    state.take(upload(2, Stage::Sending), true);
    QCOMPARE(state.verdict(2, forEver).why, Why::WaitOn);
}

// A profile's file is written by other programs; a keychain, a variable or a private file only by people.
void WatchStateTest::expiredCredentialsFailWhereNobodyRenewsThem()
{
    UploadSnapshot expired = upload(1, Stage::Sending, Hold::Credentials);
    expired.record.destination = QStringLiteral("keys");
    expired.trouble = Failure{FailureKind::CredentialsNeeded, QStringLiteral("Expired."), {}, 400};
    UploadSnapshot queued = expired;
    queued.record.id = {2};
    queued.record.stage = Stage::Queued;
    queued.holds = Hold::Queue; // as it was told when it was added
    queued.trouble.reset();
    WatchState state = watching({expired, queued, upload(3, Stage::Done)});
    QCOMPARE(state.verdict(0, forEver).why, Why::WaitOn); // where they come from is not known yet
    state.setRenewedElsewhere({QStringLiteral("keys")});
    QCOMPARE(state.verdict(1, forEver).why, Why::WaitOn);
    state.setRenewedElsewhere({QStringLiteral("others")});
    QCOMPARE(state.verdict(2, forEver).why, Why::CredentialsRefused);
    QCOMPARE(state.verdict(2, forEver).exitCode, ExitFailed);
    QCOMPARE(state.firstQueued().value_or(UploadId{}).value, 2);
    // Something else may still be done, now or later.
    for (const UploadSnapshot &other : {upload(4, Stage::Sending), upload(4, Stage::Queued, Hold::Queue),
                                        upload(4, Stage::Sending, Hold::Offline)}) {
        state.watch({4});
        state.take(other, true);
        QCOMPARE(state.verdict(3, forEver).why, Why::WaitOn);
    }
    state.take(upload(4, Stage::Sending, Hold::User), true); // a paused one is not waited for
    QCOMPARE(state.verdict(4, forEver).why, Why::CredentialsRefused);
    QCOMPARE(watching({upload(1, Stage::Sending), queued}).firstQueued(), std::nullopt);
    // A keychain that gives nothing out now may do so when somebody unlocks it.
    UploadSnapshot locked = expired;
    locked.trouble->httpStatus = 0;
    state.take(locked, true);
    QCOMPARE(state.verdict(5, forEver).why, Why::WaitOn);
}

void WatchStateTest::unsendableFilesFail()
{
    WatchState state = watching({upload(1, Stage::Done)});
    state.addUnsendable(2);
    QCOMPARE(state.verdict(0, forEver).exitCode, ExitFailed);
    QCOMPARE(state.totals().failed(), 2);
}

void WatchStateTest::unseenUploadsAreWaitedFor()
{
    WatchState state = watching({upload(1, Stage::Done)});
    state.watch({2});
    QCOMPARE(state.verdict(0, std::chrono::milliseconds(0)).why, Why::WaitOn);
    QCOMPARE(state.exitCode(), ExitStopped);
    QVERIFY(!state.take(upload(3, Stage::Done), true)); // somebody else's
    QVERIFY(state.take(upload(2, Stage::Done), true));
    QCOMPARE(state.verdict(0, forEver).why, Why::AllOver);
}

void WatchStateTest::nothingToDoIsDone()
{
    WatchState state;
    QCOMPARE(state.verdict(0, forEver).why, Why::AllOver);
    QCOMPARE(state.exitCode(), ExitDone);
}

void WatchStateTest::countsBytes()
{
    WatchState state =
        watching({upload(1, Stage::Sending, {}, 1000, 300), upload(2, Stage::Queued, Hold::Queue, 50)});
    UploadSnapshot first = upload(1, Stage::Sending, {}, 1000, 400);
    first.bytesInFlight = 25;
    first.bytesPerSecond = 10;
    QVERIFY(state.take(first, true));
    QVERIFY(!state.take(first, true)); // nothing new
    QCOMPARE(state.totals().bytesTotal, 1050);
    QCOMPARE(state.totals().bytesStored, 400);
    QCOMPARE(state.totals().bytesInFlight, 25);
    QCOMPARE(state.totals().bytesPerSecond, 10);
    first.record.stage = Stage::Done;
    state.take(first, true);
    QCOMPARE(state.totals().bytesStored, 1000); // done is all of it
    QCOMPARE(state.totals().bytesInFlight, 0);
    QCOMPARE(state.totals().bytesPerSecond, 0);
    QCOMPARE(state.totals().count(Fate::Done), 1);
    QCOMPARE(state.totals().count(Fate::InQueue), 1);
    QCOMPARE(state.totals().filesTotal, 2);
}

void WatchStateTest::countsWhatThisRunSent()
{
    // Another process's engine had sent 500 of it before we came.
    WatchState late;
    late.watch({1});
    UploadSnapshot snapshot = upload(1, Stage::Sending, {}, 1000, 400);
    snapshot.bytesSent = 500;
    late.take(snapshot, false);
    QCOMPARE(late.totals().bytesSent, 0);
    QCOMPARE(late.totals().bytesSkipped, 400);
    snapshot.bytesSent = 700;
    late.take(snapshot, false);
    QCOMPARE(late.totals().bytesSent, 200);
    // That engine ended; the next one counts from zero.
    snapshot.bytesSent = 0;
    late.take(snapshot, false);
    snapshot.bytesSent = 300;
    late.take(snapshot, false);
    QCOMPARE(late.totals().bytesSent, 500);
    snapshot.record.stage = Stage::Done;
    late.take(snapshot, false);
    QCOMPARE(late.totals().bytesSkipped, 500);

    // With our own engine the first figure is ours; sent twice over, nothing is skipped.
    WatchState own;
    own.watch({1});
    snapshot.bytesSent = 1500;
    own.take(snapshot, true);
    QCOMPARE(own.totals().bytesSent, 1500);
    QCOMPARE(own.totals().bytesSkipped, 0);
}

void WatchStateTest::removedUploadsAreCancelled()
{
    WatchState state = watching({upload(1, Stage::Sending), upload(2, Stage::Done)});
    state.watch({3});
    const auto change = state.forget({1});
    QVERIFY(change);
    QCOMPARE(change->now.record.stage, Stage::Cancelled);
    QVERIFY(!state.forget({2})); // its end stays what it was
    QVERIFY(!state.forget({77}));
    QVERIFY(state.forget({3})); // before it was ever seen
    QCOMPARE(state.totals().count(Fate::Cancelled), 2);
    QCOMPARE(state.verdict(0, forEver).why, Why::AllOver);
    QCOMPARE(state.exitCode(), ExitFailed);
}

void WatchStateTest::runningOnes()
{
    WatchState state = watching({upload(5, Stage::Sending), upload(2, Stage::Opening, Hold::Offline),
                                 upload(3, Stage::Queued, Hold::Queue), upload(4, Stage::Sending, Hold::User),
                                 upload(1, Stage::Done)});
    QList<qint64> ids;
    for (const UploadSnapshot &each : state.running())
        ids.append(each.record.id.value);
    QCOMPARE(ids, QList<qint64>({2, 5}));
    QCOMPARE(state.firstOf(Fate::Paused)->record.id.value, 4);
    QVERIFY(!state.firstOf(Fate::Failed));
}

void WatchStateTest::patienceBeginsWhenNothingMoves()
{
    const auto second = std::chrono::milliseconds(1000);
    WatchState state =
        watching({upload(1, Stage::Sending, Hold::Offline), upload(2, Stage::Queued, Hold::Queue)});
    QCOMPARE(state.verdict(5'000, second).why, Why::WaitOn);
    QCOMPARE(state.verdict(5'999, second).why, Why::WaitOn);
    const WatchState::Verdict verdict = state.verdict(6'000, second);
    QCOMPARE(verdict.why, Why::PatienceOver);
    QCOMPARE(verdict.exitCode, ExitStopped);
    QCOMPARE(watching({upload(1, Stage::Sending, Hold::Offline)}).verdict(0, forEver).why, Why::WaitOn);
    // Those in the queue of somebody else's engine just wait for their turn.
    WatchState queued = watching({upload(1, Stage::Queued, Hold::Queue)});
    QCOMPARE(queued.verdict(0, second).why, Why::WaitOn);
    QCOMPARE(queued.verdict(1'000'000, second).why, Why::WaitOn);
}

void WatchStateTest::patienceOutlastsVainAttempts()
{
    const auto limit = std::chrono::milliseconds(10'000);
    WatchState state = watching({upload(1, Stage::Opening, Hold::Offline)});
    for (qint64 now = 0; now < 10'000; now += 1'000) {
        state.take(upload(1, Stage::Opening), true); // tries again …
        QCOMPARE(state.verdict(now, limit).why, Why::WaitOn);
        state.take(upload(1, Stage::Opening, Hold::Offline), true); // … in vain
        QCOMPARE(state.verdict(now + 500, limit).why, Why::WaitOn);
    }
    QCOMPARE(state.verdict(10'500, limit).why, Why::PatienceOver);
}

void WatchStateTest::patienceBeginsAnewWithLife()
{
    const auto limit = std::chrono::milliseconds(1'000);
    // A part arrived, a session was opened, another file was done, or much was sent: the network was there.
    UploadSnapshot stored = upload(1, Stage::Sending, Hold::Offline, 100, 10);
    UploadSnapshot session = upload(1, Stage::Sending, Hold::Offline);
    session.record.session = Session{QStringLiteral("s"), {}, {}, 0};
    UploadSnapshot sent = upload(1, Stage::Sending, Hold::Offline);
    sent.bytesSent = 100'000'000;
    for (const UploadSnapshot &alive : {stored, session, sent, upload(2, Stage::Done)}) {
        WatchState state =
            watching({upload(1, Stage::Sending, Hold::Offline), upload(2, Stage::Queued, Hold::Queue)});
        QCOMPARE(state.verdict(0, limit).why, Why::WaitOn);
        state.take(alive, true);
        QCOMPARE(state.verdict(1'500, limit).why, Why::WaitOn);
        QCOMPARE(state.verdict(2'499, limit).why, Why::WaitOn);
        QCOMPARE(state.verdict(2'500, limit).why, Why::PatienceOver);
    }
    // What only went into a socket's buffer is no life.
    WatchState state = watching({upload(1, Stage::Sending, Hold::Offline)});
    state.verdict(0, limit);
    sent.bytesSent = 4'000'000;
    state.take(sent, true);
    QCOMPARE(state.verdict(1'000, limit).why, Why::PatienceOver);
    // Nor is it when it was dropped and went there again and again.
    state = watching({upload(1, Stage::Sending, Hold::Offline)});
    sent.bytesSent = 0;
    for (qint64 now = 0; now < 1'000; now += 100) {
        QCOMPARE(state.verdict(now, limit).why, Why::WaitOn);
        sent.bytesSent += 4'000'000;
        sent.bytesInFlight = 4'000'000;
        state.take(sent, true);
        QCOMPARE(state.verdict(now + 50, limit).why, Why::WaitOn);
        sent.bytesInFlight = 0;
        state.take(sent, true);
    }
    QCOMPARE(state.verdict(1'000, limit).why, Why::PatienceOver);
}

void WatchStateTest::patienceIsForAll()
{
    WatchState state = watching({upload(1, Stage::Sending, Hold::Offline), upload(2, Stage::Sending)});
    QCOMPARE(state.verdict(0, std::chrono::milliseconds(0)).why, Why::WaitOn); // one still moves
}

void WatchStateTest::noPatience()
{
    WatchState state = watching({upload(1, Stage::Sending, Hold::SourceMissing)});
    QCOMPARE(state.verdict(7, std::chrono::milliseconds(0)).why, Why::PatienceOver);
}

void WatchStateTest::etas()
{
    WatchTotals totals;
    totals.bytesTotal = 1000;
    totals.bytesStored = 300;
    totals.bytesInFlight = 100;
    QVERIFY(!totals.etaSeconds());
    totals.bytesPerSecond = 100;
    QCOMPARE(totals.etaSeconds().value(), 6);
    totals.bytesTotal = 0; // grew smaller than what is stored: nothing sensible can be said
    QVERIFY(!totals.etaSeconds());
}

QTEST_APPLESS_MAIN(WatchStateTest)
#include "watch_state_test.moc"
