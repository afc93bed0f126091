// What a tus server says of itself in answer to OPTIONS, and what was learned of it since.
#pragma once

#include "engine/core/digest_types.h"
#include "engine/core/expected.h"
#include "engine/protocol/http_message.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace gantry::tus {

struct Abilities
{
    bool known = false; // the server was asked, and told
    bool creation = true;
    bool creationWithUpload = false;
    bool termination = false;
    bool concatenation = false;         // announced, and not refused
    bool refusesConcatenation = false;  // learned
    bool tookCredentials = false;       // learned; true also where it may want none
    std::optional<DigestKind> checksum; // the best of those that both sides can make
    QStringList extensions;             // as announced
    qint64 maxSize = 0;                 // Tus-Max-Size in bytes; 0: not told
    qint64 bodyLimit = 0;               // bytes; learned from 413s; 0: none is known
};

Abilities abilitiesOf(const QJsonObject &abilities);

// What did not say that it cannot is asked to.
inline bool canEnd(const Abilities &can)
{
    return !can.known || can.termination;
}

// Out of the answer to OPTIONS (section "OPTIONS"); DestinationMissing where it is none of tus, Rejected
// where the server speaks other versions only.
Expected<QJsonObject> discovered(const HttpAnswer &answer, const QByteArray &url);

// Half of a body that was too long, and never more than was known before. None: it is too small to go on
// with.
std::optional<QJsonObject> learnedFromTooLong(qint64 bodyLength, const QJsonObject &abilities);

// From a creation that was taken: in place of partial uploads that were refused; with credentials.
QJsonObject learnedFromCreation(bool inPlaceOfParts, bool withCredentials);

// In sentences for people.
QStringList describe(const QJsonObject &abilities);

// As Upload-Checksum names it (section "Checksum").
QByteArray checksumName(DigestKind kind);

} // namespace gantry::tus
