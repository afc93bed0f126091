#include "app/cli/plan_command.h"

#include "app/cli/size_text.h"
#include "engine/ipc/snapshot_json.h"
#include "engine/planning/chunk_planner.h"
#include "engine/protocol/backend_catalogue.h"

namespace gantry {
namespace {

class PlanCommand final : public Command
{
public:
    PlanCommand(CommandContext &context, PlanParts choice)
        : Command(context)
        , m_choice(std::move(choice))
    {}

    void start() override
    {
        if (m_choice.destination.isEmpty()) {
            show(planChunks(m_choice.size), std::nullopt);
            return;
        }
        openEngine();
        call(QStringLiteral("destinations"), {}, [this](const QJsonObject &answer) {
            const auto list =
                listFromJson(answer.value(QLatin1String("destinations")).toArray(), destinationFromJson);
            if (!list) {
                failWith(list.error());
                return;
            }
            for (const DestinationSettings &settings : *list) {
                const ProtocolBackend *backend = backendOf(settings.kind);
                if (settings.name == m_choice.destination && backend != nullptr) {
                    show(backend->plan(m_choice.size, settings), backend->mostParts(m_choice.size, settings));
                    return;
                }
            }
            failWith({FailureKind::InvalidInput,
                      QStringLiteral("There is no destination %1.").arg(m_choice.destination),
                      {},
                      0});
        });
    }

private:
    void show(const Expected<ChunkPlan> &plan, std::optional<int> mostParts)
    {
        if (!plan) {
            failWith(plan.error());
            return;
        }
        QJsonObject facts{{QLatin1String("part_size"), plan->partSize},
                          {QLatin1String("parts_total"), plan->partsTotal},
                          {QLatin1String("last_part_size"), plan->lastPartSize()}};
        const bool mayBeMore = mostParts.value_or(0) > plan->partsTotal;
        if (mayBeMore)
            facts.insert(QLatin1String("parts_total_at_most"), *mostParts);
        printJson(facts);
        const QLocale &locale = console().locale();
        const auto size = [&locale](qint64 bytes) {
            return QStringLiteral("%1 (%2 bytes)").arg(sizeText(locale, bytes), locale.toString(bytes));
        };
        printLine(QStringLiteral("part size       %1").arg(size(plan->partSize)));
        printLine(QStringLiteral("parts           %1").arg(locale.toString(plan->partsTotal)));
        printLine(QStringLiteral("last part size  %1").arg(size(plan->lastPartSize())));
        if (mayBeMore)
            printLine(
                QStringLiteral("The server is asked what it can do only when something is sent: where it "
                               "puts parts together, there are up to %1.")
                    .arg(locale.toString(*mostParts)));
        finish(ExitDone);
    }

    PlanParts m_choice;
};

} // namespace

std::unique_ptr<Command> makePlanCommand(CommandContext &context, const PlanParts &choice)
{
    return std::make_unique<PlanCommand>(context, choice);
}

} // namespace gantry
