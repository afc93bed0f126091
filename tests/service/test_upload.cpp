#include "tests/service/test_upload.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QRandomGenerator>

namespace gantry {

QByteArray randomBytes(qsizetype size, quint32 seed)
{
    QRandomGenerator dice(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = static_cast<char>(dice.generate() & 0xff);
    return bytes;
}

QByteArray quotedMd5(const QByteArray &bytes)
{
    return '"' + QCryptographicHash::hash(bytes, QCryptographicHash::Md5).toHex() + '"';
}

QJsonObject TestUpload::initiateBody() const
{
    return {{QStringLiteral("filename"), name},
            {QStringLiteral("size"), content.size()},
            {QStringLiteral("content_type"), QStringLiteral("application/octet-stream")},
            {QStringLiteral("fingerprint"), fingerprint},
            {QStringLiteral("part_size"), partSize}};
}

Answer TestUpload::initiate(int port)
{
    Answer answer = post(port, "/api/uploads", token, initiateBody());
    if (answer.status != 200)
        return answer;
    const QJsonObject json = answer.json();
    id = json.value(QLatin1String("upload_id")).toString();
    parts = json.value(QLatin1String("total_chunks")).toInt();
    targets.clear();
    for (const auto &link : json.value(QLatin1String("chunk_urls")).toArray())
        targets.insert(link[QLatin1String("part_number")].toInt(),
                       targetOf(link[QLatin1String("url")].toString()));
    return answer;
}

QByteArray TestUpload::bytesOf(int part) const
{
    return content.mid((part - 1) * partSize, partSize);
}

Answer TestUpload::putPart(int port, int part)
{
    Answer answer = putPart(port, part, bytesOf(part));
    if (answer.status == 200)
        etags.insert(part, answer.headers.value("etag"));
    return answer;
}

Answer TestUpload::putPart(int port, int part, const QByteArray &bytes) const
{
    return exchange(port, "PUT", targets.value(part), {}, bytes);
}

bool TestUpload::putAll(int port)
{
    for (int part = 1; part <= parts; ++part)
        if (putPart(port, part).status != 200)
            return false;
    return true;
}

Answer TestUpload::complete(int port) const
{
    QJsonArray list;
    for (auto etag = etags.begin(); etag != etags.end(); ++etag)
        list.append(QJsonObject{{QStringLiteral("PartNumber"), etag.key()},
                                {QStringLiteral("ETag"), QString::fromLatin1(etag.value())}});
    return post(port, "/api/uploads/complete", token,
                {{QStringLiteral("upload_id"), id}, {QStringLiteral("parts"), list}});
}

QByteArray TestUpload::objectEtag() const
{
    QCryptographicHash hash(QCryptographicHash::Md5);
    for (int part = 1; part <= parts; ++part)
        hash.addData(QCryptographicHash::hash(bytesOf(part), QCryptographicHash::Md5));
    return '"' + hash.result().toHex() + '-' + QByteArray::number(parts) + '"';
}

} // namespace gantry
