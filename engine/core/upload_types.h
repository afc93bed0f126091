// An upload: how far it is, why it stands still, and what is remembered of it.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/failure.h"
#include "engine/core/ids.h"
#include "engine/core/part_types.h"

#include <QFlags>
#include <QList>
#include <QString>

#include <optional>

namespace gantry {

// How far an upload is. Why it stands still is said by its holds.
enum class Stage : quint8 {
    Queued,
    Inspecting, // the file: stat, samples, fingerprint
    Opening,    // looking for, or beginning, a session on the server
    Surveying,  // asking which parts the server has
    Sending,    // parts go up, resumed ones are compared
    Committing, // asking the server to assemble
    Looking,    // is the object there, and is it ours? after an answer that got lost
    Verifying,  // comparing what the store says with what the file yields
    Done,
    Failed,
    NeedsDecision, // the file changed, or the key is taken: a person has to say
    Cancelled,     // its session, if it had one, is noted as an orphan and ended from there
};

enum class Hold : quint16 {
    User = 1 << 0,          // paused; the only one that is remembered
    Offline = 1 << 1,       // no network, or the destination cannot be reached
    Backoff = 1 << 2,       // this upload waits before it tries again
    Endpoint = 1 << 3,      // the destination is busy: all its uploads wait
    Queue = 1 << 4,         // its turn has not come
    Journal = 1 << 5,       // what must be remembered cannot be written
    Asleep = 1 << 6,        // the machine is being suspended
    SourceMissing = 1 << 7, // the file or its volume is away
    Credentials = 1 << 8,   // the destination's have expired, or their keeper does not give them out
};
Q_DECLARE_FLAGS(Holds, Hold)
Q_DECLARE_OPERATORS_FOR_FLAGS(Holds)

// What the system says of a file. Two equal ones mean: nobody has written to it in between.
struct FileIdentity
{
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = 0;
    qint64 mtimeNs = 0;
    qint64 ctimeNs = 0;

    friend bool operator==(const FileIdentity &, const FileIdentity &) = default;
};

// The server's side of an unfinished upload.
struct Session
{
    QString id;           // S3: upload ID; service: upload_id; tus: URL
    QString key;          // the object's key as the server will name it; empty if it does not say
    QString details;      // what else the backend needs, in a form of its own (JSON)
    qint64 openedMs = 0;  // wall clock, UTC
    qint64 expiresMs = 0; // when the server may end it by itself; wall clock, UTC; 0: not known

    friend bool operator==(const Session &, const Session &) = default;
};

// What the store proved after completion.
enum class Verification : quint8 { None, Size, Etag, Checksum };

// One upload as the journal keeps it.
struct UploadRecord
{
    UploadId id;
    QString destination; // its name
    QString path;        // absolute
    QString key;         // the name asked for at the destination: prefix + relative path
    QString contentType;
    FileIdentity identity;
    QString fingerprint; // empty until inspected
    Stage stage = Stage::Queued;
    bool paused = false; // Hold::User
    bool onlyFingerprint =
        false;         // the file is known to be the same by its fingerprint only: compare every stored part
    QString openToken; // our random mark, journaled before the session is opened
    std::optional<Session> session;
    qint64 partSize = 0; // bytes; once set it never changes for this session
    int partsTotal = 0;
    int partsStored = 0;
    qint64 bytesStored = 0;
    std::optional<Failure> error;
    QByteArray etag;     // the finished object's
    QString finishedKey; // the key it was stored under
    Verification verified = Verification::None;
    int priority = 0; // higher goes first
    qint64 addedMs = 0;
    qint64 finishedMs = 0; // 0: not finished

    friend bool operator==(const UploadRecord &, const UploadRecord &) = default;
};

// A person chose the session that it is to continue, and it has not been looked at yet: how the file was cut
// for it is not known.
inline bool isToAdopt(const UploadRecord &record)
{
    return record.session && record.partSize == 0;
}

// One upload as a person or a script sees it, copied out of the engine.
struct UploadSnapshot
{
    UploadRecord record;
    Holds holds;
    qint64 bytesSent = 0;        // body bytes put on the wire by this run, re-sends included
    qint64 bytesInFlight = 0;    // of parts under way, not yet stored
    bool beginningsStay = false; // what is in flight stays with the server, whatever becomes of the call
    qint64 bytesToCompare =
        0;           // of parts that the server lists: they count once they are compared with the file
    QString setBack; // why less is stored than was shown before; empty: nothing was lost
    qint64 bytesPerSecond = 0;
    std::optional<qint64> etaSeconds; // none: not known
    qint64 retryAtMs = 0;             // wall clock; 0: nothing is waited for
    std::optional<Failure> trouble;   // what the present hold is about; record.error is final

    friend bool operator==(const UploadSnapshot &, const UploadSnapshot &) = default;
};

// How far it is for people: what is stored, and of what is on the way that which cannot be lost. Bytes.
qint64 progressOf(const UploadSnapshot &upload);

// Over: nothing more will happen without a new command.
bool isFinal(Stage stage);

// Stable names of the contract ("queued" … "cancelled"); Looking is shown as committing.
QLatin1String shownName(Stage stage);
// One stable name for each stage, for the journal.
QLatin1String toName(Stage stage);
std::optional<Stage> stageFromName(QStringView name);
QLatin1String toName(Hold hold);
QList<Hold> listOf(Holds holds);
QLatin1String toName(Verification verification);
std::optional<Verification> verificationFromName(QStringView name);
QLatin1String toName(VerifyMode mode);
std::optional<VerifyMode> verifyModeFromName(QStringView name);
QLatin1String toName(SecretStoreKind kind);
std::optional<SecretStoreKind> secretStoreKindFromName(QStringView name);

} // namespace gantry
