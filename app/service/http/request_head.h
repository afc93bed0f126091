// What the head of an HTTP/1.1 request says about its framing (RFC 9112), read strictly. Pure.
#pragma once

#include "app/service/service_error.h"

#include <QByteArrayView>

#include <optional>

namespace gantry {

struct RequestHead
{
    std::optional<qint64> contentLength;
    bool expectsContinue = false; // the client waits for "100 Continue" before it sends the body
    bool wantsClose = false;      // no further request on this connection
};

// `head` ends with its blank line. What two programs could read in two ways (bare line ends, folded lines,
// several lengths, a transfer coding) is refused, so that a proxy in front and the service never differ about
// where a request ends.
Served<RequestHead> parseRequestHead(QByteArrayView head);

} // namespace gantry
