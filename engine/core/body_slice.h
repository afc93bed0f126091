// The bytes of a request body on their way from whoever has them to the socket.
#pragma once

#include "engine/core/expected.h"

#include <QByteArray>
#include <QFuture>

#include <functional>

namespace gantry {

// The next bytes of a body. `last` marks the end; a slice may be empty only if it is the last.
struct BodySlice
{
    QByteArray bytes;
    bool last = false;
};

// Asks for the next slice. Called from the sender's thread, one request at a time; the answer may come from
// any thread. A Failure ends the body: the request must not complete with fewer bytes than were declared.
using BodySource = std::function<QFuture<Expected<BodySlice>>()>;

} // namespace gantry
