#include "engine/planning/resume_plan.h"

#include <QTest>

using namespace gantry;
using Verdict = PartFinding::Verdict;

namespace {

const ChunkPlan plan{25 * MiB, 10 * MiB, 3};
const QByteArray md5 = QByteArray::fromHex("900150983cd24fb0d6963f7d28e17f72");
const QByteArray etag = "\"900150983cd24fb0d6963f7d28e17f72\"";

StoredRange part(int number, const QByteArray &tag = etag)
{
    return {plan.rangeOf(number), true, tag};
}

} // namespace

class ResumePlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aListedPartIsComparedUnlessItsReceiptMayBeBelieved();
    void anotherEtagIsNeverBelieved();
    void anotherSizeIsSentAgain();
    void aReceiptThatTheServerDoesNotListIsForgotten();
    void anOffsetCoversPartsAndABeginning();
    void oddRangesDoNoHarm();
    void theModeFollowsSizeAndCertainty();
    void comparesWithWhatTheEtagCanProve();
    void anOpaqueEtagProvesNothingByItself();
};

void ResumePlanTest::aListedPartIsComparedUnlessItsReceiptMayBeBelieved()
{
    const QMap<int, Receipt> receipts{{2, {etag, md5}}};
    ResumePlan full = planResume(plan, {part(1), part(2)}, receipts, false);
    QCOMPARE(full.findings.size(), 2);
    QCOMPARE(full.findings[0].verdict, Verdict::Compare);
    QCOMPARE(full.findings[1].verdict, Verdict::Compare);
    QVERIFY(full.receiptsToForget.isEmpty());

    ResumePlan fast = planResume(plan, {part(1), part(2)}, receipts, true);
    QCOMPARE(fast.findings[0].verdict, Verdict::Compare); // no receipt of ours
    QCOMPARE(fast.findings[1].verdict, Verdict::Believe);
}

void ResumePlanTest::anotherEtagIsNeverBelieved()
{
    const ResumePlan resume = planResume(plan, {part(1, "\"other\"")}, {{1, {etag, md5}}}, true);
    QCOMPARE(resume.findings.size(), 1);
    QCOMPARE(resume.findings[0].verdict, Verdict::Compare);
}

void ResumePlanTest::anotherSizeIsSentAgain()
{
    StoredRange shorter = part(1);
    shorter.range.length -= 1;
    StoredRange longer = part(2);
    longer.range.length += 1;
    const ResumePlan resume = planResume(plan, {shorter, longer, part(3)}, {{1, {etag, md5}}}, true);
    QCOMPARE(resume.findings.size(), 1);
    QCOMPARE(resume.findings[0].partNumber, 3);
    QCOMPARE(resume.receiptsToForget, QList<int>{1});
}

void ResumePlanTest::aReceiptThatTheServerDoesNotListIsForgotten()
{
    const ResumePlan resume = planResume(plan, {part(2)}, {{1, {etag, md5}}, {2, {etag, md5}}}, true);
    QCOMPARE(resume.receiptsToForget, QList<int>{1});
}

void ResumePlanTest::anOffsetCoversPartsAndABeginning()
{
    const StoredRange offset{{0, 13 * MiB}, true, {}};
    const ResumePlan resume = planResume(plan, {offset}, {{1, {{}, md5}}}, true);
    QCOMPARE(resume.findings.size(), 2);
    QCOMPARE(resume.findings[0].verdict, Verdict::Believe);
    QCOMPARE(resume.findings[1], (PartFinding{2, Verdict::Prefix, {}, 3 * MiB}));
}

void ResumePlanTest::oddRangesDoNoHarm()
{
    const QList<StoredRange> odd{
        {{-5, 10}, true, {}}, {{0, -1}, true, {}}, {{26 * MiB, 10}, true, {}}, {{3, 5}, true, etag}};
    QVERIFY(planResume(plan, odd, {}, true).findings.isEmpty());
    const ChunkPlan empty{0, 10 * MiB, 1};
    const ResumePlan resume = planResume(empty, {{{0, 0}, true, etag}}, {}, false);
    QCOMPARE(resume.findings.size(), 1);
}

void ResumePlanTest::theModeFollowsSizeAndCertainty()
{
    QCOMPARE(effectiveMode(VerifyMode::Automatic, GiB - 1, false), VerifyMode::Full);
    QCOMPARE(effectiveMode(VerifyMode::Automatic, GiB, false), VerifyMode::Fast);
    QCOMPARE(effectiveMode(VerifyMode::Fast, 1, false), VerifyMode::Fast);
    QCOMPARE(effectiveMode(VerifyMode::Full, TiB, false), VerifyMode::Full);
    for (const VerifyMode mode : {VerifyMode::Automatic, VerifyMode::Fast, VerifyMode::Full})
        QCOMPARE(effectiveMode(mode, TiB, true), VerifyMode::Full);
}

void ResumePlanTest::comparesWithWhatTheEtagCanProve()
{
    const auto compare = [](const QByteArray &listed, const QByteArray &local, const Receipt *receipt) {
        return compareWithListed({1, Verdict::Compare, listed}, {local, {}, {}, {}}, receipt);
    };
    const QByteArray otherMd5(16, 'x');
    const Receipt opaque{"\"opaque\"", md5};
    QCOMPARE(compare(etag, md5, nullptr), Comparison::Equal);
    QCOMPARE(compare("W/" + etag.toUpper(), md5, nullptr), Comparison::Equal);
    QCOMPARE(compare(etag, otherMd5, nullptr), Comparison::Different);
    QCOMPARE(compare("\"opaque\"", md5, &opaque), Comparison::Equal);
    QCOMPARE(compare("\"opaque\"", otherMd5, &opaque), Comparison::Different);
    QCOMPARE(compare("\"opaque\"", md5, nullptr), Comparison::Different);
    QCOMPARE(compare({}, md5, nullptr), Comparison::Unknown);
    QCOMPARE(compare({}, md5, &opaque), Comparison::Equal);
    QCOMPARE(compare({}, otherMd5, &opaque), Comparison::Different);
}

// As with a key of the store's key service: the ETag looks like an MD5 and is none.
void ResumePlanTest::anOpaqueEtagProvesNothingByItself()
{
    const PartFinding bare{1, Verdict::Compare, etag, 0, true};
    const PartFinding withCrc{1, Verdict::Compare, etag, 0, true, "crc!"};
    const Digests same{md5, {}, {}, "crc!"};
    const Digests other{QByteArray(16, 'x'), {}, {}, "CRC?"};
    const Receipt ours{etag, md5};
    const Receipt another{"\"another\"", md5};
    QCOMPARE(compareWithListed(bare, same, nullptr), Comparison::Different);
    QCOMPARE(compareWithListed(bare, same, &another), Comparison::Different);
    QCOMPARE(compareWithListed(bare, same, &ours), Comparison::Equal);
    QCOMPARE(compareWithListed(bare, other, &ours), Comparison::Different);
    QCOMPARE(compareWithListed(withCrc, same, nullptr), Comparison::Equal);
    QCOMPARE(compareWithListed(withCrc, other, nullptr), Comparison::Different);
    const PartFinding plain{1, Verdict::Compare, etag, 0, false, "crc!"};
    QCOMPARE(compareWithListed(plain, other, nullptr), Comparison::Different); // the MD5 says more
}

QTEST_APPLESS_MAIN(ResumePlanTest)
#include "resume_plan_test.moc"
