#include "tests/fakes/fake_tus.h"

#include <QMutexLocker>

#include <algorithm>

namespace gantry {

FakeTus::FakeTus(const QString &folder, quint16 port)
    : m_uploads(folder)
    , m_server([this](const RecordedRequest &request) { return decide(request); }, {}, port)
{}

ServerAction FakeTus::decide(const RecordedRequest &request)
{
    ServerAction action = planned(request).value_or(ServerAction::real());
    if (!action.realWork)
        return action;
    const ServerAction real = m_uploads.carryOut(request, action.kind != ServerAction::Kind::LoseAnswer);
    action.answer = real.answer;
    action.work = real.work;
    action.bodyForWork = false;
    action.take = real.take;
    action.end = real.end;
    action.edit = [edit = std::move(action.edit), add = real.edit](ServerAnswer &answer) {
        add(answer);
        if (edit)
            edit(answer);
    };
    return action;
}

std::optional<ServerAction> FakeTus::planned(const RecordedRequest &request)
{
    const QByteArray method = FakeTusUploads::methodOf(request);
    FaultPlan faults;
    {
        const QMutexLocker lock(&m_mutex);
        for (PlannedAnswer &each : m_answers)
            if (each.method == method && each.times-- > 0)
                return ServerAction::answerWith(each.answer.status, each.answer.body, each.answer.headers);
        if (m_losses.removeOne(FakeTusUploads::isFinal(request) ? "final" : method))
            return ServerAction::loseAnswer();
        const auto cut = std::find_if(m_cuts.begin(), m_cuts.end(), [&](const PlannedCut &each) {
            return method == "PATCH" &&
                   (each.upload == 0 || each.upload == FakeTusUploads::numberIn(request));
        });
        if (cut != m_cuts.end()) {
            ServerAction action = ServerAction::closeMidBody(cut->bytes);
            action.realWork = true;
            m_cuts.erase(cut);
            return action;
        }
        faults = m_faults;
    }
    return faults ? faults(request) : std::nullopt;
}

DestinationSettings FakeTus::destination(qint64 partSize) const
{
    DestinationSettings settings;
    settings.name = QStringLiteral("rushes");
    settings.kind = QStringLiteral("tus");
    settings.fields = {{QStringLiteral("url"), QString::fromLatin1(url())}};
    settings.partSize = partSize;
    return settings;
}

void FakeTus::setExtensions(const QList<QByteArray> &extensions)
{
    m_uploads.change([&](FakeTusUploads::Settings &settings) { settings.extensions = extensions; });
}

void FakeTus::setMaxSize(qint64 bytes)
{
    m_uploads.change([&](FakeTusUploads::Settings &settings) { settings.maxSize = bytes; });
}

void FakeTus::setLongestBody(qint64 bytes)
{
    m_uploads.change([&](FakeTusUploads::Settings &settings) { settings.longestBody = bytes; });
}

void FakeTus::setLifetime(std::chrono::milliseconds lifetime)
{
    m_uploads.change([&](FakeTusUploads::Settings &settings) { settings.lifetime = lifetime; });
}

void FakeTus::setJoining(std::chrono::milliseconds time)
{
    m_uploads.change([&](FakeTusUploads::Settings &settings) { settings.joining = time; });
}

void FakeTus::setToken(const QByteArray &token)
{
    m_uploads.change([&](FakeTusUploads::Settings &settings) { settings.token = token; });
}

void FakeTus::setOpenToOptions()
{
    m_uploads.change([](FakeTusUploads::Settings &settings) { settings.isOpenToOptions = true; });
}

void FakeTus::setWantedHeader(const QByteArray &name, const QByteArray &value)
{
    m_uploads.change([&](FakeTusUploads::Settings &settings) { settings.wantedHeader = {name, value}; });
}

void FakeTus::setLocationForm(LocationForm form)
{
    m_uploads.change([&](FakeTusUploads::Settings &settings) { settings.location = form; });
}

void FakeTus::cutNextPatch(qint64 bytes, int upload)
{
    const QMutexLocker lock(&m_mutex);
    m_cuts.append({bytes, upload});
}

void FakeTus::answerNext(const QByteArray &method, int times, int status, const QByteArray &body,
                         const HttpHeaders &headers)
{
    const QMutexLocker lock(&m_mutex);
    m_answers.append({method, times, {status, body, headers}});
}

void FakeTus::loseNextAnswer(const QByteArray &call)
{
    const QMutexLocker lock(&m_mutex);
    m_losses.append(call);
}

void FakeTus::failNextOffset(const QByteArray &method, OffsetFault fault, qint64 bytes)
{
    m_uploads.failNextOffset(method, fault, bytes);
}

void FakeTus::setFaults(FaultPlan plan)
{
    const QMutexLocker lock(&m_mutex);
    m_faults = std::move(plan);
}

void FakeTus::forget(int upload, int status)
{
    m_uploads.forget(upload, status);
}

void FakeTus::expireAll()
{
    m_uploads.expireAll();
}

QList<FakeTusUpload> FakeTus::finished() const
{
    QList<FakeTusUpload> all = uploads();
    all.removeIf([](const FakeTusUpload &upload) {
        return !upload.isFinished() || upload.kind == FakeTusUpload::Kind::Partial;
    });
    return all;
}

int FakeTus::existing() const
{
    const QList<FakeTusUpload> all = uploads();
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [](const FakeTusUpload &upload) { return !upload.isGone; }));
}

int FakeTus::countOf(const QByteArray &method) const
{
    const QList<RecordedRequest> all = requests();
    return static_cast<int>(std::count_if(all.begin(), all.end(), [&](const RecordedRequest &request) {
        return FakeTusUploads::methodOf(request) == method;
    }));
}

} // namespace gantry
