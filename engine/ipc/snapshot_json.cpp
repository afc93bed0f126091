#include "engine/ipc/snapshot_json.h"

#include "engine/ipc/json_fields.h"

#include <QDateTime>

namespace gantry {
namespace {

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonValue textOrNull(const QByteArray &text)
{
    return textOrNull(QString::fromUtf8(text));
}

template <class Enum>
QJsonValue nameOf(Enum value)
{
    return QString(toName(value));
}

QJsonValue errorOf(const UploadSnapshot &upload)
{
    const std::optional<Failure> &about = upload.record.error ? upload.record.error : upload.trouble;
    if (!about)
        return QJsonValue::Null;
    QJsonObject error = toJson(*about);
    error.insert(QLatin1String("retry_at"), timeToJson(upload.retryAtMs));
    return error;
}

std::optional<qint64> timeFromText(const QString &text)
{
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    return time.toMSecsSinceEpoch();
}

std::optional<Hold> holdFromName(const QString &name)
{
    for (const Hold hold : listOf(Holds::fromInt(0xffff)))
        if (toName(hold) == name)
            return hold;
    return std::nullopt;
}

std::optional<PartState> partStateFromName(QStringView name)
{
    for (int state = 0; state <= static_cast<int>(PartState::Failed); ++state)
        if (toName(static_cast<PartState>(state)) == name)
            return static_cast<PartState>(state);
    return std::nullopt;
}

Holds holdsOf(JsonFields &fields)
{
    Holds holds;
    const QLatin1String name("holds");
    for (const auto &entry : fields.array(name)) {
        const std::optional<Hold> hold = holdFromName(entry.toString());
        if (hold)
            holds.setFlag(*hold);
        else
            fields.complain(name);
    }
    return holds;
}

} // namespace

qint64 timeFromJson(JsonFields &fields, QLatin1String name)
{
    const QString text = fields.textOrNull(name);
    if (text.isEmpty())
        return 0;
    const std::optional<qint64> time = timeFromText(text);
    if (!time)
        fields.complain(name);
    return time.value_or(0);
}

QJsonValue timeToJson(qint64 wallMs)
{
    if (wallMs == 0)
        return QJsonValue::Null;
    return QDateTime::fromMSecsSinceEpoch(wallMs, Qt::UTC).toString(Qt::ISODateWithMs);
}

QJsonObject toJson(const Failure &failure)
{
    QJsonObject object{{QLatin1String("kind"), nameOf(failure.kind)},
                       {QLatin1String("message"), failure.message}};
    if (failure.httpStatus != 0)
        object.insert(QLatin1String("http_status"), failure.httpStatus);
    return object;
}

Expected<Failure> failureFromJson(const QJsonObject &object)
{
    JsonFields fields(object);
    Failure failure;
    failure.kind = fields.named(QLatin1String("kind"), failureKindFromName);
    failure.message = fields.text(QLatin1String("message"));
    if (fields.has(QLatin1String("http_status")))
        failure.httpStatus = fields.smallInteger(QLatin1String("http_status"));
    return checked(fields, failure);
}

QJsonObject toJson(const UploadSnapshot &upload)
{
    const UploadRecord &record = upload.record;
    QJsonArray holds;
    for (const Hold hold : listOf(upload.holds))
        holds.append(nameOf(hold));
    return {
        {QLatin1String("id"), record.id.value},
        {QLatin1String("path"), record.path},
        {QLatin1String("destination"), record.destination},
        {QLatin1String("key"), record.key},
        {QLatin1String("size"), record.identity.size},
        {QLatin1String("state"), QString(shownName(record.stage))},
        {QLatin1String("holds"), holds},
        {QLatin1String("bytes_stored"), record.bytesStored},
        {QLatin1String("bytes_sent"), upload.bytesSent},
        {QLatin1String("parts_total"), record.partsTotal},
        {QLatin1String("parts_stored"), record.partsStored},
        {QLatin1String("part_size"), record.partSize},
        {QLatin1String("session"), textOrNull(record.session ? record.session->id : QString())},
        {QLatin1String("session_expires"), timeToJson(record.session ? record.session->expiresMs : 0)},
        {QLatin1String("fingerprint"), textOrNull(record.fingerprint)},
        {QLatin1String("error"), errorOf(upload)},
        {QLatin1String("etag"), textOrNull(record.etag)},
        {QLatin1String("verified"), nameOf(record.verified)},
        {QLatin1String("bytes_per_second"), upload.bytesPerSecond},
        {QLatin1String("eta_seconds"),
         upload.etaSeconds ? QJsonValue(*upload.etaSeconds) : QJsonValue(QJsonValue::Null)},
        {QLatin1String("added"), timeToJson(record.addedMs)},
        {QLatin1String("finished"), timeToJson(record.finishedMs)},
        {QLatin1String("stage"), nameOf(record.stage)},
        {QLatin1String("in_flight"), upload.bytesInFlight},
        {QLatin1String("stored_key"), textOrNull(record.finishedKey)},
        {QLatin1String("content_type"), textOrNull(record.contentType)},
        {QLatin1String("priority"), record.priority},
        {QLatin1String("hold_until"), timeToJson(upload.retryAtMs)},
        {QLatin1String("set_back"), textOrNull(upload.setBack)},
    };
}

Expected<UploadSnapshot> uploadFromJson(const QJsonObject &object)
{
    JsonFields fields(object);
    UploadSnapshot upload;
    UploadRecord &record = upload.record;
    record.id.value = fields.integer(QLatin1String("id"), 1);
    record.path = fields.text(QLatin1String("path"));
    record.destination = fields.text(QLatin1String("destination"));
    record.key = fields.text(QLatin1String("key"));
    record.identity.size = fields.integer(QLatin1String("size"));
    record.stage = fields.named(QLatin1String("stage"), stageFromName);
    upload.holds = holdsOf(fields);
    record.paused = upload.holds.testFlag(Hold::User);
    record.bytesStored = fields.integer(QLatin1String("bytes_stored"));
    upload.bytesSent = fields.integer(QLatin1String("bytes_sent"));
    record.partsTotal = fields.smallInteger(QLatin1String("parts_total"));
    record.partsStored = fields.smallInteger(QLatin1String("parts_stored"));
    record.partSize = fields.integer(QLatin1String("part_size"));
    if (const QString session = fields.textOrNull(QLatin1String("session")); !session.isEmpty())
        record.session = Session{session, {}, {}, 0, timeFromJson(fields, QLatin1String("session_expires"))};
    record.fingerprint = fields.textOrNull(QLatin1String("fingerprint"));
    record.etag = fields.textOrNull(QLatin1String("etag")).toUtf8();
    record.verified = fields.named(QLatin1String("verified"), verificationFromName);
    upload.bytesPerSecond = fields.integer(QLatin1String("bytes_per_second"));
    upload.etaSeconds = fields.integerOrNull(QLatin1String("eta_seconds"));
    record.addedMs = timeFromJson(fields, QLatin1String("added"));
    record.finishedMs = timeFromJson(fields, QLatin1String("finished"));
    upload.bytesInFlight = fields.integer(QLatin1String("in_flight"));
    record.finishedKey = fields.textOrNull(QLatin1String("stored_key"));
    record.contentType = fields.textOrNull(QLatin1String("content_type"));
    record.priority = fields.smallInteger(QLatin1String("priority"), std::numeric_limits<int>::min());
    upload.retryAtMs = timeFromJson(fields, QLatin1String("hold_until"));
    upload.setBack = fields.textOrNull(QLatin1String("set_back"));
    if (!fields.isNull(QLatin1String("error"))) {
        const Expected<Failure> failure = failureFromJson(fields.object(QLatin1String("error")));
        if (!failure)
            return fail(failure.error());
        (isFinal(record.stage) ? record.error : upload.trouble) = *failure;
    }
    return checked(fields, upload);
}

QJsonObject toJson(const PartSnapshot &part)
{
    return {
        {QLatin1String("number"), part.number},
        {QLatin1String("offset"), part.offset},
        {QLatin1String("size"), part.size},
        {QLatin1String("state"), nameOf(part.state)},
        {QLatin1String("sent"), part.sent},
        {QLatin1String("kept"), part.kept},
        {QLatin1String("attempts"), part.attempts},
        {QLatin1String("etag"), textOrNull(part.etag)},
        {QLatin1String("error"), textOrNull(part.lastError)},
    };
}

Expected<PartSnapshot> partFromJson(const QJsonObject &object)
{
    JsonFields fields(object);
    PartSnapshot part;
    part.number = fields.smallInteger(QLatin1String("number"), 1);
    part.offset = fields.integer(QLatin1String("offset"));
    part.size = fields.integer(QLatin1String("size"));
    part.state = fields.named(QLatin1String("state"), partStateFromName);
    part.sent = fields.integer(QLatin1String("sent"));
    part.kept = fields.integer(QLatin1String("kept"));
    part.attempts = fields.smallInteger(QLatin1String("attempts"));
    part.etag = fields.textOrNull(QLatin1String("etag")).toUtf8();
    part.lastError = fields.textOrNull(QLatin1String("error"));
    return checked(fields, part);
}

QJsonObject toJson(const UploadDetails &details)
{
    QJsonObject object = toJson(details.upload);
    object.insert(QLatin1String("parts"), listToJson(details.parts));
    return object;
}

Expected<UploadDetails> detailsFromJson(const QJsonObject &object)
{
    const Expected<UploadSnapshot> upload = uploadFromJson(object);
    if (!upload)
        return fail(upload.error());
    JsonFields fields(object);
    const Expected<QList<PartSnapshot>> parts =
        listFromJson(fields.array(QLatin1String("parts")), partFromJson);
    if (!parts)
        return fail(parts.error());
    return checked(fields, UploadDetails{*upload, *parts});
}

} // namespace gantry
