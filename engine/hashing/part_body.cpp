#include "engine/hashing/part_body.h"

#include <QtConcurrentRun>

namespace gantry {

PartBody::PartBody(HashPool &pool, QString path, const FileIdentity &identity, const ByteRange &range,
                   DigestKinds kinds)
    : m_threads(pool.threads())
    , m_path(std::move(path))
    , m_identity(identity)
    , m_range(range)
    , m_kinds(kinds)
{}

QFuture<Expected<Digests>> PartBody::prepare()
{
    return QtConcurrent::run(m_threads, [self = shared_from_this()] { return self->readAhead(); });
}

Expected<Digests> PartBody::readAhead()
{
    const bool keep = m_range.length <= keepLimit;
    PartReader reader(m_path, m_identity, m_range, keep ? m_kinds : m_kinds | DigestKind::Crc32c);
    for (bool last = false; !last;) {
        Expected<BodySlice> slice = reader.next();
        if (!slice)
            return fail(slice.error());
        last = slice->last;
        if (keep)
            m_kept.append(std::move(slice->bytes));
    }
    m_digests = reader.digests();
    if (!keep)
        m_preparedCrc32c = m_digests.crc32c;
    return m_digests;
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
    const bool isSecondTime = !m_preparedCrc32c.isEmpty();
    if (!m_reader)
        m_reader.emplace(m_path, m_identity, m_range, isSecondTime ? DigestKind::Crc32c : m_kinds);
    Expected<BodySlice> slice = m_reader->next();
    if (slice && slice->last) {
        if (!isSecondTime)
            m_digests = m_reader->digests();
        else if (m_reader->digests().crc32c != m_preparedCrc32c)
            return fail(sourceChanged(m_path));
    }
    return slice;
}

} // namespace gantry
