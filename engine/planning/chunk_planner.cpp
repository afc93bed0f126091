#include "engine/planning/chunk_planner.h"

#include "engine/core/text.h"

#include <QLocale>

#include <algorithm>
#include <limits>

namespace gantry {
namespace {

constexpr qint64 defaultPartSize = 10 * MiB;
constexpr qint64 defaultPartSizeUpTo = 50 * GiB;
constexpr qint64 comfortableParts = 5'000;
constexpr qint64 comfortablePartSize = 100 * MiB;

qint64 dividedRoundingUp(qint64 dividend, qint64 divisor)
{
    return dividend / divisor + (dividend % divisor != 0 ? 1 : 0);
}

qint64 upToMebibyte(qint64 size)
{
    return dividedRoundingUp(size, MiB) * MiB;
}

qint64 preferredPartSize(qint64 fileSize, qint64 maxParts)
{
    if (fileSize <= defaultPartSizeUpTo)
        return defaultPartSize;
    return std::min(upToMebibyte(dividedRoundingUp(fileSize, std::min(comfortableParts, maxParts))),
                    comfortablePartSize);
}

QString shown(qint64 bytes, int decimals = 2)
{
    return QLocale::c().formattedDataSize(bytes, decimals, QLocale::DataSizeIecFormat);
}

// So that two sizes are not shown as the same, unless they nearly are.
int decimalsToTell(qint64 a, qint64 b)
{
    for (int decimals = 2; decimals <= 4; ++decimals)
        if (shown(a, decimals) != shown(b, decimals))
            return decimals;
    return 2;
}

} // namespace

ByteRange ChunkPlan::rangeOf(int partNumber) const
{
    const qint64 offset = (partNumber - 1) * partSize;
    return {offset, std::min(partSize, fileSize - offset)};
}

qint64 ChunkPlan::lastPartSize() const
{
    return rangeOf(partsTotal).length;
}

Expected<ChunkPlan> planWithPartSize(qint64 fileSize, qint64 partSize)
{
    if (fileSize < 0)
        return fail(FailureKind::InvalidInput, tr("A file cannot be %1 bytes long.").arg(fileSize));
    if (partSize <= 0)
        return fail(FailureKind::InvalidInput, tr("A part cannot be %1 bytes long.").arg(partSize));
    const qint64 parts = std::max<qint64>(1, dividedRoundingUp(fileSize, partSize));
    if (parts > std::numeric_limits<int>::max())
        return fail(FailureKind::InvalidInput,
                    tr("Parts of %1 are too small for a file of %2.").arg(shown(partSize), shown(fileSize)));
    return ChunkPlan{fileSize, partSize, static_cast<int>(parts)};
}

Expected<ChunkPlan> planChunks(qint64 fileSize, const PlanBounds &bounds,
                               std::optional<qint64> requestedPartSize, const QString &storeName)
{
    const QString store = storeName.isEmpty() ? tr("this destination") : storeName;
    if (fileSize > bounds.maxObjectSize) {
        const int decimals = decimalsToTell(fileSize, bounds.maxObjectSize);
        return fail(FailureKind::TooLarge,
                    tr("The file is %1; %3 takes objects of up to %2.")
                        .arg(shown(fileSize, decimals), shown(bounds.maxObjectSize, decimals), store));
    }

    qint64 partSize = 0;
    if (requestedPartSize) {
        if (*requestedPartSize < bounds.minPartSize || *requestedPartSize > bounds.maxPartSize)
            return fail(FailureKind::InvalidInput,
                        tr("A part size of %1 is outside what %4 takes: %2 to %3.")
                            .arg(shown(*requestedPartSize), shown(bounds.minPartSize),
                                 shown(bounds.maxPartSize), store));
        partSize = *requestedPartSize;
    } else {
        const qint64 smallestThatFits =
            upToMebibyte(dividedRoundingUp(std::max<qint64>(fileSize, 0), bounds.maxParts));
        partSize = std::max(preferredPartSize(fileSize, bounds.maxParts), smallestThatFits);
        partSize = std::clamp(partSize, bounds.minPartSize, bounds.maxPartSize);
    }

    Expected<ChunkPlan> plan = planWithPartSize(fileSize, partSize);
    if (plan && plan->partsTotal > bounds.maxParts) {
        if (requestedPartSize)
            return fail(FailureKind::TooLarge, tr("The file is %1; with parts of %2 it would need %3 parts "
                                                  "and %5 takes %4. Choose larger parts.")
                                                   .arg(shown(fileSize), shown(partSize))
                                                   .arg(plan->partsTotal)
                                                   .arg(bounds.maxParts)
                                                   .arg(store));
        return fail(FailureKind::TooLarge, tr("The file is %1; %4 takes %2 parts of up to %3.")
                                               .arg(shown(fileSize))
                                               .arg(bounds.maxParts)
                                               .arg(shown(bounds.maxPartSize), store));
    }
    return plan;
}

} // namespace gantry
