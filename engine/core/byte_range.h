// A run of bytes in a file: [offset, offset + length).
#pragma once

#include <QtGlobal>

namespace gantry {

struct ByteRange
{
    qint64 offset = 0;
    qint64 length = 0;

    qint64 end() const { return offset + length; }
    bool contains(const ByteRange &other) const { return other.offset >= offset && other.end() <= end(); }
    friend bool operator==(const ByteRange &, const ByteRange &) = default;
};

} // namespace gantry
