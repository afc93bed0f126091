#include "app/service/service_main.h"
#include "engine/platform/core_dumps.h"

int main(int argc, char **argv)
{
    gantry::refuseCoreDumps(gantry::Onlookers::Refused);
    return gantry::serviceMain(argc, argv);
}
