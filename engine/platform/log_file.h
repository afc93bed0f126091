// The log that stays on disk: log/gantry.log in the state folder, private, of bounded size, with secrets
// struck.
#pragma once

#include "engine/core/expected.h"

#include <QFile>
#include <QMutex>
#include <QString>

namespace gantry {

// Thread-safe. A log that cannot be written is no reason to stop: lines are dropped until it can be again.
class LogFile
{
public:
    static constexpr qint64 defaultMaxBytes = 5 * 1024 * 1024;

    // The folder is made (0700) where it is missing. Past maxBytes the file becomes gantry.log.1, that one
    // gantry.log.2, …; `files` are kept, the present one included.
    explicit LogFile(QString folder, qint64 maxBytes = defaultMaxBytes, int files = 3);

    // One line with the time (UTC) before it; line breaks within become spaces, other control characters are
    // dropped.
    void write(const QString &message);

    QString filePath() const { return m_folder + QStringLiteral("/gantry.log"); }

private:
    bool openFile();
    void rotate();

    QString m_folder;
    qint64 m_maxBytes;
    int m_files;
    QMutex m_mutex;
    QFile m_file;
};

// Qt's own warnings go to this log, and nowhere else; nullptr: they are dropped. Any thread.
void sendQtMessagesTo(LogFile *log);

} // namespace gantry
