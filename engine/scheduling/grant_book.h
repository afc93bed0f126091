// The permissions to send parts that are still good, and when to ask for more: ahead of time, in batches.
#pragma once

#include "engine/protocol/protocol_backend.h"

#include <QHash>
#include <QList>

namespace gantry {

class GrantBook
{
public:
    static constexpr int batch = 100;

    void add(const QList<PartGrant> &grants, qint64 serverWallMs);
    void drop(int partNumber);
    void clear() { m_grants.clear(); }

    // Good for long enough to begin a part with: a quarter of the lifetime that it had when it came, at most
    // a minute.
    std::optional<PartGrant> valid(int partNumber, qint64 serverWallMs) const;

    // Which of these parts (ascending) to ask for now: none while the first `ahead` of them are covered; else
    // the first `batch` that are not.
    QList<int> toAskFor(const QList<int> &missingParts, int ahead, qint64 serverWallMs) const;

private:
    struct Entry
    {
        PartGrant grant;
        qint64 marginMs = 0;
    };
    QHash<int, Entry> m_grants;
};

} // namespace gantry
