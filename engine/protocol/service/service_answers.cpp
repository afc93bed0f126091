#include "engine/protocol/service/service_answers.h"

#include "engine/core/text.h"
#include "engine/protocol/status_meaning.h"
#include "engine/protocol/store_errors.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>
#include <QUrl>
#include <QUrlQuery>

#include <cmath>
#include <limits>

namespace gantry::service {
namespace {

constexpr qint64 largestExactInteger = 9'007'199'254'740'992; // 2^53
constexpr qsizetype longestId = 1024;

std::optional<QJsonObject> objectOf(const HttpAnswer &answer)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(answer.body, &error);
    return error.error == QJsonParseError::NoError && document.isObject() ? std::optional(document.object())
                                                                          : std::nullopt;
}

std::optional<qint64> wholeNumber(const QJsonValue &value)
{
    const double number = value.toDouble(-1);
    if (!value.isDouble() || number < 0 || number > static_cast<double>(largestExactInteger) ||
        std::floor(number) != number)
        return std::nullopt;
    return static_cast<qint64>(number);
}

// When a presigned URL ends, as far as it says: our own form and AWS's two.
qint64 expiryOf(const QUrl &url)
{
    const QUrlQuery query(url);
    for (const QString &name : {QStringLiteral("expires"), QStringLiteral("Expires")}) {
        bool ok = false;
        const qint64 seconds = query.queryItemValue(name).toLongLong(&ok);
        if (ok && seconds > 0 && seconds < largestExactInteger / 1000)
            return seconds * 1000;
    }
    QDateTime signedAt = QDateTime::fromString(query.queryItemValue(QStringLiteral("X-Amz-Date")),
                                               QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    bool ok = false;
    const qint64 lifetime = query.queryItemValue(QStringLiteral("X-Amz-Expires")).toLongLong(&ok);
    if (!signedAt.isValid() || !ok || lifetime < 0 || lifetime > 7 * 24 * 3600)
        return 0;
    signedAt.setTimeZone(QTimeZone::utc());
    return signedAt.toMSecsSinceEpoch() + lifetime * 1000;
}

Expected<QList<PartGrant>> grantsOf(const QJsonValue &list, const QByteArray &url)
{
    if (!list.isArray())
        return fail(nonsense(url, tr("it has no list of part addresses.")));
    const bool wantsTls = QUrl::fromEncoded(url).scheme() == QLatin1String("https");
    QList<PartGrant> grants;
    for (const auto &entry : list.toArray()) {
        const std::optional<qint64> number = wholeNumber(entry[QLatin1String("part_number")]);
        const QByteArray address = entry[QLatin1String("url")].toString().toUtf8();
        const QUrl parsed = QUrl::fromEncoded(address, QUrl::StrictMode);
        if (!number || *number < 1 || *number > std::numeric_limits<int>::max())
            return fail(nonsense(url, tr("a part address has no part number.")));
        if (!parsed.isValid() || parsed.host().isEmpty() ||
            (parsed.scheme() != QLatin1String("http") && parsed.scheme() != QLatin1String("https")))
            return fail(nonsense(url, tr("the address of part %1 is no web address.").arg(*number)));
        if (wantsTls && parsed.scheme() != QLatin1String("https"))
            return fail(nonsense(url, tr("it answers over https, and hands out part addresses without: its "
                                         "public address is not set right.")));
        grants.append({static_cast<int>(*number), address, expiryOf(parsed)});
    }
    return grants;
}

Expected<Outcome> opened(const StepContext &context, const QByteArray &url, const QJsonObject &object,
                         QLatin1String urlList)
{
    const QString id = object[QLatin1String("upload_id")].toString();
    const std::optional<qint64> chunkSize = wholeNumber(object[QLatin1String("chunk_size")]);
    const std::optional<qint64> chunks = wholeNumber(object[QLatin1String("total_chunks")]);
    if (id.isEmpty() || id.size() > longestId)
        return fail(nonsense(url, tr("it names no upload_id.")));
    if (!chunkSize || !chunks)
        return fail(nonsense(url, tr("it names no chunk_size or total_chunks.")));
    const Expected<ChunkPlan> plan = planWithPartSize(context.upload.size, *chunkSize);
    const bool emptyWithoutParts = context.upload.size == 0 && *chunks == 0;
    if (!plan || (*chunks != plan->partsTotal && !emptyWithoutParts))
        return fail(nonsense(url, tr("%1 chunks of %2 bytes do not make a file of %3.")
                                      .arg(*chunks)
                                      .arg(*chunkSize)
                                      .arg(context.upload.size)));
    const Expected<QList<PartGrant>> grants = grantsOf(object[urlList], url);
    if (!grants)
        return fail(grants.error());
    Opened result;
    result.session.id = id;
    result.session.key = object[QLatin1String("key")].toString();
    result.session.openedMs = context.wallMs;
    result.partSize = *chunkSize;
    result.partsTotal = static_cast<int>(*chunks);
    result.grants = *grants;
    return result;
}

// The session that resume tells of, if it is one for this very upload.
Expected<Outcome> found(const StepContext &context, const QByteArray &url, const QJsonObject &object)
{
    const QJsonValue key = object[QLatin1String("key")];
    const QJsonValue size = object[QLatin1String("size")];
    const bool other = (key.isString() && key.toString() != context.upload.key) ||
                       (size.isDouble() && wholeNumber(size) != context.upload.size);
    // Without its chunk size a session of somebody else's making cannot be continued.
    const bool complete =
        object.contains(QLatin1String("chunk_size")) && object.contains(QLatin1String("total_chunks"));
    if (other || !complete || !object[QLatin1String("resumable")].toBool())
        return NoSession{};
    return opened(context, url, object, QLatin1String("remaining_urls"));
}

Expected<Outcome> surveyedByNumber(const StepContext &context, const QByteArray &url,
                                   const QJsonObject &object)
{
    if (!object[QLatin1String("resumable")].toBool() ||
        object[QLatin1String("upload_id")].toString() != context.session->id)
        return NoSession{};
    if (!object[QLatin1String("received_parts")].isArray())
        return fail(nonsense(url, tr("it has no list of received parts.")));
    Surveyed surveyed;
    for (const auto &entry : object[QLatin1String("received_parts")].toArray()) {
        const std::optional<qint64> number = wholeNumber(entry);
        if (!number || *number < 1 || *number > context.plan->partsTotal)
            return fail(nonsense(url, tr("it lists a part that this upload does not have.")));
        surveyed.ranges.append({context.plan->rangeOf(static_cast<int>(*number)), false, {}});
    }
    const Expected<QList<PartGrant>> grants = grantsOf(object[QLatin1String("remaining_urls")], url);
    if (!grants)
        return fail(grants.error());
    surveyed.grants = *grants;
    return surveyed;
}

Expected<Outcome> surveyedWithReceipts(const StepContext &context, const QByteArray &url,
                                       const QJsonObject &object)
{
    if (!object[QLatin1String("parts")].isArray())
        return fail(nonsense(url, tr("it has no list of parts.")));
    Surveyed surveyed;
    for (const auto &entry : object[QLatin1String("parts")].toArray()) {
        const std::optional<qint64> number = wholeNumber(entry[QLatin1String("part_number")]);
        const std::optional<qint64> size = wholeNumber(entry[QLatin1String("size")]);
        if (!number || *number < 1 || *number > context.plan->partsTotal || !size)
            return fail(nonsense(url, tr("it lists a part that this upload does not have.")));
        surveyed.ranges.append({{context.plan->rangeOf(static_cast<int>(*number)).offset, *size},
                                true,
                                entry[QLatin1String("etag")].toString().toLatin1()});
    }
    if (const std::optional<qint64> marker = wholeNumber(object[QLatin1String("next_part_number_marker")]))
        surveyed.nextPage = QString::number(*marker);
    return surveyed;
}

Committed committedOf(const QJsonObject &object)
{
    Committed committed;
    committed.etag = object[QLatin1String("etag")].toString().toLatin1();
    committed.size = wholeNumber(object[QLatin1String("size")]);
    committed.key = object[QLatin1String("key")].toString();
    return committed;
}

Expected<Outcome> committed(Step step, const QByteArray &url, const QJsonObject &object)
{
    if (object[QLatin1String("status")].toString() != QLatin1String("completed"))
        return fail(nonsense(url, tr("it does not say that the upload is completed.")));
    if (step == Step::Look)
        return Looked{Looked::Found::Whole, committedOf(object)};
    return committedOf(object);
}

Expected<Outcome> lookedByProgress(const QByteArray &url, const QJsonObject &object)
{
    const QString status = object[QLatin1String("status")].toString();
    if (status == QLatin1String("in_progress"))
        return Looked{Looked::Found::Unfinished, {}};
    return committed(Step::Look, url, object);
}

Expected<Outcome> partStored(const QByteArray &url, const HttpAnswer &answer)
{
    const QByteArray etag = headerValue(answer.headers, "ETag").trimmed();
    if (etag.isEmpty() || etag.size() > longestId)
        return fail(nonsense(url, tr("a part was taken without a receipt (ETag).")));
    return PartStored{etag};
}

// A link leads to the service itself or to its store, which refuses in the words of S3. What either has
// against the one who signed the link, another link mends.
Failure refusedPart(const QByteArray &url, const HttpAnswer &answer, qint64 wallMs, const Failure &ofService)
{
    const s3::Refusal ofStore = s3::storeRefusalOf(answer, url, wallMs);
    Failure failure = ofStore.code.isEmpty() ? ofService : ofStore.failure;
    if (answer.status == 404 || answer.status == 410) {
        failure.kind = FailureKind::SessionLost;
    } else if (failure.kind == FailureKind::Unauthorized || failure.kind == FailureKind::Forbidden ||
               failure.kind == FailureKind::CredentialsNeeded || failure.kind == FailureKind::ClockSkewed) {
        failure.kind = FailureKind::LinkExpired;
        failure.message = tr("The address that the service gave for this part is not good any more.");
    }
    return failure;
}

Expected<Outcome> refused(Step step, const StepContext &context, const QByteArray &url,
                          const HttpAnswer &answer)
{
    const QJsonObject object = objectOf(answer).value_or(QJsonObject());
    const QString code = object[QLatin1String("error")].toString();
    Failure failure =
        failureOfStatus(answer, url, object[QLatin1String("message")].toString(), context.wallMs);
    const int status = answer.status;

    switch (step) {
    case Step::Discover:
        // A server of the basic kind does not know this call.
        if (status == 404 || status == 405 || status == 501)
            return Discovered{};
        break;
    case Step::Find:
        if (status == 404)
            return NoSession{};
        break;
    case Step::Survey:
    case Step::Authorise:
        if (status == 404 || status == 410)
            return NoSession{};
        break;
    case Step::SendPart:
        // An earlier attempt at this part is still being written; the server as a whole is not busy.
        if (status == 409 || code == QLatin1String("part_busy"))
            failure.kind = FailureKind::Locked;
        else
            failure = refusedPart(url, answer, context.wallMs, failure);
        break;
    case Step::Commit:
    case Step::Look:
        if (status == 404 || status == 410) {
            if (step == Step::Look)
                return Looked{Looked::Found::Missing, {}};
            failure.kind = FailureKind::SessionLost;
        } else if (code == QLatin1String("object_exists")) {
            failure.kind = FailureKind::ObjectExists;
        } else if (status == 400 || status == 409 || status == 422) {
            // It does not have the parts as we think it does.
            if (step == Step::Look)
                return Looked{Looked::Found::Unfinished, {}};
            failure.kind = FailureKind::OffsetConflict;
        }
        break;
    case Step::Abort:
        // Gone or finished already, or a server that cannot be asked to: there is nothing more to do.
        if (status == 404 || status == 405 || status == 410 || status == 501 ||
            code == QLatin1String("already_completed"))
            return Aborted{};
        break;
    case Step::Open:
    case Step::OpenPart:
    case Step::SurveyPart:
    case Step::List:
    case Step::ShowLifecycle:
    case Step::SetLifecycle:
        break;
    }
    return fail(std::move(failure));
}

} // namespace

Abilities abilitiesOf(const QJsonObject &discovered)
{
    const QJsonArray features = discovered[QLatin1String("features")].toArray();
    const auto has = [&](const char *name) { return features.contains(QString::fromLatin1(name)); };
    return {has("parts"), has("urls"), has("part_size"), has("lazy_urls"), has("progress_status")};
}

Expected<Outcome> interpret(Step step, const StepContext &context, const QByteArray &url,
                            const HttpAnswer &answer)
{
    if (answer.status < 200 || answer.status >= 300)
        return refused(step, context, url, answer);
    if (step == Step::SendPart)
        return partStored(url, answer);
    if (step == Step::Abort)
        return Aborted{};

    const std::optional<QJsonObject> object = objectOf(answer);
    if (!object)
        return fail(nonsense(url, tr("it is not JSON.")));
    switch (step) {
    case Step::Discover:
        return Discovered{*object};
    case Step::Find:
        return found(context, url, *object);
    case Step::Open:
        return opened(context, url, *object, QLatin1String("chunk_urls"));
    case Step::Survey:
        return abilitiesOf(context.abilities).parts ? surveyedWithReceipts(context, url, *object)
                                                    : surveyedByNumber(context, url, *object);
    case Step::Authorise: {
        const bool byResume = !abilitiesOf(context.abilities).urls;
        if (byResume && object->value(QLatin1String("upload_id")).toString() != context.session->id)
            return NoSession{};
        const Expected<QList<PartGrant>> grants =
            grantsOf(object->value(byResume ? QLatin1String("remaining_urls") : QLatin1String("urls")), url);
        if (!grants)
            return fail(grants.error());
        return Authorised{*grants};
    }
    case Step::Commit:
        return committed(step, url, *object);
    case Step::Look:
        return abilitiesOf(context.abilities).progressStatus ? lookedByProgress(url, *object)
                                                             : committed(step, url, *object);
    case Step::SendPart:
    case Step::Abort:
    case Step::OpenPart:
    case Step::SurveyPart:
    case Step::List:
    case Step::ShowLifecycle:
    case Step::SetLifecycle:
        break;
    }
    return fail(FailureKind::InvalidInput, tr("An upload service cannot do this: %1.").arg(toName(step)));
}

} // namespace gantry::service
