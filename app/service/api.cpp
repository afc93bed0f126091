#include "app/service/api.h"

#include "app/service/api_json.h"
#include "app/service/http/url_text.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <limits>
#include <numeric>

namespace gantry {
namespace {

constexpr int partsPerPage = 1'000;

HttpReply jsonReply(const QJsonObject &object, int status = 200)
{
    HttpReply reply;
    reply.status = status;
    reply.body = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return reply;
}

HttpReply textReply(const QByteArray &text, const QByteArray &type)
{
    HttpReply reply;
    reply.body = text;
    reply.contentType = type;
    return reply;
}

HttpReply allowing(const QByteArray &methods, HttpReply reply)
{
    reply.headers.emplaceBack("Allow", methods);
    return reply;
}

HttpReply wrongMethod(const QByteArray &method, const QByteArray &allowed)
{
    if (method == "OPTIONS") {
        HttpReply reply;
        reply.status = 204;
        return allowing(allowed, reply);
    }
    return allowing(
        allowed,
        replyOf({ErrorCode::MethodNotAllowed,
                 QStringLiteral("This address takes %1.").arg(QString::fromLatin1(allowed)), std::nullopt}));
}

HttpReply unknownAddress()
{
    return replyOf({ErrorCode::NotFound, QStringLiteral("There is nothing at this address."), std::nullopt});
}

QList<int> firstNumbers(const QList<int> &numbers, std::optional<int> most)
{
    return most ? numbers.first(std::min<qsizetype>(numbers.size(), *most)) : numbers;
}

} // namespace

// '*' stands for an upload's id, which becomes Call::path.
struct Api::Route
{
    QStringList path;
    QByteArray method;
    Served<HttpReply> (Api::*handler)(Call &call);
};

const QList<Api::Route> &Api::routes()
{
    const auto path = [](const char *text) { return QString::fromLatin1(text).split(QLatin1Char('/')); };
    // In this order: "resume" and "complete" stand where an id could.
    static const QList<Route> list{
        {path("api/capabilities"), "GET", &Api::capabilities},
        {path("metrics"), "GET", &Api::metrics},
        {path("api/uploads"), "POST", &Api::initiate},
        {path("api/uploads/resume"), "GET", &Api::resume},
        {path("api/uploads/complete"), "POST", &Api::complete},
        {path("api/uploads/*"), "DELETE", &Api::remove},
        {path("api/uploads/*/progress"), "GET", &Api::progress},
        {path("api/uploads/*/parts"), "GET", &Api::parts},
        {path("api/uploads/*/urls"), "GET", &Api::urls},
    };
    return list;
}

Api::Api(const ServiceConfig &config, UploadService &uploads, TokenStore &tokens, SessionStore &sessions,
         Metrics &metrics)
    : m_config(config)
    , m_uploads(uploads)
    , m_tokens(tokens)
    , m_sessions(sessions)
    , m_metrics(metrics)
{}

HttpReply Api::handle(HttpRequest &request)
{
    const std::optional<QStringList> path = pathSegments(request.path);
    return path ? route(request, *path) : unknownAddress();
}

HttpReply Api::route(HttpRequest &request, const QStringList &path)
{
    const QByteArray method = request.method == "HEAD" ? QByteArray("GET") : request.method;
    if (path.front() == QLatin1String("parts"))
        return receivePart(request, path);
    if (path == QStringList{QStringLiteral("healthz")})
        return method == "GET" ? jsonReply({{QStringLiteral("status"), QStringLiteral("ok")}})
                               : wrongMethod(method, "GET, HEAD, OPTIONS");

    for (const Route &candidate : routes()) {
        if (candidate.path.size() != path.size())
            continue;
        bool matches = true;
        for (qsizetype i = 0; i < path.size(); ++i)
            matches =
                matches && (candidate.path.at(i) == path.at(i) || candidate.path.at(i) == QLatin1String("*"));
        if (matches)
            return authorised(request, path, candidate, method);
    }
    return unknownAddress();
}

HttpReply Api::receivePart(HttpRequest &request, const QStringList &path)
{
    if (path.size() != 3)
        return unknownAddress();
    if (request.method != "PUT")
        return wrongMethod(request.method, "PUT, OPTIONS");
    if (!request.hasLength)
        return replyOf(
            {ErrorCode::LengthRequired, QStringLiteral("A part wants a Content-Length."), std::nullopt});
    const Served<QByteArray> etag =
        m_uploads.receivePart(path.at(1), path.at(2).toUtf8(), request.query, request.body);
    if (!etag)
        return replyOf(etag.error());
    HttpReply reply;
    reply.headers.emplaceBack("ETag", *etag);
    return reply;
}

HttpReply Api::authorised(HttpRequest &request, const QStringList &path, const Route &route,
                          const QByteArray &method)
{
    if (method != route.method)
        return wrongMethod(method, route.method == "GET" ? QByteArray("GET, HEAD, OPTIONS")
                                                         : route.method + ", OPTIONS");
    const Served<QString> user = userOf(request);
    if (!user)
        return replyOf(user.error());
    const std::optional<QHash<QString, QString>> parameters = queryParameters(request.query);
    if (!parameters)
        return replyOf({ErrorCode::BadRequest, QStringLiteral("The query is malformed."), std::nullopt});
    Call call{request, *user, path.mid(2), *parameters};
    const Served<HttpReply> reply = (this->*route.handler)(call);
    return reply ? *reply : replyOf(reply.error());
}

Served<QString> Api::userOf(const HttpRequest &request)
{
    constexpr char scheme[] = "bearer ";
    constexpr qsizetype schemeLength = sizeof scheme - 1;
    if (request.authorization.left(schemeLength).toLower() != scheme)
        return refuse(ErrorCode::Unauthorized, QStringLiteral("This wants \"Authorization: Bearer TOKEN\"."));
    const Served<std::optional<QString>> user =
        m_tokens.userOf(request.authorization.mid(schemeLength).trimmed());
    if (!user)
        return refuse(user.error());
    if (!*user)
        return refuse(ErrorCode::Unauthorized, QStringLiteral("The token is not valid."));
    return **user;
}

Served<QJsonObject> Api::jsonBody(HttpRequest &request) const
{
    if (!request.hasLength)
        return refuse(ErrorCode::LengthRequired, QStringLiteral("The body wants a Content-Length."));
    if (request.body.length() > m_config.limits.jsonBytes)
        return refuse(ErrorCode::TooLarge,
                      QStringLiteral("The body is larger than %1 bytes.").arg(m_config.limits.jsonBytes));
    QByteArray text(request.body.length(), Qt::Uninitialized);
    qint64 done = 0;
    while (done < text.size()) {
        const qint64 count = request.body.read(text.data() + done, text.size() - done);
        if (count <= 0)
            return refuse(ErrorCode::RequestTimeout,
                          QStringLiteral("The body ended early, or came too slowly."));
        done += count;
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (!document.isObject())
        return refuse(ErrorCode::BadRequest,
                      QStringLiteral("The body is not a JSON object: %1").arg(error.errorString()));
    return document.object();
}

Served<HttpReply> Api::capabilities(Call &)
{
    const PlanBounds bounds = m_uploads.bounds();
    const QStringList features{QStringLiteral("parts"),     QStringLiteral("urls"),
                               QStringLiteral("part_size"), QStringLiteral("key_prefix"),
                               QStringLiteral("lazy_urls"), QStringLiteral("progress_status"),
                               QStringLiteral("resume_key")};
    return jsonReply(
        {{QStringLiteral("service"), QStringLiteral("gantry")},
         {QStringLiteral("version"), QStringLiteral(GANTRY_VERSION)},
         {QStringLiteral("api"), 1},
         {QStringLiteral("features"), QJsonArray::fromStringList(features)},
         {QStringLiteral("min_part_size"), bounds.minPartSize},
         {QStringLiteral("max_part_size"), bounds.maxPartSize},
         {QStringLiteral("max_parts"), bounds.maxParts},
         {QStringLiteral("max_object_size"), bounds.maxObjectSize},
         {QStringLiteral("url_lifetime_seconds"), static_cast<qint64>(m_config.urlLifetime.count())}});
}

Served<HttpReply> Api::metrics(Call &)
{
    const Served<qint64> unfinished = m_sessions.countUnfinished();
    if (!unfinished)
        return refuse(unfinished.error());
    return textReply(m_metrics.text(*unfinished), "text/plain; version=0.0.4; charset=utf-8");
}

Served<HttpReply> Api::initiate(Call &call)
{
    const Served<QJsonObject> body = jsonBody(call.request);
    if (!body)
        return refuse(body.error());
    const Served<InitiateCall> wish = readInitiate(*body);
    if (!wish)
        return refuse(wish.error());
    const Served<SessionRecord> upload = m_uploads.initiate(call.user, wish->request);
    if (!upload)
        return refuse(upload.error());
    QList<int> numbers(upload->plan.partsTotal);
    std::iota(numbers.begin(), numbers.end(), 1);
    numbers = firstNumbers(numbers, wish->urls);
    const Served<QList<QByteArray>> links = m_uploads.links(*upload, numbers);
    if (!links)
        return refuse(links.error());
    return jsonReply({{QStringLiteral("upload_id"), upload->id},
                      {QStringLiteral("chunk_size"), upload->plan.partSize},
                      {QStringLiteral("total_chunks"), upload->plan.partsTotal},
                      {QStringLiteral("key"), upload->key},
                      {QStringLiteral("chunk_urls"), linksJson(numbers, *links)}});
}

Served<HttpReply> Api::resume(Call &call)
{
    const QString fingerprint = call.parameters.value(QStringLiteral("fingerprint"));
    if (fingerprint.isEmpty())
        return refuse(ErrorCode::BadRequest, QStringLiteral("The parameter \"fingerprint\" is missing."));
    const QString keyName = QStringLiteral("key");
    const std::optional<QString> key = call.parameters.contains(keyName)
                                           ? std::optional<QString>(call.parameters.value(keyName))
                                           : std::nullopt;
    const int all = std::numeric_limits<int>::max();
    const Served<int> most = readCount(call.parameters.value(QStringLiteral("urls")), all);
    if (!most)
        return refuse(most.error());
    const Served<std::optional<SessionRecord>> found = m_uploads.resumable(call.user, fingerprint, key);
    if (!found)
        return refuse(found.error());
    const auto nothing = [](ErrorCode code, const QString &message) {
        return jsonReply({{QStringLiteral("resumable"), false},
                          {QStringLiteral("error"), QString(toName(code))},
                          {QStringLiteral("message"), message}},
                         404);
    };
    if (!*found)
        return nothing(ErrorCode::NotFound, QStringLiteral("No unfinished upload has this fingerprint."));
    const SessionRecord &upload = **found;
    const Served<QList<StoredPart>> parts = m_uploads.parts(upload, 0, all);
    if (!parts && parts.error().code == ErrorCode::UploadLost)
        return nothing(parts.error().code, parts.error().message);
    if (!parts)
        return refuse(parts.error());
    QJsonArray received;
    QList<int> remaining;
    int next = 1;
    for (const StoredPart &part : *parts) {
        received.append(part.number);
        for (; next < part.number; ++next)
            remaining.append(next);
        next = part.number + 1;
    }
    for (; next <= upload.plan.partsTotal; ++next)
        remaining.append(next);
    remaining = firstNumbers(remaining, *most);
    const Served<QList<QByteArray>> links = m_uploads.links(upload, remaining);
    if (!links)
        return refuse(links.error());
    return jsonReply({{QStringLiteral("resumable"), true},
                      {QStringLiteral("upload_id"), upload.id},
                      {QStringLiteral("chunk_size"), upload.plan.partSize},
                      {QStringLiteral("total_chunks"), upload.plan.partsTotal},
                      {QStringLiteral("key"), upload.key},
                      {QStringLiteral("size"), upload.plan.fileSize},
                      {QStringLiteral("created"),
                       QDateTime::fromMSecsSinceEpoch(upload.createdMs, Qt::UTC).toString(Qt::ISODate)},
                      {QStringLiteral("received_parts"), received},
                      {QStringLiteral("remaining_urls"), linksJson(remaining, *links)}});
}

Served<HttpReply> Api::complete(Call &call)
{
    const Served<QJsonObject> body = jsonBody(call.request);
    if (!body)
        return refuse(body.error());
    const Served<CompleteCall> wish = readComplete(*body);
    if (!wish)
        return refuse(wish.error());
    const Served<SessionRecord> upload = m_uploads.complete(call.user, wish->uploadId, wish->parts);
    if (!upload)
        return refuse(upload.error());
    return jsonReply(completedJson(*upload));
}

Served<HttpReply> Api::progress(Call &call)
{
    const Served<UploadProgress> progress = m_uploads.progress(call.user, call.path.front());
    if (!progress)
        return refuse(progress.error());
    return jsonReply(progressJson(*progress));
}

Served<HttpReply> Api::parts(Call &call)
{
    const Served<int> after = readCount(call.parameters.value(QStringLiteral("after")), 0);
    const Served<int> wanted = readCount(call.parameters.value(QStringLiteral("limit")), partsPerPage);
    if (!after || !wanted)
        return refuse(!after ? after.error() : wanted.error());
    const Served<SessionRecord> upload = m_uploads.find(call.user, call.path.front());
    if (!upload)
        return refuse(upload.error());
    const int limit = std::clamp(*wanted, 1, partsPerPage);
    Served<QList<StoredPart>> parts = m_uploads.parts(*upload, *after, limit + 1);
    if (!parts)
        return refuse(parts.error());
    const bool more = parts->size() > limit;
    if (more)
        parts->removeLast();
    return jsonReply(partsJson(*upload, *parts, more));
}

Served<HttpReply> Api::urls(Call &call)
{
    const Served<SessionRecord> upload = m_uploads.find(call.user, call.path.front());
    if (!upload)
        return refuse(upload.error());
    const Served<QList<int>> numbers =
        readPartNumbers(call.parameters.value(QStringLiteral("parts")), upload->plan.partsTotal);
    if (!numbers)
        return refuse(numbers.error());
    const Served<QList<QByteArray>> links = m_uploads.links(*upload, *numbers);
    if (!links)
        return refuse(links.error());
    return jsonReply(
        {{QStringLiteral("upload_id"), upload->id}, {QStringLiteral("urls"), linksJson(*numbers, *links)}});
}

Served<HttpReply> Api::remove(Call &call)
{
    const Served<void> removed = m_uploads.remove(call.user, call.path.front());
    if (!removed)
        return refuse(removed.error());
    HttpReply reply;
    reply.status = 204;
    return reply;
}

} // namespace gantry
