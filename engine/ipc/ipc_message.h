// What two processes of one user say to each other over the state folder's socket: JSON Lines, as values.
//
// Each side begins with a Hello. Then the client sends requests, which the owner answers in any order, and
// the owner sends events to a client that asked for them. docs/gantryctl.md says which requests there are.
#pragma once

#include "engine/core/expected.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <variant>

namespace gantry {

// Raised when a message changes in a way that the other side would misunderstand.
inline constexpr int ipcProtocolVersion = 1;
// Bytes of one line, its end included; a longer one is cut off with its sender.
inline constexpr qsizetype ipcMaxMessage = 8 * 1024 * 1024;
// What long lists are divided into, by an estimate that errs upward.
inline constexpr qsizetype ipcComfortableMessage = 2 * 1024 * 1024;

struct Hello
{
    int protocol = ipcProtocolVersion;
    QString version;      // of the program, for messages to people
    qint64 pid = 0;       // for messages to people
    bool sending = false; // owner: its engine works the queue; client: not used
    bool events = false;  // client: wants events; owner: not used

    friend bool operator==(const Hello &, const Hello &) = default;
};

struct Request
{
    qint64 number = 0; // the client's; the answer carries it
    QString call;
    QJsonObject arguments;

    friend bool operator==(const Request &, const Request &) = default;
};

struct Answer
{
    qint64 number = 0;
    Expected<QJsonObject> result;

    friend bool operator==(const Answer &, const Answer &) = default;
};

struct Event
{
    QJsonObject body; // its "event" says which

    friend bool operator==(const Event &, const Event &) = default;
};

using IpcMessage = std::variant<Hello, Request, Answer, Event>;

// One line with its end.
QByteArray encodeMessage(const IpcMessage &message);

// A line with or without its end. ProtocolViolation for anything that is not exactly one message.
Expected<IpcMessage> decodeMessage(const QByteArray &line);

// Cuts a stream into lines.
class LineSplitter
{
public:
    explicit LineSplitter(qsizetype maxLine = ipcMaxMessage)
        : m_maxLine(maxLine)
    {}

    // The lines that are complete now, without their ends. Fails with ProtocolViolation on a line that is too
    // long, and from then on always.
    Expected<QList<QByteArray>> feed(const QByteArray &bytes);

private:
    qsizetype m_maxLine;
    QByteArray m_rest;
    bool m_broken = false;
};

} // namespace gantry
