// New uploads: what may be one, and what is one already.
#include "engine/core/key_length.h"
#include "engine/scheduling/engine_core.h"

#include <QFileInfo>

#include <algorithm>

namespace gantry {
namespace {

// Keys that a web address cannot carry unchanged, or that no store takes.
std::optional<QString> faultOf(const QString &key)
{
    if (key.isEmpty() || key.startsWith(QLatin1Char('/')) || key.endsWith(QLatin1Char('/')))
        return EngineCore::tr("a name at the destination neither is empty nor begins or ends with a slash");
    if (key.toUtf8().size() > longestKey)
        return EngineCore::tr("a name at the destination is at most 1024 bytes long");
    if (key.contains(QChar(0)))
        return EngineCore::tr("a name at the destination has no NUL character");
    const QStringList segments = key.split(QLatin1Char('/'));
    for (const QString &segment : segments)
        if (segment.isEmpty() || segment == QLatin1String(".") || segment == QLatin1String(".."))
            return EngineCore::tr("a name at the destination has no empty part, no . and no ..");
    return std::nullopt;
}

} // namespace

// As it will be kept, but for what it gets when it is one.
UploadRecord EngineCore::recordFor(const NewUpload &upload)
{
    UploadRecord record;
    record.path = QFileInfo(upload.path).absoluteFilePath();
    record.destination = upload.destination;
    record.key = upload.key;
    record.priority = upload.priority;
    record.identity.size = upload.size;
    return record;
}

// The upload of that file to that name, if it has not ended.
UploadEntry *EngineCore::unfinishedAs(const UploadRecord &record)
{
    if (const UploadEntry *there = entryOf(m_unfinishedByPlace.value(placeOf(record))))
        settleFinal(*there);
    return entryOf(m_unfinishedByPlace.value(placeOf(record)));
}

Expected<void> EngineCore::freeToAdopt(const NewUpload &upload)
{
    if (upload.session.isEmpty())
        return {};
    if (const UploadEntry *there = unfinishedAs(recordFor(upload)))
        return fail(FailureKind::InvalidInput,
                    tr("Upload %1 of the queue sends this file to that name already. Cancel it first.")
                        .arg(there->record.id.value));
    if (const auto endpoint = ableEndpoint(upload.destination, &BackendTraits::listsSessions); !endpoint)
        return fail(endpoint.error());
    if (isClaimed(upload.destination, upload.session))
        return fail(FailureKind::InvalidInput,
                    tr("This queue continues or ends the unfinished upload %1 already.").arg(upload.session));
    return {};
}

void EngineCore::add(const QList<NewUpload> &uploads, const Reply<Expected<QList<AddedUpload>>> &reply)
{
    for (const NewUpload &upload : uploads) {
        if (const Expected<Endpoint *> endpoint = knownEndpoint(upload.destination); !endpoint) {
            reply(fail(endpoint.error()));
            return;
        }
        if (const Expected<void> free = freeToAdopt(upload); !free) {
            reply(fail(free.error()));
            return;
        }
        const auto isNamed = [&](const NewUpload &other) {
            return &other != &upload && other.session == upload.session &&
                   other.destination == upload.destination;
        };
        if (!upload.session.isEmpty() && std::any_of(uploads.begin(), uploads.end(), isNamed)) {
            reply(fail(FailureKind::InvalidInput,
                       tr("Two files cannot continue the same unfinished upload %1.").arg(upload.session)));
            return;
        }
        if (const std::optional<QString> fault = faultOf(upload.key)) {
            reply(fail(FailureKind::InvalidInput, tr("%1 cannot be sent: %2.").arg(upload.path, *fault)));
            return;
        }
    }
    QList<AddedUpload> added;
    JournalBatch batch;
    for (const NewUpload &upload : uploads) {
        UploadRecord record = recordFor(upload);
        if (UploadEntry *known = unfinishedAs(record)) {
            known->state =
                after(after(known->state, upload_event::RetryAsked{}), upload_event::Released{Hold::User});
            known->record.paused = false;
            known->record.stage = known->state.stage;
            if (!isFinal(known->state.stage))
                known->record.error.reset();
            batch.append(PutUpload{known->record});
            added.append({known->record.id, true});
            continue;
        }
        record.id = m_nextId;
        record.addedMs = m_parts.clock->wallMs();
        if (!upload.session.isEmpty()) {
            record.session = Session{upload.session, upload.key, {}, record.addedMs};
            record.onlyFingerprint = true; // others may have begun it
        }
        ++m_nextId.value;
        m_uploads[record.id].record = record;
        if (record.session)
            claimSession(record.id, *record.session);
        m_unfinishedByPlace.insert(placeOf(record), record.id);
        batch.append(PutUpload{record});
        added.append({record.id, false});
    }
    // An upload is known once it is durable: then it may begin.
    m_writer->write(batch, this, [this, added, reply] {
        for (const AddedUpload &upload : added) {
            UploadEntry *entry = entryOf(upload.id);
            if (!entry) // removed meanwhile
                continue;
            enqueue(*entry);
            uploadChanged(upload.id);
        }
        publish();
        reply(added);
        wantsPump();
    });
}

} // namespace gantry
