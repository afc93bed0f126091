#include "engine/hashing/small_file.h"

#include "engine/core/text.h"

#include <QFile>

namespace gantry {

Expected<QByteArray> readSmallFile(const QString &path, qint64 limit)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(FailureKind::InvalidInput, tr("%1 cannot be read: %2").arg(path, file.errorString()));
    const QByteArray bytes = file.read(limit + 1);
    if (bytes.size() > limit)
        return fail(FailureKind::InvalidInput, tr("%1 is too large for what it should be.").arg(path));
    return bytes;
}

} // namespace gantry
