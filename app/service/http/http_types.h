// A request and its answer as the service's own values: the HTTP library ends at http_front.
#pragma once

#include "app/service/object_store.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <utility>

namespace gantry {

struct HttpRequest
{
    QByteArray method;
    QByteArray path;  // raw, percent-encoded
    QByteArray query; // raw, without its '?'
    QByteArray authorization;
    bool hasLength = false; // a Content-Length was given; body.length() is 0 without
    RequestBody &body;
};

struct HttpReply
{
    int status = 200;
    QByteArray body;
    QByteArray contentType = "application/json";
    QList<std::pair<QByteArray, QByteArray>> headers;
};

// Any thread, many at a time.
using HttpHandler = std::function<HttpReply(HttpRequest &)>;

// {"error":…,"message":…} with the status, and Retry-After where the error has one.
HttpReply replyOf(const ServiceError &error);

} // namespace gantry
