// An upload's state in words for people.
#pragma once

#include "engine/core/upload_types.h"

#include <QString>

namespace gantry {

QString stateWords(Stage stage); // sending, needs a decision, …

// Why it stands still and when it goes on: "offline: continues by itself"; empty if it does not stand still.
QString holdWords(const UploadSnapshot &upload, qint64 wallMs);

// Less is stored than before, for a reason (UploadSnapshot::setBack) that has not been told yet.
bool isSetBack(const UploadSnapshot &before, const UploadSnapshot &now);

// "verified by its ETag", "size only: the store proves nothing more", …; empty for what is not done.
QString proofWords(Verification verified);

// Where it is (going to be): destination and name there.
QString placeWords(const UploadRecord &record);

// The last part of its key: what a row is called where there is little room.
QString shortName(const UploadRecord &record);

} // namespace gantry
