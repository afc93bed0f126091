#include "app/desktop/local_service_files.h"

#include "engine/storage/private_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include <algorithm>
#include <optional>

#include <sys/stat.h>

namespace gantry {
namespace {

constexpr qint64 notesLimit = 64 * 1024; // bytes
constexpr qint64 logLimit = 1024 * 1024; // bytes; then it is the old log, and a new one is begun
constexpr qint64 lastWordsLimit = 4096;  // bytes

const QString programName = QStringLiteral("gantry-service");

// Of the path itself, or of the folder in which it would be made.
std::optional<dev_t> fileSystemOf(QString path)
{
    struct stat facts
    {};
    while (::stat(QFile::encodeName(path).constData(), &facts) != 0) {
        const QString parent = QFileInfo(path).path();
        if (parent == path)
            return std::nullopt;
        path = parent;
    }
    return facts.st_dev;
}

// Beside this program, as it is installed; in the build tree; or in the PATH.
QString findProgram()
{
    const QDir here(QCoreApplication::applicationDirPath());
    for (const QString &path :
         {here.filePath(programName), here.filePath(QStringLiteral("../service/") + programName)})
        if (QFileInfo(path).isExecutable() && QFileInfo(path).isFile())
            return QDir::cleanPath(path);
    return QStandardPaths::findExecutable(programName);
}

} // namespace

LocalServiceFiles::LocalServiceFiles(const QString &stateDir)
    : m_folder(stateDir + QStringLiteral("/local-service"))
{}

Expected<void> LocalServiceFiles::makeFolder() const
{
    const QByteArray path = QFile::encodeName(m_folder);
    if (::mkdir(path.constData(), S_IRWXU) != 0 && !QFileInfo(m_folder).isDir())
        return fail(FailureKind::InvalidInput,
                    QCoreApplication::translate("LocalService", "The folder %1 cannot be made: %2.")
                        .arg(m_folder, systemWords()));
    if (QFileInfo(logFile()).size() > logLimit) {
        const QString old = logFile() + QStringLiteral(".1");
        QFile::remove(old);
        QFile::rename(logFile(), old);
    }
    return {};
}

Expected<LocalServiceNotes> LocalServiceFiles::read() const
{
    const auto content = [this](const char *name) {
        return readPrivateFile(m_folder + QLatin1Char('/') + QLatin1String(name), notesLimit,
                               FailureKind::InvalidInput);
    };
    const Expected<std::optional<QByteArray>> settings = content("settings.json");
    if (!settings)
        return fail(settings.error());
    const Expected<std::optional<QByteArray>> token = content("token");
    if (!token)
        return fail(token.error());

    const QJsonObject object = QJsonDocument::fromJson(settings->value_or(QByteArray())).object();
    LocalServiceNotes notes;
    notes.isOn = object.value(QLatin1String("on")).toBool();
    notes.port = object.value(QLatin1String("port")).toInt();
    if (notes.port < 1 || notes.port > 65535)
        notes.port = 0;
    notes.folder = object.value(QLatin1String("folder")).toString();
    if (!QDir::isAbsolutePath(notes.folder))
        notes.folder.clear();
    notes.destination = object.value(QLatin1String("destination")).toString();
    notes.token = token->value_or(QByteArray()).trimmed();
    return notes;
}

Expected<void> LocalServiceFiles::write(const LocalServiceNotes &notes) const
{
    const QJsonObject object{{QLatin1String("on"), notes.isOn},
                             {QLatin1String("port"), notes.port},
                             {QLatin1String("folder"), notes.folder},
                             {QLatin1String("destination"), notes.destination}};
    if (!notes.token.isEmpty()) {
        Expected<void> written = replacePrivateFile(m_folder + QStringLiteral("/token"), notes.token + '\n',
                                                    FailureKind::InvalidInput);
        if (!written)
            return written;
    }
    return replacePrivateFile(m_folder + QStringLiteral("/settings.json"), QJsonDocument(object).toJson(),
                              FailureKind::InvalidInput);
}

QString LocalServiceFiles::folderFor(const QString &wanted) const
{
    return fileSystemOf(wanted) == fileSystemOf(m_folder) ? wanted : m_folder + QStringLiteral("/uploads");
}

QString LocalServiceFiles::lastWords() const
{
    QFile file(logFile());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(0, file.size() - lastWordsLimit));
    const QByteArray last = file.read(lastWordsLimit).trimmed();
    return QString::fromUtf8(last.mid(last.lastIndexOf('\n') + 1));
}

Expected<void> LocalServiceFiles::setOff() const
{
    Expected<LocalServiceNotes> notes = read();
    if (!notes)
        return fail(notes.error());
    if (!notes->isOn)
        return {};
    notes->isOn = false;
    return write(*notes);
}

Expected<LocalServiceStart> LocalServiceFiles::prepare(const QString &program, const QString &uploads) const
{
    if (const Expected<void> made = makeFolder(); !made)
        return fail(made.error());
    const Expected<LocalServiceNotes> notes = read();
    if (!notes)
        return fail(notes.error());
    LocalServiceStart start{program.isEmpty() ? findProgram() : program, *notes};
    if (!QFileInfo(start.program).isExecutable())
        start.program.clear();
    if (start.notes.folder.isEmpty())
        start.notes.folder =
            folderFor(uploads.isEmpty() ? QDir::home().filePath(QStringLiteral("Gantry uploads")) : uploads);
    return start;
}

} // namespace gantry
