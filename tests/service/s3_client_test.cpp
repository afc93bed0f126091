// The service's calls to an S3 store: with which keys, over which TLS, and what it makes of no answer.
#include "app/service/stores/s3/s3_client.h"
#include "tests/fakes/test_certificate.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <httplib.h>

#include <thread>

using namespace gantry;

namespace {

// A server on a free port of loopback, in a thread of its own.
class Running
{
public:
    explicit Running(httplib::Server &server)
        : m_server(server)
        , m_port(server.bind_to_any_port("127.0.0.1"))
        , m_thread([&server] { server.listen_after_bind(); })
    {
        while (!server.is_running()) // else stop() would not stop it
            std::this_thread::yield();
    }
    ~Running()
    {
        m_server.stop();
        m_thread.join();
    }
    Running(const Running &) = delete;
    Running &operator=(const Running &) = delete;
    int port() const { return m_port; }

private:
    httplib::Server &m_server;
    const int m_port;
    std::thread m_thread;
};

S3Settings settingsOf(const QString &endpoint)
{
    S3Settings settings;
    settings.endpoint = endpoint;
    settings.bucket = QStringLiteral("rushes");
    settings.region = QStringLiteral("eu-west-1");
    settings.pathStyle = true;
    return settings;
}

} // namespace

class S3ClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { init(); }
    void keysComeFromConfigOrEnvironment_data();
    void keysComeFromConfigOrEnvironment();
    void secretFilesAreClosedToOthers();
    void sessionTokensAreSent();
    void trustsWhatTheCaFileTrusts();
    void saysWhyItCannotStart();
    void aNameThatIsTooLongForPartsIsTheClientsTrouble();
    void wrongRegionsAndClocksAreCorrectedOnce_data();
    void wrongRegionsAndClocksAreCorrectedOnce();

private:
    SystemClock m_clock;
};

void S3ClientTest::init()
{
    for (const char *name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"})
        qunsetenv(name);
}

void S3ClientTest::keysComeFromConfigOrEnvironment_data()
{
    QTest::addColumn<QByteArrayList>("config");      // access key, secret
    QTest::addColumn<QByteArrayList>("environment"); // access key, secret, session token
    QTest::addColumn<QByteArrayList>("keys");        // the same; none: refused
    using List = QByteArrayList;
    QTest::newRow("config") << List{"A", "S"} << List{"", "", ""} << List{"A", "S", ""};
    QTest::newRow("environment") << List{"", ""} << List{"EA", "ES", "ET"} << List{"EA", "ES", "ET"};
    QTest::newRow("environment, for good") << List{"", ""} << List{"EA", "ES", ""} << List{"EA", "ES", ""};
    QTest::newRow("a token is of its own key only")
        << List{"A", "S"} << List{"EA", "ES", "ET"} << List{"A", "S", ""};
    QTest::newRow("secret of the environment")
        << List{"A", ""} << List{"", "ES", "ET"} << List{"A", "ES", ""};
    QTest::newRow("no secret") << List{"A", ""} << List{"EA", "", "ET"} << List{};
    QTest::newRow("no access key") << List{"", "S"} << List{"", "ES", "ET"} << List{};
}

void S3ClientTest::keysComeFromConfigOrEnvironment()
{
    QFETCH(QByteArrayList, config);
    QFETCH(QByteArrayList, environment);
    QFETCH(QByteArrayList, keys);
    qputenv("AWS_ACCESS_KEY_ID", environment[0]);
    qputenv("AWS_SECRET_ACCESS_KEY", environment[1]);
    qputenv("AWS_SESSION_TOKEN", environment[2]);
    S3Settings settings;
    settings.accessKey = QString::fromLatin1(config[0]);
    settings.secretKey = QString::fromLatin1(config[1]);
    const Served<s3::Credentials> credentials = credentialsOf(settings);
    QCOMPARE(credentials.has_value(), !keys.isEmpty());
    if (credentials)
        QCOMPARE((QByteArrayList{credentials->accessKey, credentials->secretKey, credentials->sessionToken}),
                 keys);
}

void S3ClientTest::secretFilesAreClosedToOthers()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("secret")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("hush\n");
    file.close();
    S3Settings settings;
    settings.accessKey = QStringLiteral("A");
    settings.secretKeyFile = file.fileName();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ReadOther));
    const Served<s3::Credentials> open = credentialsOf(settings);
    QVERIFY(!open);
    QVERIFY(open.error().message.contains(QLatin1String("open to every user")));
    QVERIFY(!open.error().message.contains(QLatin1String("hush")));
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ReadGroup));
    QCOMPARE(credentialsOf(settings).value().secretKey, QByteArray("hush"));
    settings.secretKeyFile += QStringLiteral("x");
    QVERIFY(!credentialsOf(settings));
}

void S3ClientTest::sessionTokensAreSent()
{
    httplib::Server server;
    httplib::Request seen;
    server.Get("/rushes", [&seen](const httplib::Request &request, httplib::Response &) { seen = request; });
    const Running running(server);
    const QString endpoint = QStringLiteral("http://127.0.0.1:%1").arg(running.port());
    S3Client client(settingsOf(endpoint), {"AK", "SK", "tok/en="}, m_clock);
    QVERIFY(client.check());
    QCOMPARE(seen.get_header_value("x-amz-security-token"), std::string("tok/en="));
    QVERIFY(seen.get_header_value("Authorization").find("x-amz-security-token") !=
            std::string::npos); // signed
    const QByteArray url = client.address().objectUrl(QStringLiteral("k"));
    QVERIFY(
        client.presignedPut(url, 5, std::chrono::seconds(60)).contains("X-Amz-Security-Token=tok%2Fen%3D"));
    S3Client plain(settingsOf(endpoint), {"AK", "SK", {}}, m_clock);
    QVERIFY(plain.check());
    QVERIFY(!seen.has_header("x-amz-security-token"));
    QVERIFY(!plain.presignedPut(url, 5, std::chrono::seconds(60)).contains("Security-Token"));
}

void S3ClientTest::trustsWhatTheCaFileTrusts()
{
    const QTemporaryDir folder;
    const auto made = [&folder](const QByteArray &names) {
        const std::optional<LoopbackServer::Tls> tls = makeCertificate(names);
        const auto write = [&](const char *what, const QByteArray &content) {
            QFile file(folder.filePath(QString::fromLatin1(what) + QString::fromLatin1(names.toHex())));
            return file.open(QIODevice::WriteOnly) && file.write(content) > 0 ? file.fileName() : QString();
        };
        return tls ? std::pair(write("cert", tls->certificatePem), write("key", tls->keyPem))
                   : std::pair<QString, QString>();
    };
    const auto [certificate, key] = made("IP:127.0.0.1");
    const auto [other, otherKey] = made("IP:127.0.0.2");
    QVERIFY(!key.isEmpty() && !otherKey.isEmpty());
    const auto answers = [&](const QString &servedCertificate, const QString &servedKey,
                             const QString &trusted) {
        httplib::SSLServer server(servedCertificate.toLocal8Bit().constData(),
                                  servedKey.toLocal8Bit().constData());
        server.Get("/rushes", [](const httplib::Request &, httplib::Response &) {});
        const Running running(server);
        S3Settings settings = settingsOf(QStringLiteral("https://127.0.0.1:%1").arg(running.port()));
        settings.caFile = trusted;
        return S3Client(settings, {"AK", "SK", {}}, m_clock).check().has_value();
    };
    QVERIFY(answers(certificate, key, certificate));
    QVERIFY(!answers(certificate, key, QString())); // the system's
    QVERIFY(!answers(certificate, key, other));
    QVERIFY(!answers(other, otherKey, other)); // trusted, and of another host
    QVERIFY(!answers(certificate, key, folder.filePath(QStringLiteral("missing"))));
}

void S3ClientTest::saysWhyItCannotStart()
{
    httplib::Server server;
    QByteArray code;
    server.Get("/rushes", [&code](const httplib::Request &, httplib::Response &response) {
        response.status = code == "NoSuchBucket" ? 404 : 403;
        response.set_content(("<Error><Code>" + code + "</Code></Error>").toStdString(), "application/xml");
    });
    QString endpoint;
    {
        const Running running(server);
        endpoint = QStringLiteral("http://127.0.0.1:%1").arg(running.port());
        S3Client client(settingsOf(endpoint), {"AK", "hush", {}}, m_clock);
        QStringList messages;
        for (const char *said : {"NoSuchBucket", "SignatureDoesNotMatch", "AccessDenied"}) {
            code = said;
            const Served<void> checked = client.check();
            QVERIFY(!checked);
            QVERIFY(checked.error().message.contains(endpoint + QStringLiteral("/rushes")));
            QVERIFY(!checked.error().message.contains(QLatin1String("hush")));
            messages.append(checked.error().message);
        }
        QCOMPARE(messages.removeDuplicates(), 0);
    }
    S3Client client(settingsOf(endpoint), {"AK", "hush", {}}, m_clock);
    const Served<void> checked = client.check();
    QVERIFY(!checked);
    QVERIFY(checked.error().message.contains(QLatin1String("does not answer")));
}

// Swift answers 500 to it; no retry of the client's mends it.
void S3ClientTest::aNameThatIsTooLongForPartsIsTheClientsTrouble()
{
    const S3Client client(settingsOf(QStringLiteral("http://127.0.0.1:1")), {"AK", "SK", {}}, m_clock);
    const QByteArray body = "<Error><Code>InternalError</Code>"
                            "<Reason>Object name length of 1073 longer than 1024</Reason></Error>";
    const QByteArray url = client.address().objectUrl(QStringLiteral("k"), "uploads");
    QCOMPARE(client.errorOf({500, {{"X-Trans-Id", "tx1"}}, body}, url).code, ErrorCode::InvalidKey);
    QCOMPARE(client.errorOf({500, {}, body}, url).code, ErrorCode::StoreFailed);
}

void S3ClientTest::wrongRegionsAndClocksAreCorrectedOnce_data()
{
    QTest::addColumn<QStringList>("told");  // by the store, one after the other; empty: it takes the request
    QTest::addColumn<QByteArray>("region"); // that is signed for from then on
    QTest::addColumn<bool>("isTaken");
    const QString elsewhere = QStringLiteral("AuthorizationHeaderMalformed eu-west-3");
    const QString redirect = QStringLiteral("PermanentRedirect eu-west-3");
    const QString back = QStringLiteral("AuthorizationHeaderMalformed eu-west-1");
    const QString clock = QStringLiteral("RequestTimeTooSkewed");
    const QString taken;
    QTest::newRow("right") << QStringList{taken} << QByteArray("eu-west-1") << true;
    QTest::newRow("another region") << QStringList{elsewhere, taken} << QByteArray("eu-west-3") << true;
    QTest::newRow("redirected") << QStringList{redirect, taken} << QByteArray("eu-west-3") << true;
    QTest::newRow("another region and time")
        << QStringList{elsewhere, clock, taken} << QByteArray("eu-west-3") << true;
    QTest::newRow("another time and region")
        << QStringList{clock, elsewhere, taken} << QByteArray("eu-west-3") << true;
    QTest::newRow("its own word is wrong")
        << QStringList{elsewhere, elsewhere} << QByteArray("eu-west-3") << false;
    QTest::newRow("to and fro") << QStringList{elsewhere, back} << QByteArray("eu-west-3") << false;
    QTest::newRow("no region is told")
        << QStringList{QStringLiteral("PermanentRedirect a/b")} << QByteArray("eu-west-1") << false;
    QTest::newRow("not about the region")
        << QStringList{QStringLiteral("AccessDenied eu-west-3")} << QByteArray("eu-west-1") << false;
    QTest::newRow("the time is wrong for ever")
        << QStringList{clock, clock} << QByteArray("eu-west-1") << false;
}

void S3ClientTest::wrongRegionsAndClocksAreCorrectedOnce()
{
    QFETCH(QStringList, told);
    QFETCH(QByteArray, region);
    QFETCH(bool, isTaken);
    httplib::Server server;
    qsizetype asked = 0;
    QList<QByteArray> scopes;
    server.Get("/rushes", [&](const httplib::Request &request, httplib::Response &response) {
        scopes.append(QByteArray::fromStdString(request.get_header_value("Authorization")));
        const QString refusal = told.value(asked++);
        if (refusal.isEmpty())
            return;
        const QString code = refusal.section(QLatin1Char(' '), 0, 0);
        response.status = code == QLatin1String("PermanentRedirect")              ? 301
                          : code == QLatin1String("AuthorizationHeaderMalformed") ? 400
                                                                                  : 403;
        response.set_header("Date", "Sun, 29 Nov 2026 10:00:00 GMT");
        response.set_content(QStringLiteral("<Error><Code>%1</Code><Region>%2</Region></Error>")
                                 .arg(code, refusal.section(QLatin1Char(' '), 1))
                                 .toStdString(),
                             "application/xml");
    });
    const Running running(server);
    S3Client client(settingsOf(QStringLiteral("http://127.0.0.1:%1").arg(running.port())), {"AK", "SK", {}},
                    m_clock);
    QCOMPARE(client.check().has_value(), isTaken);
    QCOMPARE(asked, told.size());
    QVERIFY2(scopes.last().contains('/' + region + "/s3/"), scopes.last().constData());
    QVERIFY(client.presignedPut(client.address().objectUrl(QStringLiteral("k")), 5, std::chrono::seconds(60))
                .contains("%2F" + region + "%2Fs3%2F"));
}

QTEST_GUILESS_MAIN(S3ClientTest)
#include "s3_client_test.moc"
