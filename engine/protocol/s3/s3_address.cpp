#include "engine/protocol/s3/s3_address.h"

#include "engine/core/key_length.h"
#include "engine/core/text.h"
#include "engine/protocol/s3/s3_presets.h"
#include "engine/protocol/s3/sigv4.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace gantry::s3 {
namespace {

const QString anyRegion = QStringLiteral("us-east-1");

bool isOn(const DestinationSettings &settings, const QString &flag)
{
    return settings.fields.value(flag) == QLatin1String("true");
}

// s3.amazonaws.com, s3.eu-central-1.amazonaws.com, s3-eu-central-1.amazonaws.com
const QRegularExpression &regionalHost()
{
    static const QRegularExpression pattern(QStringLiteral("^s3(?:[.-]([a-z0-9-]+))?\\.amazonaws\\.com$"));
    return pattern;
}

// The settings' endpoint, in the region that was learnt.
QUrl endpointIn(DestinationSettings settings, const QString &learntRegion)
{
    if (!learntRegion.isEmpty())
        settings.fields[fieldRegion] = learntRegion;
    QUrl endpoint(endpointOf(settings));
    if (!learntRegion.isEmpty() && regionalHost().match(endpoint.host()).hasMatch())
        endpoint.setHost(QStringLiteral("s3.%1.amazonaws.com").arg(learntRegion));
    return endpoint;
}

// Certificates for one name more do not cover a dotted bucket.
bool wantsVirtualHost(const DestinationSettings &settings, const QString &bucket)
{
    if (isOn(settings, fieldVirtualHost))
        return true;
    return !isOn(settings, fieldPathStyle) && presetOf(settings).style == AddressingStyle::VirtualHost &&
           !bucket.contains(QLatin1Char('.'));
}

} // namespace

Address::Address(const DestinationSettings &settings, const QByteArray &learntRegion)
    : m_prefix(settings.fields.value(fieldPrefix))
{
    const QUrl endpoint = endpointIn(settings, QString::fromLatin1(learntRegion));
    const QString bucket = settings.fields.value(fieldBucket);
    m_tls = endpoint.scheme() == QLatin1String("https");
    QString region = QString::fromLatin1(learntRegion);
    if (region.isEmpty())
        region = settings.fields.value(fieldRegion);
    if (region.isEmpty())
        region = regionalHost().match(endpoint.host()).captured(1);
    if (region.isEmpty())
        region = presetOf(settings).region;
    m_region = (region.isEmpty() ? anyRegion : region).toLatin1();

    const bool virtualHost = wantsVirtualHost(settings, bucket);
    QUrl base = endpoint.adjusted(QUrl::StripTrailingSlash);
    if (virtualHost)
        base.setHost(bucket + QLatin1Char('.') + endpoint.host());
    m_base = base.toEncoded(QUrl::FullyEncoded);
    while (m_base.endsWith('/'))
        m_base.chop(1);
    if (!virtualHost)
        m_base += '/' + uriEncoded(bucket.toUtf8());
}

QByteArray Address::bucketUrl(const QByteArray &query) const
{
    // Path style: "/bucket"; virtual-host style: "/".
    const bool hasPath = m_base.indexOf('/', m_base.indexOf("://") + 3) >= 0;
    return m_base + (hasPath ? "" : "/") + (query.isEmpty() ? QByteArray() : '?' + query);
}

QByteArray Address::objectUrl(const QString &key, const QByteArray &query) const
{
    return m_base + '/' + uriEncodedPath(key.toUtf8()) + (query.isEmpty() ? QByteArray() : '?' + query);
}

Expected<void> validateAddress(const DestinationSettings &settings)
{
    if (const Expected<void> valid = validatePreset(settings); !valid)
        return fail(valid.error());
    const QUrl url(endpointOf(settings), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() ||
        (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")))
        return fail(FailureKind::InvalidInput,
                    tr("The endpoint of an S3 store begins with http:// or https:// and names a host, for "
                       "example https://s3.eu-central-1.amazonaws.com."));
    if (url.hasQuery() || url.hasFragment() || !url.userInfo().isEmpty())
        return fail(FailureKind::InvalidInput,
                    tr("The endpoint of an S3 store has no user name, no ? and no #."));
    static const QRegularExpression bucketPattern(QStringLiteral("^[A-Za-z0-9._-]{1,255}$"));
    const QString bucket = settings.fields.value(fieldBucket);
    if (!bucketPattern.match(bucket).hasMatch() || bucket == QLatin1String(".") ||
        bucket == QLatin1String(".."))
        return fail(FailureKind::InvalidInput,
                    tr("A bucket's name is made of letters, digits, dots and dashes."));
    static const QRegularExpression regionPattern(QStringLiteral("^[A-Za-z0-9_-]{0,64}$"));
    if (!regionPattern.match(settings.fields.value(fieldRegion)).hasMatch())
        return fail(FailureKind::InvalidInput, tr("A region is a word such as eu-central-1."));
    if (isOn(settings, fieldPathStyle) && isOn(settings, fieldVirtualHost))
        return fail(
            FailureKind::InvalidInput,
            tr("Path style and virtual-host style exclude each other: choose one, or none for the usual."));
    if (const QString prefix = settings.fields.value(fieldPrefix); !prefix.isEmpty())
        return validateKey(prefix + QLatin1Char('x'));
    return {};
}

Expected<void> validateKey(const QString &key)
{
    const qsizetype length = key.toUtf8().size();
    if (length < 1 || length > longestKey)
        return fail(FailureKind::InvalidInput,
                    tr("A key has 1 to %1 bytes; this one has %2: %3").arg(longestKey).arg(length).arg(key));
    const QList<QStringView> segments = QStringView(key).split(QLatin1Char('/'));
    if (std::any_of(segments.begin(), segments.end(),
                    [](QStringView segment) { return segment == u"." || segment == u".."; }))
        return fail(FailureKind::InvalidInput,
                    tr("A part of the key is \".\" or \"..\", which does not survive the way to the store: "
                       "rename it. The key: %1")
                        .arg(key));
    return {};
}

} // namespace gantry::s3
