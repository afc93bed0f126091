// Where parts and finished objects live. One implementation per kind of store; the rest of the service knows
// only this.
#pragma once

#include "app/service/service_error.h"
#include "app/service/session_record.h"
#include "engine/planning/chunk_planner.h"

#include <QByteArrayView>
#include <QList>

#include <chrono>
#include <optional>

namespace gantry {

// A request body as it comes in.
class RequestBody
{
public:
    virtual ~RequestBody() = default;
    virtual qint64 length() const = 0; // bytes, as declared
    // > 0: so many bytes, at most `size`; 0: the whole body has been read; < 0: it will never be whole
    // (closed, too slow).
    virtual qint64 read(char *buffer, qint64 size) = 0;
    // Makes a read that waits, and each later one, return < 0. Any thread.
    virtual void interrupt() = 0;
};

// A store that takes the bytes itself, at links of this service: /parts/UPLOAD/NUMBER?QUERY.
class PartSink
{
public:
    virtual ~PartSink() = default;
    // Returns the ETag with its quotes, once the bytes and the receipt are durable. `query` is raw, without
    // its '?'.
    virtual Served<QByteArray> receivePart(QStringView uploadId, QByteArrayView partNumber,
                                           QByteArrayView query, RequestBody &body) = 0;
};

// UploadLost from any of them: the store has nothing of the upload any longer; the caller ends it.
// All calls may block; any thread; two calls for one upload never run at the same time, but partLinks, parts
// and summary may run beside any other.
class ObjectStore
{
public:
    virtual ~ObjectStore() = default;

    virtual PlanBounds bounds() const = 0;

    // Prepares for parts. Fills in what the store wants to remember with the upload (storeHandle).
    virtual Served<void> open(SessionRecord &upload) = 0;
    // One link per number, in their order; each good for one PUT of exactly that part.
    virtual Served<QList<QByteArray>> partLinks(const SessionRecord &upload, const QList<int> &numbers,
                                                std::chrono::seconds lifetime) = 0;
    // In the order of their numbers, from `after` + 1 on, at most `limit`.
    virtual Served<QList<StoredPart>> parts(const SessionRecord &upload, int after, int limit) = 0;
    virtual Served<PartsSummary> summary(const SessionRecord &upload) = 0;
    // Checks the claimed parts against its receipts and makes the object visible as a whole. Refuses with
    // PartsMissing or EtagMismatch.
    virtual Served<StoredObject> complete(const SessionRecord &upload, const QList<ClaimedPart> &claims) = 0;
    // For an upload that was in stage Completing: the object, if it is in its place; none if that never
    // happened.
    virtual Served<std::optional<StoredObject>> findPlaced(const SessionRecord &upload) = 0;
    // Removes what is stored of an unfinished upload; nothing there is fine. AlreadyCompleted: another
    // service has put the object in its place meanwhile, and it stays.
    virtual Served<void> discard(const SessionRecord &upload) = 0;
    // A part of it is coming in just now, so it is not abandoned.
    virtual bool isReceiving(const SessionRecord &upload) const = 0;
    // After a start: brings files and receipts into step. `unfinished` is every upload in stage InProgress or
    // Completing.
    virtual Served<void> reconcile(const QList<SessionRecord> &unfinished) = 0;
    // Then it is called now and then, and not only after a start.
    virtual bool reconcilesWhileServing() const { return false; }

    virtual PartSink *partSink() { return nullptr; }
};

} // namespace gantry
