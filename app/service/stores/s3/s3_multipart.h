// Multipart uploads on an S3 store, one call per step
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html). Calls block; any thread.
#pragma once

#include "app/service/session_record.h"
#include "app/service/stores/s3/s3_client.h"
#include "engine/protocol/s3/s3_listing.h"

#include <QList>

#include <optional>

namespace gantry {

// An unfinished upload by the store's own names: what an SessionRecord keeps as its storeHandle.
struct S3Session
{
    QString id;
    QString key; // whole, as it is on the store

    QString handle() const { return id + QLatin1Char(' ') + key; } // an ID has no space
    static S3Session of(const QString &handle);
};

struct S3Object
{
    QByteArray etag; // with its quotes
    qint64 size = 0;
    QString token; // whose upload it was; empty: not one of the service's
};

class S3Multipart
{
public:
    explicit S3Multipart(S3Client &client);

    // The token stays with the object, for head() to find.
    Served<S3Session> create(const QString &key, const QString &contentType, const QString &token);
    // UploadLost if the store does not know it.
    Served<QList<StoredPart>> parts(const S3Session &session, int after, int limit);
    // Done means that the store has said so; anything else may have happened all the same.
    Served<void> complete(const S3Session &session, const QList<StoredPart> &parts);
    // Until the store has nothing left of it; nothing there is fine.
    Served<void> abort(const S3Session &session);
    // None: no object of that key.
    Served<std::optional<S3Object>> head(const QString &key);
    // Every unfinished upload below a prefix of keys.
    Served<QList<s3::ListedUpload>> list(const QString &prefix);

    // A link for one PUT of exactly that part, as long as it is.
    QByteArray partLink(const S3Session &session, int number, qint64 length,
                        std::chrono::seconds lifetime) const;

private:
    bool isGone(const HttpAnswer &answer, const QByteArray &url) const;
    ServiceError sessionError(const HttpAnswer &answer, const QByteArray &url) const;
    QByteArray sessionUrl(const S3Session &session, const QByteArray &query = {}) const;

    S3Client &m_client;
};

} // namespace gantry
