// The parts of the uploads that are on the screen, asked of the engine as they change, and no more often than
// an eye can see.
#pragma once

#include "engine/core/ids.h"
#include "engine/core/part_types.h"

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
};

} // namespace gantry
