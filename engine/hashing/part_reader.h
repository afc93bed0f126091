// Reads a range of a file slice by slice, makes its digests on the way, and never lets changed bytes pass
// unnoticed.
#pragma once

#include "engine/core/body_slice.h"
#include "engine/core/byte_range.h"
#include "engine/core/upload_types.h"
#include "engine/hashing/digests.h"
#include "engine/hashing/file_handle.h"

#include <QString>

namespace gantry {

inline constexpr qint64 sliceSize = 1024 * 1024; // bytes

// Blocking; used by one pool job at a time. The file's identity is compared when it is opened and once more,
// by its descriptor and by its path, before the last slice is handed out: whoever waits for the last slice
// has either the bytes of one unchanged file or a failure.
class PartReader
{
public:
    PartReader(QString path, const FileIdentity &expected, const ByteRange &range, DigestKinds kinds);

    Expected<BodySlice> next();

    // Of all bytes read; valid after the last slice.
    const Digests &digests() const { return m_digests; }

private:
    Expected<void> open();
    Expected<void> checkUnchanged() const;

    QString m_path;
    FileIdentity m_expected;
    ByteRange m_range;
    qint64 m_done = 0;
    FileHandle m_file;
    DigestSet m_digesters;
    Digests m_digests;
};

} // namespace gantry
