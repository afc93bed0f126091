#include "engine/planning/upload_machine.h"

namespace gantry {
namespace {

using namespace upload_event;

bool isAssembling(Stage stage)
{
    return stage == Stage::Committing || stage == Stage::Looking || stage == Stage::Verifying;
}

// Before the server may have been asked to assemble: everything can be begun again from the file.
bool isBeforeCommit(Stage stage)
{
    return stage == Stage::Inspecting || stage == Stage::Opening || stage == Stage::Surveying ||
           stage == Stage::Sending;
}

UploadState at(UploadState state, Stage stage)
{
    state.stage = stage;
    state.sought = false;
    if (isFinal(stage))
        state.holds = state.holds & Hold::User;
    return state;
}

UploadState cancelled(UploadState state)
{
    state.hasSession = false;
    state.openUnanswered = false;
    state.cancelAsked = false;
    return at(state, Stage::Cancelled);
}

UploadState queuedAnew(UploadState state)
{
    state = at(state, Stage::Queued);
    state.holds = Hold::Queue;
    state.startedOver = false;
    state.cancelAsked = false;
    return state;
}

struct Transition
{
    UploadState state;

    UploadState operator()(const Admitted &) const
    {
        UploadState next = state;
        next.holds.setFlag(Hold::Queue, false);
        return next.stage == Stage::Queued ? at(next, Stage::Inspecting) : next;
    }

    UploadState operator()(const Dismissed &) const
    {
        if (isFinal(state.stage))
            return state;
        // The answer to a Commit under way would not be heard: look before anything is repeated.
        UploadState next = at(state, isAssembling(state.stage) ? Stage::Looking : Stage::Queued);
        next.holds = (next.holds & Hold::User) | Hold::Queue;
        return next;
    }

    UploadState operator()(const Inspected &event) const
    {
        if (state.stage != Stage::Inspecting)
            return state;
        if (!state.hasSession)
            return at(state, Stage::Opening);
        return at(state, event.verdict == SourceVerdict::Changed ? Stage::NeedsDecision : Stage::Surveying);
    }

    UploadState operator()(const SessionFound &) const
    {
        if (state.stage != Stage::Opening)
            return state;
        UploadState next = at(state, Stage::Surveying);
        next.hasSession = true;
        next.openUnanswered = false;
        return next;
    }

    UploadState operator()(const NothingFound &) const
    {
        UploadState next = state;
        next.sought = state.stage == Stage::Opening;
        return next;
    }

    UploadState operator()(const OpenSent &) const
    {
        UploadState next = state;
        if (state.stage == Stage::Opening) {
            next.openUnanswered = true;
            // Without an answer the next try begins with Find: the server may know the first one.
            next.sought = false;
        }
        return next;
    }

    UploadState operator()(const SessionDisproved &) const
    {
        if (state.stage != Stage::Surveying && state.stage != Stage::Sending)
            return state;
        UploadState next = at(state, Stage::Opening); // there may be another one to be found
        next.hasSession = false;
        return next;
    }

    UploadState operator()(const SessionOpened &) const
    {
        if (state.stage != Stage::Opening)
            return state;
        UploadState next = at(state, Stage::Sending);
        next.hasSession = true;
        next.openUnanswered = false;
        return next;
    }

    UploadState operator()(const Surveyed &) const
    {
        return state.stage == Stage::Surveying ? at(state, Stage::Sending) : state;
    }

    UploadState operator()(const SessionLost &) const
    {
        return state.stage == Stage::Surveying || state.stage == Stage::Sending ||
                       state.stage == Stage::Committing
                   ? at(state, Stage::Looking)
                   : state;
    }

    UploadState operator()(const SurveyWanted &) const
    {
        return state.stage == Stage::Sending || state.stage == Stage::Committing ? at(state, Stage::Surveying)
                                                                                 : state;
    }

    UploadState operator()(const AllStored &) const
    {
        return state.stage == Stage::Sending ? at(state, Stage::Committing) : state;
    }

    UploadState operator()(const OtherWayWanted &) const
    {
        if (state.stage != Stage::Sending && state.stage != Stage::Committing)
            return state;
        return state.cancelAsked ? cancelled(state) : at(state, Stage::Opening);
    }

    UploadState operator()(const Recheck &) const
    {
        return isBeforeCommit(state.stage) || state.stage == Stage::Committing ? at(state, Stage::Inspecting)
                                                                               : state;
    }

    UploadState operator()(const Committed &) const
    {
        return state.stage == Stage::Committing ? at(state, Stage::Verifying) : state;
    }

    UploadState operator()(const CommitUnanswered &) const
    {
        return state.stage == Stage::Committing ? at(state, Stage::Looking) : state;
    }

    UploadState operator()(const LookedWhole &) const
    {
        return state.stage == Stage::Looking ? at(state, Stage::Verifying) : state;
    }

    UploadState operator()(const LookedUnfinished &) const
    {
        if (state.stage != Stage::Looking)
            return state;
        return state.cancelAsked ? cancelled(state) : at(state, Stage::Inspecting);
    }

    UploadState operator()(const LookedMissing &) const
    {
        if (state.stage != Stage::Looking)
            return state;
        UploadState next = state;
        next.hasSession = false;
        if (next.cancelAsked)
            return cancelled(next);
        if (next.startedOver)
            return at(next, Stage::Failed);
        next.startedOver = true;
        return at(next, Stage::Inspecting);
    }

    UploadState operator()(const LookedOther &) const
    {
        if (state.stage != Stage::Looking)
            return state;
        return state.cancelAsked ? cancelled(state) : at(state, Stage::NeedsDecision);
    }

    UploadState operator()(const DecisionWanted &) const
    {
        if (isFinal(state.stage) || state.stage == Stage::Queued)
            return state;
        return state.cancelAsked ? cancelled(state) : at(state, Stage::NeedsDecision);
    }

    UploadState operator()(const Verified &) const
    {
        if (state.stage != Stage::Verifying)
            return state;
        UploadState next = at(state, Stage::Done);
        next.hasSession = false;
        next.cancelAsked = false; // too late: it is there
        return next;
    }

    UploadState operator()(const Failed &) const
    {
        if (isFinal(state.stage))
            return state;
        return state.cancelAsked ? cancelled(state) : at(state, Stage::Failed);
    }

    UploadState operator()(const Held &event) const
    {
        UploadState next = state;
        if (!isFinal(state.stage) || event.hold == Hold::User)
            next.holds.setFlag(event.hold);
        return next;
    }

    UploadState operator()(const Released &event) const
    {
        UploadState next = state;
        next.holds.setFlag(event.hold, false);
        return next;
    }

    UploadState operator()(const CancelAsked &) const
    {
        if (state.stage == Stage::Done || state.stage == Stage::Cancelled)
            return state;
        // What may have been assembled is neither aborted nor forgotten: its answer decides.
        if (isAssembling(state.stage)) {
            UploadState next = state;
            next.cancelAsked = true;
            next.holds.setFlag(Hold::User, false);
            return next;
        }
        return cancelled(state);
    }

    UploadState operator()(const RetryAsked &) const
    {
        return state.stage == Stage::Failed || state.stage == Stage::Cancelled ? queuedAnew(state) : state;
    }

    UploadState operator()(const StartOverAsked &) const
    {
        if (state.stage != Stage::NeedsDecision)
            return state;
        UploadState next = queuedAnew(state);
        next.hasSession = false;
        next.openUnanswered = false;
        return next;
    }
};

} // namespace

UploadState after(const UploadState &state, const UploadEvent &event)
{
    return std::visit(Transition{state}, event);
}

UploadTask taskOf(const UploadState &state)
{
    if (state.holds)
        return UploadTask::None;
    switch (state.stage) {
    case Stage::Inspecting:
        return UploadTask::Inspect;
    case Stage::Opening:
        return state.sought ? UploadTask::Open : UploadTask::Find;
    case Stage::Surveying:
        return UploadTask::Survey;
    case Stage::Sending:
        return UploadTask::Send;
    case Stage::Committing:
        return UploadTask::Commit;
    case Stage::Looking:
        return UploadTask::Look;
    case Stage::Verifying:
        return UploadTask::Verify;
    case Stage::Queued:
    case Stage::Done:
    case Stage::Failed:
    case Stage::NeedsDecision:
    case Stage::Cancelled:
        return UploadTask::None;
    }
    Q_UNREACHABLE();
}

UploadState restored(const UploadRecord &record)
{
    UploadState state;
    state.hasSession = record.session && !isToAdopt(record);
    state.openUnanswered = !state.hasSession && !record.openToken.isEmpty();
    state.holds = isFinal(record.stage) ? Holds() : Holds(Hold::Queue);
    state.holds.setFlag(Hold::User, record.paused);
    if (isFinal(record.stage))
        state.stage = record.stage;
    else
        state.stage = isAssembling(record.stage) ? Stage::Looking : Stage::Queued;
    return state;
}

} // namespace gantry
