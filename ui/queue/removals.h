// Removing uploads in a way that can be undone: they leave the window at once, and the queue a little later.
#pragma once

#include "engine/scheduling/engine.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace gantry {

class UploadStore;

class Removals : public QObject
{
    Q_OBJECT

public:
    Removals(Engine &engine, UploadStore &store, std::chrono::milliseconds undoFor,
             QObject *parent = nullptr);

    // Until it is over they stand still. A removal before this one is carried out now.
    void remove(const QList<UploadId> &ids);
    void undo();
    // Nothing can be undone any more. To be called before the program ends: else they are there again,
    // paused.
    QFuture<Expected<void>> carryOut();

    const QList<UploadId> &pending() const { return m_ids; }

Q_SIGNALS:
    void pendingChanged(); // something can be undone, or not any more
    void failed(const QString &message);

private:
    Engine &m_engine;
    UploadStore &m_store;
    QList<UploadId> m_ids;
    QList<UploadId> m_stopped; // of these, which were not paused before
    QTimer m_timer;
};

} // namespace gantry
