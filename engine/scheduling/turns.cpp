#include "engine/scheduling/turns.h"

#include <utility>

namespace gantry {

void Turns::take(const QString &name, std::function<void()> turn)
{
    Line &line = m_lines[name];
    line.turns.push_back(std::move(turn));
    if (line.turns.size() == 1)
        begin(line);
}

void Turns::begin(Line &line)
{
    line.holds = 1;
    const std::function<void()> turn = line.turns.front(); // a copy: it may bring about its own end
    turn();
}

void Turns::hold(const QString &name)
{
    ++m_lines.at(name).holds;
}

void Turns::release(const QString &name)
{
    const auto line = m_lines.find(name);
    if (--line->second.holds > 0)
        return;
    line->second.turns.pop_front();
    if (line->second.turns.empty())
        m_lines.erase(line);
    else
        begin(line->second);
}

} // namespace gantry
