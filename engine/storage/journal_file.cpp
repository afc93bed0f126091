#include "engine/storage/journal_file.h"

#include "engine/core/text.h"
#include "engine/storage/journal_schema.h"
#include "engine/storage/private_file.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QVariant>

#include <algorithm>
#include <array>
#include <sys/stat.h>
#include <unistd.h>

namespace gantry {
namespace {

// What SQLite keeps beside a database (https://www.sqlite.org/tempfiles.html).
constexpr QLatin1String walTail("-wal");
constexpr QLatin1String shmTail("-shm");
constexpr QLatin1String rollbackTail("-journal");
constexpr std::array sidecars{walTail, shmTail, rollbackTail};

tl::unexpected<Failure> refuse(const QString &path, const QString &why)
{
    return fail(FailureKind::JournalFailed, tr("The journal %1 cannot be opened: %2").arg(path, why));
}

bool mayUse(const QString &path, int rights)
{
    return ::access(QFile::encodeName(path).constData(), rights) == 0;
}

// A folder's own path with links resolved, and the file's name.
QString resolved(const QString &path)
{
    const QFileInfo file(path);
    if (file.exists())
        return file.canonicalFilePath();
    const QString folder = QFileInfo(file.absolutePath()).canonicalFilePath();
    return folder.isEmpty() ? file.absoluteFilePath() : QDir(folder).filePath(file.fileName());
}

Expected<void> checkUsable(const QString &path)
{
    const QFileInfo file(path);
    const QString folder = file.absolutePath();
    if (!QFileInfo(folder).isDir())
        return refuse(path, tr("there is no folder %1. Create it, or choose another one.").arg(folder));
    if (!mayUse(folder, R_OK | W_OK | X_OK))
        return refuse(path,
                      tr("its folder may not be written to (%1). Make it writable, or choose another one.")
                          .arg(systemWords()));
    if (!file.exists())
        return {};
    if (!file.isFile())
        return refuse(path, tr("something that is not a file has this name. Move it away."));
    if (!mayUse(path, R_OK | W_OK))
        return refuse(path,
                      tr("it may not be written to (%1). Make it writable for yourself.").arg(systemWords()));
    return {};
}

bool hasLogBeside(const QString &path)
{
    return QFileInfo(path + walTail).size() > 0 || QFileInfo(path + rollbackTail).size() > 0;
}

// What an existing file is.
struct Verdict
{
    enum class Kind { Sound, Damaged, Newer };
    Kind kind = Kind::Sound;
    QString reason;
};

SqlResult<Verdict> verdictOn(const QString &path, int newestVersion, JournalConnection &connection)
{
    const bool hasLog = hasLogBeside(path);
    if (auto opened = connection.open(path, JournalConnection::Mode::Inspect); !opened)
        return tl::unexpected(opened.error());
    const auto id = connection.scalar(QStringLiteral("PRAGMA application_id"));
    if (!id)
        return tl::unexpected(id.error());
    if (id->toInt() != journalApplicationId)
        return Verdict{Verdict::Kind::Damaged, tr("it is not Gantry's")};
    const auto version = connection.scalar(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return tl::unexpected(version.error());
    if (version->toInt() > newestVersion)
        return Verdict{Verdict::Kind::Newer,
                       tr("a newer Gantry has written it (format %1, this one knows up to %2). Install that "
                          "version again, or use another state folder.")
                           .arg(version->toInt())
                           .arg(newestVersion)};
    // SQLite fills a last page that is cut short with zeros. In the middle of a checkpoint it may be, but
    // then the log has the whole of it.
    const auto pageSize = connection.scalar(QStringLiteral("PRAGMA page_size"));
    if (!pageSize)
        return tl::unexpected(pageSize.error());
    if (!hasLog && QFileInfo(path).size() % pageSize->toLongLong() != 0)
        return Verdict{Verdict::Kind::Damaged, tr("it is cut short")};
    const auto check = connection.scalar(QStringLiteral("PRAGMA quick_check(1)"));
    if (!check)
        return tl::unexpected(check.error());
    if (check->toString() != QLatin1String("ok"))
        return Verdict{Verdict::Kind::Damaged, check->toString()};
    return Verdict{};
}

Expected<Verdict> inspect(const QString &path, int newestVersion, JournalConnection &connection)
{
    // By our own hand a journal is never empty: it comes to its name complete. So an empty file has lost
    // something.
    if (QFileInfo(path).size() == 0)
        return Verdict{Verdict::Kind::Damaged, tr("it is empty")};

    const bool walWasThere = QFileInfo::exists(path + walTail);
    auto verdict = verdictOn(path, newestVersion, connection);
    connection.close();
    if (!verdict && verdict.error().damaged())
        verdict = Verdict{Verdict::Kind::Damaged, verdict.error().words};
    // Looking makes an empty log. Where the file will not be used, it leaves again.
    if (!walWasThere && !(verdict && verdict->kind == Verdict::Kind::Sound) && !hasLogBeside(path)) {
        QFile::remove(path + walTail);
        QFile::remove(path + shmTail);
    }
    if (!verdict)
        return fail(journalFailure(tr("The journal %1 cannot be read").arg(path), verdict.error()));
    if (verdict->kind == Verdict::Kind::Newer)
        return refuse(path, verdict->reason);
    return *verdict;
}

void removeWithSidecars(const QString &path)
{
    QFile::remove(path);
    for (const auto &sidecar : sidecars)
        QFile::remove(path + sidecar);
}

// Made under another name and moved to its own when it is complete, so that a kill leaves either no journal
// or a whole one.
Expected<void> begin(const QString &path, JournalConnection &connection)
{
    const QString next = path + QStringLiteral(".new");
    removeWithSidecars(next);
    if (auto made = createPrivateFile(next, FailureKind::JournalFailed); !made)
        return made;
    auto done = connection.open(next, JournalConnection::Mode::ReadWrite);
    if (done)
        done = connection.exec(QStringLiteral("PRAGMA application_id = %1").arg(journalApplicationId));
    if (done)
        done = connection.exec(QStringLiteral("PRAGMA journal_mode = WAL"));
    connection.close();
    if (!done) {
        removeWithSidecars(next);
        return fail(journalFailure(tr("A journal cannot be begun at %1").arg(path), done.error()));
    }
    if (!moveToFreeName(next, path)) {
        const auto words = systemWords();
        removeWithSidecars(next);
        return refuse(path, tr("it cannot be put in place (%1).").arg(words));
    }
    syncFolder(QFileInfo(path).absolutePath());
    return {};
}

bool isTaken(const QString &path)
{
    return QFileInfo::exists(path) ||
           std::any_of(sidecars.begin(), sidecars.end(),
                       [&](QLatin1String sidecar) { return QFileInfo::exists(path + sidecar); });
}

void makePrivate(const QString &path)
{
    ::chmod(QFile::encodeName(path).constData(), S_IRUSR | S_IWUSR);
    for (const auto &sidecar : sidecars)
        if (QFileInfo::exists(path + sidecar))
            ::chmod(QFile::encodeName(path + sidecar).constData(), S_IRUSR | S_IWUSR);
}

} // namespace

Expected<QString> setJournalAside(const QString &path)
{
    const QFileInfo file(path);
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    const auto nameWith = [&](const QString &tail) {
        return file.dir().filePath(
            QStringLiteral("%1.damaged-%2%3.%4").arg(file.completeBaseName(), stamp, tail, file.suffix()));
    };
    QString target = nameWith({});
    for (int i = 2; isTaken(target); ++i)
        target = nameWith(QStringLiteral("-%1").arg(i));

    QStringList tails;
    if (file.exists())
        tails.append(QString());
    for (const auto &sidecar : sidecars)
        if (QFileInfo::exists(path + sidecar))
            tails.append(sidecar);
    for (const auto &tail : tails)
        if (!moveToFreeName(path + tail, target + tail))
            return refuse(path, tr("it is damaged, and cannot be set aside as %1 (%2). Move it away.")
                                    .arg(target + tail, systemWords()));
    syncFolder(file.absolutePath());
    return target;
}

Expected<SettledFile> settleJournalFile(const QString &path, int newestVersion, JournalConnection &connection)
{
    SettledFile settled;
    settled.path = resolved(path);
    if (auto usable = checkUsable(settled.path); !usable)
        return fail(usable.error());

    Verdict verdict;
    if (QFileInfo::exists(settled.path)) {
        const auto found = inspect(settled.path, newestVersion, connection);
        if (!found)
            return fail(found.error());
        verdict = *found;
    } else if (hasLogBeside(settled.path)) {
        // Opened beside a new file, it would be taken for that one's.
        verdict = {Verdict::Kind::Damaged, tr("only its write-ahead log was left")};
    }
    if (verdict.kind == Verdict::Kind::Damaged) {
        const auto aside = setJournalAside(settled.path);
        if (!aside)
            return fail(aside.error());
        settled.setAside = *aside;
        settled.reason = verdict.reason;
    }
    if (!QFileInfo::exists(settled.path)) {
        for (const auto &sidecar : sidecars)
            QFile::remove(settled.path + sidecar); // empty ones: others were set aside
        if (auto begun = begin(settled.path, connection); !begun)
            return fail(begun.error());
    }
    makePrivate(settled.path);
    return settled;
}

} // namespace gantry
