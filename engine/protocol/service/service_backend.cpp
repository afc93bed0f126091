#include "engine/protocol/service/service_backend.h"

#include "engine/core/text.h"
#include "engine/protocol/service/service_answers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

namespace gantry {
namespace {

using namespace std::chrono_literals;

// How many URLs to ask for at once where the server lets us choose.
constexpr int urlBatch = 100;
constexpr int partsPerPage = 1000;
// Bounds what a server may make us keep: 10,000 URLs of a kilobyte.
constexpr qint64 urlAnswerLimit = 16 * MiB;

QString fieldUrl()
{
    return QStringLiteral("url");
}

QString fieldToken()
{
    return QStringLiteral("token");
}

QByteArray endpoint(const StepContext &context, const QByteArray &pathAndQuery)
{
    QByteArray base = QUrl(context.destination.fields.value(fieldUrl())).toEncoded();
    while (base.endsWith('/'))
        base.chop(1);
    return base + pathAndQuery;
}

QByteArray encoded(const QString &text)
{
    return QUrl::toPercentEncoding(text);
}

// "5,6,9-20": ascending part numbers with their runs folded.
QByteArray folded(const QList<int> &numbers)
{
    QByteArray text;
    for (qsizetype i = 0; i < numbers.size();) {
        qsizetype end = i;
        while (end + 1 < numbers.size() && numbers[end + 1] == numbers[end] + 1)
            ++end;
        if (!text.isEmpty())
            text += ',';
        text += QByteArray::number(numbers[i]);
        if (end > i)
            text += '-' + QByteArray::number(numbers[end]);
        i = end + 1;
    }
    return text;
}

HttpCall call(HttpMethod method, const StepContext &context, const QByteArray &pathAndQuery)
{
    HttpCall made;
    made.method = method;
    made.url = endpoint(context, pathAndQuery);
    made.headers = {{"Accept", "application/json"}};
    if (const QByteArray token = context.secrets.value(fieldToken()); !token.isEmpty())
        made.headers.append(HttpHeader{"Authorization", "Bearer " + token});
    return made;
}

HttpCall jsonCall(HttpMethod method, const StepContext &context, const QByteArray &pathAndQuery,
                  const QJsonObject &body)
{
    HttpCall made = call(method, context, pathAndQuery);
    made.headers.append(HttpHeader{"Content-Type", "application/json"});
    made.bodyKind = BodyKind::Inline;
    made.inlineBody = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return made;
}

QByteArray ofSession(const StepContext &context, const char *rest)
{
    return "/api/uploads/" + encoded(context.session->id) + rest;
}

HttpCall resumeCall(const StepContext &context)
{
    HttpCall made = call(HttpMethod::Get, context,
                         "/api/uploads/resume?fingerprint=" + encoded(context.upload.fingerprint) +
                             "&key=" + encoded(context.upload.key));
    made.answerLimit = urlAnswerLimit;
    return made;
}

HttpCall openCall(const StepContext &context)
{
    const service::Abilities can = service::abilitiesOf(context.abilities);
    QJsonObject body{
        {QStringLiteral("filename"), context.upload.key},
        {QStringLiteral("size"), context.upload.size},
        {QStringLiteral("content_type"), context.upload.contentType},
        {QStringLiteral("fingerprint"), context.upload.fingerprint},
    };
    if (can.partSize && context.partSizeIsFixed && context.wantedPartSize)
        body.insert(QStringLiteral("part_size"), *context.wantedPartSize);
    if (can.lazyUrls)
        body.insert(QStringLiteral("urls"), urlBatch);
    HttpCall made = jsonCall(HttpMethod::Post, context, "/api/uploads", body);
    made.answerLimit = urlAnswerLimit;
    return made;
}

HttpCall completeCall(const StepContext &context)
{
    QJsonArray parts;
    for (const PartReceipt &part : context.receipts)
        parts.append(QJsonObject{{QStringLiteral("PartNumber"), part.partNumber},
                                 {QStringLiteral("ETag"), QString::fromLatin1(part.receipt.etag)}});
    HttpCall made =
        jsonCall(HttpMethod::Post, context, "/api/uploads/complete",
                 {{QStringLiteral("upload_id"), context.session->id}, {QStringLiteral("parts"), parts}});
    made.answerTimeLimit = 15min; // the store assembles before it answers
    return made;
}

class ServiceBackend final : public ProtocolBackend
{
public:
    BackendTraits traits() const override
    {
        BackendTraits traits;
        traits.kind = QStringLiteral("service");
        traits.displayName = QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Upload service"));
        traits.bounds.minPartSize = 1; // it says itself what is too small for its store
        traits.discovers = true;
        traits.findsSessions = true;
        traits.opensOnce = true;
        traits.authorisesParts = true;
        traits.fields = {
            {fieldUrl(), QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Address")), SettingsField::Type::Url,
             true,
             QStringLiteral(QT_TRANSLATE_NOOP(
                 "Backend", "Where the upload service is, for example https://uploads.example.com"))},
            {fieldToken(), QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Token")), SettingsField::Type::Secret,
             false,
             QStringLiteral(QT_TRANSLATE_NOOP(
                 "Backend", "What the service's administrator gave you: gantry-service token add NAME"))},
        };
        return traits;
    }

    Expected<void> validate(const DestinationSettings &settings) const override
    {
        const QUrl url(settings.fields.value(fieldUrl()), QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty() ||
            (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")))
            return fail(
                FailureKind::InvalidInput,
                tr("The address of an upload service begins with http:// or https:// and names a host."));
        if (url.hasQuery() || url.hasFragment() || !url.userInfo().isEmpty())
            return fail(FailureKind::InvalidInput,
                        tr("The address of an upload service has no user name, no ? and no #."));
        return {};
    }

    Expected<HttpCall> compose(Step step, const StepContext &context) const override
    {
        const service::Abilities can = service::abilitiesOf(context.abilities);
        switch (step) {
        case Step::Discover:
            return call(HttpMethod::Get, context, "/api/capabilities");
        case Step::Find:
            return resumeCall(context);
        case Step::Open:
            return openCall(context);
        case Step::Survey:
            if (!can.parts)
                return resumeCall(context);
            return call(HttpMethod::Get, context,
                        ofSession(context, "/parts?limit=") + QByteArray::number(partsPerPage) +
                            (context.page.isEmpty() ? QByteArray() : "&after=" + encoded(context.page)));
        case Step::Authorise:
            if (!can.urls)
                return resumeCall(context);
            return call(HttpMethod::Get, context,
                        ofSession(context, "/urls?parts=") + folded(context.wantedParts));
        case Step::SendPart: {
            // The permission is in the URL; our token is not for the store that it points to.
            HttpCall made;
            made.method = HttpMethod::Put;
            made.url = context.grant->url;
            made.bodyKind = BodyKind::Range;
            made.range = context.range;
            return made;
        }
        case Step::Commit:
            return completeCall(context);
        case Step::Look:
            // Completing again is the only question that a basic server answers about a finished upload; the
            // answer is the same as the first time.
            return can.progressStatus ? call(HttpMethod::Get, context, ofSession(context, "/progress"))
                                      : completeCall(context);
        case Step::Abort:
            return call(HttpMethod::Delete, context, ofSession(context, ""));
        case Step::OpenPart:
        case Step::SurveyPart:
        case Step::List:
        case Step::ShowLifecycle:
        case Step::SetLifecycle:
            break;
        }
        return fail(FailureKind::InvalidInput, tr("An upload service cannot do this: %1.").arg(toName(step)));
    }

    Expected<Outcome> interpret(Step step, const StepContext &context,
                                const HttpAnswer &answer) const override
    {
        const QByteArray url = step == Step::SendPart ? context.grant->url : endpoint(context, {});
        return service::interpret(step, context, url, answer);
    }

    bool sameSession(const Session &a, const Session &b) const override { return a.id == b.id; }

    QByteArray expectedObjectEtag(const StepContext &context) const override
    {
        return multipartEtag(context.receipts);
    }
};

} // namespace

std::unique_ptr<ProtocolBackend> makeServiceBackend()
{
    return std::make_unique<ServiceBackend>();
}

} // namespace gantry
