// Where the service's keys for an S3 store come from.
#include "app/service/stores/s3/s3_client.h"

#include <QFile>

#include <sys/stat.h>

namespace gantry {
namespace {

constexpr qint64 longestSecret = 4096;

tl::unexpected<ServiceError> unusable(const QString &why)
{
    return refuse(ErrorCode::BadRequest, why);
}

Served<QByteArray> secretIn(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(QStringLiteral("secret_key_file %1: %2").arg(name, file.errorString()));
    struct stat status = {};
    if (::fstat(file.handle(), &status) == 0 && (status.st_mode & 07) != 0)
        return unusable(
            QStringLiteral("secret_key_file %1 is open to every user; chmod it to 0600, or 0640").arg(name));
    const QByteArray secret = file.read(longestSecret).trimmed();
    if (secret.isEmpty() || secret.contains('\n'))
        return unusable(QStringLiteral("secret_key_file %1 does not hold one line with the key").arg(name));
    return secret;
}

} // namespace

Served<s3::Credentials> credentialsOf(const S3Settings &settings)
{
    s3::Credentials credentials;
    credentials.accessKey = settings.accessKey.toUtf8();
    if (credentials.accessKey.isEmpty()) {
        credentials.accessKey = qgetenv("AWS_ACCESS_KEY_ID").trimmed();
        // It belongs to that key, and no other.
        credentials.sessionToken = qgetenv("AWS_SESSION_TOKEN").trimmed();
    }
    credentials.secretKey = settings.secretKey.toUtf8();
    if (!settings.secretKeyFile.isEmpty()) {
        const Served<QByteArray> secret = secretIn(settings.secretKeyFile);
        if (!secret)
            return refuse(secret.error());
        credentials.secretKey = *secret;
    }
    if (credentials.secretKey.isEmpty())
        credentials.secretKey = qgetenv("AWS_SECRET_ACCESS_KEY").trimmed();
    if (credentials.accessKey.isEmpty())
        return unusable(QStringLiteral("the S3 store wants an access key: access_key in [s3], or the "
                                       "environment's AWS_ACCESS_KEY_ID"));
    if (credentials.secretKey.isEmpty())
        return unusable(QStringLiteral("the S3 store wants a secret key: secret_key_file or secret_key in "
                                       "[s3], or the environment's AWS_SECRET_ACCESS_KEY"));
    return credentials;
}

DestinationSettings destinationOf(const S3Settings &settings)
{
    DestinationSettings destination;
    destination.fields = {{s3::fieldEndpoint, settings.endpoint},
                          {s3::fieldBucket, settings.bucket},
                          {s3::fieldRegion, settings.region},
                          {s3::fieldPrefix, settings.prefix}};
    if (settings.pathStyle)
        destination.fields.insert(*settings.pathStyle ? s3::fieldPathStyle : s3::fieldVirtualHost,
                                  QStringLiteral("true"));
    return destination;
}

} // namespace gantry
