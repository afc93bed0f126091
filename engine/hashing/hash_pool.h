// The pool for everything that touches a file: slices, digests, inspections. Its threads never wait for the
// network.
#pragma once

#include "engine/core/body_slice.h"
#include "engine/core/byte_range.h"
#include "engine/core/upload_types.h"
#include "engine/hashing/digests.h"
#include "engine/hashing/source_probe.h"

#include <QFuture>
#include <QThreadPool>

#include <atomic>
#include <memory>

namespace gantry {

// Set to true to make a running job end early.
using CancelFlag = std::shared_ptr<std::atomic<bool>>;

// Functions may be called from any thread; the futures end in a pool thread.
class HashPool
{
public:
    HashPool();
    ~HashPool(); // waits for the running jobs; those not begun are dropped

    QFuture<Expected<SourceFacts>> inspect(const QString &path);
    QFuture<Expected<FileIdentity>> identity(const QString &path);

    // The digests of a range as the file has it now. Ends with Cancelled soon after the flag is set.
    QFuture<Expected<Digests>> digest(const QString &path, const FileIdentity &expected,
                                      const ByteRange &range, DigestKinds kinds, const CancelFlag &cancelled);

    // How many digest jobs it makes sense to have under way at once.
    int parallelism() const { return m_pool.maxThreadCount(); }

    QThreadPool *threads() { return &m_pool; }

private:
    QThreadPool m_pool;
};

} // namespace gantry
