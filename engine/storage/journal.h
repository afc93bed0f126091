// The journal: destinations, uploads, sessions and receipts in one SQLite file. Sole user of SQLite in the engine.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/expected.h"
#include "engine/core/upload_types.h"

#include <QFuture>
#include <QHash>
#include <QMap>
#include <QObject>
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
struct PutUpload { UploadRecord record; };                         // inserts or replaces; an upload's receipts stay
struct RemoveUpload { UploadId id; };                              // with its receipts
struct PutReceipts { UploadId id; QList<PartReceipt> receipts; };  // inserts or replaces
struct ForgetReceipts { UploadId id; QList<int> partNumbers; };    // these parts
struct ForgetAllReceipts { UploadId id; };
struct PutDestination { DestinationSettings settings; };
struct RemoveDestination { QString name; };
struct NoteOrphan { OrphanNote note; };
struct ForgetOrphan { QString destination; QString sessionId; };
struct PutSetting { QString name; QString value; };
using JournalOperation = std::variant<PutUpload, RemoveUpload, PutReceipts, ForgetReceipts, ForgetAllReceipts, PutDestination,
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
};

// For tests: called in the journal's thread around each COMMIT, counted from 1 over the life of the object, and before
// each SQL statement (a returned error text makes that statement fail as if SQLite had said so).
struct JournalHooks
{
    std::function<void(int commit)> beforeCommit;
    std::function<void(int commit)> afterCommit;
    std::function<QString(int statement)> beforeStatement;
};

// All functions may be called from any thread and return at once; the futures end in order, each batch wholly or not at all.
class Journal
{
public:
    explicit Journal(QString filePath, JournalHooks hooks = {});
    ~Journal(); // drains what was asked for, commits, checkpoints, joins its thread

    Journal(const Journal &) = delete;
    Journal &operator=(const Journal &) = delete;

    // Opens, checks (application_id, user_version, quick_check), upgrades and reads. Garbage, a truncated file or another
    // program's database is set aside under a new name, never deleted, and told in setAside; a newer schema and a
    // read-only file are refused with JournalFailed and stay untouched.
    QFuture<Expected<JournalContents>> open();

    // Durable (on disk, power cut included) when the future ends with a value.
    QFuture<Expected<void>> commit(JournalBatch batch);

    // By part number.
    QFuture<Expected<QMap<int, Receipt>>> receipts(UploadId id);

private:
    struct Worker;
    std::unique_ptr<QThread> m_thread;
    Worker *m_worker; // lives in m_thread
};

} // namespace gantry
