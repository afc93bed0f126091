// The upload's state machine: what an event makes of an upload, and what is to be done next. Pure.
//
// Two axes, never mixed: the stage says how far, the holds say why it stands still. It moves when there is no
// hold.
#pragma once

#include "engine/core/upload_types.h"

#include <variant>

namespace gantry {

struct UploadState
{
    Stage stage = Stage::Queued;
    Holds holds = Hold::Queue;
    bool hasSession = false;
    bool sought = false;         // in Opening: Find has been answered, or is not worth asking
    bool openUnanswered = false; // an Open may have been received whose answer we do not have
    bool startedOver = false; // a lost session was replaced in this run already: a second loss is a failure
    bool cancelAsked = false; // while the server was assembling: decided when its answer is known

    friend bool operator==(const UploadState &, const UploadState &) = default;
};

// What the file turned out to be, compared with what is remembered of it.
enum class SourceVerdict {
    First,           // nothing is remembered
    Same,            // identity and fingerprint are the remembered ones
    SameFingerprint, // moved, copied back, another workstation: only the fingerprint says it is the same
    Changed,
};

namespace upload_event {
struct Admitted
{}; // its turn has come
struct Dismissed
{}; // its place in the queue is wanted elsewhere, or it stands still: back to waiting for a turn
struct Inspected
{
    SourceVerdict verdict;
};
struct SessionFound
{}; // by Find; journaled
struct NothingFound
{}; // by Find
struct OpenSent
{}; // the intent is journaled, the request may go out
struct SessionDisproved
{}; // what Find found is another file's; forgotten, and left alone
struct SessionOpened
{}; // journaled
struct Surveyed
{}; // every page
struct SessionLost
{}; // the server does not know it any more
struct SurveyWanted
{}; // the server stands elsewhere than we thought
struct AllStored
{};
struct OtherWayWanted
{}; // the server refuses an upload of this kind of session: another is opened, and then takes its place
struct Recheck
{}; // the file may have changed: look at it again before anything else
struct Committed
{};
struct CommitUnanswered
{}; // lost, or an error inside a success
struct LookedWhole
{};
struct LookedUnfinished
{};
struct LookedMissing
{};
struct LookedOther
{}; // another object has that key
struct DecisionWanted
{}; // a person has to say
struct Verified
{}; // equal, or the store proves nothing
struct Failed
{}; // what no retry mends
struct Held
{
    Hold hold;
};
struct Released
{
    Hold hold;
};
struct CancelAsked
{};
struct RetryAsked
{};
struct StartOverAsked
{}; // in NeedsDecision; the old session has been noted as an orphan
} // namespace upload_event

using UploadEvent =
    std::variant<upload_event::Admitted, upload_event::Dismissed, upload_event::Inspected,
                 upload_event::SessionFound, upload_event::NothingFound, upload_event::OpenSent,
                 upload_event::SessionDisproved, upload_event::SessionOpened, upload_event::Surveyed,
                 upload_event::SessionLost, upload_event::SurveyWanted, upload_event::AllStored,
                 upload_event::OtherWayWanted, upload_event::Recheck, upload_event::Committed,
                 upload_event::CommitUnanswered, upload_event::LookedWhole, upload_event::LookedUnfinished,
                 upload_event::LookedMissing, upload_event::LookedOther, upload_event::DecisionWanted,
                 upload_event::Verified, upload_event::Failed, upload_event::Held, upload_event::Released,
                 upload_event::CancelAsked, upload_event::RetryAsked, upload_event::StartOverAsked>;

// The state after the event. An event that means nothing in this state leaves it as it is: late answers are
// harmless.
UploadState after(const UploadState &state, const UploadEvent &event);

enum class UploadTask { None, Inspect, Find, Open, Survey, Send, Commit, Look, Verify };

// What is to be done now; None while a hold is set or a person has to decide. Doing a task twice must be
// safe, and is: Commit is never a task again before Look has answered, Open never before Find where the
// server can be asked.
UploadTask taskOf(const UploadState &state);

// Where an upload goes on after a restart: nothing is repeated on a guess.
UploadState restored(const UploadRecord &record);

} // namespace gantry
