#include "engine/hashing/digests.h"

#include <QtEndian>

#include <isa-l/crc.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <climits>

namespace gantry {
namespace {

// Castagnoli's polynomial, the lowest bit first.
constexpr quint32 castagnoli = 0x82f63b78;

// A step of so many zero bytes is linear over the bits of a CRC: column n is what becomes of bit n.
using CrcMatrix = std::array<quint32, 32>;

quint32 times(const CrcMatrix &matrix, quint32 bits)
{
    quint32 product = 0;
    for (size_t column = 0; bits != 0; bits >>= 1, ++column)
        if ((bits & 1) != 0)
            product ^= matrix[column];
    return product;
}

CrcMatrix product(const CrcMatrix &a, const CrcMatrix &b)
{
    CrcMatrix matrix;
    std::transform(b.begin(), b.end(), matrix.begin(), [&](quint32 column) { return times(a, column); });
    return matrix;
}

CrcMatrix zeroBytes(qint64 count)
{
    CrcMatrix power{castagnoli}; // one bit
    CrcMatrix zeros;             // none
    for (size_t column = 0; column < zeros.size(); ++column) {
        zeros[column] = quint32(1) << column;
        if (column > 0)
            power[column] = quint32(1) << (column - 1);
    }
    for (int doubling = 0; doubling < 3; ++doubling)
        power = product(power, power);
    for (qint64 left = count; left > 0; left >>= 1) {
        if ((left & 1) != 0)
            zeros = product(power, zeros);
        power = product(power, power);
    }
    return zeros;
}

QByteArray bigEndian(quint32 value)
{
    QByteArray bytes(sizeof value, Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}

const EVP_MD *algorithm(DigestKind kind)
{
    switch (kind) {
    case DigestKind::Md5:
        return EVP_md5();
    case DigestKind::Sha1:
        return EVP_sha1();
    case DigestKind::Sha256:
        return EVP_sha256();
    case DigestKind::Crc32c:
        break;
    }
    Q_UNREACHABLE();
}

} // namespace

void Digester::ContextDeleter::operator()(evp_md_ctx_st *context) const
{
    EVP_MD_CTX_free(context);
}

Digester::Digester(DigestKind kind)
    : m_kind(kind)
{
    if (kind == DigestKind::Crc32c)
        return;
    m_context.reset(EVP_MD_CTX_new());
    EVP_DigestInit_ex(m_context.get(), algorithm(kind), nullptr);
}

Digester::~Digester() = default;
Digester::Digester(Digester &&) noexcept = default;
Digester &Digester::operator=(Digester &&) noexcept = default;

void Digester::add(QByteArrayView bytes)
{
    if (m_kind == DigestKind::Crc32c) {
        // ISA-L counts in int, and does not write to what it takes as unsigned char *.
        while (!bytes.isEmpty()) {
            const QByteArrayView run = bytes.first(std::min<qsizetype>(bytes.size(), INT_MAX));
            m_crc =
                crc32_iscsi(const_cast<unsigned char *>(reinterpret_cast<const unsigned char *>(run.data())),
                            static_cast<int>(run.size()), m_crc);
            bytes = bytes.sliced(run.size());
        }
        return;
    }
    EVP_DigestUpdate(m_context.get(), bytes.data(), static_cast<size_t>(bytes.size()));
}

QByteArray Digester::result()
{
    if (m_kind == DigestKind::Crc32c)
        return bigEndian(~std::exchange(m_crc, ~quint32(0)));
    QByteArray digest(EVP_MD_get_size(algorithm(m_kind)), Qt::Uninitialized);
    EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char *>(digest.data()), nullptr);
    EVP_DigestInit_ex(m_context.get(), algorithm(m_kind), nullptr);
    return digest;
}

DigestSet::DigestSet(DigestKinds kinds)
{
    for (const DigestKind kind : {DigestKind::Md5, DigestKind::Sha1, DigestKind::Sha256, DigestKind::Crc32c})
        if (kinds.testFlag(kind))
            m_digesters.emplace_back(kind, Digester(kind));
}

void DigestSet::add(QByteArrayView bytes)
{
    for (auto &[kind, digester] : m_digesters)
        digester.add(bytes);
}

Digests DigestSet::result()
{
    Digests digests;
    for (auto &[kind, digester] : m_digesters) {
        switch (kind) {
        case DigestKind::Md5:
            digests.md5 = digester.result();
            break;
        case DigestKind::Sha1:
            digests.sha1 = digester.result();
            break;
        case DigestKind::Sha256:
            digests.sha256 = digester.result();
            break;
        case DigestKind::Crc32c:
            digests.crc32c = digester.result();
            break;
        }
    }
    return digests;
}

QByteArray combinedCrc32c(const QList<QByteArray> &runs, qint64 length, qint64 lastLength)
{
    // Made once: ten thousand runs cost a millisecond then, not a second.
    const CrcMatrix zeros = zeroBytes(length);
    quint32 crc = 0; // of no bytes
    for (qsizetype run = 0; run < runs.size(); ++run)
        crc = times(run + 1 < runs.size() ? zeros : zeroBytes(lastLength), crc) ^
              qFromBigEndian<quint32>(runs[run].constData());
    return bigEndian(crc);
}

void keepOpenSslUntilTheEnd()
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

QByteArray digestOf(DigestKind kind, QByteArrayView bytes)
{
    Digester digester(kind);
    digester.add(bytes);
    return digester.result();
}

QByteArray hmacSha256(QByteArrayView key, QByteArrayView message)
{
    QByteArray code(EVP_MD_get_size(EVP_sha256()), Qt::Uninitialized);
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char *>(message.data()), static_cast<size_t>(message.size()),
         reinterpret_cast<unsigned char *>(code.data()), &length);
    return code;
}

bool equalInConstantTime(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), static_cast<size_t>(a.size())) == 0;
}

} // namespace gantry
