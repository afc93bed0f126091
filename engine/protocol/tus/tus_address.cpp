#include "engine/protocol/tus/tus_address.h"

#include "engine/core/text.h"
#include "engine/protocol/status_meaning.h"
#include "engine/protocol/tus/tus_headers.h"

#include <QUrl>

namespace gantry::tus {
namespace {

constexpr qsizetype longestAddress = 4'096;

bool isWebAddress(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() &&
           (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https"));
}

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == QLatin1String("https") ? 443 : 80);
}

} // namespace

Expected<void> validateSettings(const DestinationSettings &settings)
{
    const QUrl url(settings.fields.value(fieldUrl), QUrl::StrictMode);
    if (!isWebAddress(url))
        return fail(
            FailureKind::InvalidInput,
            tr("The address of a tus server begins with http:// or https:// and names a host, for example "
               "https://uploads.example.com/files/."));
    if (url.hasQuery() || url.hasFragment() || !url.userInfo().isEmpty())
        return fail(FailureKind::InvalidInput,
                    tr("The address of a tus server has no user name, no ? and no #."));
    if (const Expected<MetadataPairs> pairs = parseMetadata(settings.fields.value(fieldMetadata)); !pairs)
        return fail(pairs.error());
    return {};
}

QByteArray endpointOf(const DestinationSettings &settings)
{
    const QByteArray url = QUrl(settings.fields.value(fieldUrl)).toEncoded(QUrl::FullyEncoded);
    return url.indexOf('/', url.indexOf("://") + 3) < 0 ? url + '/' : url;
}

QByteArray unknownAddress(const QByteArray &endpoint, const QString &name)
{
    return (endpoint.endsWith('/') ? endpoint : endpoint + '/') + name.toLatin1();
}

Expected<QByteArray> uploadAddress(const QByteArray &location, const QByteArray &endpoint)
{
    const QUrl base = QUrl::fromEncoded(endpoint, QUrl::StrictMode);
    const QUrl named = QUrl::fromEncoded(location.trimmed(), QUrl::StrictMode);
    const QUrl url = base.resolved(named);
    if (location.trimmed().isEmpty() || !named.isValid() || !isWebAddress(url) || !url.userInfo().isEmpty() ||
        url.hasFragment() || location.size() > longestAddress)
        return fail(nonsense(endpoint, tr("it does not say where the upload is (Location).")));
    if (base.scheme() == QLatin1String("https") && url.scheme() != QLatin1String("https"))
        return fail(
            nonsense(endpoint, tr("it answers over https, and places uploads at an address without: it does "
                                  "not know that a proxy stands in front of it.")));
    return url.toEncoded(QUrl::FullyEncoded);
}

bool isSameOrigin(const QByteArray &a, const QByteArray &b)
{
    const QUrl left = QUrl::fromEncoded(a);
    const QUrl right = QUrl::fromEncoded(b);
    return left.scheme() == right.scheme() && left.host() == right.host() && portOf(left) == portOf(right);
}

} // namespace gantry::tus
