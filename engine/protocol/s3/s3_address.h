// Where things are on an S3 store: the URLs of a bucket and its objects. Pure; any thread.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/expected.h"

#include <QByteArray>
#include <QString>

namespace gantry::s3 {

// Names of the fields of a destination's settings.
inline const QString fieldEndpoint = QStringLiteral("endpoint");
inline const QString fieldBucket = QStringLiteral("bucket");
inline const QString fieldRegion = QStringLiteral("region");
inline const QString fieldPrefix = QStringLiteral("prefix");
inline const QString fieldPathStyle = QStringLiteral("path_style");
inline const QString fieldVirtualHost = QStringLiteral("virtual_host");
inline const QString fieldAccessKey = QStringLiteral("access_key");
inline const QString fieldSecret = QStringLiteral("secret");
inline const QString fieldSessionToken = QStringLiteral("session_token");

// A bucket's place, computed from settings that validateAddress() accepts.
class Address
{
public:
    // learntRegion: what the store said that the bucket's region is, which counts more than the settings;
    // empty: nothing. Where the host's name is made of the region, it is the right region's host.
    explicit Address(const DestinationSettings &settings, const QByteArray &learntRegion = {});

    // query: encoded, without its '?'; empty: none.
    QByteArray bucketUrl(const QByteArray &query = {}) const;
    // key: the object's whole key, as it is stored.
    QByteArray objectUrl(const QString &key, const QByteArray &query = {}) const;

    bool isTls() const { return m_tls; }
    // The prefix of the settings before the name that an upload asks for.
    QString keyOf(const QString &name) const { return m_prefix + name; }
    // As far as the store, settings or host tell; else "us-east-1", which stores without regions take.
    QByteArray region() const { return m_region; }

private:
    QByteArray m_base; // to the bucket, without a slash at the end
    QString m_prefix;
    QByteArray m_region;
    bool m_tls = false;
};

Expected<void> validateAddress(const DestinationSettings &settings);

// S3's rules for keys (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html): 1 to 1,024
// bytes of UTF-8. Refused too: segments "." and "..", which HTTP resolves on the way; what no XML answer can
// carry.
Expected<void> validateKey(const QString &key);

} // namespace gantry::s3
