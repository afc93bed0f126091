// The parts of the uploads that are on the screen, asked of the engine as they change, and no more often than
// an eye can see.
#pragma once

#include "engine/core/expected.h"
#include "engine/core/ids.h"
#include "engine/core/part_types.h"
#include "engine/core/upload_types.h"

#include <QFuture>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace gantry {

class Engine;
class UploadStore;
struct UploadDetails;

class PartsFeed : public QObject
{
    Q_OBJECT

public:
    using Ask = std::function<QFuture<Expected<UploadDetails>>(UploadId)>;

    static constexpr std::chrono::milliseconds interval{300}; // between two questions about one upload
    static constexpr int questionsAtOnce = 4;

    PartsFeed(Engine &engine, const UploadStore &store, QObject *parent = nullptr);
    // With the question handed in: Engine::details(), counted, delayed or made up.
    PartsFeed(Ask ask, const UploadStore &store, QObject *parent = nullptr);

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
    // How far an upload was when its parts were told: a final one that is still there has no others.
    struct Mark
    {
        Stage stage = Stage::Queued;
        int partsStored = 0;
        qint64 bytesStored = 0;

        friend bool operator==(const Mark &, const Mark &) = default;
    };
    struct Entry
    {
        QList<PartSnapshot> parts;
        quint64 revision = 0;
        bool due = true;
        std::optional<Mark> told;
    };

    static Mark markOf(const UploadSnapshot &upload);
    void forgetUnwanted();
    void noteChanged(UploadId id);
    void askNext();
    QList<UploadId> ready(std::chrono::steady_clock::time_point now);
    void ask(UploadId id, std::chrono::steady_clock::time_point now);
    void take(UploadId id, const UploadDetails &details);

    Ask m_ask;
    const UploadStore &m_store;
    QHash<const QObject *, QSet<UploadId>> m_wanted;
    QHash<UploadId, Entry> m_entries;
    QSet<UploadId> m_asking;
    QHash<UploadId, std::chrono::steady_clock::time_point> m_askedAt; // within the last interval
    quint64 m_lastRevision = 0;
    QTimer m_timer;
};

} // namespace gantry
