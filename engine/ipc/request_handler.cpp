#include "engine/ipc/request_handler.h"

#include "engine/core/when_done.h"
#include "engine/ipc/ipc_message.h"
#include "engine/ipc/json_fields.h"
#include "engine/ipc/snapshot_json.h"
#include "engine/scheduling/engine.h"

#include <QMap>
#include <QPromise>
#include <QSet>

#include <memory>

namespace gantry {
namespace {

using Reply = QFuture<Expected<QJsonObject>>;

struct Call
{
    Engine &engine;
    QObject *context;
    JsonFields fields;

    Reply refuse(const Failure &failure) const
    {
        return QtFuture::makeReadyFuture(Expected<QJsonObject>(fail(failure)));
    }

    // The engine's answer as JSON. A promise that is dropped, as when the engine stops, ends as Cancelled.
    template <class Value, class Convert>
    Reply answer(const QFuture<Value> &future, Convert convert) const
    {
        auto promise = std::make_shared<QPromise<Expected<QJsonObject>>>();
        promise->start();
        whenDone(context, future, [promise, convert](const std::optional<Value> &value) {
            if (value)
                promise->addResult(convert(*value));
            else
                promise->addResult(
                    fail(FailureKind::Cancelled, QStringLiteral("The engine stopped before this was done.")));
            promise->finish();
        });
        return promise->future();
    }

    template <class Value, class Convert>
    Reply answerValue(const QFuture<Expected<Value>> &future, Convert convert) const
    {
        return answer(future, [convert](const Expected<Value> &value) -> Expected<QJsonObject> {
            if (!value)
                return fail(value.error());
            return convert(*value);
        });
    }

    Reply answerNothing(const QFuture<Expected<void>> &future) const
    {
        return answer(future, [](const Expected<void> &done) -> Expected<QJsonObject> {
            if (!done)
                return fail(done.error());
            return QJsonObject();
        });
    }
};

template <class Command>
Reply withIds(Call &call, Command command)
{
    const Expected<QList<UploadId>> ids = idsFromJson(call.fields.array(QLatin1String("ids")));
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    if (!ids)
        return call.refuse(ids.error());
    return call.answerNothing(command(*ids));
}

Reply add(Call &call)
{
    const Expected<QList<NewUpload>> uploads =
        listFromJson(call.fields.array(QLatin1String("uploads")), newUploadFromJson);
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    if (!uploads)
        return call.refuse(uploads.error());
    return call.answerValue(call.engine.add(*uploads), [](const QList<AddedUpload> &added) {
        return QJsonObject{{QLatin1String("added"), listToJson(added)}};
    });
}

Reply decide(Call &call)
{
    const QString name = call.fields.text(QLatin1String("decision"));
    if (name != QLatin1String("start_over") && name != QLatin1String("skip"))
        call.fields.complain(QLatin1String("decision"));
    const Decision decision = name == QLatin1String("skip") ? Decision::Skip : Decision::StartOver;
    return withIds(
        call, [&call, decision](const QList<UploadId> &ids) { return call.engine.decide(ids, decision); });
}

Reply setPriority(Call &call)
{
    const int priority = call.fields.smallInteger(QLatin1String("priority"), std::numeric_limits<int>::min());
    return withIds(call, [&call, priority](const QList<UploadId> &ids) {
        return call.engine.setPriority(ids, priority);
    });
}

// Upper bound of an upload's JSON: escapes make six bytes of a character at most.
qsizetype estimatedSize(const UploadSnapshot &upload)
{
    const UploadRecord &record = upload.record;
    qsizetype characters = record.path.size() + record.key.size() + record.finishedKey.size() +
                           record.destination.size() + record.fingerprint.size() + record.etag.size() +
                           record.contentType.size() + upload.setBack.size();
    if (record.session)
        characters += record.session->id.size();
    if (record.error)
        characters += record.error->message.size();
    if (upload.trouble)
        characters += upload.trouble->message.size();
    return 1000 + 6 * characters;
}

Reply uploads(Call &call)
{
    const qint64 after = call.fields.integer(QLatin1String("after"));
    const bool all = !call.fields.has(QLatin1String("ids"));
    const Expected<QList<UploadId>> ids =
        all ? QList<UploadId>() : idsFromJson(call.fields.array(QLatin1String("ids")));
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    if (!ids)
        return call.refuse(ids.error());
    const QSet<UploadId> wanted(ids->begin(), ids->end());
    return call.answer(call.engine.uploads(), [after, all, wanted](const QList<UploadSnapshot> &list) {
        QJsonArray page;
        qsizetype size = 0;
        QJsonValue next = QJsonValue::Null;
        qint64 last = after;
        for (const UploadSnapshot &upload : list) {
            const UploadId id = upload.record.id;
            if (id.value <= after || (!all && !wanted.contains(id)))
                continue;
            size += estimatedSize(upload);
            if (size > ipcComfortableMessage && !page.isEmpty()) {
                next = last;
                break;
            }
            page.append(toJson(upload));
            last = id.value;
        }
        return QJsonObject{{QLatin1String("uploads"), page}, {QLatin1String("next"), next}};
    });
}

Reply details(Call &call)
{
    const UploadId id{call.fields.integer(QLatin1String("id"), 1)};
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    return call.answerValue(call.engine.details(id),
                            [](const UploadDetails &found) { return toJson(found); });
}

Reply putDestination(Call &call)
{
    const Expected<DestinationSettings> settings =
        destinationFromJson(call.fields.object(QLatin1String("settings")));
    const QJsonObject encoded = call.fields.object(QLatin1String("secrets"));
    QMap<QString, QByteArray> secrets;
    for (auto it = encoded.begin(); it != encoded.end(); ++it) {
        const auto decoded = QByteArray::fromBase64Encoding(it.value().toString().toLatin1(),
                                                            QByteArray::AbortOnBase64DecodingErrors);
        if (!it.value().isString() || !decoded)
            call.fields.complain(QLatin1String("secrets"));
        secrets.insert(it.key(), decoded.decoded);
    }
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    if (!settings)
        return call.refuse(settings.error());
    return call.answerNothing(call.engine.putDestination(*settings, secrets));
}

Reply removeDestination(Call &call)
{
    const QString name = call.fields.text(QLatin1String("name"));
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    return call.answerNothing(call.engine.removeDestination(name));
}

Reply destinations(Call &call)
{
    return call.answer(call.engine.destinations(), [](const QList<DestinationSettings> &list) {
        return QJsonObject{{QLatin1String("destinations"), listToJson(list)}};
    });
}

Reply testDestination(Call &call)
{
    const QString name = call.fields.text(QLatin1String("name"));
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    return call.answerValue(call.engine.testDestination(name), [](const QList<CheckLine> &checks) {
        return QJsonObject{{QLatin1String("checks"), listToJson(checks)}};
    });
}

Reply orphans(Call &call)
{
    const QString destination = call.fields.text(QLatin1String("destination"));
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    return call.answerValue(call.engine.orphans(destination), [](const QList<Orphan> &found) {
        return QJsonObject{{QLatin1String("orphans"), listToJson(found)}};
    });
}

Reply abortOrphans(Call &call)
{
    const QString destination = call.fields.text(QLatin1String("destination"));
    const Expected<QList<Orphan>> chosen =
        listFromJson(call.fields.array(QLatin1String("orphans")), orphanFromJson);
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    if (!chosen)
        return call.refuse(chosen.error());
    return call.answerNothing(call.engine.abortOrphans(destination, *chosen));
}

Reply lifecycle(Call &call)
{
    const QString destination = call.fields.text(QLatin1String("destination"));
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    return call.answerValue(call.engine.lifecycle(destination),
                            [](const LifecycleState &state) { return toJson(state); });
}

Reply setLifecycle(Call &call)
{
    const QString destination = call.fields.text(QLatin1String("destination"));
    const int days = call.fields.smallInteger(QLatin1String("abort_after_days"), 1, longestAbortDays);
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    return call.answerValue(call.engine.setLifecycle(destination, days),
                            [](const LifecycleState &state) { return toJson(state); });
}

Reply settings(Call &call)
{
    return call.answer(call.engine.settings(), [](const QMap<QString, QString> &all) {
        QJsonObject object;
        for (auto it = all.begin(); it != all.end(); ++it)
            object.insert(it.key(), it.value());
        return QJsonObject{{QLatin1String("settings"), object}};
    });
}

Reply putSetting(Call &call)
{
    const QString name = call.fields.text(QLatin1String("name"));
    const QString value = call.fields.text(QLatin1String("value"));
    if (const std::optional<Failure> failure = call.fields.failure())
        return call.refuse(*failure);
    return call.answerNothing(call.engine.putSetting(name, value));
}

template <QFuture<Expected<void>> (Engine::*command)(QList<UploadId>)>
Reply idsOnly(Call &call)
{
    return withIds(call, [&call](const QList<UploadId> &ids) { return (call.engine.*command)(ids); });
}

const QMap<QString, Reply (*)(Call &)> &handlers()
{
    static const QMap<QString, Reply (*)(Call &)> table{
        {QStringLiteral("add"), add},
        {QStringLiteral("pause"), idsOnly<&Engine::pause>},
        {QStringLiteral("resume"), idsOnly<&Engine::resume>},
        {QStringLiteral("retry"), idsOnly<&Engine::retry>},
        {QStringLiteral("cancel"), idsOnly<&Engine::cancel>},
        {QStringLiteral("remove"), idsOnly<&Engine::remove>},
        {QStringLiteral("decide"), decide},
        {QStringLiteral("set_priority"), setPriority},
        {QStringLiteral("uploads"), uploads},
        {QStringLiteral("details"), details},
        {QStringLiteral("put_destination"), putDestination},
        {QStringLiteral("remove_destination"), removeDestination},
        {QStringLiteral("destinations"), destinations},
        {QStringLiteral("test_destination"), testDestination},
        {QStringLiteral("orphans"), orphans},
        {QStringLiteral("abort_orphans"), abortOrphans},
        {QStringLiteral("lifecycle"), lifecycle},
        {QStringLiteral("set_lifecycle"), setLifecycle},
        {QStringLiteral("settings"), settings},
        {QStringLiteral("put_setting"), putSetting},
    };
    return table;
}

} // namespace

QFuture<Expected<QJsonObject>> handleRequest(Engine &engine, QObject *context, const QString &call,
                                             const QJsonObject &arguments)
{
    Call request{engine, context, JsonFields(arguments)};
    const auto handler = handlers().value(call);
    if (handler == nullptr)
        return request.refuse(
            {FailureKind::ProtocolViolation, QStringLiteral("There is no call of that name."), {}, 0});
    return handler(request);
}

QStringList requestNames()
{
    return handlers().keys();
}

} // namespace gantry
