// The journal's commits: in order, together where they wait together, whole, durable, from any number of
// threads, and fast.
#include "tests/engine/journal_samples.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace gantry;
using samples::resultOf;

class JournalCommitTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    QString path() const { return m_dir->filePath(QStringLiteral("journal.sqlite")); }

    JournalContents reopened() const
    {
        Journal journal(path());
        auto contents = resultOf(journal.open());
        return contents ? *contents : JournalContents{};
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }
    void cleanup() { m_dir.reset(); }

    void waitingBatchesShareOneCommit()
    {
        std::atomic<int> commits{0};
        QSemaphore reached;
        QSemaphore proceed;
        JournalHooks hooks;
        hooks.beforeCommit = [&](int) {
            if (++commits == samples::firstBatchCommit()) {
                reached.release();
                proceed.acquire();
            }
        };
        Journal journal(path(), hooks);
        QVERIFY(resultOf(journal.open()));
        auto first = journal.commit({PutUpload{samples::upload(1)}});
        reached.acquire();
        std::vector<QFuture<Expected<void>>> waiting;
        waiting.reserve(300);
        for (int i = 2; i <= 301; ++i)
            waiting.push_back(journal.commit({PutUpload{samples::upload(i)}}));
        auto receipts = journal.receipts({301});
        proceed.release();
        QVERIFY(resultOf(first));
        for (const auto &future : waiting)
            QVERIFY(resultOf(future));
        QVERIFY(resultOf(receipts));
        // 300 that waited: 256 and 44.
        QCOMPARE(commits.load(), samples::firstBatchCommit() + 2);
    }

    void aBadBatchDoesNotHarmItsNeighbours()
    {
        QSemaphore reached;
        QSemaphore proceed;
        JournalHooks hooks;
        hooks.beforeCommit = [&](int commit) {
            if (commit == samples::firstBatchCommit()) {
                reached.release();
                proceed.acquire();
            }
        };
        {
            Journal journal(path(), hooks);
            QVERIFY(resultOf(journal.open()));
            auto first = journal.commit({PutUpload{samples::upload(1)}});
            reached.acquire();
            auto good = journal.commit({PutUpload{samples::upload(2)}});
            auto bad =
                journal.commit({PutUpload{samples::upload(3)}, PutReceipts{{99}, {samples::receipt(1)}}});
            auto alsoGood =
                journal.commit({PutUpload{samples::upload(4)}, PutReceipts{{2}, {samples::receipt(1)}}});
            proceed.release();
            QVERIFY(resultOf(first));
            QVERIFY(resultOf(good));
            QVERIFY(!resultOf(bad));
            QVERIFY(resultOf(alsoGood));
        }
        const auto contents = reopened();
        QCOMPARE(contents.uploads.size(), 3);
        QCOMPARE(contents.uploads.at(2).id.value, 4);
    }

    void futuresEndInOrderAndOnlyAfterTheCommit()
    {
        QSemaphore proceed;
        std::atomic<int> committed{0};
        JournalHooks hooks;
        hooks.beforeCommit = [&](int commit) {
            if (commit == samples::firstBatchCommit())
                proceed.acquire();
        };
        hooks.afterCommit = [&](int commit) { committed = commit; };
        Journal journal(path(), hooks);
        QVERIFY(resultOf(journal.open()));
        // None of them can end before all are asked for, so every continuation runs in the journal's thread.
        std::vector<int> order;
        std::vector<int> commitsSeen;
        std::vector<QFuture<void>> ends;
        ends.reserve(50);
        for (int i = 0; i < 50; ++i)
            ends.push_back(journal.commit({PutSetting{QString::number(i), {}}})
                               .then(QtFuture::Launch::Sync, [&, i](const Expected<void> &) {
                                   order.push_back(i);
                                   commitsSeen.push_back(committed);
                               }));
        proceed.release();
        for (auto &future : ends)
            future.waitForFinished();
        QCOMPARE(order.size(), size_t(50));
        QVERIFY(std::is_sorted(order.begin(), order.end()));
        QVERIFY(*std::min_element(commitsSeen.begin(), commitsSeen.end()) >= samples::firstBatchCommit());
    }

    void theDestructorDrains()
    {
        std::vector<QFuture<Expected<void>>> futures;
        {
            Journal journal(path());
            auto opened = journal.open();
            futures.reserve(1000);
            for (int i = 1; i <= 1000; ++i)
                futures.push_back(journal.commit({PutUpload{samples::upload(i)}}));
        }
        for (const auto &future : futures) {
            QVERIFY(future.isFinished());
            QVERIFY(future.result());
        }
        QCOMPARE(reopened().uploads.size(), 1000);
        QVERIFY(!QFileInfo::exists(path() + QStringLiteral("-wal")));
    }

    void manyThreadsCommitAtOnce()
    {
        constexpr int threads = 8;
        constexpr int each = 100;
        std::atomic<int> good{0};
        {
            Journal journal(path());
            QVERIFY(resultOf(journal.open()));
            std::vector<std::thread> writers;
            writers.reserve(threads);
            for (int t = 0; t < threads; ++t)
                writers.emplace_back([&, t] {
                    for (int i = 0; i < each; ++i) {
                        const qint64 id = t * each + i + 1;
                        auto written = journal.commit(
                            {PutUpload{samples::upload(id)}, PutReceipts{{id}, {samples::receipt(1)}}});
                        const auto receipts = resultOf(journal.receipts({id}));
                        if (resultOf(written) && receipts && receipts->size() == 1)
                            ++good;
                    }
                });
            for (auto &writer : writers)
                writer.join();
        }
        QCOMPARE(good.load(), threads * each);
        const auto contents = reopened();
        QCOMPARE(contents.uploads.size(), threads * each);
        for (int i = 0; i < threads * each; ++i)
            QVERIFY(contents.uploads.at(i) == samples::upload(i + 1));
    }

    void aHundredThousandUploads()
    {
        constexpr int count = 100'000;
        JournalBatch batch;
        batch.reserve(count);
        for (int i = 1; i <= count; ++i) {
            auto record = samples::upload(i);
            record.error.reset();
            record.session.reset();
            batch.append(PutUpload{record});
        }
        QElapsedTimer timer;
        {
            Journal journal(path());
            QVERIFY(resultOf(journal.open()));
            timer.start();
            QVERIFY(resultOf(journal.commit(std::move(batch))));
            qInfo("100,000 uploads: written in %lld ms", timer.elapsed());
            timer.start();
        }
        qInfo("100,000 uploads: closed in %lld ms, %lld bytes", timer.elapsed(), QFileInfo(path()).size());
        Journal journal(path());
        timer.start();
        const auto contents = resultOf(journal.open());
        qInfo("100,000 uploads: opened in %lld ms", timer.elapsed());
        QVERIFY(contents);
        QCOMPARE(contents->uploads.size(), count);
        QCOMPARE(contents->uploads.last().path, samples::upload(count).path);
        QCOMPARE(contents->nextId.value, count + 1);
    }
};

QTEST_GUILESS_MAIN(JournalCommitTest)
#include "journal_commit_test.moc"
