// Sessions that are to be ended, while something else happens to them: they are asked for again, have new
// settings, are to be written down on a disk that is slow, or the program goes.
#include "tests/engine/tus_fixture.h"

#include <QDirIterator>
#include <QElapsedTimer>

#include <atomic>
#include <thread>

using namespace gantry;
using namespace std::chrono_literals;

class EndingsTest : public gantry::TusTestBase
{
    Q_OBJECT

private:
    const Flag m_firstIsLate = std::make_shared<std::atomic<bool>>(false);
    const Flag m_secondIsLate = std::make_shared<std::atomic<bool>>(false);

    // Both creations are answered with the same place, as by a server that knows a file again: as soon as
    // they may be, of two flags.
    void knowFilesAgain()
    {
        const auto count = std::make_shared<std::atomic<int>>(0);
        const HttpHeaders again = {{"Tus-Resumable", "1.0.0"},
                                   {"Location", m_server->url() + "1"},
                                   {"Upload-Offset", QByteArray::number(smallSize)}};
        m_server->setFaults([count, again, first = m_firstIsLate, second = m_secondIsLate](
                                const RecordedRequest &request) -> std::optional<ServerAction> {
            if (request.method != "POST" || *count == 2)
                return std::nullopt;
            return ++*count == 1 ? ServerAction::real().heldWhile(first)
                                 : ServerAction::answerWith(201, {}, again).heldWhile(second);
        });
    }

    // What was asked for becomes durable only when the engine has stopped, which it outlives.
    bool stopsBeforeTheDiskIsDone()
    {
        std::thread disk([held = m_held] {
            std::this_thread::sleep_for(1'500ms); // longer than a stop waits
            *held = false;
        });
        const QFuture<void> stopped = m_engine->stop();
        const bool ended = QTest::qWaitFor([&] { return stopped.isFinished(); }, longEnough);
        disk.join();
        QTest::qWait(200);
        return ended;
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
        for (const Flag &flag : {m_firstIsLate, m_secondIsLate})
            *flag = false;
    }
    void cleanup() { TusTestBase::cleanup(); }

    void whatIsNotedIsNotTakenUp();
    void finishedAndRemovedIsNotEnded();
    void goesOnWithNewSettings();
    void addedAndRemovedOnASlowDisk();
    void notesOfNowhereAreForgotten();
    void removedAsItFinishes();
    void settingsDuringTheStop();
    void aSecretGoesWithItsDestination();
    void stopsWithTheJournalInTrouble();
    void partsAreEndedAfterTheProof();
    void partsOfTheUnprovedAreNotEnded();
};

// The late answer is of no use, and while that is written down the other creation is answered with the same
// place.
void EndingsTest::whatIsNotedIsNotTakenUp()
{
    withSlowDisk();
    knowFilesAgain();
    *m_firstIsLate = *m_secondIsLate = true;
    const UploadId id = begunTwice();
    *m_held = true;
    *m_firstIsLate = false;
    QTest::qWait(500);
    *m_secondIsLate = false;
    QTest::qWait(500);
    *m_held = false;
    QVERIFY(isDone(id, m_small));
    QVERIFY(isFree());
    QCOMPARE(m_server->finished().size(), 1);
    QVERIFY(m_server->finished().first().content == m_small);
}

void EndingsTest::finishedAndRemovedIsNotEnded()
{
    knowFilesAgain();
    *m_firstIsLate = true;
    const UploadId id = begunTwice();
    QVERIFY(ends(id, Stage::Done));
    QVERIFY(valueOf(m_engine->remove({id})));
    *m_firstIsLate = false;
    QTest::qWait(1'000); // the first answer is there
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

void EndingsTest::addedAndRemovedOnASlowDisk()
{
    withSlowDisk();
    start();
    *m_held = true;
    const QString path = file(m_small);
    const auto added = m_engine->add({{path, m_settings.name, QStringLiteral("clip.mov")}});
    const UploadId id = valueOf(m_engine->uploads()).first().record.id;
    const auto removed = m_engine->remove({id});
    *m_held = false;
    QVERIFY(valueOf(added));
    QVERIFY(valueOf(removed));
    QVERIFY(valueOf(m_engine->uploads()).isEmpty());
}

// Of a destination that was removed: they would be waited for in all runs to come.
void EndingsTest::notesOfNowhereAreForgotten()
{
    start();
    m_engine.reset();
    const QString path = m_state->path() + QStringLiteral("/journal.sqlite");
    {
        Journal journal(path);
        QVERIFY(valueOf(journal.open()));
        const OrphanNote note{QStringLiteral("gone"), {QStringLiteral("x"), {}, {}, 0, 0}, 1};
        QVERIFY(valueOf(journal.commit({NoteOrphan{note}})));
    }
    start();
    QElapsedTimer clock;
    clock.start();
    const UploadId id = add(m_small);
    QVERIFY(valueOf(m_engine->cancel({id})));
    QVERIFY(clock.elapsed() < 9'000); // it did not wait for that
    m_engine.reset();
    Journal journal(path);
    const auto contents = valueOf(journal.open());
    QVERIFY(contents && contents->orphans.isEmpty());
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
    QVERIFY(stopsBeforeTheDiskIsDone());
    start();
    QCOMPARE(valueOf(m_engine->settings()).value(QStringLiteral("rate_limit")), QStringLiteral("1000000"));
}

void EndingsTest::aSecretGoesWithItsDestination()
{
    withSlowDisk();
    m_secrets = {{QStringLiteral("token"), "canary"}};
    m_server->setToken("canary");
    start();
    const auto isThere = [this] {
        QDirIterator files(m_state->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QFile::ReadOnly) && file.readAll().contains("canary"))
                return true;
        }
        return false;
    };
    QVERIFY(isThere());
    *m_held = true;
    m_engine->removeDestination(m_settings.name);
    QVERIFY(stopsBeforeTheDiskIsDone());
    QVERIFY(QTest::qWaitFor([&] { return !isThere(); }, longEnough));
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
    QVERIFY2(clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
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
