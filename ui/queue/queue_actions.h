// What can be done with uploads, as actions that menus, the toolbar and keys share. They are enabled by what
// is selected, and ask the engine.
#pragma once

#include "engine/scheduling/engine.h"
#include "ui/queue/removals.h"

#include <QAction>
#include <QObject>

namespace gantry {

class UploadStore;

class QueueActions : public QObject
{
    Q_OBJECT

public:
    QueueActions(Engine &engine, const UploadStore &store, Removals &removals, QWidget *window);

    void setSelection(const QList<UploadId> &ids);
    const QList<UploadId> &selection() const { return m_selection; }
    void decide(const QList<UploadId> &ids, Decision decision);
    void cancelNow(const QList<UploadId> &ids); // what cancelWanted() asked about

    QAction *const pause;
    QAction *const resume;
    QAction *const retry;
    QAction *const cancel;
    QAction *const remove;
    QAction *const startOver;
    QAction *const skip;
    QAction *const first; // before all others
    QAction *const last;
    QAction *const openFolder;
    QAction *const copyPath;

Q_SIGNALS:
    // Something would be lost by it: ask first.
    void cancelWanted(const QList<gantry::UploadId> &ids, qint64 bytesStored);
    void failed(const QString &message);

private:
    QAction *add(const QString &text, const QKeySequence &keys = {});
    void report(const QFuture<Expected<void>> &answer);
    void askToCancel();
    void prioritise(bool toFront);
    QList<UploadId> those(bool (*fits)(const UploadSnapshot &)) const;

    Engine &m_engine;
    const UploadStore &m_store;
    Removals &m_removals;
    QWidget *m_window;
    QList<UploadId> m_selection;
};

} // namespace gantry
