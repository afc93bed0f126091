// The window's copy of the queue: a row for each upload, kept true by the engine's batches. No widget.
#pragma once

#include "engine/core/upload_types.h"
#include "ui/text/upload_words.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <array>
#include <deque>
#include <utility>
#include <vector>

namespace gantry {

class Engine;

// Sums over the queue, kept up to date by each change.
struct QueueTotals
{
    std::array<int, 7> byMood{};      // index: UploadMood
    QMap<QString, int> byDestination; // by its name; finished ones count too
    qint64 bytesPerSecond = 0;
    qint64 bytesLeft = 0; // of uploads that are neither finished nor paused
    bool offline = false; // at least one upload waits for the network
    qint64 size() const;

    friend bool operator==(const QueueTotals &, const QueueTotals &) = default;
};

class UploadStore : public QObject
{
    Q_OBJECT

public:
    explicit UploadStore(Engine &engine, QObject *parent = nullptr);

    // Asks the engine for all there is; loaded() follows. Once, after the engine has started.
    void load();

    // A row keeps its place among the others. References are good until control returns to the event loop.
    int size() const { return static_cast<int>(m_rows.size()); }
    const UploadSnapshot &at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    int rowOf(UploadId id) const; // -1: there is none
    const UploadSnapshot *find(UploadId id) const;
    const QueueTotals &totals() const { return m_totals; }

    // Hidden rows are still in the engine's queue, but not in this one: removed, as long as it can be undone.
    void hide(const QList<UploadId> &ids);
    void unhide(const QList<UploadId> &ids);

Q_SIGNALS:
    void loaded();
    void aboutToAppend(int first, int last);
    void appended(int first, int last);
    void changed(const QList<int> &rows);       // ascending; of very many at once, some after the others
    void aboutToRemove(const QList<int> &rows); // ascending; then they go …
    void removed(const QList<gantry::UploadId> &ids); // … and the others keep their order
    void totalsChanged();

private:
    // What the engine told at once, and how much of it is still to be taken.
    struct Batch
    {
        QList<UploadSnapshot> uploads;
        std::vector<std::pair<UploadId, const UploadSnapshot *>>
            rest; // of uploads; the next one is at the end
    };

    void take(const QList<UploadSnapshot> &uploads, std::size_t most); // of them at once
    void takeSome(std::size_t most);
    void takeNow(const std::vector<const UploadSnapshot *> &uploads);
    enum class Dropped { Gone, Hidden };
    void drop(const QList<UploadId> &ids, Dropped how);
    void count(const UploadSnapshot &upload, int sign);
    void announceTotals();

    Engine &m_engine;
    std::deque<UploadSnapshot> m_rows; // grows without moving what is there: a long queue would take a while
    QHash<UploadId, int> m_index;
    QHash<UploadId, UploadSnapshot> m_hidden;
    std::deque<Batch> m_waiting;
    QTimer m_nextSlice;
    QueueTotals m_totals;
    QueueTotals m_announced;
    int m_offline = 0;
    bool m_loaded = false;
};

} // namespace gantry
