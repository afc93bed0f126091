#include "tests/ui/intake_fixture.h"

#include <fcntl.h>
#include <unistd.h>

using namespace gantry;

class IntakeTest : public IntakeTestBase
{
    Q_OBJECT

private Q_SLOTS:
    void init() { start(); }
    void cleanup() { stop(); }

    void foldersKeepTheirStructure();
    void prefixesComeFirst();
    void nothingIsAddedBeforeItIsAsked();
    void problemsWaitForAWord();
    void whatContinuesIsCounted();
    void cancelledWhileLooking();
    void cancelledWhileAsking();
    void stoppedWhileAdding();
    void moreJoinsWhatIsAsked();
    void whatIsDecidedWaitsInLine();
    void anEmptyFolderIsSaid();
    void aPrefixMayMakeNamesTooLong();
    void anUnknownDestinationIsSaid();
    void anEngineThatStopsIsSaid();
    void goesAwayInTheMiddle();
    void aHundredThousandFiles();
};

void IntakeTest::foldersKeepTheirStructure()
{
    write(QStringLiteral("day/A/1.mov"), 3);
    write(QStringLiteral("day/2.mov"), 4);
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    intake.addPaths({path(QStringLiteral("day"))}, studio());
    QCOMPARE(intake.state(), Intake::State::Looking);
    QVERIFY(finished.wait());
    QCOMPARE(intake.state(), Intake::State::Idle);
    QVERIFY((intake.outcome() == IntakeOutcome{studio(), 2, 0, false, {}}));
    QCOMPARE(finished[0][0].toLongLong(), 2);
    const QList<UploadSnapshot> uploads = queue();
    QCOMPARE(uploads.size(), 2);
    QCOMPARE(uploads[0].record.key, QStringLiteral("day/2.mov"));
    QCOMPARE(uploads[0].record.path, path(QStringLiteral("day/2.mov")));
    QCOMPARE(uploads[0].record.identity.size, 4);
    QCOMPARE(uploads[0].record.destination, studio());
    QCOMPARE(uploads[1].record.key, QStringLiteral("day/A/1.mov"));
}

void IntakeTest::prefixesComeFirst()
{
    write(QStringLiteral("1.mov"));
    for (const char *prefix : {"p/q", "r/"}) {
        Intake intake(engine());
        QSignalSpy finished(&intake, &Intake::finished);
        intake.addPaths({path(QStringLiteral("1.mov"))}, studio(), QLatin1String(prefix));
        QVERIFY(finished.wait());
    }
    QCOMPARE(keys(), QStringList({QStringLiteral("p/q/1.mov"), QStringLiteral("r/1.mov")}));
}

void IntakeTest::nothingIsAddedBeforeItIsAsked()
{
    write(QStringLiteral("d/1"), 10);
    write(QStringLiteral("d/2"), 20);
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    intake.look({path(QStringLiteral("d"))});
    QTRY_COMPARE(intake.state(), Intake::State::Asking);
    QVERIFY((intake.finding() == IntakeFinding{2, 30, {}}));
    QVERIFY(queue().isEmpty());
    QVERIFY(finished.isEmpty());
    intake.add(studio(), {});
    QVERIFY(finished.wait());
    QCOMPARE(queue().size(), 2);
}

void IntakeTest::problemsWaitForAWord()
{
    write(QStringLiteral("d/1"));
    QVERIFY(QFile::link(path(QStringLiteral("nowhere")), path(QStringLiteral("d/link"))));
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    intake.addPaths({path(QStringLiteral("d"))}, studio()); // decided, and still
    QTRY_COMPARE(intake.state(), Intake::State::Asking);
    QCOMPARE(intake.finding().problems.size(), 1);
    QCOMPARE(intake.finding().problems[0].path, path(QStringLiteral("d/link")));
    QCOMPARE(intake.finding().files, 1);
    QVERIFY(queue().isEmpty());
    intake.add(intake.destination(), intake.prefix());
    QVERIFY(finished.wait());
    QCOMPARE(keys(), QStringList{QStringLiteral("d/1")});
}

void IntakeTest::whatContinuesIsCounted()
{
    write(QStringLiteral("d/1"));
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    intake.addPaths({path(QStringLiteral("d"))}, studio());
    QVERIFY(finished.wait());
    write(QStringLiteral("d/2"));
    intake.addPaths({path(QStringLiteral("d"))}, studio());
    QVERIFY(finished.wait());
    QCOMPARE(finished[1][0].toLongLong(), 2);
    QCOMPARE(finished[1][1].toLongLong(), 1);
    QCOMPARE(queue().size(), 2);
}

void IntakeTest::cancelledWhileLooking()
{
    for (int i = 0; i < 500; ++i)
        write(QStringLiteral("d/%1").arg(i));
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    intake.addPaths({path(QStringLiteral("d"))}, studio());
    QCOMPARE(intake.state(), Intake::State::Looking);
    intake.cancel();
    QCOMPARE(intake.state(), Intake::State::Idle);
    // What comes next is not mixed up with what was given up.
    write(QStringLiteral("e/1"));
    intake.addPaths({path(QStringLiteral("e"))}, studio());
    QVERIFY(finished.wait());
    QCOMPARE(finished.size(), 1);
    QCOMPARE(keys(), QStringList{QStringLiteral("e/1")});
}

void IntakeTest::cancelledWhileAsking()
{
    write(QStringLiteral("d/1"));
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    intake.look({path(QStringLiteral("d"))});
    QTRY_COMPARE(intake.state(), Intake::State::Asking);
    intake.cancel();
    QCOMPARE(intake.state(), Intake::State::Idle);
    intake.add(studio(), {}); // too late
    intake.cancel();          // and again
    QCOMPARE(intake.state(), Intake::State::Idle);
    QVERIFY(queue().isEmpty());
    QVERIFY(finished.isEmpty());
}

void IntakeTest::stoppedWhileAdding()
{
    for (int i = 0; i < 4'500; ++i)
        write(QStringLiteral("d/%1").arg(i));
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    connect(&intake, &Intake::changed, &intake, [&intake] {
        if (intake.outcome().added > 0)
            intake.cancel();
    });
    intake.addPaths({path(QStringLiteral("d"))}, studio());
    QVERIFY(finished.wait(30'000));
    QVERIFY(intake.outcome().stopped);
    QVERIFY(intake.outcome().added < 4'500);
    QCOMPARE(queue().size(), intake.outcome().added); // what was added stays, and is told
}

void IntakeTest::moreJoinsWhatIsAsked()
{
    write(QStringLiteral("d/1"), 1);
    write(QStringLiteral("e/1"), 2);
    write(QStringLiteral("x/d/1"), 4);
    Intake intake(engine());
    intake.look({path(QStringLiteral("d"))});
    intake.look({path(QStringLiteral("e"))}); // while it looks
    QTRY_COMPARE(intake.state(), Intake::State::Asking);
    QVERIFY((intake.finding() == IntakeFinding{2, 3, {}}));
    intake.look({path(QStringLiteral("x/d")), path(QStringLiteral("d"))}); // while it asks
    QCOMPARE(intake.state(), Intake::State::Looking);
    QTRY_COMPARE(intake.state(), Intake::State::Asking);
    QCOMPARE(intake.paths().size(), 4);
    QCOMPARE(intake.finding().files, 2);
    QCOMPARE(intake.finding().problems.size(), 1); // d/1 is there twice
    intake.add(studio(), {});
    QTRY_COMPARE(intake.state(), Intake::State::Idle);
    QCOMPARE(keys(), QStringList({QStringLiteral("d/1"), QStringLiteral("e/1")}));
}

void IntakeTest::whatIsDecidedWaitsInLine()
{
    for (const char *name : {"a", "b", "c"})
        write(QLatin1String(name));
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    intake.look({path(QStringLiteral("a"))});
    QTRY_COMPARE(intake.state(), Intake::State::Asking);
    intake.addPaths({path(QStringLiteral("b"))}, studio(), QStringLiteral("p"));
    intake.addPaths({path(QStringLiteral("c"))}, studio());
    QCOMPARE(intake.state(), Intake::State::Asking);
    QCOMPARE(intake.paths(), QStringList{path(QStringLiteral("a"))});
    intake.add(studio(), {});
    QTRY_COMPARE(finished.size(), 3);
    QCOMPARE(keys(), QStringList({QStringLiteral("a"), QStringLiteral("p/b"), QStringLiteral("c")}));
}

void IntakeTest::anEmptyFolderIsSaid()
{
    QVERIFY(QDir().mkpath(path(QStringLiteral("d/e"))));
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    intake.look({path(QStringLiteral("d"))});
    QVERIFY(finished.wait());
    QVERIFY((intake.outcome() == IntakeOutcome{}));
    QCOMPARE(intake.state(), Intake::State::Idle);
}

void IntakeTest::aPrefixMayMakeNamesTooLong()
{
    write(QStringLiteral("d/short"));
    write(QStringLiteral("d/") + QString(200, QLatin1Char('l')));
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    intake.look({path(QStringLiteral("d"))});
    QTRY_COMPARE(intake.state(), Intake::State::Asking);
    QVERIFY(intake.finding().problems.isEmpty());
    const QString prefix(900, QLatin1Char('p'));
    intake.add(studio(), prefix);
    QTRY_COMPARE(intake.finding().problems.size(), 1); // now it is known, and asked again
    QCOMPARE(intake.state(), Intake::State::Asking);
    QCOMPARE(intake.finding().files, 1);
    QVERIFY(queue().isEmpty());
    intake.add(studio(), prefix);
    QVERIFY(finished.wait());
    QCOMPARE(keys(), QStringList{prefix + QStringLiteral("/d/short")});
}

void IntakeTest::anUnknownDestinationIsSaid()
{
    write(QStringLiteral("a"));
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    intake.addPaths({path(QStringLiteral("a"))}, QStringLiteral("Elsewhere"));
    QVERIFY(finished.wait());
    QVERIFY(intake.outcome().failure);
    QVERIFY(intake.outcome().failure->message.contains(QStringLiteral("Elsewhere")));
    QCOMPARE(intake.outcome().added, 0);
    QVERIFY(queue().isEmpty());
}

void IntakeTest::anEngineThatStopsIsSaid()
{
    write(QStringLiteral("a"));
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    intake.look({path(QStringLiteral("a"))});
    QTRY_COMPARE(intake.state(), Intake::State::Asking);
    const auto stopped = engine().stop();
    QTRY_VERIFY(stopped.isFinished());
    intake.add(studio(), {});
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(intake.outcome().failure);
    QCOMPARE(intake.state(), Intake::State::Idle);
}

void IntakeTest::goesAwayInTheMiddle()
{
    for (int i = 0; i < 200; ++i)
        write(QStringLiteral("d/%1").arg(i));
    for (int turns = 0; turns < 20; ++turns) {
        auto intake = std::make_unique<Intake>(engine());
        intake->addPaths({path(QStringLiteral("d"))}, studio());
        for (int turn = 0; turn < turns; ++turn)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
        intake.reset();
    }
    QVERIFY(queue().size() <= 200);
}

void IntakeTest::aHundredThousandFiles()
{
    constexpr int files = 100'000;
    for (int folder = 0; folder < 100; ++folder) {
        const QString name = QStringLiteral("shots/%1").arg(folder);
        QVERIFY(QDir().mkpath(path(name)));
        const int in = ::open(qPrintable(path(name)), O_RDONLY | O_DIRECTORY);
        for (int file = 0; file < files / 100; ++file)
            ::close(::openat(in, qPrintable(QString::number(file)), O_CREAT | O_WRONLY, 0644));
        ::close(in);
    }
    Intake intake(engine());
    QSignalSpy finished(&intake, &Intake::finished);
    qsizetype last = 0;
    int steps = 0;
    connect(&intake, &Intake::changed, &intake, [&] {
        if (intake.outcome().added == last)
            return;
        QVERIFY(intake.outcome().added - last <= 2'000);
        last = intake.outcome().added;
        ++steps;
    });
    // A turn of the event loop between the steps, or the window would stand still.
    int turns = 0;
    QTimer watchdog;
    qint64 longestGap = 0;
    QElapsedTimer sinceTurn;
    connect(&watchdog, &QTimer::timeout, &intake, [&] {
        longestGap = std::max(longestGap, sinceTurn.restart());
        ++turns;
    });
    watchdog.start(0);
    sinceTurn.start();
    intake.addPaths({path(QStringLiteral("shots"))}, studio());
    longestGap = std::max(longestGap, sinceTurn.elapsed());
    QVERIFY(finished.wait(110'000));
    longestGap = std::max(longestGap, sinceTurn.elapsed());
    QCOMPARE(finished[0][0].toLongLong(), files);
    QVERIFY(steps >= files / 2'000);
    QVERIFY(turns >= steps);
    qInfo("longest gap of the event loop: %lld ms, in %d turns", static_cast<long long>(longestGap), turns);
    QCOMPARE(queue().size(), files);
}

QTEST_MAIN(IntakeTest)
#include "intake_test.moc"
