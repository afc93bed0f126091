// The journal on a disk that fails: no batch half written, no word that it was written when it was not, and
// it goes on.
#include "tests/engine/journal_scenario.h"

#include <QTemporaryDir>
#include <QTest>

#include <QDir>
#include <QFileInfo>

#include <csignal>
#include <memory>
#include <sys/resource.h>

using namespace gantry;
using samples::resultOf;
using scenario::State;

class JournalFaultsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    QString path() const { return m_dir->filePath(QStringLiteral("journal.sqlite")); }
    QStringList files() const { return QDir(m_dir->path()).entryList(QDir::Files); }

    void verifyExactly(const State &expected, const char *round)
    {
        const auto found = scenario::reopen(path());
        QVERIFY2(found.trouble.isEmpty(), qPrintable(QLatin1String(round) + found.trouble));
        QVERIFY2(found.setAside.isEmpty(), round);
        QVERIFY2(found.state == expected, round);
        QCOMPARE(files(), QStringList{QStringLiteral("journal.sqlite")});
        samples::Look look(path());
        QCOMPARE(look(QStringLiteral("PRAGMA integrity_check")).toString(), QStringLiteral("ok"));
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>(samples::fastFolder());
        QVERIFY(m_dir->isValid());
    }
    void cleanup() { m_dir.reset(); }

    void statementFails_data()
    {
        QTest::addColumn<int>("width"); // how many statements in a row fail
        QTest::addColumn<bool>("together");
        for (const int width : {1, 2, 5}) {
            QTest::addRow("%d, one batch at a time", width) << width << false;
            QTest::addRow("%d, all batches at once", width) << width << true;
        }
    }

    // For the first, second, … statement, until none is left to fail.
    void statementFails()
    {
        QFETCH(int, width);
        QFETCH(bool, together);
        const auto batches = scenario::batches();
        bool fired = true;
        int first = 0;
        while (fired) {
            ++first;
            const QByteArray round = "statement " + QByteArray::number(first);
            m_dir = std::make_unique<QTemporaryDir>(samples::fastFolder());
            std::atomic<int> failures{0};
            JournalHooks hooks;
            hooks.beforeStatement = [&](int statement) {
                if (statement < first || statement >= first + width)
                    return QString();
                ++failures;
                return QStringLiteral("disk I/O error (injected)");
            };
            State expected;
            {
                Journal journal(path(), hooks);
                auto opened = resultOf(journal.open());
                if (!opened) {
                    QCOMPARE(opened.error().kind, FailureKind::JournalFailed);
                    QVERIFY(opened.error().message.contains(QLatin1String("(injected)")));
                    QVERIFY2(!resultOf(journal.commit(batches.first())), round.constData());
                    // The fault passes, and then the same object opens.
                    for (int i = 0; i < width && !opened; ++i)
                        opened = resultOf(journal.open());
                    QVERIFY2(opened, round.constData());
                }
                QList<QFuture<Expected<void>>> answers;
                if (together)
                    for (const auto &batch : batches)
                        answers.append(journal.commit(batch));
                for (int i = 0; i < batches.size(); ++i) {
                    const int before = failures;
                    const auto written = resultOf(together ? answers.at(i) : journal.commit(batches.at(i)));
                    const bool hurt = together ? failures > 0 : failures > before;
                    if (!hurt)
                        QCOMPARE(written.has_value(), scenario::fits(expected, batches.at(i)));
                    if (written)
                        scenario::tell(expected, batches.at(i));
                    else
                        QCOMPARE(written.error().kind, FailureKind::JournalFailed);
                    if (!together && expected.uploads.contains(1)) {
                        const auto receipts = resultOf(journal.receipts({1}));
                        if (receipts) {
                            const auto known = expected.receipts.find(1);
                            QVERIFY2(*receipts == (known == expected.receipts.end() ? QMap<int, Receipt>()
                                                                                    : known->second),
                                     round.constData());
                        }
                    }
                }
            }
            fired = failures > 0;
            verifyExactly(expected, round.constData());
            if (QTest::currentTestFailed())
                return;
        }
        // Fewer would mean that the scenario was not reached. Together, most batches share BEGIN and COMMIT.
        QVERIFY2(first > (together ? 50 : 80), qPrintable(QString::number(first)));
        qInfo("%d statements failed in turn", first - 1);
    }

    // Not injected: the system itself refuses to let the log grow.
    void noRoomOnTheDisk()
    {
        ::signal(SIGXFSZ, SIG_IGN);
        State expected;
        {
            Journal journal(path());
            QVERIFY(resultOf(journal.open()));
            const JournalBatch small{PutUpload{samples::upload(1)}};
            QVERIFY(resultOf(journal.commit(small)));
            scenario::tell(expected, small);

            JournalBatch big;
            for (int i = 2; i < 2000; ++i)
                big.append(PutUpload{samples::upload(i)});
            struct rlimit before = {};
            QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
            auto tight = before;
            tight.rlim_cur = static_cast<rlim_t>(QFileInfo(path() + QStringLiteral("-wal")).size()) + 50'000;
            QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);
            const auto refused = resultOf(journal.commit(big));
            // The disk is still full, but these few bytes fit.
            const JournalBatch fits{PutReceipts{{1}, {samples::receipt(1)}}};
            const auto fitted = resultOf(journal.commit(fits));
            QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
            QVERIFY(!refused);
            QCOMPARE(refused.error().kind, FailureKind::JournalFailed);
            QVERIFY2(refused.error().message.contains(path()), qPrintable(refused.error().message));
            qInfo("said: %s", qPrintable(refused.error().message));
            QVERIFY(fitted);
            scenario::tell(expected, fits);

            const JournalBatch after{PutUpload{samples::upload(3000)}};
            QVERIFY(resultOf(journal.commit(after)));
            scenario::tell(expected, after);
        }
        verifyExactly(expected, "after a full disk");
    }

    void lockedByAnother_data()
    {
        QTest::addColumn<bool>("whenOpening");
        QTest::newRow("when opening") << true;
        QTest::newRow("when writing") << false;
    }

    void lockedByAnother()
    {
        QFETCH(bool, whenOpening);
        State expected;
        scenario::tell(expected, scenario::batches().first());
        {
            Journal journal(path());
            QVERIFY(resultOf(journal.open()));
            QVERIFY(resultOf(journal.commit(scenario::batches().first())));
        }
        {
            Journal journal(path());
            if (!whenOpening)
                QVERIFY(resultOf(journal.open()));
            samples::Look other(path());
            QVERIFY(other.change(QStringLiteral("BEGIN IMMEDIATE")));
            Failure failure;
            if (whenOpening) {
                const auto opened = resultOf(journal.open());
                QVERIFY(!opened);
                failure = opened.error();
            } else {
                const auto written = resultOf(journal.commit(scenario::batches().at(1)));
                QVERIFY(!written);
                failure = written.error();
            }
            QCOMPARE(failure.kind, FailureKind::JournalFailed);
            QVERIFY2(failure.message.contains(QLatin1String("Another program is using the journal")),
                     qPrintable(failure.message));
            QVERIFY(other.change(QStringLiteral("ROLLBACK")));
            if (whenOpening)
                QVERIFY(resultOf(journal.open()));
            QVERIFY(resultOf(journal.commit(scenario::batches().at(1))));
            scenario::tell(expected, scenario::batches().at(1));
        }
        verifyExactly(expected, "after a lock");
    }
};

QTEST_GUILESS_MAIN(JournalFaultsTest)
#include "journal_faults_test.moc"
