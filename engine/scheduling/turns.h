// What has to happen one after the other, by name. One thread.
#pragma once

#include <QString>

#include <deque>
#include <functional>
#include <map>

namespace gantry {

class Turns
{
public:
    // Now, or when those before it have ended. It ends with release(), which it may call itself.
    void take(const QString &name, std::function<void()> turn);
    // Of the one that has its turn: it ends later by one release() more.
    void hold(const QString &name);
    void release(const QString &name);

private:
    struct Line
    {
        std::deque<std::function<void()>> turns; // the first has begun
        int holds = 0;
    };

    void begin(Line &line);

    std::map<QString, Line> m_lines;
};

} // namespace gantry
