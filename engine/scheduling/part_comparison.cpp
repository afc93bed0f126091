// What the server had before: its parts are compared with the file before they count.
#include "engine/core/etag.h"
#include "engine/core/when_done.h"
#include "engine/scheduling/engine_context.h"
#include "engine/scheduling/part_flow.h"
#include "engine/scheduling/upload_entry.h"

namespace gantry {
namespace {

// So many parts that differ, and none that is equal, are no damage: it is another file. To read on could take
// hours.
constexpr int differentUntilDisproved = 8;

QByteArray quotedMd5(const QByteArray &md5)
{
    return '"' + md5.toHex() + '"';
}

} // namespace

void PartFlow::adopt(const ResumePlan &resume, const QMap<int, Receipt> &journaled, Trust trust)
{
    m_isProved = trust == Trust::Ours || resume.findings.isEmpty();
    for (const PartFinding &finding : resume.findings) {
        switch (finding.verdict) {
        case PartFinding::Verdict::Believe:
            m_table.stored(finding.partNumber, journaled.value(finding.partNumber));
            break;
        case PartFinding::Verdict::Compare:
            if (m_endpoint.traits().partsGrow) { // there is nothing to compare it with
                m_table.stored(finding.partNumber, {});
                m_engine.writer->write({PutReceipts{m_upload.record.id, {{finding.partNumber, {}}}}});
                break;
            }
            m_table.listed(finding.partNumber, finding.etag);
            m_listed.insert(finding.partNumber, finding);
            if (const auto receipt = journaled.constFind(finding.partNumber); receipt != journaled.cend())
                m_journaled.insert(finding.partNumber, *receipt);
            break;
        case PartFinding::Verdict::Prefix:
            m_table.storedPrefix(finding.partNumber, finding.prefixBytes);
            break;
        }
    }
    if (m_endpoint.traits().partsGrow) {
        doubtUnlisted(resume);
        keepExpiry();
    }
    if (!resume.receiptsToForget.isEmpty())
        m_engine.writer->write({ForgetReceipts{m_upload.record.id, resume.receiptsToForget}});
}

// The MD5 of what it may be compared with, and what the completion will want to know of it.
DigestKinds PartFlow::kindsToCompare(int number) const
{
    const DigestKinds sent = m_endpoint.backend().digestsFirst(partContext(number));
    return DigestKind::Md5 | (sent & DigestKind::Crc32c);
}

void PartFlow::compareMore()
{
    while (m_table.comparingCount() < m_engine.pool->parallelism()) {
        const std::optional<int> next = m_table.nextToCompare();
        if (!next)
            return;
        m_table.beginCompare(*next);
        whenReady(this,
                  m_engine.pool->digest(m_upload.record.path, m_upload.record.identity,
                                        m_table.plan().rangeOf(*next), kindsToCompare(*next), m_cancelled),
                  [this, number = *next](const Expected<Digests> &digests) { compared(number, digests); });
    }
}

void PartFlow::compared(int number, const Expected<Digests> &digests)
{
    if (m_closed)
        return;
    if (!digests) {
        m_table.compareDropped(number);
        Q_EMIT troubled(Step::Survey, digests.error());
        return;
    }
    const auto journaled = m_journaled.constFind(number);
    const Receipt *receipt = journaled == m_journaled.cend() ? nullptr : &*journaled;
    const PartFinding listed = m_listed.value(number);
    switch (compareWithListed(listed, *digests, receipt)) {
    case Comparison::Equal:
        m_isProved = true;
        if (receipt && receipt->md5 == digests->md5) {
            m_table.stored(number, *receipt);
            if (m_table.allStored())
                Q_EMIT allStored();
        } else {
            store(number, {listed.etag, digests->md5, digests->crc32c});
        }
        break;
    case Comparison::Unknown:
        // The server lists numbers only, and our receipt is lost: the file's own MD5 goes into the
        // completion, and the server judges it there.
        store(number, {quotedMd5(digests->md5), digests->md5, digests->crc32c});
        break;
    case Comparison::Different:
        m_table.comparedDifferent(number);
        if (receipt)
            m_engine.writer->write({ForgetReceipts{m_upload.record.id, {number}}});
        ++m_foundDifferent;
        break;
    }
    if (!m_isProved && (m_table.bytesToCompare() == 0 || m_foundDifferent >= differentUntilDisproved)) {
        Q_EMIT sessionDisproved();
        return;
    }
    m_journaled.remove(number);
    m_listed.remove(number);
    Q_EMIT changed();
    compareMore();
}

} // namespace gantry
