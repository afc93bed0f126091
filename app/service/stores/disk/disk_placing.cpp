// The half of the disk store that makes an object of a whole upload, and finds out after a crash whether it
// had.
#include "app/service/stores/disk/disk_store.h"

#include "app/service/service_log.h"
#include "app/service/stores/disk/file_error.h"
#include "app/service/stores/part_numbers.h"
#include "engine/core/etag.h"
#include "engine/hashing/digests.h"

#include <cerrno>
#include <cstdio>
#include <limits>

#include <fcntl.h>
#include <sys/stat.h>

namespace gantry {
namespace {

constexpr int mostCopies = 10'000; // of one key; past it something is wrong

QByteArray compositeEtag(const QList<StoredPart> &parts)
{
    Digester digester(DigestKind::Md5);
    for (const StoredPart &part : parts)
        digester.add(part.md5);
    return '"' + digester.result().toHex() + '-' + QByteArray::number(parts.size()) + '"';
}

// The inode is what a rename keeps, and it cannot be given to another file while this one exists.
QString tokenOf(const struct stat &status)
{
    return QString::number(static_cast<quint64>(status.st_ino));
}

// Renames without replacing: 0, or errno. Where the file system cannot do it in one call, a link is as
// atomic; what a crash then leaves behind has the same inode and is removed when the object is found in its
// place.
int moveWithoutReplacing(int fromDirectory, const char *from, int toDirectory, const char *to)
{
    if (::renameat2(fromDirectory, from, toDirectory, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    if (::linkat(fromDirectory, from, toDirectory, to, 0) != 0)
        return errno;
    return ::unlinkat(fromDirectory, from, 0) == 0 ? 0 : errno;
}

} // namespace

bool DiskStore::objectExists(const FileDescriptor &parent, const QString &key) const
{
    struct stat status = {};
    return ::fstatat(parent.get(), fileNameOf(key).constData(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

Served<StoredObject> DiskStore::complete(const SessionRecord &upload, const QList<ClaimedPart> &claims)
{
    const Served<QByteArray> etag = checkedEtag(upload, claims);
    if (!etag)
        return refuse(etag.error());
    if (upload.stage == UploadStage::Completed)
        return StoredObject{upload.finalKey, *etag};
    const Served<QByteArray> token = syncedContent(upload);
    if (!token)
        return refuse(token.error());
    m_hooks.step("complete.synced");
    const Served<QString> key = place(upload, QString::fromLatin1(*token));
    if (!key)
        return refuse(key.error());
    return StoredObject{*key, *etag};
}

// The ETag of the object, if the claims are the receipts.
Served<QByteArray> DiskStore::checkedEtag(const SessionRecord &upload, const QList<ClaimedPart> &claims)
{
    const Served<QList<StoredPart>> receipts =
        m_sessions.parts(upload.id, 0, std::numeric_limits<int>::max());
    if (!receipts)
        return refuse(receipts.error());
    QHash<int, const StoredPart *> stored;
    for (const StoredPart &part : *receipts)
        stored.insert(part.number, &part);
    QList<int> missing;
    for (int number = 1; number <= upload.plan.partsTotal; ++number)
        if (!stored.contains(number))
            missing.append(number);
    if (!missing.isEmpty())
        return refuse(ErrorCode::PartsMissing,
                      QStringLiteral("These parts are not stored: %1.").arg(partNumbersText(missing)));
    QList<int> different;
    for (const ClaimedPart &claim : claims)
        if (bareEtag(claim.etag) != stored.value(claim.number)->md5.toHex())
            different.append(claim.number);
    if (!different.isEmpty())
        return refuse(
            ErrorCode::EtagMismatch,
            QStringLiteral("These parts are stored with another ETag: %1.").arg(partNumbersText(different)));
    return compositeEtag(*receipts);
}

// Makes the file durable as a whole and gives it the mode of a finished object. Returns its token.
Served<QByteArray> DiskStore::syncedContent(const SessionRecord &upload)
{
    const FileDescriptor file(
        ::openat(m_uploads.get(), upload.id.toLatin1().constData(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status = {};
    const bool there = file && ::fstat(file.get(), &status) == 0;
    if (!there && errno != ENOENT)
        return refuse(fileError("open a file", errno));
    if (!there || status.st_size != upload.plan.fileSize) {
        const Served<void> reconciled = reconcileUpload(upload);
        if (!reconciled)
            return refuse(reconciled.error());
        return refuse(
            ErrorCode::PartsMissing,
            QStringLiteral("The store has lost bytes of this upload; ask which parts it still has."));
    }
    if (::fchmod(file.get(), m_fileMode) != 0 || ::fsync(file.get()) != 0)
        return refuse(fileError("finish a file", errno));
    return tokenOf(status).toLatin1();
}

Served<QString> DiskStore::place(const SessionRecord &upload, const QString &token)
{
    const Served<FileDescriptor> parent = m_objects->parentOf(upload.user, upload.key, true);
    if (!parent)
        return refuse(parent.error());
    const QByteArray from = upload.id.toLatin1();
    const OnConflict policy = m_setup.settings.onConflict;
    for (int copy = 1; copy <= mostCopies; ++copy) {
        const QString key = copy == 1 ? upload.key : keyOfCopy(upload.key, copy);
        if (policy != OnConflict::Replace && objectExists(*parent, key)) {
            if (policy == OnConflict::KeepBoth)
                continue;
            break;
        }
        const Served<void> intended = m_sessions.intend(upload.id, key, token);
        if (!intended)
            return refuse(intended.error());
        m_hooks.step("complete.intended");
        const QByteArray to = fileNameOf(key);
        const int error =
            policy != OnConflict::Replace
                ? moveWithoutReplacing(m_uploads.get(), from.constData(), parent->get(), to.constData())
            : ::renameat(m_uploads.get(), from.constData(), parent->get(), to.constData()) == 0 ? 0
                                                                                                : errno;
        if (error == 0) {
            m_hooks.step("complete.renamed");
            if (::fsync(parent->get()) != 0 || ::fsync(m_uploads.get()) != 0)
                return refuse(fileError("finish a file", errno));
            m_hooks.step("complete.folders_synced");
            return key;
        }
        if (error == EEXIST && policy == OnConflict::KeepBoth)
            continue;
        const Served<void> withdrawn = m_sessions.withdrawIntent(upload.id);
        if (!withdrawn)
            return refuse(withdrawn.error());
        if (error != EEXIST && error != EISDIR)
            return refuse(fileError("move the object to its place", error));
        break;
    }
    return refuse(ErrorCode::ObjectExists, QStringLiteral("There is an object of that name already."));
}

Served<std::optional<StoredObject>> DiskStore::findPlaced(const SessionRecord &upload)
{
    const Served<FileDescriptor> parent = m_objects->parentOf(upload.user, upload.finalKey, false);
    if (!parent && parent.error().code != ErrorCode::ObjectExists)
        return refuse(parent.error());
    struct stat status = {};
    const bool ours = parent && *parent &&
                      ::fstatat(parent->get(), fileNameOf(upload.finalKey).constData(), &status,
                                AT_SYMLINK_NOFOLLOW) == 0 &&
                      tokenOf(status) == upload.placeToken;
    const QByteArray content = upload.id.toLatin1();
    const bool contentThere =
        ::fstatat(m_uploads.get(), content.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0;
    if (!contentThere && errno != ENOENT)
        return refuse(fileError("look for a file", errno));
    if (!ours && contentThere)
        return std::optional<StoredObject>();

    if (ours) {
        if (contentThere)
            ::unlinkat(m_uploads.get(), content.constData(), 0);
        if (::fsync(parent->get()) != 0 || ::fsync(m_uploads.get()) != 0)
            return refuse(fileError("finish a file", errno));
    } else {
        // Only the rename takes the file away, so the object was in its place; somebody has moved it on
        // since.
        logEvent(QStringLiteral("upload %1: its object was finished and has been moved away").arg(upload.id));
    }
    const Served<QList<StoredPart>> receipts =
        m_sessions.parts(upload.id, 0, std::numeric_limits<int>::max());
    if (!receipts)
        return refuse(receipts.error());
    return std::optional<StoredObject>(StoredObject{upload.finalKey, compositeEtag(*receipts)});
}

} // namespace gantry
