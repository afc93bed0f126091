// What can be done with uploads, as actions that menus, the toolbar and keys share. They are enabled by what
// is selected, and ask the engine.
#pragma once

#include "engine/scheduling/engine.h"
#include "ui/queue/removals.h"

#include <QAction>
#include <QHash>
#include <QObject>

#include <array>

namespace gantry {

class UploadStore;

class QueueActions : public QObject
{
    Q_OBJECT

public:
    // What can be done with an upload as it is now.
    enum class Ability : quint8 {
        Pause = 1,
        Resume = 2,
        Retry = 4,
        Cancel = 8,
        Decide = 16, // what becomes of its changed file
        Order = 32,
    };
    Q_DECLARE_FLAGS(Abilities, Ability)

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
    void storeChanged(const QList<int> &rows);
    void forget(const QList<UploadId> &ids);
    void note(UploadId id, Abilities now);
    void enable();
    bool anybodyCan(Ability ability) const;
    QList<UploadId> those(Ability ability) const;

    Engine &m_engine;
    const UploadStore &m_store;
    Removals &m_removals;
    QWidget *m_window;
    QList<UploadId> m_selection;
    QHash<UploadId, Abilities> m_abilities; // of the selected
    std::array<int, 6> m_counts{};          // index: bit of Ability; how many of the selected have it
};

} // namespace gantry
