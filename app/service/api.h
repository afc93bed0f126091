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
    Served<QString> userOf(const HttpRequest &request);
    Served<QJsonObject> jsonBody(HttpRequest &request) const;

    Served<HttpReply> capabilities(Call &call);
    Served<HttpReply> metrics(Call &call);
    Served<HttpReply> initiate(Call &call);
    Served<HttpReply> resume(Call &call);
    Served<HttpReply> complete(Call &call);
    Served<HttpReply> progress(Call &call);
    Served<HttpReply> parts(Call &call);
    Served<HttpReply> urls(Call &call);
    Served<HttpReply> remove(Call &call);

    static const QList<Route> &routes();

    const ServiceConfig m_config;
    UploadService &m_uploads;
    TokenStore &m_tokens;
    SessionStore &m_sessions;
    Metrics &m_metrics;
};

} // namespace gantry
