// The embedded store: parts go to their place in one file per upload, which becomes the finished object by a
// rename.
#pragma once

#include "app/service/object_store.h"
#include "app/service/service_config.h"
#include "app/service/service_hooks.h"
#include "app/service/session_store.h"
#include "app/service/stores/disk/object_folder.h"
#include "app/service/stores/disk/part_leases.h"
#include "engine/core/clock.h"

#include <memory>

namespace gantry {

// Why no crash tears or loses anything:
//  - a receipt is taken back durably before the first byte of its part changes, and given only after
//  fdatasync;
//  - the object's place and its inode are durable in the database before the rename. After a crash that inode
//  is in its
//    place, or the unfinished file is still there; whichever it is, is what happened;
//  - the unfinished file can vanish in no other way while an upload is in stage Completing.
class DiskStore final : public ObjectStore, public PartSink
{
public:
    struct Setup
    {
        DiskSettings settings;
        QString dataDir;
        QByteArray baseUrl; // in front of "/parts/…"
        QByteArray signingKey;
        PartLeaseLimits leaseLimits;
        bool databaseIsNew =
            false; // then unfinished files belong to a database that is lost, and are not touched
    };
    // Fails in words for the person who starts the service.
    static Outcome<std::unique_ptr<DiskStore>> open(Setup setup, SessionStore &sessions, const Clock &clock,
                                                    ServiceHooks hooks);

    PlanBounds bounds() const override;
    Outcome<void> open(UploadRecord &upload) override;
    Outcome<QList<QByteArray>> partLinks(const UploadRecord &upload, const QList<int> &numbers,
                                         std::chrono::seconds lifetime) override;
    Outcome<QList<StoredPart>> parts(const UploadRecord &upload, int after, int limit) override;
    Outcome<PartsSummary> summary(const UploadRecord &upload) override;
    Outcome<StoredObject> complete(const UploadRecord &upload, const QList<ClaimedPart> &claims) override;
    Outcome<std::optional<StoredObject>> findPlaced(const UploadRecord &upload) override;
    Outcome<void> discard(const UploadRecord &upload) override;
    bool isReceiving(const UploadRecord &upload) const override;
    Outcome<void> reconcile(const QList<UploadRecord> &unfinished) override;
    PartSink *partSink() override { return this; }

    Outcome<QByteArray> receivePart(QStringView uploadId, QByteArrayView partNumber, QByteArrayView query,
                                    BodySource &body) override;

private:
    DiskStore(Setup setup, SessionStore &sessions, const Clock &clock, ServiceHooks hooks);

    Outcome<void> checkFolders();
    Outcome<QByteArray> writePart(const UploadRecord &upload, int number, PartLeases::Lease &lease);
    Outcome<QByteArray> checkedEtag(const UploadRecord &upload, const QList<ClaimedPart> &claims);
    Outcome<QByteArray> syncedContent(const UploadRecord &upload);
    Outcome<QString> place(const UploadRecord &upload, const QString &token);
    Outcome<void> reconcileUpload(const UploadRecord &upload);
    bool objectExists(const FileDescriptor &parent, const QString &key) const;

    const Setup m_setup;
    SessionStore &m_sessions;
    const Clock &m_clock;
    const ServiceHooks m_hooks;
    unsigned m_fileMode = 0600;
    FileDescriptor m_uploads; // the directory of unfinished files, each named by its upload's id
    std::unique_ptr<ObjectFolder> m_objects;
    PartLeases m_leases;
};

} // namespace gantry
