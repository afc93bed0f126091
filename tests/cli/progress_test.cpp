#include "app/cli/json_progress.h"
#include "app/cli/list_commands.h"
#include "app/cli/plain_progress.h"
#include "app/cli/queue_command.h"
#include "app/cli/table.h"
#include "app/cli/terminal_progress.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace gantry;

namespace {

// A console whose two outputs are files.
struct Recorder
{
    QTemporaryFile out;
    QTemporaryFile err;
    std::unique_ptr<Console> console;

    explicit Recorder(bool quiet = false, TerminalHints hints = {})
    {
        if (out.open() && err.open())
            console = std::make_unique<Console>(out.handle(), err.handle(), quiet, hints, QLocale::c());
    }

    static QByteArray read(QTemporaryFile &file)
    {
        file.seek(0);
        return file.readAll();
    }
    QStringList lines() { return QString::fromUtf8(read(out)).split(QLatin1Char('\n'), Qt::SkipEmptyParts); }
    QList<QJsonObject> json()
    {
        QList<QJsonObject> list;
        for (const QString &line : lines())
            list.append(QJsonDocument::fromJson(line.toUtf8()).object());
        return list;
    }
    QStringList events()
    {
        QStringList names;
        for (const QJsonObject &line : json())
            names.append(line.value(QLatin1String("event")).toString());
        return names;
    }
};

UploadSnapshot upload(qint64 id, Stage stage, Holds holds = {})
{
    UploadSnapshot snapshot;
    snapshot.record.id = {id};
    snapshot.record.destination = QStringLiteral("studio");
    snapshot.record.key = QStringLiteral("day/%1.mov").arg(id);
    snapshot.record.path = QStringLiteral("/in/day/%1.mov").arg(id);
    snapshot.record.identity.size = 1024;
    snapshot.record.stage = stage;
    snapshot.holds = holds;
    return snapshot;
}

TerminalHints utf8Terminal()
{
    TerminalHints hints;
    hints.outIsTerminal = true;
    hints.term = "xterm";
    hints.lang = "en_US.UTF-8";
    return hints;
}

} // namespace

class ProgressTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void terminalHints_data();
    void terminalHints();
    void foreignTerminalsGetAscii();
    void brokenPipesAreToldOnce();

    void jsonStates();
    void jsonParts();
    void jsonTakesTurns();
    void jsonSummary();
    void jsonNoticesAreNotOnStandardOutput();

    void plainLines();
    void plainQuiet();
    void plainProgressEveryFiveSeconds();
    void plainSaysOnceWhyItStandsStill();
    void plainNamesAreHarmless();

    void terminalRedraws();
    void terminalKeepsWhatIsOver();

    void listsUploads();
    void showsDetails();
    void tablesAlign();
    void allMeansTheRightOnes_data();
    void allMeansTheRightOnes();
};

void ProgressTest::terminalHints_data()
{
    QTest::addColumn<bool>("tty");
    QTest::addColumn<QByteArrayList>("variables"); // TERM NO_COLOR LC_ALL LC_CTYPE LANG
    QTest::addColumn<QString>("can");
    const auto row = [](const char *name, bool tty, const QByteArrayList &variables, const char *can) {
        QTest::newRow(name) << tty << variables << QString::fromLatin1(can);
    };
    row("all", true, {"xterm", "", "", "", "de_DE.UTF-8"}, "draw colour utf8");
    row("pipe", false, {"xterm", "", "", "", "de_DE.UTF-8"}, "utf8");
    row("dumb", true, {"dumb", "", "", "", "C.utf8"}, "utf8");
    row("no TERM", true, {"", "", "", "", "C"}, "");
    row("no colour", true, {"xterm", "1", "", "", "C.UTF-8"}, "draw utf8");
    row("LC_ALL first", true, {"xterm", "", "C", "en_US.UTF-8", "en_US.UTF-8"}, "draw colour");
    row("LC_CTYPE second", true, {"xterm", "", "", "en_US.UTF-8", "C"}, "draw colour utf8");
    row("latin1", true, {"xterm", "", "", "", "de_DE.ISO-8859-1"}, "draw colour");
    row("nothing", true, {"xterm", "", "", "", ""}, "draw colour");
}

void ProgressTest::terminalHints()
{
    QFETCH(bool, tty);
    QFETCH(QByteArrayList, variables);
    const TerminalHints hints{tty, variables[0], variables[1], variables[2], variables[3], variables[4]};
    QStringList can;
    if (hints.isInteractive())
        can.append(QStringLiteral("draw"));
    if (hints.hasColour())
        can.append(QStringLiteral("colour"));
    if (hints.isUtf8())
        can.append(QStringLiteral("utf8"));
    QTEST(can.join(QLatin1Char(' ')), "can");
}

void ProgressTest::foreignTerminalsGetAscii()
{
    TerminalHints latin;
    latin.outIsTerminal = true;
    latin.term = "vt220";
    Recorder terminal(false, latin);
    terminal.console->line(
        QStringLiteral("Û–ä.mov")); // the first one's second byte would be a control sequence's begin
    for (const char c : Recorder::read(terminal.out))
        QVERIFY(static_cast<unsigned char>(c) < 0x7f);
    Recorder pipe;
    pipe.console->line(QStringLiteral("Û–ä.mov"));
    QCOMPARE(pipe.lines(), QStringList(QStringLiteral("Û–ä.mov")));
}

void ProgressTest::brokenPipesAreToldOnce()
{
    int ends[2] = {-1, -1};
    QVERIFY(::pipe(ends) == 0);
    ::close(ends[0]);
    const auto before = ::signal(SIGPIPE, SIG_IGN);
    Console console(ends[1], ends[1], false, {}, QLocale::c());
    int told = 0;
    console.onBroken = [&told] { ++told; };
    console.line(QStringLiteral("x"));
    console.json({});
    console.line(QStringLiteral("y"));
    ::signal(SIGPIPE, before);
    ::close(ends[1]);
    QCOMPARE(told, 1);
}

void ProgressTest::jsonStates()
{
    Recorder recorder;
    JsonProgress progress(*recorder.console);
    const UploadSnapshot queued = upload(1, Stage::Queued, Hold::Queue);
    progress.added(queued, true);
    UploadSnapshot sending = upload(1, Stage::Sending);
    progress.changed(queued, sending);
    UploadSnapshot moved = sending;
    moved.bytesSent = 5;
    progress.changed(sending, moved); // bytes are no state
    UploadSnapshot held = moved;
    held.holds = Hold::Offline;
    progress.changed(moved, held);
    UploadSnapshot setBack = held;
    setBack.setBack = QStringLiteral("It starts over.");
    progress.changed(held, setBack);
    const UploadSnapshot committing = upload(1, Stage::Committing);
    progress.changed(held, committing);
    progress.changed(committing, upload(1, Stage::Looking)); // shown under the same name
    progress.changed(upload(1, Stage::Looking), upload(1, Stage::Done));
    progress.changed(upload(2, Stage::Sending), upload(2, Stage::Failed));
    progress.changed(upload(3, Stage::Sending), upload(3, Stage::NeedsDecision));
    progress.changed(upload(4, Stage::Sending), upload(4, Stage::Cancelled));
    QCOMPARE(recorder.events(),
             QStringLiteral("added state state state state done failed state state").split(QLatin1Char(' ')));
    QCOMPARE(recorder.json().first().value(QLatin1String("continued")).toBool(), true);
    QCOMPARE(recorder.json()[2].value(QLatin1String("holds")).toArray(),
             QJsonArray{QStringLiteral("offline")});
    QCOMPARE(recorder.json()[3].value(QLatin1String("set_back")).toString(),
             QStringLiteral("It starts over."));
    QCOMPARE(recorder.json()[7].value(QLatin1String("state")).toString(), QStringLiteral("needs_decision"));
}

void ProgressTest::jsonParts()
{
    Recorder recorder;
    JsonProgress progress(*recorder.console);
    const UploadSnapshot sending = upload(7, Stage::Sending);
    const PartSnapshot waiting{1, 0, 10, PartState::Waiting, 0, 0, {}};
    PartSnapshot going{1, 0, 10, PartState::Sending, 4, 1, {}};
    progress.partsChanged(sending, {}, {waiting});
    progress.partsChanged(sending, {waiting}, {going});
    going.sent = 8;
    progress.partsChanged(sending, {going}, {going});
    progress.partsChanged(sending, {going}, {PartSnapshot{1, 0, 10, PartState::Stored, 0, 1, "\"e\""}});
    const QList<QJsonObject> lines = recorder.json();
    QCOMPARE(recorder.events(), QStringList({QStringLiteral("part"), QStringLiteral("part")}));
    QCOMPARE(lines[1], (QJsonObject{{QStringLiteral("event"), QStringLiteral("part")},
                                    {QStringLiteral("id"), 7},
                                    {QStringLiteral("number"), 1},
                                    {QStringLiteral("offset"), 0},
                                    {QStringLiteral("size"), 10},
                                    {QStringLiteral("state"), QStringLiteral("stored")},
                                    {QStringLiteral("sent"), 0},
                                    {QStringLiteral("kept"), 0},
                                    {QStringLiteral("attempts"), 1},
                                    {QStringLiteral("etag"), QStringLiteral("\"e\"")},
                                    {QStringLiteral("error"), QJsonValue::Null}}));
}

void ProgressTest::jsonTakesTurns()
{
    Recorder recorder;
    JsonProgress progress(*recorder.console);
    WatchState state;
    for (qint64 id = 1; id <= 3; ++id)
        state.watch({id});
    for (int tick = 0; tick < 6; ++tick) {
        for (qint64 id = 1; id <= 3; ++id) {
            UploadSnapshot moved = upload(id, Stage::Sending);
            moved.bytesSent = tick + 1;
            state.take(moved, true);
        }
        progress.tick(state, 0, 0);
    }
    QList<qint64> ids;
    for (const QJsonObject &line : recorder.json())
        ids.append(line.value(QLatin1String("id")).toInteger());
    QCOMPARE(ids, QList<qint64>({1, 2, 3, 1, 2, 3})); // one line a tick, everybody in turn
    for (int i = 0; i < 3; ++i)
        progress.tick(state, 0, 0); // two have news not told yet, then there is none
    progress.tick(state, 0, 0);
    QCOMPARE(recorder.json().size(), 8);
}

void ProgressTest::jsonSummary()
{
    Recorder recorder;
    JsonProgress progress(*recorder.console);
    WatchState state;
    state.watch({1});
    UploadSnapshot done = upload(1, Stage::Done);
    done.bytesSent = 1000;
    state.take(done, true);
    state.addUnsendable(1);
    progress.ended(state, ExitFailed, {}, 1'250);
    const QJsonObject summary = recorder.json().first();
    const QJsonObject promised{{QStringLiteral("event"), QStringLiteral("summary")},
                               {QStringLiteral("done"), 1},
                               {QStringLiteral("failed"), 1},
                               {QStringLiteral("bytes_total"), 1024},
                               {QStringLiteral("bytes_sent"), 1000},
                               {QStringLiteral("bytes_skipped"), 24},
                               {QStringLiteral("seconds"), 1.25}};
    for (auto it = promised.begin(); it != promised.end(); ++it)
        QVERIFY2(summary.value(it.key()) == it.value(), qPrintable(it.key()));
}

void ProgressTest::jsonNoticesAreNotOnStandardOutput()
{
    Recorder recorder(true);
    JsonProgress progress(*recorder.console);
    progress.notice(QStringLiteral("note"));
    QCOMPARE(Recorder::read(recorder.out), QByteArray());
    QCOMPARE(Recorder::read(recorder.err), QByteArray("note\n"));
}

void ProgressTest::plainLines()
{
    Recorder recorder;
    PlainProgress progress(*recorder.console);
    const UploadSnapshot queued = upload(1, Stage::Queued, Hold::Queue);
    progress.added(queued, false);
    progress.changed(queued, upload(1, Stage::Inspecting));
    progress.changed(upload(1, Stage::Inspecting), upload(1, Stage::Sending));
    progress.changed(upload(1, Stage::Sending), upload(1, Stage::Sending, Hold::Offline));
    progress.changed(upload(1, Stage::Sending, Hold::Offline), upload(1, Stage::Sending));
    UploadSnapshot setBack = upload(1, Stage::Sending);
    setBack.setBack = QStringLiteral("It starts over.");
    progress.changed(upload(1, Stage::Sending), setBack);
    progress.changed(setBack, setBack); // once
    UploadSnapshot done = upload(1, Stage::Done);
    done.record.verified = Verification::Etag;
    progress.changed(upload(1, Stage::Verifying), done);
    UploadSnapshot failed = upload(2, Stage::Failed);
    failed.record.error = Failure{FailureKind::QuotaExceeded, QStringLiteral("No room."), {}, 0};
    progress.changed(upload(2, Stage::Sending), failed);
    QCOMPARE(recorder.lines(), QStringList({
                                   QStringLiteral("added  studio:day/1.mov  1.0 KiB  upload 1"),
                                   QStringLiteral("sending  studio:day/1.mov"),
                                   QStringLiteral("studio:day/1.mov  offline: continues by itself"),
                                   QStringLiteral("studio:day/1.mov  It starts over."),
                                   QStringLiteral("done  studio:day/1.mov  1.0 KiB  verified by its ETag"),
                               }));
    QCOMPARE(Recorder::read(recorder.err), QByteArray("failed  studio:day/2.mov  No room.\n"));
}

void ProgressTest::plainQuiet()
{
    Recorder recorder(true);
    PlainProgress progress(*recorder.console);
    progress.added(upload(1, Stage::Queued), false);
    progress.changed(upload(1, Stage::Verifying), upload(1, Stage::Done));
    progress.changed(upload(2, Stage::Sending), upload(2, Stage::Failed));
    WatchState state;
    state.watch({1});
    progress.tick(state, 0, 0);
    progress.tick(state, 60'000, 0);
    progress.ended(state, ExitStopped, QStringLiteral("Stopped."), 0);
    QCOMPARE(Recorder::read(recorder.out), QByteArray());
    QCOMPARE(recorder.read(recorder.err).count('\n'), 2); // the failure, and why it ended
}

void ProgressTest::plainProgressEveryFiveSeconds()
{
    Recorder recorder;
    PlainProgress progress(*recorder.console);
    WatchState state;
    state.watch({1});
    UploadSnapshot sending = upload(1, Stage::Sending);
    sending.record.bytesStored = 512;
    sending.bytesPerSecond = 2048;
    sending.etaSeconds = 61;
    state.take(sending, true);
    for (qint64 ms = 100; ms <= 12'000; ms += 100)
        progress.tick(state, ms, 0);
    const QString line = QStringLiteral("50 %  studio:day/1.mov  2.0 KiB/s  1 min 1 s left");
    QCOMPARE(recorder.lines(), QStringList({line, line}));
}

void ProgressTest::plainSaysOnceWhyItStandsStill()
{
    Recorder recorder;
    PlainProgress progress(*recorder.console);
    WatchState state;
    state.watch({1});
    const UploadSnapshot waits = upload(1, Stage::Sending, Hold::Credentials);
    state.take(waits, true);
    progress.changed(upload(1, Stage::Sending), waits);
    for (qint64 ms = 100; ms <= 60'000; ms += 100)
        progress.tick(state, ms, 0);
    QCOMPARE(recorder.lines(), QStringList({QStringLiteral("studio:day/1.mov  waits for credentials"),
                                            QStringLiteral("0 %  studio:day/1.mov  waits for credentials")}));
}

void ProgressTest::plainNamesAreHarmless()
{
    Recorder recorder;
    PlainProgress progress(*recorder.console);
    UploadSnapshot evil = upload(1, Stage::Queued);
    evil.record.key = QStringLiteral("a\x1b[2J\nfake line");
    progress.added(evil, true);
    QCOMPARE(recorder.lines(),
             QStringList(QStringLiteral("continuing  studio:a?[2J?fake line  1.0 KiB  upload 1")));
}

void ProgressTest::terminalRedraws()
{
    Recorder recorder(false, utf8Terminal());
    TerminalProgress progress(*recorder.console);
    WatchState state;
    state.watch({1});
    state.take(upload(1, Stage::Sending), true);
    progress.tick(state, 0, 0);
    progress.tick(state, 100, 0); // too soon
    progress.tick(state, 200, 0);
    const QString screen = QString::fromUtf8(Recorder::read(recorder.out));
    QCOMPARE(screen.count(QStringLiteral("0 of 1 file")), 2);
    QCOMPARE(screen.count(QStringLiteral("\x1b[2A\r\x1b[J")), 1); // two lines up, once
    QVERIFY(!screen.contains(QStringLiteral("\x1b[?25l")));       // the cursor is not hidden
}

void ProgressTest::terminalKeepsWhatIsOver()
{
    Recorder recorder(false, utf8Terminal());
    TerminalProgress progress(*recorder.console);
    WatchState state;
    state.watch({1});
    state.take(upload(1, Stage::Sending), true);
    progress.tick(state, 0, 0);
    UploadSnapshot setBack = upload(1, Stage::Sending);
    setBack.setBack = QStringLiteral("It starts over.");
    progress.changed(upload(1, Stage::Sending), setBack);
    UploadSnapshot done = upload(1, Stage::Done);
    done.record.verified = Verification::Checksum;
    state.take(done, true);
    progress.changed(upload(1, Stage::Sending), done);
    progress.ended(state, ExitDone, {}, 61'000);
    QString last = QString::fromUtf8(Recorder::read(recorder.out)).section(QStringLiteral("\x1b[J"), -1);
    last.remove(QRegularExpression(QStringLiteral("\x1b\\[[0-9;]*m")));
    QCOMPARE(last,
             QStringLiteral("studio:day/1.mov  It starts over.\n"
                            "✓ done  studio:day/1.mov  1.0 KiB  verified by its checksum\n"
                            "1 of 1 file · 1.0 KiB of 1.0 KiB, in 1 min 1 s, 1.0 KiB was there already\n"));
}

void ProgressTest::listsUploads()
{
    UploadSnapshot half = upload(10, Stage::Sending, Hold::User);
    half.record.bytesStored = 512;
    UploadSnapshot away = upload(9, Stage::Opening, Hold::Offline);
    UploadSnapshot done = upload(2, Stage::Done);
    done.record.finishedKey = QStringLiteral("day/2 (2).mov");
    QCOMPARE(renderList({done, away, half}, QLocale::c()),
             QStringList({
                 QStringLiteral("ID  STATE              DONE     SIZE  DESTINATION  NAME"),
                 QStringLiteral(" 2  done              100 %  1.0 KiB  studio       day/2 (2).mov"),
                 QStringLiteral(" 9  opening, offline    0 %  1.0 KiB  studio       day/9.mov"),
                 QStringLiteral("10  sending, paused    50 %  1.0 KiB  studio       day/10.mov"),
             }));
}

void ProgressTest::showsDetails()
{
    UploadDetails details;
    details.upload = upload(3, Stage::Sending, Hold::Backoff);
    details.upload.record.bytesStored = 512;
    details.upload.record.partSize = 256;
    details.upload.record.partsTotal = 4;
    details.upload.record.partsStored = 2;
    details.upload.trouble = Failure{FailureKind::Busy, QStringLiteral("The server\x1b is busy."), {}, 0};
    details.upload.retryAtMs = 12'000;
    details.upload.setBack = QStringLiteral("It starts over.");
    details.parts = {{1, 0, 256, PartState::Stored, 0, 1, {}},
                     {2, 256, 256, PartState::Stored, 0, 1, {}},
                     {3, 512, 256, PartState::Sending, 128, 2, {}},
                     {4, 768, 256, PartState::Waiting, 0, 0, {}}};
    QCOMPARE(renderDetails(details, QLocale::c(), 0),
             QStringList({
                 QStringLiteral("upload       3"),
                 QStringLiteral("file         /in/day/3.mov"),
                 QStringLiteral("to           studio:day/3.mov"),
                 QStringLiteral("state        sending"),
                 QStringLiteral("stands still again in 12 s: The server? is busy."),
                 QStringLiteral("because      The server? is busy."),
                 QStringLiteral("set back     It starts over."),
                 QStringLiteral("size         1.0 KiB"),
                 QStringLiteral("stored       512 bytes (50 %)"),
                 QStringLiteral("parts        2 of 4, 256 bytes each"),
                 QString(),
                 QStringLiteral("PART  STATE         SIZE       SENT  ATTEMPTS  ETAG"),
                 QStringLiteral(" 1-2  stored   512 bytes                    1"),
                 QStringLiteral("   3  sending  256 bytes  128 bytes         2"),
                 QStringLiteral("   4  waiting  256 bytes"),
             }));
}

void ProgressTest::tablesAlign()
{
    Table table({{QStringLiteral("A")}, {QStringLiteral("LONG"), true}});
    table.add({QStringLiteral("映画"), QStringLiteral("1")});
    table.add({QStringLiteral("x\n"), QStringLiteral("22")});
    QCOMPARE(table.lines(), QStringList({QStringLiteral("A     LONG"), QStringLiteral("映画     1"),
                                         QStringLiteral("x?      22")}));
}

void ProgressTest::allMeansTheRightOnes_data()
{
    QTest::addColumn<int>("verb");
    QTest::addColumn<QString>("meant");
    const auto row = [](const char *name, QueueVerb verb, const char *meant) {
        QTest::newRow(name) << static_cast<int>(verb) << QString::fromLatin1(meant);
    };
    row("pause", QueueVerb::Pause, "queued sending");
    row("resume", QueueVerb::Resume, "queued sending paused");
    row("retry", QueueVerb::Retry, "failed");
    row("cancel", QueueVerb::Cancel, "queued sending paused failed needs_decision");
    row("remove", QueueVerb::Remove, "queued sending paused failed needs_decision done cancelled");
    row("start over", QueueVerb::StartOver, "needs_decision");
    row("skip", QueueVerb::Skip, "needs_decision");
}

void ProgressTest::allMeansTheRightOnes()
{
    QFETCH(int, verb);
    const std::pair<const char *, UploadSnapshot> uploads[] = {
        {"queued", upload(1, Stage::Queued, Hold::Queue)},   {"sending", upload(1, Stage::Sending)},
        {"paused", upload(1, Stage::Sending, Hold::User)},   {"failed", upload(1, Stage::Failed)},
        {"needs_decision", upload(1, Stage::NeedsDecision)}, {"done", upload(1, Stage::Done)},
        {"cancelled", upload(1, Stage::Cancelled)},
    };
    QStringList meant;
    for (const auto &[name, each] : uploads)
        if (isMeantByAll(static_cast<QueueVerb>(verb), each))
            meant.append(QLatin1String(name));
    QTEST(meant.join(QLatin1Char(' ')), "meant");
}

QTEST_GUILESS_MAIN(ProgressTest)
#include "progress_test.moc"
