#include "engine/protocol/store_errors.h"

#include "engine/core/text.h"
#include "engine/protocol/status_meaning.h"
#include "engine/protocol/store_xml.h"

#include <QHash>

#include <algorithm>

namespace gantry::s3 {
namespace {

struct Meaning
{
    FailureKind kind;
    const char *words; // for people, with what to do; nullptr: the status has good enough ones
};

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList, and what RGW and Swift
// say instead.
const QHash<QString, Meaning> &meanings()
{
    static const QHash<QString, Meaning> table = [] {
        QHash<QString, Meaning> made;
        const auto add = [&made](std::initializer_list<const char *> codes, Meaning meaning) {
            for (const char *code : codes)
                made.insert(QString::fromLatin1(code), meaning);
        };
        add({"NoSuchUpload"},
            {FailureKind::SessionLost,
             QT_TRANSLATE_NOOP("Engine", "The store does not know this unfinished upload any more.")});
        add({"NoSuchBucket"},
            {FailureKind::DestinationMissing,
             QT_TRANSLATE_NOOP("Engine", "There is no bucket of that name. Check the destination's bucket "
                                         "and endpoint.")});
        add({"SlowDown", "ServiceUnavailable", "RequestTimeout", "Throttling", "ThrottlingException",
             "TooManyRequests", "RequestLimitExceeded", "OperationAborted"},
            {FailureKind::Busy, nullptr});
        add({"InternalError"}, {FailureKind::ServerError, nullptr});
        add({"RequestTimeTooSkewed", "RequestExpired"},
            {FailureKind::ClockSkewed,
             QT_TRANSLATE_NOOP("Engine", "The store says that this machine's clock is wrong. Set it right: "
                                         "signatures depend on it.")});
        add({"InvalidAccessKeyId", "InvalidClientTokenId"},
            {FailureKind::Unauthorized,
             QT_TRANSLATE_NOOP("Engine",
                               "The store does not know this access key. Check the destination's key.")});
        add({"SignatureDoesNotMatch"},
            {FailureKind::Unauthorized,
             QT_TRANSLATE_NOOP("Engine", "The secret key does not belong to the access key. Check the "
                                         "destination's secret.")});
        add({"InvalidToken", "InvalidTokenId"},
            {FailureKind::CredentialsNeeded,
             QT_TRANSLATE_NOOP("Engine", "The store does not take this session token any more. Renew the "
                                         "credentials, and it goes on by itself.")});
        add({"ExpiredToken", "TokenRefreshRequired"},
            {FailureKind::CredentialsNeeded,
             QT_TRANSLATE_NOOP("Engine",
                               "The credentials have expired. Renew them, and it goes on by itself.")});
        add({"AuthorizationHeaderMalformed", "AuthorizationQueryParametersError"},
            {FailureKind::Unauthorized,
             QT_TRANSLATE_NOOP("Engine",
                               "The store does not accept the signature. Check the destination's region.")});
        add({"AccessDenied", "AllAccessDisabled", "AccountProblem"}, {FailureKind::Forbidden, nullptr});
        add({"QuotaExceeded", "TooManyBuckets", "EntityTooLargeForQuota"},
            {FailureKind::QuotaExceeded,
             QT_TRANSLATE_NOOP("Engine", "There is no room left at this store. Free some or ask for more, "
                                         "then retry.")});
        add({"EntityTooLarge", "MaxMessageLengthExceeded"},
            {FailureKind::TooLarge,
             QT_TRANSLATE_NOOP("Engine", "The store does not take that much in one part. Set a smaller part "
                                         "size for the destination.")});
        add({"EntityTooSmall"},
            {FailureKind::Rejected,
             QT_TRANSLATE_NOOP("Engine", "The store wants larger parts. Set a larger part size for the "
                                         "destination, then start the upload over.")});
        add({"InvalidPart", "InvalidPartOrder"},
            {FailureKind::OffsetConflict,
             QT_TRANSLATE_NOOP("Engine", "The store has other parts than it confirmed.")});
        add({"BadDigest", "XAmzContentSHA256Mismatch", "InvalidDigest", "IncompleteBody"},
            {FailureKind::IntegrityMismatch,
             QT_TRANSLATE_NOOP("Engine", "The bytes that reached the store are not those that were sent.")});
        add({"PermanentRedirect", "TemporaryRedirect", "Redirect"}, {FailureKind::Redirected, nullptr});
        return made;
    }();
    return table;
}

// A region is a word; anything else in its place is not passed on.
QByteArray asRegion(const QByteArray &text)
{
    const bool isWord =
        !text.isEmpty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                   c == '_';
        });
    return isWord ? text : QByteArray();
}

// Stores name their region with other refusals, too. An answer to HEAD has no body to say what it is about.
bool mayBeAboutRegion(const Refusal &refusal, int status)
{
    return refusal.failure.kind == FailureKind::Redirected ||
           refusal.code == QLatin1String("AuthorizationHeaderMalformed") ||
           (refusal.code.isEmpty() && (status == 400 || status == 403));
}

} // namespace

Refusal storeRefusalOf(const HttpAnswer &answer, const QByteArray &url, qint64 wallMs)
{
    Refusal refusal;
    QString said;
    if (const Expected<XmlElement> root = readXml(answer.body);
        root && root->name == QLatin1String("Error")) {
        refusal.code = root->textOf(QLatin1String("Code"));
        said = root->textOf(QLatin1String("Message"));
        refusal.reason = root->textOf(QLatin1String("Reason"));
        refusal.region = asRegion(root->textOf(QLatin1String("Region")).toLatin1());
    }
    if (const QByteArray region = asRegion(headerValue(answer.headers, "x-amz-bucket-region"));
        !region.isEmpty())
        refusal.region = region;
    refusal.failure = failureOfStatus(answer, url, said.isEmpty() ? refusal.code : said, wallMs);
    const auto meaning = meanings().constFind(refusal.code);
    if (meaning != meanings().cend()) {
        refusal.failure.kind = meaning->kind;
        if (meaning->words != nullptr)
            refusal.failure.message = said.isEmpty()
                                          ? tr(meaning->words)
                                          : tr("%1 It says: %2").arg(tr(meaning->words), plainText(said));
    } else if (answer.status < 300) {
        // An error inside a 200 that nobody has heard of: not done, and not known what.
        refusal.failure.kind = FailureKind::ServerError;
    }
    if (!mayBeAboutRegion(refusal, answer.status))
        refusal.region.clear();
    if (refusal.failure.kind == FailureKind::Redirected && !refusal.region.isEmpty())
        refusal.failure.message =
            tr("The bucket is in the region %1. Set the destination's region, or its endpoint.")
                .arg(QString::fromLatin1(refusal.region));
    return refusal;
}

} // namespace gantry::s3
