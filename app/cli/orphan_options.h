// The commands `orphans` and `lifecycle` on the command line.
#pragma once

#include "app/cli/command_line.h"

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace gantry {

// Has to live as long as the parser that it adds to, which fills it in.
class OrphanOptions
{
public:
    using Chosen = std::function<tl::expected<CommandChoice, QString>()>;
    // Adds one command below a parent: its name, help, an example, and what was chosen by it.
    using MakeCommand =
        std::function<CLI::App *(CLI::App &, const char *, const char *, const std::string &, Chosen)>;

    void addTo(CLI::App &app, const MakeCommand &command);

private:
    std::string m_to;
    std::string m_olderThan;
    std::vector<std::string> m_ids;
    std::string m_id;
    std::string m_file;
    int m_abortAfterDays = 0;
};

} // namespace gantry
