#include "engine/core/etag.h"

#include <algorithm>

namespace gantry {

QByteArray bareEtag(const QByteArray &etag)
{
    QByteArray bare = etag.trimmed();
    if (bare.startsWith("W/"))
        bare.remove(0, 2);
    if (bare.size() >= 2 && bare.startsWith('"') && bare.endsWith('"'))
        bare = bare.mid(1, bare.size() - 2);
    return bare.toLower();
}

bool looksLikeMd5(const QByteArray &etag)
{
    const QByteArray bare = bareEtag(etag);
    return bare.size() == 32 && std::all_of(bare.cbegin(), bare.cend(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

bool followsMultipartRule(const QByteArray &etag, qsizetype parts)
{
    const QByteArray bare = bareEtag(etag);
    return looksLikeMd5(bare.left(32)) && bare.mid(32) == '-' + QByteArray::number(parts);
}

} // namespace gantry
