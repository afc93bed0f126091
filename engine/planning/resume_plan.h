// What to make of the parts that a server lists: believe, compare with the file, or send again. Pure.
#pragma once

#include "engine/core/digest_types.h"
#include "engine/core/part_types.h"
#include "engine/core/upload_types.h"
#include "engine/planning/chunk_planner.h"

#include <QList>
#include <QMap>

namespace gantry {

// A run of bytes that the server says it has.
struct StoredRange
{
    ByteRange range;
    bool sizeKnown = false;    // the server said how long it is; else it is the plan's word
    QByteArray etag;           // empty where the server lists none
    bool etagIsOpaque = false; // it is no MD5, whatever it looks like
    QByteArray crc32c = {};    // raw, big endian; empty where the server lists none

    friend bool operator==(const StoredRange &, const StoredRange &) = default;
};

struct PartFinding
{
    enum class Verdict {
        Believe, // its receipt is ours and the file is unchanged
        Compare, // read the file's bytes and compare
        Prefix,  // the server has the beginning of it
    };
    int partNumber = 0;
    Verdict verdict = Verdict::Compare;
    QByteArray etag; // as listed
    qint64 prefixBytes = 0;
    bool etagIsOpaque = false; // as listed
    QByteArray crc32c = {};    // as listed

    friend bool operator==(const PartFinding &, const PartFinding &) = default;
};

struct ResumePlan
{
    QList<PartFinding> findings; // ascending; a part without one is sent
    QList<int> receiptsToForget; // journaled, but the server does not have the part as we know it

    friend bool operator==(const ResumePlan &, const ResumePlan &) = default;
};

// believeReceipts: the file is the very same as when the receipts were written, and the user does not ask for
// more.
ResumePlan planResume(const ChunkPlan &plan, const QList<StoredRange> &listed,
                      const QMap<int, Receipt> &receipts, bool believeReceipts);

// The mode that counts for an upload: Full for files under 1 GiB and whenever only the fingerprint says it is
// the same.
VerifyMode effectiveMode(VerifyMode wanted, qint64 fileSize, bool onlyFingerprint);

// Whether the listed part holds these bytes. An ETag that is no MD5 (encryption, other stores) says nothing
// by itself: then the receipt that we journaled for that ETag does, or the CRC32C that is listed beside it.
// No ETag at all: the server will judge at completion.
enum class Comparison { Equal, Different, Unknown };
Comparison compareWithListed(const PartFinding &listed, const Digests &local, const Receipt *receipt);

} // namespace gantry
