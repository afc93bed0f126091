#include "app/service/http/connection_threads.h"

#include <system_error>
#include <thread>

namespace gantry {
namespace {

constexpr int mostRefusing = 32;

thread_local ConnectionThreads::Role roleOfThread = ConnectionThreads::Role::RefuseAtOnce;

} // namespace

ConnectionThreads::ConnectionThreads(int most, std::function<void()> onShutdown)
    : m_most(most)
    , m_onShutdown(std::move(onShutdown))
{}

ConnectionThreads::Role ConnectionThreads::role()
{
    return roleOfThread;
}

ConnectionThreads::Role ConnectionThreads::becomeRefusing()
{
    const std::lock_guard lock(m_mutex);
    if (roleOfThread != Role::Serve || m_refusing >= mostRefusing)
        return Role::RefuseAtOnce;
    --m_serving;
    ++m_refusing;
    roleOfThread = Role::Refuse;
    return roleOfThread;
}

void ConnectionThreads::enqueue(std::function<void()> work)
{
    Role role = Role::RefuseAtOnce;
    {
        const std::lock_guard lock(m_mutex);
        if (m_serving < m_most) {
            role = Role::Serve;
            ++m_serving;
        } else if (m_refusing < mostRefusing) {
            role = Role::Refuse;
            ++m_refusing;
        }
    }
    if (role == Role::RefuseAtOnce)
        work();
    else
        start(work, role);
}

void ConnectionThreads::start(const std::function<void()> &work, Role role)
{
    try {
        std::thread([this, work, role] { run(work, role); }).detach();
    } catch (const std::system_error &) { // the system has no more threads for us
        const std::lock_guard lock(m_mutex);
        --(role == Role::Serve ? m_serving : m_refusing);
        work();
    }
}

void ConnectionThreads::run(const std::function<void()> &work, Role role)
{
    roleOfThread = role;
    work();
    const std::lock_guard lock(m_mutex);
    --(roleOfThread == Role::Serve ? m_serving : m_refusing);
    m_ended.notify_all(); // under the lock: the waiting thread may destroy this object as soon as it has it
}

void ConnectionThreads::shutdown()
{
    m_onShutdown();
    std::unique_lock lock(m_mutex);
    m_ended.wait(lock, [this] { return m_serving == 0 && m_refusing == 0; });
}

} // namespace gantry
