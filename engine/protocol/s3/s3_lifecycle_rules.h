// A bucket's lifecycle rules about unfinished uploads
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html). Pure; any thread.
#pragma once

#include "engine/protocol/s3/s3_xml.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace gantry::s3 {

// Sets for all rules at once how small an object has to be to be moved; what is not sent again is set back.
inline const QByteArray transitionDefaultHeader = "x-amz-transition-default-minimum-object-size";

struct LifecycleRules
{
    QByteArray transitionDefault; // that header's value; empty: none
    XmlElement configuration;     // LifecycleConfiguration; without children: a bucket without rules
};

// What GetBucketLifecycleConfiguration answers, in one piece, and the same of a bucket without rules.
QByteArray lifecycleDocument(const HttpAnswer &answer);
QByteArray noLifecycle();
// Such a piece. ProtocolViolation: it is something else, and nothing may be put in its place.
Expected<LifecycleRules> readLifecycle(const QByteArray &document);

// After how many days the bucket removes unfinished uploads of every key below the prefix; none: never.
std::optional<int> abortAfterDays(const XmlElement &configuration, const QString &prefix);

// The configuration with a rule of our own for that prefix; ours of before is replaced, all others stay as
// they are.
QByteArray withAbortRule(const XmlElement &configuration, const QString &prefix, int days);

// The call that puts the rules so in place; unsigned.
HttpCall setAbortRuleCall(const QByteArray &url, const LifecycleRules &rules, const QString &prefix,
                          int days);

} // namespace gantry::s3
