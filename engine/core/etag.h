// Entity tags (RFC 9110 section 8.8.3) as stores use them for the digest of a part.
#pragma once

#include <QByteArray>

namespace gantry {

// Without W/ and quotes, in lower case: for comparing with a digest. The tag itself is kept verbatim.
QByteArray bareEtag(const QByteArray &etag);

// 32 hexadecimal digits: may be an MD5.
bool looksLikeMd5(const QByteArray &etag);

// Has the form of S3's multipart ETag for that many parts: 32 hexadecimal digits, a dash, the number.
bool followsMultipartRule(const QByteArray &etag, qsizetype parts);

} // namespace gantry
