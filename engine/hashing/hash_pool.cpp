#include "engine/hashing/hash_pool.h"

#include "engine/hashing/part_reader.h"

#include <QtConcurrentRun>

#include <algorithm>

namespace gantry {

HashPool::HashPool()
{
    // One more than a single core's worth even on small machines, so that a slow volume does not stop all
    // others.
    m_pool.setMaxThreadCount(std::max(2, QThread::idealThreadCount()));
    m_pool.setObjectName(QStringLiteral("hash pool"));
}

HashPool::~HashPool()
{
    m_pool.clear();
    m_pool.waitForDone();
}

QFuture<Expected<SourceFacts>> HashPool::inspect(const QString &path)
{
    return QtConcurrent::run(&m_pool, [path] { return inspectSource(path); });
}

QFuture<Expected<FileIdentity>> HashPool::identity(const QString &path)
{
    return QtConcurrent::run(&m_pool, [path] { return identityOf(path); });
}

QFuture<Expected<Digests>> HashPool::digest(const QString &path, const FileIdentity &expected,
                                            const ByteRange &range, DigestKinds kinds,
                                            const CancelFlag &cancelled)
{
    return QtConcurrent::run(&m_pool, [=]() -> Expected<Digests> {
        PartReader reader(path, expected, range, kinds);
        for (bool last = false; !last;) {
            if (cancelled->load(std::memory_order_relaxed))
                return fail(FailureKind::Cancelled, QString());
            const Expected<BodySlice> slice = reader.next();
            if (!slice)
                return fail(slice.error());
            last = slice->last;
        }
        return reader.digests();
    });
}

} // namespace gantry
