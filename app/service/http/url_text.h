// Percent-decoding of request targets (RFC 3986), strict where the HTTP library is not. Pure.
#pragma once

#include <QByteArrayView>
#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>

namespace gantry {

// The segments of a path behind its first slash, decoded. None: not a path, or not valid UTF-8 once decoded.
std::optional<QStringList> pathSegments(QByteArrayView path);

// The parameters of a query, decoded; '+' is a blank, as in forms. None: a name twice, or not decodable.
std::optional<QHash<QString, QString>> queryParameters(QByteArrayView query);

} // namespace gantry
