#include "engine/ipc/local_port.h"

#include "engine/ipc/request_handler.h"
#include "engine/ipc/snapshot_json.h"
#include "engine/scheduling/engine.h"

namespace gantry {
namespace {

// Uploads and ids in one event: at most as many as stay well under a message's limit, with long paths too.
constexpr qsizetype uploadsPerEvent = 200;
constexpr qsizetype idsPerEvent = 50'000;

QJsonObject named(QLatin1String event)
{
    return {{QLatin1String("event"), QString(event)}};
}

} // namespace

LocalPort::LocalPort(Engine &engine, QObject *parent)
    : EnginePort(parent)
    , m_engine(engine)
{
    connect(&engine, &Engine::changed, this, [this](const QList<UploadSnapshot> &uploads) {
        for (qsizetype begin = 0; begin < uploads.size(); begin += uploadsPerEvent) {
            QJsonObject body = named(QLatin1String("changed"));
            body.insert(QLatin1String("uploads"), listToJson(uploads.mid(begin, uploadsPerEvent)));
            Q_EMIT told(body);
        }
    });
    connect(&engine, &Engine::removed, this, [this](const QList<UploadId> &ids) {
        for (qsizetype begin = 0; begin < ids.size(); begin += idsPerEvent) {
            QJsonObject body = named(QLatin1String("removed"));
            body.insert(QLatin1String("ids"), idsToJson(ids.mid(begin, idsPerEvent)));
            Q_EMIT told(body);
        }
    });
    connect(&engine, &Engine::destinationsChanged, this,
            [this] { Q_EMIT told(named(QLatin1String("destinations_changed"))); });
    connect(&engine, &Engine::settingsChanged, this,
            [this] { Q_EMIT told(named(QLatin1String("settings_changed"))); });
    connect(&engine, &Engine::journalTrouble, this, [this](const QString &message) {
        QJsonObject body = named(QLatin1String("journal_trouble"));
        body.insert(QLatin1String("message"), message);
        Q_EMIT told(body);
    });
}

QFuture<Expected<QJsonObject>> LocalPort::call(const QString &name, const QJsonObject &arguments)
{
    return handleRequest(m_engine, this, name, arguments);
}

} // namespace gantry
