// An upload's state in words for people.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/upload_types.h"

#include <QString>

#include <optional>

namespace gantry {

// What the window calls a state: how far an upload is and whether it stands still, seen together.
enum class UploadMood {
    Moving,   // bytes flow, or the server works for it
    Waiting,  // its turn has not come, or it continues by itself
    Paused,   // by the user
    NeedsYou, // it asks something
    Failed,
    Done,
    Cancelled,
};
UploadMood moodOf(const UploadSnapshot &upload);

// Of what moves. What stands still has no speed and no time left, whatever was measured a moment ago.
qint64 speedOf(const UploadSnapshot &upload); // bytes a second
std::optional<qint64> secondsLeftOf(const UploadSnapshot &upload);

// "Sending", "Offline: continues by itself", "Server busy, again in 12 s", "Failed: …": one line.
QString stateText(const UploadSnapshot &upload, qint64 nowMs);

// The same, but what it asks in few words: answers stand beside it in a row.
QString briefStateText(const UploadSnapshot &upload, qint64 nowMs);

// "Sending", "Waiting", …: without the reason.
QString stageText(Stage stage);
QString moodText(UploadMood mood);

// Where a list of such uploads is empty.
QString noUploadsText(UploadMood mood);

// "Verified by its checksum", "Size only: the store proves nothing more"; empty for what is not done.
QString proofText(Verification verified);

QString partStateText(PartState state);
QString verifyModeText(VerifyMode mode);

// The last part of its key, and what comes before it: a row's name and folder.
QString nameText(const UploadRecord &record);
QString folderText(const UploadRecord &record);

// For screen readers: "A001C001.mov, 42 percent, 2 minutes left, uploading to Studio".
QString spokenText(const UploadSnapshot &upload, qint64 nowMs);

} // namespace gantry
