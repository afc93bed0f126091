#include "app/service/api_json.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gantry {
namespace {

tl::unexpected<ServiceError> bad(const QString &what)
{
    return refuse(ErrorCode::BadRequest, what);
}

Served<QString> textOf(const QJsonObject &object, QLatin1String name,
                       const std::optional<QString> &fallback = std::nullopt)
{
    const QJsonValue value = object.value(name);
    if (value.isUndefined() && fallback)
        return *fallback;
    if (!value.isString())
        return bad(QStringLiteral("\"%1\" is missing, or not a string.").arg(name));
    return value.toString();
}

// None: not there.
Served<std::optional<qint64>> numberOf(const QJsonObject &object, QLatin1String name)
{
    const QJsonValue value = object.value(name);
    if (value.isUndefined() || value.isNull())
        return std::optional<qint64>();
    const qint64 number = value.toInteger(-1);
    if (number < 0)
        return bad(QStringLiteral("\"%1\" is not a whole number from 0 on.").arg(name));
    return std::optional<qint64>(number);
}

} // namespace

Served<InitiateCall> readInitiate(const QJsonObject &body)
{
    const Served<QString> filename = textOf(body, QLatin1String("filename"));
    const Served<QString> fingerprint = textOf(body, QLatin1String("fingerprint"));
    const Served<QString> prefix = textOf(body, QLatin1String("key_prefix"), QStringLiteral(""));
    const Served<QString> contentType =
        textOf(body, QLatin1String("content_type"), QStringLiteral("application/octet-stream"));
    for (const Served<QString> *text : {&filename, &fingerprint, &prefix, &contentType})
        if (!*text)
            return refuse(text->error());
    const Served<std::optional<qint64>> size = numberOf(body, QLatin1String("size"));
    const Served<std::optional<qint64>> partSize = numberOf(body, QLatin1String("part_size"));
    const Served<std::optional<qint64>> urls = numberOf(body, QLatin1String("urls"));
    for (const Served<std::optional<qint64>> *number : {&size, &partSize, &urls})
        if (!*number)
            return refuse(number->error());
    if (!*size)
        return bad(QStringLiteral("\"size\" is missing."));
    InitiateCall call;
    call.request = InitiateRequest{*filename, *prefix, *contentType, *fingerprint, **size, *partSize};
    if (*urls)
        call.urls = static_cast<int>(std::min<qint64>(**urls, std::numeric_limits<int>::max()));
    return call;
}

Served<CompleteCall> readComplete(const QJsonObject &body)
{
    const Served<QString> id = textOf(body, QLatin1String("upload_id"));
    if (!id)
        return refuse(id.error());
    const QJsonValue list = body.value(QLatin1String("parts"));
    if (!list.isArray())
        return bad(QStringLiteral("\"parts\" is missing, or not a list."));
    CompleteCall call{*id, {}};
    const QJsonArray parts = list.toArray();
    for (const auto &value : parts) {
        const QJsonObject part = value.toObject();
        const Served<std::optional<qint64>> number = numberOf(part, QLatin1String("PartNumber"));
        const Served<QString> etag = textOf(part, QLatin1String("ETag"));
        if (!number || !*number || **number > std::numeric_limits<int>::max() || !etag)
            return bad(QStringLiteral("Each part is {\"PartNumber\": number, \"ETag\": text}."));
        call.parts.append({static_cast<int>(**number), etag->toUtf8()});
    }
    return call;
}

Served<QList<int>> readPartNumbers(QStringView text, int partsTotal)
{
    QList<bool> wanted(partsTotal + 1, false);
    for (const QStringView range : text.split(QLatin1Char(','))) {
        const QList<QStringView> ends = range.split(QLatin1Char('-'));
        bool firstOk = false;
        bool lastOk = false;
        const int first = ends.front().toInt(&firstOk);
        const int last = ends.back().toInt(&lastOk);
        if (!firstOk || !lastOk || ends.size() > 2 || first < 1 || last < first || last > partsTotal)
            return bad(QStringLiteral("\"%1\" is not a list such as 5,6,9-20 of parts from 1 to %2.")
                           .arg(text)
                           .arg(partsTotal));
        std::fill(wanted.begin() + first, wanted.begin() + last + 1, true);
    }
    QList<int> numbers;
    for (int number = 1; number <= partsTotal; ++number)
        if (wanted.at(number))
            numbers.append(number);
    return numbers;
}

Served<int> readCount(const QString &text, int fallback)
{
    if (text.isEmpty())
        return fallback;
    bool ok = false;
    const int count = text.toInt(&ok);
    if (!ok || count < 0)
        return bad(QStringLiteral("\"%1\" is not a whole number from 0 on.").arg(text));
    return count;
}

QJsonArray linksJson(const QList<int> &numbers, const QList<QByteArray> &links)
{
    QJsonArray list;
    for (qsizetype i = 0; i < numbers.size(); ++i)
        list.append(QJsonObject{{QStringLiteral("part_number"), numbers.at(i)},
                                {QStringLiteral("url"), QString::fromLatin1(links.at(i))}});
    return list;
}

QJsonObject progressJson(const UploadProgress &progress)
{
    const SessionRecord &upload = progress.upload;
    const double share = static_cast<double>(progress.received.count) / upload.plan.partsTotal;
    const bool completed = upload.stage == UploadStage::Completed;
    QJsonObject json{
        {QStringLiteral("percent"), std::round(share * 1000) / 10},
        {QStringLiteral("chunks_uploaded"), progress.received.count},
        {QStringLiteral("chunks_total"), upload.plan.partsTotal},
        {QStringLiteral("bytes_uploaded"), progress.received.bytes},
        {QStringLiteral("bytes_total"), upload.plan.fileSize},
        {QStringLiteral("status"), completed ? QStringLiteral("completed") : QStringLiteral("in_progress")}};
    if (completed) {
        json.insert(QStringLiteral("etag"), upload.etag);
        json.insert(QStringLiteral("size"), upload.plan.fileSize);
        json.insert(QStringLiteral("key"), upload.finalKey);
    }
    return json;
}

QJsonObject partsJson(const SessionRecord &upload, const QList<StoredPart> &parts, bool more)
{
    QJsonArray list;
    for (const StoredPart &part : parts) {
        QJsonObject json{{QStringLiteral("part_number"), part.number},
                         {QStringLiteral("size"), part.size},
                         {QStringLiteral("etag"), QString::fromLatin1(part.etag)}};
        if (!part.md5.isEmpty())
            json.insert(QStringLiteral("md5"), QString::fromLatin1(part.md5.toHex()));
        list.append(json);
    }
    return {
        {QStringLiteral("upload_id"), upload.id},
        {QStringLiteral("chunk_size"), upload.plan.partSize},
        {QStringLiteral("total_chunks"), upload.plan.partsTotal},
        {QStringLiteral("size"), upload.plan.fileSize},
        {QStringLiteral("parts"), list},
        {QStringLiteral("next_part_number_marker"), more ? QJsonValue(parts.back().number) : QJsonValue()}};
}

QJsonObject completedJson(const SessionRecord &upload)
{
    return {{QStringLiteral("status"), QStringLiteral("completed")},
            {QStringLiteral("upload_id"), upload.id},
            {QStringLiteral("etag"), upload.etag},
            {QStringLiteral("size"), upload.plan.fileSize},
            {QStringLiteral("key"), upload.finalKey}};
}

} // namespace gantry
