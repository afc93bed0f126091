#include "engine/hashing/fingerprint.h"

#include "engine/hashing/digests.h"

namespace gantry {

QString fingerprintOf(const QString &key, qint64 size, qint64 mtimeNs, const QByteArray &sampleHash)
{
    // A NUL cannot occur in a key, so the fields cannot run into each other.
    const QByteArray description = QByteArrayLiteral("gantry-fingerprint-1") + '\0' + key.toUtf8() + '\0' +
                                   QByteArray::number(size) + '\0' + QByteArray::number(mtimeNs / 1'000'000) +
                                   '\0' + sampleHash;
    return QString::fromLatin1(digestOf(DigestKind::Sha256, description).toHex());
}

} // namespace gantry
