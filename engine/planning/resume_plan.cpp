#include "engine/planning/resume_plan.h"

#include "engine/core/etag.h"

#include <algorithm>

namespace gantry {
namespace {

constexpr qint64 alwaysComparedBelow = GiB;

// The parts that a range touches: exactly one where the server knows parts, several where it knows an offset.
void addFindings(const ChunkPlan &plan, const StoredRange &listed, const QMap<int, Receipt> &receipts,
                 bool believeReceipts, QMap<int, PartFinding> &findings)
{
    const auto first = static_cast<int>(listed.range.offset / plan.partSize) + 1;
    for (int number = first; number <= plan.partsTotal; ++number) {
        const ByteRange part = plan.rangeOf(number);
        if (part.offset >= listed.range.end() && part.length > 0)
            break;
        if (part.offset < listed.range.offset)
            continue;
        if (!listed.range.contains(part)) {
            // Parts are whole or nothing where they have an ETag; an offset may end inside one.
            const qint64 prefix = listed.range.end() - part.offset;
            if (listed.etag.isEmpty() && prefix > 0)
                findings.insert(number, {number, PartFinding::Verdict::Prefix, {}, prefix});
            continue;
        }
        if (!listed.etag.isEmpty() && listed.range != part)
            continue; // longer than the part: not ours
        const auto receipt = receipts.constFind(number);
        const bool ours = receipt != receipts.cend() &&
                          (listed.etag.isEmpty() || bareEtag(receipt->etag) == bareEtag(listed.etag));
        const bool believed = ours && believeReceipts;
        findings.insert(number,
                        {number, believed ? PartFinding::Verdict::Believe : PartFinding::Verdict::Compare,
                         listed.etag, 0, listed.etagIsOpaque, listed.crc32c});
    }
}

} // namespace

ResumePlan planResume(const ChunkPlan &plan, const QList<StoredRange> &listed,
                      const QMap<int, Receipt> &receipts, bool believeReceipts)
{
    QMap<int, PartFinding> findings;
    for (const StoredRange &range : listed)
        if (range.range.offset >= 0 && range.range.length >= 0 && range.range.offset <= plan.fileSize)
            addFindings(plan, range, receipts, believeReceipts, findings);

    ResumePlan resume;
    resume.findings = findings.values();
    for (auto it = receipts.cbegin(); it != receipts.cend(); ++it) {
        const auto finding = findings.constFind(it.key());
        if (finding == findings.cend() || finding->verdict == PartFinding::Verdict::Prefix)
            resume.receiptsToForget.append(it.key());
    }
    return resume;
}

VerifyMode effectiveMode(VerifyMode wanted, qint64 fileSize, bool onlyFingerprint)
{
    if (onlyFingerprint)
        return VerifyMode::Full;
    if (wanted != VerifyMode::Automatic)
        return wanted;
    return fileSize < alwaysComparedBelow ? VerifyMode::Full : VerifyMode::Fast;
}

Comparison compareWithListed(const PartFinding &listed, const Digests &local, const Receipt *receipt)
{
    const auto equal = [](bool isEqual) { return isEqual ? Comparison::Equal : Comparison::Different; };
    const bool isReceiptOfIt = receipt && !receipt->md5.isEmpty() &&
                               (listed.etag.isEmpty() || bareEtag(receipt->etag) == bareEtag(listed.etag));
    if (looksLikeMd5(listed.etag) && !listed.etagIsOpaque)
        return equal(bareEtag(listed.etag) == local.md5.toHex());
    if (isReceiptOfIt)
        return equal(receipt->md5 == local.md5);
    if (!listed.crc32c.isEmpty() && !local.crc32c.isEmpty())
        return equal(listed.crc32c == local.crc32c);
    return listed.etag.isEmpty() ? Comparison::Unknown : Comparison::Different;
}

} // namespace gantry
