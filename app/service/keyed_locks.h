// One lock per name, made when it is wanted and gone when nobody holds it. Any thread.
#pragma once

#include <QString>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>

namespace gantry {

class KeyedLocks
{
public:
    class Guard
    {
    public:
        Guard(KeyedLocks &locks, QString name)
            : m_locks(locks)
            , m_name(std::move(name))
        {}
        ~Guard()
        {
            const std::lock_guard lock(m_locks.m_mutex);
            m_locks.m_held.erase(m_name);
            m_locks.m_released.notify_all();
        }
        Guard(const Guard &) = delete;
        Guard &operator=(const Guard &) = delete;

    private:
        KeyedLocks &m_locks;
        const QString m_name;
    };

    // Null if somebody else holds it for all of that time.
    std::unique_ptr<Guard> lockFor(const QString &name, std::chrono::milliseconds patience)
    {
        std::unique_lock lock(m_mutex);
        if (!m_released.wait_for(lock, patience, [&] { return m_held.count(name) == 0; }))
            return nullptr;
        m_held.insert(name);
        return std::make_unique<Guard>(*this, name);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_released;
    std::set<QString> m_held;
};

} // namespace gantry
