// Signatures of the examples that AWS publishes
// (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and
// sigv4-query-string-auth.html).
#include "engine/hashing/digests.h"
#include "engine/protocol/s3/sigv4.h"

#include <QTest>

using namespace gantry;

namespace {

const s3::Credentials example{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}};
constexpr qint64 exampleMs = 1'369'353'600'000; // 2013-05-24T00:00:00Z
const QByteArray host = "https://examplebucket.s3.amazonaws.com";

HttpCall call(HttpMethod method, const QByteArray &pathAndQuery, const HttpHeaders &headers = {})
{
    HttpCall made;
    made.method = method;
    made.url = host + pathAndQuery;
    made.headers = headers;
    return made;
}

QByteArray hashOf(const QByteArray &body)
{
    return digestOf(DigestKind::Sha256, body).toHex();
}

} // namespace

class S3SignatureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headers_data();
    void headers();
    void allIsSigned();
    void presignedUrl();
    void presignedUrlOfAPart();
    void queryIsSortedByName();
    void portIsSignedWhereItIsNotTheSchemes();
    void encoding();
};

void S3SignatureTest::headers_data()
{
    QTest::addColumn<int>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("signature");
    QTest::newRow("get an object's beginning")
        << int(HttpMethod::Get) << QByteArray("/test.txt") << QByteArray("Range") << QByteArray("bytes=0-9")
        << QByteArray() << QByteArray("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    QTest::newRow("a bucket's lifecycle")
        << int(HttpMethod::Get) << QByteArray("/?lifecycle") << QByteArray() << QByteArray() << QByteArray()
        << QByteArray("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    QTest::newRow("list objects") << int(HttpMethod::Get) << QByteArray("/?max-keys=2&prefix=J")
                                  << QByteArray() << QByteArray() << QByteArray()
                                  << QByteArray(
                                         "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

void S3SignatureTest::headers()
{
    QFETCH(int, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, signature);
    HttpCall made = call(static_cast<HttpMethod>(method), path);
    if (!header.isEmpty())
        made.headers.append(HttpHeader{header, value});
    s3::sign(made, example, "us-east-1", hashOf(body), exampleMs);
    const QByteArray authorization = headerValue(made.headers, "Authorization");
    QVERIFY2(authorization.endsWith("Signature=" + signature), authorization.constData());
    QVERIFY(authorization.startsWith(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"));
    QCOMPARE(headerValue(made.headers, "x-amz-date"), QByteArray("20130524T000000Z"));
}

// "PUT Object" of the examples: a header with spaces, a key that needs encoding, a body.
void S3SignatureTest::allIsSigned()
{
    HttpCall made =
        call(HttpMethod::Put, "/test%24file.text",
             {{"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}});
    s3::sign(made, example, "us-east-1", hashOf("Welcome to Amazon S3."), exampleMs);
    const QByteArray authorization = headerValue(made.headers, "Authorization");
    QVERIFY2(
        authorization.endsWith("SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,"
                               "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        authorization.constData());

    const s3::Credentials temporary{example.accessKey, example.secretKey, "of-a-session"};
    HttpCall other = call(HttpMethod::Get, "/test.txt");
    s3::sign(other, temporary, "us-east-1", s3::unsignedPayload, exampleMs);
    QCOMPARE(headerValue(other.headers, "x-amz-security-token"), QByteArray("of-a-session"));
    QVERIFY(headerValue(other.headers, "Authorization")
                .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,"));
    for (const HttpHeader &header : other.headers)
        QVERIFY(!header.value.contains(example.secretKey));
}

void S3SignatureTest::presignedUrl()
{
    const QByteArray url = s3::presigned(HttpMethod::Get, host + "/test.txt", {}, example, "us-east-1",
                                         std::chrono::seconds(86'400), exampleMs);
    QCOMPARE(url, host + "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                         "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                         "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                         "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

void S3SignatureTest::presignedUrlOfAPart()
{
    const auto of = [](int part, qint64 length) {
        return s3::presigned(HttpMethod::Put,
                             host + "/a?partNumber=" + QByteArray::number(part) + "&uploadId=u",
                             {{"Content-Length", QByteArray::number(length)}}, example, "us-east-1",
                             std::chrono::seconds(60), exampleMs);
    };
    QVERIFY(of(1, 5).contains("&X-Amz-SignedHeaders=content-length%3Bhost&"));
    const auto signature = [](const QByteArray &url) { return url.mid(url.indexOf("X-Amz-Signature=")); };
    QVERIFY(signature(of(1, 5)) != signature(of(2, 5)));
    QVERIFY(signature(of(1, 5)) != signature(of(1, 6)));
    QCOMPARE(of(1, 5), of(1, 5));
}

void S3SignatureTest::queryIsSortedByName()
{
    // The order on the wire is the caller's; the signature is the same.
    HttpCall a = call(HttpMethod::Get, "/?prefix=J&max-keys=2");
    HttpCall b = call(HttpMethod::Get, "/?max-keys=2&prefix=J");
    HttpCall c = call(HttpMethod::Get, "/?a-b=1&a=2");
    HttpCall d = call(HttpMethod::Get, "/?a=2&a-b=1");
    for (HttpCall *each : {&a, &b, &c, &d})
        s3::sign(*each, example, "us-east-1", hashOf({}), exampleMs);
    QCOMPARE(headerValue(a.headers, "Authorization"), headerValue(b.headers, "Authorization"));
    QCOMPARE(headerValue(c.headers, "Authorization"), headerValue(d.headers, "Authorization"));
}

void S3SignatureTest::portIsSignedWhereItIsNotTheSchemes()
{
    const auto signedBy = [](const QByteArray &url) {
        HttpCall made;
        made.url = url;
        s3::sign(made, example, "us-east-1", hashOf({}), exampleMs);
        return headerValue(made.headers, "Authorization");
    };
    QCOMPARE(signedBy("https://store.example:443/b"), signedBy("https://store.example/b"));
    QCOMPARE(signedBy("http://store.example:80/b"), signedBy("http://store.example/b"));
    QVERIFY(signedBy("https://store.example:80/b") != signedBy("https://store.example/b"));
    QCOMPARE(signedBy("https://store.example"), signedBy("https://store.example/"));
}

void S3SignatureTest::encoding()
{
    QCOMPARE(s3::uriEncodedPath(QStringLiteral("a b+c%d/é\"'~-_.!*(),;=@:&$?#\n").toUtf8()),
             QByteArray("a%20b%2Bc%25d/%C3%A9%22%27~-_.%21%2A%28%29%2C%3B%3D%40%3A%26%24%3F%23%0A"));
    QCOMPARE(s3::uriEncoded("a/b"), QByteArray("a%2Fb"));
}

QTEST_APPLESS_MAIN(S3SignatureTest)
#include "s3_signature_test.moc"
