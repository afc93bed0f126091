#include "app/service/stores/disk/object_folder.h"

#include "app/service/durable_directory.h"
#include "app/service/stores/disk/file_error.h"

#include <QDir>
#include <QStringList>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

namespace gantry {
namespace {

constexpr int directoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr qsizetype maxNameBytes = 255;

QString directoryPart(const QString &key)
{
    return key.left(key.lastIndexOf(QLatin1Char('/')) + 1);
}

// Where the extension begins: the last dot, or the one before ".tar.gz"; not a dot in front.
qsizetype extensionStart(const QString &name)
{
    const qsizetype last = name.lastIndexOf(QLatin1Char('.'));
    if (last <= 0)
        return name.size();
    constexpr QLatin1String tar(".tar");
    const qsizetype before = last - tar.size();
    return before > 0 && QStringView(name).sliced(before, tar.size()) == tar ? before : last;
}

} // namespace

QByteArray fileNameOf(const QString &key)
{
    return key.mid(key.lastIndexOf(QLatin1Char('/')) + 1).toUtf8();
}

QString keyOfCopy(const QString &key, int copy)
{
    const QString directory = directoryPart(key);
    const QString name = key.mid(directory.size());
    qsizetype cut = extensionStart(name);
    QString ending = QStringLiteral(" (%1)").arg(copy) + name.mid(cut);
    // An extension that leaves no room for a stem is no extension.
    if (ending.toUtf8().size() >= maxNameBytes) {
        ending = QStringLiteral(" (%1)").arg(copy);
        cut = name.size();
    }
    QString stem = name.left(cut);
    while (stem.toUtf8().size() + ending.toUtf8().size() > maxNameBytes)
        stem.chop(stem.size() >= 2 && stem.back().isLowSurrogate() ? 2 : 1);
    return directory + stem + ending;
}

Served<std::unique_ptr<ObjectFolder>> ObjectFolder::open(const QString &folder)
{
    if (const Served<void> made = makeDirectory(QDir::cleanPath(folder), 0777); !made)
        return refuse(made.error());
    FileDescriptor descriptor(::open(folder.toUtf8().constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor)
        return refuse(ErrorCode::Internal,
                      QStringLiteral("cannot open the folder %1: %2").arg(folder, qt_error_string(errno)));
    return std::unique_ptr<ObjectFolder>(new ObjectFolder(std::move(descriptor)));
}

ObjectFolder::ObjectFolder(FileDescriptor folder)
    : m_folder(std::move(folder))
{}

Served<FileDescriptor> ObjectFolder::parentOf(const QString &user, const QString &key, bool create) const
{
    QStringList segments = key.split(QLatin1Char('/'));
    segments.removeLast();
    segments.prepend(user);

    FileDescriptor current;
    for (const QString &segment : std::as_const(segments)) {
        const int parent = current ? current.get() : m_folder.get();
        const QByteArray name = segment.toUtf8();
        FileDescriptor next(::openat(parent, name.constData(), directoryFlags));
        if (!next && errno == ENOENT && !create)
            return FileDescriptor();
        if (!next && errno == ENOENT) {
            if (::mkdirat(parent, name.constData(), 0777) != 0 && errno != EEXIST)
                return refuse(fileError("make a folder", errno));
            if (::fsync(parent) != 0)
                return refuse(fileError("make a folder", errno));
            next = FileDescriptor(::openat(parent, name.constData(), directoryFlags));
        }
        if (!next && (errno == ENOTDIR || errno == ELOOP))
            return refuse(ErrorCode::ObjectExists,
                          QStringLiteral("\"%1\" is not a folder in the store.").arg(segment));
        if (!next)
            return refuse(fileError("open a folder", errno));
        current = std::move(next);
    }
    return current;
}

} // namespace gantry
