// What the engine shows, as JSON: the shapes of `gantryctl list --json` and `show --json`, and of the
// messages between processes. Field names are promises to people's scripts.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/expected.h"
#include "engine/core/upload_types.h"
#include "engine/ipc/json_fields.h"
#include "engine/scheduling/engine.h"

#include <QJsonArray>
#include <QJsonObject>

namespace gantry {

// Beside the promised fields: "stage" (the journal's name of it: it tells looking from committing),
// "in_flight" (bytes), "stored_key" (null before it is done), "content_type", "priority", "hold_until" (null,
// or when the present hold ends by itself); of a part "error" (its last one in this run, in words). Unknown
// texts and times are null.
QJsonObject toJson(const UploadSnapshot &upload);
QJsonObject toJson(const PartSnapshot &part);
QJsonObject toJson(const UploadDetails &details); // the upload's object with "parts"
QJsonObject toJson(const DestinationSettings &settings);
QJsonObject toJson(const CheckLine &check);
QJsonObject toJson(const Failure &failure); // "kind", "message"; "http_status" where there is one
QJsonObject toJson(const NewUpload &upload);
QJsonObject toJson(const AddedUpload &upload);
QJsonObject toJson(const Orphan &orphan);
QJsonObject toJson(const LifecycleState &state);

// The inverse, as far as the JSON goes: identity but for the size, open token and session details are not
// told. Strict: anything amiss is a ProtocolViolation that names the member.
Expected<UploadSnapshot> uploadFromJson(const QJsonObject &object);
Expected<PartSnapshot> partFromJson(const QJsonObject &object);
Expected<UploadDetails> detailsFromJson(const QJsonObject &object);
Expected<DestinationSettings> destinationFromJson(const QJsonObject &object);
Expected<CheckLine> checkFromJson(const QJsonObject &object);
Expected<Failure> failureFromJson(const QJsonObject &object);
Expected<NewUpload> newUploadFromJson(const QJsonObject &object);
Expected<AddedUpload> addedUploadFromJson(const QJsonObject &object);
Expected<Orphan> orphanFromJson(const QJsonObject &object);
Expected<LifecycleState> lifecycleFromJson(const QJsonObject &object);

QJsonArray idsToJson(const QList<UploadId> &ids);
Expected<QList<UploadId>> idsFromJson(const QJsonArray &array);

// An array of objects through one of the functions above; the first failure ends it.
template <class Value>
Expected<QList<Value>> listFromJson(const QJsonArray &array, Expected<Value> (*fromJson)(const QJsonObject &))
{
    QList<Value> values;
    values.reserve(array.size());
    for (const auto &entry : array) {
        if (!entry.isObject())
            return fail(FailureKind::ProtocolViolation,
                        QStringLiteral("The message's list holds something that is no object."));
        Expected<Value> value = fromJson(entry.toObject());
        if (!value)
            return fail(value.error());
        values.append(*std::move(value));
    }
    return values;
}

template <class Values>
QJsonArray listToJson(const Values &values)
{
    QJsonArray array;
    for (const auto &value : values)
        array.append(toJson(value));
    return array;
}

// ISO 8601, UTC, with milliseconds; null for 0.
QJsonValue timeToJson(qint64 wallMs);
qint64 timeFromJson(JsonFields &fields, QLatin1String name);

} // namespace gantry
