#include "engine/protocol/s3/s3_backend.h"

#include "engine/core/text.h"
#include "engine/hashing/digests.h"
#include "engine/protocol/s3/s3_answers.h"
#include "engine/protocol/s3/s3_checksums.h"
#include "engine/protocol/s3/s3_finding.h"
#include "engine/protocol/s3/s3_lifecycle_rules.h"
#include "engine/protocol/s3/s3_part_names.h"
#include "engine/protocol/s3/s3_presets.h"
#include "engine/protocol/s3/s3_xml.h"
#include "engine/protocol/s3/sigv4.h"

namespace gantry {
namespace {

using namespace std::chrono_literals;

// Bounds what a store may make us keep: a page of 1,000 entries is half a megabyte.
constexpr qint64 listingLimit = 4 * MiB;

QByteArray hexSha256(QByteArrayView bytes)
{
    return digestOf(DigestKind::Sha256, bytes).toHex();
}

// The key of the session where there is one; it stays what it was, whatever the settings say by now.
QString keyOf(const StepContext &context, const s3::Address &address)
{
    return context.session && !context.session->key.isEmpty() ? context.session->key
                                                              : address.keyOf(context.upload.key);
}

QByteArray ofUpload(const QString &id)
{
    return "uploadId=" + s3::uriEncoded(id.toUtf8());
}

HttpHeaders metadataOf(const UploadFacts &upload)
{
    return {{"Content-Type", upload.contentType.toUtf8()}, {s3::tokenHeader, upload.openToken.toLatin1()}};
}

HttpCall bodiless(HttpMethod method, const QByteArray &url, qint64 answerLimit = MiB)
{
    HttpCall call;
    call.method = method;
    call.url = url;
    call.answerLimit = answerLimit;
    return call;
}

HttpCall partsCall(const s3::Address &address, const QString &key, const QString &id, const QString &after)
{
    QByteArray query = "max-parts=1000&" + ofUpload(id);
    if (!after.isEmpty())
        query += "&part-number-marker=" + s3::uriEncoded(after.toUtf8());
    return bodiless(HttpMethod::Get, address.objectUrl(key, query), listingLimit);
}

HttpCall uploadsCall(const s3::Address &address, const QString &prefix, const QString &page)
{
    QByteArray query = "uploads&encoding-type=url&max-uploads=1000&prefix=" + s3::uriEncoded(prefix.toUtf8());
    if (!page.isEmpty())
        query += '&' + page.toLatin1();
    return bodiless(HttpMethod::Get, address.bucketUrl(query), listingLimit);
}

HttpCall openCall(const s3::Address &address, const StepContext &context)
{
    HttpCall call =
        bodiless(HttpMethod::Post, address.objectUrl(address.keyOf(context.upload.key), "uploads"));
    call.headers = metadataOf(context.upload) + s3::openHeaders(context);
    call.bodyKind = BodyKind::Inline;
    return call;
}

HttpCall partCall(const s3::Address &address, const StepContext &context)
{
    const QByteArray query = s3::isWhole(context) ? QByteArray()
                                                  : "partNumber=" + QByteArray::number(context.partNumber) +
                                                        '&' + ofUpload(context.session->id);
    HttpCall call = bodiless(HttpMethod::Put, address.objectUrl(keyOf(context, address), query));
    if (s3::isWhole(context))
        call.headers = metadataOf(context.upload);
    call.headers.append(HttpHeader{"Content-MD5", context.digests.md5.toBase64()});
    call.headers += s3::partHeaders(context);
    call.bodyKind = BodyKind::Range;
    call.range = context.range;
    return call;
}

Expected<HttpCall> setLifecycleCall(const s3::Address &address, const StepContext &context)
{
    const Expected<s3::LifecycleRules> rules = s3::readLifecycle(context.lifecycleRules);
    if (!rules)
        return fail(rules.error());
    HttpCall call = s3::setAbortRuleCall(address.bucketUrl("lifecycle"), *rules, address.keyOf({}),
                                         context.abortAfterDays);
    call.answerLimit = MiB;
    return call;
}

HttpCall headCall(const s3::Address &address, const QString &key, const StepContext &context)
{
    HttpCall call = bodiless(HttpMethod::Head, address.objectUrl(key));
    call.headers = s3::lookHeaders(context);
    return call;
}

HttpCall commitCall(const s3::Address &address, const StepContext &context)
{
    const QString key = keyOf(context, address);
    if (s3::isWhole(context) || !context.page.isEmpty())
        return headCall(address, key, context);
    HttpCall call = bodiless(HttpMethod::Post, address.objectUrl(key, ofUpload(context.session->id)));
    call.headers = HttpHeaders{{"Content-Type", "application/xml"}} + s3::commitHeaders(context);
    call.bodyKind = BodyKind::Inline;
    call.inlineBody = s3::completeBody(context.receipts, s3::completesWithChecksums(context));
    call.answerTimeLimit = 15min; // the store assembles before it answers
    call.stallLimit = 15min;
    return call;
}

// Asks about the bucket, not about an object in it.
bool isOfBucket(Step step)
{
    return step == Step::Discover || step == Step::List || step == Step::ShowLifecycle ||
           step == Step::SetLifecycle;
}

class S3Backend final : public ProtocolBackend
{
public:
    BackendTraits traits() const override
    {
        BackendTraits traits;
        traits.kind = QStringLiteral("s3");
        traits.displayName = QStringLiteral(QT_TRANSLATE_NOOP("Backend", "S3 store"));
        traits.discovers = true;
        traits.findsSessions = true;
        traits.findsByKey = true;
        traits.listsSessions = true;
        traits.hasLifecycle = true;
        traits.fields = {
            s3::presetField(),
            {s3::fieldEndpoint, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Endpoint")),
             SettingsField::Type::Url, false,
             QStringLiteral(QT_TRANSLATE_NOOP(
                 "Backend", "Where the store is, for example https://s3.eu-central-1.amazonaws.com"))},
            s3::accountField(),
            {s3::fieldBucket, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Bucket")),
             SettingsField::Type::Text, true,
             QStringLiteral(QT_TRANSLATE_NOOP(
                 "Backend", "The bucket that takes the files; it has to be there already"))},
            {s3::fieldRegion, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Region")),
             SettingsField::Type::Text, false,
             QStringLiteral(QT_TRANSLATE_NOOP(
                 "Backend", "The bucket's region, for example eu-central-1; left out: as the store says"))},
            {s3::fieldPrefix, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Prefix")),
             SettingsField::Type::Text, false,
             QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Put before each key, for example rushes/"))},
            {s3::fieldPathStyle, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Path style")),
             SettingsField::Type::Flag, false,
             QStringLiteral(QT_TRANSLATE_NOOP(
                 "Backend", "The bucket stands in the path: what most stores but Amazon's want"))},
            {s3::fieldVirtualHost, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Virtual-host style")),
             SettingsField::Type::Flag, false,
             QStringLiteral(QT_TRANSLATE_NOOP("Backend", "The bucket stands before the host's name"))},
            {s3::fieldAccessKey, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Access key")),
             SettingsField::Type::Text, true,
             QStringLiteral(QT_TRANSLATE_NOOP("Backend", "The public half of the credentials")),
             QStringLiteral("AWS_ACCESS_KEY_ID"), QStringLiteral("aws_access_key_id")},
            {s3::fieldSecret, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Secret key")),
             SettingsField::Type::Secret, true,
             QStringLiteral(QT_TRANSLATE_NOOP("Backend", "The secret half of the credentials")),
             QStringLiteral("AWS_SECRET_ACCESS_KEY"), QStringLiteral("aws_secret_access_key")},
            {s3::fieldSessionToken, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Session token")),
             SettingsField::Type::Secret, false,
             QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Of temporary credentials only")),
             QStringLiteral("AWS_SESSION_TOKEN"), QStringLiteral("aws_session_token")},
            s3::minPartField(),
        };
        return traits;
    }

    BackendTraits traitsFor(const DestinationSettings &settings, const QJsonObject &) const override
    {
        BackendTraits traits = this->traits();
        const s3::Preset &preset = s3::presetOf(settings);
        traits.bounds = s3::boundsOf(settings);
        if (preset.isKnown)
            traits.storeName = preset.displayName;
        return traits;
    }

    DigestKinds digestsFirst(const StepContext &context) const override
    {
        DigestKinds kinds = DigestKind::Md5;
        // Without TLS the body has to be signed, or anybody on the way could change it.
        kinds.setFlag(DigestKind::Sha256, !s3::Address(context.destination).isTls());
        kinds.setFlag(DigestKind::Crc32c, s3::sendsChecksum(context));
        return kinds;
    }

    Expected<void> validate(const DestinationSettings &settings) const override
    {
        return s3::validateAddress(settings);
    }

    std::optional<Opened> openLocally(const StepContext &context) const override
    {
        if (!context.wantedPartSize || context.upload.size > *context.wantedPartSize)
            return std::nullopt;
        const s3::Address address(context.destination);
        Opened opened;
        opened.session = {context.upload.openToken, address.keyOf(context.upload.key), s3::wholeDetails,
                          context.wallMs};
        opened.partSize = *context.wantedPartSize;
        opened.partsTotal = 1;
        return opened;
    }

    Expected<HttpCall> compose(Step step, const StepContext &context) const override
    {
        const s3::Address address = s3::addressOf(context);
        if (!isOfBucket(step))
            if (const Expected<void> valid = s3::validateKey(keyOf(context, address)); !valid)
                return fail(valid.error());
        Expected<HttpCall> call = composed(step, context, address);
        if (call)
            sign(*call, context, address);
        return call;
    }

    Expected<Outcome> interpret(Step step, const StepContext &context,
                                const HttpAnswer &answer) const override
    {
        Expected<Outcome> outcome =
            s3::interpret(step, context, traitsFor(context.destination, context.abilities).bounds, answer);
        if (auto *discovered = outcome ? std::get_if<Discovered>(&*outcome) : nullptr;
            discovered && s3::isOfSwift(answer.headers))
            discovered->abilities.insert(s3::swiftAbility, true);
        return outcome;
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
    QString neededRight(Step step) const override
    {
        QString right = ProtocolBackend::neededRight(step);
        const auto named = [&right](const char *name) {
            return QStringLiteral("%1 (%2)").arg(right, QLatin1String(name));
        };
        switch (step) {
        case Step::Open:
            return named("s3:PutObject");
        case Step::List:
            return named("s3:ListBucketMultipartUploads, s3:ListMultipartUploadParts");
        case Step::Abort:
            return named("s3:AbortMultipartUpload");
        default:
            return right;
        }
    }

    bool sameSession(const Session &a, const Session &b) const override
    {
        return a.id == b.id && a.key == b.key;
    }

    QByteArray expectedObjectEtag(const StepContext &context) const override
    {
        return s3::objectEtag(context);
    }

private:
    static Expected<HttpCall> composed(Step step, const StepContext &context, const s3::Address &address)
    {
        const QString key = keyOf(context, address);
        switch (step) {
        case Step::Discover:
            return bodiless(HttpMethod::Get, address.bucketUrl("location"));
        case Step::Find:
            if (const QString upload = s3::uploadToLookAt(context); !upload.isEmpty())
                return partsCall(address, key, upload, {});
            return uploadsCall(address, key, s3::uploadsAfter(context.page));
        case Step::Open:
            if (s3::willBeTooLong(context))
                return fail(s3::nameTooLong());
            return openCall(address, context);
        case Step::Survey:
            return s3::isWhole(context) ? headCall(address, key, context)
                                        : partsCall(address, key, context.session->id, context.page);
        case Step::SendPart:
            return partCall(address, context);
        case Step::Commit:
            return commitCall(address, context);
        case Step::Look:
            return context.page.isEmpty() ? headCall(address, key, context)
                                          : partsCall(address, key, context.session->id, {});
        case Step::Abort:
            // Of what was put whole there is nothing unfinished; asking costs little and ends the note of it.
            if (s3::isWhole(context))
                return bodiless(HttpMethod::Head, address.objectUrl(key));
            return context.page == s3::page::ended
                       ? partsCall(address, key, context.session->id, {})
                       : bodiless(HttpMethod::Delete, address.objectUrl(key, ofUpload(context.session->id)));
        case Step::List:
            return uploadsCall(address, address.keyOf({}), context.page);
        case Step::ShowLifecycle:
            return bodiless(HttpMethod::Get, address.bucketUrl("lifecycle"));
        case Step::SetLifecycle:
            return setLifecycleCall(address, context);
        case Step::Authorise:
        case Step::OpenPart:
        case Step::SurveyPart:
            break;
        }
        return fail(FailureKind::InvalidInput, tr("An S3 store cannot do this: %1.").arg(toName(step)));
    }

    static void sign(HttpCall &call, const StepContext &context, const s3::Address &address)
    {
        // Own credentials bring the public half, too: the two belong together.
        const s3::Credentials credentials{
            context.secrets.value(s3::fieldAccessKey,
                                  context.destination.fields.value(s3::fieldAccessKey).toUtf8()),
            context.secrets.value(s3::fieldSecret), context.secrets.value(s3::fieldSessionToken)};
        QByteArray payload;
        if (call.bodyKind != BodyKind::Range)
            payload = hexSha256(call.inlineBody);
        else
            payload = context.digests.sha256.isEmpty() ? s3::unsignedPayload : context.digests.sha256.toHex();
        s3::sign(call, credentials, address.region(), payload, context.wallMs);
    }
};

} // namespace

std::unique_ptr<ProtocolBackend> makeS3Backend()
{
    return std::make_unique<S3Backend>();
}

} // namespace gantry
