// The bytes of one attempt at one part: read once, hashed and sent from the same bytes.
#pragma once

#include "engine/core/body_slice.h"
#include "engine/hashing/hash_pool.h"
#include "engine/hashing/part_reader.h"

#include <QList>

#include <memory>

namespace gantry {

// Two ways to use it. Streamed: source() alone; slices are read ahead of the socket and the MD5 is known when
// the last one has been handed out. Prepared: prepare() first, for protocols that want digests in the head of
// the request; the bytes are kept for sending if they are at most keepLimit, else read and hashed a second
// time and compared with the first.
class PartBody : public std::enable_shared_from_this<PartBody>
{
public:
    static constexpr qint64 keepLimit =
        12 * 1024 * 1024; // bytes; eight such parts stay far below the memory budget

    PartBody(HashPool &pool, QString path, const FileIdentity &identity, const ByteRange &range);

    QFuture<Expected<PartDigests>> prepare();

    // May be called once. Asked for from the network's thread, answered from the pool's.
    BodySource source();

    // Raw MD5 of all bytes. Valid after prepare() has ended or the last slice was handed out.
    const QByteArray &md5() const { return m_md5; }

private:
    Expected<BodySlice> nextSlice();
    Expected<PartDigests> readAhead();

    QThreadPool *m_threads;
    QString m_path;
    FileIdentity m_identity;
    ByteRange m_range;
    PartReader m_reader;
    QList<QByteArray> m_kept;
    bool m_prepared = false;
    QByteArray m_md5;
};

} // namespace gantry
