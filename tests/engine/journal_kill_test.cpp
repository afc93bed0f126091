// A process killed around each commit and each statement: what was acknowledged is there, and at most the one
// batch that was under way besides; never half of one.
#include "tests/engine/journal_scenario.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gantry;

namespace {

struct Outcome
{
    bool killed = false;
    int exitCode = -1;
    bool opened = false;
    int acknowledged = 0;
};

} // namespace

class JournalKillTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    QString path() const { return m_dir->filePath(QStringLiteral("journal.sqlite")); }
    QString wal() const { return path() + QStringLiteral("-wal"); }

    // Starts over in a new folder. killAtAck: the child is killed from here when that many acknowledgements
    // were read.
    Outcome run(const QString &grouping, const QString &when, int at, int killAtAck = -1)
    {
        m_dir = std::make_unique<QTemporaryDir>(samples::fastFolder());
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QStringLiteral(JOURNAL_VICTIM), {path(), grouping, when, QString::number(at)});
        QByteArray said;
        while (child.waitForReadyRead(30'000)) {
            said += child.readAllStandardOutput();
            if (killAtAck >= 0 && said.count("ack ") >= killAtAck)
                child.kill();
        }
        if (child.state() != QProcess::NotRunning)
            child.waitForFinished(30'000);
        said += child.readAllStandardOutput();
        Outcome outcome;
        outcome.killed = child.exitStatus() == QProcess::CrashExit;
        outcome.exitCode = child.exitCode();
        outcome.opened = said.startsWith("open\n");
        outcome.acknowledged = static_cast<int>(said.count("ack "));
        return outcome;
    }

    // The number of batches that a new journal object finds; -1 if what it finds is none of the story's
    // states.
    int batchesFound()
    {
        const auto found = scenario::reopen(path());
        if (!found.trouble.isEmpty() || !found.setAside.isEmpty()) {
            qWarning("%s %s", qPrintable(found.trouble), qPrintable(found.setAside));
            return -1;
        }
        if (samples::Look(path())(QStringLiteral("PRAGMA quick_check")).toString() != QLatin1String("ok"))
            return -1;
        if (QDir(m_dir->path()).entryList(QDir::Files) != QStringList{QStringLiteral("journal.sqlite")})
            return -1;
        for (int count = 0; count <= scenario::batches().size(); ++count)
            if (found.state == scenario::stateAfter(count))
                return count;
        return -1;
    }

private Q_SLOTS:
    // The states of the story are all different, so that a number of batches can be told from a file.
    void theStoryIsTellable()
    {
        for (int a = 0; a <= scenario::batches().size(); ++a)
            for (int b = 0; b < a; ++b)
                QVERIFY(!(scenario::stateAfter(a) == scenario::stateAfter(b)));
    }

    void withoutAKillAllIsThere()
    {
        const auto outcome = run(QStringLiteral("one"), QStringLiteral("never"), 0);
        QVERIFY(!outcome.killed);
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.acknowledged, scenario::batches().size());
        QCOMPARE(batchesFound(), scenario::batches().size());
    }

    void killedAroundEachCommit()
    {
        const int last = static_cast<int>(scenario::batches().size()) + samples::firstBatchCommit() - 1;
        for (int commit = 1; commit <= last; ++commit) {
            const int batchesBefore = std::max(0, commit - samples::firstBatchCommit());
            auto outcome = run(QStringLiteral("one"), QStringLiteral("before"), commit);
            QVERIFY(outcome.killed);
            QCOMPARE(outcome.acknowledged, batchesBefore);
            QCOMPARE(batchesFound(), batchesBefore);

            outcome = run(QStringLiteral("one"), QStringLiteral("after"), commit);
            QVERIFY(outcome.killed);
            QCOMPARE(outcome.acknowledged, batchesBefore);
            QVERIFY2(QFileInfo(wal()).size() > 0, "the log is what this is about");
            QCOMPARE(batchesFound(), commit >= samples::firstBatchCommit() ? batchesBefore + 1 : 0);
        }
    }

    void killedAroundACommitOfManyBatches()
    {
        const int all = static_cast<int>(scenario::batches().size());
        auto outcome = run(QStringLiteral("all"), QStringLiteral("before"), samples::firstBatchCommit() + 1);
        QVERIFY(outcome.killed);
        QCOMPARE(batchesFound(), 1);
        outcome = run(QStringLiteral("all"), QStringLiteral("after"), samples::firstBatchCommit() + 1);
        QVERIFY(outcome.killed);
        QCOMPARE(batchesFound(), all);
    }

    // The making of the file and of its tables included.
    void killedBeforeEachStatement()
    {
        int statement = 0;
        Outcome outcome;
        do {
            ++statement;
            outcome = run(QStringLiteral("one"), QStringLiteral("statement"), statement);
            const int found = batchesFound();
            QVERIFY2(found == outcome.acknowledged,
                     qPrintable(QStringLiteral("statement %1: %2 acknowledged, %3 found")
                                    .arg(statement)
                                    .arg(outcome.acknowledged)
                                    .arg(found)));
        } while (outcome.killed);
        QVERIFY2(statement > 60, qPrintable(QString::number(statement)));
        qInfo("killed before each of %d statements", statement - 1);
    }

    // From outside, at no particular place.
    void killedWhereItHappensToBe()
    {
        QRandomGenerator dice(20'231'122);
        for (int i = 0; i < 20; ++i) {
            const int at = static_cast<int>(dice.bounded(scenario::batches().size()));
            const auto outcome = run(QStringLiteral("one"), QStringLiteral("never"), 0, at);
            const int found = batchesFound();
            QVERIFY2(
                found == outcome.acknowledged || found == outcome.acknowledged + 1,
                qPrintable(QStringLiteral("%1 acknowledged, %2 found").arg(outcome.acknowledged).arg(found)));
        }
    }

    // A power cut may leave the log's tail unwritten or torn: a state of the story all the same.
    void tornLog_data()
    {
        QTest::addColumn<bool>("garbled");
        QTest::newRow("cut short") << false;
        QTest::newRow("garbled at the end") << true;
    }

    void tornLog()
    {
        QFETCH(bool, garbled);
        const int all = static_cast<int>(scenario::batches().size());
        run(QStringLiteral("one"), QStringLiteral("after"), all + samples::firstBatchCommit() - 1);
        QFile file(path());
        QVERIFY(file.open(QFile::ReadOnly));
        const QByteArray database = file.readAll();
        QFile logFile(wal());
        QVERIFY(logFile.open(QFile::ReadOnly));
        const QByteArray log = logFile.readAll();
        QVERIFY(log.size() > 50'000);

        QList<int> seen;
        for (qsizetype length = 0; length <= log.size(); length += 1999) {
            m_dir = std::make_unique<QTemporaryDir>(samples::fastFolder());
            QByteArray torn = log.left(length);
            if (garbled)
                torn += QByteArray(log.size() - length, '\x5a');
            QFile target(path());
            QVERIFY(target.open(QFile::WriteOnly) && target.write(database) == database.size());
            target.close();
            QFile logTarget(wal());
            QVERIFY(logTarget.open(QFile::WriteOnly) && logTarget.write(torn) == torn.size());
            logTarget.close();
            const int found = batchesFound();
            QVERIFY2(found >= 0, qPrintable(QStringLiteral("log of %1 bytes").arg(length)));
            if (!seen.isEmpty())
                QVERIFY(found >= seen.last());
            seen.append(found);
        }
        QVERIFY(seen.first() == 0 && seen.last() >= all - 1);
    }
};

QTEST_GUILESS_MAIN(JournalKillTest)
#include "journal_kill_test.moc"
