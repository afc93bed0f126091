// Small pieces of requests and answers that the fake service is made of.
#pragma once

#include "tests/fakes/loopback_server.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>

namespace gantry {

inline ServerAnswer json(const QJsonObject &object, int status = 200)
{
    return {
        status, QJsonDocument(object).toJson(QJsonDocument::Compact), {{"Content-Type", "application/json"}}};
}

inline QString queryItem(const RecordedRequest &request, const char *name)
{
    return QUrlQuery(QUrl::fromEncoded(request.target))
        .queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
}

// "5,6,9-20"; empty for what is no such list within 1…total.
inline QList<int> numbersIn(const QString &text, int total)
{
    QList<int> numbers;
    for (const QString &range : text.split(u',')) {
        const int first = range.section(u'-', 0, 0).toInt();
        const int last = range.section(u'-', -1).toInt();
        if (first < 1 || last < first || last > total)
            return {};
        for (int number = first; number <= last; ++number)
            numbers.append(number);
    }
    return numbers;
}

inline QByteArray quotedHex(const QByteArray &md5)
{
    return '"' + md5.toHex() + '"';
}

} // namespace gantry
