// A correct little upload service in memory, on a real socket, that fails exactly where a test wants it to.
//
//     FakeService service(FakeFlavour::Basic);
//     service.setChunkSize(256 * 1024);
//     service.setFaults([&](const RecordedRequest &request) -> std::optional<ServerAction> {
//         if (FakeService::isComplete(request) && service.countOf(FakeService::isComplete) == 1)
//             return ServerAction::loseAnswer();                 // the object is made, the client is not
//             told
//         if (FakeService::partNumber(request) == 3 && service.timesStored(3) < 2)
//             return ServerAction::real().withHeader("ETag", "\"0123\""); // stored, and a lie about it
//         if (request.number == 7)
//             return ServerAction::answerWith(503, {}, {{"Retry-After", "1"}});
//         return std::nullopt;                                   // as a good server does
//     });
//     … an engine with a destination of the kind "service" at service.url() and the token service.token() …
//     QTRY_COMPARE(service.objects().size(), 1);
//     QCOMPARE(service.timesStored(3), 3);
//
// An action of a fault plan replaces the work, unless it is real() or loseAnswer(): these do the work first.
// The plan is called in the server's thread, when the headers of a request are in; the request is then the
// last of server().requests(). All functions here may be called from any thread, and from the plan.
#pragma once

#include "tests/fakes/fake_uploads.h"

namespace gantry {

class FakeService
{
public:
    using FaultPlan = std::function<std::optional<ServerAction>(const RecordedRequest &)>;

    explicit FakeService(FakeFlavour flavour = FakeFlavour::Full,
                         std::optional<LoopbackServer::Tls> tls = {});
    ~FakeService();

    QByteArray url() const { return m_server.url(""); } // for the destination
    QByteArray token() const;
    LoopbackServer &server() { return m_server; } // stop(), start(), limitReadRate(), requests() …

    void setFaults(FaultPlan plan); // none: {}
    void setToken(const QByteArray &token);
    void setChunkSize(qint64 bytes); // of sessions opened from now on, where the client asks for none
    void setLinkLifetime(std::chrono::seconds lifetime); // of links made from now on
    void setKeepsContent(bool keeps); // of parts that arrive from now on; else their MD5 only
    // Whether resume tells chunk_size and total_chunks. A basic server does not, as in the source; a full one
    // does.
    void setResumeTellsSizes(bool tells);
    void expireLinks();    // all that were handed out, whatever they say themselves
    void forgetSessions(); // all that are unfinished, as a store's lifecycle rule does

    QList<FakeSession> sessions() const { return m_uploads.sessions(); }
    QList<FakeObject> objects() const { return m_uploads.objects(); }
    int completesCarriedOut() const { return m_uploads.completesCarriedOut(); } // repeats included
    int timesStored(int part) const;                                            // over all sessions
    int partsStored() const;      // over all parts and sessions, repeats included
    qint64 bytesReceived() const; // of part bodies, cut ones included
    // How many requests of a kind have arrived, the one under way included.
    int countOf(const std::function<bool(const RecordedRequest &)> &kind) const;

    static bool isInitiate(const RecordedRequest &request);
    static bool isResume(const RecordedRequest &request);
    static bool isComplete(const RecordedRequest &request);
    static bool isPart(const RecordedRequest &request) { return partNumber(request) > 0; }
    static int partNumber(const RecordedRequest &request); // 0: is no part

private:
    ServerAction decide(const RecordedRequest &request);

    FakeUploads m_uploads;
    mutable QMutex m_mutex;
    FaultPlan m_faults;
    LoopbackServer m_server; // last: its thread uses the others
};

} // namespace gantry
