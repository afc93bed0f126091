// S3's refusals as failures. Pure; any thread.
#pragma once

#include "engine/core/failure.h"
#include "engine/protocol/http_message.h"

#include <QByteArray>
#include <QString>

namespace gantry::s3 {

struct Refusal
{
    QString code; // S3's own, "NoSuchUpload"; empty: it said none
    Failure failure;
    QByteArray region; // the right one, where the answer names it
};

// For an answer that is no success, or an <Error> within one. HTML, nothing at all, and empty messages (RGW)
// are taken for what their status says.
Refusal refusalOf(const HttpAnswer &answer, const QByteArray &url, qint64 wallMs);

} // namespace gantry::s3
