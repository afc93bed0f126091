// The service's HTTP interface: routes and JSON around the upload service. Any thread.
#pragma once

#include "app/service/http/http_types.h"
#include "app/service/metrics.h"
#include "app/service/token_store.h"
#include "app/service/upload_service.h"

#include <QHash>
#include <QStringList>

namespace gantry {

class Api
{
public:
    Api(const ServiceConfig &config, UploadService &uploads, TokenStore &tokens, SessionStore &sessions,
        Metrics &metrics);

    HttpReply handle(HttpRequest &request);

private:
    struct Call
    {
        HttpRequest &request;
        QString user;
        QStringList path; // behind "/api/uploads", where it has more
        QHash<QString, QString> parameters;
    };
    struct Route; // a shape of path with its methods

    HttpReply route(HttpRequest &request, const QStringList &path);
    HttpReply receivePart(HttpRequest &request, const QStringList &path);
    HttpReply authorised(HttpRequest &request, const QStringList &path, const Route &route,
                         const QByteArray &method);
    Outcome<QString> userOf(const HttpRequest &request);
    Outcome<QJsonObject> jsonBody(HttpRequest &request) const;

    Outcome<HttpReply> capabilities(Call &call);
    Outcome<HttpReply> metrics(Call &call);
    Outcome<HttpReply> initiate(Call &call);
    Outcome<HttpReply> resume(Call &call);
    Outcome<HttpReply> complete(Call &call);
    Outcome<HttpReply> progress(Call &call);
    Outcome<HttpReply> parts(Call &call);
    Outcome<HttpReply> urls(Call &call);
    Outcome<HttpReply> remove(Call &call);

    static const QList<Route> &routes();

    const ServiceConfig m_config;
    UploadService &m_uploads;
    TokenStore &m_tokens;
    SessionStore &m_sessions;
    Metrics &m_metrics;
};

} // namespace gantry
