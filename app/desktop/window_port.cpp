#include "app/desktop/window_port.h"

#include <QDir>
#include <QJsonArray>

namespace gantry {
namespace {

Expected<QStringList> pathsOf(const QJsonObject &arguments)
{
    const QJsonValue list = arguments.value(QLatin1String("paths"));
    if (!list.isArray())
        return fail(FailureKind::ProtocolViolation, QStringLiteral("open_files: paths is no list."));
    QStringList paths;
    for (const auto &entry : list.toArray()) {
        const QString path = entry.toString();
        if (!QDir::isAbsolutePath(path) || path.contains(QChar(0)))
            return fail(FailureKind::ProtocolViolation,
                        QStringLiteral("open_files: a path is not absolute."));
        paths.append(path);
    }
    return paths;
}

} // namespace

WindowPort::WindowPort(EnginePort &engine, QObject *parent)
    : EnginePort(parent)
    , m_engine(engine)
{
    connect(&engine, &EnginePort::told, this, &EnginePort::told);
    connect(&engine, &EnginePort::closed, this, &EnginePort::closed);
}

QFuture<Expected<QJsonObject>> WindowPort::call(const QString &name, const QJsonObject &arguments)
{
    if (name != openFilesCall)
        return m_engine.call(name, arguments);
    const Expected<QStringList> paths = pathsOf(arguments);
    if (!paths)
        return QtFuture::makeReadyFuture(Expected<QJsonObject>(fail(paths.error())));
    Q_EMIT filesOpened(*paths);
    return QtFuture::makeReadyFuture(Expected<QJsonObject>(QJsonObject()));
}

} // namespace gantry
