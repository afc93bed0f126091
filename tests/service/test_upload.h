// An upload as a test makes it: bytes of its own, and the calls that send them.
#pragma once

#include "tests/service/service_client.h"

#include <QByteArray>
#include <QJsonObject>
#include <QMap>

namespace gantry {

QByteArray randomBytes(qsizetype size, quint32 seed);
QByteArray quotedMd5(const QByteArray &bytes);

struct TestUpload
{
    QString name = {};
    QString fingerprint = {};
    QByteArray content = {};
    QByteArray token = {};
    qint64 partSize = 64 * 1024;

    QString id = {};
    int parts = 0;
    QMap<int, QByteArray> targets = {}; // of the part links
    QMap<int, QByteArray> etags = {};   // as the service has answered

    QJsonObject initiateBody() const;
    Answer initiate(int port); // and notes id, parts and links
    QByteArray bytesOf(int part) const;
    Answer putPart(int port, int part); // and notes the ETag
    Answer putPart(int port, int part, const QByteArray &bytes) const;
    bool putAll(int port);
    Answer complete(int port) const;
    QByteArray objectEtag() const; // by the multipart rule
};

} // namespace gantry
