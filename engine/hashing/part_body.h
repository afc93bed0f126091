// The bytes of one attempt at one part: read once, hashed and sent from the same bytes.
#pragma once

#include "engine/core/body_slice.h"
#include "engine/hashing/hash_pool.h"
#include "engine/hashing/part_reader.h"

#include <QList>

#include <memory>
#include <optional>

namespace gantry {

// Two ways to use it. Streamed: source() alone; slices are read ahead of the socket and the digests are known
// when the last one has been handed out. Prepared: prepare() first, for protocols that want digests in the
// head of the request; the bytes are kept for sending if they are at most keepLimit, else read a second time
// and compared with the first by their CRC32C.
class PartBody : public std::enable_shared_from_this<PartBody>
{
public:
    static constexpr qint64 keepLimit =
        12 * 1024 * 1024; // bytes; eight such parts stay far below the memory budget

    PartBody(HashPool &pool, QString path, const FileIdentity &identity, const ByteRange &range,
             DigestKinds kinds);

    QFuture<Expected<Digests>> prepare();

    // May be called once. Asked for from the network's thread, answered from the pool's.
    BodySource source();

    // Of all bytes. Valid after prepare() has ended or the last slice was handed out.
    const Digests &digests() const { return m_digests; }

private:
    Expected<BodySlice> nextSlice();
    Expected<Digests> readAhead();

    QThreadPool *m_threads;
    QString m_path;
    FileIdentity m_identity;
    ByteRange m_range;
    DigestKinds m_kinds;
    std::optional<PartReader> m_reader; // of the bytes that are sent, once they are asked for
    QList<QByteArray> m_kept;
    QByteArray m_preparedCrc32c; // of a first reading whose bytes were not kept
    Digests m_digests;
};

} // namespace gantry
