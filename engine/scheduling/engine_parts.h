// What an engine is made of, handed in so that tests decide: time, chance, the network's managers, the
// journal's faults.
#pragma once

#include "engine/core/clock.h"
#include "engine/planning/retry_policy.h"
#include "engine/storage/journal.h"
#include "engine/storage/secret_store.h"
#include "engine/transport/lane_pool.h"

#include <chrono>
#include <memory>
#include <optional>

namespace gantry {

struct EngineParts
{
    std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>();
    Dice dice = systemDice();
    LanePool::ManagerFactory managers;
    int lanes = 2;
    JournalHooks journalHooks;
    std::optional<std::chrono::milliseconds> stallLimit;  // of parts, in place of both limits of their calls
    std::chrono::milliseconds credentialsInterval{5'000}; // between two looks for new credentials
    SecretStoreFactory secretStores = makeSecretStore;
};

} // namespace gantry
