// Digests by OpenSSL's EVP, CRC32C by ISA-L. Pure; one Digester belongs to one thread at a time.
#pragma once

#include "engine/core/digest_types.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <memory>
#include <utility>
#include <vector>

struct evp_md_ctx_st;

namespace gantry {

class Digester
{
public:
    explicit Digester(DigestKind kind);
    ~Digester();
    Digester(Digester &&) noexcept;
    Digester &operator=(Digester &&) noexcept;

    void add(QByteArrayView bytes);
    QByteArray result(); // raw bytes; ends the digest: afterwards the Digester starts anew

private:
    struct ContextDeleter
    {
        void operator()(evp_md_ctx_st *context) const;
    };
    std::unique_ptr<evp_md_ctx_st, ContextDeleter> m_context; // none of Crc32c
    quint32 m_crc = ~quint32(0);
    DigestKind m_kind;
};

// Several at once over the same bytes.
class DigestSet
{
public:
    explicit DigestSet(DigestKinds kinds);
    void add(QByteArrayView bytes);
    Digests result(); // ends them, as Digester::result()

private:
    std::vector<std::pair<DigestKind, Digester>> m_digesters;
};

QByteArray digestOf(DigestKind kind, QByteArrayView bytes);

// The CRC32C of runs of bytes that follow each other, from those of each (all as Digests::crc32c): all runs
// are `length` bytes long but the last.
QByteArray combinedCrc32c(const QList<QByteArray> &runs, qint64 length, qint64 lastLength);

// Keyed hash (RFC 2104) with SHA-256; raw bytes.
QByteArray hmacSha256(QByteArrayView key, QByteArrayView message);

// To be called before the first thread that uses OpenSSL, by whoever starts such threads. QThread::wait()
// returns before a thread's last clean-up, so that OpenSSL's own, at exit, could pull the ground from under
// it.
void keepOpenSslUntilTheEnd();

// Same bytes, in a time that depends on the lengths only.
bool equalInConstantTime(QByteArrayView a, QByteArrayView b);

} // namespace gantry
