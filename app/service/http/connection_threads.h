// A thread per connection, up to a limit; past it, a few more that only say "busy".
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

#include <httplib.h>

namespace gantry {

// Connections live long and are few, so that a thread is made for each: nothing waits in a queue behind an
// idle one.
class ConnectionThreads final : public httplib::TaskQueue
{
public:
    // What the calling thread may do with the connection that it has been given.
    enum class Role {
        Serve,
        Refuse,       // answer that there are too many, wait a moment so that the answer arrives
        RefuseAtOnce, // the same without waiting: this is the accepting thread
    };

    // `onShutdown` is called in the accepting thread once it accepts no more; then all threads are waited
    // for.
    ConnectionThreads(int most, std::function<void()> onShutdown);

    static Role role(); // of the calling thread
    // The calling thread serves no longer; it counts as a refusing one from now on.
    Role becomeRefusing();

    void enqueue(std::function<void()> work) override;
    void shutdown() override;

private:
    void start(const std::function<void()> &work, Role role);
    void run(const std::function<void()> &work, Role role);

    const int m_most;
    const std::function<void()> m_onShutdown;
    std::mutex m_mutex;
    std::condition_variable m_ended;
    int m_serving = 0;
    int m_refusing = 0;
};

} // namespace gantry
