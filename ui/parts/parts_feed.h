// The parts of the uploads that are on the screen, asked of the engine as they change, and no more often than
// an eye can see.
#pragma once

#include "engine/core/ids.h"
#include "engine/core/part_types.h"

#include <QElapsedTimer>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace gantry {

class Engine;
class UploadStore;

class PartsFeed : public QObject
{
    Q_OBJECT

public:
    PartsFeed(Engine &engine, const UploadStore &store, QObject *parent = nullptr);

    // `who` (a view) wants the parts of these uploads from now on, in place of those it wanted before. What
    // nobody wants is forgotten.
    void watch(const QObject *who, const QSet<UploadId> &ids);

    // nullptr: not known (yet). Good until control returns to the event loop.
    const QList<PartSnapshot> *partsOf(UploadId id) const;
    // Another number whenever partsOf() has other contents; 0: not known.
    quint64 revisionOf(UploadId id) const;

Q_SIGNALS:
    void partsChanged(gantry::UploadId id);

private:
    struct Known
    {
        QList<PartSnapshot> parts;
        quint64 revision = 0; // 0: not answered yet
        bool stale = true;    // has changed since it was asked for
        bool asked = false;
        qint64 askedMs = 0; // monotonic
    };

    void noteChanges(const QList<int> &rows);
    void askForMore();
    void answered(UploadId id, QList<PartSnapshot> parts);

    Engine &m_engine;
    const UploadStore &m_store;
    QHash<const QObject *, QSet<UploadId>> m_watchers;
    QHash<UploadId, Known> m_known;
    quint64 m_lastRevision = 0;
    int m_underWay = 0;
    QTimer m_next;
    QElapsedTimer m_clock;
};

} // namespace gantry
