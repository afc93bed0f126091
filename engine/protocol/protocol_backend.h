// What a kind of destination has to know how to do: compose requests and interpret answers. Values in, values
// out.
//
// A backend has no connection, no timer, no thread and no state: everything that changes comes in the
// context. Signing happens in compose(), so a retry is signed afresh. To add a kind, add the folder
// engine/protocol/<kind>/ with <kind>_backend.h declaring `std::unique_ptr<ProtocolBackend>
// make<Kind>Backend()`; nothing else is edited.
#pragma once

#include "engine/core/byte_range.h"
#include "engine/core/destination_types.h"
#include "engine/core/digest_types.h"
#include "engine/core/expected.h"
#include "engine/core/upload_types.h"
#include "engine/planning/chunk_planner.h"
#include "engine/planning/resume_plan.h"
#include "engine/protocol/http_message.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace gantry {

// What a protocol can be asked. A backend is asked only what its traits say that it can do.
enum class Step {
    Discover,      // what does the server support? Once per destination and run
    Find,          // is there an unfinished session for this file, begun here or elsewhere?
    Open,          // begin a session; its body may be the beginning of the file
    Survey,        // which ranges does the server have? Paged
    Authorise,     // fresh permissions (presigned URLs) for some parts
    OpenPart,      // begin one part on the server (tus: a partial upload)
    SurveyPart,    // how much of a part does the server have?
    SendPart,      // the bytes of one part, or the next of them
    Commit,        // assemble
    Look,          // is the object there, whole, and ours? After an answer that got lost
    Abort,         // end a session, an upload's or a listed one, and free its bytes
    List,          // unfinished sessions on the server. Paged
    ShowLifecycle, // after how many days does the server itself end unfinished sessions?
    SetLifecycle,  // let it end them after so many days; its other rules stay
};

struct BackendTraits
{
    QString kind;        // the folder's name
    QString displayName; // source text for people, marked with QT_TRANSLATE_NOOP("Backend", …)
    PlanBounds bounds;
    QString storeName;          // whose bounds these are, a proper name; empty: not known
    bool discovers = false;     // has a Discover step
    bool findsSessions = false; // has a Find step
    bool findsInVain = false;   // a Find step that finds nothing: it tells whether the credentials are taken
    bool opensOnce = false;  // Open may answer with the session that an earlier one began for the same file
    bool findsByKey = false; // what Find finds may be another file's: its parts have to prove that it is not
    bool authorisesParts = false; // every SendPart needs a PartGrant
    bool opensParts = false;      // has an OpenPart step, for parts that isPartOpen() denies
    bool partsGrow = false;       // what arrived of a part stays: SurveyPart, then the rest of it is sent
    bool listsSessions = false;   // has a List step
    bool hasLifecycle = false;    // has a ShowLifecycle and a SetLifecycle step
    bool commits = true;          // has a Commit step; without one the last part completes the upload
    bool aborts = true;           // what is unfinished can be ended
    bool partEtagsAreMd5 = true;  // the answer to SendPart names the MD5 of what arrived
    QList<SettingsField> fields;
};

// A permission to send one part, for a while.
struct PartGrant
{
    int partNumber = 0;
    QByteArray url;
    qint64 expiresAtMs = 0; // wall clock; 0: not known

    friend bool operator==(const PartGrant &, const PartGrant &) = default;
};

struct UploadFacts
{
    QString key; // wanted
    qint64 size = 0;
    QString contentType;
    QString fingerprint;
    QString openToken; // random, ours; journaled before Open
};

struct StepContext
{
    DestinationSettings destination;
    QMap<QString, QByteArray> secrets; // by field name
    QJsonObject abilities;             // as Discover answered; empty before
    UploadFacts upload;
    std::optional<Session> session;
    std::optional<ChunkPlan> plan;        // none before Open
    std::optional<qint64> wantedPartSize; // Open: what the plan would be
    bool partSizeIsFixed = false;         // by the user or the journal: the server is asked for just that
    bool bringsBody = false;              // Open: the call may carry bytes of the file
    int partNumber = 0;                   // SendPart, OpenPart, SurveyPart
    ByteRange range;                      // SendPart: of the file, the bytes of this call
    std::optional<PartGrant> grant;       // SendPart
    Digests digests;                      // SendPart: of the range, those that digestsFirst() names
    QList<int> wantedParts;               // Authorise, ascending
    QStringList othersSessions;           // Find: IDs of those that are another file's, or about to end
    QString wantedSession;       // Find: the ID of the only one that is meant, whose it may be; empty: any
    bool openUnanswered = false; // Find: one without parts may be what an Open of ours began
    QString page;                // Survey, List: the next page's mark; empty: the first.
                                 // Any step: the mark of a MoreToAsk before
    QList<PartReceipt> receipts; // Commit, Look: all parts, ascending
    int abortAfterDays = 0;      // SetLifecycle; from 1
    QByteArray lifecycleRules;   // SetLifecycle: as ShowLifecycle told them
    qint64 wallMs = 0;           // now, corrected by what the server told of its clock
};

struct Discovered
{
    QJsonObject abilities;
};

// What this answer taught of the server, to be kept for all its uploads and for later runs. By itself an
// outcome: the same step is composed again with it.
struct Learned
{
    QJsonObject abilities; // those that are new, or others than before
};

struct Opened
{
    Session session;
    qint64 partSize = 0; // bytes; the server's choice if it makes one, else what was wanted
    int partsTotal = 0;
    QList<PartGrant> grants;
    QJsonObject learned;          // as in Learned
    std::optional<qint64> stored; // bytes of the first part that came with it; none: nothing was sent
};

// OpenPart: where the part is from now on. SurveyPart: an empty address; the server does not know it any
// more.
struct PartOpened
{
    QString address;
    qint64 expiresMs = 0; // as Session::expiresMs; 0: not told
};

// What the server has of a part after SurveyPart, or of one that took less than was sent.
struct PartGrown
{
    qint64 bytes = 0;     // from the part's beginning
    qint64 expiresMs = 0; // as Session::expiresMs; 0: not told
};

// Find: there is none, or one that is another file's. Survey, Look, Authorise, SurveyPart, SendPart: it is
// gone.
struct NoSession
{
    QString othersId; // Find: the other file's; there may be more sessions
};

struct Surveyed
{
    QList<StoredRange> ranges;
    QString nextPage; // empty: that was all
    QList<PartGrant> grants;
    qint64 expiresMs = 0; // as Session::expiresMs; 0: not told
};

struct Authorised
{
    QList<PartGrant> grants;
};

struct PartStored
{
    QByteArray etag;           // verbatim; empty where the protocol has none
    bool etagIsOpaque = false; // it is no MD5, whatever it looks like
    QByteArray crc32c = {};    // of what arrived, raw; empty: not told
    qint64 expiresMs = 0;      // as Session::expiresMs; 0: not told
};

struct Committed
{
    // Of the whole object, compared with what the receipts yield.
    enum class Checksum { NotTold, Equal, Different };

    QByteArray etag; // of the object; empty: not told
    std::optional<qint64> size;
    QString key; // empty: not told
    Checksum checksum = Checksum::NotTold;
    bool etagIsOpaque = false; // it follows no rule, whatever it looks like
};

// Commit: it is assembled, at a place that only this answer tells. Look proves it.
struct Assembled
{
    Session session; // which knows the place
};

// OpenPart, Commit: the server lastingly refuses an upload that is cut as this session is. Open, with the
// session still in its context, begins the upload in another way; only when that was answered is the session
// ended.
struct WayRefused
{
    Failure why; // says in which way it goes on; its kind, what is to be done while that is not certain
};

struct Looked
{
    enum class Found {
        Whole,      // there, and ours
        Unfinished, // the session is there and was not committed
        Missing,    // neither session nor object
        Delivered,  // not there any more, after the server had confirmed all of its bytes
        Other,      // another object has that key
    };
    Found found = Found::Missing;
    Committed object;    // Other: its ETag if it is as long as the file, else nothing
    QString remark = {}; // Unfinished: what a completion that was not answered may have left; may be empty
};

struct Aborted
{};

struct ListedSession
{
    Session session;
    QString initiator; // who began it, as the server names them; may be empty
    QString name;      // what an upload's key has to be to be found as this one
};

struct Listed
{
    QList<ListedSession> sessions;
    QString nextPage;
};

struct Lifecycle
{
    std::optional<int> abortAfterDays; // since they began; none: unfinished sessions stay for ever
    QByteArray rules;                  // all there are, in the server's own words
};

struct LifecycleSet
{};

// The answer is one half of what the step wants to know: the same step again, with this mark as its page.
struct MoreToAsk
{
    QString page;
};

using Outcome = std::variant<Discovered, Opened, NoSession, Surveyed, Authorised, PartOpened, PartGrown,
                             PartStored, Committed, Assembled, WayRefused, Looked, Aborted, Listed, Lifecycle,
                             LifecycleSet, MoreToAsk, Learned>;

class ProtocolBackend
{
public:
    virtual ~ProtocolBackend() = default;

    virtual BackendTraits traits() const = 0;
    // The same, as far as these (valid) settings and what Discover answered (empty before) narrow them.
    virtual BackendTraits traitsFor(const DestinationSettings &, const QJsonObject & /*abilities*/ = {}) const
    {
        return traits();
    }
    // How a file goes there: by the policy within the traits' bounds, unless the kind has a way of its own.
    virtual Expected<ChunkPlan> plan(qint64 fileSize, const DestinationSettings &settings,
                                     const QJsonObject &abilities = {}) const;
    // Into how many parts that way may cut it at most, whatever Discover answers; none: as plan() says.
    virtual std::optional<int> mostParts(qint64 /*fileSize*/, const DestinationSettings &) const
    {
        return std::nullopt;
    }
    // What has to be known of a part's bytes before SendPart is composed; all else is made while they are
    // sent.
    virtual DigestKinds digestsFirst(const StepContext &) const { return {}; }
    // The longest body of a SendPart; none: as long as the part. For kinds whose parts grow.
    virtual std::optional<qint64> bodyLimit(const StepContext &) const { return std::nullopt; }
    // Whether the session knows of that part already, so that it needs no OpenPart.
    virtual bool isPartOpen(const Session &, int /*partNumber*/) const { return true; }
    // The session with what PartOpened told of a part.
    virtual Session withPart(const Session &session, int /*partNumber*/, const QString & /*address*/) const
    {
        return session;
    }
    // Of what was begun for an upload that was cancelled before anybody had heard of it: Abort ends it, even
    // if all its bytes have arrived by then.
    virtual Session unwanted(const Session &session) const { return session; }
    // Whether an upload that does without this session leaves something that has to be ended by Abort.
    virtual bool leavesPartsBehind(const Session &) const { return false; }
    // What the server can do, in sentences for people, as "Test connection" shows them.
    virtual QStringList describe(const QJsonObject & /*abilities*/) const { return {}; }
    // The right that a refused Open, List or Abort lacks, in words for people and by the name that the
    // server's administrators know; empty for other steps.
    virtual QString neededRight(Step step) const;

    // Checks what a person typed; the failure names the field and says what is expected.
    virtual Expected<void> validate(const DestinationSettings &settings) const = 0;

    virtual Expected<HttpCall> compose(Step step, const StepContext &context) const = 0;

    // Strict: what does not parse is a ProtocolViolation. A status that means trouble becomes a Failure whose
    // kind says what may be done about it.
    virtual Expected<Outcome> interpret(Step step, const StepContext &context,
                                        const HttpAnswer &answer) const = 0;

    // In place of Open, for a file that goes up in one piece: a session that only this side knows. None: the
    // server has to be asked.
    virtual std::optional<Opened> openLocally(const StepContext &) const { return std::nullopt; }

    // The same server-side session, whatever else differs in the two.
    virtual bool sameSession(const Session &a, const Session &b) const = 0;

    // The ETag that the finished object has if the store made it of exactly the context's session and
    // receipts; empty: no rule is known.
    virtual QByteArray expectedObjectEtag(const StepContext &context) const = 0;
};

QLatin1String toName(Step step);

// The multipart rule that S3 and its kin follow: md5(md5s of the parts)-N, quoted. Empty if a part's MD5 is
// unknown.
QByteArray multipartEtag(const QList<PartReceipt> &receipts);

} // namespace gantry
