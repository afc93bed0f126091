// What a store may answer, and what it must not get away with.
#include "engine/protocol/s3/s3_xml.h"
#include "tests/pure/damage.h"

#include <QTest>

using namespace gantry;

namespace {

const QByteArray partsPage =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<ListPartsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Bucket>b</Bucket><Key>a&amp;b</Key>"
    "<IsTruncated>true</IsTruncated><NextPartNumberMarker>2</NextPartNumberMarker>\n"
    "  <Part><PartNumber>1</PartNumber><ETag>&quot;aa&quot;</ETag><Size>5242880</Size></Part>\n"
    "  <Part><PartNumber>2</PartNumber><ETag>\"bb\"</ETag><Size>5242880</Size></Part>\n"
    "</ListPartsResult>";

QByteArray nested(int levels)
{
    return QByteArray("<a>").repeated(levels) + QByteArray("</a>").repeated(levels);
}

} // namespace

class S3XmlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatStoresSend();
    void takesWhiteSpaceBeforeTheDocument();
    void refuses_data();
    void refuses();
    void depthAndLengthAreBounded();
    void damageIsNeverASuccessOfAnotherShape();
    void writesTheCompletion();
};

void S3XmlTest::readsWhatStoresSend()
{
    const Expected<s3::XmlElement> root = s3::readXml(partsPage);
    QVERIFY(root);
    QCOMPARE(root->name, QStringLiteral("ListPartsResult"));
    QCOMPARE(root->text, QString());
    QCOMPARE(root->textOf(QLatin1String("Key")), QStringLiteral("a&b"));
    QCOMPARE(root->textOf(QLatin1String("Missing")), QString());
    const QList<s3::XmlElement> parts = root->all(QLatin1String("Part"));
    QCOMPARE(parts.size(), 2);
    QCOMPARE(parts[0].textOf(QLatin1String("ETag")), QStringLiteral("\"aa\""));
    QCOMPARE(parts[1].textOf(QLatin1String("Size")), QStringLiteral("5242880"));
    QVERIFY(!root->child(QLatin1String("Size")));
}

// CompleteMultipartUpload keeps the connection alive with it.
void S3XmlTest::takesWhiteSpaceBeforeTheDocument()
{
    QVERIFY(s3::readXml("   \n\n \r\n" + partsPage));
    QVERIFY(s3::readXml(partsPage + "\n"));
}

void S3XmlTest::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("blanks") << QByteArray("  \n ");
    QTest::newRow("text") << QByteArray("ok");
    QTest::newRow("JSON") << QByteArray(R"({"a":1})");
    QTest::newRow("cut short") << partsPage.left(partsPage.size() / 2);
    QTest::newRow("cut before the end tag") << partsPage.chopped(3);
    QTest::newRow("two roots") << QByteArray("<a/><b/>");
    QTest::newRow("more after the root") << QByteArray("<a/>more");
    QTest::newRow("wrong end") << QByteArray("<a></b>");
    QTest::newRow("document type") << QByteArray("<!DOCTYPE a><a/>");
    QTest::newRow("entity of its own")
        << QByteArray("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>");
    QTest::newRow("entity within the body")
        << QByteArray("<x><!DOCTYPE y SYSTEM \"file:///etc/passwd\"></x>");
    QTest::newRow("unknown entity") << QByteArray("<x>&nbsp;</x>");
    QTest::newRow("no UTF-8") << QByteArray("<x>\xff\xfe</x>");
    QTest::newRow("control character") << QByteArray("<x>\x01</x>");
}

void S3XmlTest::refuses()
{
    QFETCH(QByteArray, body);
    const Expected<s3::XmlElement> root = s3::readXml(body);
    QVERIFY(!root);
    QCOMPARE(root.error().kind, FailureKind::ProtocolViolation);
    QVERIFY(!root.error().message.isEmpty() && root.error().message.size() < 500);
}

void S3XmlTest::depthAndLengthAreBounded()
{
    QVERIFY(s3::readXml(nested(8)));
    QVERIFY(!s3::readXml(nested(9)));
    QVERIFY(!s3::readXml(nested(100'000)));
    QVERIFY(s3::readXml("<a>" + QByteArray("<b/>").repeated(40'000) + "</a>"));
    QVERIFY(!s3::readXml("<a>" + QByteArray("<b/>").repeated(60'000) + "</a>"));
}

// Ten thousand damaged pages: whatever is made of them ends, and what parses is still one document.
void S3XmlTest::damageIsNeverASuccessOfAnotherShape()
{
    QRandomGenerator dice(20'130'524);
    for (int round = 0; round < 10'000; ++round) {
        const Expected<s3::XmlElement> root = s3::readXml(damaged(partsPage, dice));
        if (root)
            QVERIFY(!root->name.isEmpty());
        else
            QCOMPARE(root.error().kind, FailureKind::ProtocolViolation);
    }
}

void S3XmlTest::writesTheCompletion()
{
    const QByteArray body = s3::completeBody({{1, {"\"aa\"", {}}}, {12, {"b&<", {}}}});
    const Expected<s3::XmlElement> root = s3::readXml(body);
    QVERIFY(root);
    QCOMPARE(root->name, QStringLiteral("CompleteMultipartUpload"));
    QVERIFY(body.contains("xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""));
    const QList<s3::XmlElement> parts = root->all(QLatin1String("Part"));
    QCOMPARE(parts.size(), 2);
    QCOMPARE(parts[0].textOf(QLatin1String("PartNumber")), QStringLiteral("1"));
    QCOMPARE(parts[0].textOf(QLatin1String("ETag")), QStringLiteral("\"aa\""));
    QCOMPARE(parts[1].textOf(QLatin1String("ETag")), QStringLiteral("b&<"));
}

QTEST_APPLESS_MAIN(S3XmlTest)
#include "s3_xml_test.moc"
