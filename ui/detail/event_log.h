// What happened to each upload since the program began, in plain words. Bounded.
#pragma once

#include "engine/core/upload_types.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QString>

#include <deque>

namespace gantry {

class Engine;

struct LoggedEvent
{
    qint64 atMs = 0; // wall clock
    QString text;    // one line

    friend bool operator==(const LoggedEvent &, const LoggedEvent &) = default;
};

class EventLog : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype mostPerUpload = 500;
    static constexpr qsizetype mostInAll = 5'000;
    static constexpr qsizetype longestLine = 2'000; // characters

    explicit EventLog(Engine &engine, QObject *parent = nullptr);

    QList<LoggedEvent> eventsOf(UploadId id) const; // the oldest first
    qsizetype size() const { return static_cast<qsizetype>(m_lines.size()); }

Q_SIGNALS:
    void added(gantry::UploadId id, const gantry::LoggedEvent &event);

private:
    // What was told of an upload last.
    struct Told
    {
        Stage stage = Stage::Queued;
        Holds holds;
        bool compares = false;
        bool wasSetBack = false;
        QString text;

        bool isAsIn(const Told &other) const;
    };

    struct Line
    {
        UploadId id;
        LoggedEvent event;
    };

    void follow(const QList<UploadSnapshot> &uploads);
    void followOne(const UploadSnapshot &upload, qint64 nowMs);
    void take(UploadId id, const QString &message);
    void drop(const QList<UploadId> &ids);
    void forgetOldestOf(UploadId id);

    std::deque<Line> m_lines; // the oldest first
    QHash<UploadId, qsizetype> m_counts;
    QHash<UploadId, Told> m_told; // of those that have begun and are not over
};

} // namespace gantry
