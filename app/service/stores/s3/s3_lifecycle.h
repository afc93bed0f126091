// The bucket's rule that removes unfinished uploads: looked at, and set on request. Calls block; any thread.
#pragma once

#include "app/service/stores/s3/s3_client.h"
#include "engine/protocol/s3/s3_lifecycle_rules.h"

#include <optional>

namespace gantry {

class S3Lifecycle
{
public:
    explicit S3Lifecycle(S3Client &client);

    // After how many days unfinished uploads of the service's prefix go; none: never.
    Served<std::optional<int>> abortAfterDays();
    // Adds or replaces the service's own rule; the bucket's other rules stay.
    Served<void> setAbortAfterDays(int days);

    // Says in the log what a person should know: no rule, or one that ends uploads earlier than the service
    // does. A store that has no such rules, or does not show them, is no reason not to start.
    void report(std::chrono::milliseconds sessionMaxAge);

private:
    Served<s3::LifecycleRules> rules();

    S3Client &m_client;
};

} // namespace gantry
