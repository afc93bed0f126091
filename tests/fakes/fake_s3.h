// As much of an S3 store as one upload needs, with what real ones do not do on demand: session tokens that
// expire, checksums of several kinds, encryption that makes ETags opaque, and faults as FakeService has them.
#pragma once

#include "engine/core/destination_types.h"
#include "tests/fakes/loopback_server.h"

#include <QMap>
#include <QMutex>

#include <functional>
#include <optional>

namespace gantry {

// Its handler and its work run in the server's thread; its functions may be called from any.
class FakeS3
{
public:
    enum class Checksums {
        Ignored,   // as most stores did before 2022
        Full,      // of the whole object, too: Amazon's
        Composite, // of the parts' checksums: MinIO's for long
        Refused,   // every request that names one is answered 501
    };

    using FaultPlan = std::function<std::optional<ServerAction>(const RecordedRequest &)>;

    explicit FakeS3(std::optional<LoopbackServer::Tls> tls = {});

    QByteArray url() const { return m_server.url(); }
    // Of kind s3, named "rushes", with nothing said of credentials.
    DestinationSettings destination(qint64 partSize) const;
    QList<RecordedRequest> requests() const { return m_server.requests(); }

    void setFaults(FaultPlan plan); // none: {}
    void setChecksums(Checksums checksums);
    // ETags are no MD5s, and answers say that a key service was used.
    void setOpaqueEtags();
    // The next upload is not begun, for a reason that has nothing to do with checksums.
    void refuseNextOpen();
    // Of what is asked for after completion.
    void damageObject();
    // Of the first part that is there: another content, as long.
    void damagePart();
    void losePart(int part);
    // The unfinished upload and its parts, as a lifecycle rule ends it.
    void forgetUpload();
    // A completion that comes again is refused as unknown, as MinIO does; Amazon answers as the first time.
    void forgetCompletions();
    // Parts that were on their way come to rest after the next abort: it takes one more to end the upload.
    void takePartsAfterAbort();
    // Answers 503 to parts once so many were taken; until it is called again with -1.
    void refuseAfter(int parts);

    // Takes requests with this session token only.
    void setValid(const QByteArray &accessKey, const QByteArray &token);
    // The token expires once so many parts were taken; "next-token" is valid then.
    void expireAfter(int parts, std::function<void()> then);

    int partsTaken() const;
    int timesTaken(int part) const;
    int completions() const;
    bool hasUnfinished() const;

    static bool isCreate(const RecordedRequest &request);
    static bool isComplete(const RecordedRequest &request);
    static int partNumber(const RecordedRequest &request); // 0: is no part

private:
    struct Part
    {
        QByteArray md5;
        QByteArray crc32c;
        qint64 size = 0;
    };

    bool isAccepted(const RecordedRequest &request) const;
    ServerAction handle(const RecordedRequest &request);
    std::optional<ServerAction> refusedFor(const RecordedRequest &request);
    ServerAnswer answer(const RecordedRequest &request, const QByteArray &body);
    ServerAnswer begin(const RecordedRequest &request);
    ServerAnswer take(const RecordedRequest &request, int number, const QByteArray &body);
    ServerAnswer takeWhole(const RecordedRequest &request, const QByteArray &body);
    ServerAnswer complete(const RecordedRequest &request, const QByteArray &body);
    ServerAnswer completed() const;
    ServerAnswer abort();
    ServerAnswer look(const RecordedRequest &request) const;
    QByteArray listedParts() const;
    QByteArray etagOf(const QByteArray &md5) const;
    QByteArray objectEtag() const;
    QByteArray objectChecksum() const;
    qint64 objectSize() const;

    mutable QMutex m_mutex;
    FaultPlan m_faults;
    Checksums m_checksums = Checksums::Ignored;
    bool m_opaqueEtags = false;
    bool m_damaged = false;
    bool m_refuseNextOpen = false;
    bool m_repeatsCompletions = true;
    bool m_takesPartsAfterAbort = false;
    QByteArray m_accessKey = "KEY1";
    QByteArray m_token = "first-token";
    QByteArray m_mark;
    bool m_isOpen = false;         // there is an unfinished upload
    bool m_wantsChecksums = false; // so the upload was begun
    QMap<int, Part> m_parts;
    QMap<int, int> m_timesTaken;
    int m_partsTaken = 0;
    int m_completions = 0;
    int m_expireAfter = -1;
    int m_refuseAfter = -1;
    std::function<void()> m_whenExpired;
    LoopbackServer m_server; // last: it calls into the rest until it is gone
};

} // namespace gantry
