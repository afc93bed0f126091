#include "engine/scheduling/grant_book.h"

#include <algorithm>

namespace gantry {
namespace {

constexpr qint64 longestMarginMs = 60'000;

} // namespace

void GrantBook::add(const QList<PartGrant> &grants, qint64 serverWallMs)
{
    for (const PartGrant &grant : grants) {
        const qint64 lifetime = std::max<qint64>(0, grant.expiresAtMs - serverWallMs);
        m_grants.insert(grant.partNumber, {grant, std::min(longestMarginMs, lifetime / 4)});
    }
}

void GrantBook::drop(int partNumber)
{
    m_grants.remove(partNumber);
}

std::optional<PartGrant> GrantBook::valid(int partNumber, qint64 serverWallMs) const
{
    const auto entry = m_grants.constFind(partNumber);
    if (entry == m_grants.cend())
        return std::nullopt;
    const bool good =
        entry->grant.expiresAtMs == 0 || serverWallMs + entry->marginMs < entry->grant.expiresAtMs;
    return good ? std::optional(entry->grant) : std::nullopt;
}

QList<int> GrantBook::toAskFor(const QList<int> &missingParts, int ahead, qint64 serverWallMs) const
{
    const auto begin = missingParts.cbegin();
    const auto end = begin + std::min<qsizetype>(ahead, missingParts.size());
    if (std::all_of(begin, end, [&](int number) { return valid(number, serverWallMs).has_value(); }))
        return {};
    QList<int> wanted;
    for (const int number : missingParts) {
        if (!valid(number, serverWallMs))
            wanted.append(number);
        if (wanted.size() == batch)
            break;
    }
    return wanted;
}

} // namespace gantry
