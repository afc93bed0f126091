// What the service knows about one upload.
#pragma once

#include "engine/planning/chunk_planner.h"

#include <QByteArray>
#include <QString>

namespace gantry {

enum class UploadStage {
    InProgress,
    Completing, // the store may have begun to put the object in its place; only complete or recovery moves it
                // on
    Completed,
    Deleted, // kept for a while so that a repeated delete is told the truth
};

struct SessionRecord
{
    QString id; // random and unguessable; 32 lower-case hex digits
    QString user;
    QString fingerprint;
    QString key; // as the client asked for it
    QString contentType;
    ChunkPlan plan;
    UploadStage stage = UploadStage::InProgress;
    QString storeHandle; // the store's own name for this upload; opaque to everybody else
    QString finalKey; // from Completing on: the key that the object gets; may differ from `key` to keep both
    QString placeToken;   // Completing: by which the store knows its object again; opaque to everybody else
    QString etag;         // Completed: with its quotes
    qint64 createdMs = 0; // wall clock
    qint64 activeMs = 0;  // wall clock; the last sign of life
};

// A part that the store holds durably.
struct StoredPart
{
    int number = 0;
    qint64 size = 0;
    QByteArray etag; // with its quotes
    QByteArray md5;  // raw; empty if the store does not tell
};

// What a client says it has sent.
struct ClaimedPart
{
    int number = 0;
    QByteArray etag; // as the client sent it, quotes or not
};

struct StoredObject
{
    QString key;
    QByteArray etag; // with its quotes
};

struct PartsSummary
{
    int count = 0;
    qint64 bytes = 0;
};

bool isUploadId(QStringView text);

} // namespace gantry
