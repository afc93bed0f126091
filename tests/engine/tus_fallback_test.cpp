// A tus server that announces more than it does, or says less than one would like: the upload goes another
// way by itself, and nothing is given up before that way is open.
#include "tests/engine/tus_fixture.h"

#include <atomic>
#include <thread>

using namespace gantry;
using namespace std::chrono_literals;

class TusFallbackTest : public gantry::TusTestBase
{
    Q_OBJECT

private:
    using Refusal = std::function<int(const RecordedRequest &)>; // a status; 0: carried out

    static bool isPartial(const RecordedRequest &request)
    {
        return request.header("Upload-Concat") == "partial";
    }
    static bool isFinal(const RecordedRequest &request) { return FakeTusUploads::isFinal(request); }
    static bool isPlain(const RecordedRequest &request)
    {
        return request.method == "POST" && request.header("Upload-Concat").isEmpty();
    }

    void refuse(Refusal refusal)
    {
        m_server->setFaults(
            [refusal = std::move(refusal)](const RecordedRequest &request) -> std::optional<ServerAction> {
                const int status = refusal(request);
                return status == 0 ? std::nullopt : std::optional(ServerAction::answerWith(status));
            });
    }

    int countOf(bool (*is)(const RecordedRequest &)) const
    {
        const QList<RecordedRequest> requests = m_server->requests();
        return static_cast<int>(std::count_if(requests.begin(), requests.end(), is));
    }

    // What is said from now on.
    void listen()
    {
        connect(m_engine.get(), &Engine::logged, this,
                [this](UploadId, const QString &message) { m_said.append(message); });
        setBacks();
    }

    QStringList m_said;

private Q_SLOTS:
    void init()
    {
        TusTestBase::init();
        m_said.clear();
        withParts();
    }
    void cleanup() { TusTestBase::cleanup(); }

    void refusedPartsBecomeOneStream_data();
    void refusedPartsBecomeOneStream();
    void aRefusalOfEverythingIsNotAboutParts_data();
    void aRefusalOfEverythingIsNotAboutParts();
    void aRefusedConcatenationBecomesOneStream_data();
    void aRefusedConcatenationBecomesOneStream();
    void aPassingRefusalCostsNothing();
    void partsAreKeptWhereNothingElseIsTaken_data();
    void partsAreKeptWhereNothingElseIsTaken();
    void anInterruptedChangeGoesOnWithTheParts();
    void cancellingInBetweenEndsTheParts();
    void pausingInBetweenEndsTheParts();
    void aLostConcatenationIsTold();
    void whatWasMovedAwayIsNotedNowhere();
    void wrongCredentialsCostNoBytes();
};

void TusFallbackTest::refusedPartsBecomeOneStream_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {400, 403, 404, 405, 411, 412, 415, 501})
        QTest::addRow("%d", status) << status;
}

void TusFallbackTest::refusedPartsBecomeOneStream()
{
    QFETCH(int, status);
    refuse([status](const RecordedRequest &request) { return isPartial(request) ? status : 0; });
    start();
    listen();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).partsTotal, 1);
    QCOMPARE(bytesPatched(), size);
    QCOMPARE(m_said.filter(QStringLiteral("goes up as one stream")).size(), 1);
    // Remembered over restarts …
    const int refused = countOf(isPartial);
    start();
    QVERIFY(isDone(add(m_content, QStringLiteral("second.mov"))));
    QCOMPARE(countOf(isPartial), refused);
    QCOMPARE(m_server->existing(), 2);
    // … until somebody has changed something.
    m_server->setFaults({});
    QVERIFY(valueOf(m_engine->putDestination(m_settings, m_secrets)));
    const UploadId third = add(m_content, QStringLiteral("third.mov"));
    QVERIFY(isDone(third));
    QCOMPARE(recordOf(third).partsTotal, 3);
}

void TusFallbackTest::aRefusalOfEverythingIsNotAboutParts_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<int>("creations"); // that were tried without parts
    QTest::newRow("401") << 401 << FailureKind::Unauthorized << 0;
    QTest::newRow("403") << 403 << FailureKind::Forbidden << 1;
    QTest::newRow("404") << 404 << FailureKind::DestinationMissing << 1;
}

void TusFallbackTest::aRefusalOfEverythingIsNotAboutParts()
{
    QFETCH(int, status);
    QFETCH(FailureKind, kind);
    QFETCH(int, creations);
    refuse([status](const RecordedRequest &request) { return request.method == "POST" ? status : 0; });
    start();
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Failed));
    QCOMPARE(recordOf(id).error->kind, kind);
    QCOMPARE(countOf(isPlain), creations);
    m_server->setFaults({});
    QVERIFY(valueOf(m_engine->retry({id})));
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).partsTotal, 3);
    QCOMPARE(bytesPatched(), size);
}

void TusFallbackTest::aRefusedConcatenationBecomesOneStream_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {400, 403, 404, 405, 501})
        QTest::addRow("%d", status) << status;
}

void TusFallbackTest::aRefusedConcatenationBecomesOneStream()
{
    QFETCH(int, status);
    refuse([status](const RecordedRequest &request) { return isFinal(request) ? status : 0; });
    m_server->server().limitReadRate(40'000'000);
    start();
    listen();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).partsTotal, 1);
    QCOMPARE(countOf(isFinal), 4);
    QCOMPARE(bytesPatched(), 2 * size);
    QCOMPARE(m_said.filter(QStringLiteral("goes up as one stream")).size(), 1);
    QVERIFY(!m_setBacks.filter(QStringLiteral("goes up as one stream")).isEmpty());
    // The parts are ended, and not before there was something in their place.
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
    const QList<RecordedRequest> requests = m_server->requests();
    const auto plain = std::find_if(requests.begin(), requests.end(), isPlain);
    QVERIFY(std::none_of(requests.begin(), plain,
                         [](const RecordedRequest &request) { return request.method == "DELETE"; }));
    start();
    QVERIFY(isDone(add(m_content, QStringLiteral("second.mov"))));
    QCOMPARE(countOf(isPartial), 3);
}

void TusFallbackTest::aPassingRefusalCostsNothing()
{
    int refusals = 0;
    refuse([&refusals](const RecordedRequest &request) {
        return isFinal(request) && ++refusals <= 3 ? 400 : 0;
    });
    start();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).partsTotal, 3);
    QCOMPARE(bytesPatched(), size);
    QCOMPARE(countOf(isPlain), 0);
}

void TusFallbackTest::partsAreKeptWhereNothingElseIsTaken_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("asked");
    QTest::newRow("401") << 401 << 1;
    QTest::newRow("403") << 403 << 4;
    QTest::newRow("405") << 405 << 4;
}

void TusFallbackTest::partsAreKeptWhereNothingElseIsTaken()
{
    QFETCH(int, status);
    QFETCH(int, asked);
    refuse([status](const RecordedRequest &request) {
        return isFinal(request) || isPlain(request) ? status : 0;
    });
    start();
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Failed));
    QCOMPARE(countOf(isFinal), asked);
    QVERIFY(recordOf(id).session.has_value());
    QTest::qWait(300);
    QCOMPARE(m_server->countOf("DELETE"), 0);
    m_server->setFaults({});
    QVERIFY(valueOf(m_engine->retry({id})));
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).partsTotal, 3);
    QCOMPARE(bytesPatched(), size);
}

void TusFallbackTest::anInterruptedChangeGoesOnWithTheParts()
{
    refuse([](const RecordedRequest &request) {
        return isFinal(request) ? 405 : isPlain(request) ? 500 : 0;
    });
    start();
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return countOf(isPlain) >= 2; }, longEnough));
    m_engine.reset();
    m_server->setFaults({});
    start();
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).partsTotal, 3);
    QCOMPARE(bytesPatched(), size);
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
}

void TusFallbackTest::cancellingInBetweenEndsTheParts()
{
    refuse([](const RecordedRequest &request) {
        return isFinal(request) ? 405 : isPlain(request) ? 500 : 0;
    });
    start();
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return countOf(isPlain) >= 2; }, longEnough));
    QVERIFY(valueOf(m_engine->cancel({id})));
    QCOMPARE(recordOf(id).stage, Stage::Cancelled);
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 0; }, longEnough));
}

// The upload stands still by the time that the new session is durable: its parts are ended all the same.
void TusFallbackTest::pausingInBetweenEndsTheParts()
{
    const auto held = std::make_shared<std::atomic<bool>>(false); // the engine outlives this
    m_hooks.beforeCommit = [held](int) {
        while (*held)
            std::this_thread::sleep_for(1ms);
    };
    refuse([held](const RecordedRequest &request) {
        if (isPlain(request))
            *held = true;
        return isFinal(request) ? 405 : 0;
    });
    start();
    const UploadId id = add();
    const auto shown = [&] { return valueOf(m_engine->uploads()).first(); };
    const auto isOneStream = [&] {
        const std::optional<Session> session = shown().record.session;
        return *held && session && session->id.contains(QLatin1String("/files/"));
    };
    const bool isOpened = QTest::qWaitFor(isOneStream, longEnough);
    const QFuture<Expected<void>> paused = m_engine->pause({id});
    const bool stands = QTest::qWaitFor([&] { return shown().holds.testFlag(Hold::User); }, longEnough);
    *held = false;
    QVERIFY(isOpened && stands);
    QVERIFY(valueOf(paused));
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id));
    QCOMPARE(m_server->existing(), 1);
}

void TusFallbackTest::aLostConcatenationIsTold()
{
    m_server->loseNextAnswer("final");
    start();
    listen();
    QVERIFY(isDone(add()));
    QCOMPARE(bytesPatched(), size);
    QVERIFY(!m_said.filter(QStringLiteral("first result stays")).isEmpty());
}

// Nobody has seen the whole: its parts are not ended. They are the server's to remove, and nobody's to
// remember.
void TusFallbackTest::whatWasMovedAwayIsNotedNowhere()
{
    m_server->answerNext("HEAD", 1, 404);
    start();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).verified, Verification::None);
    QVERIFY(valueOf(m_engine->remove({id})));
    QTest::qWait(300);
    m_engine.reset();
    QCOMPARE(m_server->countOf("DELETE"), 0);
    Journal journal(m_state->path() + QStringLiteral("/journal.sqlite"));
    const auto contents = valueOf(journal.open());
    QVERIFY(contents);
    QVERIFY(contents->uploads.isEmpty());
    QVERIFY(contents->orphans.isEmpty());
}

void TusFallbackTest::wrongCredentialsCostNoBytes()
{
    const QByteArray content = bytesOf(5'000'000);
    m_server->setToken("right");
    m_secrets = {{QStringLiteral("token"), "wrong"}};
    start();
    for (const char *name : {"a.mov", "b.mov"}) {
        const UploadId id = add(content, QString::fromLatin1(name));
        QVERIFY(ends(id, Stage::Failed));
        QCOMPARE(recordOf(id).error->kind, FailureKind::Unauthorized);
    }
    QCOMPARE(bytesPatched(), 0);
    m_secrets = {{QStringLiteral("token"), "right"}};
    QVERIFY(valueOf(m_engine->putDestination(m_settings, m_secrets)));
    QVERIFY(isDone(add(content, QStringLiteral("c.mov")), content));
    QCOMPARE(m_server->countOf("PATCH"), 1);
    // Once they were taken, small files go up with their creation.
    QVERIFY(isDone(add(content, QStringLiteral("d.mov")), content));
    start();
    QVERIFY(isDone(add(content, QStringLiteral("e.mov")), content));
    QCOMPARE(m_server->countOf("PATCH"), 1);
}

QTEST_GUILESS_MAIN(TusFallbackTest)
#include "tus_fallback_test.moc"
