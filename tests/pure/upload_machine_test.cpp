#include "engine/planning/upload_machine.h"

#include <QRandomGenerator>
#include <QTest>

using namespace gantry;
using namespace gantry::upload_event;

namespace {

UploadState state(Stage stage, Holds holds = {})
{
    UploadState made;
    made.stage = stage;
    made.holds = holds;
    return made;
}

// A server and a client between which every answer may get lost, and a client that may be killed at any time.
// Asserts what must never happen; returns false (with a message) when it does.
class World
{
public:
    explicit World(quint32 seed)
        : m_dice(seed)
    {}

    UploadState client = state(Stage::Queued, Hold::Queue);
    QString fault;
    int opens = 0;
    int commits = 0;

    void walk()
    {
        const UploadState before = client;
        const int roll = m_dice.bounded(100);
        if (roll < 62)
            work();
        else if (roll < 76)
            hold();
        else if (roll < 80)
            strayAnswer();
        else if (roll < 84)
            apply(Admitted{});
        else if (roll < 88)
            apply(Dismissed{});
        else if (roll < 91)
            crash();
        else if (roll < 93)
            apply(Recheck{});
        else if (roll < 94)
            m_session = false; // the server's lifecycle rule
        else if (roll < 95)
            m_fileChanged = true;
        else if (roll < 96)
            apply(CancelAsked{});
        else if (roll < 98)
            apply(RetryAsked{});
        else
            startOver();
        check(before);
    }

    // Everything goes well from here on: it must come to an end.
    bool comesToAnEnd()
    {
        m_calm = true;
        for (int steps = 0; steps < 40; ++steps) {
            if (isFinal(client.stage))
                return true;
            for (const Hold hold : listOf(client.holds))
                apply(Released{hold});
            apply(Admitted{});
            work();
        }
        return isFinal(client.stage);
    }

private:
    bool lost() { return !m_calm && m_dice.bounded(4) == 0; }

    void apply(const UploadEvent &event) { client = after(client, event); }

    void complain(const char *what)
    {
        if (fault.isEmpty())
            fault = QString::fromLatin1(what);
    }

    void work()
    {
        switch (taskOf(client)) {
        case UploadTask::None:
            break;
        case UploadTask::Inspect:
            if (m_fileChanged && client.hasSession)
                apply(Inspected{SourceVerdict::Changed});
            else
                apply(Inspected{m_dice.bounded(2) ? SourceVerdict::Same : SourceVerdict::SameFingerprint});
            break;
        case UploadTask::Find:
            if (lost())
                break;
            m_openUnanswered = false;
            if (m_session) {
                m_journaledSession = true;
                apply(SessionFound{});
            } else if (lost()) { // not lost: another file's, of the same name
                m_foreign = true;
                m_journaledSession = true;
                apply(SessionFound{});
            } else {
                apply(NothingFound{});
            }
            break;
        case UploadTask::Open:
            if (m_openUnanswered)
                complain("a session was opened twice without asking");
            ++opens;
            m_session = true;
            m_openUnanswered = true;
            apply(OpenSent{});
            if (lost()) {
                if (m_dice.bounded(2))
                    crash();
                break;
            }
            m_openUnanswered = false;
            m_journaledSession = true;
            apply(SessionOpened{});
            break;
        case UploadTask::Survey:
            if (lost())
                break;
            if (m_session || m_foreign)
                apply(Surveyed{});
            else
                apply(SessionLost{});
            break;
        case UploadTask::Send:
            if (m_foreign) {
                m_foreign = false;
                m_journaledSession = false;
                apply(SessionDisproved{});
            } else if (!m_session)
                apply(SessionLost{});
            else if (lost())
                apply(SurveyWanted{});
            else if (lost()) // not lost: refused in this way
                apply(OtherWayWanted{});
            else
                apply(AllStored{});
            break;
        case UploadTask::Commit:
            if (m_commitUnanswered)
                complain("a completion was repeated on a guess");
            ++commits;
            m_commitUnanswered = true;
            if (m_session) {
                m_session = false;
                m_object = true;
            }
            if (lost()) { // the answer, or the client while it waited, or its interest
                const int how = m_dice.bounded(3);
                if (how == 0)
                    apply(CommitUnanswered{});
                else if (how == 1)
                    crash();
                else
                    apply(Dismissed{});
                break;
            }
            m_commitUnanswered = false;
            if (m_object)
                apply(Committed{});
            else
                apply(SessionLost{});
            break;
        case UploadTask::Look:
            if (lost())
                break;
            m_commitUnanswered = false;
            if (m_object) {
                apply(LookedWhole{});
            } else if (m_session) {
                apply(LookedUnfinished{});
            } else {
                m_journaledSession = false;
                apply(LookedMissing{});
            }
            break;
        case UploadTask::Verify:
            apply(Verified{});
            break;
        }
    }

    void hold()
    {
        static const QList<Hold> holds{Hold::User,     Hold::Offline, Hold::Backoff,
                                       Hold::Endpoint, Hold::Journal, Hold::SourceMissing};
        const Hold one = holds[m_dice.bounded(static_cast<int>(holds.size()))];
        if (m_dice.bounded(3) == 0)
            apply(Held{one});
        else
            apply(Released{one});
    }

    // An answer that comes when nobody waits for it any more must change nothing that matters. Those of the
    // assembling stages are left out where they would be a lie: an answer is only ever late, never false.
    void strayAnswer()
    {
        const Stage stage = client.stage;
        const bool assembling =
            stage == Stage::Committing || stage == Stage::Looking || stage == Stage::Verifying;
        if (assembling || isFinal(stage))
            return;
        if (stage != Stage::Inspecting)
            apply(Inspected{SourceVerdict::Same});
        if (stage != Stage::Surveying)
            apply(Surveyed{});
        if (stage != Stage::Sending)
            apply(AllStored{});
        apply(Committed{});
        apply(LookedWhole{});
        apply(Verified{});
    }

    void crash()
    {
        UploadRecord record;
        record.stage = client.stage;
        record.paused = client.holds.testFlag(Hold::User);
        if (m_journaledSession && client.hasSession)
            record.session = Session{};
        record.partSize = 1;
        if (client.openUnanswered)
            record.openToken = QStringLiteral("token");
        client = restored(record);
    }

    void startOver()
    {
        if (client.stage != Stage::NeedsDecision)
            return;
        m_fileChanged = false;
        m_session = false; // noted as an orphan
        m_foreign = false;
        m_journaledSession = false;
        m_openUnanswered = false;
        m_commitUnanswered = false;
        apply(StartOverAsked{});
    }

    void check(const UploadState &before)
    {
        if (client.holds && taskOf(client) != UploadTask::None)
            complain("it moves although it is held");
        if (client.stage == Stage::Done && before.stage != Stage::Done && !m_object)
            complain("it is called done and the object is not there");
        if (client.stage == Stage::Cancelled && before.stage != Stage::Cancelled) {
            if (m_commitUnanswered)
                complain("what may have been assembled was aborted");
            m_session = false;
            m_foreign = false;
            m_journaledSession = false;
            m_openUnanswered = false;
            m_object = false;
        }
        if (client.stage == Stage::Queued && isFinal(before.stage)) {
            m_object = false;
            m_commitUnanswered = false;
        }
        if (client.stage != Stage::Queued && client.stage != Stage::Failed &&
            client.stage != Stage::NeedsDecision && client.hasSession != m_journaledSession &&
            !isFinal(client.stage))
            complain("the client's idea of a session is not what was journaled");
    }

    QRandomGenerator m_dice;
    bool m_calm = false;
    bool m_session = false;          // the server's
    bool m_foreign = false;          // somebody else's, found by its key
    bool m_object = false;           // the server's
    bool m_journaledSession = false; // the client's
    bool m_openUnanswered = false;
    bool m_commitUnanswered = false;
    bool m_fileChanged = false;
};

} // namespace

class UploadMachineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesTheStraightWay();
    void standsStillWhileHeld();
    void looksBeforeItRepeatsACompletion();
    void looksAfterARestartInTheMiddleOfACompletion();
    void beginsWithTheFileAfterARestart();
    void startsOverOnceWhenTheSessionIsLost();
    void leavesASessionOfAnotherFileAlone();
    void keepsWhatItHasUntilAnotherWayIsOpen();
    void asksWhenTheFileChanged();
    void cancelsAtOnceUnlessItMayBeAssembled();
    void onlyAPauseIsRemembered();
    void randomWalksNeverRepeatUnsafelyAndNeverGetStuck();
};

void UploadMachineTest::goesTheStraightWay()
{
    UploadState now = state(Stage::Queued, Hold::Queue);
    const QList<std::pair<UploadTask, UploadEvent>> way{
        {UploadTask::None, Admitted{}},     {UploadTask::Inspect, Inspected{SourceVerdict::First}},
        {UploadTask::Find, NothingFound{}}, {UploadTask::Open, SessionOpened{}},
        {UploadTask::Send, AllStored{}},    {UploadTask::Commit, Committed{}},
        {UploadTask::Verify, Verified{}},
    };
    for (const auto &[task, event] : way) {
        QCOMPARE(taskOf(now), task);
        now = after(now, event);
    }
    QCOMPARE(now.stage, Stage::Done);
    QCOMPARE(taskOf(now), UploadTask::None);
}

void UploadMachineTest::standsStillWhileHeld()
{
    UploadState now = after(state(Stage::Sending), Held{Hold::Offline});
    now = after(now, Held{Hold::User});
    QCOMPARE(taskOf(now), UploadTask::None);
    now = after(now, Released{Hold::Offline});
    QCOMPARE(taskOf(now), UploadTask::None);
    now = after(now, Released{Hold::User});
    QCOMPARE(taskOf(now), UploadTask::Send);
}

void UploadMachineTest::looksBeforeItRepeatsACompletion()
{
    const UploadState unanswered = after(state(Stage::Committing), CommitUnanswered{});
    QCOMPARE(taskOf(unanswered), UploadTask::Look);
    QCOMPARE(after(unanswered, LookedWhole{}).stage, Stage::Verifying);
    QCOMPARE(after(unanswered, LookedOther{}).stage, Stage::NeedsDecision);
    // Its parts are asked for and compared again before it is completed a second time.
    QCOMPARE(after(unanswered, LookedUnfinished{}).stage, Stage::Inspecting);
    QCOMPARE(taskOf(after(after(state(Stage::Committing), Dismissed{}), Admitted{})), UploadTask::Look);
}

void UploadMachineTest::looksAfterARestartInTheMiddleOfACompletion()
{
    for (const Stage stage : {Stage::Committing, Stage::Looking, Stage::Verifying}) {
        UploadRecord record;
        record.stage = stage;
        record.session = Session{};
        QCOMPARE(taskOf(after(restored(record), Admitted{})), UploadTask::Look);
    }
}

void UploadMachineTest::beginsWithTheFileAfterARestart()
{
    for (const Stage stage :
         {Stage::Queued, Stage::Inspecting, Stage::Opening, Stage::Surveying, Stage::Sending}) {
        UploadRecord record;
        record.stage = stage;
        record.session = Session{};
        const UploadState chosen = after(restored(record), Admitted{}); // one that is to be adopted
        QCOMPARE(taskOf(after(chosen, Inspected{SourceVerdict::Same})), UploadTask::Find);
        record.partSize = 1;
        const UploadState begun = after(restored(record), Admitted{});
        QCOMPARE(taskOf(begun), UploadTask::Inspect);
        QCOMPARE(taskOf(after(begun, Inspected{SourceVerdict::Same})), UploadTask::Survey);
    }
}

void UploadMachineTest::startsOverOnceWhenTheSessionIsLost()
{
    UploadState now = state(Stage::Sending);
    now.hasSession = true;
    now = after(after(now, SessionLost{}), LookedMissing{});
    QCOMPARE(now.stage, Stage::Inspecting);
    QVERIFY(!now.hasSession);
    now.stage = Stage::Sending;
    now.hasSession = true;
    now = after(after(now, SessionLost{}), LookedMissing{});
    QCOMPARE(now.stage, Stage::Failed);
}

void UploadMachineTest::leavesASessionOfAnotherFileAlone()
{
    for (const Stage stage : {Stage::Surveying, Stage::Sending}) {
        UploadState now = state(stage);
        now.hasSession = true;
        now = after(now, SessionDisproved{});
        QCOMPARE(now.stage, Stage::Opening);
        QVERIFY(!now.hasSession);
        QCOMPARE(taskOf(now), UploadTask::Find); // there may be a second one
        QCOMPARE(taskOf(after(now, NothingFound{})), UploadTask::Open);
    }
    const UploadState late = state(Stage::Committing);
    QCOMPARE(after(late, SessionDisproved{}), late);
}

void UploadMachineTest::keepsWhatItHasUntilAnotherWayIsOpen()
{
    for (const Stage stage : {Stage::Sending, Stage::Committing}) {
        UploadState now = state(stage);
        now.hasSession = true;
        const UploadState refused = after(now, OtherWayWanted{});
        QCOMPARE(taskOf(refused), UploadTask::Find);
        QVERIFY(refused.hasSession);
        QCOMPARE(after(after(refused, NothingFound{}), SessionOpened{}).stage, Stage::Sending);
        // Nothing came of it: what there was is continued.
        const UploadState again = after(after(refused, upload_event::Failed{}), RetryAsked{});
        QCOMPARE(after(after(again, Admitted{}), Inspected{SourceVerdict::Same}).stage, Stage::Surveying);
        now.cancelAsked = true;
        QCOMPARE(after(now, OtherWayWanted{}).stage, Stage::Cancelled);
    }
    const UploadState late = state(Stage::Looking);
    QCOMPARE(after(late, OtherWayWanted{}), late);
}

void UploadMachineTest::asksWhenTheFileChanged()
{
    UploadState now = state(Stage::Inspecting);
    now.hasSession = true;
    now = after(now, Inspected{SourceVerdict::Changed});
    QCOMPARE(now.stage, Stage::NeedsDecision);
    QCOMPARE(taskOf(now), UploadTask::None);
    const UploadState again = after(now, StartOverAsked{});
    QCOMPARE(again.stage, Stage::Queued);
    QVERIFY(!again.hasSession);
    QCOMPARE(after(now, CancelAsked{}).stage, Stage::Cancelled);
    // Without a session nothing of the old content is anywhere.
    QCOMPARE(after(state(Stage::Inspecting), Inspected{SourceVerdict::Changed}).stage, Stage::Opening);
}

void UploadMachineTest::cancelsAtOnceUnlessItMayBeAssembled()
{
    QCOMPARE(after(state(Stage::Sending), CancelAsked{}).stage, Stage::Cancelled);
    QCOMPARE(after(state(Stage::Done), CancelAsked{}).stage, Stage::Done);
    const UploadState asked = after(state(Stage::Committing), CancelAsked{});
    QCOMPARE(asked.stage, Stage::Committing);
    QCOMPARE(after(after(asked, Committed{}), Verified{}).stage, Stage::Done);
    QCOMPARE(after(after(asked, CommitUnanswered{}), LookedUnfinished{}).stage, Stage::Cancelled);
    QCOMPARE(after(after(asked, CommitUnanswered{}), LookedMissing{}).stage, Stage::Cancelled);
}

void UploadMachineTest::onlyAPauseIsRemembered()
{
    UploadRecord record;
    record.stage = Stage::Sending;
    record.paused = true;
    QCOMPARE(restored(record).holds, Holds(Hold::Queue) | Hold::User);
    record.paused = false;
    QCOMPARE(restored(record).holds, Holds(Hold::Queue));
}

void UploadMachineTest::randomWalksNeverRepeatUnsafelyAndNeverGetStuck()
{
    int steps = 0;
    int opens = 0;
    int commits = 0;
    int done = 0;
    for (quint32 seed = 1; steps < 200'000; ++seed) {
        World world(seed);
        for (int step = 0; step < 120; ++step, ++steps) {
            world.walk();
            QVERIFY2(world.fault.isEmpty(),
                     qPrintable(QStringLiteral("seed %1, step %2: %3").arg(seed).arg(step).arg(world.fault)));
        }
        QVERIFY2(
            world.comesToAnEnd(),
            qPrintable(QStringLiteral("seed %1 is stuck in %2").arg(seed).arg(toName(world.client.stage))));
        QVERIFY2(world.fault.isEmpty(),
                 qPrintable(QStringLiteral("seed %1, at the end: %2").arg(seed).arg(world.fault)));
        opens += world.opens;
        commits += world.commits;
        done += world.client.stage == Stage::Done ? 1 : 0;
    }
    // The walks went somewhere.
    QVERIFY(opens > 1000 && commits > 500 && done > 500);
}

QTEST_APPLESS_MAIN(UploadMachineTest)
#include "upload_machine_test.moc"
