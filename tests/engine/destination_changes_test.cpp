// What becomes of destinations while uploads go there, have failed there, or are ended there: they are
// changed, removed, and come back.
#include "tests/engine/tus_fixture.h"

using namespace gantry;

class DestinationChangesTest : public gantry::TusTestBase
{
    Q_OBJECT

private:
    const Flag m_isLate = std::make_shared<std::atomic<bool>>(false);

    // The same name for a server of another kind.
    DestinationSettings ofAnotherKind() const
    {
        DestinationSettings other = m_settings;
        other.kind = QStringLiteral("service");
        other.fields = {{QStringLiteral("url"), QString::fromLatin1(m_server->url())}};
        return other;
    }

private Q_SLOTS:
    void init()
    {
        TusTestBase::init();
        *m_isLate = false;
    }
    void cleanup() { TusTestBase::cleanup(); }

    void staysForWhatItIsAbout();
    void staysForWhatIsNoted();
    void canGoThoughItEndsNothing();
    void itsKindStaysWhileItIsNeeded();
    void itsKindStaysForWhatFailed();
    void itsKindIsRememberedForWhatFailed();
    void nothingStartsOverNowhere();
    void goesWhileAJoinIsNotAnswered();
    void settingsWaitForEachOther();
};

// Its settings are others by now: that it still creates something is not to be forgotten over that.
void DestinationChangesTest::staysForWhatItIsAbout()
{
    *m_isLate = true;
    m_server->setFaults([late = m_isLate](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "POST" ? std::optional(ServerAction::real().heldWhile(late)) : std::nullopt;
    });
    start();
    const UploadId id = add(m_small);
    QVERIFY(hasArrived("POST", 1));
    QVERIFY(valueOf(m_engine->pause({id})));
    QVERIFY(valueOf(m_engine->putDestination(m_settings, m_secrets)));
    QVERIFY(valueOf(m_engine->cancel({id})));
    QVERIFY(!valueOf(m_engine->removeDestination(m_settings.name)));
    *m_isLate = false;
    QVERIFY(isFree());
    QCOMPARE(m_server->existing(), 0);
}

void DestinationChangesTest::staysForWhatIsNoted()
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
void DestinationChangesTest::canGoThoughItEndsNothing()
{
    const UploadId id = interrupted();
    m_server->answerNext("DELETE", 100, 403);
    start();
    const QFuture<Expected<void>> cancelled = m_engine->cancel({id});
    QVERIFY(hasArrived("DELETE", 1));
    QVERIFY(isFree());
    QVERIFY(!valueOf(cancelled)); // not ended, and nobody said so
    QCOMPARE(m_server->existing(), 1);
    m_engine.reset();
    Journal journal(m_state->path() + QStringLiteral("/journal.sqlite"));
    const auto contents = valueOf(journal.open());
    QVERIFY(contents && contents->orphans.isEmpty());
}

void DestinationChangesTest::itsKindStaysWhileItIsNeeded()
{
    const UploadId id = interrupted();
    start();
    const DestinationSettings other = ofAnotherKind();
    const auto refused = valueOf(m_engine->putDestination(other, {}));
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(QString::number(id.value)),
             qPrintable(refused.error().message));
    QVERIFY(valueOf(m_engine->cancel({id})));
    QVERIFY(valueOf(m_engine->putDestination(other, {})));
}

void DestinationChangesTest::itsKindStaysForWhatFailed()
{
    const UploadId id = interrupted();
    m_server->answerNext("HEAD", 100, 403);
    start();
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(ends(id, Stage::Failed));
    const DestinationSettings other = ofAnotherKind();
    QVERIFY(!valueOf(m_engine->putDestination(other, {})));
    QVERIFY(!valueOf(m_engine->cancel({id}))); // it is not ended, for it cannot be looked at
    QVERIFY(valueOf(m_engine->putDestination(other, {})));
    QVERIFY(isFree()); // and nothing of it is asked of the other
}

// A session means nothing to a server of another kind that comes to be called the same.
void DestinationChangesTest::itsKindIsRememberedForWhatFailed()
{
    const UploadId id = interrupted();
    m_server->answerNext("HEAD", 1, 403);
    start();
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(ends(id, Stage::Failed));
    DestinationSettings another = m_settings;
    another.name = QStringLiteral("another");
    QVERIFY(valueOf(m_engine->putDestination(another, {})));
    QVERIFY(isFree());
    const auto retried = valueOf(m_engine->retry({id}));
    QVERIFY(!retried); // where to?
    QVERIFY2(retried.error().message.contains(m_settings.name), qPrintable(retried.error().message));
    QCOMPARE(recordOf(id).stage, Stage::Failed);
    start();
    const DestinationSettings other = ofAnotherKind();
    const auto refused = valueOf(m_engine->putDestination(other, {}));
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(QString::number(id.value)),
             qPrintable(refused.error().message));
    QVERIFY(valueOf(m_engine->putDestination(m_settings, {})));
    QVERIFY(valueOf(m_engine->retry({id})));
    QVERIFY(isDone(id));
    QCOMPARE(m_server->countOf("POST"), 1); // what was begun was continued
    QVERIFY(isFree());
    QVERIFY(valueOf(m_engine->putDestination(other, {})));
}

void DestinationChangesTest::nothingStartsOverNowhere()
{
    const UploadId id = interrupted();
    QByteArray other = m_content;
    other[0] = static_cast<char>(other[0] + 1);
    file(other);
    start();
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(ends(id, Stage::NeedsDecision));
    QVERIFY(isFree());
    const auto refused = valueOf(m_engine->decide({id}, Decision::StartOver));
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(m_settings.name), qPrintable(refused.error().message));
    QCOMPARE(recordOf(id).stage, Stage::NeedsDecision);
    QVERIFY(recordOf(id).session);
    QVERIFY(valueOf(m_engine->decide({id}, Decision::Skip)));
}

// The whole that its answer would tell of stays: nothing is gained by waiting for it.
void DestinationChangesTest::goesWhileAJoinIsNotAnswered()
{
    withParts();
    *m_isLate = true;
    const auto joins = std::make_shared<std::atomic<int>>(0);
    m_server->setFaults(
        [joins, late = m_isLate](const RecordedRequest &request) -> std::optional<ServerAction> {
            if (!request.header("Upload-Concat").startsWith("final") || ++*joins > 1)
                return std::nullopt;
            return ServerAction::real().heldWhile(late);
        });
    start();
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return *joins == 1; }, longEnough));
    m_settings.partsInFlight = 2;
    QVERIFY(valueOf(m_engine->putDestination(m_settings, {})));
    QVERIFY(isDone(id));
    QVERIFY(isFree());
    *m_isLate = false;
}

// The later one leaves the secret as it is: as the earlier one stores it.
void DestinationChangesTest::settingsWaitForEachOther()
{
    withSlowDisk();
    start();
    DestinationSettings another = m_settings;
    another.name = QStringLiteral("another");
    another.secretStore = SecretStoreKind::File;
    *m_held = true;
    const auto first = m_engine->putDestination(another, {{QStringLiteral("token"), "ours"}});
    QTest::qWait(100); // the secret has its place, the settings are not durable
    another.partsInFlight = 2;
    const auto second = m_engine->putDestination(another, {});
    *m_held = false;
    QVERIFY(valueOf(first));
    QVERIFY(valueOf(second));
    const UploadId id =
        valueOf(m_engine->add({{file(m_small), another.name, QStringLiteral("small.mov")}}))->first().id;
    QVERIFY(ends(id, Stage::Done));
    QCOMPARE(m_server->requests().last().header("Authorization"), "Bearer ours");
}

QTEST_GUILESS_MAIN(DestinationChangesTest)
#include "destination_changes_test.moc"
