// The thread in which files are looked for, and what is made of them for the queue.
#pragma once

#include "engine/intake/file_walk.h"
#include "engine/scheduling/engine.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

#include <atomic>

namespace gantry {

// What there is, in numbers, and what of it cannot be sent.
struct IntakeFinding
{
    qsizetype files = 0;
    qint64 bytes = 0;
    QList<WalkProblem> problems;

    friend bool operator==(const IntakeFinding &, const IntakeFinding &) = default;
};

// Lives in a thread of its own, where all of it but stop() is called. After stop() it says nothing more.
class FileSearch : public QObject
{
    Q_OBJECT

public:
    FileSearch();

    void stop() { m_stopped = true; } // any thread

    // Looks through these as well; found() ends it.
    void look(const QStringList &paths);

    // Makes of what was found what is to be added, in batches. Where the prefix makes names too long, they
    // are told with found() first, and left out when it is asked again with the same prefix.
    void prepare(const QString &destination, const QString &prefix);

Q_SIGNALS:
    void counted(qsizetype files); // while it looks, at most ten times a second
    void found(const gantry::IntakeFinding &finding);
    void prepared(const QList<QList<gantry::NewUpload>> &batches);

private:
    bool isStopped(qsizetype files);

    std::atomic<bool> m_stopped = false;
    QElapsedTimer m_sinceCount;
    FileWalk m_walk;
    QString m_toldPrefix;
};

} // namespace gantry
