// gantry-service that kills itself, as a power cut would, at the moment that GANTRY_TEST_CRASH names:
// "commit:before:N", "commit:after:N", or "step:NAME" (its first time). GANTRY_TEST_RECLAIM_MS: how often it
// reclaims.
#include "app/service/service_main.h"

#include <QByteArray>
#include <QtGlobal>

#include <csignal>

#include <unistd.h>

int main(int argc, char **argv)
{
    static const QByteArray when = qgetenv("GANTRY_TEST_CRASH");
    const auto dieAt = [](const QByteArray &moment) {
        if (moment == when)
            ::kill(::getpid(), SIGKILL);
    };
    gantry::ServiceHooks hooks;
    hooks.onCommit = [dieAt](gantry::CommitMoment moment, int number) {
        dieAt((moment == gantry::CommitMoment::Before ? "commit:before:" : "commit:after:") +
              QByteArray::number(number));
    };
    hooks.onStep = [dieAt](const char *step) { dieAt(QByteArray("step:") + step); };
    if (const int milliseconds = qEnvironmentVariableIntValue("GANTRY_TEST_RECLAIM_MS"); milliseconds > 0)
        hooks.reclaimEvery = std::chrono::milliseconds(milliseconds);
    return gantry::serviceMain(argc, argv, hooks);
}
