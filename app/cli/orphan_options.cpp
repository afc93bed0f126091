#include "app/cli/orphan_options.h"

#include "app/cli/size_text.h"
#include "engine/core/orphan_types.h"

#include <CLI/CLI.hpp>

namespace gantry {

void OrphanOptions::addTo(CLI::App &app, const MakeCommand &command)
{
    const auto withDestination = [this](CLI::App *added) {
        added->add_option("--to", m_to, "The destination")->type_name("NAME")->required();
        return added;
    };
    CLI::App *orphans =
        app.add_subcommand("orphans", "Unfinished uploads on a store that no upload of this queue continues");
    orphans->require_subcommand(1);
    withDestination(command(*orphans, "list", "List them, with age, size, and who began them",
                            "gantryctl orphans list --to rushes",
                            [this]() -> tl::expected<CommandChoice, QString> {
                                return CommandChoice(ListOrphans{QString::fromStdString(m_to)});
                            }));
    CLI::App *adopt = withDestination(command(
        *orphans, "adopt",
        "Queue the file that one was begun for: its parts that are there are not sent again",
        "gantryctl orphans adopt --to rushes 2~a9X1 A001_C002.mxf",
        [this]() -> tl::expected<CommandChoice, QString> {
            return CommandChoice(AdoptOrphan{QString::fromStdString(m_to), QString::fromStdString(m_id),
                                             QString::fromStdString(m_file)});
        }));
    adopt->add_option("ID", m_id, "The store's upload ID")->required();
    adopt->add_option("FILE", m_file, "The file that it was begun for")->required();
    CLI::App *abort = withDestination(command(
        *orphans, "abort", "End them and free what is stored; others may still be sending to them",
        "gantryctl orphans abort --to rushes --older-than 3d\n  gantryctl orphans abort --to rushes "
        "2~a9X1",
        [this]() -> tl::expected<CommandChoice, QString> {
            AbortOrphans choice{QString::fromStdString(m_to), {}, std::nullopt};
            for (const std::string &id : m_ids)
                choice.ids.append(QString::fromStdString(id));
            if (!m_olderThan.empty()) {
                choice.olderThan = durationFromText(QString::fromStdString(m_olderThan));
                if (!choice.olderThan)
                    return tl::unexpected(QStringLiteral("--older-than: a time is expected, as 12h or 3d."));
            } else if (m_ids.empty()) {
                return tl::unexpected(
                    QStringLiteral("Name them by their IDs (see `gantryctl orphans list`), or say "
                                   "--older-than; with 0 it is all of them."));
            }
            return CommandChoice(choice);
        }));
    abort->add_option("ID", m_ids, "The store's upload IDs");
    abort->add_option("--older-than", m_olderThan, "Only those that were begun so long ago: 12h, 3d")
        ->type_name("TIME");

    CLI::App *lifecycle = app.add_subcommand("lifecycle", "A bucket's own rule that ends unfinished uploads");
    lifecycle->require_subcommand(1);
    withDestination(command(*lifecycle, "show", "After how many days the store ends unfinished uploads",
                            "gantryctl lifecycle show --to rushes",
                            [this]() -> tl::expected<CommandChoice, QString> {
                                return CommandChoice(ShowLifecycle{QString::fromStdString(m_to)});
                            }));
    withDestination(
        command(*lifecycle, "set", "Let the store end them; the bucket's other rules stay as they are",
                "gantryctl lifecycle set --to rushes --abort-after-days 7",
                [this]() -> tl::expected<CommandChoice, QString> {
                    return CommandChoice(SetLifecycle{QString::fromStdString(m_to), m_abortAfterDays});
                }))
        ->add_option("--abort-after-days", m_abortAfterDays, "So many days after they were begun")
        ->type_name("N")
        ->check(CLI::Range(1, longestAbortDays))
        ->required();
}

} // namespace gantry
