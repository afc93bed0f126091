#include "app/service/stores/s3/s3_lifecycle.h"

#include "app/service/service_log.h"
#include "app/service/stores/s3/lifecycle_rules.h"
#include "engine/hashing/digests.h"
#include "engine/protocol/s3/s3_errors.h"

namespace gantry {

S3Lifecycle::S3Lifecycle(S3Client &client)
    : m_client(client)
{}

Served<s3::XmlElement> S3Lifecycle::configuration()
{
    const QByteArray url = m_client.address().bucketUrl("lifecycle=");
    const Served<HttpAnswer> answer = m_client.send(HttpMethod::Get, url);
    if (!answer)
        return refuse(answer.error());
    const s3::XmlElement none{QStringLiteral("LifecycleConfiguration"), {}, {}};
    if (answer->status == 404 &&
        s3::refusalOf(*answer, url, m_client.wallMs()).code == QLatin1String("NoSuchLifecycleConfiguration"))
        return none;
    if (answer->status != 200)
        return refuse(m_client.errorOf(*answer, url));
    const Expected<s3::XmlElement> root = s3::readXml(answer->body);
    if (!root || root->name != none.name)
        return refuse(ErrorCode::StoreFailed, QStringLiteral("The store's answer makes no sense."));
    return *root;
}

Served<std::optional<int>> S3Lifecycle::abortAfterDays()
{
    const Served<s3::XmlElement> rules = configuration();
    if (!rules)
        return refuse(rules.error());
    return gantry::abortAfterDays(*rules, m_client.address().keyOf(QString()));
}

Served<void> S3Lifecycle::setAbortAfterDays(int days)
{
    const Served<s3::XmlElement> rules = configuration();
    if (!rules)
        return refuse(rules.error());
    const QByteArray body = withAbortRule(*rules, m_client.address().keyOf(QString()), days);
    const QByteArray url = m_client.address().bucketUrl("lifecycle=");
    const Served<HttpAnswer> answer =
        m_client.send(HttpMethod::Put, url,
                      {HttpHeader{"Content-MD5", digestOf(DigestKind::Md5, body).toBase64()},
                       HttpHeader{"Content-Type", "application/xml"}},
                      body);
    if (!answer)
        return refuse(answer.error());
    if (answer->status < 200 || answer->status >= 300)
        return refuse(m_client.errorOf(*answer, url));
    return {};
}

void S3Lifecycle::report(std::chrono::milliseconds sessionMaxAge)
{
    const Served<std::optional<int>> days = abortAfterDays();
    if (!days) {
        logEvent(
            QStringLiteral("lifecycle: the bucket's rules cannot be read: %1").arg(days.error().message));
        return;
    }
    if (!*days) {
        logEvent(QStringLiteral("lifecycle: no rule of the bucket removes unfinished uploads "
                                "(AbortIncompleteMultipartUpload); \"gantry-service lifecycle set "
                                "--abort-after-days N\" adds one"));
        return;
    }
    if (std::chrono::hours(24 * **days) < sessionMaxAge)
        logEvent(QStringLiteral("lifecycle: the bucket removes unfinished uploads after %1 days, which is "
                                "before session_max_age_days")
                     .arg(**days));
}

} // namespace gantry
