#include "app/service/service_main.h"

int main(int argc, char **argv)
{
    return gantry::serviceMain(argc, argv);
}
