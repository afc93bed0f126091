// A part of an upload: its state, and what the server answered for it.
#pragma once

#include <QByteArray>
#include <QString>

namespace gantry {

enum class PartState : quint8 {
    Waiting,  // planned, not begun
    Checking, // listed by the server; its local bytes are being compared
    Reading,  // digests are made before it can be sent
    Sending,
    Cooling, // failed, waits for its next attempt
    Stored,  // the server has it and it matches the file
    Failed,
};

// What the server answered for a stored part, with what we sent.
struct Receipt
{
    QByteArray etag;        // verbatim, with its quotes where the server sent them
    QByteArray md5;         // raw, of the bytes that we sent; empty if unknown
    QByteArray crc32c = {}; // likewise, big endian

    friend bool operator==(const Receipt &, const Receipt &) = default;
};

struct PartReceipt
{
    int partNumber = 0; // from 1
    Receipt receipt;

    friend bool operator==(const PartReceipt &, const PartReceipt &) = default;
};

// A part as a person or a script sees it.
struct PartSnapshot
{
    int number = 0;
    qint64 offset = 0; // bytes
    qint64 size = 0;   // bytes
    PartState state = PartState::Waiting;
    qint64 sent = 0;  // bytes of the attempt under way
    int attempts = 0; // begun in this run
    QByteArray etag;
    QString lastError = {}; // of this run, in words; it may have been sent again since
    qint64 kept = 0;        // bytes at the beginning of an unfinished one that the server has

    friend bool operator==(const PartSnapshot &, const PartSnapshot &) = default;
};

QLatin1String toName(PartState state); // stable: used in JSON

} // namespace gantry
