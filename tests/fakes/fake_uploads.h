// The upload service's API over a few maps: what FakeService answers when no fault is planned.
#pragma once

#include "tests/fakes/loopback_server.h"

#include <QJsonObject>
#include <QMap>
#include <QMutex>
#include <QString>

#include <chrono>
#include <optional>

namespace gantry {

// Full: all of the contract. Basic: initiate with all URLs, resume, complete, progress; anything else is a
// 404.
enum class FakeFlavour { Full, Basic };

struct FakePart
{
    qint64 size = 0;
    QByteArray md5;        // raw, of what arrived last
    QByteArray content;    // where content is kept
    int timesReceived = 0; // whole
};

struct FakeSession
{
    QString id;
    QString key;
    QString fingerprint;
    qint64 size = 0;
    qint64 chunkSize = 0;
    int totalChunks = 0;
    bool completed = false;
    bool deleted = false;
    QMap<int, FakePart> parts; // by part number
};

struct FakeObject
{
    QString key;
    QByteArray etag; // with its quotes
    qint64 size = 0;
    QByteArray content; // where content is kept
};

// Any thread.
class FakeUploads
{
public:
    explicit FakeUploads(FakeFlavour flavour);

    // What comes out when the request is carried out. `body` is used for JSON, and for content where it is
    // kept.
    ServerAnswer carryOut(const RecordedRequest &request, const QByteArray &body);
    bool wantsBody(const RecordedRequest &request) const;

    struct Settings
    {
        QByteArray address; // what links begin with
        QByteArray token = "fake-token";
        std::chrono::seconds linkLifetime{3600};
        std::optional<qint64> chunkSize; // none: what is asked for, or the policy's
        bool keepsContent = false;
        bool resumeTellsSizes = true;
    };
    void change(const std::function<void(Settings &)> &change);
    Settings settings() const;
    void expireLinks();
    void forgetSessions();

    QList<FakeSession> sessions() const;
    QList<FakeObject> objects() const;
    int completesCarriedOut() const;

private:
    ServerAnswer receivePart(const RecordedRequest &request, const QByteArray &body);
    ServerAnswer initiate(const QJsonObject &asked);
    ServerAnswer resume(const RecordedRequest &request) const;
    ServerAnswer complete(const QJsonObject &asked);
    ServerAnswer ofUpload(const RecordedRequest &request, const QByteArray &id, const QByteArray &what);
    ServerAnswer progress(const FakeSession &session) const;
    ServerAnswer parts(const FakeSession &session, const RecordedRequest &request) const;
    ServerAnswer links(const FakeSession &session, const RecordedRequest &request) const;
    ServerAnswer error(int status, const char *code) const;

    QByteArray link(const FakeSession &session, int part) const;
    QJsonArray linkList(const FakeSession &session, const QList<int> &numbers) const;
    qint64 sizeOfPart(const FakeSession &session, int part) const;
    FakeSession *find(const QString &id);
    bool isFull() const { return m_flavour == FakeFlavour::Full; }

    const FakeFlavour m_flavour;
    mutable QMutex m_mutex;
    Settings m_settings;
    QList<FakeSession> m_sessions; // in the order of opening
    QList<FakeObject> m_objects;
    int m_completes = 0;
    int m_linkGeneration = 1;
};

} // namespace gantry
