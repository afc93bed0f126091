// What the service does, without HTTP: sessions and store brought together. Calls block; any thread.
#pragma once

#include "app/service/keyed_locks.h"
#include "app/service/metrics.h"
#include "app/service/object_store.h"
#include "app/service/service_config.h"
#include "app/service/service_hooks.h"
#include "app/service/session_store.h"
#include "engine/core/clock.h"

#include <optional>

namespace gantry {

struct InitiateRequest
{
    QString filename;
    QString keyPrefix;
    QString contentType;
    QString fingerprint;
    qint64 size = 0;
    std::optional<qint64> partSize;
};

struct UploadProgress
{
    SessionRecord upload;
    PartsSummary received;
};

class UploadService
{
public:
    UploadService(const ServiceConfig &config, SessionStore &sessions, ObjectStore &store, const Clock &clock,
                  Metrics &metrics, ServiceHooks hooks);

    // After a start and before the first call: ends what a crash has interrupted.
    Served<void> recover();
    // Removes abandoned uploads and forgets ended ones.
    void reclaim();

    PlanBounds bounds() const { return m_store.bounds(); }

    // The same unfinished upload for the same user, fingerprint and key.
    Served<SessionRecord> initiate(const QString &user, const InitiateRequest &request);
    // None: there is nothing to resume.
    Served<std::optional<SessionRecord>> resumable(const QString &user, const QString &fingerprint,
                                                   const std::optional<QString> &key);
    // A user's own upload, finished or not; NotFound for anything else. All calls below refuse alike.
    Served<SessionRecord> find(const QString &user, const QString &id);
    Served<UploadProgress> progress(const QString &user, const QString &id);
    Served<QList<StoredPart>> parts(const SessionRecord &upload, int after, int limit);
    // Fresh links; AlreadyCompleted where no more parts are taken.
    Served<QList<QByteArray>> links(const SessionRecord &upload, const QList<int> &numbers);
    // Completed already with the same parts: the same answer again.
    Served<SessionRecord> complete(const QString &user, const QString &id, const QList<ClaimedPart> &claims);
    // Deleted already: fine. AlreadyCompleted for a finished upload: its object stays.
    Served<void> remove(const QString &user, const QString &id);

    // "part" requests, where the store takes the bytes itself.
    Served<QByteArray> receivePart(QStringView uploadId, QByteArrayView partNumber, QByteArrayView query,
                                   RequestBody &body);

private:
    // Against other calls here, and in the services that share the database.
    class Hold;
    Served<std::unique_ptr<Hold>> lock(const QString &id, std::chrono::milliseconds patience);
    Served<SessionRecord> finish(SessionRecord upload, const StoredObject &object);
    Served<SessionRecord> settle(SessionRecord upload);
    Served<SessionRecord> settleUnheld(const SessionRecord &upload);
    Served<void> discard(const SessionRecord &upload);
    tl::unexpected<ServiceError> endIfLost(const SessionRecord &upload, const ServiceError &error);

    const ServiceConfig m_config;
    SessionStore &m_sessions;
    ObjectStore &m_store;
    const Clock &m_clock;
    Metrics &m_metrics;
    const ServiceHooks m_hooks;
    KeyedLocks m_locks; // complete, remove and reclaim of one upload exclude each other
};

} // namespace gantry
