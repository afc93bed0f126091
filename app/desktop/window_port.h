// The engine's port as the window offers it to other processes: all of the engine's calls, and one of the
// window's own.
#pragma once

#include "engine/ipc/engine_port.h"

#include <QStringList>

namespace gantry {

// open_files: paths (absolute; none: only come to the front) → nothing. Only a window answers it: anyone else
// refuses it with ProtocolViolation as a call that it does not know.
inline const QString openFilesCall = QStringLiteral("open_files");

class WindowPort final : public EnginePort
{
    Q_OBJECT

public:
    // The engine's port must outlive this one.
    explicit WindowPort(EnginePort &engine, QObject *parent = nullptr);

    QFuture<Expected<QJsonObject>> call(const QString &name, const QJsonObject &arguments) override;

Q_SIGNALS:
    void filesOpened(const QStringList &paths);

private:
    EnginePort &m_engine;
};

} // namespace gantry
