// Uploads through the service to an S3 store on bad days: completions without an answer, aborts that parts
// overtake.
#include "app/service/data_dir.h"
#include "app/service/stores/s3/s3_store.h"
#include "app/service/upload_service.h"
#include "tests/fakes/fake_s3.h"

#include <QTemporaryDir>
#include <QTest>

#include <httplib.h>

#include <atomic>

using namespace gantry;

namespace {

const QString user = QStringLiteral("ann");
constexpr int parts = 3;

ServerAction refused(int status, const QByteArray &code)
{
    return ServerAction::answerWith(status, "<Error><Code>" + code + "</Code></Error>");
}

bool isListOfParts(const RecordedRequest &request)
{
    return request.method == "GET" && request.target.contains("?uploadId=");
}

// What becomes of the first completion.
enum class Completion {
    ErrorInSuccessAfterWork,
    ErrorInSuccess,
    Lost,
    LostBeforeWork,
    UnknownAfterWork, // as the repetition of a lost one is
    InvalidPart,      // and it has lost one indeed
    EntityTooSmall,
};

} // namespace

class ServiceS3StoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void completions_data();
    void completions();
    void anUploadThatIsGoneIsToldSo();
    void abortsAreConfirmed_data();
    void abortsAreConfirmed();

private:
    // Links are signed in their address, which the fake does not check.
    void setFaults(FakeS3::FaultPlan plan)
    {
        m_fake->setFaults([plan = std::move(plan)](const RecordedRequest &request) {
            std::optional<ServerAction> fault = plan ? plan(request) : std::nullopt;
            return !fault && FakeS3::partNumber(request) > 0 ? ServerAction::real() : fault;
        });
    }
    SessionRecord uploaded();
    std::optional<ErrorCode> completed(const SessionRecord &upload) // none: done
    {
        const Served<SessionRecord> done = m_service->complete(user, upload.id, m_claims);
        return done ? std::nullopt : std::optional(done.error().code);
    }
    qsizetype aborts() const
    {
        const QList<RecordedRequest> requests = m_fake->requests();
        return std::count_if(requests.begin(), requests.end(),
                             [](const RecordedRequest &request) { return request.method == "DELETE"; });
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<FakeS3> m_fake;
    ServiceConfig m_config;
    SystemClock m_clock;
    Metrics m_metrics;
    std::unique_ptr<SqlThread> m_sql;
    std::unique_ptr<SessionStore> m_sessions;
    std::unique_ptr<SessionOpenings> m_openings;
    std::unique_ptr<S3Store> m_store;
    std::unique_ptr<UploadService> m_service;
    QList<ClaimedPart> m_claims;
};

void ServiceS3StoreTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_fake = std::make_unique<FakeS3>();
    m_config = {};
    m_config.dataDir = m_directory->filePath(QStringLiteral("data"));
    m_config.s3.endpoint = QString::fromLatin1(m_fake->url());
    m_config.s3.bucket = QStringLiteral("b");
    m_config.s3.pathStyle = true;
    m_config.s3.minPartSize = 1;
    QVERIFY(prepareDataDir(m_config.dataDir));
    m_sql = std::move(SqlThread::open(databaseFile(m_config.dataDir)).value());
    m_sessions = std::make_unique<SessionStore>(*m_sql);
    m_openings = std::make_unique<SessionOpenings>(*m_sql);
    m_store = std::make_unique<S3Store>(S3Store::Setup{m_config.s3, {"KEY1", "s", "first-token"}, false},
                                        *m_sessions, *m_openings, m_clock, ServiceHooks{});
    m_service =
        std::make_unique<UploadService>(m_config, *m_sessions, *m_store, m_clock, m_metrics, ServiceHooks{});
    m_claims.clear();
}

void ServiceS3StoreTest::cleanup()
{
    m_service.reset();
    m_store.reset();
    m_openings.reset();
    m_sessions.reset();
    m_sql.reset();
    m_fake.reset();
}

// All of its parts are on the store.
SessionRecord ServiceS3StoreTest::uploaded()
{
    InitiateRequest request;
    request.filename = QStringLiteral("clip.mov");
    request.fingerprint = QStringLiteral("f");
    request.size = parts * 5;
    request.partSize = 5;
    SessionRecord upload = m_service->initiate(user, request).value();
    for (int number = 1; number <= parts; ++number) {
        const QUrl link = QUrl::fromEncoded(m_service->links(upload, {number}).value().front());
        httplib::Client client("127.0.0.1", link.port());
        client.set_url_encode(false);
        const auto answer =
            client.Put(link.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority).toStdString(), "12345",
                       "application/octet-stream");
        if (!answer || answer->status != 200)
            qFatal("part %d is not taken", number);
        m_claims.append({number, QByteArray::fromStdString(answer->get_header_value("ETag"))});
    }
    return upload;
}

void ServiceS3StoreTest::completions_data()
{
    using Errors = QList<std::optional<ErrorCode>>; // of the first call and the second; none: done
    QTest::addColumn<Completion>("completion");
    QTest::addColumn<Errors>("errors");
    const auto row = [](const char *name, Completion completion, const Errors &errors) {
        QTest::newRow(name) << completion << errors;
    };
    const std::optional<ErrorCode> done;
    row("an error inside a success, and it is there", Completion::ErrorInSuccessAfterWork, {done, done});
    row("an error inside a success, and it is not there", Completion::ErrorInSuccess,
        {ErrorCode::StoreFailed, done});
    row("lost", Completion::Lost, {done, done});
    row("lost before anything was done", Completion::LostBeforeWork, {ErrorCode::Busy, done});
    row("unknown, and it is there", Completion::UnknownAfterWork, {done, done});
    row("a part is missing", Completion::InvalidPart, {ErrorCode::EtagMismatch, ErrorCode::PartsMissing});
    row("parts are too small", Completion::EntityTooSmall, {ErrorCode::StoreFailed, done});
}

void ServiceS3StoreTest::completions()
{
    using Errors = QList<std::optional<ErrorCode>>;
    QFETCH(Completion, completion);
    QFETCH(Errors, errors);
    std::atomic<int> asked = 0;
    setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (!FakeS3::isComplete(request) || asked++ > 0)
            return std::nullopt;
        switch (completion) {
        case Completion::ErrorInSuccessAfterWork:
            return ServerAction::real().edited(
                [](ServerAnswer &answer) { answer.body = "<Error><Code>InternalError</Code></Error>"; });
        case Completion::ErrorInSuccess:
            return refused(200, "InternalError");
        case Completion::Lost:
            return ServerAction::loseAnswer();
        case Completion::LostBeforeWork:
            return ServerAction::closeAtHeaders();
        case Completion::UnknownAfterWork:
            return ServerAction::real().edited([](ServerAnswer &answer) {
                answer = {404, "<Error><Code>NoSuchUpload</Code></Error>", {}};
            });
        case Completion::InvalidPart:
            m_fake->losePart(2);
            return refused(400, "InvalidPart");
        case Completion::EntityTooSmall:
            return refused(400, "EntityTooSmall");
        }
        Q_UNREACHABLE();
    });
    const SessionRecord upload = uploaded();
    for (const std::optional<ErrorCode> &error : errors)
        QCOMPARE(completed(upload), error);
    QCOMPARE(m_fake->completions(), errors.last() ? 0 : 1);
    QCOMPARE(aborts(), 0);
}

void ServiceS3StoreTest::anUploadThatIsGoneIsToldSo()
{
    setFaults({});
    const SessionRecord upload = uploaded();
    m_fake->forgetUpload();
    QCOMPARE(completed(upload), ErrorCode::UploadLost);
    QCOMPARE(m_fake->completions(), 0);
}

void ServiceS3StoreTest::abortsAreConfirmed_data()
{
    using Error = std::optional<ErrorCode>;   // none: ended
    QTest::addColumn<QList<int>>("statuses"); // of the lists of parts after it; at their end, as it is
    QTest::addColumn<Error>("error");
    QTest::addColumn<int>("aborts");
    QTest::newRow("at once") << QList<int>{} << Error() << 1;
    QTest::newRow("a part came to rest") << QList<int>{200} << Error() << 2;
    QTest::newRow("parts come without end") << QList<int>{200, 200, 200} << Error(ErrorCode::Busy) << 3;
    QTest::newRow("the list is refused") << QList<int>{403} << Error(ErrorCode::StoreFailed) << 1;
    QTest::newRow("the store is busy") << QList<int>{503} << Error(ErrorCode::Busy) << 1;
}

void ServiceS3StoreTest::abortsAreConfirmed()
{
    using Error = std::optional<ErrorCode>;
    QFETCH(QList<int>, statuses);
    QFETCH(Error, error);
    QFETCH(int, aborts);
    const QByteArray partLeft =
        "<ListPartsResult><IsTruncated>false</IsTruncated><Part><PartNumber>1</PartNumber>"
        "<Size>5</Size><ETag>\"e\"</ETag></Part></ListPartsResult>";
    setFaults({});
    const SessionRecord upload = uploaded();
    std::atomic<int> asked = 0;
    setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
        if (request.method == "DELETE" && asked < statuses.size())
            return ServerAction::answerWith(204); // and nothing is done
        const qsizetype at = isListOfParts(request) ? asked++ : statuses.size();
        if (at >= statuses.size())
            return std::nullopt;
        return statuses[at] == 200 ? ServerAction::answerWith(200, partLeft)
                                   : refused(statuses[at], statuses[at] == 403 ? "AccessDenied" : "SlowDown");
    });
    const Served<void> removed = m_service->remove(user, upload.id);
    QCOMPARE(removed ? std::nullopt : Error(removed.error().code), error);
    QCOMPARE(this->aborts(), aborts);
    // Sent again, the call goes on with it.
    setFaults({});
    QVERIFY(m_service->remove(user, upload.id));
    QVERIFY(!m_fake->hasUnfinished());
}

QTEST_GUILESS_MAIN(ServiceS3StoreTest)
#include "s3_store_test.moc"
