// S3's refusals, with what only who speaks to the store itself has to know. Pure; any thread.
#pragma once

#include "engine/protocol/store_errors.h"

namespace gantry::s3 {

// As storeRefusalOf(), and Swift's word on names that are too long.
Refusal refusalOf(const HttpAnswer &answer, const QByteArray &url, qint64 wallMs);

} // namespace gantry::s3
