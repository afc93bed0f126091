#include "app/service/http/http_types.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace gantry {

HttpReply replyOf(const ServiceError &error)
{
    HttpReply reply;
    reply.status = httpStatus(error.code);
    reply.body = QJsonDocument(QJsonObject{{QStringLiteral("error"), QString(toName(error.code))},
                                           {QStringLiteral("message"), error.message}})
                     .toJson(QJsonDocument::Compact);
    if (error.retryAfter)
        reply.headers.emplaceBack("Retry-After",
                                  QByteArray::number(static_cast<qint64>(error.retryAfter->count())));
    if (error.code == ErrorCode::Unauthorized)
        reply.headers.emplaceBack("WWW-Authenticate", "Bearer realm=\"gantry-service\"");
    return reply;
}

} // namespace gantry
