// One upload in the engine: what is remembered, where it stands, and who works on it.
#pragma once

#include "engine/core/upload_types.h"
#include "engine/planning/part_table.h"
#include "engine/planning/upload_machine.h"
#include "engine/protocol/protocol_backend.h"

#include <algorithm>
#include <memory>
#include <optional>

namespace gantry {

class UploadRunner;

// What went wrong with a part, since the program began.
struct PartTrouble
{
    int attempts = 0;
    QString message;
    bool isFinal = false; // the upload failed with it
};

// Less is stored than was shown before.
struct SetBack
{
    qint64 from = 0; // bytes; over as soon as there are as many again
    QString why;
};

// What an earlier creation began, the answer to which came when another one was under way already.
struct LateSession
{
    Opened opened;
    QString fingerprint; // of the file that it was begun for
};

struct UploadEntry
{
    UploadRecord record;
    UploadState state;
    std::optional<Failure> trouble;      // what the present hold is about
    qint64 retryAtMs = 0;                // wall clock; 0: nothing is waited for
    qint64 bytesSent = 0;                // by this run
    QMap<int, PartTrouble> partTroubles; // by number
    QMap<int, PartBeginning> beginnings; // PartTable::beginnings() of the last flow
    SetBack setBack;
    std::optional<LateSession> late; // the runner may be about to be told the same, or of another

    // To be called before the sum goes down. isMoreThanKnown: after a kill the sum may be older than what was
    // lost; it is told even where nothing was known to be stored.
    void noteSetBack(const QString &why, bool isMoreThanKnown = false)
    {
        if (record.bytesStored >= setBack.from) // else the first reason is still the one
            setBack = {std::max<qint64>(record.bytesStored, isMoreThanKnown ? 1 : 0), why};
    }
    std::unique_ptr<UploadRunner> runner; // while it is admitted
};

// Of two of Session::expiresMs.
inline qint64 earlierExpiry(qint64 a, qint64 b)
{
    return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

// The parts of an upload that nobody works on, as its receipts tell, and what was last heard of its growing
// parts.
inline PartTable tableOf(const UploadEntry &upload, const QMap<int, Receipt> &receipts)
{
    const UploadRecord &record = upload.record;
    PartTable table({record.identity.size, record.partSize, record.partsTotal});
    for (auto it = receipts.cbegin(); it != receipts.cend(); ++it)
        if (it.key() <= record.partsTotal)
            table.stored(it.key(), it.value());
    for (auto it = upload.beginnings.cbegin(); it != upload.beginnings.cend(); ++it)
        if (it.key() <= record.partsTotal && table.stateOf(it.key()) != PartState::Stored)
            table.setBeginning(it.key(), it.value());
    return table;
}

// Its session was found by the key alone, and no part of it has been found equal to the file's: it may be
// somebody else's.
inline bool isUnproved(const UploadRecord &record, const BackendTraits &traits)
{
    return traits.findsByKey && record.session && record.onlyFingerprint && record.partsStored == 0;
}

// A session, among those of all destinations.
inline QString claimOf(const QString &destination, const QString &sessionId)
{
    return destination + QChar(0) + sessionId;
}

// From where to where: the same file to the same name at the same destination is the same upload.
inline QString placeOf(const UploadRecord &record)
{
    return record.destination + QChar(0) + record.key + QChar(0) + record.path;
}

} // namespace gantry
