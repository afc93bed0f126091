// An S3 store behind the service: clients put the parts there themselves, by links that are signed here.
#pragma once

#include "app/service/object_store.h"
#include "app/service/service_hooks.h"
#include "app/service/session_openings.h"
#include "app/service/session_store.h"
#include "app/service/stores/s3/s3_multipart.h"

namespace gantry {

// Why no crash loses anything, or leaves anything behind for good:
//  - an upload is noted before the store is asked to open it, so what is on the store and has no upload is
//    found by its key;
//  - the store's own list of parts is the one that counts; none is kept here;
//  - an object carries its upload's token, so whether a CompleteMultipartUpload has happened whose answer was
//    lost is seen from the object;
//  - what could not be aborted is aborted by a later reconcile().
// It keeps nothing in memory that another instance of the service would miss.
class S3Store final : public ObjectStore
{
public:
    struct Setup
    {
        S3Settings settings;
        s3::Credentials credentials;
        bool isShared = false; // other instances may work with the same database just now
    };
    S3Store(Setup setup, SessionStore &sessions, SessionOpenings &openings, const Clock &clock,
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
    bool isReceiving(const SessionRecord &) const override { return false; } // partLinks() is a sign of life
    Served<void> reconcile(const QList<SessionRecord> &unfinished) override;
    bool reconcilesWhileServing() const override { return true; }

private:
    QString storeKeyOf(const SessionRecord &upload) const;
    Served<StoredObject> assemble(const SessionRecord &upload, const QList<StoredPart> &stored,
                                  const QString &claimed);
    Served<StoredObject> placedOrLost(const SessionRecord &upload, const ServiceError &error);
    Served<void> settleListed(const QList<s3::ListedUpload> &listed, const QSet<QString> &unfinished,
                              const QList<SessionOpening> &openings);

    const Setup m_setup;
    S3Client m_client;
    S3Multipart m_multipart;
    SessionStore &m_sessions;
    SessionOpenings &m_openings;
    const Clock &m_clock;
    const ServiceHooks m_hooks;
    bool m_reconciled = false; // once since the start
};

} // namespace gantry
