// What the tests of the lanes share: calls, bodies, and a pool whose results are collected.
#pragma once

#include "engine/hashing/digests.h"
#include "engine/transport/lane_pool.h"

#include <QTest>

#include <map>

namespace gantry {

inline constexpr int patience = 20'000; // ms; only failing tests wait as long

inline QByteArray patternBytes(qint64 length)
{
    QByteArray bytes(length, Qt::Uninitialized);
    quint32 state = 2463534242U;
    for (char &byte : bytes) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        byte = static_cast<char>(state);
    }
    return bytes;
}

// Yields the bytes in slices from memory, as soon as it is asked.
inline BodySource slicesOf(const QByteArray &bytes, qsizetype sliceSize)
{
    return [bytes, sliceSize, position = qsizetype(0)]() mutable {
        const QByteArray slice = bytes.mid(position, sliceSize);
        position += slice.size();
        return QtFuture::makeReadyFuture(Expected<BodySlice>(BodySlice{slice, position == bytes.size()}));
    };
}

inline LaneRequest plainCall(HttpMethod method, const QByteArray &url)
{
    LaneRequest request;
    request.call.method = method;
    request.call.url = url;
    return request;
}

inline LaneRequest inlineCall(HttpMethod method, const QByteArray &url, const QByteArray &body)
{
    LaneRequest request = plainCall(method, url);
    request.call.bodyKind = BodyKind::Inline;
    request.call.inlineBody = body;
    return request;
}

inline LaneRequest putRange(const QByteArray &url, qint64 length, BodySource source)
{
    LaneRequest request = plainCall(HttpMethod::Put, url);
    request.call.bodyKind = BodyKind::Range;
    request.call.range = {0, length};
    request.body = std::move(source);
    return request;
}

inline LaneRequest putBytes(const QByteArray &url, const QByteArray &bytes, qsizetype sliceSize = 256 * 1024)
{
    return putRange(url, bytes.size(), slicesOf(bytes, sliceSize));
}

// Starts calls and keeps what became of them, by CallId.
class Carrier
{
public:
    explicit Carrier(int lanes = 2)
        : pool(lanes)
    {}

    CallId start(LaneRequest request)
    {
        return pool.start(
            std::move(request),
            [this](CallId id, const LaneResult &result) {
                results[id] = result;
                ++finished[id];
            },
            [this](CallId id, qint64 bytes) { progress[id].append(bytes); });
    }

    // Carries one call to its end. Fails the test if it does not come.
    LaneResult carry(LaneRequest request)
    {
        const CallId id = start(std::move(request));
        if (!waitFor(id))
            return {fail(FailureKind::InvalidInput, QStringLiteral("the call did not end in time")), -1};
        return results[id];
    }

    bool waitFor(CallId id)
    {
        return QTest::qWaitFor([this, id] { return finished[id] > 0; }, patience);
    }

    bool waitForAll()
    {
        return QTest::qWaitFor([this] { return pool.running() == 0; }, patience);
    }

    LanePool pool;
    std::map<CallId, LaneResult> results;
    std::map<CallId, int> finished;
    std::map<CallId, QList<qint64>> progress;
};

} // namespace gantry

// Compares the failure's kind, and says its message where it is another one.
#define COMPARE_FAILURE(result, expectedKind)                                                                \
    do {                                                                                                     \
        const gantry::LaneResult checked = (result);                                                         \
        QVERIFY2(!checked.answer,                                                                            \
                 qPrintable(QStringLiteral("answered with %1").arg(checked.answer->status)));                \
        QVERIFY2(checked.answer.error().kind == (expectedKind),                                              \
                 qPrintable(gantry::toName(checked.answer.error().kind) + QStringLiteral(": ") +             \
                            checked.answer.error().message));                                                \
    } while (false)

#define VERIFY_ANSWERED(result, expectedStatus)                                                              \
    do {                                                                                                     \
        const gantry::LaneResult checked = (result);                                                         \
        QVERIFY2(checked.answer, checked.answer ? "" : qPrintable(checked.answer.error().message));          \
        QCOMPARE(checked.answer->status, (expectedStatus));                                                  \
    } while (false)
