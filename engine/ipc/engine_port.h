// The engine by name and JSON, wherever it runs: one way to speak to it for who owns it and for who does not.
#pragma once

#include "engine/core/expected.h"

#include <QFuture>
#include <QJsonObject>
#include <QObject>
#include <QString>

namespace gantry {

class EnginePort : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // The calls and their arguments are those of request_handler.h. To be called in the object's thread,
    // where the future ends; without a result if the port is destroyed before. ConnectionLost: the engine's
    // process went away before it answered.
    virtual QFuture<Expected<QJsonObject>> call(const QString &name, const QJsonObject &arguments) = 0;

Q_SIGNALS:
    // "event" says which:
    //   changed              "uploads": as in list --json
    //   removed              "ids"
    //   destinations_changed, settings_changed
    //   journal_trouble      "message"; empty: over
    void told(const QJsonObject &event);

    // Nothing will come any more, and all calls have ended.
    void closed(const gantry::Failure &why);
};

} // namespace gantry
