// "Test connection": what it claims is proved, what it refuses names its remedy, and nothing that it began
// stays.
#include "tests/engine/tus_fixture.h"

#include <QDateTime>

#include <atomic>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

using Result = CheckLine::Result;

// As much of an S3 store as the check asks for.
class SmallStore
{
public:
    enum class Fault { None, ForbidsOpen, ForbidsList, ForbidsAbort, LosesOpen, OtherTime };

    void setFault(Fault fault) { m_fault = fault; }
    bool hasUpload() const { return m_hasUpload; }

    DestinationSettings destination() const
    {
        DestinationSettings settings;
        settings.name = QStringLiteral("rushes");
        settings.kind = QStringLiteral("s3");
        settings.fields = {{QStringLiteral("endpoint"), QString::fromLatin1(m_server.url())},
                           {QStringLiteral("bucket"), QStringLiteral("b")},
                           {QStringLiteral("access_key"), QStringLiteral("K")}};
        settings.secretStore = SecretStoreKind::File;
        return settings;
    }

private:
    ServerAction handle(const RecordedRequest &request)
    {
        const QByteArray query = request.target.mid(request.target.indexOf('?') + 1);
        const bool isOpen = request.method == "POST";
        const bool isAbort = request.method == "DELETE";
        const bool isList = request.method == "GET" && query.startsWith("uploads");
        const Fault fault = m_fault;
        if ((isOpen && fault == Fault::ForbidsOpen) || (isList && fault == Fault::ForbidsList) ||
            (isAbort && fault == Fault::ForbidsAbort))
            return ServerAction::answerWith(403, "<Error><Code>AccessDenied</Code></Error>");
        if (isOpen) {
            m_key = request.path().mid(qstrlen("/b/"));
            m_hasUpload = true;
        }
        if (isAbort)
            m_hasUpload = false;
        const QByteArray upload =
            m_hasUpload ? "<Upload><Key>" + m_key + "</Key><UploadId>u1</UploadId></Upload>" : QByteArray();
        const ServerAction action =
            query == "location" ? ServerAction::answerWith(200, "<LocationConstraint/>")
            : isOpen      ? ServerAction::answerWith(200, "<InitiateMultipartUploadResult><UploadId>u1</"
                                                               "UploadId></InitiateMultipartUploadResult>")
            : isList      ? ServerAction::answerWith(200, "<ListMultipartUploadsResult>" + upload +
                                                              "</ListMultipartUploadsResult>")
            : isAbort     ? ServerAction::answerWith(204)
            : m_hasUpload ? ServerAction::answerWith(200, "<ListPartsResult/>")
                          : ServerAction::answerWith(404, "<Error><Code>NoSuchUpload</Code></Error>");
        if (isOpen && fault == Fault::LosesOpen)
            return ServerAction::loseAnswer();
        if (fault != Fault::OtherTime)
            return action;
        return action.withHeader("Date", httpDate(QDateTime::currentMSecsSinceEpoch() + 600'000));
    }

    std::atomic<Fault> m_fault = Fault::None;
    std::atomic<bool> m_hasUpload = false;
    QByteArray m_key;
    LoopbackServer m_server{[this](const RecordedRequest &request) { return handle(request); }};
};

} // namespace

class DestinationCheckTest : public gantry::TusTestBase
{
    Q_OBJECT

private:
    QList<CheckLine> checked()
    {
        const auto lines = valueOf(m_engine->testDestination(m_settings.name));
        return lines ? *lines : QList<CheckLine>();
    }

    // "name result" of those that did not pass.
    static QString notPassed(const QList<CheckLine> &lines)
    {
        QStringList all;
        for (const CheckLine &line : lines)
            if (line.result != Result::Passed)
                all.append(line.name + (line.result == Result::Failed    ? QStringLiteral(" failed")
                                        : line.result == Result::Warning ? QStringLiteral(" warned")
                                                                         : QStringLiteral(" skipped")));
        return all.join(QStringLiteral(", "));
    }

    static QString messageOf(const QList<CheckLine> &lines, const char *name)
    {
        for (const CheckLine &line : lines)
            if (line.name == QLatin1String(name))
                return line.message;
        return {};
    }

private Q_SLOTS:
    void init() { TusTestBase::init(); }
    void cleanup() { TusTestBase::cleanup(); }

    void withoutTermination_data();
    void withoutTermination();
    void refusedRights_data();
    void refusedRights();
    void refusedRightsOfOtherKinds_data();
    void refusedRightsOfOtherKinds();
    void whereNoneAreNeededNoCredentialsAreAccepted();
    void whatIsNotEndedIsEndedLater();
    void whatIsNotEndedIsEndedByTheNextStart();
    void interrupted_data();
    void interrupted();
    void aLostCreationIsFoundAndEnded();
    void aLostCreationThatNobodyFindsIsTold();
};

void DestinationCheckTest::withoutTermination_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<int>("status"); // of HEAD; 0: what the server says
    QTest::addColumn<QString>("credentials");
    QTest::newRow("right") << QByteArray("t") << 0 << QString();
    QTest::newRow("wrong") << QByteArray("w") << 0 << QStringLiteral("credentials failed");
    QTest::newRow("none") << QByteArray() << 0 << QStringLiteral("credentials failed");
    QTest::newRow("forbidden") << QByteArray("t") << 403 << QStringLiteral("credentials failed");
    QTest::newRow("gone") << QByteArray("t") << 410 << QString();
    for (const int status : {200, 405, 423, 500})
        QTest::addRow("%d", status) << QByteArray("t") << status << QStringLiteral("credentials warned");
}

void DestinationCheckTest::withoutTermination()
{
    QFETCH(QByteArray, token);
    QFETCH(int, status);
    QFETCH(QString, credentials);
    m_server->setExtensions({"creation"});
    m_server->setToken("t");
    m_server->setOpenToOptions();
    if (status != 0)
        m_server->answerNext("HEAD", 1, status);
    if (!token.isEmpty())
        m_secrets = {{QStringLiteral("token"), token}};
    start();
    const QList<CheckLine> lines = checked();
    const QString others = QStringLiteral("create skipped, abort skipped");
    QCOMPARE(notPassed(lines), credentials.isEmpty() ? others : credentials + QStringLiteral(", ") + others);
    const QString said = messageOf(lines, "credentials");
    if (credentials.endsWith(QLatin1String("failed")))
        QVERIFY2(said.contains(QLatin1String("Check the destination")) ||
                     said.contains(QLatin1String("Ask for the right")),
                 qPrintable(said));
    else
        QVERIFY2(said.contains(credentials.isEmpty() ? QLatin1String("was not tried")
                                                     : QLatin1String("could not be found out")),
                 qPrintable(said));
    QCOMPARE(m_server->countOf("POST"), 0);
    QCOMPARE(all("HEAD").size(), 1);
    QVERIFY(all("HEAD").first().path().startsWith("/files/"));
}

void DestinationCheckTest::refusedRights_data()
{
    using Fault = SmallStore::Fault;
    QTest::addColumn<int>("fault");
    QTest::addColumn<QString>("others");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, Fault fault, const char *others, const char *line,
                        const char *words) {
        QTest::newRow(name) << static_cast<int>(fault) << QString::fromLatin1(others)
                            << QString::fromLatin1(line) << QString::fromLatin1(words);
    };
    row("nothing", Fault::None, "", "abort", "nothing was left behind");
    row("create", Fault::ForbidsOpen, "create failed, list skipped, abort skipped", "create",
        "the right to begin an upload (s3:PutObject)");
    row("list", Fault::ForbidsList, "list warned", "list",
        "unfinished uploads (s3:ListBucketMultipartUploads, s3:ListMultipartUploadParts)");
    row("abort", Fault::ForbidsAbort, "abort failed", "abort",
        "the right to end an upload (s3:AbortMultipartUpload)");
    row("clock", Fault::OtherTime, "clock warned", "clock", "10 minutes off");
}

void DestinationCheckTest::refusedRights()
{
    QFETCH(int, fault);
    QFETCH(QString, others);
    QFETCH(QString, line);
    QFETCH(QString, words);
    SmallStore store;
    store.setFault(static_cast<SmallStore::Fault>(fault));
    m_settings = store.destination();
    m_secrets = {{QStringLiteral("secret"), "s"}};
    start();
    const QList<CheckLine> lines = checked();
    QCOMPARE(notPassed(lines), others);
    const QString said = messageOf(lines, line.toLatin1().constData());
    QVERIFY2(said.contains(words), qPrintable(said));
    m_engine.reset();
}

void DestinationCheckTest::refusedRightsOfOtherKinds_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("others");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("words");
    QTest::newRow("create") << QByteArray("POST")
                            << QStringLiteral("credentials skipped, create failed, abort skipped")
                            << QStringLiteral("create")
                            << QStringLiteral("What is missing: the right to begin an upload.");
    QTest::newRow("abort") << QByteArray("DELETE") << QStringLiteral("abort failed")
                           << QStringLiteral("abort")
                           << QStringLiteral("What is missing: the right to end an upload.");
}

void DestinationCheckTest::refusedRightsOfOtherKinds()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, others);
    QFETCH(QString, line);
    QFETCH(QString, words);
    m_server->answerNext(method, 1, 403);
    start();
    const QList<CheckLine> lines = checked();
    QCOMPARE(notPassed(lines), others);
    const QString said = messageOf(lines, line.toLatin1().constData());
    QVERIFY2(said.contains(words), qPrintable(said));
}

void DestinationCheckTest::whereNoneAreNeededNoCredentialsAreAccepted()
{
    start();
    QCOMPARE(messageOf(checked(), "credentials"), QStringLiteral("No credentials are needed."));
    m_secrets = {{QStringLiteral("token"), "t"}};
    QVERIFY(valueOf(m_engine->putDestination(m_settings, m_secrets)));
    QCOMPARE(messageOf(checked(), "credentials"), QStringLiteral("The credentials are accepted."));
}

void DestinationCheckTest::whatIsNotEndedIsEndedLater()
{
    m_server->answerNext("DELETE", 1, 500);
    start();
    const QList<CheckLine> lines = checked();
    QCOMPARE(notPassed(lines), QStringLiteral("abort failed"));
    QVERIFY2(messageOf(lines, "abort").contains(QLatin1String("noted")),
             qPrintable(messageOf(lines, "abort")));
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 0; }, longEnough));
    QVERIFY(isNothingLeft());
}

void DestinationCheckTest::whatIsNotEndedIsEndedByTheNextStart()
{
    const auto refuses = std::make_shared<std::atomic<bool>>(true); // the server outlives this
    m_server->setFaults([refuses](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "DELETE" && *refuses ? std::optional(ServerAction::answerWith(500))
                                                      : std::nullopt;
    });
    start();
    QCOMPARE(notPassed(checked()), QStringLiteral("abort failed"));
    QVERIFY(QTest::qWaitFor([&] { return m_server->countOf("DELETE") >= 2; }, longEnough));
    QCOMPARE(m_server->existing(), 1);
    m_engine.reset();
    *refuses = false;
    start();
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 0; }, longEnough));
    QVERIFY(isNothingLeft());
}

// Nobody is told any more, and what was begun is ended all the same.
void DestinationCheckTest::interrupted_data()
{
    QTest::addColumn<bool>("quits");
    QTest::newRow("other settings") << false;
    QTest::newRow("quit") << true;
}

void DestinationCheckTest::interrupted()
{
    QFETCH(bool, quits);
    m_server->setFaults([](const RecordedRequest &request) -> std::optional<ServerAction> {
        return request.method == "HEAD" ? std::optional(ServerAction::silence()) : std::nullopt;
    });
    start();
    const auto check = m_engine->testDestination(m_settings.name);
    QVERIFY(QTest::qWaitFor([&] { return m_server->countOf("HEAD") == 1; }, longEnough));
    QCOMPARE(m_server->existing(), 1);
    m_server->setFaults({});
    if (quits)
        start();
    else
        QVERIFY(valueOf(m_engine->putDestination(m_settings, m_secrets)));
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 0; }, longEnough));
    QVERIFY(isNothingLeft());
}

void DestinationCheckTest::aLostCreationIsFoundAndEnded()
{
    SmallStore store;
    store.setFault(SmallStore::Fault::LosesOpen);
    m_settings = store.destination();
    m_secrets = {{QStringLiteral("secret"), "s"}};
    start();
    const QList<CheckLine> lines = checked();
    QCOMPARE(notPassed(lines), QStringLiteral("create failed, list skipped, abort skipped"));
    QVERIFY2(messageOf(lines, "create").contains(QLatin1String("noted")),
             qPrintable(messageOf(lines, "create")));
    QVERIFY(QTest::qWaitFor([&] { return !store.hasUpload(); }, longEnough));
    QVERIFY(isNothingLeft());
}

void DestinationCheckTest::aLostCreationThatNobodyFindsIsTold()
{
    m_server->loseNextAnswer("POST");
    start();
    const QList<CheckLine> lines = checked();
    QVERIFY2(messageOf(lines, "create").contains(QLatin1String("stays there until it expires")),
             qPrintable(messageOf(lines, "create")));
}

QTEST_GUILESS_MAIN(DestinationCheckTest)
#include "destination_check_test.moc"
