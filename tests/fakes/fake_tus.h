// A tus 1.0.0 server that keeps to the protocol's text, on a real socket, and fails where a test wants it to.
//
//     FakeTus tus;
//     tus.setExtensions({"creation", "concatenation"});
//     tus.cutNextPatch(100'000);                    // the first 100,000 bytes are kept
//     tus.answerNext("HEAD", 2, 503);
//     tus.failNextOffset("PATCH", FakeTus::OffsetFault::Short, 10);
//     tus.loseNextAnswer("POST");                   // the upload is there, the client is not told
//     … an engine with a destination of the kind "tus" at tus.url() …
//     QTRY_COMPARE(tus.finished().size(), 1);
//     QCOMPARE(tus.bytesReceivedAgain(), 0);
//
// While the body of a PATCH comes in, its upload is locked: a second request to it is answered 423. What a
// client had sent before it went away is taken in before the next request is answered. Methods are those
// meant, where X-HTTP-Method-Override names one. All functions may be called from any thread.
#pragma once

#include "engine/core/destination_types.h"
#include "tests/fakes/fake_tus_uploads.h"

namespace gantry {

class FakeTus
{
public:
    using LocationForm = FakeTusUploads::LocationForm;
    using OffsetFault = FakeTusUploads::OffsetFault;
    using FaultPlan = std::function<std::optional<ServerAction>(const RecordedRequest &)>;

    explicit FakeTus(const QString &folder = {}, quint16 port = 0);

    QByteArray url() const { return m_server.url("/files/"); } // for the destination
    // Of kind tus, named "rushes", with nothing said of credentials.
    DestinationSettings destination(qint64 partSize) const;
    LoopbackServer &server() { return m_server; } // stop(), start(), limitReadRate(), dropConnections() …
    QList<RecordedRequest> requests() const { return m_server.requests(); }

    void setExtensions(const QList<QByteArray> &extensions); // first: creation, …-with-upload, termination
    void setMaxSize(qint64 bytes);
    void setLongestBody(qint64 bytes);                    // longer ones are answered 413
    void setLifetime(std::chrono::milliseconds lifetime); // needs the extension expiration
    void setJoining(std::chrono::milliseconds time);      // after a concatenation
    void setToken(const QByteArray &token);
    void setOpenToOptions(); // as where pages of other sites may ask: OPTIONS want no token
    void setWantedHeader(const QByteArray &name, const QByteArray &value);
    void setLocationForm(LocationForm form);

    // Of the next PATCH, or the next to one upload: the connection is closed after so many bytes of its body.
    void cutNextPatch(qint64 bytes, int upload = 0);
    void answerNext(const QByteArray &method, int times, int status, const QByteArray &body = {},
                    const HttpHeaders &headers = {});
    // Of POST those that create; the one that concatenates is called "final".
    void loseNextAnswer(const QByteArray &call);
    void failNextOffset(const QByteArray &method, OffsetFault fault, qint64 bytes = 0);
    void setFaults(FaultPlan plan); // as FakeService has it, for what is not among the above; none: {}

    void forget(int upload, int status = 404); // 404 or 410
    void forgetAll(int status = 404) { forget(0, status); }
    void expireAll(); // that are unfinished, whatever was said of it

    QList<FakeTusUpload> uploads() const { return m_uploads.uploads(); } // gone ones, too
    QList<FakeTusUpload> finished() const;                               // that are no partial ones
    int existing() const;                                                // partial and final ones, too
    int countOf(const QByteArray &method) const;
    qint64 bytesReceivedAgain() const { return m_uploads.bytesReceivedAgain(); } // once acknowledged
    int headsDuringPatch() const { return m_uploads.headsDuringPatch(); }        // to the same upload

private:
    struct PlannedAnswer
    {
        QByteArray method;
        int times;
        ServerAnswer answer;
    };
    struct PlannedCut
    {
        qint64 bytes;
        int upload;
    };

    ServerAction decide(const RecordedRequest &request);
    std::optional<ServerAction> planned(const RecordedRequest &request);

    FakeTusUploads m_uploads;
    mutable QMutex m_mutex;
    QList<PlannedAnswer> m_answers;
    QList<PlannedCut> m_cuts;
    QList<QByteArray> m_losses;
    FaultPlan m_faults;
    LoopbackServer m_server; // last: its thread uses the others
};

} // namespace gantry
