// What to do about a failure: the one table from trouble to remedy, and how long to wait. Pure.
#pragma once

#include "engine/core/failure.h"

#include <chrono>
#include <functional>

namespace gantry {

// A number in [0, 1). Handed in, so that tests decide.
using Dice = std::function<double()>;
Dice systemDice();

enum class Remedy {
    Again,         // wait, then the same step or part again
    WhenReachable, // everything to that destination waits until it answers; being offline is not a failure
    SlowDown,      // everything to that destination waits, and goes on with fewer calls at a time
    WhenCredentialsCome, // everything to that destination waits for them; it is not a failure
    FreshGrant,          // ask for a new permission; costs no attempt
    Survey,              // ask where the server stands
    Look,                // the session is gone: is the object there?
    Reinspect,           // the file may have changed
    WhenSourceIsBack,
    Decide, // a person has to say
    GiveUp, // no retry mends it
};

struct Verdict
{
    Remedy remedy = Remedy::GiveUp;
    std::chrono::milliseconds delay{0};

    friend bool operator==(const Verdict &, const Verdict &) = default;
};

// attempts: failures in a row of this step or part, this one included; progress sets them back.
Verdict judge(const Failure &failure, int attempts, const Dice &dice);

// Full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/): anything up to
// 500 ms × 2^(attempts-1), at most a minute, at least 50 ms.
std::chrono::milliseconds backOff(int attempts, const Dice &dice);

// The request may have arrived, or an early refusal got lost with the connection: no word of the server.
bool isSilent(FailureKind kind);

// The server may have too much to do at once: 5xx, 408. Only who heard it waits, but fewer go on beside it.
bool isStrain(const Failure &failure);

} // namespace gantry
