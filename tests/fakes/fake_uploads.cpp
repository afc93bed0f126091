#include "tests/fakes/fake_uploads.h"

#include "engine/core/etag.h"
#include "engine/hashing/digests.h"
#include "engine/planning/chunk_planner.h"
#include "tests/fakes/fake_json.h"

#include <QDateTime>
#include <QJsonArray>
#include <QMutexLocker>

#include <algorithm>

namespace gantry {

namespace {

// What the source's server does: at least 10 MiB, at most 9,999 parts, and no part at all for an empty file.
qint64 basicChunkSize(qint64 size)
{
    return std::max(10 * MiB, size / 9999);
}

} // namespace

FakeUploads::FakeUploads(FakeFlavour flavour)
    : m_flavour(flavour)
{
    m_settings.resumeTellsSizes = isFull();
}

void FakeUploads::change(const std::function<void(Settings &)> &change)
{
    const QMutexLocker lock(&m_mutex);
    change(m_settings);
}

FakeUploads::Settings FakeUploads::settings() const
{
    const QMutexLocker lock(&m_mutex);
    return m_settings;
}

void FakeUploads::expireLinks()
{
    const QMutexLocker lock(&m_mutex);
    ++m_linkGeneration;
}

void FakeUploads::forgetSessions()
{
    const QMutexLocker lock(&m_mutex);
    for (FakeSession &session : m_sessions)
        if (!session.completed)
            session.deleted = true;
}

QList<FakeSession> FakeUploads::sessions() const
{
    const QMutexLocker lock(&m_mutex);
    return m_sessions;
}

QList<FakeObject> FakeUploads::objects() const
{
    const QMutexLocker lock(&m_mutex);
    return m_objects;
}

int FakeUploads::completesCarriedOut() const
{
    const QMutexLocker lock(&m_mutex);
    return m_completes;
}

ServerAnswer FakeUploads::error(int status, const char *code) const
{
    return json({{QStringLiteral("error"), QLatin1String(code)},
                 {QStringLiteral("message"), QStringLiteral("The fake says so.")}},
                status);
}

FakeSession *FakeUploads::find(const QString &id)
{
    for (FakeSession &session : m_sessions)
        if (session.id == id)
            return &session;
    return nullptr;
}

qint64 FakeUploads::sizeOfPart(const FakeSession &session, int part) const
{
    return std::min(session.chunkSize, session.size - (part - 1) * session.chunkSize);
}

QByteArray FakeUploads::link(const FakeSession &session, int part) const
{
    const qint64 expires = QDateTime::currentSecsSinceEpoch() + m_settings.linkLifetime.count();
    return m_settings.address + "/parts/" + session.id.toLatin1() + '/' + QByteArray::number(part) +
           "?expires=" + QByteArray::number(expires) + "&signature=" + QByteArray::number(m_linkGeneration);
}

QJsonArray FakeUploads::linkList(const FakeSession &session, const QList<int> &numbers) const
{
    QJsonArray list;
    for (const int number : numbers)
        list.append(QJsonObject{{QStringLiteral("part_number"), number},
                                {QStringLiteral("url"), QString::fromLatin1(link(session, number))}});
    return list;
}

bool FakeUploads::wantsBody(const RecordedRequest &request) const
{
    const QMutexLocker lock(&m_mutex);
    return m_settings.keepsContent || !request.target.startsWith("/parts/");
}

ServerAnswer FakeUploads::carryOut(const RecordedRequest &request, const QByteArray &body)
{
    const QMutexLocker lock(&m_mutex);
    const QByteArray path = request.path();
    if (path.startsWith("/parts/"))
        return receivePart(request, body);
    if (isFull() && path == "/healthz")
        return json({{QStringLiteral("status"), QStringLiteral("ok")}});
    if (request.header("Authorization") != "Bearer " + m_settings.token)
        return error(401, "unauthorized");

    const QJsonObject asked = QJsonDocument::fromJson(body).object();
    if (path == "/api/uploads" && request.method == "POST")
        return initiate(asked);
    if (path == "/api/uploads/resume" && request.method == "GET")
        return resume(request);
    if (path == "/api/uploads/complete" && request.method == "POST")
        return complete(asked);
    if (isFull() && path == "/api/capabilities")
        return json({{QStringLiteral("service"), QStringLiteral("fake")},
                     {QStringLiteral("api"), 1},
                     {QStringLiteral("features"),
                      QJsonArray{QStringLiteral("parts"), QStringLiteral("urls"), QStringLiteral("part_size"),
                                 QStringLiteral("key_prefix"), QStringLiteral("lazy_urls"),
                                 QStringLiteral("progress_status"), QStringLiteral("resume_key")}},
                     {QStringLiteral("url_lifetime_seconds"), qint64(m_settings.linkLifetime.count())}});
    if (isFull() && path == "/metrics")
        return {200, "", {}};
    const QList<QByteArray> segments = path.split('/'); // "", "api", "uploads", id, what
    if (segments.size() >= 4 && segments[1] == "api" && segments[2] == "uploads")
        return ofUpload(request, segments[3], segments.mid(4).join('/'));
    return error(404, "not_found");
}

ServerAnswer FakeUploads::receivePart(const RecordedRequest &request, const QByteArray &body)
{
    if (!request.header("Authorization").isEmpty()) // as S3: the link is the permission, and one is enough
        return error(400, "bad_request");
    const QList<QByteArray> segments = request.path().split('/'); // "", "parts", id, number
    FakeSession *session = find(QString::fromLatin1(segments.value(2)));
    const int number = segments.value(3).toInt();
    if (!session || session->deleted || session->completed || number < 1 || number > session->totalChunks)
        return error(404, "not_found");
    if (queryItem(request, "signature").toInt() != m_linkGeneration ||
        queryItem(request, "expires").toLongLong() <= QDateTime::currentSecsSinceEpoch())
        return error(403, "link_expired");
    if (request.bodyBytes != sizeOfPart(*session, number))
        return error(400, "length_mismatch");
    const QByteArray promised = request.header("Content-MD5");
    if (!promised.isEmpty() && promised != request.bodyMd5.toBase64())
        return error(400, "bad_digest");
    FakePart &part = session->parts[number];
    part.size = request.bodyBytes;
    part.md5 = request.bodyMd5;
    part.content = m_settings.keepsContent ? body : QByteArray();
    ++part.timesReceived;
    return {200, "", {{"ETag", quotedHex(part.md5)}}};
}

ServerAnswer FakeUploads::initiate(const QJsonObject &asked)
{
    const QString name = asked[QLatin1String("filename")].toString();
    const QString fingerprint = asked[QLatin1String("fingerprint")].toString();
    const qint64 size = asked[QLatin1String("size")].toInteger(-1);
    if (name.isEmpty() || size < 0)
        return error(400, "bad_request");
    const QString key = asked[QLatin1String("key_prefix")].toString() + name;

    FakeSession *session = nullptr;
    for (FakeSession &known : m_sessions)
        if (isFull() && !known.completed && !known.deleted && known.fingerprint == fingerprint &&
            known.key == key)
            session = &known;
    if (!session) {
        const qint64 wanted = isFull() ? asked[QLatin1String("part_size")].toInteger(0) : 0;
        FakeSession fresh;
        fresh.id = QStringLiteral("upload-%1").arg(m_sessions.size() + 1);
        fresh.key = key;
        fresh.fingerprint = fingerprint;
        fresh.size = size;
        if (wanted > 0)
            fresh.chunkSize = wanted;
        else if (m_settings.chunkSize)
            fresh.chunkSize = *m_settings.chunkSize;
        else
            fresh.chunkSize = isFull() ? planChunks(size)->partSize : basicChunkSize(size);
        fresh.totalChunks = static_cast<int>((size + fresh.chunkSize - 1) / fresh.chunkSize);
        if (isFull())
            fresh.totalChunks = std::max(fresh.totalChunks, 1);
        m_sessions.append(fresh);
        session = &m_sessions.last();
    }
    const int all = session->totalChunks;
    const int count = isFull() ? std::min(asked[QLatin1String("urls")].toInt(all), all) : all;
    const QList<int> numbers = count > 0 ? numbersIn(QStringLiteral("1-%1").arg(count), all) : QList<int>();
    QJsonObject answer{{QStringLiteral("upload_id"), session->id},
                       {QStringLiteral("chunk_size"), session->chunkSize},
                       {QStringLiteral("total_chunks"), session->totalChunks},
                       {QStringLiteral("chunk_urls"), linkList(*session, numbers)}};
    if (isFull())
        answer.insert(QStringLiteral("key"), session->key);
    return json(answer);
}

ServerAnswer FakeUploads::complete(const QJsonObject &asked)
{
    FakeSession *session = find(asked[QLatin1String("upload_id")].toString());
    if (!session || session->deleted)
        return error(404, "not_found");
    const auto done = [&] {
        QJsonObject answer{{QStringLiteral("status"), QStringLiteral("completed")}};
        const auto object = std::find_if(m_objects.begin(), m_objects.end(), [&](const FakeObject &stored) {
            return stored.key == session->key;
        });
        if (isFull()) {
            answer.insert(QStringLiteral("upload_id"), session->id);
            answer.insert(QStringLiteral("etag"), QString::fromLatin1(object->etag));
            answer.insert(QStringLiteral("size"), object->size);
            answer.insert(QStringLiteral("key"), object->key);
        }
        ++m_completes;
        return json(answer);
    };
    if (session->completed)
        return done();

    const int refusal = isFull() ? 409 : 400;
    const QJsonArray list = asked[QLatin1String("parts")].toArray();
    if (list.size() != session->totalChunks)
        return error(refusal, "parts_missing");
    QMap<int, QByteArray> claimed;
    for (const QJsonValue &part : list)
        claimed.insert(part[QLatin1String("PartNumber")].toInt(),
                       part[QLatin1String("ETag")].toString().toLatin1());
    QByteArray digests;
    FakeObject object{session->key, {}, session->size, {}};
    for (int number = 1; number <= session->totalChunks; ++number) {
        const auto part = session->parts.constFind(number);
        if (part == session->parts.constEnd() || !claimed.contains(number))
            return error(refusal, "parts_missing");
        if (bareEtag(claimed.value(number)) != part->md5.toHex())
            return error(refusal, "etag_mismatch");
        digests += part->md5;
        object.content += part->content;
    }
    object.etag = '"' + digestOf(DigestKind::Md5, digests).toHex() + '-' +
                  QByteArray::number(session->totalChunks) + '"';
    m_objects.removeIf([&](const FakeObject &stored) { return stored.key == object.key; });
    m_objects.append(object);
    session->completed = true;
    return done();
}

ServerAnswer FakeUploads::ofUpload(const RecordedRequest &request, const QByteArray &id,
                                   const QByteArray &what)
{
    FakeSession *session = find(QString::fromUtf8(QByteArray::fromPercentEncoding(id)));
    if (!session)
        return error(404, "not_found");
    if (isFull() && what.isEmpty() && request.method == "DELETE") {
        session->deleted = !session->completed;
        return session->completed ? error(409, "already_completed") : ServerAnswer{204, "", {}};
    }
    if (request.method != "GET" || session->deleted)
        return error(404, "not_found");
    if (what == "progress" &&
        (isFull() || !session->completed)) // the source lists the parts of an upload under way
        return progress(*session);
    if (isFull() && what == "parts")
        return parts(*session, request);
    if (isFull() && what == "urls")
        return links(*session, request);
    return error(404, "not_found");
}

} // namespace gantry
