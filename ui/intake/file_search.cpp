#include "ui/intake/file_search.h"

#include "engine/core/key_length.h"

#include <QCoreApplication>

#include <algorithm>

namespace gantry {
namespace {

constexpr qint64 countIntervalMs = 100;
// A batch is one write of the journal and one answer to the window: big enough to be quick, small enough that
// nobody waits for it.
constexpr qsizetype filesPerBatch = 2'000;

bool fits(const FoundFile &file, const QString &prefix)
{
    return prefix.isEmpty() || prefix.toUtf8().size() + file.key.toUtf8().size() <= longestKey;
}

} // namespace

FileSearch::FileSearch()
    : m_walk({}, [this](qsizetype files) { return isStopped(files); })
{
    m_sinceCount.start();
}

bool FileSearch::isStopped(qsizetype files)
{
    if (m_stopped)
        return true;
    if (m_sinceCount.hasExpired(countIntervalMs)) {
        m_sinceCount.start();
        Q_EMIT counted(files);
    }
    return false;
}

void FileSearch::look(const QStringList &paths)
{
    for (const QString &path : paths)
        if (!m_stopped)
            m_walk.look(path.toStdString());
    if (m_stopped)
        return;
    const WalkResult &result = m_walk.found();
    IntakeFinding finding{result.files.size(), 0, result.problems};
    for (const FoundFile &file : result.files)
        finding.bytes += file.size;
    Q_EMIT found(finding);
}

void FileSearch::prepare(const QString &destination, const QString &prefix)
{
    const QString before = normalPrefix(prefix);
    const WalkResult &result = m_walk.found();
    IntakeFinding finding{0, 0, result.problems};
    QList<QList<NewUpload>> batches;
    for (const FoundFile &file : result.files) {
        if (m_stopped)
            return;
        if (!fits(file, before)) {
            finding.problems.append(
                {file.path, QCoreApplication::translate(
                                "FileWalk", "its name at the destination would be longer than %1 bytes")
                                .arg(longestKey)});
            continue;
        }
        ++finding.files;
        finding.bytes += file.size;
        if (batches.isEmpty() || batches.last().size() == filesPerBatch) {
            batches.append(QList<NewUpload>());
            batches.last().reserve(std::min(filesPerBatch, result.files.size()));
        }
        batches.last().append({file.path, destination, before + file.key, 0, file.size});
    }
    const bool isNews = finding.problems.size() > result.problems.size() && m_toldPrefix != before;
    m_toldPrefix = before;
    if (isNews)
        Q_EMIT found(finding);
    else
        Q_EMIT prepared(batches);
}

} // namespace gantry
