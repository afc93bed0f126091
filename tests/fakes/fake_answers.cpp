// The calls of the fake service that only look.
#include "tests/fakes/fake_json.h"
#include "tests/fakes/fake_uploads.h"

#include <QJsonArray>

#include <algorithm>

namespace gantry {

ServerAnswer FakeUploads::resume(const RecordedRequest &request) const
{
    const QString fingerprint = queryItem(request, "fingerprint");
    const QString key = queryItem(request, "key");
    const auto found = std::find_if(m_sessions.rbegin(), m_sessions.rend(), [&](const FakeSession &session) {
        return !session.completed && !session.deleted && session.fingerprint == fingerprint &&
               (!isFull() || key.isEmpty() || key == session.key);
    });
    if (found == m_sessions.rend())
        return json({{QStringLiteral("resumable"), false}}, 404);
    QJsonArray received;
    QList<int> remaining;
    for (int number = 1; number <= found->totalChunks; ++number) {
        if (found->parts.contains(number))
            received.append(number);
        else
            remaining.append(number);
    }
    QJsonObject answer{{QStringLiteral("resumable"), true},
                       {QStringLiteral("upload_id"), found->id},
                       {QStringLiteral("received_parts"), received},
                       {QStringLiteral("remaining_urls"), linkList(*found, remaining)}};
    if (m_settings.resumeTellsSizes) {
        answer.insert(QStringLiteral("chunk_size"), found->chunkSize);
        answer.insert(QStringLiteral("total_chunks"), found->totalChunks);
    }
    if (isFull()) {
        answer.insert(QStringLiteral("key"), found->key);
        answer.insert(QStringLiteral("size"), found->size);
    }
    return json(answer);
}

ServerAnswer FakeUploads::progress(const FakeSession &session) const
{
    qint64 bytes = 0;
    for (const FakePart &part : session.parts)
        bytes += part.size;
    const double share = session.totalChunks == 0 ? 1.0 : double(session.parts.size()) / session.totalChunks;
    QJsonObject answer{{QStringLiteral("percent"), qRound(share * 1000) / 10.0},
                       {QStringLiteral("chunks_uploaded"), session.parts.size()},
                       {QStringLiteral("chunks_total"), session.totalChunks},
                       {QStringLiteral("bytes_uploaded"), bytes},
                       {QStringLiteral("bytes_total"), session.size}};
    if (isFull())
        answer.insert(QStringLiteral("status"),
                      session.completed ? QStringLiteral("completed") : QStringLiteral("in_progress"));
    for (const FakeObject &object : m_objects) {
        if (!isFull() || !session.completed || object.key != session.key)
            continue;
        answer.insert(QStringLiteral("etag"), QString::fromLatin1(object.etag));
        answer.insert(QStringLiteral("size"), object.size);
        answer.insert(QStringLiteral("key"), object.key);
    }
    return json(answer);
}

ServerAnswer FakeUploads::parts(const FakeSession &session, const RecordedRequest &request) const
{
    const int after = queryItem(request, "after").toInt();
    const QString asked = queryItem(request, "limit");
    const int limit = std::clamp(asked.isEmpty() ? 1000 : asked.toInt(), 1, 1000);
    QJsonArray list;
    QJsonValue marker;
    for (auto part = session.parts.upperBound(after); part != session.parts.constEnd(); ++part) {
        if (list.size() == limit) {
            marker = list.last()[QLatin1String("part_number")];
            break;
        }
        list.append(QJsonObject{{QStringLiteral("part_number"), part.key()},
                                {QStringLiteral("size"), part->size},
                                {QStringLiteral("etag"), QString::fromLatin1(quotedHex(part->md5))}});
    }
    return json({{QStringLiteral("upload_id"), session.id},
                 {QStringLiteral("chunk_size"), session.chunkSize},
                 {QStringLiteral("total_chunks"), session.totalChunks},
                 {QStringLiteral("size"), session.size},
                 {QStringLiteral("parts"), list},
                 {QStringLiteral("next_part_number_marker"), marker}});
}

ServerAnswer FakeUploads::links(const FakeSession &session, const RecordedRequest &request) const
{
    const QList<int> numbers = numbersIn(queryItem(request, "parts"), session.totalChunks);
    if (numbers.isEmpty())
        return error(400, "bad_request");
    return json(
        {{QStringLiteral("upload_id"), session.id}, {QStringLiteral("urls"), linkList(session, numbers)}});
}

} // namespace gantry
