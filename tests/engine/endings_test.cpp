// Sessions that are to be ended, while something else happens to them: they are asked for again, have new
// settings, are to be written down on a disk that is slow, or the program goes.
#include "tests/engine/tus_fixture.h"

#include <QElapsedTimer>

#include <atomic>
#include <thread>

using namespace gantry;
using namespace std::chrono_literals;

class EndingsTest : public gantry::TusTestBase
{
    Q_OBJECT

private:
    static constexpr qint64 smallSize = 300'000; // goes up with its creation
    const QByteArray m_small = bytesOf(smallSize);
    const std::shared_ptr<std::atomic<bool>> m_held = std::make_shared<std::atomic<bool>>(false);

    // While m_held, nothing becomes durable.
    void withSlowDisk()
    {
        m_hooks.beforeCommit = [held = m_held](int) {
            while (*held)
                std::this_thread::sleep_for(1ms);
        };
    }

    // The first creation is answered so late; the second with the same place, as by a server that knows a
    // file again.
    void knowFilesAgain(std::chrono::milliseconds first, std::chrono::milliseconds second)
    {
        const auto count = std::make_shared<std::atomic<int>>(0);
        const HttpHeaders again = {{"Tus-Resumable", "1.0.0"},
                                   {"Location", m_server->url() + "1"},
                                   {"Upload-Offset", QByteArray::number(smallSize)}};
        m_server->setFaults([=](const RecordedRequest &request) -> std::optional<ServerAction> {
            if (request.method != "POST" || *count == 2)
                return std::nullopt;
            return ++*count == 1 ? ServerAction::real().delayedBy(first)
                                 : ServerAction::answerWith(201, {}, again).delayedBy(second);
        });
    }

    bool hasArrived(const QByteArray &method, int times)
    {
        return QTest::qWaitFor([&] { return m_server->countOf(method) >= times; }, longEnough);
    }
    bool isFree()
    {
        return QTest::qWaitFor([&] { return bool(valueOf(m_engine->removeDestination(m_settings.name))); },
                               longEnough);
    }
    // One that was begun, and asked for once more after a pause.
    UploadId begunTwice()
    {
        start();
        const UploadId id = add(m_small);
        if (!hasArrived("POST", 1) || !valueOf(m_engine->pause({id})) || !valueOf(m_engine->resume({id})) ||
            !hasArrived("POST", 2))
            qFatal("it was not begun twice");
        return id;
    }

private Q_SLOTS:
    void init()
    {
        TusTestBase::init();
        *m_held = false;
    }
    void cleanup()
    {
        *m_held = false;
        TusTestBase::cleanup();
    }

    void whatIsNotedIsNotTakenUp();
    void finishedAndRemovedIsNotEnded();
    void goesOnWithNewSettings();
    void aDestinationStaysForWhatItIsAbout();
    void aDestinationStaysForWhatIsNoted();
    void aDestinationThatEndsNothingCanGo();
    void itsKindStaysWhileItIsNeeded();
    void removedAsItFinishes();
    void settingsDuringTheStop();
    void stopsWithTheJournalInTrouble();
    void partsAreEndedAfterTheProof();
    void partsOfTheUnprovedAreNotEnded();
};

// The late answer is of no use, and while that is written down the other creation is answered with the same
// place.
void EndingsTest::whatIsNotedIsNotTakenUp()
{
    withSlowDisk();
    knowFilesAgain(2s, 2s);
    const UploadId id = begunTwice();
    *m_held = true;
    QTest::qWait(4'500); // both answers are there
    *m_held = false;
    QVERIFY(isDone(id, m_small));
    QVERIFY(isFree());
    QCOMPARE(m_server->finished().size(), 1);
    QVERIFY(m_server->finished().first().content == m_small);
}

void EndingsTest::finishedAndRemovedIsNotEnded()
{
    knowFilesAgain(3s, 0s);
    const UploadId id = begunTwice();
    QVERIFY(ends(id, Stage::Done));
    QVERIFY(valueOf(m_engine->remove({id})));
    QTest::qWait(3'500); // the first answer is there
    QCOMPARE(m_server->countOf("DELETE"), 0);
    QCOMPARE(m_server->finished().size(), 1);
}

void EndingsTest::goesOnWithNewSettings()
{
    const UploadId id = interrupted();
    m_server->setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "DELETE" ? std::optional(ServerAction::silence()) : std::nullopt;
    });
    start();
    const QFuture<Expected<void>> cancelled = m_engine->cancel({id});
    QVERIFY(hasArrived("DELETE", 1));
    m_server->setFaults({});
    QVERIFY(valueOf(m_engine->putDestination(m_settings, m_secrets)));
    QVERIFY(valueOf(cancelled));
    QCOMPARE(m_server->existing(), 0);
    QVERIFY(isFree());
}

// Its settings are others by now: that it still creates something is not to be forgotten over that.
void EndingsTest::aDestinationStaysForWhatItIsAbout()
{
    m_server->setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "POST" ? std::optional(ServerAction::real().delayedBy(2s)) : std::nullopt;
    });
    start();
    const UploadId id = add(m_small);
    QVERIFY(hasArrived("POST", 1));
    QVERIFY(valueOf(m_engine->pause({id})));
    QVERIFY(valueOf(m_engine->putDestination(m_settings, m_secrets)));
    QVERIFY(valueOf(m_engine->cancel({id})));
    QVERIFY(!valueOf(m_engine->removeDestination(m_settings.name)));
    QVERIFY(isFree());
    QCOMPARE(m_server->existing(), 0);
}

void EndingsTest::aDestinationStaysForWhatIsNoted()
{
    withSlowDisk();
    const UploadId id = interrupted();
    start();
    *m_held = true;
    const QFuture<Expected<void>> cancelled = m_engine->cancel({id});
    const QFuture<Expected<void>> removed = m_engine->removeDestination(m_settings.name);
    QVERIFY(!valueOf(removed));
    *m_held = false;
    QVERIFY(valueOf(cancelled));
    QCOMPARE(m_server->existing(), 0);
    QVERIFY(isFree());
}

// Who has no right to end what was cancelled would have to keep the destination for ever.
void EndingsTest::aDestinationThatEndsNothingCanGo()
{
    const UploadId id = interrupted();
    m_server->answerNext("DELETE", 100, 403);
    start();
    const QFuture<Expected<void>> cancelled = m_engine->cancel({id});
    QVERIFY(hasArrived("DELETE", 1));
    QVERIFY(isFree());
    QVERIFY(!valueOf(cancelled) || m_server->existing() == 1);
    m_engine.reset();
    Journal journal(m_state->path() + QStringLiteral("/journal.sqlite"));
    const auto contents = valueOf(journal.open());
    QVERIFY(contents && contents->orphans.isEmpty());
}

void EndingsTest::itsKindStaysWhileItIsNeeded()
{
    const UploadId id = interrupted();
    start();
    DestinationSettings other = m_settings;
    other.kind = QStringLiteral("service");
    other.fields = {{QStringLiteral("url"), QString::fromLatin1(m_server->url())}};
    const auto refused = valueOf(m_engine->putDestination(other, {}));
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(QString::number(id.value)),
             qPrintable(refused.error().message));
    QVERIFY(valueOf(m_engine->cancel({id})));
    QVERIFY(valueOf(m_engine->putDestination(other, {})));
}

// In the moment between the last answer and the end of the one who worked on it.
void EndingsTest::removedAsItFinishes()
{
    m_server->setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "HEAD" ? std::optional(ServerAction::real().delayedBy(300ms)) : std::nullopt;
    });
    start();
    const UploadId id = add(m_small);
    QVERIFY(hasArrived("HEAD", 1)); // what it is proved by: until that is answered nothing is removed
    std::atomic<bool> isGone = false;
    std::thread asking([&] {
        while (!isGone) {
            QFuture<Expected<void>> last;
            for (int times = 0; times < 500; ++times)
                last = m_engine->remove({id});
            last.waitForFinished();
        }
    });
    QSignalSpy removed(m_engine.get(), &Engine::removed);
    const bool hasGone = QTest::qWaitFor([&] { return !removed.isEmpty(); }, longEnough);
    isGone = true;
    asking.join();
    QVERIFY(hasGone);
    QVERIFY(isFree());
    QCOMPARE(m_server->finished().size(), 1);
}

// Durable only when the engine has gone.
void EndingsTest::settingsDuringTheStop()
{
    withSlowDisk();
    start();
    *m_held = true;
    m_engine->putSetting(QStringLiteral("rate_limit"), QStringLiteral("1000000"));
    m_engine->putDestination(m_settings, m_secrets);
    std::thread disk([held = m_held] {
        std::this_thread::sleep_for(1'500ms); // longer than a stop waits
        *held = false;
    });
    const QFuture<void> stopped = m_engine->stop();
    const bool ended = QTest::qWaitFor([&] { return stopped.isFinished(); }, longEnough);
    disk.join();
    QVERIFY(ended);
    QTest::qWait(200); // the engine outlives its stop
    start();
    QCOMPARE(valueOf(m_engine->settings()).value(QStringLiteral("rate_limit")), QStringLiteral("1000000"));
}

void EndingsTest::stopsWithTheJournalInTrouble()
{
    const auto fails = std::make_shared<std::atomic<bool>>(false);
    m_hooks.beforeStatement = [fails](int) { return *fails ? QStringLiteral("disk full") : QString(); };
    start();
    *fails = true;
    QSignalSpy trouble(m_engine.get(), &Engine::journalTrouble);
    m_engine->putSetting(QStringLiteral("rate_limit"), QStringLiteral("1000000"));
    QVERIFY(QTest::qWaitFor([&] { return !trouble.isEmpty(); }, longEnough));
    QElapsedTimer clock;
    clock.start();
    const QFuture<void> stopped = m_engine->stop();
    QVERIFY(QTest::qWaitFor([&] { return stopped.isFinished(); }, longEnough));
    *fails = false;
    QTest::qWait(2'500); // longer than until another attempt to write
    m_engine.reset();
    start();
    QVERIFY(valueOf(m_engine->settings()).value(QStringLiteral("rate_limit")).isEmpty());
}

void EndingsTest::partsAreEndedAfterTheProof()
{
    withParts();
    m_server->answerNext("HEAD", 2, 500);
    start();
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return m_server->countOf("HEAD") >= 1; }, longEnough));
    QVERIFY(isDone(id));
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
    QList<QByteArray> ends;
    for (const RecordedRequest &request : m_server->requests())
        if (request.method == "HEAD" || request.method == "DELETE")
            ends.append(request.method);
    QCOMPARE(ends, (QList<QByteArray>{"HEAD", "HEAD", "HEAD", "DELETE", "DELETE", "DELETE"}));
    QVERIFY(isFree());
}

// They may be all that there is.
void EndingsTest::partsOfTheUnprovedAreNotEnded()
{
    withParts();
    m_server->answerNext("HEAD", 1, 404);
    start();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).verified, Verification::None);
    QTest::qWait(500);
    QCOMPARE(m_server->countOf("DELETE"), 0);
    QCOMPARE(m_server->existing(), 3 + 1);
}

QTEST_GUILESS_MAIN(EndingsTest)
#include "endings_test.moc"
