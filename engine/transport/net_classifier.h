// The one place that turns transport trouble into meaning: what became of a reply → an answer or a Failure.
#pragma once

#include "engine/core/expected.h"
#include "engine/protocol/http_message.h"

#include <QNetworkReply>
#include <QStringList>

#include <chrono>

namespace gantry {

// What ended a call.
enum class CallEnd {
    Reply,         // the reply finished, well or badly
    Cancelled,     // the caller's wish
    Stalled,       // our timer: no byte moved for `limit`
    Unanswered,    // our timer: the body was sent, then nothing came for `limit`
    AnswerTooLong, // past HttpCall::answerLimit
};

// A reply copied out of Qt.
struct NetOutcome
{
    CallEnd end = CallEnd::Reply;
    HttpMethod method = HttpMethod::Get;
    QByteArray url;
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QString errorText; // Qt's words
    QStringList tlsReasons;
    HttpAnswer answer; // status 0: there was none
    std::chrono::milliseconds limit{0};
};

// An answer whatever its status, if it came whole. Messages name host and port, never the query.
Expected<HttpAnswer> classify(const NetOutcome &outcome);

} // namespace gantry
