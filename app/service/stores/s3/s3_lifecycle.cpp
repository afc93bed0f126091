#include "app/service/stores/s3/s3_lifecycle.h"

#include "app/service/service_log.h"
#include "engine/protocol/s3/s3_errors.h"

namespace gantry {

S3Lifecycle::S3Lifecycle(S3Client &client)
    : m_client(client)
{}

Served<s3::LifecycleRules> S3Lifecycle::rules()
{
    const QByteArray url = m_client.address().bucketUrl("lifecycle");
    const Served<HttpAnswer> answer = m_client.send(HttpMethod::Get, url);
    if (!answer)
        return refuse(answer.error());
    const bool hasNone = answer->status == 404 && s3::refusalOf(*answer, url, m_client.wallMs()).code ==
                                                      QLatin1String("NoSuchLifecycleConfiguration");
    if (answer->status != 200 && !hasNone)
        return refuse(m_client.errorOf(*answer, url));
    const Expected<s3::LifecycleRules> rules =
        s3::readLifecycle(hasNone ? s3::noLifecycle() : s3::lifecycleDocument(*answer));
    if (!rules)
        return refuse(ErrorCode::StoreFailed, rules.error().message);
    return *rules;
}

Served<std::optional<int>> S3Lifecycle::abortAfterDays()
{
    const Served<s3::LifecycleRules> known = rules();
    if (!known)
        return refuse(known.error());
    return s3::abortAfterDays(known->configuration, m_client.address().keyOf(QString()));
}

Served<void> S3Lifecycle::setAbortAfterDays(int days)
{
    const Served<s3::LifecycleRules> known = rules();
    if (!known)
        return refuse(known.error());
    const HttpCall call = s3::setAbortRuleCall(m_client.address().bucketUrl("lifecycle"), *known,
                                               m_client.address().keyOf(QString()), days);
    const Served<HttpAnswer> answer = m_client.send(call.method, call.url, call.headers, call.inlineBody);
    if (!answer)
        return refuse(answer.error());
    if (answer->status < 200 || answer->status >= 300)
        return refuse(m_client.errorOf(*answer, call.url));
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
