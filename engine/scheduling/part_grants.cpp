// The server's permissions to send parts: asked for ahead of the window, and anew before they expire.
#include "engine/scheduling/endpoint.h"
#include "engine/scheduling/engine_context.h"
#include "engine/scheduling/part_flow.h"

namespace gantry {

void PartFlow::addGrants(const QList<PartGrant> &grants)
{
    m_grants.add(grants, m_endpoint.serverWallMs());
}

void PartFlow::askForGrants()
{
    if (m_askingForGrants || !m_endpoint.gate().isOpen(m_engine.clock->monotonicMs()))
        return;
    QList<int> missing;
    const int ahead = 2 * m_endpoint.settings().partsInFlight;
    for (int number = 1; number <= m_table.plan().partsTotal && missing.size() < 2 * GrantBook::batch;
         ++number) {
        const PartState state = m_table.stateOf(number);
        if (state == PartState::Waiting || state == PartState::Cooling)
            missing.append(number);
    }
    StepContext context = sessionContext();
    context.wantedParts = m_grants.toAskFor(missing, ahead, m_endpoint.serverWallMs());
    if (context.wantedParts.isEmpty())
        return;
    m_askingForGrants = true;
    m_endpoint.call(
        Step::Authorise, context, this,
        [this, wanted = context.wantedParts](const Expected<Outcome> &outcome) {
            m_askingForGrants = false;
            if (!outcome) {
                Q_EMIT troubled(Step::Authorise, outcome.error());
            } else if (const auto *authorised = std::get_if<Authorised>(&*outcome)) {
                addGrants(authorised->grants);
                const qint64 now = m_endpoint.serverWallMs();
                if (std::none_of(wanted.cbegin(), wanted.cend(),
                                 [&](int number) { return m_grants.valid(number, now).has_value(); }))
                    Q_EMIT troubled(
                        Step::Authorise,
                        {FailureKind::ProtocolViolation,
                         tr("The service gives no usable addresses for the parts that are missing."),
                         {},
                         0});
                else
                    Q_EMIT changed();
            } else {
                Q_EMIT sessionLost();
            }
        });
}

} // namespace gantry
