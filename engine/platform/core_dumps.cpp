#include "engine/platform/core_dumps.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace gantry {

void refuseCoreDumps(Onlookers onlookers)
{
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    // The limit does not bind a collector that is piped to (core(5)); without any kind of mapping it gets
    // registers only.
    if (const int filter = ::open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC); filter >= 0) {
        [[maybe_unused]] const auto written = ::write(filter, "0", 1);
        ::close(filter);
    }
    if (onlookers == Onlookers::Refused)
        ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

} // namespace gantry
