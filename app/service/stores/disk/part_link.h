// Presigned links to parts: each good for one method, upload, part number and length, until it expires.
#pragma once

#include "app/service/service_error.h"

#include <QByteArray>
#include <QByteArrayView>

namespace gantry {

struct PartLink
{
    QString uploadId;
    int partNumber = 0;
    qint64 size = 0;           // bytes: the body must be exactly as long
    qint64 expiresSeconds = 0; // since 1970-01-01 UTC; good before it, not at it
};

// "/parts/UPLOAD/NUMBER?expires=…&size=…&signature=…"
QByteArray signedPartPath(const PartLink &link, QByteArrayView key);

// The link that these pieces of a request are, if the signature is ours (else BadSignature) and its time is
// not over (else LinkExpired). The query is raw; anything but exactly the three parameters in canonical form
// is a BadSignature.
Served<PartLink> verifiedPartLink(QStringView uploadId, QByteArrayView partNumber, QByteArrayView query,
                                  QByteArrayView key, qint64 nowSeconds);

} // namespace gantry
