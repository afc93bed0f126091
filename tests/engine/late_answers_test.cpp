// Answers to a creation that come after the upload was paused or cancelled, or the program was quit: what was
// begun is used, or ended; nothing stays on the server that nobody knows of.
#include "tests/engine/tus_fixture.h"

#include "engine/storage/journal.h"

#include <QElapsedTimer>

#include <atomic>
#include <thread>

using namespace gantry;
using namespace std::chrono_literals;

class LateAnswersTest : public gantry::TusTestBase
{
    Q_OBJECT

private:
    static constexpr int partsTotal = 3;
    bool m_parts = false;
    QByteArray m_file;
    Flag m_isLate;

    static void kindsInOnePiece()
    {
        QTest::addColumn<bool>("parts");
        QTest::addColumn<qint64>("length");
        QTest::newRow("one stream") << false << size;
        QTest::newRow("bytes with the creation") << false << qint64(300'000);
    }
    static void kinds()
    {
        kindsInOnePiece();
        QTest::newRow("in parts") << true << size;
    }
    void fetchKind()
    {
        QFETCH(bool, parts);
        QFETCH(qint64, length);
        m_parts = parts;
        m_file = bytesOf(length);
        if (parts)
            withParts();
    }

    // An upload whose creations have arrived; what they ask for is done, and not answered before answerNow().
    UploadId begun()
    {
        *m_isLate = true;
        m_server->setFaults([late = m_isLate](const RecordedRequest &request) -> std::optional<ServerAction> {
            return request.method == "POST" && !FakeTusUploads::isFinal(request)
                       ? std::optional(ServerAction::real().heldWhile(late))
                       : std::nullopt;
        });
        start();
        const UploadId id = add(m_file);
        const auto hasAll = [&] {
            const QList<RecordedRequest> posts = all("POST");
            return posts.size() == (m_parts ? partsTotal : 1) &&
                   std::all_of(posts.begin(), posts.end(),
                               [](const RecordedRequest &post) { return post.ended; });
        };
        if (!QTest::qWaitFor(hasAll, longEnough))
            qFatal("nothing was begun");
        return id;
    }
    void answerNow() { *m_isLate = false; }
    // While this thread waits for the engine's end.
    void answerDuringTheStop()
    {
        std::thread([late = m_isLate] {
            std::this_thread::sleep_for(300ms);
            *late = false;
        }).detach();
    }

    // Unlike details() without the journal.
    UploadSnapshot shown() { return valueOf(m_engine->uploads()).first(); }

    int placesKnown()
    {
        const std::optional<Session> session = shown().record.session;
        if (!session)
            return 0;
        return static_cast<int>(m_parts ? session->details.count(QLatin1String("/files/"))
                                        : session->id.count(QLatin1String("/files/")));
    }
    bool knowsAll()
    {
        return QTest::qWaitFor([&] { return placesKnown() == (m_parts ? partsTotal : 1); }, longEnough);
    }

    bool hasStopped()
    {
        const QFuture<void> stopped = m_engine->stop();
        return QTest::qWaitFor([&] { return stopped.isFinished(); }, longEnough);
    }

private Q_SLOTS:
    void init()
    {
        TusTestBase::init();
        m_parts = false;
        m_file = m_content;
        m_isLate = std::make_shared<std::atomic<bool>>(false);
    }
    void cleanup() { TusTestBase::cleanup(); }

    void cancelledMeanwhile_data() { kinds(); }
    void cancelledMeanwhile();
    void removedMeanwhile_data() { kinds(); }
    void removedMeanwhile();
    void endingIsRepeated_data() { kinds(); }
    void endingIsRepeated();
    void pausedMeanwhile_data() { kinds(); }
    void pausedMeanwhile();
    void resumedBeforeTheAnswer_data() { kinds(); }
    void resumedBeforeTheAnswer();
    void finishedIsNotEnded();
    // In parts there is a session of this side's own already: a person is asked.
    void theFileIsAnotherByThen_data() { kindsInOnePiece(); }
    void theFileIsAnotherByThen();
    void cancelledThenQuit_data() { kinds(); }
    void cancelledThenQuit();
    void stoppedWithSettingsChanged();
    void quitMeanwhile_data() { kinds(); }
    void quitMeanwhile();
    void quitWhileItsPartsAreJoined();
    void quittingDoesNotWaitForLong();
    void pausedBeforeItsBytesWereOut();
    void settingsChangedMeanwhile();
    void pausedWhileItIsJournaled_data() { kinds(); }
    void pausedWhileItIsJournaled();
};

void LateAnswersTest::cancelledMeanwhile()
{
    fetchKind();
    const UploadId id = begun();
    QVERIFY(valueOf(m_engine->cancel({id})));
    QCOMPARE(recordOf(id).stage, Stage::Cancelled);
    QCOMPARE(m_server->existing(), m_parts ? partsTotal : 1); // the answer is still to come
    answerNow();
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 0; }, longEnough));
    QVERIFY(isNothingLeft());
}

void LateAnswersTest::removedMeanwhile()
{
    fetchKind();
    const UploadId id = begun();
    QVERIFY(valueOf(m_engine->remove({id})));
    answerNow();
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 0; }, longEnough));
    QVERIFY(isNothingLeft());
}

void LateAnswersTest::endingIsRepeated()
{
    fetchKind();
    const auto refuses = std::make_shared<std::atomic<bool>>(true); // the server outlives this
    const UploadId id = begun();
    m_server->setFaults([refuses](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "DELETE" && *refuses ? std::optional(ServerAction::answerWith(500))
                                                      : std::nullopt;
    });
    QVERIFY(valueOf(m_engine->cancel({id})));
    answerNow();
    const int begunThere = m_parts ? partsTotal : 1;
    QVERIFY(QTest::qWaitFor([&] { return m_server->countOf("DELETE") > begunThere; }, longEnough));
    QCOMPARE(m_server->existing(), begunThere);
    start();
    *refuses = false;
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 0; }, longEnough));
    QVERIFY(isNothingLeft());
}

void LateAnswersTest::pausedMeanwhile()
{
    fetchKind();
    const UploadId id = begun();
    QVERIFY(valueOf(m_engine->pause({id})));
    QCOMPARE(placesKnown(), 0);
    answerNow();
    QVERIFY(knowsAll());
    QVERIFY(shown().holds.testFlag(Hold::User));
    start(); // what is known is durable
    QVERIFY(knowsAll());
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id, m_file));
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
    QCOMPARE(m_server->finished().size(), 1);
    QCOMPARE(m_server->countOf("POST"), m_parts ? partsTotal + 1 : 1);
    QCOMPARE(bytesPatched(), m_file.size());
    QVERIFY(isNothingLeft());
}

// What it then begins once more is what counts.
void LateAnswersTest::resumedBeforeTheAnswer()
{
    fetchKind();
    const UploadId id = begun();
    m_server->setFaults({});
    QVERIFY(valueOf(m_engine->pause({id})));
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id, m_file));
    answerNow();
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
    QCOMPARE(m_server->finished().size(), 1);
    QVERIFY(m_server->finished().first().content == m_file);
    QVERIFY(isNothingLeft());
    QCOMPARE(m_server->existing(), 1);
}

// Of a server that knows a file again: both creations are answered with the same place.
void LateAnswersTest::finishedIsNotEnded()
{
    m_file = bytesOf(300'000);
    const UploadId id = begun();
    m_server->answerNext("POST", 1, 201, {},
                         {{"Tus-Resumable", "1.0.0"},
                          {"Location", m_server->url() + "1"},
                          {"Upload-Offset", QByteArray::number(m_file.size())}});
    m_server->setFaults({});
    QVERIFY(valueOf(m_engine->pause({id})));
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id, m_file));
    QCOMPARE(m_server->countOf("POST"), 2);
    answerNow();
    QTest::qWait(500); // the first answer is there by then
    QCOMPARE(m_server->countOf("DELETE"), 0);
    QCOMPARE(m_server->finished().size(), 1);
}

// What was begun for the file as it was is not what the file as it is goes up as.
void LateAnswersTest::theFileIsAnotherByThen()
{
    fetchKind();
    const QByteArray other = bytesOf(m_file.size(), 7);
    const UploadId id = begun();
    QVERIFY(valueOf(m_engine->pause({id})));
    m_file = other;
    QFile changed(shown().record.path);
    QVERIFY(changed.open(QFile::WriteOnly) && changed.write(m_file) == m_file.size() && changed.flush());
    QVERIFY(changed.setFileTime(QDateTime::currentDateTime().addSecs(60), QFile::FileModificationTime));
    changed.close();
    const QString fingerprint = shown().record.fingerprint;
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(QTest::qWaitFor([&] { return all("POST").size() == 2; }, longEnough));
    QVERIFY(valueOf(m_engine->pause({id})));
    QVERIFY(shown().record.fingerprint != fingerprint);
    answerNow();
    QVERIFY(knowsAll());
    QVERIFY2(shown().record.session->id.endsWith(QLatin1String("/2")),
             qPrintable(shown().record.session->id));
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id, m_file));
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
    QVERIFY(m_server->finished().first().content == m_file);
    QVERIFY(isNothingLeft());
}

// The note becomes durable when there is no sweeper any more; the next start has one.
void LateAnswersTest::cancelledThenQuit()
{
    fetchKind();
    const auto isSlow = std::make_shared<std::atomic<bool>>(false);
    m_hooks.beforeCommit = [isSlow](int) {
        if (*isSlow)
            std::this_thread::sleep_for(1'500ms); // longer than a stop waits
    };
    const UploadId id = begun();
    QVERIFY(valueOf(m_engine->cancel({id})));
    *isSlow = true;
    answerDuringTheStop();
    QVERIFY(hasStopped());
    QTest::qWait(200); // the engine outlives its stop
    *isSlow = false;
    start();
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 0; }, longEnough));
    QVERIFY(isNothingLeft());
}

// Its endpoint is another one's predecessor, and still sends.
void LateAnswersTest::stoppedWithSettingsChanged()
{
    m_server->server().limitReadRate(1'000'000);
    start();
    const UploadId id = add(bytesOf(9'000'000));
    QVERIFY(QTest::qWaitFor([&] { return m_server->countOf("POST") == 1; }, longEnough));
    QVERIFY(valueOf(m_engine->pause({id})));
    QVERIFY(valueOf(m_engine->putDestination(m_settings, m_secrets)));
    QVERIFY(hasStopped());
    QTest::qWait(5'500); // longer than what was under way is let go on
}

void LateAnswersTest::quitMeanwhile()
{
    fetchKind();
    const UploadId id = begun();
    answerDuringTheStop();
    start();
    QVERIFY(isDone(id, m_file));
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
    QCOMPARE(m_server->countOf("POST"), m_parts ? partsTotal + 1 : 1);
    QCOMPARE(bytesPatched(), m_file.size());
}

// Joined once more they would be there twice.
void LateAnswersTest::quitWhileItsPartsAreJoined()
{
    withParts();
    m_parts = true;
    *m_isLate = true;
    m_server->setFaults([late = m_isLate](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.header("Upload-Concat").startsWith("final")
                   ? std::optional(ServerAction::real().heldWhile(late))
                   : std::nullopt;
    });
    start();
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return m_server->countOf("POST") == partsTotal + 1; }, longEnough));
    answerDuringTheStop();
    start();
    QVERIFY(isDone(id));
    QCOMPARE(m_server->countOf("POST"), partsTotal + 1);
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
}

void LateAnswersTest::quittingDoesNotWaitForLong()
{
    begun();
    QElapsedTimer clock;
    clock.start();
    m_engine.reset();
    QVERIFY2(clock.elapsed() < 5'000, qPrintable(QString::number(clock.elapsed())));
}

// Its few bytes go on for a moment: cut, they would lie there, and nobody would know where.
void LateAnswersTest::pausedBeforeItsBytesWereOut()
{
    const QByteArray content = bytesOf(6'000'000);
    m_server->server().limitReadRate(4'000'000);
    start();
    const UploadId id = add(content);
    QVERIFY(QTest::qWaitFor([&] { return m_server->countOf("POST") == 1; }, longEnough));
    QVERIFY(valueOf(m_engine->pause({id})));
    QCOMPARE(placesKnown(), 0);
    QVERIFY(knowsAll());
    QCOMPARE(recordOf(id).bytesStored, content.size());
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id, content));
    QCOMPARE(m_server->existing(), 1);
    QCOMPARE(bytesPatched(), content.size());
}

void LateAnswersTest::settingsChangedMeanwhile()
{
    const UploadId id = begun();
    m_server->setFaults({});
    QVERIFY(valueOf(m_engine->pause({id})));
    QVERIFY(valueOf(m_engine->putDestination(m_settings, m_secrets)));
    answerNow();
    QVERIFY(knowsAll());
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id));
    QCOMPARE(m_server->existing(), 1);
}

void LateAnswersTest::pausedWhileItIsJournaled()
{
    fetchKind();
    const auto held = std::make_shared<std::atomic<bool>>(false); // the engine outlives this
    m_hooks.beforeCommit = [held](int) {
        while (*held)
            std::this_thread::sleep_for(1ms);
    };
    const UploadId id = begun();
    *held = true;
    answerNow();
    // From here on nothing is durable.
    const bool known = knowsAll();
    const QFuture<Expected<void>> paused = m_engine->pause({id});
    const bool stands = QTest::qWaitFor([&] { return shown().holds.testFlag(Hold::User); }, longEnough);
    const int sent = m_server->countOf("PATCH");
    *held = false;
    QVERIFY(known && stands);
    QCOMPARE(sent, 0);
    QVERIFY(valueOf(paused));
    QVERIFY(knowsAll());
    start();
    QVERIFY(knowsAll());
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id, m_file));
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
    QCOMPARE(m_server->countOf("POST"), m_parts ? partsTotal + 1 : 1);
    QCOMPARE(bytesPatched(), m_file.size());
}

QTEST_GUILESS_MAIN(LateAnswersTest)
#include "late_answers_test.moc"
