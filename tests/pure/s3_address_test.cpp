// Where a bucket and its objects are, by settings.
#include "engine/protocol/s3/s3_address.h"

#include <QTest>

using namespace gantry;

namespace {

DestinationSettings settings(const QString &endpoint, const QString &bucket,
                             const QMap<QString, QString> &more = {})
{
    DestinationSettings made;
    made.kind = QStringLiteral("s3");
    made.fields = more;
    made.fields.insert(s3::fieldEndpoint, endpoint);
    made.fields.insert(s3::fieldBucket, bucket);
    return made;
}

const QMap<QString, QString> pathStyle{{s3::fieldPathStyle, QStringLiteral("true")}};
const QMap<QString, QString> virtualHost{{s3::fieldVirtualHost, QStringLiteral("true")}};

} // namespace

class S3AddressTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void styles_data();
    void styles();
    void regions();
    void keysAreEncodedAsTheyAre();
    void badSettingsAreNamed_data();
    void badSettingsAreNamed();
    void keysHaveBounds();
};

void S3AddressTest::styles_data()
{
    QTest::addColumn<DestinationSettings>("of");
    QTest::addColumn<QByteArray>("bucket");
    QTest::addColumn<QByteArray>("object");
    const QString amazon = QStringLiteral("https://s3.eu-central-1.amazonaws.com");
    const QString ceph = QStringLiteral("http://127.0.0.1:7480/");
    const QString b = QStringLiteral("rushes");
    QTest::newRow("Amazon") << settings(amazon, b)
                            << QByteArray("https://rushes.s3.eu-central-1.amazonaws.com/")
                            << QByteArray("https://rushes.s3.eu-central-1.amazonaws.com/a/b");
    QTest::newRow("Amazon, path style")
        << settings(amazon, b, pathStyle) << QByteArray("https://s3.eu-central-1.amazonaws.com/rushes")
        << QByteArray("https://s3.eu-central-1.amazonaws.com/rushes/a/b");
    QTest::newRow("Amazon, dotted bucket")
        << settings(amazon, QStringLiteral("a.b")) << QByteArray("https://s3.eu-central-1.amazonaws.com/a.b")
        << QByteArray("https://s3.eu-central-1.amazonaws.com/a.b/a/b");
    QTest::newRow("Ceph") << settings(ceph, b) << QByteArray("http://127.0.0.1:7480/rushes")
                          << QByteArray("http://127.0.0.1:7480/rushes/a/b");
    QTest::newRow("virtual host by request")
        << settings(QStringLiteral("https://store.example:9000"), b, virtualHost)
        << QByteArray("https://rushes.store.example:9000/")
        << QByteArray("https://rushes.store.example:9000/a/b");
    QTest::newRow("below a path") << settings(QStringLiteral("https://gate.example/s3/"), b)
                                  << QByteArray("https://gate.example/s3/rushes")
                                  << QByteArray("https://gate.example/s3/rushes/a/b");
}

void S3AddressTest::styles()
{
    QFETCH(DestinationSettings, of);
    QFETCH(QByteArray, bucket);
    QFETCH(QByteArray, object);
    QVERIFY(s3::validateAddress(of));
    const s3::Address address(of);
    QCOMPARE(address.bucketUrl(), bucket);
    QCOMPARE(address.bucketUrl("uploads"), bucket + "?uploads");
    QCOMPARE(address.objectUrl(QStringLiteral("a/b")), object);
    QCOMPARE(address.objectUrl(QStringLiteral("a/b"), "uploadId=x"), object + "?uploadId=x");
}

void S3AddressTest::regions()
{
    const auto regionOf = [](const QString &endpoint, const QMap<QString, QString> &more = {}) {
        return s3::Address(settings(endpoint, QStringLiteral("b"), more)).region();
    };
    QCOMPARE(regionOf(QStringLiteral("https://s3.eu-central-1.amazonaws.com")), QByteArray("eu-central-1"));
    QCOMPARE(regionOf(QStringLiteral("https://s3.amazonaws.com")), QByteArray("us-east-1"));
    QCOMPARE(regionOf(QStringLiteral("https://store.example")), QByteArray("us-east-1"));
    QCOMPARE(regionOf(QStringLiteral("https://s3.eu-central-1.amazonaws.com"),
                      {{s3::fieldRegion, QStringLiteral("ap-south-1")}}),
             QByteArray("ap-south-1"));
}

// Never normalised: a composed and a decomposed e with an accent are two keys.
void S3AddressTest::keysAreEncodedAsTheyAre()
{
    const s3::Address address(settings(QStringLiteral("https://h"), QStringLiteral("b"),
                                       {{s3::fieldPrefix, QStringLiteral("p q/")}}));
    const auto url = [&](const QString &name) { return address.objectUrl(address.keyOf(name)); };
    QCOMPARE(url(QStringLiteral("a b+%é\"'#?.mov")),
             QByteArray("https://h/b/p%20q/a%20b%2B%25%C3%A9%22%27%23%3F.mov"));
    QCOMPARE(url(QString::fromUtf8("e\xcc\x81")), QByteArray("https://h/b/p%20q/e%CC%81"));
    QCOMPARE(url(QString::fromUtf8("\xf0\x9f\x8e\xac\n-x")),
             QByteArray("https://h/b/p%20q/%F0%9F%8E%AC%0A-x"));
    QCOMPARE(url(QStringLiteral("a//b")), QByteArray("https://h/b/p%20q/a//b"));
}

void S3AddressTest::badSettingsAreNamed_data()
{
    QTest::addColumn<DestinationSettings>("of");
    QTest::addColumn<QString>("names");
    const QString good = QStringLiteral("https://h");
    const QString b = QStringLiteral("b");
    QTest::newRow("no scheme") << settings(QStringLiteral("h:9000"), b) << QStringLiteral("endpoint");
    QTest::newRow("other scheme") << settings(QStringLiteral("s3://b"), b) << QStringLiteral("endpoint");
    QTest::newRow("password") << settings(QStringLiteral("https://u:p@h"), b) << QStringLiteral("user name");
    QTest::newRow("bucket with a slash") << settings(good, QStringLiteral("a/b")) << QStringLiteral("bucket");
    QTest::newRow("no bucket") << settings(good, {}) << QStringLiteral("bucket");
    QTest::newRow("bucket of dots") << settings(good, QStringLiteral("..")) << QStringLiteral("bucket");
    QTest::newRow("region with a blank")
        << settings(good, b, {{s3::fieldRegion, QStringLiteral("eu west")}}) << QStringLiteral("region");
    QTest::newRow("prefix that climbs")
        << settings(good, b, {{s3::fieldPrefix, QStringLiteral("../")}}) << QStringLiteral("\"..\"");
    QMap<QString, QString> both = pathStyle;
    both.insert(virtualHost);
    QTest::newRow("both styles") << settings(good, b, both) << QStringLiteral("style");
}

void S3AddressTest::badSettingsAreNamed()
{
    QFETCH(DestinationSettings, of);
    QFETCH(QString, names);
    const Expected<void> valid = s3::validateAddress(of);
    QVERIFY(!valid);
    QCOMPARE(valid.error().kind, FailureKind::InvalidInput);
    QVERIFY2(valid.error().message.contains(names, Qt::CaseInsensitive), qPrintable(valid.error().message));
}

void S3AddressTest::keysHaveBounds()
{
    QVERIFY(s3::validateKey(QString(1024, QLatin1Char('k'))));
    QVERIFY(!s3::validateKey(QString(1025, QLatin1Char('k'))));
    QVERIFY(s3::validateKey(QString(512, QChar(0xe9)))); // two bytes each
    QVERIFY(!s3::validateKey(QString(513, QChar(0xe9))));
    QVERIFY(!s3::validateKey({}));
    QVERIFY(!s3::validateKey(QStringLiteral("a/../b")));
    QVERIFY(!s3::validateKey(QStringLiteral("./b")));
    QVERIFY(s3::validateKey(QStringLiteral("a/..b/.c")));
}

QTEST_APPLESS_MAIN(S3AddressTest)
#include "s3_address_test.moc"
