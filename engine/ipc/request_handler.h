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

// call                 arguments                                    result
// add                  uploads:[{path,destination,key,priority}]    added:[{id,continued}], in the same order
// pause, resume, retry, cancel, remove   ids                        —
// decide               ids, decision: start_over | skip             —
// set_priority         ids, priority                                —
// uploads              after (an id; 0: from the first), ids (left out: all)   uploads, next (null: that was
// all) details              id                                           as show --json put_destination
// settings, secrets:{field: base64}            — remove_destination   name — destinations         —
// destinations test_destination     name checks:[{name,result,message}] settings             —
// settings:{name: text} put_setting          name, value                                  —
//
// Arguments that make no sense and names that are not known fail with ProtocolViolation. The continuation
// runs in the context's thread.
QFuture<Expected<QJsonObject>> handleRequest(Engine &engine, QObject *context, const QString &call,
                                             const QJsonObject &arguments);

QStringList requestNames();

} // namespace gantry
