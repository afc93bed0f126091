// What everyone in this room works with. One for each engine, in the engine's thread.
#pragma once

#include "engine/core/clock.h"
#include "engine/hashing/hash_pool.h"
#include "engine/planning/retry_policy.h"
#include "engine/scheduling/journal_writer.h"
#include "engine/storage/journal.h"
#include "engine/storage/secret_store.h"
#include "engine/transport/lane_pool.h"

#include <chrono>
#include <memory>
#include <optional>

namespace gantry {

struct EngineContext
{
    std::shared_ptr<const Clock> clock;
    Dice dice;
    Journal *journal = nullptr;
    JournalWriter *writer = nullptr;
    LanePool *lanes = nullptr;
    HashPool *pool = nullptr;
    std::optional<std::chrono::milliseconds> stallLimit; // of parts, in place of both limits of their calls
    SecretStoreFactory secretStores;
    SecretStore *memory = nullptr;                    // secrets that this process alone knows, and forgets
    std::chrono::milliseconds credentialsInterval{0}; // between two looks for new credentials
};

} // namespace gantry
