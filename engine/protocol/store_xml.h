// XML as S3 stores speak it, read strictly. Pure; any thread.
#pragma once

#include "engine/core/expected.h"

#include <QByteArray>
#include <QList>
#include <QString>

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

} // namespace gantry::s3
