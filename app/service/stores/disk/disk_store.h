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
    static Served<std::unique_ptr<DiskStore>> open(Setup setup, SessionStore &sessions, const Clock &clock,
                                                   ServiceHooks hooks);

    PlanBounds bounds() const override;
    Served<void> open(SessionRecord &upload) override;
    Served<QList<QByteArray>> partLinks(const SessionRecord &upload, const QList<int> &numbers,
                                        std::chrono::seconds lifetime) override;
    Served<QList<StoredPart>> parts(const SessionRecord &upload, int after, int limit) override;
    Served<PartsSummary> summary(const SessionRecord &upload) override;
    Served<StoredObject> complete(const SessionRecord &upload, const QList<ClaimedPart> &claims) override;
    Served<std::optional<StoredObject>> findPlaced(const SessionRecord &upload) override;
    Served<void> discard(const SessionRecord &upload) override;
    bool isReceiving(const SessionRecord &upload) const override;
    Served<void> reconcile(const QList<SessionRecord> &unfinished) override;
    PartSink *partSink() override { return this; }

    Served<QByteArray> receivePart(QStringView uploadId, QByteArrayView partNumber, QByteArrayView query,
                                   RequestBody &body) override;

private:
    DiskStore(Setup setup, SessionStore &sessions, const Clock &clock, ServiceHooks hooks);

    Served<void> checkFolders();
    Served<QByteArray> writePart(const SessionRecord &upload, int number, PartLeases::Lease &lease);
    Served<QByteArray> checkedEtag(const SessionRecord &upload, const QList<ClaimedPart> &claims);
    Served<QByteArray> syncedContent(const SessionRecord &upload);
    Served<QString> place(const SessionRecord &upload, const QString &token);
    Served<void> reconcileUpload(const SessionRecord &upload);
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
