// Uploads in any state, as an engine would tell of them, without one that works.
#pragma once

#include "engine/scheduling/engine.h"
#include "ui/model/upload_store.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace gantry {

inline UploadSnapshot madeUpUpload(qint64 id, const QString &key, Stage stage = Stage::Queued,
                                   qint64 size = 1'000'000)
{
    UploadSnapshot upload;
    upload.record.id = UploadId{id};
    upload.record.key = key;
    upload.record.path = QStringLiteral("/media/card/") + key;
    upload.record.destination = QStringLiteral("studio");
    upload.record.stage = stage;
    upload.record.identity.size = size;
    upload.record.partSize = 100'000;
    upload.record.partsTotal = static_cast<int>((size + 99'999) / 100'000);
    upload.record.addedMs = 1'700'000'000'000 + id;
    return upload;
}

// A store of its own that is told what a test wants it to know. The engine behind it never starts.
class MadeUpQueue
{
public:
    MadeUpQueue()
        : m_engine(optionsIn(m_folder.path()))
        , m_store(m_engine)
    {
        QSignalSpy loaded(&m_store, &UploadStore::loaded);
        m_store.load();
        if (!loaded.wait())
            qFatal("the store was never loaded");
    }

    void tell(const QList<UploadSnapshot> &uploads) { Q_EMIT m_engine.changed(uploads); }
    void tellRemoved(const QList<UploadId> &ids) { Q_EMIT m_engine.removed(ids); }

    Engine &engine() { return m_engine; }
    UploadStore &store() { return m_store; }

private:
    static EngineOptions optionsIn(const QString &folder)
    {
        EngineOptions options;
        options.stateDir = folder;
        return options;
    }

    QTemporaryDir m_folder;
    Engine m_engine;
    UploadStore m_store;
};

} // namespace gantry
