#include "app/service/stores/disk/disk_store.h"

#include "app/service/durable_directory.h"
#include "app/service/service_log.h"
#include "app/service/stores/disk/file_error.h"
#include "app/service/stores/disk/part_link.h"
#include "engine/hashing/digests.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <cerrno>
#include <limits>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace gantry {
namespace {

constexpr qint64 bufferSize = 512 * KiB;
// How many bytes may wait in the page cache before writing them out begins, so that the fdatasync at the end
// is short.
constexpr qint64 writeBackEvery = 4 * MiB;

bool writeAll(int descriptor, const char *bytes, qint64 size, qint64 offset)
{
    while (size > 0) {
        const ssize_t written = ::pwrite(descriptor, bytes, static_cast<size_t>(size), offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        size -= written;
        offset += written;
    }
    return true;
}

// The names in a directory but "." and "..".
QList<QByteArray> namesIn(int directory)
{
    QList<QByteArray> names;
    const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = copy < 0 ? nullptr : ::fdopendir(copy);
    if (!listing)
        return names;
    while (const dirent *entry = ::readdir(listing)) {
        const QByteArray name(entry->d_name);
        if (name != "." && name != "..")
            names.append(name);
    }
    ::closedir(listing);
    return names;
}

// Bytes that parts may still take. A little is left for the database: with none at all not even a delete
// could be recorded.
double roomIn(int directory)
{
    struct statvfs space = {};
    if (::fstatvfs(directory, &space) != 0)
        return std::numeric_limits<double>::max(); // then a write tells
    const auto unit = static_cast<double>(space.f_frsize);
    const double reserve =
        std::min(static_cast<double>(16 * MiB), static_cast<double>(space.f_blocks) * unit / 64);
    return static_cast<double>(space.f_bavail) * unit - reserve;
}

unsigned fileModeByUmask()
{
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

tl::unexpected<ServiceError> cannotStart(const QString &why)
{
    return refuse(ErrorCode::Internal, why);
}

} // namespace

Served<std::unique_ptr<DiskStore>> DiskStore::open(Setup setup, SessionStore &sessions, const Clock &clock,
                                                   ServiceHooks hooks)
{
    if (setup.settings.folder.isEmpty())
        setup.settings.folder = QDir(setup.dataDir).filePath(QStringLiteral("objects"));
    std::unique_ptr<DiskStore> store(new DiskStore(std::move(setup), sessions, clock, std::move(hooks)));
    const QString uploads = QDir(store->m_setup.dataDir).filePath(QStringLiteral("uploads"));
    if (const Served<void> made = makeDirectory(uploads, 0700); !made)
        return refuse(made.error());
    store->m_uploads =
        FileDescriptor(::open(uploads.toUtf8().constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!store->m_uploads)
        return cannotStart(QStringLiteral("cannot open %1: %2").arg(uploads, qt_error_string(errno)));
    Served<std::unique_ptr<ObjectFolder>> objects = ObjectFolder::open(store->m_setup.settings.folder);
    if (!objects)
        return refuse(objects.error());
    store->m_objects = std::move(*objects);
    const Served<void> checked = store->checkFolders();
    if (!checked)
        return refuse(checked.error());
    return store;
}

DiskStore::DiskStore(Setup setup, SessionStore &sessions, const Clock &clock, ServiceHooks hooks)
    : m_setup(std::move(setup))
    , m_sessions(sessions)
    , m_clock(clock)
    , m_hooks(std::move(hooks))
    , m_fileMode(fileModeByUmask())
    , m_leases(m_setup.leaseLimits)
{}

Served<void> DiskStore::checkFolders()
{
    // A key is a path below FOLDER/USER: the service's own files must not be reachable that way.
    const QString data = QFileInfo(m_setup.dataDir).canonicalFilePath();
    const QString folder = QFileInfo(m_setup.settings.folder).canonicalFilePath();
    const QString uploads = data + QStringLiteral("/uploads");
    const auto within = [](const QString &inner, const QString &outer) {
        return inner == outer ||
               inner.startsWith(outer.endsWith(QLatin1Char('/')) ? outer : outer + QLatin1Char('/'));
    };
    if (within(data, folder) || within(folder, uploads))
        return cannotStart(
            QStringLiteral(
                "the folder of the disk store (%1) must not hold the data directory (%2), nor lie in its "
                "\"uploads\"; choose a folder beside it, or below it")
                .arg(folder, data));
    if (m_setup.databaseIsNew && !namesIn(m_uploads.get()).isEmpty())
        return cannotStart(
            QStringLiteral(
                "%1 holds unfinished uploads, but the database that knows them is gone; put it back, or "
                "move these files away")
                .arg(uploads));

    // Tried rather than compared by device number, which tells nothing about bind mounts.
    const QByteArray probe = ".gantry-probe-" + QByteArray::number(::getpid());
    FileDescriptor file(
        ::openat(m_uploads.get(), probe.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!file)
        return cannotStart(QStringLiteral("cannot write in %1: %2").arg(uploads, qt_error_string(errno)));
    const int renamed =
        ::renameat(m_uploads.get(), probe.constData(), m_objects->descriptor(), probe.constData());
    const int error = errno;
    ::unlinkat(renamed == 0 ? m_objects->descriptor() : m_uploads.get(), probe.constData(), 0);
    if (renamed != 0 && error == EXDEV)
        return cannotStart(
            QStringLiteral(
                "the data directory (%1) and the folder of the disk store (%2) are on different file "
                "systems, so a finished upload could not be moved there in one step; choose a data "
                "directory (--data) on the file system of the folder")
                .arg(data, folder));
    if (renamed != 0)
        return cannotStart(QStringLiteral("cannot write in %1: %2").arg(folder, qt_error_string(error)));
    return {};
}

PlanBounds DiskStore::bounds() const
{
    PlanBounds bounds;
    bounds.minPartSize = m_setup.settings.minPartSize;
    return bounds;
}

Served<void> DiskStore::open(SessionRecord &upload)
{
    // Told now rather than after the last byte.
    const Served<FileDescriptor> parent = m_objects->parentOf(upload.user, upload.key, false);
    if (!parent)
        return refuse(parent.error());
    if (m_setup.settings.onConflict == OnConflict::Refuse && *parent && objectExists(*parent, upload.key))
        return refuse(ErrorCode::ObjectExists, QStringLiteral("There is an object of that name already."));
    if (static_cast<double>(upload.plan.fileSize) > roomIn(m_uploads.get()))
        return refuse(ErrorCode::QuotaExceeded,
                      QStringLiteral("The store has no room for %1 bytes.").arg(upload.plan.fileSize));

    const FileDescriptor file(::openat(m_uploads.get(), upload.id.toLatin1().constData(),
                                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file)
        return refuse(fileError("make a file", errno));
    if (::fsync(m_uploads.get()) != 0)
        return refuse(fileError("make a file", errno));
    m_hooks.step("open.created");
    return {};
}

Served<QList<QByteArray>> DiskStore::partLinks(const SessionRecord &upload, const QList<int> &numbers,
                                               std::chrono::seconds lifetime)
{
    const qint64 expires = m_clock.wallMs() / 1000 + lifetime.count();
    QList<QByteArray> links;
    links.reserve(numbers.size());
    for (const int number : numbers)
        links.append(m_setup.baseUrl +
                     signedPartPath({upload.id, number, upload.plan.rangeOf(number).length, expires},
                                    m_setup.signingKey));
    return links;
}

Served<QList<StoredPart>> DiskStore::parts(const SessionRecord &upload, int after, int limit)
{
    return m_sessions.parts(upload.id, after, limit);
}

Served<PartsSummary> DiskStore::summary(const SessionRecord &upload)
{
    return m_sessions.summary(upload.id);
}

Served<void> DiskStore::discard(const SessionRecord &upload)
{
    if (::unlinkat(m_uploads.get(), upload.id.toLatin1().constData(), 0) != 0 && errno != ENOENT)
        return refuse(fileError("remove a file", errno));
    return {};
}

bool DiskStore::isReceiving(const SessionRecord &upload) const
{
    return m_leases.anyOf(upload.id);
}

Served<void> DiskStore::reconcile(const QList<SessionRecord> &unfinished)
{
    QSet<QByteArray> known;
    for (const SessionRecord &upload : unfinished) {
        known.insert(upload.id.toLatin1());
        Served<void> reconciled = reconcileUpload(upload);
        if (!reconciled)
            return reconciled;
    }
    // Left by a crash between making a file and recording its upload, or between the tombstone and removing
    // the file.
    for (const QByteArray &name : namesIn(m_uploads.get())) {
        if (known.contains(name) || !isUploadId(QString::fromLatin1(name)))
            continue;
        logEvent(QStringLiteral("removing the file of no upload: %1").arg(QString::fromLatin1(name)));
        ::unlinkat(m_uploads.get(), name.constData(), 0);
    }
    return {};
}

Served<void> DiskStore::reconcileUpload(const SessionRecord &upload)
{
    const FileDescriptor file(::openat(m_uploads.get(), upload.id.toLatin1().constData(),
                                       O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    struct stat status = {};
    if (!file || ::fstat(file.get(), &status) != 0)
        return refuse(fileError("open a file", errno));
    const Served<QList<StoredPart>> receipts =
        m_sessions.parts(upload.id, 0, std::numeric_limits<int>::max());
    if (!receipts)
        return refuse(receipts.error());
    // A receipt's bytes were durable before it was written; only somebody else can have removed them.
    for (const StoredPart &part : *receipts) {
        if (upload.plan.rangeOf(part.number).end() <= status.st_size)
            continue;
        logEvent(
            QStringLiteral("upload %1: the bytes from part %2 on are gone").arg(upload.id).arg(part.number));
        return m_sessions.dropParts(upload.id, part.number);
    }
    return {};
}

Served<QByteArray> DiskStore::receivePart(QStringView uploadId, QByteArrayView partNumber,
                                          QByteArrayView query, RequestBody &body)
{
    const Served<PartLink> link =
        verifiedPartLink(uploadId, partNumber, query, m_setup.signingKey, m_clock.wallMs() / 1000);
    if (!link)
        return refuse(link.error());
    if (body.length() != link->size)
        return refuse(ErrorCode::LengthMismatch,
                      QStringLiteral("This part is %1 bytes long; the request brings %2.")
                          .arg(link->size)
                          .arg(body.length()));
    const Served<std::unique_ptr<PartLeases::Lease>> lease =
        m_leases.acquire(link->uploadId, link->partNumber, body);
    if (!lease)
        return refuse(lease.error());
    const Served<SessionRecord> upload = m_sessions.beginPart(link->uploadId, link->partNumber);
    if (!upload)
        return refuse(upload.error());
    m_hooks.step("part.unrecorded");
    return writePart(*upload, link->partNumber, **lease);
}

Served<QByteArray> DiskStore::writePart(const SessionRecord &upload, int number, PartLeases::Lease &lease)
{
    const FileDescriptor file(
        ::openat(m_uploads.get(), upload.id.toLatin1().constData(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file && errno == ENOENT)
        return refuse(ErrorCode::NotFound, QStringLiteral("There is no such upload."));
    if (!file)
        return refuse(fileError("open a file", errno));

    const ByteRange range = upload.plan.rangeOf(number);
    const std::unique_ptr<char[]> buffer(
        new char[static_cast<size_t>(std::min(bufferSize, std::max<qint64>(range.length, 1)))]);
    Digester digester(DigestKind::Md5);
    qint64 done = 0;
    qint64 pushed = 0;
    while (done < range.length) {
        const qint64 count = lease.read(buffer.get(), std::min(bufferSize, range.length - done));
        if (count <= 0)
            return refuse(ErrorCode::RequestTimeout,
                          QStringLiteral("The body ended early, or came too slowly."));
        digester.add({buffer.get(), count});
        const bool looks = done == 0 || done - pushed >= writeBackEvery;
        const bool room = !looks || roomIn(m_uploads.get()) > 0;
        if (!room || !writeAll(file.get(), buffer.get(), count, range.offset + done)) {
            const int error = room ? errno : ENOSPC;
            // Gives the space of a part that nobody will use back to the others.
            ::fallocate(file.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, range.offset, range.length);
            return refuse(fileError("write a part", error));
        }
        if (done - pushed >= writeBackEvery) {
            ::sync_file_range(file.get(), range.offset + pushed, done - pushed, SYNC_FILE_RANGE_WRITE);
            pushed = done;
        }
        done += count;
    }
    m_hooks.step("part.written");
    if (!lease.seal())
        return refuse({ErrorCode::PartBusy, QStringLiteral("A newer request has taken this part over."),
                       std::chrono::seconds(2)});
    if (::fdatasync(file.get()) != 0)
        return refuse(fileError("write a part", errno));
    m_hooks.step("part.synced");
    const QByteArray md5 = digester.result();
    const QByteArray etag = '"' + md5.toHex() + '"';
    const Served<void> recorded =
        m_sessions.recordPart(upload.id, {number, range.length, etag, md5}, m_clock.wallMs());
    if (!recorded)
        return refuse(recorded.error());
    m_hooks.step("part.recorded");
    return etag;
}

} // namespace gantry
