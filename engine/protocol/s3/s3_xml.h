// What S3 answers in XML, and is asked in it. Pure; any thread.
#pragma once

#include "engine/core/expected.h"
#include "engine/core/part_types.h"
#include "engine/protocol/http_message.h"
#include "engine/protocol/store_xml.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace gantry::s3 {

// The root of an answer, which has to have that name. url names the store in the failure.
Expected<XmlElement> rootOf(const HttpAnswer &answer, QLatin1String name, const QByteArray &url);

// Of digits and not negative; else none.
std::optional<qint64> wholeNumber(const QString &text);

// The body of CompleteMultipartUpload: the parts in ascending order.
QByteArray completeBody(const QList<PartReceipt> &receipts, bool withChecksums = false);

} // namespace gantry::s3
