#include "engine/hashing/part_reader.h"

#include "engine/hashing/source_probe.h"

#include <QFile>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>

namespace gantry {

PartReader::PartReader(QString path, const FileIdentity &expected, const ByteRange &range, DigestKinds kinds)
    : m_path(std::move(path))
    , m_expected(expected)
    , m_range(range)
    , m_digesters(kinds)
{}

Expected<void> PartReader::open()
{
    m_file = FileHandle(
        ::open(QFile::encodeName(m_path).constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!m_file.isOpen())
        return fail(sourceFailure(errno, m_path));
    const Expected<FileIdentity> opened = identityOf(m_file.descriptor(), m_path);
    if (!opened)
        return fail(opened.error());
    if (*opened != m_expected)
        return fail(sourceChanged(m_path));
    return {};
}

Expected<void> PartReader::checkUnchanged() const
{
    const Expected<FileIdentity> opened = identityOf(m_file.descriptor(), m_path);
    if (!opened)
        return fail(opened.error());
    const Expected<FileIdentity> named = identityOf(m_path);
    if (!named)
        return fail(named.error());
    if (*opened != m_expected || *named != m_expected)
        return fail(sourceChanged(m_path));
    return {};
}

Expected<BodySlice> PartReader::next()
{
    if (!m_file.isOpen())
        if (const Expected<void> opened = open(); !opened)
            return fail(opened.error());

    const qint64 wanted = std::min(sliceSize, m_range.length - m_done);
    BodySlice slice{QByteArray(wanted, Qt::Uninitialized), m_done + wanted == m_range.length};
    for (qint64 filled = 0; filled < wanted;) {
        const ssize_t got = ::pread(m_file.descriptor(), slice.bytes.data() + filled,
                                    static_cast<size_t>(wanted - filled), m_range.offset + m_done + filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(sourceFailure(errno, m_path));
        if (got == 0) // shorter than it was
            return fail(sourceChanged(m_path));
        filled += got;
    }
    m_done += wanted;
    m_digesters.add(slice.bytes);

    if (slice.last) {
        if (const Expected<void> unchanged = checkUnchanged(); !unchanged)
            return fail(unchanged.error());
        m_digests = m_digesters.result();
    }
    return slice;
}

} // namespace gantry
