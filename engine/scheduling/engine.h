// The engine's one face: commands go in, copies of state come out. All that a window or a command line needs.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/expected.h"
#include "engine/core/orphan_types.h"
#include "engine/core/upload_types.h"

#include <QFuture>
#include <QMap>
#include <QObject>

#include <memory>
#include <optional>

namespace gantry {

class EngineCore;
struct EngineParts;

struct EngineOptions
{
    QString stateDir; // must exist and belong to this engine alone (see StateLock)
    bool sending =
        true; // false: commands change the journal, and nothing goes out but what they need (ending sessions)
    // Lives as long as a person works with it: a secret that no keychain takes is kept in memory. Else such a
    // destination is refused, for nobody would know it in the next run.
    bool staysForCredentials = false;
    int filesAtOnce = 2;  // overridden by the journal's setting "files_at_once"
    qint64 rateLimit = 0; // bytes a second; 0: none; overridden by the setting "rate_limit"
};

struct NewUpload
{
    QString path;        // a regular file; made absolute
    QString destination; // its name
    QString key;         // the name at the destination; segments divided by '/'
    int priority = 0;
    qint64 size = 0; // bytes, as seen when it was chosen; shown until the file is looked at again
    // The unfinished session that it is to continue, as Orphan::id names it: where parts are there they have
    // to be the file's, else that session is left alone. Empty: whichever is found.
    QString session = {};

    friend bool operator==(const NewUpload &, const NewUpload &) = default;
};

struct AddedUpload
{
    UploadId id;
    bool continued = false; // that file was on its way to that destination already: this is that upload
};

enum class Decision {
    StartOver, // take the file as it is now and begin a new session; the old one is ended
    Skip,      // leave it: the upload is cancelled and its session ended
};

// One line of a destination's test.
struct CheckLine
{
    enum class Result { Passed, Warning, Failed, Skipped };
    QString name; // stable: reachable, clock, server (what it says of itself), credentials, create, list
                  // (where it can), abort
    Result result = Result::Passed;
    QString message; // what was seen, and the remedy

    friend bool operator==(const CheckLine &, const CheckLine &) = default;
};

struct UploadDetails
{
    UploadSnapshot upload;
    QList<PartSnapshot> parts; // empty before the plan is known
};

struct EngineReport
{
    QString journalSetAside; // not empty: the journal was damaged and lies under this path; the queue is new
    int uploads = 0;
    int unfinished = 0;
};

// Lives in the thread that makes it; works in a thread of its own. Functions are called from the thread it
// lives in and return at once. Futures end in the engine's thread: wait for them with whenDone() of
// engine/core/when_done.h.
class Engine : public QObject
{
    Q_OBJECT

public:
    explicit Engine(EngineOptions options, QObject *parent = nullptr);
    // With parts handed in: clock, dice, lanes, journal hooks. For tests.
    Engine(EngineOptions options, EngineParts parts, QObject *parent = nullptr);
    ~Engine() override; // as stop(), and waits, 2 s at most

    // Opens the journal and, if sending, begins to work its queue. Call once, before anything else.
    QFuture<Expected<EngineReport>> start();

    // Stops admitting, cancels calls, drains the journal. Nothing is lost; a later start continues. What is
    // asked after it ends without an answer. Waits a second at most for creations that are not answered yet.
    QFuture<void> stop();

    QFuture<Expected<QList<AddedUpload>>> add(QList<NewUpload> uploads);
    QFuture<Expected<void>> pause(QList<UploadId> ids);
    QFuture<Expected<void>> resume(QList<UploadId> ids); // also ends a wait for a retry at once
    QFuture<Expected<void>> retry(QList<UploadId> ids);  // failed and cancelled ones: again from Queued
    // Ends the servers' sessions too: the future ends when they have ended. A failure of kind Unreachable
    // says that this did not work out within ten seconds; the uploads are cancelled all the same and it is
    // tried again until it does.
    QFuture<Expected<void>> cancel(QList<UploadId> ids);
    QFuture<Expected<void>> remove(QList<UploadId> ids); // forgets them; unfinished ones are cancelled first
    QFuture<Expected<void>> decide(QList<UploadId> ids, Decision decision);
    QFuture<Expected<void>> setPriority(QList<UploadId> ids, int priority);

    QFuture<QList<UploadSnapshot>> uploads(); // in the order of their ids
    QFuture<Expected<UploadDetails>> details(UploadId id);

    // Secrets by field name; a secret field that is left out keeps what is stored, an empty one ends it. Kept
    // in another place than before, none is left in the old one.
    QFuture<Expected<void>> putDestination(DestinationSettings settings, QMap<QString, QByteArray> secrets);
    QFuture<Expected<void>> removeDestination(QString name); // refused while unfinished uploads go there
    QFuture<QList<DestinationSettings>> destinations();
    QFuture<Expected<QList<CheckLine>>> testDestination(QString name);
    // The fields whose secrets were given; std::nullopt: not known, as after an older version.
    QFuture<std::optional<QStringList>> keptSecrets(QString destination);
    // What SecretStoreKind::Profile can name, sorted.
    QFuture<Expected<QStringList>> credentialProfiles();

    // What is unfinished at the destination and claimed by no upload of this queue; another queue may be
    // sending to it. InvalidInput: this kind of destination does not tell.
    QFuture<Expected<QList<Orphan>>> orphans(QString destination);
    // Each is journaled first, then ended again and again until the server confirms it, in a later run if
    // need be. The future ends as cancel()'s.
    QFuture<Expected<void>> abortOrphans(QString destination, QList<Orphan> orphans);
    // The server's own rule that ends unfinished uploads; all its other rules stay as they are.
    QFuture<Expected<LifecycleState>> lifecycle(QString destination);
    QFuture<Expected<LifecycleState>> setLifecycle(QString destination, int abortAfterDays);

    QFuture<QMap<QString, QString>> settings();
    QFuture<Expected<void>> putSetting(QString name, QString value);

Q_SIGNALS:
    // New and changed uploads, at most ten times a second.
    void changed(const QList<gantry::UploadSnapshot> &uploads);
    void removed(const QList<gantry::UploadId> &ids);
    void destinationsChanged();
    void settingsChanged();
    void journalTrouble(const QString &message); // empty: over
    // No keychain took the destination's secret: until the engine ends it is known, and then asked for again.
    void secretKeptInMemory(const QString &destination, const QString &message);
    // Something worth a line in a log, in plain words.
    void logged(gantry::UploadId id, const QString &message);

private:
    std::unique_ptr<QThread> m_thread;
    EngineCore *m_core; // lives in m_thread
};

} // namespace gantry
