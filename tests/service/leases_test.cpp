// One writer per part, and who gives way to whom.
#include "app/service/stores/disk/part_leases.h"

#include <QTest>

#include <condition_variable>
#include <future>
#include <thread>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

// A body whose bytes come when the test says so.
class ScriptedBody final : public RequestBody
{
public:
    qint64 length() const override { return 1'000; }

    qint64 read(char *, qint64) override
    {
        std::unique_lock lock(m_mutex);
        m_waiting = true;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return m_ready > 0 || m_interrupted; });
        m_waiting = false;
        return m_interrupted ? -1 : std::exchange(m_ready, 0);
    }

    void interrupt() override
    {
        const std::lock_guard lock(m_mutex);
        m_interrupted = true;
        m_changed.notify_all();
    }

    void deliver()
    {
        const std::lock_guard lock(m_mutex);
        m_ready = 10;
        m_changed.notify_all();
    }

    void awaitReader()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_waiting; });
    }

    bool wasInterrupted()
    {
        const std::lock_guard lock(m_mutex);
        return m_interrupted;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    qint64 m_ready = 0;
    bool m_waiting = false;
    bool m_interrupted = false;
};

const QString uploadId = QStringLiteral("u");

} // namespace

class PartLeasesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onePartOneWriter();
    void partsDoNotWaitForEachOther();
    void aSilentWriterGivesWay();
    void aBusyWriterDoesNot();
    void aSealedWriterDoesNot();
};

void PartLeasesTest::onePartOneWriter()
{
    PartLeases leases({10s, 20ms});
    ScriptedBody first;
    ScriptedBody second;
    auto held = leases.acquire(uploadId, 1, first);
    QVERIFY(held);
    QVERIFY(leases.anyOf(uploadId));
    const auto refused = leases.acquire(uploadId, 1, second);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::PartBusy);
    QVERIFY(refused.error().retryAfter);
    held->reset();
    QVERIFY(!leases.anyOf(uploadId));
    QVERIFY(leases.acquire(uploadId, 1, second));
}

void PartLeasesTest::partsDoNotWaitForEachOther()
{
    PartLeases leases({10s, 10s});
    ScriptedBody body;
    const auto one = leases.acquire(uploadId, 1, body);
    const auto two = leases.acquire(uploadId, 2, body);
    const auto other = leases.acquire(QStringLiteral("v"), 1, body);
    QVERIFY(one && two && other);
    QVERIFY(!leases.anyOf(QStringLiteral("t")));
    QVERIFY(!leases.anyOf(QStringLiteral("w")));
}

void PartLeasesTest::aSilentWriterGivesWay()
{
    PartLeases leases({50ms, 60s});
    ScriptedBody silent;
    ScriptedBody newer;
    std::atomic<bool> sealed = true;
    std::atomic<qint64> count = 0;
    std::promise<void> holding;
    std::thread older([&] {
        const auto lease = leases.acquire(uploadId, 1, silent);
        holding.set_value();
        char buffer[16];
        count = (*lease)->read(buffer, sizeof buffer);
        sealed = (*lease)->seal();
    });
    holding.get_future().wait();
    silent.awaitReader();
    const auto lease = leases.acquire(uploadId, 1, newer);
    QVERIFY(lease);
    older.join();
    QCOMPARE(count.load(), -1);
    QVERIFY(!sealed);
    QVERIFY((*lease)->seal());
}

void PartLeasesTest::aBusyWriterDoesNot()
{
    PartLeases leases({5s, 300ms});
    ScriptedBody busy;
    ScriptedBody newer;
    std::atomic<bool> stop = false;
    std::atomic<bool> sealed = false;
    std::promise<void> holding;
    std::thread older([&] {
        const auto lease = leases.acquire(uploadId, 1, busy);
        holding.set_value();
        char buffer[16];
        while (!stop && (*lease)->read(buffer, sizeof buffer) > 0) {
        }
        sealed = (*lease)->seal();
    });
    std::thread client([&] {
        while (!stop) {
            busy.deliver();
            std::this_thread::yield();
        }
        busy.deliver();
    });
    holding.get_future().wait();
    const auto refused = leases.acquire(uploadId, 1, newer);
    QVERIFY(!refused);
    stop = true;
    client.join();
    busy.deliver();
    older.join();
    QVERIFY(sealed);
    QVERIFY(!busy.wasInterrupted());
}

void PartLeasesTest::aSealedWriterDoesNot()
{
    PartLeases leases({1ms, 100ms});
    ScriptedBody first;
    ScriptedBody newer;
    const auto held = leases.acquire(uploadId, 1, first);
    QVERIFY((*held)->seal()); // it has all bytes and makes them durable, which may take its time
    QVERIFY(!leases.acquire(uploadId, 1, newer));
    QVERIFY(!first.wasInterrupted());
}

QTEST_APPLESS_MAIN(PartLeasesTest)
#include "leases_test.moc"
