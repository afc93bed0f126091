// XML as S3 speaks it: answers read strictly, requests written. Pure; any thread.
#pragma once

#include "engine/core/expected.h"
#include "engine/core/part_types.h"
#include "engine/protocol/http_message.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace gantry::s3 {

// An element with what is in it. Namespaces and attributes are left out: S3 gives them no meaning.
struct XmlElement
{
    QString name;
    QString text; // as it stands, of an element without children
    QList<XmlElement> children;

    const XmlElement *child(QLatin1String childName) const; // the first; nullptr: none
    QString textOf(QLatin1String childName) const;          // empty: none
    QList<XmlElement> all(QLatin1String childName) const;
};

// The root element. Fails with ProtocolViolation, in words, on what is not well-formed, on any declaration
// (DTD, entities: CVE-2023-38197), beyond 8 levels or 50,000 elements. White space before the document is
// fine: S3 sends it while it assembles.
Expected<XmlElement> readXml(const QByteArray &body);

// The root of an answer, which has to have that name. url names the store in the failure.
Expected<XmlElement> rootOf(const HttpAnswer &answer, QLatin1String name, const QByteArray &url);

// Of digits and not negative; else none.
std::optional<qint64> wholeNumber(const QString &text);

// The body of CompleteMultipartUpload: the parts in ascending order.
QByteArray completeBody(const QList<PartReceipt> &receipts, bool withChecksums = false);

} // namespace gantry::s3
