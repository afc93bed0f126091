// What commands make of a destination's unfinished sessions that nobody here claims, and of its own rule that
// ends them.
#include "engine/scheduling/engine_core.h"
#include "engine/scheduling/orphan_survey.h"

namespace gantry {

Expected<Endpoint *> EngineCore::ableEndpoint(const QString &destination, bool BackendTraits::*ability)
{
    Expected<Endpoint *> endpoint = knownEndpoint(destination);
    if (endpoint && !((*endpoint)->traits().*ability))
        return fail(FailureKind::InvalidInput,
                    tr("The destination %1 does not tell what is unfinished there: only S3 stores do.")
                        .arg(destination));
    return endpoint;
}

bool EngineCore::isClaimed(const QString &destination, const QString &sessionId) const
{
    return m_claimedSessions.contains(claimOf(destination, sessionId)) ||
           m_sweeper->isEnding(destination, sessionId);
}

void EngineCore::orphans(const QString &destination, const Reply<Expected<QList<Orphan>>> &reply)
{
    const Expected<Endpoint *> endpoint = ableEndpoint(destination, &BackendTraits::listsSessions);
    if (!endpoint) {
        reply(fail(endpoint.error()));
        return;
    }
    auto survey = new OrphanSurvey(
        **endpoint,
        [this, destination](const Session &session) { return isClaimed(destination, session.id); }, reply,
        *endpoint);
    survey->run();
}

void EngineCore::abortOrphans(const QString &destination, const QList<Orphan> &orphans,
                              const Reply<Expected<void>> &reply)
{
    if (const auto endpoint = ableEndpoint(destination, &BackendTraits::listsSessions); !endpoint) {
        reply(fail(endpoint.error()));
        return;
    }
    JournalBatch batch;
    QList<OrphanNote> notes;
    for (const Orphan &orphan : orphans) {
        // An upload may have adopted it since it was listed.
        if (m_claimedSessions.contains(claimOf(destination, orphan.id))) {
            reply(fail(
                FailureKind::InvalidInput,
                tr("An upload of this queue continues %1. Cancel that upload instead.").arg(orphan.key)));
            return;
        }
        if (m_sweeper->isEnding(destination, orphan.id))
            continue;
        const OrphanNote note{
            destination, {orphan.id, orphan.key, {}, orphan.begunMs}, m_parts.clock->wallMs()};
        batch.append(NoteOrphan{note});
        notes.append(note);
    }
    writeThenSweep(batch, notes, [this, reply] {
        m_sweeper->whenSwept(sweepPatience, [reply](bool swept) {
            if (swept)
                reply({});
            else
                reply(fail(FailureKind::Unreachable,
                           tr("The destination has not confirmed yet that it freed the stored parts; this is "
                              "tried again until it does.")));
        });
    });
}

void EngineCore::lifecycle(const QString &destination, const Reply<Expected<LifecycleState>> &reply)
{
    if (const auto endpoint = ableEndpoint(destination, &BackendTraits::hasLifecycle); !endpoint) {
        reply(fail(endpoint.error()));
        return;
    }
    readLifecycle(destination, [reply](const Expected<Lifecycle> &found) {
        if (found)
            reply(LifecycleState{found->abortAfterDays});
        else
            reply(fail(found.error()));
    });
}

// Read at once before it is written, and again after: what counts is what the server then says.
void EngineCore::setLifecycle(const QString &destination, int abortAfterDays,
                              const Reply<Expected<LifecycleState>> &reply)
{
    if (const auto endpoint = ableEndpoint(destination, &BackendTraits::hasLifecycle); !endpoint) {
        reply(fail(endpoint.error()));
        return;
    }
    if (abortAfterDays < 1 || abortAfterDays > longestAbortDays) {
        reply(fail(FailureKind::InvalidInput,
                   tr("Unfinished uploads can be ended after 1 to %1 days.").arg(longestAbortDays)));
        return;
    }
    readLifecycle(destination, [this, destination, abortAfterDays, reply](const Expected<Lifecycle> &before) {
        Endpoint *endpoint = endpointOf(destination);
        if (!before || !endpoint) {
            reply(fail(before ? Failure{FailureKind::Cancelled, {}, {}, 0} : before.error()));
            return;
        }
        StepContext context = endpoint->baseContext();
        context.abortAfterDays = abortAfterDays;
        context.lifecycleRules = before->rules;
        endpoint->call(Step::SetLifecycle, context, endpoint,
                       [this, destination, reply](const Expected<Outcome> &set) {
                           if (set)
                               lifecycle(destination, reply);
                           else
                               reply(fail(set.error()));
                       });
    });
}

void EngineCore::readLifecycle(const QString &destination,
                               const std::function<void(const Expected<Lifecycle> &)> &then)
{
    Endpoint *endpoint = endpointOf(destination);
    endpoint->tryNow();
    endpoint->prepare(endpoint, [endpoint, then](const Expected<void> &prepared) {
        if (!prepared) {
            then(fail(prepared.error()));
            return;
        }
        endpoint->call(Step::ShowLifecycle, endpoint->baseContext(), endpoint,
                       [then](const Expected<Outcome> &outcome) {
                           if (!outcome)
                               then(fail(outcome.error()));
                           else if (const auto *found = std::get_if<Lifecycle>(&*outcome))
                               then(*found);
                           else
                               then(fail(FailureKind::ProtocolViolation, tr("The answer makes no sense.")));
                       });
    });
}

} // namespace gantry
