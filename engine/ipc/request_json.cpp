// The other values of snapshot_json.h: destinations, checks, and what is asked for.
#include "engine/core/names.h"
#include "engine/ipc/json_fields.h"
#include "engine/ipc/snapshot_json.h"

#include <array>

namespace gantry {
namespace {

using CheckName = NameEntry<CheckLine::Result>;
constexpr std::array checkNames{
    CheckName{CheckLine::Result::Passed, QLatin1String("passed")},
    CheckName{CheckLine::Result::Warning, QLatin1String("warning")},
    CheckName{CheckLine::Result::Failed, QLatin1String("failed")},
    CheckName{CheckLine::Result::Skipped, QLatin1String("skipped")},
};

} // namespace

QJsonObject toJson(const DestinationSettings &settings)
{
    QJsonObject fields;
    for (auto it = settings.fields.begin(); it != settings.fields.end(); ++it)
        fields.insert(it.key(), it.value());
    return {
        {QLatin1String("name"), settings.name},
        {QLatin1String("kind"), settings.kind},
        {QLatin1String("fields"), fields},
        {QLatin1String("part_size"),
         settings.partSize ? QJsonValue(*settings.partSize) : QJsonValue(QJsonValue::Null)},
        {QLatin1String("parts"), settings.partsInFlight},
        {QLatin1String("connections"), settings.connectionLimit},
        {QLatin1String("ca_file"),
         settings.caFile.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(settings.caFile)},
        {QLatin1String("verify"), QString(toName(settings.verify))},
        {QLatin1String("secret_store"), QString(toName(settings.secretStore))},
        {QLatin1String("secret_source"),
         settings.secretSource.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(settings.secretSource)},
    };
}

Expected<DestinationSettings> destinationFromJson(const QJsonObject &object)
{
    JsonFields fields(object);
    DestinationSettings settings;
    settings.name = fields.text(QLatin1String("name"));
    settings.kind = fields.text(QLatin1String("kind"));
    const QJsonObject values = fields.object(QLatin1String("fields"));
    for (auto it = values.begin(); it != values.end(); ++it) {
        if (!it.value().isString())
            fields.complain(QLatin1String("fields"));
        settings.fields.insert(it.key(), it.value().toString());
    }
    settings.partSize = fields.integerOrNull(QLatin1String("part_size"), 1);
    settings.partsInFlight = fields.smallInteger(QLatin1String("parts"), 1);
    settings.connectionLimit = fields.smallInteger(QLatin1String("connections"), 1);
    settings.caFile = fields.textOrNull(QLatin1String("ca_file"));
    settings.verify = fields.named(QLatin1String("verify"), verifyModeFromName);
    settings.secretStore = fields.named(QLatin1String("secret_store"), secretStoreKindFromName);
    settings.secretSource = fields.textOrNull(QLatin1String("secret_source"));
    return checked(fields, settings);
}

QJsonObject toJson(const CheckLine &check)
{
    return {{QLatin1String("name"), check.name},
            {QLatin1String("result"), QString(nameIn(checkNames, check.result))},
            {QLatin1String("message"), check.message}};
}

Expected<CheckLine> checkFromJson(const QJsonObject &object)
{
    JsonFields fields(object);
    CheckLine check;
    check.name = fields.text(QLatin1String("name"));
    check.result = fields.named(QLatin1String("result"), [](QStringView name) {
        return valueIn<CheckLine::Result>(checkNames, name);
    });
    check.message = fields.text(QLatin1String("message"));
    return checked(fields, check);
}

QJsonObject toJson(const NewUpload &upload)
{
    QJsonObject object{{QLatin1String("path"), upload.path},
                       {QLatin1String("destination"), upload.destination},
                       {QLatin1String("key"), upload.key},
                       {QLatin1String("priority"), upload.priority},
                       {QLatin1String("size"), upload.size}};
    if (!upload.session.isEmpty())
        object.insert(QLatin1String("session"), upload.session);
    return object;
}

Expected<NewUpload> newUploadFromJson(const QJsonObject &object)
{
    JsonFields fields(object);
    NewUpload upload;
    upload.path = fields.text(QLatin1String("path"));
    upload.destination = fields.text(QLatin1String("destination"));
    upload.key = fields.text(QLatin1String("key"));
    upload.priority = fields.smallInteger(QLatin1String("priority"), std::numeric_limits<int>::min());
    upload.size = fields.integer(QLatin1String("size"));
    if (fields.has(QLatin1String("session")))
        upload.session = fields.text(QLatin1String("session"));
    return checked(fields, upload);
}

QJsonObject toJson(const AddedUpload &upload)
{
    return {{QLatin1String("id"), upload.id.value}, {QLatin1String("continued"), upload.continued}};
}

Expected<AddedUpload> addedUploadFromJson(const QJsonObject &object)
{
    JsonFields fields(object);
    AddedUpload upload;
    upload.id.value = fields.integer(QLatin1String("id"), 1);
    upload.continued = fields.flag(QLatin1String("continued"));
    return checked(fields, upload);
}

QJsonObject toJson(const Orphan &orphan)
{
    return {{QLatin1String("id"), orphan.id},
            {QLatin1String("key"), orphan.key},
            {QLatin1String("name"), orphan.name},
            {QLatin1String("initiator"),
             orphan.initiator.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(orphan.initiator)},
            {QLatin1String("initiated"), timeToJson(orphan.begunMs)},
            {QLatin1String("parts"), orphan.parts ? QJsonValue(*orphan.parts) : QJsonValue(QJsonValue::Null)},
            {QLatin1String("size"), orphan.size ? QJsonValue(*orphan.size) : QJsonValue(QJsonValue::Null)}};
}

Expected<Orphan> orphanFromJson(const QJsonObject &object)
{
    JsonFields fields(object);
    Orphan orphan;
    orphan.id = fields.text(QLatin1String("id"));
    orphan.key = fields.text(QLatin1String("key"));
    orphan.name = fields.text(QLatin1String("name"));
    orphan.initiator = fields.textOrNull(QLatin1String("initiator"));
    orphan.begunMs = timeFromJson(fields, QLatin1String("initiated"));
    if (const auto parts = fields.integerOrNull(QLatin1String("parts"), 0, std::numeric_limits<int>::max()))
        orphan.parts = static_cast<int>(*parts);
    orphan.size = fields.integerOrNull(QLatin1String("size"));
    return checked(fields, orphan);
}

QJsonObject toJson(const LifecycleState &state)
{
    return {{QLatin1String("abort_after_days"),
             state.abortAfterDays ? QJsonValue(*state.abortAfterDays) : QJsonValue(QJsonValue::Null)}};
}

Expected<LifecycleState> lifecycleFromJson(const QJsonObject &object)
{
    JsonFields fields(object);
    LifecycleState state;
    if (const auto days =
            fields.integerOrNull(QLatin1String("abort_after_days"), 1, std::numeric_limits<int>::max()))
        state.abortAfterDays = static_cast<int>(*days);
    return checked(fields, state);
}

QJsonArray idsToJson(const QList<UploadId> &ids)
{
    QJsonArray array;
    for (const UploadId id : ids)
        array.append(id.value);
    return array;
}

Expected<QList<UploadId>> idsFromJson(const QJsonArray &array)
{
    QList<UploadId> ids;
    ids.reserve(array.size());
    for (const auto &entry : array) {
        const qint64 id = entry.toInteger(0);
        if (id <= 0)
            return fail(FailureKind::ProtocolViolation,
                        QStringLiteral("The message's list of uploads holds something else."));
        ids.append(UploadId{id});
    }
    return ids;
}

} // namespace gantry
