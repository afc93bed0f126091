// Turns an HttpCall into the QNetworkRequest that says exactly this on the wire and nothing more.
#pragma once

#include "engine/core/expected.h"
#include "engine/protocol/http_message.h"

#include <QNetworkRequest>

namespace gantry {

// InvalidInput for what could not be sent as it is: a URL that is not strictly encoded, has a fragment, a
// user name, "." and ".." segments (Qt resolves them), or two slashes in front of its path (Qt drops one);
// header lines with line breaks; a body where the method has none.
Expected<QNetworkRequest> makeRequest(const HttpCall &call);

// Whether the request goes out with a Content-Length, possibly 0.
bool carriesBody(const HttpCall &call);
qint64 bodyLength(const HttpCall &call);

} // namespace gantry
