// The engine in this process, spoken to as if it were in another.
#pragma once

#include "engine/ipc/engine_port.h"

namespace gantry {

class Engine;

class LocalPort final : public EnginePort
{
    Q_OBJECT

public:
    // The engine must live in this thread and outlive the port. Never emits closed().
    explicit LocalPort(Engine &engine, QObject *parent = nullptr);

    QFuture<Expected<QJsonObject>> call(const QString &name, const QJsonObject &arguments) override;

private:
    Engine &m_engine;
};

} // namespace gantry
