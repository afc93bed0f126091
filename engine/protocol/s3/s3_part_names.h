// OpenStack Swift keeps the parts of an upload as objects of their own, under KEY/UPLOADID/NUMBER, and
// answers 500 where that makes a name that is too long: no retry mends it. Pure; any thread.
#pragma once

#include "engine/protocol/protocol_backend.h"

namespace gantry::s3 {

inline const QString swiftAbility = QStringLiteral("swift"); // the store is one

// It puts its name for the request into every answer.
bool isOfSwift(const HttpHeaders &headers);

inline constexpr qsizetype freshId = 48; // bytes of the ID of an upload that it begins
// What it adds at most to a name, in bytes: that ID, and the number of part 10,000.
inline constexpr qsizetype partNameAdds = 1 + freshId + 1 + 5;

// Before Open, where Swift would begin the upload, and refuse one of its last parts.
bool willBeTooLong(const StepContext &context);
bool willBeTooLong(const QString &key, int partsTotal);

// Open under that key: why it answers 500.
bool isTooLongToBegin(const QString &key, const HttpAnswer &answer);

// Open, SendPart: why it answers 500, where it does not say so itself.
bool isNameTooLong(Step step, const StepContext &context, const HttpAnswer &answer);

// said: the store's own words; may be empty.
Failure nameTooLong(const QString &said = {});

} // namespace gantry::s3
