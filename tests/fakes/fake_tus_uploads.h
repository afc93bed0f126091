// The uploads of a fake tus server, and what the protocol says of them: what FakeTus answers when no fault is
// planned.
#pragma once

#include "tests/fakes/fake_tus_content.h"
#include "tests/fakes/loopback_server.h"

#include <QMap>
#include <QMutex>

#include <chrono>
#include <map>
#include <optional>

namespace gantry {

// As tests see it.
struct FakeTusUpload
{
    enum class Kind { Plain, Partial, Final };

    int number = 0; // from 1, in the order of creation
    Kind kind = Kind::Plain;
    qint64 length = 0;
    qint64 offset = 0;
    QMap<QByteArray, QByteArray> metadata; // values decoded
    QList<int> partials;                   // of a final one: what it was made of
    bool isGone = false;                   // deleted, expired or forgotten
    QByteArray content;

    bool isFinished() const { return !isGone && offset == length; }
};

// Any thread; what carryOut() returns is for one.
class FakeTusUploads
{
public:
    enum class LocationForm {
        Absolute,
        Path,              // /files/1
        SchemeRelative,    // //127.0.0.1:1234/files/1
        RelativeToRequest, // 1
    };
    // Of what is said of the offset.
    enum class OffsetFault {
        Short,   // some of what came is not there; true
        Lower,   // some of what was there before is lost; true
        Beyond,  // more is there than came; a lie
        Missing, // nothing is said
    };

    struct Settings
    {
        QList<QByteArray> extensions{"creation", "creation-with-upload", "termination"};
        LocationForm location = LocationForm::Absolute;
        qint64 maxSize = -1;                   // of an upload; -1: any
        qint64 longestBody = -1;               // of a request; -1: any
        std::chrono::milliseconds lifetime{0}; // from the creation or the last PATCH on; 0: for ever
        std::chrono::milliseconds joining{0};  // a final one tells no offset before
        QByteArray token;                      // empty: none is wanted
        bool isOpenToOptions = false;          // these want no token
        HttpHeader wantedHeader;               // without a name: none is
    };

    // Empty: in memory. A folder: with what an earlier one left there.
    explicit FakeTusUploads(const QString &folder);

    static QByteArray methodOf(const RecordedRequest &request); // the overriding one
    static bool isFinal(const RecordedRequest &request);
    static int numberIn(const RecordedRequest &request); // 0: it is about no upload

    // isHeard: whether the client will have the answer.
    ServerAction carryOut(const RecordedRequest &request, bool isHeard);

    void change(const std::function<void(Settings &)> &change);
    Settings settings() const;
    void failNextOffset(const QByteArray &method, OffsetFault fault, qint64 bytes);
    void forget(int number, int status); // 0: all
    void expireAll();                    // that are unfinished

    QList<FakeTusUpload> uploads() const;
    qint64 bytesReceivedAgain() const;
    int headsDuringPatch() const;

private:
    struct Kept
    {
        FakeTusUpload facts; // but for offset and content
        FakeTusContent content;
        QByteArray metadata;           // as it came
        QByteArray concat;             // as it came
        std::optional<qint64> expires; // wall clock
        int goneStatus = 410;
        qint64 joinedMs = 0;     // wall clock; of a final one
        bool isLocked = false;   // a body for it is being received
        qint64 acknowledged = 0; // the offset that was last told
    };
    struct Chunk;
    struct PlannedOffset
    {
        QByteArray method;
        OffsetFault fault;
        qint64 bytes;
    };

    ServerAction answerTo(const RecordedRequest &request, bool isHeard);
    ServerAction ofUpload(Kept &upload, const RecordedRequest &request, bool isHeard);
    std::optional<ServerAnswer> refusal(const RecordedRequest &request) const;
    ServerAnswer describe() const;
    ServerAction create(const RecordedRequest &request, bool isHeard);
    ServerAnswer concatenate(const RecordedRequest &request, Kept upload);
    ServerAnswer look(Kept &upload, bool isHeard);
    ServerAnswer remove(Kept &upload);

    ServerAction take(Kept &upload, const RecordedRequest &request, bool isHeard, ServerAnswer answer);
    std::optional<ServerAnswer> chunkRefusal(const Kept &upload, const RecordedRequest &request) const;
    void takePiece(Chunk &chunk, const QByteArray &piece);
    void endChunk(Chunk &chunk, bool whole);

    bool has(const char *extension) const { return m_settings.extensions.contains(extension); }
    Kept *at(const QByteArray &path);
    Kept &keep(Kept upload);
    void load();
    void save(const Kept &upload) const;
    QByteArray location(const Kept &upload, const RecordedRequest &request) const;
    void addExpiry(Kept &upload, ServerAnswer &answer) const;
    // before: the offset that the request found.
    void tellOffset(Kept &upload, const QByteArray &method, qint64 before, bool isHeard,
                    ServerAnswer &answer);

    mutable QMutex m_mutex;
    Settings m_settings;
    const QString m_folder;
    std::map<int, Kept> m_uploads;
    QList<PlannedOffset> m_plannedOffsets;
    qint64 m_receivedAgain = 0;
    int m_headsDuringPatch = 0;
};

} // namespace gantry
