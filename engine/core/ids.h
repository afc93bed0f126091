// Identifiers that must not be mixed up.
#pragma once

#include <QHashFunctions>
#include <QtGlobal>

#include <compare>

namespace gantry {

// An upload in this journal. Positive, never reused.
struct UploadId
{
    qint64 value = 0;
    friend auto operator<=>(const UploadId &, const UploadId &) = default;
};

inline size_t qHash(UploadId id, size_t seed = 0) noexcept
{
    return ::qHash(id.value, seed);
}

} // namespace gantry
