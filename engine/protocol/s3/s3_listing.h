// One page of what an S3 store lists
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html,
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html). Pure; any thread.
#pragma once

#include "engine/core/expected.h"
#include "engine/protocol/http_message.h"

#include <QList>
#include <QString>

namespace gantry::s3 {

// The longest upload ID or ETag that is believed.
inline constexpr qsizetype longestId = 1024;

struct ListedPart
{
    int number = 0;
    qint64 size = 0;
    QByteArray etag;
    QByteArray crc32c; // raw; empty: none is listed
};

struct PartsPage
{
    QList<ListedPart> parts;
    QString next; // the part-number-marker of the page after; empty: that was all
    // Of the whole upload, as the store names them; empty: none.
    QByteArray checksumAlgorithm;
    QByteArray checksumType;
};

struct ListedUpload
{
    QString id;
    QString key; // decoded
    qint64 begunMs = 0;
    QString initiator; // who began it, as the store names them; may be empty
};

struct UploadsPage
{
    QList<ListedUpload> uploads;
    QByteArray next; // the markers of the page after, as a piece of its query; empty: that was all
};

// url names the store in the failure.
Expected<PartsPage> partsPageOf(const HttpAnswer &answer, const QByteArray &url);
Expected<UploadsPage> uploadsPageOf(const HttpAnswer &answer, const QByteArray &url);

} // namespace gantry::s3
