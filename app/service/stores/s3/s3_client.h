// Signed calls to an S3 store, and links to it. Calls block; any thread.
#pragma once

#include "app/service/service_config.h"
#include "app/service/service_error.h"
#include "engine/core/clock.h"
#include "engine/protocol/http_message.h"
#include "engine/protocol/s3/s3_address.h"
#include "engine/protocol/s3/sigv4.h"

#include <atomic>
#include <mutex>
#include <string>

namespace gantry {

// The address in the words of the S3 room.
DestinationSettings destinationOf(const S3Settings &settings);

// The keys by the rules of the config file: its own, else those of the environment. The message is for the
// person who starts the service and holds no secret.
Served<s3::Credentials> credentialsOf(const S3Settings &settings);

class S3Client
{
public:
    S3Client(const S3Settings &settings, s3::Credentials credentials, const Clock &clock);

    const s3::Address &address() const { return m_address; }
    // The time as the store has it, as far as it has complained about ours.
    qint64 wallMs() const { return m_clock.wallMs() + m_skewMs; }

    // It is OpenStack Swift, by the answers that came so far.
    bool isSwift() const { return m_isSwift; }

    // Whether the store answers, knows the bucket and takes the keys; if not, the message says why to the
    // person who starts the service.
    Served<void> check();

    enum class Patience {
        Usual,
        Assembling, // the store puts an object together before it answers
    };
    // Whatever the store answers, refusals too. Busy: there was no whole answer.
    Served<HttpAnswer> send(HttpMethod method, const QByteArray &url, const HttpHeaders &headers = {},
                            const QByteArray &body = {}, Patience patience = Patience::Usual);
    // A link for one PUT of exactly that many bytes to that URL.
    QByteArray presignedPut(const QByteArray &url, qint64 length, std::chrono::seconds lifetime) const;
    // What a refusal means for the service's client; the log gets the store's own words.
    ServiceError errorOf(const HttpAnswer &answer, const QByteArray &url) const;

private:
    Served<HttpAnswer> exchange(const HttpCall &call, Patience patience);
    bool correctClock(const HttpAnswer &answer);
    bool correctRegion(const HttpAnswer &answer, const QByteArray &signedFor);
    QByteArray region() const;

    const s3::Address m_address;
    const s3::Credentials m_credentials;
    const std::string m_caFile;
    const Clock &m_clock;
    std::atomic<qint64> m_skewMs{0};
    std::atomic<bool> m_isSwift{false};
    mutable std::mutex m_regionMutex;
    QByteArray m_region; // the store's word, where it did not take that of the settings
};

} // namespace gantry
