// JSON of the service's interface: requests read strictly, answers written. Pure.
#pragma once

#include "app/service/upload_service.h"

#include <QJsonObject>

namespace gantry {

struct InitiateCall
{
    InitiateRequest request;
    std::optional<int> urls; // how many links to return now; none: all
};
Served<InitiateCall> readInitiate(const QJsonObject &body);

struct CompleteCall
{
    QString uploadId;
    QList<ClaimedPart> parts;
};
Served<CompleteCall> readComplete(const QJsonObject &body);

// "5,6,9-20" within 1…partsTotal, ascending and each once.
Served<QList<int>> readPartNumbers(QStringView text, int partsTotal);
// A whole number from 0 on, or `fallback` for an empty text.
Served<int> readCount(const QString &text, int fallback);

QJsonArray linksJson(const QList<int> &numbers, const QList<QByteArray> &links);
QJsonObject progressJson(const UploadProgress &progress);
QJsonObject partsJson(const SessionRecord &upload, const QList<StoredPart> &parts, bool more);
QJsonObject completedJson(const SessionRecord &upload);

} // namespace gantry
