#include "engine/planning/part_table.h"

#include <algorithm>
#include <utility>

namespace gantry {
namespace {

bool isActive(PartState state)
{
    return state == PartState::Reading || state == PartState::Sending;
}

} // namespace

PartTable::PartTable(const ChunkPlan &plan, bool beginningsStay)
    : m_plan(plan)
    , m_beginningsStay(beginningsStay)
    , m_slots(static_cast<size_t>(plan.partsTotal))
{}

std::optional<int> PartTable::nextToSend(qint64 nowMs) const
{
    std::optional<int> next;
    for (auto it = m_cooling.cbegin(); it != m_cooling.cend() && !next; ++it)
        if (it.value() <= nowMs)
            next = it.key();
    while (m_firstWaiting <= m_plan.partsTotal && slot(m_firstWaiting).state != PartState::Waiting)
        ++m_firstWaiting;
    if (m_firstWaiting <= m_plan.partsTotal && (!next || m_firstWaiting < *next))
        next = m_firstWaiting;
    return next;
}

std::optional<int> PartTable::nextToCompare() const
{
    while (m_firstUncompared <= m_plan.partsTotal &&
           (slot(m_firstUncompared).state != PartState::Checking || slot(m_firstUncompared).comparing))
        ++m_firstUncompared;
    return m_firstUncompared <= m_plan.partsTotal ? std::optional(m_firstUncompared) : std::nullopt;
}

std::optional<qint64> PartTable::nextWakeMs() const
{
    std::optional<qint64> wake;
    for (const qint64 until : m_cooling)
        wake = wake ? std::min(*wake, until) : until;
    return wake;
}

ByteRange PartTable::missingOf(int number) const
{
    const ByteRange range = m_plan.rangeOf(number);
    const qint64 prefix = slot(number).prefix;
    return {range.offset + prefix, range.length - prefix};
}

// Every change of state goes through here, so that the sums stay right.
void PartTable::leave(int number, PartState next)
{
    Slot &part = slot(number);
    const qint64 size = m_plan.rangeOf(number).length;
    if (part.state == PartState::Stored) {
        --m_storedCount;
        m_storedBytes -= size;
        m_receipts.remove(number);
    }
    if (isActive(part.state))
        --m_activeCount;
    if (part.state == PartState::Checking)
        m_bytesToCompare -= size;
    if (part.comparing) {
        part.comparing = false;
        --m_comparingCount;
    }
    if (part.state == PartState::Cooling)
        m_cooling.remove(number);
    if (!m_beginningsStay || next == PartState::Stored || next == PartState::Sending)
        m_bytesInFlight -= std::exchange(part.sent, 0);

    part.state = next;
    if (next == PartState::Stored) {
        ++m_storedCount;
        m_storedBytes += size - std::exchange(part.prefix, 0);
    }
    if (isActive(next))
        ++m_activeCount;
    if (next == PartState::Waiting)
        m_firstWaiting = std::min(m_firstWaiting, number);
    if (next == PartState::Checking) {
        m_bytesToCompare += size;
        m_firstUncompared = std::min(m_firstUncompared, number);
    }
}

void PartTable::listed(int number, const QByteArray &etag)
{
    leave(number, PartState::Checking);
    m_listed.insert(number, etag);
}

void PartTable::stored(int number, const Receipt &receipt)
{
    leave(number, PartState::Stored);
    m_listed.remove(number);
    m_receipts.insert(number, receipt);
}

void PartTable::storedPrefix(int number, qint64 bytes)
{
    leave(number, PartState::Waiting);
    Slot &part = slot(number);
    const qint64 prefix = std::clamp<qint64>(bytes, 0, m_plan.rangeOf(number).length);
    m_storedBytes += prefix - std::exchange(part.prefix, prefix);
    m_bytesInFlight -= std::exchange(part.sent, 0);
}

void PartTable::setBeginning(int number, const PartBeginning &beginning)
{
    storedPrefix(number, beginning.kept);
    slot(number).sent = beginning.sent;
    m_bytesInFlight += beginning.sent;
}

void PartTable::beginCompare(int number)
{
    slot(number).comparing = true;
    ++m_comparingCount;
}

void PartTable::comparedDifferent(int number)
{
    leave(number, PartState::Waiting);
    m_listed.remove(number);
}

void PartTable::compareDropped(int number)
{
    leave(number, PartState::Checking);
}

void PartTable::beginRead(int number)
{
    leave(number, PartState::Reading);
}

void PartTable::beginSend(int number)
{
    leave(number, PartState::Sending);
    ++slot(number).attempts;
}

void PartTable::progress(int number, qint64 sent)
{
    Slot &part = slot(number);
    if (part.state != PartState::Sending || sent <= part.sent)
        return;
    m_bytesInFlight += sent - part.sent;
    part.sent = sent;
}

void PartTable::dropped(int number)
{
    leave(number, PartState::Waiting);
}

void PartTable::cooling(int number, qint64 untilMs)
{
    leave(number, PartState::Cooling);
    m_cooling.insert(number, untilMs);
}

void PartTable::mismatched(int number)
{
    ++slot(number).mismatches;
}

void PartTable::failed(int number)
{
    leave(number, PartState::Failed);
}

QMap<int, PartBeginning> PartTable::beginnings() const
{
    QMap<int, PartBeginning> beginnings;
    for (int number = 1; number <= m_plan.partsTotal; ++number)
        if (const Slot &part = slot(number); part.prefix > 0 || part.sent > 0)
            beginnings.insert(number, {part.prefix, part.sent});
    return beginnings;
}

QList<PartSnapshot> PartTable::snapshots() const
{
    QList<PartSnapshot> list;
    list.reserve(m_plan.partsTotal);
    for (int number = 1; number <= m_plan.partsTotal; ++number) {
        const Slot &part = slot(number);
        const ByteRange range = m_plan.rangeOf(number);
        list.append({number,
                     range.offset,
                     range.length,
                     part.state,
                     part.sent,
                     part.attempts,
                     m_receipts.value(number, {m_listed.value(number), {}}).etag,
                     {},
                     part.prefix});
    }
    return list;
}

} // namespace gantry
