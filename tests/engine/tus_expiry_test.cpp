// Until when a tus server keeps what is unfinished: told, kept, and what a date is worth that has passed.
#include "tests/engine/tus_fixture.h"

#include <QDateTime>

#include <atomic>

using namespace gantry;
using namespace std::chrono_literals;

class TusExpiryTest : public gantry::TusTestBase
{
    Q_OBJECT

private:
    static constexpr qint64 hour = 3'600'000;
    // Whole seconds, as HTTP tells them.
    const qint64 m_now = QDateTime::currentSecsSinceEpoch() * 1'000;

    static void streamOrParts()
    {
        QTest::addColumn<bool>("parts");
        QTest::newRow("one stream") << false;
        QTest::newRow("in parts") << true;
    }

    void withExpiration()
    {
        QFETCH(bool, parts);
        QList<QByteArray> extensions{"creation", "creation-with-upload", "termination", "expiration"};
        if (parts)
            extensions.append("concatenation");
        m_server->setExtensions(extensions);
    }

    qint64 expiryOf(UploadId id) { return recordOf(id).session->expiresMs; }

    // As it is on disk, beside the engine that writes it.
    qint64 journaledExpiry() const
    {
        const QTemporaryDir copy;
        for (const char *name : {"/journal.sqlite", "/journal.sqlite-wal"})
            QFile::copy(m_state->path() + QLatin1String(name), copy.path() + QLatin1String(name));
        Journal journal(copy.path() + QStringLiteral("/journal.sqlite"));
        const auto contents = valueOf(journal.open());
        return contents && !contents->uploads.isEmpty() && contents->uploads.first().session
                   ? contents->uploads.first().session->expiresMs
                   : -1;
    }

private Q_SLOTS:
    void init() { TusTestBase::init(); }
    void cleanup() { TusTestBase::cleanup(); }

    void isToldAndKept_data() { streamOrParts(); }
    void isToldAndKept();
    void whatIsStillThereAfterItsDateIsContinued_data() { streamOrParts(); }
    void whatIsStillThereAfterItsDateIsContinued();
    void whatIsGoneAfterItsDateIsBegunAnew_data() { streamOrParts(); }
    void whatIsGoneAfterItsDateIsBegunAnew();
    void theFirstDateOfAllPartsCounts();
};

void TusExpiryTest::isToldAndKept()
{
    withExpiration();
    m_server->setLifetime(1h);
    const UploadId id = interrupted();
    start();
    QVERIFY(expiryOf(id) >= m_now + hour);
    QVERIFY(expiryOf(id) <= QDateTime::currentMSecsSinceEpoch() + hour);
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id));
    QCOMPARE(expiryOf(id), 0); // what is finished stays
}

// Many servers tell the date on POST and PATCH only, and prolong what they look at: their HEAD is newer.
void TusExpiryTest::whatIsStillThereAfterItsDateIsContinued()
{
    withExpiration();
    m_server->cutNextPatch(cut, 1);
    m_server->setFaults([over = httpDate(m_now - hour)](const RecordedRequest &request) {
        return request.method == "POST"
                   ? std::optional(ServerAction::real().withHeader("Upload-Expires", over))
               : request.method == "PATCH" ? std::optional(ServerAction::answerWith(423))
                                           : std::nullopt;
    });
    start();
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return recordOf(id).bytesStored == cut; }, longEnough));
    QVERIFY(valueOf(m_engine->pause({id})));
    m_engine.reset();
    waitForTheLastBytes();
    const int posts = m_server->countOf("POST");
    const qint64 before = bytesPatched();
    m_server->setFaults({});
    start();
    QCOMPARE(expiryOf(id), m_now - hour);
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id));
    QCOMPARE(m_server->bytesReceivedAgain(), 0);
    QVERIFY(m_server->countOf("POST") - posts <= 1); // the whole of its parts
    QCOMPARE(bytesPatched() - before, size - cut);
}

void TusExpiryTest::whatIsGoneAfterItsDateIsBegunAnew()
{
    withExpiration();
    m_server->setLifetime(2s);
    const UploadId id = interrupted();
    start();
    QVERIFY(expiryOf(id) > 0);
    QVERIFY(QTest::qWaitFor([&] { return QDateTime::currentMSecsSinceEpoch() > expiryOf(id) + 1'000; },
                            longEnough));
    m_server->setLifetime(1h);
    m_server->server().limitReadRate(20'000'000); // the notice stands while nothing is stored again
    const QStringList &shown = setBacks();
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id));
    QVERIFY(!shown.isEmpty());
}

void TusExpiryTest::theFirstDateOfAllPartsCounts()
{
    m_settings.partSize = 4 * 1024 * 1024; // of a body, too: each of the four parts takes two
    m_server->setExtensions({"creation", "concatenation", "termination", "expiration"});
    const auto begun = std::make_shared<std::atomic<int>>(0); // the server outlives this
    m_server->setFaults([this, begun](const RecordedRequest &request) -> std::optional<ServerAction> {
        const auto until = [this](qint64 hours) {
            return ServerAction::real().withHeader("Upload-Expires", httpDate(m_now + hours * hour));
        };
        if (request.method == "POST")
            return until(std::array{3, 1, 2, 4}[static_cast<size_t>((*begun)++ % 4)]);
        if (request.method != "PATCH")
            return std::nullopt;
        const bool isFirst = request.path() == "/files/2" && request.header("Upload-Offset") == "0";
        return isFirst ? until(5) : ServerAction::answerWith(423);
    });
    start();
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return recordOf(id).bytesStored > 0; }, longEnough));
    QCOMPARE(recordOf(id).partsTotal, 4);
    QVERIFY(QTest::qWaitFor([&] { return begun->load() == 4; }, longEnough));
    QVERIFY2(QTest::qWaitFor([&] { return expiryOf(id) == m_now + 2 * hour; }, longEnough),
             qPrintable(QString::number((expiryOf(id) - m_now) / hour)));
    QVERIFY(QTest::qWaitFor([&] { return journaledExpiry() == m_now + 2 * hour; }, longEnough));
    m_server->setFaults({});
    QVERIFY(isDone(id));
}

QTEST_GUILESS_MAIN(TusExpiryTest)
#include "tus_expiry_test.moc"
