// The journal: destinations, uploads, sessions and receipts in one SQLite file. Sole user of SQLite in the
// engine.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/expected.h"
#include "engine/core/upload_types.h"

#include <QFuture>
#include <QList>
#include <QMap>
#include <QString>
#include <QThread>

#include <functional>
#include <memory>
#include <variant>

namespace gantry {

// A session on a server that no upload claims any more, to be ended when its destination can be reached.
struct OrphanNote
{
    QString destination; // its name
    Session session;
    qint64 notedMs = 0;
    friend bool operator==(const OrphanNote &, const OrphanNote &) = default;
};

// The operations of a batch. Each is safe to repeat.
// Inserts or replaces; an upload's receipts stay.
struct PutUpload
{
    UploadRecord record;
};
// With its receipts.
struct RemoveUpload
{
    UploadId id;
};
// Inserts or replaces; the upload must be there.
struct PutReceipts
{
    UploadId id;
    QList<PartReceipt> receipts;
};
// These parts only.
struct ForgetReceipts
{
    UploadId id;
    QList<int> partNumbers;
};
struct ForgetAllReceipts
{
    UploadId id;
};
struct PutDestination
{
    DestinationSettings settings;
};
struct RemoveDestination
{
    QString name;
};
struct NoteOrphan
{
    OrphanNote note;
};
struct ForgetOrphan
{
    QString destination;
    QString sessionId;
};
struct PutSetting
{
    QString name;
    QString value;
};
using JournalOperation =
    std::variant<PutUpload, RemoveUpload, PutReceipts, ForgetReceipts, ForgetAllReceipts, PutDestination,
                 RemoveDestination, NoteOrphan, ForgetOrphan, PutSetting>;
using JournalBatch = QList<JournalOperation>;

struct JournalContents
{
    QList<DestinationSettings> destinations;
    QList<UploadRecord> uploads; // in the order of their ids
    QList<OrphanNote> orphans;
    QMap<QString, QString> settings;
    UploadId nextId{1};     // never handed out before, removed uploads included
    QString setAside;       // not empty: the file that was here was damaged; it now lies under this path
    QString setAsideReason; // what was wrong with it, in SQLite's words or ours
};

// For tests: called in the journal's thread around each COMMIT, counted from 1 over the life of the object
// (each upgrade step of open() is one; afterCommit only where it succeeded), and before each SQL statement,
// BEGIN, COMMIT and ROLLBACK included (a returned error text makes that statement fail as if SQLite had said
// so).
struct JournalHooks
{
    std::function<void(int commit)> beforeCommit;
    std::function<void(int commit)> afterCommit;
    std::function<QString(int statement)> beforeStatement;
};

// All functions may be called from any thread and return at once; the futures end in order, each batch wholly
// or not at all. Batches that wait together are written in one transaction; one that cannot be written does
// not harm the others. A future ends in the journal's thread: wait for it with whenDone(). Every future ends,
// with JournalFailed where the journal is not open.
class Journal
{
public:
    explicit Journal(QString filePath, JournalHooks hooks = {});
    ~Journal(); // drains what was asked for, commits, checkpoints, joins its thread

    Journal(const Journal &) = delete;
    Journal &operator=(const Journal &) = delete;

    // Opens, checks (application_id, user_version, quick_check), upgrades and reads. The folder must be
    // there; the file is begun where there is none. Garbage, a truncated or empty file, another program's
    // database, and a write-ahead log without its file are set aside under a new name with all that SQLite
    // keeps beside them, never deleted, and told in setAside; a newer schema, a read-only file or folder, one
    // that another program has locked (two seconds are waited for it) and what is not a file are refused with
    // JournalFailed and stay untouched. (An empty file is damage because a new journal is made under another
    // name and renamed when it is whole: our own hand never leaves one.) May be called again after a failure.
    QFuture<Expected<JournalContents>> open();

    // Durable (on disk, power cut included) when the future ends with a value.
    QFuture<Expected<void>> commit(JournalBatch batch);

    // By part number. Sees every batch asked for before.
    QFuture<Expected<QMap<int, Receipt>>> receipts(UploadId id);

private:
    class Worker;
    std::unique_ptr<Worker> m_worker; // runs in m_thread
    std::unique_ptr<QThread> m_thread;
};

} // namespace gantry
