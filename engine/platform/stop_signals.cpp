#include "engine/platform/stop_signals.h"

#include <csignal>
#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

namespace gantry {
namespace {

// All that a signal handler may touch.
volatile std::sig_atomic_t signalsSeen = 0;
int pipeEnds[2] = {-1, -1};

constexpr int stopSignals[] = {SIGINT, SIGTERM, SIGHUP};
constexpr suseconds_t graceMicroseconds = 900'000; // beyond one second

void onAlarm(int)
{
    ::_exit(StopSignals::exitStatus);
}

void onStopSignal(int)
{
    if (signalsSeen != 0)
        ::_exit(StopSignals::exitStatus);
    signalsSeen = 1;
    const itimerval grace{{0, 0}, {1, graceMicroseconds}};
    ::setitimer(ITIMER_REAL, &grace, nullptr);
    // A full pipe is as good as a written one: somebody will read it.
    [[maybe_unused]] const ssize_t written = ::write(pipeEnds[1], "x", 1);
}

void install(int number, void (*handler)(int))
{
    struct sigaction action
    {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(number, &action, nullptr);
}

bool isIgnored(int number)
{
    struct sigaction action
    {};
    return ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

} // namespace

StopSignals::StopSignals(QObject *parent)
    : QObject(parent)
{
    if (::pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("no pipe for signals");
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(pipeEnds[0], &byte, 1) == 1)
            Q_EMIT stopAsked();
    });
    install(SIGALRM, onAlarm);
    for (const int number : stopSignals)
        if (!isIgnored(number))
            install(number, onStopSignal);
    // Who writes to a pipe that nobody reads learns it from the call.
    install(SIGPIPE, SIG_IGN);
}

StopSignals::~StopSignals()
{
    for (const int number : stopSignals)
        if (!isIgnored(number))
            install(number, SIG_DFL);
    const itimerval never{};
    ::setitimer(ITIMER_REAL, &never, nullptr);
    m_notifier.reset();
    ::close(pipeEnds[0]);
    ::close(pipeEnds[1]);
    signalsSeen = 0;
}

} // namespace gantry
