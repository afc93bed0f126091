// What it means that an S3 store refuses: one that is spoken to, or one that the links of a service lead to.
// Pure; any thread.
#pragma once

#include "engine/core/failure.h"
#include "engine/protocol/http_message.h"

#include <QByteArray>
#include <QString>

namespace gantry::s3 {

struct Refusal
{
    QString code;   // S3's own, "NoSuchUpload"; empty: it said none
    QString reason; // Swift's own; may be empty
    Failure failure;
    QByteArray region; // the right one, where it may be that why it refuses, and it names it
};

// For an answer that is no success, or an <Error> within one. HTML, nothing at all, and empty messages (RGW)
// are taken for what their status says.
Refusal storeRefusalOf(const HttpAnswer &answer, const QByteArray &url, qint64 wallMs);

} // namespace gantry::s3
