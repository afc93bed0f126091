// Unfinished uploads on a server that no upload of this queue claims, and when the server itself ends them.
#pragma once

#include <QString>

#include <optional>

namespace gantry {

struct Orphan
{
    QString id;                 // the server's name of the session
    QString key;                // the whole name at the destination, its prefix included
    QString name;               // the same as an upload asks for it: without the prefix
    QString initiator;          // who began it, as the server names them; may be empty
    qint64 begunMs = 0;         // wall clock; 0: not told
    std::optional<int> parts;   // stored; none: the server did not tell
    std::optional<qint64> size; // bytes stored; as parts

    friend bool operator==(const Orphan &, const Orphan &) = default;
};

struct LifecycleState
{
    // Days after which the server ends what is unfinished under the destination's prefix; none: never.
    std::optional<int> abortAfterDays;

    friend bool operator==(const LifecycleState &, const LifecycleState &) = default;
};

inline constexpr int longestAbortDays = 3'650;

} // namespace gantry
