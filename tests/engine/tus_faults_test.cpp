// What a tus server, and the way to it, may do to an upload: each time the right thing follows, the content
// is that of the file in the end, and nothing that was acknowledged is sent again.
#include "tests/engine/tus_fixture.h"

#include <QDir>

using namespace gantry;

class TusFaultsTest : public gantry::TusTestBase
{
    Q_OBJECT

private:
    static void streamOrParts()
    {
        QTest::addColumn<bool>("parts");
        QTest::newRow("one stream") << false;
        QTest::newRow("in parts") << true;
    }

    bool fetchParts()
    {
        QFETCH(bool, parts);
        if (parts)
            withParts();
        return parts;
    }

private Q_SLOTS:
    void init() { TusTestBase::init(); }
    void cleanup() { TusTestBase::cleanup(); }

    void cuts_data() { streamOrParts(); }
    void cuts();
    void whatItRepeatsIsStruck();
    void cutAtTheEnd();
    void offsets_data();
    void offsets();
    void headIsAnswered_data();
    void headIsAnswered();
    void patchIsAnswered_data();
    void patchIsAnswered();
    void lostAnswers_data();
    void lostAnswers();
    void lostAnswerToTheLastStep();
    void unansweredProofIsAskedForAgain();
    void expiredIsBegunAnew_data();
    void expiredIsBegunAnew();
    void aLostPartIsBegunAnewAlone();
    void aPartLostAgainAndAgainIsAFailure();
    void movedAwayWhenFinished_data() { streamOrParts(); }
    void movedAwayWhenFinished();
    void serverIsAwayForAWhile_data() { streamOrParts(); }
    void serverIsAwayForAWhile();
    void whatIsFinishedIsNotEnded();
    void whatWasConfirmedAndLostIsSentAgain();
    void refusalsThatGetLostShortenBodies();
    void aCreationThatDropsBodiesIsTriedWithout();
    void damageNowAndThenIsNoFailure();
    void aChangedFileIsNotMixed();
    void noSecretIsWrittenDown();
};

void TusFaultsTest::cuts()
{
    const bool parts = fetchParts();
    m_server->cutNextPatch(cut, 1);
    m_server->cutNextPatch(cut, 1);
    start();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(m_server->bytesReceivedAgain(), 0);
    QCOMPARE(m_server->countOf("PATCH"), parts ? 5 : 3);
    QCOMPARE(m_server->countOf("HEAD"), 3); // one for each cut, and the proof
}

void TusFaultsTest::cutAtTheEnd()
{
    constexpr qint64 most = size / 100 * 99;
    m_server->cutNextPatch(most);
    start();
    QVERIFY(isDone(add()));
    QCOMPARE(all("PATCH").last().header("Upload-Offset"), QByteArray::number(most));
    QCOMPARE(all("PATCH").last().bodyBytes, size - most);
    QCOMPARE(m_server->bytesReceivedAgain(), 0);
}

void TusFaultsTest::offsets_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<FakeTus::OffsetFault>("fault");
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<bool>("told"); // that less is there than was known to be
    for (const char *method : {"PATCH", "HEAD"}) {
        const QByteArray call(method);
        const auto row = [&call](const char *name, FakeTus::OffsetFault fault, qint64 bytes, bool told) {
            QTest::addRow("%s %s", call.constData(), name) << call << fault << bytes << told;
        };
        row("short", FakeTus::OffsetFault::Short, 100'000, false);
        row("lower", FakeTus::OffsetFault::Lower, 1'900'000, call == "PATCH");
        row("beyond", FakeTus::OffsetFault::Beyond, 100'000, call == "HEAD"); // it cannot be told from true
        row("beyond the end", FakeTus::OffsetFault::Beyond, size, false);
        row("missing", FakeTus::OffsetFault::Missing, 0, false);
    }
}

void TusFaultsTest::offsets()
{
    QFETCH(QByteArray, method);
    QFETCH(FakeTus::OffsetFault, fault);
    QFETCH(qint64, bytes);
    QFETCH(bool, told);
    m_settings.partSize = 6 * 1024 * 1024;
    m_server->cutNextPatch(cut);
    m_server->failNextOffset(method, fault, bytes);
    m_server->server().limitReadRate(10'000'000); // the notice stands while nothing is stored again
    start();
    const QStringList &shown = setBacks();
    QVERIFY(isDone(add()));
    QCOMPARE(m_server->countOf("POST"), 1);
    QCOMPARE(!shown.isEmpty(), told);
}

void TusFaultsTest::headIsAnswered_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("parts");
    QTest::addColumn<Stage>("stage");
    for (const bool parts : {false, true}) {
        const auto row = [parts](int status, Stage stage) {
            QTest::addRow("%d, %s", status, parts ? "in parts" : "one stream") << status << parts << stage;
        };
        for (const int status : {401, 403})
            row(status, Stage::Failed);
        for (const int status : {404, 409, 410, 423, 500, 503})
            row(status, Stage::Done);
    }
}

void TusFaultsTest::headIsAnswered()
{
    QFETCH(int, status);
    QFETCH(Stage, stage);
    const bool parts = fetchParts();
    const UploadId id = interrupted();
    const qint64 before = bytesPatched();
    const bool isGone = status == 404 || status == 410;
    if (isGone)
        m_server->forget(1, status);
    else
        m_server->answerNext("HEAD", 1, status);
    start();
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(ends(id, stage));
    if (stage == Stage::Failed) { // a person mends it, and it goes on where it was
        QVERIFY(recordOf(id).session.has_value());
        QVERIFY(valueOf(m_engine->retry({id})));
    }
    QVERIFY(isDone(id));
    const QList<FakeTusUpload> begun = m_server->uploads();
    QCOMPARE(begun.size(), (parts ? 4 : 1) + (isGone ? 1 : 0)); // the whole of three parts is one
    QCOMPARE(m_server->bytesReceivedAgain(), 0);
    QCOMPARE(bytesPatched() - before, isGone ? size : size - cut);
}

void TusFaultsTest::patchIsAnswered_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("times");
    QTest::newRow("interrupted") << 400 << QByteArray("ERR_UPLOAD_INTERRUPTED") << 2;
    QTest::newRow("timed out") << 408 << QByteArray() << 2;
    QTest::newRow("another offset") << 409 << QByteArray() << 3; // some mean "locked" by it
    QTest::newRow("locked") << 423 << QByteArray() << 5;
    QTest::newRow("damaged") << 460 << QByteArray() << 2;
    QTest::newRow("its own fault") << 500 << QByteArray() << 3;
    QTest::newRow("busy") << 503 << QByteArray() << 2;
}

void TusFaultsTest::patchIsAnswered()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, times);
    m_server->answerNext("PATCH", times, status, body);
    start();
    QVERIFY(isDone(add()));
    QCOMPARE(m_server->countOf("POST"), 1);
    QCOMPARE(m_server->countOf("PATCH"), times + 1);
    QCOMPARE(m_server->bytesReceivedAgain(), 0);
    QList<QByteArray> calls; // before each further one it is asked how much is there
    for (const RecordedRequest &request : m_server->requests())
        if (request.method == "PATCH" || request.method == "HEAD")
            calls.append(request.method);
    for (int time = 0; time <= times; ++time)
        QCOMPARE(calls.mid(2 * time, 2), (QList<QByteArray>{"PATCH", "HEAD"}));
}

void TusFaultsTest::lostAnswers_data()
{
    QTest::addColumn<QByteArray>("call");
    QTest::addColumn<bool>("parts");
    QTest::newRow("creation") << QByteArray("POST") << false;
    QTest::newRow("creation of a part") << QByteArray("POST") << true;
    QTest::newRow("bytes") << QByteArray("PATCH") << false;
    QTest::newRow("bytes of a part") << QByteArray("PATCH") << true;
}

void TusFaultsTest::lostAnswers()
{
    QFETCH(QByteArray, call);
    if (fetchParts())
        m_settings.partsInFlight = 3;
    m_server->loseNextAnswer(call);
    start();
    QVERIFY(isDone(add()));
    QCOMPARE(m_server->finished().size(), 1);
    QCOMPARE(m_server->bytesReceivedAgain(), 0);
    QCOMPARE(bytesPatched(), size);
}

void TusFaultsTest::lostAnswerToTheLastStep()
{
    withParts();
    m_server->loseNextAnswer("final");
    start();
    QVERIFY(isDone(add()));
    QCOMPARE(bytesPatched(), size); // the parts were looked at, and put together once more
    QVERIFY(QTest::qWaitFor([&] { return m_server->countOf("DELETE") == 3; }, longEnough));
    for (const FakeTusUpload &whole : m_server->finished())
        QVERIFY(whole.content == m_content);
}

void TusFaultsTest::unansweredProofIsAskedForAgain()
{
    withParts();
    m_server->answerNext("HEAD", 3, 500);
    start();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).verified, Verification::Size);
    QCOMPARE(m_server->finished().size(), 1); // the place was known: nothing was put together twice
}

void TusFaultsTest::expiredIsBegunAnew_data()
{
    QTest::addColumn<bool>("parts");
    QTest::addColumn<bool>("killed");
    QTest::newRow("one stream") << false << false;
    QTest::newRow("in parts") << true << false;
    QTest::newRow("one stream, after a kill") << false << true;
    QTest::newRow("in parts, after a kill") << true << true;
}

void TusFaultsTest::expiredIsBegunAnew()
{
    QFETCH(bool, killed);
    fetchParts();
    const UploadId id = interrupted();
    if (killed)
        forgetSums();
    m_server->expireAll();
    m_server->server().limitReadRate(20'000'000); // the notice stands while nothing is stored again
    start();
    const QStringList &shown = setBacks();
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id));
    QVERIFY(!shown.isEmpty());
    QVERIFY(details(id).upload.setBack.isEmpty());
}

void TusFaultsTest::aLostPartIsBegunAnewAlone()
{
    withParts();
    m_server->cutNextPatch(cut, 2);
    const UploadId id = interrupted(2 * cut);
    const int posts = m_server->countOf("POST");
    const qint64 before = bytesPatched();
    m_server->forget(1);
    start();
    QStringList said;
    connect(m_engine.get(), &Engine::logged, this,
            [&said](UploadId, const QString &message) { said.append(message); });
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id));
    QVERIFY2(!said.filter(QStringLiteral("Part 1 is sent again")).isEmpty(), qPrintable(said.join(u'\n')));
    QVERIFY(m_server->countOf("POST") - posts <=
            3);                                    // that part, the third if it was not begun, and the whole
    QCOMPARE(bytesPatched() - before, size - cut); // what the other had was not sent again
}

void TusFaultsTest::aPartLostAgainAndAgainIsAFailure()
{
    withParts();
    start();
    m_server->setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (request.method == "PATCH" || request.method == "HEAD")
            return ServerAction::answerWith(404);
        return std::nullopt;
    });
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Failed));
    QCOMPARE(recordOf(id).error->kind, FailureKind::SessionLost);
    QVERIFY(m_server->countOf("POST") < 20);
}

void TusFaultsTest::movedAwayWhenFinished()
{
    fetchParts();
    m_server->answerNext("HEAD", 2, 404);
    start();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).verified, Verification::None);
    QCOMPARE(m_server->finished().size(), 1);
    QCOMPARE(bytesPatched(), size);
}

void TusFaultsTest::serverIsAwayForAWhile()
{
    fetchParts();
    m_server->server().limitReadRate(8'000'000);
    start();
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return details(id).upload.bytesInFlight > 1'000'000; }, longEnough));
    m_server->server().stop();
    QVERIFY(QTest::qWaitFor([&] { return details(id).upload.holds.testFlag(Hold::Offline); }, longEnough));
    m_server->server().limitReadRate(0);
    m_server->server().start();
    QVERIFY(isDone(id));
    QCOMPARE(m_server->countOf("POST") - (recordOf(id).partsTotal > 1 ? 1 : 0), recordOf(id).partsTotal);
    QCOMPARE(m_server->bytesReceivedAgain(), 0);
}

// Its last byte finished it, even though nobody could prove that.
void TusFaultsTest::whatIsFinishedIsNotEnded()
{
    m_server->answerNext("HEAD", 1, 403);
    start();
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Failed));
    QVERIFY(valueOf(m_engine->remove({id})));
    QVERIFY(QTest::qWaitFor([&] { return m_server->countOf("HEAD") >= 2; }, longEnough));
    QTest::qWait(200);
    QCOMPARE(m_server->finished().size(), 1);
    QCOMPARE(m_server->countOf("DELETE"), 0);
}

void TusFaultsTest::whatWasConfirmedAndLostIsSentAgain()
{
    int heads = 0;
    m_server->setFaults([&heads](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (request.method != "HEAD" || !request.path().endsWith("/1"))
            return std::nullopt;
        if (++heads > 1) // the one that it had confirmed
            return ServerAction::answerWith(404);
        return ServerAction::answerWith(200, {}, {{"Upload-Offset", QByteArray::number(size - cut)}});
    });
    start();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(m_server->countOf("POST"), 2);
    QCOMPARE(recordOf(id).verified, Verification::Size);
}

// As a proxy with a limit does it: it closes before all is there, and passes nothing on.
void TusFaultsTest::refusalsThatGetLostShortenBodies()
{
    m_server->setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "PATCH" && request.declaredLength > 1024 * 1024
                   ? std::optional(ServerAction::closeMidBody(100'000))
                   : std::nullopt;
    });
    start();
    QVERIFY(isDone(add()));
    QCOMPARE(m_server->countOf("POST"), 1);
    QCOMPARE(m_server->bytesReceivedAgain(), 0);
}

void TusFaultsTest::aCreationThatDropsBodiesIsTriedWithout()
{
    m_server->setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "POST" && request.declaredLength > 0
                   ? std::optional(ServerAction::closeMidBody(1'000))
                   : std::nullopt;
    });
    start();
    const QByteArray content = bytesOf(5'000'000);
    QVERIFY(isDone(add(content), content));
    QCOMPARE(m_server->countOf("PATCH"), 1);
}

void TusFaultsTest::damageNowAndThenIsNoFailure()
{
    m_settings.partSize = 1024 * 1024;
    int patches = 0;
    m_server->setFaults([&patches](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "PATCH" && ++patches % 3 == 0 ? std::optional(ServerAction::answerWith(460))
                                                               : std::nullopt;
    });
    start();
    QVERIFY(isDone(add()));
}

void TusFaultsTest::aChangedFileIsNotMixed()
{
    const UploadId id = interrupted();
    QByteArray other = m_content;
    other[0] = static_cast<char>(other.at(0) + 1);
    file(other);
    start();
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(ends(id, Stage::NeedsDecision));
    QVERIFY(valueOf(m_engine->decide({id}, Decision::StartOver)));
    QVERIFY(isDone(id, other));
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough)); // the old one is ended
}

void TusFaultsTest::noSecretIsWrittenDown()
{
    m_secrets = {{QStringLiteral("token"), "canary-token"}, {QStringLiteral("headers"), "X-Key: canary-key"}};
    m_settings.secretStore = SecretStoreKind::Memory;
    m_server->setToken("another");
    start();
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Failed));
    QVERIFY(!recordOf(id).error->message.contains(QLatin1String("canary")));
    m_engine.reset();
    const QFileInfoList files = QDir(m_state->path()).entryInfoList(QDir::Files);
    QVERIFY(!files.isEmpty());
    for (const QFileInfo &each : files) {
        QFile content(each.filePath());
        QVERIFY(content.open(QIODevice::ReadOnly));
        QVERIFY2(!content.readAll().contains("canary"), qPrintable(each.fileName()));
    }
}

// Neither shown, journaled nor logged, in whatever form it comes.
void TusFaultsTest::whatItRepeatsIsStruck()
{
    m_server->setWantedHeader("X-Key", "canary/key");
    m_secrets = {{QStringLiteral("headers"), "X-Key: canary/key | Authorization: Basic canary-basic"}};
    m_server->answerNext("POST", 100, 400,
                         "You sent canary/key, canary%2Fkey, canary\\/key and canary-basic.");
    start();
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Failed));
    const QString told = recordOf(id).error->message;
    QVERIFY2(!told.contains(QLatin1String("canary")), qPrintable(told));
    QVERIFY2(told.contains(QLatin1String("You sent [struck]")), qPrintable(told));
}

QTEST_GUILESS_MAIN(TusFaultsTest)
#include "tus_faults_test.moc"
