// Maps the names of requests to the engine's functions, and their values from and to JSON. Pure dispatch.
#pragma once

#include "engine/core/expected.h"

#include <QFuture>
#include <QJsonObject>
#include <QString>
#include <QStringList>

class QObject;

namespace gantry {

class Engine;

// The calls, with their arguments and results:
//
//  - add: uploads [{path, destination, key, priority, size}] → added [{id, continued}], in the same order
//  - pause, resume, retry, cancel, remove: ids → nothing
//  - decide: ids, decision ("start_over" or "skip") → nothing
//  - set_priority: ids, priority → nothing
//  - uploads: after (an ID; 0 for the first page), ids (left out: all) → uploads, next (null: that was all)
//  - details: id → as show --json
//  - put_destination: settings, secrets {field: base64} → nothing
//  - remove_destination: name → nothing
//  - destinations: nothing → destinations
//  - test_destination: name → checks [{name, result, message}]
//  - orphans: destination → orphans [{id, key, name, initiator, initiated, parts, size}]
//  - abort_orphans: destination, orphans (the same shape) → nothing
//  - lifecycle: destination → abort_after_days (null: never)
//  - set_lifecycle: destination, abort_after_days → abort_after_days
//  - settings: nothing → settings {name: text}
//  - put_setting: name, value → nothing
//
// Arguments that make no sense and names that are not known fail with ProtocolViolation. To be called in the
// context's thread, where the future ends.
QFuture<Expected<QJsonObject>> handleRequest(Engine &engine, QObject *context, const QString &call,
                                             const QJsonObject &arguments);

QStringList requestNames();

} // namespace gantry
