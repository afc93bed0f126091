// How a file is cut into parts: the part-size policy, within the destination's bounds.
#pragma once

#include "engine/core/byte_range.h"
#include "engine/core/expected.h"

#include <QString>

#include <optional>

namespace gantry {

inline constexpr qint64 KiB = 1024;
inline constexpr qint64 MiB = 1024 * KiB;
inline constexpr qint64 GiB = 1024 * MiB;
inline constexpr qint64 TiB = 1024 * GiB;

// What a destination accepts. The defaults are Amazon S3's
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). Bytes.
struct PlanBounds
{
    qint64 minPartSize = 5 * MiB; // does not bind the last part
    qint64 maxPartSize = 5 * GiB;
    qint64 maxParts = 10'000;
    qint64 maxObjectSize = 10'000 * 5 * GiB; // 48.8 TiB

    friend bool operator==(const PlanBounds &, const PlanBounds &) = default;
};

// Parts are numbered from 1; all are partSize bytes long but the last, which may be shorter.
// An empty file is one part of length 0.
struct ChunkPlan
{
    qint64 fileSize = 0;
    qint64 partSize = 0;
    int partsTotal = 0;

    ByteRange rangeOf(int partNumber) const; // 1 ≤ partNumber ≤ partsTotal
    qint64 lastPartSize() const;

    friend bool operator==(const ChunkPlan &, const ChunkPlan &) = default;
};

// The policy: 10 MiB up to 50 GiB; then size/5,000 rounded up to a MiB, up to 100 MiB; at 100 MiB until all
// parts are used; then size/maxParts rounded up to a MiB. A requested size is taken as it is, if it fits the
// bounds. Fails with TooLarge or InvalidInput, naming the limit, and the store if its name is known. Pure;
// any thread.
Expected<ChunkPlan> planChunks(qint64 fileSize, const PlanBounds &bounds = {},
                               std::optional<qint64> requestedPartSize = std::nullopt,
                               const QString &storeName = {});

// A plan for a part size that is given (journaled, or the server's choice), so only consistency is checked.
Expected<ChunkPlan> planWithPartSize(qint64 fileSize, qint64 partSize);

} // namespace gantry
