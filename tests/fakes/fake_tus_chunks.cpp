// The calls of the fake tus server that bring bytes.
#include "engine/hashing/digests.h"
#include "tests/fakes/fake_tus_uploads.h"

#include <QMutexLocker>

#include <algorithm>

namespace gantry {
namespace {

constexpr const char *chunkType = "application/offset+octet-stream";

struct Checksum
{
    Digester digester;
    QByteArray expected; // raw
};

std::optional<DigestKind> algorithmOf(const QByteArray &name)
{
    if (name == "sha1")
        return DigestKind::Sha1;
    if (name == "md5")
        return DigestKind::Md5;
    if (name == "sha256")
        return DigestKind::Sha256;
    return std::nullopt;
}

} // namespace

// A body on its way into an upload.
struct FakeTusUploads::Chunk
{
    Kept &upload;
    ServerAnswer answer;
    bool isRefused = false;
    qint64 at = 0;               // of the next piece in the upload
    qint64 acknowledged = 0;     // when it began
    qint64 before = 0;           // bytes that were there
    std::optional<Checksum> sum; // with it nothing is kept before all of it is there
    QByteArray held = {};
};

ServerAction FakeTusUploads::take(Kept &upload, const RecordedRequest &request, bool isHeard,
                                  ServerAnswer answer)
{
    const auto refused = chunkRefusal(upload, request);
    const auto chunk = std::make_shared<Chunk>(Chunk{upload,
                                                     refused.value_or(std::move(answer)),
                                                     refused.has_value(),
                                                     request.header("Upload-Offset").toLongLong(),
                                                     upload.acknowledged,
                                                     upload.content.size(),
                                                     {}});
    const QList<QByteArray> checksum = request.header("Upload-Checksum").split(' ');
    if (const auto algorithm = algorithmOf(checksum.first()); has("checksum") && algorithm)
        chunk->sum = Checksum{Digester(*algorithm), QByteArray::fromBase64(checksum.value(1))};
    if (!refused)
        upload.isLocked = true;
    ServerAction action;
    action.bodyForWork = false;
    action.take = [this, chunk](const QByteArray &piece) {
        const QMutexLocker lock(&m_mutex);
        takePiece(*chunk, piece);
    };
    action.end = [this, chunk](bool whole) {
        const QMutexLocker lock(&m_mutex);
        endChunk(*chunk, whole);
    };
    action.work = [this, chunk, isHeard](const RecordedRequest &whole, const QByteArray &) {
        const QMutexLocker lock(&m_mutex);
        if (!chunk->isRefused) {
            tellOffset(chunk->upload, methodOf(whole), chunk->before, isHeard, chunk->answer);
            if (chunk->upload.content.size() < chunk->upload.facts.length)
                addExpiry(chunk->upload, chunk->answer);
        }
        return chunk->answer;
    };
    return action;
}

std::optional<ServerAnswer> FakeTusUploads::chunkRefusal(const Kept &upload,
                                                         const RecordedRequest &request) const
{
    if (request.header("Content-Type") != chunkType)
        return ServerAnswer{415, {}, {}};
    if (upload.facts.kind == FakeTusUpload::Kind::Final)
        return ServerAnswer{403, {}, {}};
    bool isNumber = methodOf(request) == "POST";
    const qint64 offset = isNumber ? 0 : request.header("Upload-Offset").toLongLong(&isNumber);
    if (!isNumber || offset < 0 || request.declaredLength < 0)
        return ServerAnswer{400, {}, {}};
    if (offset != upload.content.size())
        return ServerAnswer{409, {}, {}};
    if (offset + request.declaredLength > upload.facts.length)
        return ServerAnswer{400, {}, {}};
    const QByteArray checksum = request.header("Upload-Checksum");
    if (has("checksum") && !checksum.isEmpty() && !algorithmOf(checksum.split(' ').first()))
        return ServerAnswer{400, {}, {}};
    return std::nullopt;
}

void FakeTusUploads::takePiece(Chunk &chunk, const QByteArray &piece)
{
    m_receivedAgain += std::max<qint64>(0, std::min(chunk.acknowledged, chunk.at + piece.size()) - chunk.at);
    chunk.at += piece.size();
    if (chunk.isRefused || chunk.upload.facts.isGone)
        return;
    if (!chunk.sum) {
        chunk.upload.content.append(piece);
        return;
    }
    chunk.sum->digester.add(piece);
    chunk.held += piece;
}

void FakeTusUploads::endChunk(Chunk &chunk, bool whole)
{
    if (chunk.isRefused)
        return;
    chunk.upload.isLocked = false;
    if (chunk.upload.facts.isGone) {
        chunk.isRefused = true;
        chunk.answer = {chunk.upload.goneStatus, {}, {}};
    } else if (whole && chunk.sum && chunk.sum->digester.result() != chunk.sum->expected) {
        chunk.isRefused = true;
        chunk.answer = {460, {}, {}};
    } else if (whole) {
        chunk.upload.content.append(chunk.held);
    }
}

} // namespace gantry
