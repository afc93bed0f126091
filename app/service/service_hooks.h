// Where a test may look in, or end the process: around each commit, and between the steps that touch files.
// And what it need not wait for.
#pragma once

#include <chrono>
#include <functional>

namespace gantry {

enum class CommitMoment { Before, After };

struct ServiceHooks
{
    std::function<void(CommitMoment, int number)> onCommit; // number counts from 1; in the database's thread
    std::function<void(const char *step)> onStep;           // in the thread that takes the step

    std::chrono::milliseconds reclaimEvery = std::chrono::hours(1);

    void step(const char *name) const
    {
        if (onStep)
            onStep(name);
    }
};

} // namespace gantry
