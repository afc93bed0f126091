#include "app/service/lifecycle_commands.h"

#include "app/service/stores/s3/s3_lifecycle.h"

#include <functional>
#include <iostream>

namespace gantry {
namespace {

int complain(const ServiceError &error)
{
    std::cerr << "gantry-service: " << error.message.toStdString() << '\n';
    return error.code == ErrorCode::BadRequest ? 2 : 1;
}

int withLifecycle(const ServiceConfig &config, const std::function<Served<void>(S3Lifecycle &)> &work)
{
    if (config.store != StoreKind::S3)
        return complain(
            {ErrorCode::BadRequest, QStringLiteral("only the store s3 has a lifecycle"), std::nullopt});
    Served<s3::Credentials> credentials = credentialsOf(config.s3);
    if (!credentials)
        return complain(credentials.error());
    const SystemClock clock;
    S3Client client(config.s3, std::move(*credentials), clock);
    S3Lifecycle lifecycle(client);
    const Served<void> worked = work(lifecycle);
    return worked ? 0 : complain(worked.error());
}

} // namespace

int showLifecycle(const ServiceConfig &config)
{
    return withLifecycle(config, [](S3Lifecycle &lifecycle) -> Served<void> {
        const Served<std::optional<int>> days = lifecycle.abortAfterDays();
        if (!days)
            return refuse(days.error());
        if (*days)
            std::cout << "unfinished uploads are removed after " << **days << " days\n";
        else
            std::cout << "no rule removes unfinished uploads\n";
        return {};
    });
}

int setLifecycle(const ServiceConfig &config, int days)
{
    return withLifecycle(config,
                         [days](S3Lifecycle &lifecycle) { return lifecycle.setAbortAfterDays(days); });
}

} // namespace gantry
