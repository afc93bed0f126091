// The parts of one upload under way: which are stored, which are moving, which come next. Pure; one thread.
#pragma once

#include "engine/core/part_types.h"
#include "engine/planning/chunk_planner.h"

#include <QList>
#include <QMap>

#include <optional>
#include <vector>

namespace gantry {

// What there is of an unfinished part whose beginning stays with the server. Bytes.
struct PartBeginning
{
    qint64 kept = 0; // the server has them
    qint64 sent = 0; // the next ones: on their way, or sent and not answered for

    friend bool operator==(const PartBeginning &, const PartBeginning &) = default;
};

class PartTable
{
public:
    // beginningsStay: what was sent of a part is not lost with its call (tus); it counts as sent until the
    // server has said how much it is.
    explicit PartTable(const ChunkPlan &plan, bool beginningsStay = false);

    const ChunkPlan &plan() const { return m_plan; }

    // The lowest part that may be sent at this time (monotonic ms); a cooling part whose time has come
    // counts.
    std::optional<int> nextToSend(qint64 nowMs) const;
    // The lowest listed part whose comparison has not begun.
    std::optional<int> nextToCompare() const;
    // When the first cooling part may be sent again; none if none is cooling.
    std::optional<qint64> nextWakeMs() const;

    // What is still missing of a part: the whole of it, or its rest where the server has a beginning.
    ByteRange missingOf(int number) const;

    // Listed by the server; wants comparing with the file before it counts.
    void listed(int number, const QByteArray &etag);
    void stored(int number, const Receipt &receipt);
    // The server has this many bytes of the part's beginning (tus); may be fewer than before.
    void storedPrefix(int number, qint64 bytes);
    // It went well so far: what comes next of it is no further attempt.
    void forgetAttempts(int number) { slot(number).attempts = slot(number).mismatches = 0; }
    void setBeginning(int number, const PartBeginning &beginning);
    void beginCompare(int number);
    void comparedDifferent(int number); // it will be sent
    void compareDropped(int number);    // it will be compared later
    void beginRead(int number);
    void beginSend(int number);
    void progress(int number, qint64 sent);
    void dropped(int number); // its call was cancelled: as if it had not been begun
    void cooling(int number, qint64 untilMs);
    void mismatched(int number); // the store answered another digest
    void failed(int number);

    PartState stateOf(int number) const { return slot(number).state; }
    int attemptsOf(int number) const { return slot(number).attempts; }
    int mismatchesOf(int number) const { return slot(number).mismatches; }
    QByteArray listedEtagOf(int number) const { return m_listed.value(number); }
    const QMap<int, Receipt> &receipts() const { return m_receipts; }

    int storedCount() const { return m_storedCount; }
    qint64 storedBytes() const { return m_storedBytes; } // beginnings of unfinished parts included
    int activeCount() const { return m_activeCount; }    // reading or sending
    int comparingCount() const { return m_comparingCount; }
    qint64 bytesInFlight() const { return m_bytesInFlight; } // sent, of parts that are not stored
    qint64 bytesToCompare() const { return m_bytesToCompare; }
    bool allStored() const { return m_storedCount == m_plan.partsTotal; }

    QMap<int, PartBeginning> beginnings() const; // by number, where there is something of one
    QList<PartSnapshot> snapshots() const;

private:
    struct Slot
    {
        PartState state = PartState::Waiting;
        bool comparing = false; // Checking and under way
        quint8 mismatches = 0;
        quint16 attempts = 0;
        qint64 prefix = 0; // bytes at the part's beginning that the server has
        qint64 sent = 0;
        qint64 coolUntilMs = 0;
    };

    Slot &slot(int number) { return m_slots[static_cast<size_t>(number - 1)]; }
    const Slot &slot(int number) const { return m_slots[static_cast<size_t>(number - 1)]; }
    void leave(int number, PartState next);

    ChunkPlan m_plan;
    bool m_beginningsStay;
    std::vector<Slot> m_slots;
    QMap<int, QByteArray> m_listed; // ETags as the server lists them
    QMap<int, Receipt> m_receipts;
    QMap<int, qint64> m_cooling;
    mutable int m_firstWaiting = 1;    // no lower part is Waiting
    mutable int m_firstUncompared = 1; // no lower part is Checking and not under way
    int m_storedCount = 0;
    qint64 m_storedBytes = 0;
    int m_activeCount = 0;
    int m_comparingCount = 0;
    qint64 m_bytesInFlight = 0;
    qint64 m_bytesToCompare = 0;
};

} // namespace gantry
