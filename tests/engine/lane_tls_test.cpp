// The lanes over TLS: whom they trust, and that they trust nobody else.
#include "engine/transport/tls_trust.h"
#include "tests/engine/lane_fixture.h"
#include "tests/fakes/loopback_server.h"
#include "tests/fakes/test_certificate.h"

#include <QSslCertificate>
#include <QSslSocket>

using namespace gantry;
using namespace std::chrono_literals;

class LaneTlsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void trustsWhatTheCaFileSays();
    void keepsTheSystemsAuthorities();
    void trustsNothingElse();
    void trustIsNotShared();
    void checksTheName();
    void plainTextIsNoTls();
    void neverSendsABodyTwice();
    void upgradesNothing();

private:
    std::optional<LoopbackServer::Tls> m_certificate;
    LaneRequest trusting(LaneRequest request) const
    {
        request.caPem = m_certificate->certificatePem;
        return request;
    }
};

void LaneTlsTest::initTestCase()
{
    QVERIFY(QSslSocket::supportsSsl());
    m_certificate = makeCertificate("IP:127.0.0.1,DNS:localhost");
    QVERIFY(m_certificate);
}

void LaneTlsTest::trustsWhatTheCaFileSays()
{
    const QByteArray answer = patternBytes(1024 * 1024);
    LoopbackServer server([&](const RecordedRequest &) { return ServerAction::answerWith(200, answer); },
                          m_certificate);
    Carrier carrier;
    const QByteArray bytes = patternBytes(20'000'003);
    for (int round = 0; round < 2; ++round) {
        const LaneResult result = carrier.carry(trusting(putBytes(server.url(), bytes)));
        VERIFY_ANSWERED(result, 200);
        QVERIFY(result.answer->body == answer);
        QCOMPARE(server.requests().last().bodyMd5, digestOf(DigestKind::Md5, bytes));
    }
    QCOMPARE(server.requests().size(), 2);
}

void LaneTlsTest::keepsTheSystemsAuthorities()
{
    const Expected<QSslConfiguration> trust = tlsTrust(m_certificate->certificatePem);
    QVERIFY(trust);
    const QList<QSslCertificate> trusted = trust->caCertificates();
    for (const QSslCertificate &certificate : QSslConfiguration::systemCaCertificates())
        QVERIFY(trusted.contains(certificate));
    QVERIFY(trusted.contains(QSslCertificate(m_certificate->certificatePem)));
    QCOMPARE(trust->peerVerifyMode(), QSslSocket::AutoVerifyPeer);
}

void LaneTlsTest::trustsNothingElse()
{
    LoopbackServer server({}, m_certificate);
    const std::optional<LoopbackServer::Tls> other = makeCertificate("IP:127.0.0.1");
    QVERIFY(other);
    Carrier carrier;
    LaneRequest request = putBytes(server.url("/part?signature=abc"), patternBytes(100'000));
    for (const QByteArray &caPem : {QByteArray(), other->certificatePem}) {
        request.caPem = caPem;
        const LaneResult result = carrier.carry(request);
        COMPARE_FAILURE(result, FailureKind::TlsUntrusted);
        const QString message = result.answer.error().message;
        QVERIFY2(message.contains(QStringLiteral("127.0.0.1:%1").arg(server.port())), qPrintable(message));
        QVERIFY2(message.contains(QLatin1String("self-signed")), qPrintable(message));
        QVERIFY(!message.contains(QLatin1String("abc")));
        QCOMPARE(result.bodyBytesSent, 0);
    }
    QCOMPARE(server.requests().size(), 0);
}

// Qt keeps open connections by host and port only: one opened on a certificate that a call trusts would serve
// calls that do not.
void LaneTlsTest::trustIsNotShared()
{
    LoopbackServer server({}, m_certificate);
    Carrier carrier(1);
    VERIFY_ANSWERED(carrier.carry(trusting(plainCall(HttpMethod::Get, server.url()))), 200);
    COMPARE_FAILURE(carrier.carry(plainCall(HttpMethod::Get, server.url())), FailureKind::TlsUntrusted);
    VERIFY_ANSWERED(carrier.carry(trusting(plainCall(HttpMethod::Get, server.url()))), 200);
    QCOMPARE(server.requests().size(), 2);
}

void LaneTlsTest::checksTheName()
{
    const std::optional<LoopbackServer::Tls> elsewhere = makeCertificate("DNS:elsewhere.example");
    QVERIFY(elsewhere);
    LoopbackServer server({}, elsewhere);
    Carrier carrier(1);
    LaneRequest request = plainCall(HttpMethod::Get, server.url());
    request.caPem = elsewhere->certificatePem;
    COMPARE_FAILURE(carrier.carry(request), FailureKind::TlsUntrusted);
    QCOMPARE(server.requests().size(), 0);
}

void LaneTlsTest::plainTextIsNoTls()
{
    LoopbackServer server;
    Carrier carrier(1);
    QByteArray url = server.url();
    url.replace("http:", "https:");
    LaneRequest request = inlineCall(HttpMethod::Put, url, "body");
    COMPARE_FAILURE(carrier.carry(request), FailureKind::TlsUntrusted);
    QCOMPARE(server.requests().size(), 0);
}

void LaneTlsTest::neverSendsABodyTwice()
{
    for (const ServerAction &action :
         {ServerAction::closeAtHeaders(), ServerAction::closeMidBody(2), ServerAction::loseAnswer()}) {
        LoopbackServer server([&](const RecordedRequest &) { return action; }, m_certificate);
        Carrier carrier(1);
        COMPARE_FAILURE(carrier.carry(trusting(inlineCall(HttpMethod::Post, server.url(), "body"))),
                        FailureKind::ConnectionLost);
        COMPARE_FAILURE(carrier.carry(trusting(putBytes(server.url(), patternBytes(2'000'000)))),
                        FailureKind::ConnectionLost);
        QCOMPARE(server.requests().size(), 2);
    }
}

// Strict-Transport-Security is for browsers: an address in a destination means what it says.
void LaneTlsTest::upgradesNothing()
{
    LoopbackServer secure(
        [](const RecordedRequest &) {
            return ServerAction::answerWith(
                200, {}, {{"Strict-Transport-Security", "max-age=31536000; includeSubDomains"}});
        },
        m_certificate);
    LoopbackServer plain;
    Carrier carrier(1);
    const auto byName = [](QByteArray url) { return url.replace("127.0.0.1", "localhost"); };
    for (int round = 0; round < 2; ++round) {
        VERIFY_ANSWERED(carrier.carry(trusting(plainCall(HttpMethod::Get, byName(secure.url())))), 200);
        VERIFY_ANSWERED(carrier.carry(trusting(plainCall(HttpMethod::Get, byName(plain.url())))), 200);
    }
    QCOMPARE(plain.requests().size(), 2);
}

QTEST_GUILESS_MAIN(LaneTlsTest)
#include "lane_tls_test.moc"
