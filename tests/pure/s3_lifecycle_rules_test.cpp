// What a bucket's rules say of unfinished uploads, and that setting ours changes no other.
#include "engine/protocol/s3/s3_lifecycle_rules.h"

#include <QTest>

using namespace gantry;
using s3::XmlElement;

namespace {

const QByteArray xmlns = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

QByteArray configuration(const QByteArray &rules)
{
    return "<LifecycleConfiguration" + xmlns + '>' + rules + "</LifecycleConfiguration>";
}

QByteArray abortRule(const QByteArray &where, int days, const QByteArray &status = "Enabled",
                     const QByteArray &id = "theirs")
{
    return "<Rule><ID>" + id + "</ID>" + where + "<Status>" + status +
           "</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>" + QByteArray::number(days) +
           "</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>";
}

const QByteArray expiry =
    "<Rule><ID>old dailies &amp; more</ID><Filter><And><Prefix>dailies/</Prefix><Tag><Key>keep</Key>"
    "<Value>no</Value></Tag></And></Filter><Status>Disabled</Status>"
    "<Expiration><Days>30</Days></Expiration></Rule>";

XmlElement read(const QByteArray &xml)
{
    const Expected<XmlElement> root = s3::readXml(xml);
    return root ? *root : XmlElement();
}

bool same(const XmlElement &a, const XmlElement &b)
{
    return a.name == b.name && a.text == b.text &&
           std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(), same);
}

} // namespace

class S3LifecycleRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsAfterHowManyDays_data();
    void tellsAfterHowManyDays();
    void othersStayAsTheyAre();
    void oursIsReplaced();
    void eachPrefixHasItsOwn();
    void speaksTheFormThatIsThere();
    void documents();
};

void S3LifecycleRulesTest::tellsAfterHowManyDays_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<int>("days"); // 0: never
    const QByteArray everywhere = "<Filter><Prefix></Prefix></Filter>";
    QTest::newRow("no rules") << QByteArray() << 0;
    QTest::newRow("of all keys") << abortRule(everywhere, 7) << 7;
    QTest::newRow("empty filter") << abortRule("<Filter/>", 7) << 7;
    QTest::newRow("neither filter nor prefix") << abortRule("", 7) << 7;
    QTest::newRow("of our prefix") << abortRule("<Filter><Prefix>rushes/</Prefix></Filter>", 3) << 3;
    QTest::newRow("of a part of it") << abortRule("<Filter><Prefix>rushes/day1/</Prefix></Filter>", 3) << 0;
    QTest::newRow("of another") << abortRule("<Filter><Prefix>masters/</Prefix></Filter>", 3) << 0;
    QTest::newRow("old form") << abortRule("<Prefix>rush</Prefix>", 5) << 5;
    QTest::newRow("old form, another") << abortRule("<Prefix>x</Prefix>", 5) << 0;
    QTest::newRow("switched off") << abortRule(everywhere, 7, "Disabled") << 0;
    QTest::newRow("by tag") << abortRule("<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>", 7) << 0;
    QTest::newRow("by size") << abortRule("<Filter><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></Filter>",
                                          7)
                             << 0;
    QTest::newRow("of finished objects") << expiry << 0;
    QTest::newRow("the soonest") << abortRule(everywhere, 30) + abortRule("<Prefix>rushes/</Prefix>", 2) << 2;
    QTest::newRow("no number") << QByteArray(abortRule(everywhere, 7)).replace(">7<", ">soon<") << 0;
    QTest::newRow("no day at all") << abortRule(everywhere, 0) << 0;
}

void S3LifecycleRulesTest::tellsAfterHowManyDays()
{
    QFETCH(QByteArray, rules);
    QFETCH(int, days);
    const XmlElement all = read(configuration(rules));
    QCOMPARE(s3::abortAfterDays(all, QStringLiteral("rushes/")).value_or(0), days);
}

void S3LifecycleRulesTest::othersStayAsTheyAre()
{
    const XmlElement before =
        read(configuration(expiry + abortRule("<Filter><Prefix>a</Prefix></Filter>", 9)));
    const QByteArray text = s3::withAbortRule(before, QStringLiteral("rushes/"), 7);
    QVERIFY(text.startsWith("<LifecycleConfiguration" + xmlns + '>'));
    const XmlElement after = read(text);
    QCOMPARE(after.children.size(), 3);
    QVERIFY(same(after.children[0], before.children[0]));
    QVERIFY(same(after.children[1], before.children[1]));
    QCOMPARE(s3::abortAfterDays(after, QStringLiteral("rushes/")), 7);
    QVERIFY(!s3::abortAfterDays(after, QStringLiteral("masters/")));
}

void S3LifecycleRulesTest::oursIsReplaced()
{
    const QString prefix = QStringLiteral("rushes <&> \"ü\"/");
    const XmlElement first = read(s3::withAbortRule(read(configuration(expiry)), prefix, 7));
    const XmlElement second = read(s3::withAbortRule(first, prefix, 14)); // not the sooner of two
    QCOMPARE(second.children.size(), 2);
    QCOMPARE(s3::abortAfterDays(second, prefix), 14);
}

void S3LifecycleRulesTest::eachPrefixHasItsOwn()
{
    const XmlElement first = read(s3::withAbortRule(read(configuration({})), QStringLiteral("a/"), 3));
    const XmlElement both = read(s3::withAbortRule(first, QStringLiteral("b/"), 5));
    QCOMPARE(s3::abortAfterDays(both, QStringLiteral("a/")), 3);
    QCOMPARE(s3::abortAfterDays(both, QStringLiteral("b/")), 5);
    QVERIFY(!s3::abortAfterDays(both, QString()));
}

// Amazon refuses a bucket whose rules have their prefixes in different places.
void S3LifecycleRulesTest::speaksTheFormThatIsThere()
{
    const XmlElement old = read(configuration(abortRule("<Prefix>x/</Prefix>", 9)));
    const XmlElement after = read(s3::withAbortRule(old, QStringLiteral("rushes/"), 7));
    QCOMPARE(after.children.size(), 2);
    QVERIFY(!after.children[1].child(QLatin1String("Filter")));
    QCOMPARE(after.children[1].textOf(QLatin1String("Prefix")), QStringLiteral("rushes/"));
    QCOMPARE(s3::abortAfterDays(after, QStringLiteral("rushes/")), 7);
}

void S3LifecycleRulesTest::documents()
{
    const QByteArray xml = configuration(expiry);
    const auto rules = s3::readLifecycle(
        s3::lifecycleDocument({200, {{s3::transitionDefaultHeader, "varies_by_storage_class"}}, xml}));
    QVERIFY(rules);
    QCOMPARE(rules->transitionDefault, QByteArray("varies_by_storage_class"));
    QVERIFY(same(rules->configuration, read(xml)));
    const auto plain = s3::readLifecycle(s3::lifecycleDocument({200, {}, "<?xml version=\"1.0\"?>\n" + xml}));
    QVERIFY(plain);
    QVERIFY(plain->transitionDefault.isEmpty());
    QVERIFY(s3::readLifecycle(s3::noLifecycle())->configuration.children.isEmpty());
    for (const QByteArray &damaged : {QByteArray(), QByteArray("\n"), '\n' + xml.chopped(9),
                                      QByteArray("\n<html/>"), "\n<!DOCTYPE x>" + xml}) {
        const auto refused = s3::readLifecycle(damaged);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, FailureKind::ProtocolViolation);
    }
}

QTEST_APPLESS_MAIN(S3LifecycleRulesTest)
#include "s3_lifecycle_rules_test.moc"
