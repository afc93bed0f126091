#include "engine/hashing/source_probe.h"

#include "engine/core/text.h"
#include "engine/hashing/digests.h"
#include "engine/hashing/file_handle.h"
#include "engine/hashing/part_reader.h"

#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>

namespace gantry {
namespace {

constexpr qint64 sampleBlock = 1024 * 1024;

qint64 nanoseconds(const timespec &time)
{
    return static_cast<qint64>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

Expected<FileIdentity> identityFrom(const struct stat &status, const QString &path)
{
    if (!S_ISREG(status.st_mode))
        return fail(FailureKind::SourceUnreadable, tr("%1 is not a regular file.").arg(path));
    return FileIdentity{status.st_dev, status.st_ino, status.st_size, nanoseconds(status.st_mtim),
                        nanoseconds(status.st_ctim)};
}

} // namespace

Failure sourceChanged(const QString &path)
{
    return {FailureKind::SourceChanged, tr("%1 has changed since its upload began.").arg(path), {}, 0};
}

Failure sourceFailure(int error, const QString &path)
{
    switch (error) {
    case EACCES:
    case EPERM:
    case ELOOP:
    case EISDIR:
    case EINVAL:
    case ENAMETOOLONG:
        return {FailureKind::SourceUnreadable,
                tr("%1 cannot be read: %2. Give yourself the right to read it, then retry.")
                    .arg(path, QString::fromLocal8Bit(std::strerror(error))),
                {},
                0};
    default:
        return {FailureKind::SourceMissing,
                tr("%1 is away: %2. It goes on by itself when the file or its volume is back.")
                    .arg(path, QString::fromLocal8Bit(std::strerror(error))),
                {},
                0};
    }
}

Expected<FileIdentity> identityOf(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return fail(sourceFailure(errno, path));
    return identityFrom(status, path);
}

Expected<FileIdentity> identityOf(int descriptor, const QString &path)
{
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0)
        return fail(sourceFailure(errno, path));
    return identityFrom(status, path);
}

Expected<SourceFacts> inspectSource(const QString &path)
{
    const Expected<FileIdentity> identity = identityOf(path);
    if (!identity)
        return fail(identity.error());

    QList<ByteRange> samples;
    if (identity->size <= 3 * sampleBlock)
        samples = {{0, identity->size}};
    else
        samples = {{0, sampleBlock},
                   {(identity->size - sampleBlock) / 2, sampleBlock},
                   {identity->size - sampleBlock, sampleBlock}};

    Digester digest(DigestKind::Sha256);
    for (const ByteRange &range : samples) {
        PartReader reader(path, *identity, range, {});
        for (bool last = false; !last;) {
            const Expected<BodySlice> slice = reader.next();
            if (!slice)
                return fail(slice.error());
            digest.add(slice->bytes);
            last = slice->last;
        }
    }
    return SourceFacts{*identity, digest.result()};
}

} // namespace gantry
