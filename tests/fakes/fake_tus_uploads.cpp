#include "tests/fakes/fake_tus_uploads.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMutexLocker>
#include <QUrl>

#include <algorithm>

namespace gantry {
namespace {

constexpr const char *version = "1.0.0";
constexpr const char *folderPath = "/files/";

std::optional<qint64> numberOf(const QByteArray &value)
{
    bool isNumber = false;
    const qint64 number = value.toLongLong(&isNumber);
    return isNumber && number >= 0 ? std::optional(number) : std::nullopt;
}

QString factsFile(const QString &folder, int number)
{
    return QDir(folder).filePath(QStringLiteral("%1.json").arg(number));
}

// None: not as the protocol has it.
std::optional<QMap<QByteArray, QByteArray>> metadataIn(const QByteArray &header)
{
    QMap<QByteArray, QByteArray> metadata;
    if (header.isEmpty())
        return metadata;
    for (const QByteArray &pair : header.split(',')) {
        const QList<QByteArray> words = pair.trimmed().split(' ');
        const auto value =
            QByteArray::fromBase64Encoding(words.value(1), QByteArray::AbortOnBase64DecodingErrors);
        if (words.first().isEmpty() || words.size() > 2 || !value || metadata.contains(words.first()))
            return std::nullopt;
        metadata.insert(words.first(), *value);
    }
    return metadata;
}

} // namespace

FakeTusUploads::FakeTusUploads(const QString &folder)
    : m_folder(folder)
{
    if (!folder.isEmpty())
        load();
}

QByteArray FakeTusUploads::methodOf(const RecordedRequest &request)
{
    const QByteArray overriding = request.header("X-HTTP-Method-Override");
    return overriding.isEmpty() ? request.method : overriding;
}

bool FakeTusUploads::isFinal(const RecordedRequest &request)
{
    return methodOf(request) == "POST" && request.header("Upload-Concat").startsWith("final;");
}

int FakeTusUploads::numberIn(const RecordedRequest &request)
{
    const QByteArray path = request.path();
    return path.startsWith(folderPath) ? path.mid(qstrlen(folderPath)).toInt() : 0;
}

ServerAction FakeTusUploads::carryOut(const RecordedRequest &request, bool isHeard)
{
    const QMutexLocker lock(&m_mutex);
    return answerTo(request, isHeard).edited([isOptions = methodOf(request) == "OPTIONS"](auto &answer) {
        if (!isOptions)
            answer.headers.append(HttpHeader{"Tus-Resumable", version});
    });
}

ServerAction FakeTusUploads::answerTo(const RecordedRequest &request, bool isHeard)
{
    const auto with = [](const ServerAnswer &answer) {
        return ServerAction::answerWith(answer.status, answer.body, answer.headers);
    };
    const QByteArray method = methodOf(request);
    if (const auto refused = refusal(request))
        return with(*refused);
    if (method == "OPTIONS")
        return with(describe());
    if (method == "POST")
        return request.path() == folderPath ? create(request, isHeard) : with({404, {}, {}});
    Kept *upload = at(request.path());
    if (!upload)
        return with({404, {}, {}});
    if (!upload->facts.isGone && upload->expires && *upload->expires <= QDateTime::currentMSecsSinceEpoch() &&
        upload->content.size() < upload->facts.length)
        remove(*upload);
    if (upload->facts.isGone)
        return with({upload->goneStatus, {}, {}});
    if (upload->isLocked) {
        m_headsDuringPatch += method == "HEAD" ? 1 : 0;
        return with({423, {}, {}});
    }
    if (method == "HEAD")
        return with(look(*upload, isHeard));
    if (method == "PATCH")
        return take(*upload, request, isHeard, {204, {}, {}});
    if (method == "DELETE" && has("termination"))
        return with(remove(*upload));
    return with({405, {}, {}});
}

std::optional<ServerAnswer> FakeTusUploads::refusal(const RecordedRequest &request) const
{
    const HttpHeader &wanted = m_settings.wantedHeader;
    if (!wanted.name.isEmpty() && request.header(wanted.name) != wanted.value)
        return ServerAnswer{401, {}, {}};
    const bool isOpen = m_settings.isOpenToOptions && methodOf(request) == "OPTIONS";
    if (!isOpen && !m_settings.token.isEmpty() &&
        request.header("Authorization") != "Bearer " + m_settings.token)
        return ServerAnswer{401, {}, {{"WWW-Authenticate", "Bearer"}}};
    if (m_settings.longestBody >= 0 && request.declaredLength > m_settings.longestBody)
        return ServerAnswer{413, {}, {}};
    if (methodOf(request) != "OPTIONS" && request.header("Tus-Resumable") != version)
        return ServerAnswer{412, {}, {{"Tus-Version", version}}};
    return std::nullopt;
}

ServerAnswer FakeTusUploads::describe() const
{
    ServerAnswer answer{204, {}, {{"Tus-Resumable", version}, {"Tus-Version", version}}};
    if (!m_settings.extensions.isEmpty())
        answer.headers.append(HttpHeader{"Tus-Extension", m_settings.extensions.join(',')});
    if (m_settings.maxSize >= 0)
        answer.headers.append(HttpHeader{"Tus-Max-Size", QByteArray::number(m_settings.maxSize)});
    if (has("checksum"))
        answer.headers.append(HttpHeader{"Tus-Checksum-Algorithm", "sha1,md5,sha256"});
    return answer;
}

ServerAction FakeTusUploads::create(const RecordedRequest &request, bool isHeard)
{
    const auto refuse = [](int status) { return ServerAction::answerWith(status); };
    if (!has("creation"))
        return refuse(405);
    Kept upload;
    upload.concat = request.header("Upload-Concat");
    upload.metadata = request.header("Upload-Metadata");
    const auto metadata = metadataIn(upload.metadata);
    if (!metadata)
        return refuse(400);
    upload.facts.metadata = *metadata;
    if (!upload.concat.isEmpty() && !has("concatenation"))
        return refuse(501);
    if (isFinal(request)) {
        const ServerAnswer answer = concatenate(request, std::move(upload));
        return ServerAction::answerWith(answer.status, answer.body, answer.headers);
    }
    const auto length = numberOf(request.header("Upload-Length"));
    if (!length || (!upload.concat.isEmpty() && upload.concat != "partial"))
        return refuse(400);
    if (m_settings.maxSize >= 0 && *length > m_settings.maxSize)
        return refuse(413);
    upload.facts.kind = upload.concat.isEmpty() ? FakeTusUpload::Kind::Plain : FakeTusUpload::Kind::Partial;
    upload.facts.length = *length;
    const bool brings = request.declaredLength > 0 && has("creation-with-upload");
    if (brings)
        if (const auto refused = chunkRefusal(upload, request))
            return refuse(refused->status);
    Kept &made = keep(std::move(upload));
    ServerAnswer answer{201, {}, {{"Location", location(made, request)}}};
    if (brings)
        return take(made, request, isHeard, std::move(answer));
    addExpiry(made, answer);
    return ServerAction::answerWith(answer.status, answer.body, answer.headers);
}

ServerAnswer FakeTusUploads::concatenate(const RecordedRequest &request, Kept upload)
{
    if (!request.header("Upload-Length").isEmpty() || request.declaredLength > 0)
        return {400, {}, {}};
    QList<const Kept *> partials;
    const QUrl base(QString::fromLatin1("http://" + request.header("Host") + folderPath));
    for (const QByteArray &url : upload.concat.mid(qstrlen("final;")).simplified().split(' ')) {
        const Kept *partial = at(base.resolved(QUrl(QString::fromLatin1(url))).path().toLatin1());
        if (!partial || partial->facts.isGone || partial->facts.kind != FakeTusUpload::Kind::Partial ||
            partial->content.size() < partial->facts.length)
            return {400, {}, {}};
        partials.append(partial);
        upload.facts.partials.append(partial->facts.number);
        upload.facts.length += partial->facts.length;
    }
    if (m_settings.maxSize >= 0 && upload.facts.length > m_settings.maxSize)
        return {413, {}, {}};
    upload.facts.kind = FakeTusUpload::Kind::Final;
    upload.joinedMs = QDateTime::currentMSecsSinceEpoch() + m_settings.joining.count();
    Kept &made = keep(std::move(upload));
    for (const Kept *partial : partials)
        made.content.append(partial->content);
    return {201, {}, {{"Location", location(made, request)}}};
}

ServerAnswer FakeTusUploads::look(Kept &upload, bool isHeard)
{
    ServerAnswer answer{
        200, {}, {{"Upload-Length", QByteArray::number(upload.facts.length)}, {"Cache-Control", "no-store"}}};
    if (!upload.concat.isEmpty())
        answer.headers.append(HttpHeader{"Upload-Concat", upload.concat});
    if (!upload.metadata.isEmpty())
        answer.headers.append(HttpHeader{"Upload-Metadata", upload.metadata});
    if (upload.joinedMs <= QDateTime::currentMSecsSinceEpoch())
        tellOffset(upload, "HEAD", upload.content.size(), isHeard, answer);
    return answer;
}

ServerAnswer FakeTusUploads::remove(Kept &upload)
{
    upload.facts.isGone = true;
    upload.content.remove();
    if (!m_folder.isEmpty())
        QFile::remove(factsFile(m_folder, upload.facts.number));
    return {204, {}, {}};
}

void FakeTusUploads::tellOffset(Kept &upload, const QByteArray &method, qint64 before, bool isHeard,
                                ServerAnswer &answer)
{
    qint64 told = upload.content.size();
    const auto planned = std::find_if(m_plannedOffsets.begin(), m_plannedOffsets.end(),
                                      [&](const PlannedOffset &each) { return each.method == method; });
    if (planned != m_plannedOffsets.end()) {
        const PlannedOffset plan = *planned;
        m_plannedOffsets.erase(planned);
        switch (plan.fault) {
        case OffsetFault::Short:
            told = std::max<qint64>(0, told - plan.bytes);
            break;
        case OffsetFault::Lower:
            told = std::max<qint64>(0, before - plan.bytes);
            break;
        case OffsetFault::Beyond:
            told += plan.bytes;
            break;
        case OffsetFault::Missing:
            return;
        }
        if (told < upload.content.size())
            upload.content.truncate(told);
    }
    answer.headers.append(HttpHeader{"Upload-Offset", QByteArray::number(told)});
    if (isHeard || told < upload.acknowledged)
        upload.acknowledged = std::min(told, upload.content.size());
}

// Of an unfinished upload.
void FakeTusUploads::addExpiry(Kept &upload, ServerAnswer &answer) const
{
    if (!has("expiration") || m_settings.lifetime.count() == 0)
        return;
    upload.expires = QDateTime::currentMSecsSinceEpoch() + m_settings.lifetime.count();
    answer.headers.append(HttpHeader{"Upload-Expires", httpDate(*upload.expires)});
}

FakeTusUploads::Kept *FakeTusUploads::at(const QByteArray &path)
{
    const auto found =
        path.startsWith(folderPath) ? m_uploads.find(path.mid(qstrlen(folderPath)).toInt()) : m_uploads.end();
    return found == m_uploads.end() ? nullptr : &found->second;
}

FakeTusUploads::Kept &FakeTusUploads::keep(Kept upload)
{
    const int number = m_uploads.empty() ? 1 : m_uploads.rbegin()->first + 1;
    upload.facts.number = number;
    if (!m_folder.isEmpty()) {
        upload.content = FakeTusContent(QDir(m_folder).filePath(QString::number(number)));
        save(upload);
    }
    return m_uploads.emplace(number, std::move(upload)).first->second;
}

void FakeTusUploads::save(const Kept &upload) const
{
    QJsonArray partials;
    for (const int partial : upload.facts.partials)
        partials.append(partial);
    const QJsonObject facts{{QStringLiteral("kind"), static_cast<int>(upload.facts.kind)},
                            {QStringLiteral("length"), upload.facts.length},
                            {QStringLiteral("metadata"), QString::fromLatin1(upload.metadata)},
                            {QStringLiteral("concat"), QString::fromLatin1(upload.concat)},
                            {QStringLiteral("partials"), partials}};
    QFile file(factsFile(m_folder, upload.facts.number));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(facts).toJson()) < 0)
        qFatal("FakeTus cannot write %s", qPrintable(file.fileName()));
}

void FakeTusUploads::load()
{
    const QDir folder(m_folder);
    const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files);
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject facts = QJsonDocument::fromJson(file.readAll()).object();
        const QString number = name.chopped(5);
        Kept upload;
        upload.facts.number = number.toInt();
        upload.facts.kind = static_cast<FakeTusUpload::Kind>(facts[QLatin1String("kind")].toInt());
        upload.facts.length = facts[QLatin1String("length")].toInteger();
        upload.metadata = facts[QLatin1String("metadata")].toString().toLatin1();
        upload.facts.metadata = metadataIn(upload.metadata).value_or(QMap<QByteArray, QByteArray>());
        upload.concat = facts[QLatin1String("concat")].toString().toLatin1();
        for (const QJsonValue &partial : facts[QLatin1String("partials")].toArray())
            upload.facts.partials.append(partial.toInt());
        upload.content = FakeTusContent(folder.filePath(number));
        m_uploads.emplace(upload.facts.number, std::move(upload));
    }
}

QByteArray FakeTusUploads::location(const Kept &upload, const RecordedRequest &request) const
{
    const QByteArray name = QByteArray::number(upload.facts.number);
    switch (m_settings.location) {
    case LocationForm::Absolute:
        return "http://" + request.header("Host") + folderPath + name;
    case LocationForm::Path:
        return folderPath + name;
    case LocationForm::SchemeRelative:
        return "//" + request.header("Host") + folderPath + name;
    case LocationForm::RelativeToRequest:
        return name;
    }
    return {};
}

void FakeTusUploads::change(const std::function<void(Settings &)> &change)
{
    const QMutexLocker lock(&m_mutex);
    change(m_settings);
}

FakeTusUploads::Settings FakeTusUploads::settings() const
{
    const QMutexLocker lock(&m_mutex);
    return m_settings;
}

void FakeTusUploads::failNextOffset(const QByteArray &method, OffsetFault fault, qint64 bytes)
{
    const QMutexLocker lock(&m_mutex);
    m_plannedOffsets.append({method, fault, bytes});
}

void FakeTusUploads::forget(int number, int status)
{
    const QMutexLocker lock(&m_mutex);
    for (auto &[each, upload] : m_uploads) {
        if (number != 0 && each != number)
            continue;
        remove(upload);
        upload.goneStatus = status;
    }
}

void FakeTusUploads::expireAll()
{
    const QMutexLocker lock(&m_mutex);
    for (auto &[number, upload] : m_uploads)
        upload.expires = 0;
}

QList<FakeTusUpload> FakeTusUploads::uploads() const
{
    const QMutexLocker lock(&m_mutex);
    QList<FakeTusUpload> all;
    for (const auto &[number, upload] : m_uploads) {
        all.append(upload.facts);
        all.last().offset = upload.content.size();
        all.last().content = upload.content.bytes();
    }
    return all;
}

qint64 FakeTusUploads::bytesReceivedAgain() const
{
    const QMutexLocker lock(&m_mutex);
    return m_receivedAgain;
}

int FakeTusUploads::headsDuringPatch() const
{
    const QMutexLocker lock(&m_mutex);
    return m_headsDuringPatch;
}

} // namespace gantry
