#include "engine/hashing/part_body.h"

#include <QtConcurrentRun>

namespace gantry {

PartBody::PartBody(HashPool &pool, QString path, const FileIdentity &identity, const ByteRange &range)
    : m_threads(pool.threads())
    , m_path(std::move(path))
    , m_identity(identity)
    , m_range(range)
    , m_reader(m_path, identity, range)
{}

QFuture<Expected<PartDigests>> PartBody::prepare()
{
    return QtConcurrent::run(m_threads, [self = shared_from_this()] { return self->readAhead(); });
}

Expected<PartDigests> PartBody::readAhead()
{
    PartReader reader(m_path, m_identity, m_range, true);
    const bool keep = m_range.length <= keepLimit;
    for (bool last = false; !last;) {
        Expected<BodySlice> slice = reader.next();
        if (!slice)
            return fail(slice.error());
        last = slice->last;
        if (keep)
            m_kept.append(std::move(slice->bytes));
    }
    m_prepared = true;
    m_md5 = reader.md5();
    return PartDigests{reader.md5(), reader.sha256()};
}

BodySource PartBody::source()
{
    return [self = shared_from_this()] {
        return QtConcurrent::run(self->m_threads, [self] { return self->nextSlice(); });
    };
}

Expected<BodySlice> PartBody::nextSlice()
{
    if (!m_kept.isEmpty()) {
        QByteArray bytes = m_kept.takeFirst();
        return BodySlice{std::move(bytes), m_kept.isEmpty()};
    }
    Expected<BodySlice> slice = m_reader.next();
    if (slice && slice->last) {
        if (m_prepared && m_reader.md5() != m_md5)
            return fail(sourceChanged(m_path));
        m_md5 = m_reader.md5();
    }
    return slice;
}

} // namespace gantry
