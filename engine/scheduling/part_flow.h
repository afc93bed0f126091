// The Sending stage of one upload: a sliding window of parts on the wire, resumed ones compared beside it.
#pragma once

#include "engine/hashing/part_body.h"
#include "engine/planning/part_table.h"
#include "engine/planning/resume_plan.h"
#include "engine/scheduling/endpoint.h"
#include "engine/scheduling/grant_book.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace gantry {

struct EngineContext;
struct UploadEntry;

// Lives in the engine's thread. Closing it cancels its calls and comparisons; what they answer is dropped,
// unless it is the beginning of a part (Endpoint::begunInVain).
class PartFlow : public QObject
{
    Q_OBJECT

public:
    PartFlow(EngineContext &engine, Endpoint &endpoint, UploadEntry &upload, const ChunkPlan &plan,
             QObject *parent = nullptr);
    ~PartFlow() override;

    // Cancels its calls and comparisons and says nothing any more. For when it is deleted later.
    void close();

    void addGrants(const QList<PartGrant> &grants);
    // What the server has already. Where the session was found by its key alone its parts have to prove that
    // it is this file's: nothing is sent before one is found equal; when none is, sessionDisproved().
    enum class Trust { Ours, ToBeProved };
    void adopt(const ResumePlan &resume, const QMap<int, Receipt> &journaled, Trust trust);

    // The first part's beginning went up together with the opening.
    void adoptBeginning(qint64 bytes);

    // Begins one more part if there is one, its permission is at hand and the window has room.
    bool startNext();
    // Whether startNext() might do something, as far as this upload is concerned.
    bool wantsToStart() const;
    // Keeps comparisons going and permissions fresh.
    void tick();

    const PartTable &table() const { return m_table; }
    StepContext contextWithReceipts() const; // for Commit and Look

Q_SIGNALS:
    void changed();
    void allStored();
    // What the upload as a whole has to react to.
    void troubled(gantry::Step step, const gantry::Failure &failure);
    void gaveUp(const gantry::Failure &failure); // no retry mends it
    void sessionLost();
    void wayRefused(const gantry::Failure &why);
    void sessionDisproved();
    void partFailed(int number, const gantry::Failure &failure); // it will be sent again

private:
    struct Sending
    {
        CallId call = 0;
        ByteRange range; // of the file
        std::shared_ptr<PartBody> body;
        qint64 counted = 0; // bytes of it in UploadEntry::bytesSent
        std::optional<PartGrant> grant;
        QMap<QString, QByteArray> secrets; // that it was signed with
        QJsonObject abilities;             // that were known then
    };

    StepContext sessionContext() const;
    StepContext partContext(int number) const;
    void recallExpiry();
    void learnExpiry(int number, qint64 expiresMs);
    void keepExpiry();
    bool isSoundOut(int number);
    void openPart(int number);
    void putSession(int number);
    void shortenBodies(qint64 failed);
    void partLost(int number);
    void surveyPart(int number);
    void markUnsure(int number);
    void doubtUnlisted(const ResumePlan &resume);
    void grew(int number, const PartGrown &grown);
    void prepareThenSend(int number, const std::optional<PartGrant> &grant);
    void send(int number, const Digests &digests);
    void sent(int number, const LaneResult &result);
    void judgeAnswer(int number, const Expected<Outcome> &outcome);
    void count(Sending &sending, qint64 bytes);
    void store(int number, const Receipt &receipt);
    void partTroubled(int number, const Failure &failure);
    void probe();
    DigestKinds kindsToCompare(int number) const;
    void compareMore();
    void compared(int number, const Expected<Digests> &digests);
    void askForGrants();

    EngineContext &m_engine;
    Endpoint &m_endpoint;
    UploadEntry &m_upload;
    PartTable m_table;
    GrantBook m_grants;
    QMap<int, Receipt> m_journaled;  // of listed parts, until they are compared
    QMap<int, PartFinding> m_listed; // likewise: what the server says of them
    QHash<int, Sending> m_sending;
    QHash<int, int> m_failures; // in a row, by part
    CancelFlag m_cancelled;
    QSet<int> m_unsure; // growing parts of which the server may have more, or less, than the table says
    std::optional<qint64> m_bodyCap; // of growing parts; bytes
    QHash<int, int> m_losses;        // of growing parts that the server forgot, by part
    QHash<int, qint64> m_expiries;   // of growing parts, as Session::expiresMs; the last that was told
    std::unique_ptr<QObject> m_opening = std::make_unique<QObject>(); // waits for beginnings; none: closed
    bool m_askingForGrants = false;
    bool m_probing = false;
    bool m_isProved = true; // that the session is of this file
    int m_foundDifferent = 0;
    bool m_closed = false;
    int m_silentFailures = 0; // parts that failed without a word of the server, in a row
};

} // namespace gantry
