// OpenStack Swift keeps the parts of an upload as objects of their own, under KEY/UPLOADID/NUMBER, and
// answers 500 where that makes a name that is too long: no retry mends it. Pure; any thread.
#pragma once

#include "engine/protocol/protocol_backend.h"

namespace gantry::s3 {

inline const QString swiftAbility = QStringLiteral("swift"); // the store is one

// It puts its name for the request into every answer.
bool isOfSwift(const HttpHeaders &headers);

// Before Open, where Swift would begin the upload, and refuse one of its last parts.
bool willBeTooLong(const StepContext &context);

// Open, SendPart: why it answers 500, where it does not say so itself.
bool isNameTooLong(Step step, const StepContext &context, const HttpAnswer &answer);

// said: the store's own words; may be empty.
Failure nameTooLong(const QString &said = {});

} // namespace gantry::s3
