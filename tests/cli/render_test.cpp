#include "app/cli/render.h"

#include "app/cli/terminal_text.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace gantry;

namespace {

constexpr qint64 MB = 1'048'576;

DisplayStyle plain(int width = 80)
{
    DisplayStyle style;
    style.width = width;
    style.colour = false;
    return style;
}

DisplayStyle ascii(int width = 80)
{
    DisplayStyle style = plain(width);
    style.unicode = false;
    return style;
}

QList<PartSnapshot> partsOf(const QList<PartState> &states, qint64 size = 10 * MB)
{
    QList<PartSnapshot> parts;
    for (const PartState state : states)
        parts.append({static_cast<int>(parts.size()) + 1,
                      parts.size() * size,
                      size,
                      state,
                      state == PartState::Sending ? size / 2 : 0,
                      1,
                      {}});
    return parts;
}

DisplayRow row(const QList<PartState> &states)
{
    DisplayRow result;
    result.parts = partsOf(states);
    UploadRecord &record = result.upload.record;
    record.id = {3};
    record.destination = QStringLiteral("studio");
    record.key = QStringLiteral("dailies/A001_C003_0815XY.mov");
    record.stage = Stage::Sending;
    record.identity.size = states.size() * 10 * MB;
    for (const PartSnapshot &part : result.parts) {
        if (part.state == PartState::Stored)
            record.bytesStored += part.size;
        result.upload.bytesInFlight += part.sent;
    }
    result.upload.bytesPerSecond = 112 * MB;
    result.upload.etaSeconds = 184;
    return result;
}

QString withoutColours(QString line)
{
    return line.remove(QRegularExpression(QStringLiteral("\x1b\\[[0-9]*m")));
}

using S = PartState;

} // namespace

class RenderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bars_data();
    void bars();
    void barWithoutParts();
    void barColours();
    void wholeDisplay();
    void asciiDisplay();
    void holds_data();
    void holds();
    void ends_data();
    void ends();
    void totalsTellAll();
    void neverTooWide();
    void neverTooHigh();
    void neverDangerous();
    void hundredPercentIsProved();
    void tenThousandParts();
};

void RenderTest::bars_data()
{
    QTest::addColumn<QList<PartState>>("states");
    QTest::addColumn<int>("cells");
    QTest::addColumn<QString>("unicode");
    QTest::addColumn<QString>("ascii");
    const auto add = [](const char *name, const QList<PartState> &states, int cells, const char *unicode,
                        const char *asciiBar) {
        QTest::newRow(name) << states << cells << QString::fromUtf8(unicode) << QString::fromUtf8(asciiBar);
    };
    add("each state", {S::Stored, S::Sending, S::Waiting, S::Checking, S::Reading, S::Cooling, S::Failed}, 7,
        "█▌·░░▒✕", "#=.::~X");
    add("two cells a part", {S::Stored, S::Sending, S::Waiting}, 6, "██▉▏··", "##==..");
    add("four cells a part", {S::Sending, S::Waiting}, 8, "▉▉▏▏····", "====....");
    add("two parts a cell", {S::Stored, S::Stored, S::Stored, S::Waiting, S::Waiting, S::Waiting}, 3, "█▌·",
        "#-.");
    add("a failed one shows among many", {S::Stored, S::Stored, S::Stored, S::Failed, S::Stored, S::Stored},
        2, "█✕", "#X");
    add("one part", {S::Stored}, 3, "███", "###");
    add("more cells than bytes would need", {S::Waiting}, 3, "···", "...");
    add("no cells", {S::Stored}, 0, "", "");
}

void RenderTest::bars()
{
    QFETCH(QList<PartState>, states);
    QFETCH(int, cells);
    QTEST(renderBar(row(states), cells, plain()), "unicode");
    QTEST(renderBar(row(states), cells, ascii()), "ascii");
}

void RenderTest::barWithoutParts()
{
    DisplayRow unknown = row({S::Stored, S::Stored, S::Waiting, S::Waiting});
    unknown.parts.clear();
    QCOMPARE(renderBar(unknown, 8, plain()), QStringLiteral("████····"));
    DisplayRow empty;
    QCOMPARE(renderBar(empty, 4, plain()), QStringLiteral("····"));
}

void RenderTest::barColours()
{
    DisplayStyle style;
    const QString bar = renderBar(row({S::Stored, S::Stored, S::Sending, S::Waiting, S::Failed}), 5, style);
    QCOMPARE(bar, QStringLiteral("\x1b[32m██\x1b[0m\x1b[36m▌\x1b[0m\x1b[2m·\x1b[0m\x1b[31m✕\x1b[0m"));
    QCOMPARE(withoutColours(bar), QStringLiteral("██▌·✕"));
}

void RenderTest::wholeDisplay()
{
    WatchTotals totals;
    totals.filesTotal = 120;
    totals.files[static_cast<size_t>(Fate::Done)] = 3;
    totals.files[static_cast<size_t>(Fate::Moving)] = 2;
    totals.files[static_cast<size_t>(Fate::Failed)] = 1;
    totals.bytesTotal = 96 * 1024 * MB;
    totals.bytesStored = 4 * 1024 * MB;
    totals.bytesPerSecond = 112 * MB;
    DisplayRow held = row({S::Stored, S::Waiting});
    held.upload.holds = Hold::Offline;
    held.upload.record.key = QStringLiteral("x.mov");
    const QStringList lines =
        renderDisplay({row({S::Stored, S::Sending, S::Waiting, S::Waiting}), held}, totals, plain(), 0);
    QCOMPARE(
        lines,
        QStringList({
            QStringLiteral("A001_C003_0815XY.mov     █████▉▉▉▎▏▏···········  37 %  112.0 MiB/s    3 min 4 s"),
            QStringLiteral("x.mov                    █████████·········  50 %  offline: continues by itself"),
            QStringLiteral("3 of 120 files · 4.0 GiB of 96.0 GiB · 112.0 MiB/s · 14 min 1 s left · 1 failed"),
        }));
}

void RenderTest::asciiDisplay()
{
    WatchTotals totals;
    totals.filesTotal = 1;
    totals.files[static_cast<size_t>(Fate::Moving)] = 1;
    totals.bytesTotal = 40 * MB;
    DisplayRow foreign = row({S::Stored, S::Sending, S::Waiting, S::Waiting});
    foreign.upload.record.key = QStringLiteral("ein sehr langer Name für eine Datei – 映画.mov");
    const QStringList lines = renderDisplay({foreign}, totals, ascii(), 0);
    for (const QString &line : lines)
        for (const QChar c : line)
            QVERIFY2(c.unicode() >= 0x20 && c.unicode() < 0x7f, qPrintable(line));
    QCOMPARE(lines.last(), QStringLiteral("0 of 1 file, 0 bytes of 40.0 MiB"));
}

void RenderTest::holds_data()
{
    QTest::addColumn<int>("hold");
    QTest::addColumn<QString>("says");
    const auto add = [](const char *name, Holds hold, const char *says) {
        QTest::newRow(name) << static_cast<int>(hold.toInt()) << QString::fromUtf8(says);
    };
    add("offline", Hold::Offline, "offline: continues by itself");
    add("busy", Hold::Endpoint, "server busy, again in 12 s");
    add("backoff", Hold::Backoff, "again in 12 s: The server closed the connection.");
    add("paused", Hold::User, "paused");
    add("paused wins", Hold::User | Hold::Offline, "paused");
    add("volume", Hold::SourceMissing, "the file is away: continues when it is back");
    add("queue", Hold::Queue, "waits for its turn");
}

void RenderTest::holds()
{
    QFETCH(int, hold);
    QFETCH(QString, says);
    DisplayRow held = row({S::Stored, S::Waiting});
    held.upload.holds = Holds::fromInt(static_cast<Holds::Int>(hold));
    held.upload.retryAtMs = 1'000'000 + 11'500;
    held.upload.trouble =
        Failure{FailureKind::ConnectionLost, QStringLiteral("The server closed the connection."), {}, 0};
    const QString line = renderDisplay({held}, {}, plain(120), 1'000'000).first();
    QVERIFY2(line.endsWith(says), qPrintable(line));
}

void RenderTest::ends_data()
{
    QTest::addColumn<int>("stage");
    QTest::addColumn<QString>("unicode");
    QTest::addColumn<QString>("ascii");
    const auto add = [](const char *name, Stage stage, const char *unicode, const char *asciiLine) {
        QTest::newRow(name) << static_cast<int>(stage) << QString::fromUtf8(unicode)
                            << QString::fromUtf8(asciiLine);
    };
    add("done", Stage::Done, "✓ done  studio:dailies/A001 (2).mov  20.0 MiB  verified by its ETag",
        "done  studio:dailies/A001 (2).mov  20.0 MiB  verified by its ETag");
    add("failed", Stage::Failed, "✕ failed  studio:dailies/A001 (2).mov  No room.",
        "failed  studio:dailies/A001 (2).mov  No room.");
    add("decision", Stage::NeedsDecision,
        "? needs a decision  studio:dailies/A001 (2).mov  No room.  gantryctl decide 3 --start-over|--skip",
        "needs a decision  studio:dailies/A001 (2).mov  No room.  gantryctl decide 3 --start-over|--skip");
    add("cancelled", Stage::Cancelled, "– cancelled  studio:dailies/A001 (2).mov",
        "cancelled  studio:dailies/A001 (2).mov");
    add("not over", Stage::Verifying, "", "");
}

void RenderTest::ends()
{
    QFETCH(int, stage);
    UploadSnapshot upload = row({S::Stored, S::Stored}).upload;
    upload.record.stage = static_cast<Stage>(stage);
    upload.record.finishedKey = QStringLiteral("dailies/A001 (2).mov");
    upload.record.verified = Verification::Etag;
    upload.record.error = Failure{FailureKind::QuotaExceeded, QStringLiteral("No room."), {}, 0};
    QTEST(renderEnd(upload, plain()), "unicode");
    QTEST(renderEnd(upload, ascii()), "ascii");
}

void RenderTest::totalsTellAll()
{
    WatchTotals totals;
    totals.filesTotal = 5;
    totals.files = {0, 0, 0, 1, 0, 1, 1, 1};
    totals.unsendable = 2;
    QCOMPARE(renderTotals(totals, plain()),
             QStringLiteral(
                 "0 of 5 files · 0 bytes of 0 bytes · 3 failed · 1 to be decided · 1 paused · 1 cancelled"));
}

void RenderTest::neverTooWide()
{
    QRandomGenerator dice(3);
    const QStringList names{QStringLiteral("a"), QString(300, QLatin1Char('x')),
                            QStringLiteral("映画").repeated(60), QStringLiteral("e\u0301").repeated(100),
                            QStringLiteral("🎬").repeated(50)};
    for (int round = 0; round < 3000; ++round) {
        QList<PartState> states;
        for (int part = dice.bounded(40); part >= 0; --part)
            states.append(static_cast<PartState>(dice.bounded(7)));
        DisplayRow one = row(states);
        one.upload.record.key = names[dice.bounded(static_cast<int>(names.size()))];
        one.upload.record.stage = static_cast<Stage>(dice.bounded(8));
        one.upload.holds = Holds::fromInt(static_cast<Holds::Int>(dice.bounded(256)));
        one.upload.trouble =
            Failure{FailureKind::Busy, names[dice.bounded(static_cast<int>(names.size()))], {}, 0};
        DisplayStyle style = dice.bounded(2) ? plain() : DisplayStyle();
        style.unicode = dice.bounded(2);
        style.width = dice.bounded(1, 300);
        for (const QString &line : renderDisplay({one}, {}, style, 0)) {
            QVERIFY2(displayWidth(withoutColours(line)) <= std::max(style.width - 1, 1), qPrintable(line));
            QVERIFY(!line.contains(QLatin1Char('\n')));
        }
    }
}

void RenderTest::neverTooHigh()
{
    DisplayStyle style = plain();
    style.height = 6;
    QList<DisplayRow> rows(20, row({S::Waiting}));
    const QStringList lines = renderDisplay(rows, {}, style, 0);
    QCOMPARE(lines.size(), 5);
    QCOMPARE(lines[3], QStringLiteral("and 17 more"));
    style.height = 1;
    QCOMPARE(renderDisplay(rows, {}, style, 0).size(), 2);
    style.height = 22;
    QCOMPARE(renderDisplay(rows, {}, style, 0).size(), 21);
}

void RenderTest::neverDangerous()
{
    const QString evil =
        QStringLiteral("x\x1b]0;owned\x07\x1b[2J\r\n") + QChar(0x9b) + QChar(0x202e) + QStringLiteral("y");
    DisplayRow one = row({S::Waiting});
    one.upload.record.key = evil;
    one.upload.record.destination = evil;
    one.upload.record.finishedKey = evil;
    one.upload.trouble = Failure{FailureKind::Busy, evil, {}, 0};
    one.upload.record.error = one.upload.trouble;
    one.upload.holds = Hold::Backoff;
    QStringList lines = renderDisplay({one}, {}, plain(200), 0);
    for (const Stage stage : {Stage::Done, Stage::Failed, Stage::NeedsDecision, Stage::Cancelled}) {
        one.upload.record.stage = stage;
        lines.append(renderEnd(one.upload, plain()));
    }
    for (const QString &line : lines)
        QCOMPARE(harmless(line), line);
}

void RenderTest::hundredPercentIsProved()
{
    DisplayRow one = row({S::Stored, S::Stored});
    one.upload.record.stage = Stage::Committing;
    const QString line = renderDisplay({one}, {}, plain(), 0).first();
    QVERIFY2(line.contains(QStringLiteral(" 99 %  completing")), qPrintable(line));
    DisplayRow empty = row({S::Sending});
    empty.upload.record.identity.size = 0;
    QVERIFY(renderDisplay({empty}, {}, plain(), 0).first().contains(QStringLiteral(" 99 %")));
}

void RenderTest::tenThousandParts()
{
    DisplayRow big = row(QList<PartState>(10'000, S::Stored));
    big.parts[7'777].state = S::Failed;
    QBENCHMARK
    {
        const QString bar = renderBar(big, 100, plain());
        QCOMPARE(bar.count(QStringLiteral("✕")), 1);
        QCOMPARE(bar.indexOf(QStringLiteral("✕")), 77);
    }
}

QTEST_APPLESS_MAIN(RenderTest)
#include "render_test.moc"
