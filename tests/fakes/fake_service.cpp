#include "tests/fakes/fake_service.h"

#include <QMutexLocker>

#include <algorithm>

namespace gantry {

FakeService::FakeService(FakeFlavour flavour, std::optional<LoopbackServer::Tls> tls)
    : m_uploads(flavour)
    , m_server([this](const RecordedRequest &request) { return decide(request); }, std::move(tls))
{
    m_uploads.change([this](FakeUploads::Settings &settings) { settings.address = m_server.url(""); });
}

FakeService::~FakeService() = default;

ServerAction FakeService::decide(const RecordedRequest &request)
{
    FaultPlan faults;
    {
        const QMutexLocker lock(&m_mutex);
        faults = m_faults;
    }
    std::optional<ServerAction> fault = faults ? faults(request) : std::nullopt;
    ServerAction action = fault ? std::move(*fault) : ServerAction::real();
    if (action.realWork) {
        action.bodyForWork = m_uploads.wantsBody(request);
        action.work = [this](const RecordedRequest &whole, const QByteArray &body) {
            return m_uploads.carryOut(whole, body);
        };
    }
    return action;
}

QByteArray FakeService::token() const
{
    return m_uploads.settings().token;
}

void FakeService::setFaults(FaultPlan plan)
{
    const QMutexLocker lock(&m_mutex);
    m_faults = std::move(plan);
}

void FakeService::setToken(const QByteArray &token)
{
    m_uploads.change([&](FakeUploads::Settings &settings) { settings.token = token; });
}

void FakeService::setChunkSize(qint64 bytes)
{
    m_uploads.change([&](FakeUploads::Settings &settings) { settings.chunkSize = bytes; });
}

void FakeService::setLinkLifetime(std::chrono::seconds lifetime)
{
    m_uploads.change([&](FakeUploads::Settings &settings) { settings.linkLifetime = lifetime; });
}

void FakeService::setKeepsContent(bool keeps)
{
    m_uploads.change([&](FakeUploads::Settings &settings) { settings.keepsContent = keeps; });
}

void FakeService::setResumeTellsSizes(bool tells)
{
    m_uploads.change([&](FakeUploads::Settings &settings) { settings.resumeTellsSizes = tells; });
}

void FakeService::expireLinks()
{
    m_uploads.expireLinks();
}

void FakeService::forgetSessions()
{
    m_uploads.forgetSessions();
}

int FakeService::timesStored(int part) const
{
    int times = 0;
    for (const FakeSession &session : sessions())
        times += session.parts.value(part).timesReceived;
    return times;
}

int FakeService::partsStored() const
{
    int times = 0;
    for (const FakeSession &session : sessions())
        for (const FakePart &part : session.parts)
            times += part.timesReceived;
    return times;
}

qint64 FakeService::bytesReceived() const
{
    qint64 bytes = 0;
    for (const RecordedRequest &request : m_server.requests())
        if (isPart(request))
            bytes += request.bodyBytes;
    return bytes;
}

int FakeService::countOf(const std::function<bool(const RecordedRequest &)> &kind) const
{
    const QList<RecordedRequest> all = m_server.requests();
    return static_cast<int>(std::count_if(all.begin(), all.end(), kind));
}

bool FakeService::isInitiate(const RecordedRequest &request)
{
    return request.method == "POST" && request.path() == "/api/uploads";
}

bool FakeService::isResume(const RecordedRequest &request)
{
    return request.path() == "/api/uploads/resume";
}

bool FakeService::isComplete(const RecordedRequest &request)
{
    return request.path() == "/api/uploads/complete";
}

int FakeService::partNumber(const RecordedRequest &request)
{
    const QList<QByteArray> segments = request.path().split('/');
    return segments.value(1) == "parts" ? segments.value(3).toInt() : 0;
}

} // namespace gantry
