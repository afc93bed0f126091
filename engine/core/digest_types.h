// Which digests there are, and their values. Made by hashing/digests.
#pragma once

#include <QByteArray>
#include <QFlags>

namespace gantry {

enum class DigestKind : quint8 { Md5 = 1 << 0, Sha1 = 1 << 1, Sha256 = 1 << 2, Crc32c = 1 << 3 };
Q_DECLARE_FLAGS(DigestKinds, DigestKind)
Q_DECLARE_OPERATORS_FOR_FLAGS(DigestKinds)

// Of one run of bytes; raw, empty where not asked for.
struct Digests
{
    QByteArray md5;
    QByteArray sha1;
    QByteArray sha256;
    QByteArray crc32c; // Castagnoli's (RFC 3720 appendix B.4), big endian as S3 writes it

    friend bool operator==(const Digests &, const Digests &) = default;
};

} // namespace gantry
