// A bucket's lifecycle rules about unfinished uploads
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html). Pure; any thread.
#pragma once

#include "engine/protocol/s3/s3_xml.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace gantry {

// After how many days the bucket removes unfinished uploads of every key below the prefix; none: never.
std::optional<int> abortAfterDays(const s3::XmlElement &configuration, const QString &prefix);

// The configuration with a rule of our own for that prefix; ours of before is replaced, all others stay as
// they are. An element without children: a bucket without rules.
QByteArray withAbortRule(const s3::XmlElement &configuration, const QString &prefix, int days);

} // namespace gantry
