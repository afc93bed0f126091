// A tus upload's session: one URL, or those of its partial uploads.
//
// One stream: Session::id is the upload's URL. Several: Session::id is the upload's own token, and
// Session::details a JSON object: {"parts": {"1": URL, …}} and, once they are put together, {"final": URL}.
#pragma once

#include "engine/core/upload_types.h"

#include <QByteArray>
#include <QMap>

namespace gantry::tus {

struct Places
{
    bool inParts = false;
    QMap<int, QByteArray> parts; // URLs by part number, of those that were created
    QByteArray whole;            // the URL of the upload itself; empty: it is still in parts
};

Places placesOf(const Session &session);

Session sessionInParts(const QString &token, qint64 openedMs);
// Empty address: without it. Unchanged where another part is there already.
Session withPart(Session session, int number, const QString &address);
Session withWhole(Session session, const QByteArray &address);

} // namespace gantry::tus
