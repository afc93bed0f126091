// What S3 stores answer on good and bad days, and what is made of it.
#include "engine/planning/retry_policy.h"
#include "engine/protocol/s3/s3_answers.h"
#include "engine/protocol/s3/s3_backend.h"
#include "tests/pure/damage.h"

#include <QCryptographicHash>
#include <QTest>
#include <QUrl>

using namespace gantry;

namespace {

const QByteArray token = "0123456789abcdef0123456789abcdef";

QByteArray error(const char *code, const char *more = "")
{
    return QByteArray("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>") + code +
           "</Code><Message></Message>" + more + "</Error>";
}

QByteArray listOf(std::initializer_list<std::pair<int, qint64>> parts, const QByteArray &next = {})
{
    QByteArray xml = "<ListPartsResult><IsTruncated>" + QByteArray(next.isEmpty() ? "false" : "true") +
                     "</IsTruncated><NextPartNumberMarker>" + next + "</NextPartNumberMarker>";
    for (const auto &[number, size] : parts)
        xml += "<Part><PartNumber>" + QByteArray::number(number) +
               "</PartNumber><ETag>&quot;00112233445566778899aabbccddeeff&quot;</ETag><Size>" +
               QByteArray::number(size) + "</Size></Part>";
    return xml + "</ListPartsResult>";
}

} // namespace

class S3BackendTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void refusals_data();
    void refusals();
    void errorWithinASuccess();
    void completionIsLookedAt();
    void completionOfSomebodyElsesObject();
    void completionBeginsWithWhiteSpace();
    void lookAfterALostAnswer();
    void sameSizeProvesNothing();
    void wrongRegionIsCorrectedOnce_data();
    void wrongRegionIsCorrectedOnce();
    void whatWasSignedBeforeIsSentAgain();
    void learntRegionIsInTheHost_data();
    void learntRegionIsInTheHost();
    void regionFromOutsideIsAWord();
    void whoMayNotAskWhereStillUploads();
    void listingsArePaged();
    void sessionsAreFoundByExactKey();
    void sessionsAreFoundOnLaterPages();
    void unfinishedUploadsAreListedInPages();
    void partSizeOfAFoundSession_data();
    void partSizeOfAFoundSession();
    void sessionOfAnOpenWithoutAnswer();
    void lifecycleIsReadThenSet();
    void smallFilesArePutWhole();
    void bodiesAreSignedWithoutTls();
    void partsCarryTheirDigest();
    void lostSessions();
    void abortIsConfirmed_data();
    void abortIsConfirmed();
    void expiryWithoutAWord();
    void namesThatSwiftMakesTooLong();
    void damageIsNeverASuccessOfAnotherShape_data();
    void damageIsNeverASuccessOfAnotherShape();

private:
    HttpCall composed(Step step) const
    {
        const Expected<HttpCall> call = m_backend->compose(step, m_context);
        if (!call)
            qFatal("%s", qPrintable(call.error().message));
        return *call;
    }
    Expected<Outcome> answered(Step step, int status, const QByteArray &body,
                               const HttpHeaders &headers = {}) const
    {
        return m_backend->interpret(step, m_context, {status, headers, body});
    }
    template <class T>
    T as(const Expected<Outcome> &outcome) const
    {
        if (!outcome)
            qFatal("%s", qPrintable(outcome.error().message));
        if (!std::holds_alternative<T>(*outcome))
            qFatal("outcome %d", int(outcome->index()));
        return std::get<T>(*outcome);
    }

    const std::unique_ptr<ProtocolBackend> m_backend = makeS3Backend();
    StepContext m_context;
};

void S3BackendTest::init()
{
    m_context = {};
    m_context.destination.fields = {{QStringLiteral("endpoint"), QStringLiteral("https://store.example")},
                                    {QStringLiteral("bucket"), QStringLiteral("rushes")},
                                    {QStringLiteral("access_key"), QStringLiteral("AKID")}};
    m_context.secrets = {{QStringLiteral("secret"), "secret-canary"}};
    m_context.upload = {QStringLiteral("a.mov"), 25 * MiB, QStringLiteral("video/quicktime"),
                        QStringLiteral("f"), QString::fromLatin1(token)};
    m_context.session = Session{QStringLiteral("id"), QStringLiteral("a.mov"), {}, 0};
    m_context.plan = ChunkPlan{25 * MiB, 10 * MiB, 3};
    m_context.wantedPartSize = 10 * MiB;
    m_context.wallMs = 1'800'000'000'000;
    for (int number = 1; number <= 3; ++number)
        m_context.receipts.append({number, {"\"x\"", QByteArray(16, char(number))}});
}

void S3BackendTest::refusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<FailureKind>("kind");
    const auto row = [](const char *code, int status, FailureKind kind) {
        QTest::newRow(code) << status << error(code) << kind;
    };
    row("SlowDown", 503, FailureKind::Busy);
    row("ServiceUnavailable", 503, FailureKind::Busy);
    row("RequestTimeout", 400, FailureKind::Busy);
    row("InternalError", 500, FailureKind::ServerError);
    row("RequestTimeTooSkewed", 403, FailureKind::ClockSkewed);
    row("InvalidAccessKeyId", 403, FailureKind::Unauthorized);
    row("SignatureDoesNotMatch", 403, FailureKind::Unauthorized);
    row("ExpiredToken", 400, FailureKind::CredentialsNeeded);
    row("InvalidToken", 400, FailureKind::CredentialsNeeded);
    row("AccessDenied", 403, FailureKind::Forbidden);
    row("NoSuchBucket", 404, FailureKind::DestinationMissing);
    row("NoSuchUpload", 404, FailureKind::SessionLost);
    row("EntityTooLarge", 400, FailureKind::TooLarge);
    row("EntityTooSmall", 400, FailureKind::Rejected);
    row("InvalidPart", 400, FailureKind::OffsetConflict);
    row("InvalidPartOrder", 400, FailureKind::OffsetConflict);
    row("BadDigest", 400, FailureKind::IntegrityMismatch);
    row("XAmzContentSHA256Mismatch", 400, FailureKind::IntegrityMismatch);
    row("QuotaExceeded", 403, FailureKind::QuotaExceeded);
    row("PermanentRedirect", 301, FailureKind::Redirected);
    row("NeverHeardOf", 400, FailureKind::Rejected);
    QTest::newRow("HTML") << 403 << QByteArray("<html><body>Forbidden</body></html>")
                          << FailureKind::Forbidden;
    QTest::newRow("nothing at all") << 500 << QByteArray() << FailureKind::ServerError;
    QTest::newRow("429") << 429 << QByteArray() << FailureKind::Busy;
}

void S3BackendTest::refusals()
{
    m_context.abilities = {{QStringLiteral("crc32c"), QStringLiteral("none")}}; // no answer to that question
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(FailureKind, kind);
    for (const Step step : {Step::SendPart, Step::Commit, Step::Open}) {
        const Expected<Outcome> outcome = answered(step, status, body);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, kind);
        QVERIFY(outcome.error().message.size() > 10);
        QVERIFY(!outcome.error().message.contains(QLatin1String("canary")));
    }
}

// CompleteMultipartUpload says 200 before it knows.
void S3BackendTest::errorWithinASuccess()
{
    const auto kindOf = [&](const QByteArray &body) {
        const Expected<Outcome> outcome = answered(Step::Commit, 200, body);
        return outcome ? FailureKind::Cancelled : outcome.error().kind;
    };
    QCOMPARE(kindOf(error("InternalError")), FailureKind::ServerError);
    QCOMPARE(kindOf(error("SlowDown")), FailureKind::Busy);
    QCOMPARE(kindOf(error("NeverHeardOf")), FailureKind::ServerError);
    QCOMPARE(kindOf(error("InvalidPart")), FailureKind::OffsetConflict);
    QCOMPARE(kindOf("<CompleteMultipartUploadRes"), FailureKind::ProtocolViolation);
    QCOMPARE(kindOf({}), FailureKind::ProtocolViolation);
}

void S3BackendTest::completionIsLookedAt()
{
    const HttpCall complete = composed(Step::Commit);
    QCOMPARE(complete.method, HttpMethod::Post);
    QVERIFY(complete.answerTimeLimit >= std::chrono::minutes(10));
    m_context.page = as<MoreToAsk>(answered(Step::Commit, 200,
                                            "<CompleteMultipartUploadResult><ETag></ETag>"
                                            "</CompleteMultipartUploadResult>"))
                         .page;
    QVERIFY(!m_context.page.isEmpty());
    QCOMPARE(composed(Step::Commit).method, HttpMethod::Head);
    const Committed object = as<Committed>(answered(Step::Commit, 200, {},
                                                    {{"ETag", "\"aa-3\""},
                                                     {"Content-Length", QByteArray::number(25 * MiB)},
                                                     {"x-amz-meta-gantry-token", token}}));
    QCOMPARE(object.etag, QByteArray("\"aa-3\""));
    QCOMPARE(object.size, 25 * MiB);
    QCOMPARE(object.key, QStringLiteral("a.mov"));
    // Assembled, and no right to look at it.
    const Committed unseen = as<Committed>(answered(Step::Commit, 403, error("AccessDenied")));
    QVERIFY(!unseen.size);
}

void S3BackendTest::completionOfSomebodyElsesObject()
{
    m_context.page = as<MoreToAsk>(answered(Step::Commit, 200,
                                            "<CompleteMultipartUploadResult><ETag>&quot;ab-3&quot;</ETag>"
                                            "</CompleteMultipartUploadResult>"))
                         .page;
    const HttpHeaders size{{"Content-Length", QByteArray::number(25 * MiB)}};
    // Begun on another machine, whose token it has: it is what we assembled, or made of our parts.
    QVERIFY(answered(Step::Commit, 200, {}, size + HttpHeaders{{"ETag", "\"ab-3\""}}));
    QVERIFY(answered(Step::Commit, 200, {}, size + HttpHeaders{{"ETag", multipartEtag(m_context.receipts)}}));
    QVERIFY(!answered(Step::Commit, 200, {}, size + HttpHeaders{{"ETag", "\"cd-3\""}}));
    QVERIFY(!answered(Step::Commit, 200, {}, size));
}

void S3BackendTest::completionBeginsWithWhiteSpace()
{
    QVERIFY(answered(Step::Commit, 200,
                     "\n  \n   <?xml version=\"1.0\"?><CompleteMultipartUploadResult>"
                     "<ETag>x</ETag></CompleteMultipartUploadResult>"));
}

void S3BackendTest::lookAfterALostAnswer()
{
    const HttpHeaders ours{{"ETag", "\"aa-3\""},
                           {"Content-Length", QByteArray::number(25 * MiB)},
                           {"x-amz-meta-gantry-token", token}};
    QCOMPARE(composed(Step::Look).method, HttpMethod::Head);
    QCOMPARE(as<Looked>(answered(Step::Look, 200, {}, ours)).found, Looked::Found::Whole);

    // Nothing there: is the session?
    m_context.page = as<MoreToAsk>(answered(Step::Look, 404, {})).page;
    QVERIFY(composed(Step::Look).url.contains("uploadId=id"));
    QCOMPARE(as<Looked>(answered(Step::Look, 200, listOf({{1, 10 * MiB}}))).found, Looked::Found::Unfinished);
    QCOMPARE(as<Looked>(answered(Step::Look, 404, error("NoSuchUpload"))).found, Looked::Found::Missing);
    // RGW's word for it.
    QCOMPARE(as<Looked>(answered(Step::Look, 404, error("NoSuchKey"))).found, Looked::Found::Missing);
    QVERIFY(!answered(Step::Look, 503, error("SlowDown")));
}

void S3BackendTest::sameSizeProvesNothing()
{
    m_context.page =
        as<MoreToAsk>(answered(Step::Look, 200, {},
                               {{"ETag", "\"ff-3\""}, {"Content-Length", QByteArray::number(25 * MiB)}}))
            .page;
    QCOMPARE(as<Looked>(answered(Step::Look, 404, error("NoSuchUpload"))).found, Looked::Found::Other);
    QCOMPARE(as<Looked>(answered(Step::Look, 200, listOf({}))).found, Looked::Found::Unfinished);
}

void S3BackendTest::wrongRegionIsCorrectedOnce_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("header"); // x-amz-bucket-region
    const QByteArray malformed = error("AuthorizationHeaderMalformed", "<Region>eu-west-3</Region>");
    QTest::newRow("asked where") << Step::Discover << 400 << malformed << QByteArray();
    QTest::newRow("asked where, elsewhere")
        << Step::Discover << 301 << error("PermanentRedirect") << QByteArray("eu-west-3");
    for (const Step step : {Step::Find, Step::Open, Step::Survey, Step::SendPart, Step::Commit, Step::Look,
                            Step::Abort, Step::List, Step::ShowLifecycle}) {
        QTest::addRow("%s", toName(step).data()) << step << 400 << malformed << QByteArray();
        QTest::addRow("%s, elsewhere", toName(step).data())
            << step << 301 << error("PermanentRedirect") << QByteArray("eu-west-3");
    }
    QTest::newRow("look, without a word") << Step::Look << 400 << QByteArray() << QByteArray("eu-west-3");
    QTest::newRow("look, forbidden without a word")
        << Step::Look << 403 << QByteArray() << QByteArray("eu-west-3");
}

void S3BackendTest::wrongRegionIsCorrectedOnce()
{
    QFETCH(Step, step);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, header);
    const HttpHeaders headers{{"x-amz-bucket-region", header}};
    const auto scope = [&] { return headerValue(composed(step).headers, "Authorization"); };
    QVERIFY(scope().contains("/us-east-1/s3/"));
    m_context.abilities = as<Learned>(answered(step, status, body, headers)).abilities;
    QVERIFY(scope().contains("/eu-west-3/s3/"));
    // Whatever it says then: it was believed once.
    for (const QByteArray &next : {QByteArray("eu-west-3"), QByteArray("us-east-1"), QByteArray("other")}) {
        const Expected<Outcome> again =
            answered(step, 301, error("PermanentRedirect"), {{"x-amz-bucket-region", next}});
        QVERIFY(!again);
        QCOMPARE(again.error().kind, FailureKind::Redirected);
        QVERIFY(again.error().message.contains(QString::fromLatin1(next)));
    }
}

// Parts are on their way while the first answer tells the region.
void S3BackendTest::whatWasSignedBeforeIsSentAgain()
{
    const QByteArray malformed = error("AuthorizationHeaderMalformed", "<Region>eu-west-3</Region>");
    for (int part = 1; part <= 3; ++part)
        as<Learned>(answered(Step::SendPart, 400, malformed));
}

void S3BackendTest::learntRegionIsInTheHost_data()
{
    using Fields = QMap<QString, QString>;
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const Fields &fields, const char *before, const char *after) {
        QTest::newRow(name) << fields << QByteArray(before) << QByteArray(after);
    };
    const QString preset = QStringLiteral("preset");
    const QString region = QStringLiteral("region");
    const QString endpoint = QStringLiteral("endpoint");
    row("Amazon's preset", {{preset, QStringLiteral("aws")}, {region, QStringLiteral("us-west-1")}},
        "https://rushes.s3.us-west-1.amazonaws.com/", "https://rushes.s3.eu-west-3.amazonaws.com/");
    row("Backblaze's", {{preset, QStringLiteral("b2")}, {region, QStringLiteral("us-west-001")}},
        "https://s3.us-west-001.backblazeb2.com/rushes", "https://s3.eu-west-3.backblazeb2.com/rushes");
    row("Amazon's host", {{endpoint, QStringLiteral("https://s3.us-west-1.amazonaws.com")}},
        "https://rushes.s3.us-west-1.amazonaws.com/", "https://rushes.s3.eu-west-3.amazonaws.com/");
    row("Amazon's first host", {{endpoint, QStringLiteral("https://s3.amazonaws.com")}},
        "https://rushes.s3.amazonaws.com/", "https://rushes.s3.eu-west-3.amazonaws.com/");
    row("a private link's", {{endpoint, QStringLiteral("https://b.vpce-1.s3.us-west-1.vpce.amazonaws.com")}},
        "https://rushes.b.vpce-1.s3.us-west-1.vpce.amazonaws.com/",
        "https://rushes.b.vpce-1.s3.us-west-1.vpce.amazonaws.com/");
    row("without regions", {{endpoint, QStringLiteral("https://store.example:9000")}},
        "https://store.example:9000/rushes", "https://store.example:9000/rushes");
}

void S3BackendTest::learntRegionIsInTheHost()
{
    using Fields = QMap<QString, QString>;
    QFETCH(Fields, fields);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    fields.insert(QStringLiteral("bucket"), QStringLiteral("rushes"));
    m_context.destination.fields = fields;
    QVERIFY(m_backend->validate(m_context.destination));
    QCOMPARE(composed(Step::Discover).url, before + "?location");
    m_context.abilities = as<Learned>(answered(Step::Open, 301, error("PermanentRedirect"),
                                               {{"x-amz-bucket-region", "eu-west-3"}}))
                              .abilities;
    QCOMPARE(composed(Step::Discover).url, after + "?location");
    QVERIFY(composed(Step::Open).url.startsWith(after));
    QVERIFY(headerValue(composed(Step::Open).headers, "Authorization").contains("/eu-west-3/s3/"));
}

void S3BackendTest::regionFromOutsideIsAWord()
{
    for (const QByteArray &bad : {QByteArray("a b"), QByteArray("x/../y"), QByteArray(200, 'r')})
        QVERIFY(!answered(Step::Discover, 301, {}, {{"x-amz-bucket-region", bad}}));
}

void S3BackendTest::whoMayNotAskWhereStillUploads()
{
    as<Discovered>(answered(Step::Discover, 403, error("AccessDenied")));
    as<Discovered>(answered(Step::Discover, 501, {}));
    QVERIFY(!answered(Step::Discover, 403, error("SignatureDoesNotMatch")));
    QVERIFY(!answered(Step::Discover, 404, error("NoSuchBucket")));
}

void S3BackendTest::listingsArePaged()
{
    Surveyed page = as<Surveyed>(answered(Step::Survey, 200, listOf({{1, 10 * MiB}, {2, 10 * MiB}}, "2")));
    QCOMPARE(page.nextPage, QStringLiteral("2"));
    QCOMPARE(page.ranges.size(), 2);
    QCOMPARE(page.ranges[1].range, (ByteRange{10 * MiB, 10 * MiB}));
    QCOMPARE(page.ranges[1].etag, QByteArray("\"00112233445566778899aabbccddeeff\""));
    m_context.page = page.nextPage;
    QVERIFY(composed(Step::Survey).url.contains("part-number-marker=2"));
    page = as<Surveyed>(answered(Step::Survey, 200, listOf({{3, 5 * MiB}})));
    QVERIFY(page.nextPage.isEmpty());
    // Truncated for ever.
    QVERIFY(!answered(Step::Survey, 200, listOf({}, "2")));
    // Parts of nobody's plan are not ours.
    QVERIFY(as<Surveyed>(answered(Step::Survey, 200, listOf({{4, 1}}))).ranges.isEmpty());
    QVERIFY(!answered(Step::Survey, 200,
                      "<ListPartsResult><Part><PartNumber>0</PartNumber><Size>1</Size></Part>"
                      "</ListPartsResult>"));
}

void S3BackendTest::sessionsAreFoundByExactKey()
{
    const QByteArray listing = "<ListMultipartUploadsResult><EncodingType>url</EncodingType>"
                               "<Upload><Key>a.mov</Key><UploadId>old</"
                               "UploadId><Initiated>2026-01-01T00:00:00.000Z</Initiated></Upload>"
                               "<Upload><Key>a.mov</Key><UploadId>new</"
                               "UploadId><Initiated>2026-01-02T00:00:00.000Z</Initiated></Upload>"
                               "<Upload><Key>a.mov2</Key><UploadId>no</"
                               "UploadId><Initiated>2026-01-03T00:00:00.000Z</Initiated></Upload>"
                               "</ListMultipartUploadsResult>";
    m_context.session.reset();
    QVERIFY(composed(Step::Find).url.contains("prefix=a.mov"));
    m_context.page = as<MoreToAsk>(answered(Step::Find, 200, listing)).page;
    QVERIFY(composed(Step::Find).url.contains("uploadId=new"));
    m_context.page.clear();
    m_context.othersSessions = QStringList{QStringLiteral("new")};
    QCOMPARE(as<MoreToAsk>(answered(Step::Find, 200, listing)).page,
             s3::page::session + QStringLiteral("old"));
    m_context.othersSessions.append(QStringLiteral("old"));
    QVERIFY(as<NoSession>(answered(Step::Find, 200, listing)).othersId.isEmpty());
    m_context.othersSessions.clear();
    as<NoSession>(answered(Step::Find, 200, "<ListMultipartUploadsResult/>"));
    // Not allowed to list: begin anew.
    as<NoSession>(answered(Step::Find, 403, error("AccessDenied")));
    m_context.upload.key = QStringLiteral("ä +%.mov");
    as<MoreToAsk>(answered(Step::Find, 200,
                           "<ListMultipartUploadsResult><EncodingType>url</EncodingType><Upload>"
                           "<Key>%C3%A4+%2B%25.mov</Key><UploadId>u</UploadId></Upload>"
                           "</ListMultipartUploadsResult>"));
    // RGW encodes as it was asked to, and does not say so.
    as<MoreToAsk>(answered(Step::Find, 200,
                           "<ListMultipartUploadsResult><Upload><Key>%C3%A4%20%2B%25.mov</Key>"
                           "<UploadId>u</UploadId></Upload></ListMultipartUploadsResult>"));
    // Who cannot encode lists a key as it is.
    as<MoreToAsk>(answered(Step::Find, 200,
                           "<ListMultipartUploadsResult><Upload><Key>\xc3\xa4 +%.mov</Key>"
                           "<UploadId>u</UploadId></Upload></ListMultipartUploadsResult>"));
}

// Of one key there may be more than a page; the last one begun counts.
void S3BackendTest::sessionsAreFoundOnLaterPages()
{
    const auto pageOf = [](const QByteArray &uploads, const QByteArray &next) {
        return "<ListMultipartUploadsResult><EncodingType>url</EncodingType><IsTruncated>" +
               QByteArray(next.isEmpty() ? "false" : "true") + "</IsTruncated><NextUploadIdMarker>" + next +
               "</NextUploadIdMarker>" + uploads + "</ListMultipartUploadsResult>";
    };
    const auto upload = [](const QByteArray &key, const QByteArray &id, int day) {
        return "<Upload><Key>" + key + "</Key><UploadId>" + id + "</UploadId><Initiated>2026-01-0" +
               QByteArray::number(day) + "T00:00:00.000Z</Initiated></Upload>";
    };
    m_context.session.reset();
    const QByteArray first = pageOf(upload("a.mov", "1/ +", 1) + upload("a.mov", "2", 2), "2");
    m_context.page = as<MoreToAsk>(answered(Step::Find, 200, first)).page;
    QVERIFY(composed(Step::Find).url.contains("prefix=a.mov&key-marker=a.mov&upload-id-marker=2"));
    const QString secondMark = m_context.page;
    m_context.page = as<MoreToAsk>(answered(Step::Find, 200, pageOf(upload("a.mov", "3", 3), {}))).page;
    QVERIFY(composed(Step::Find).url.contains("uploadId=3"));
    // The first page had the last one.
    m_context.page = secondMark;
    m_context.page = as<MoreToAsk>(answered(Step::Find, 200, pageOf(upload("a.mov", "0", 1), {}))).page;
    QVERIFY(composed(Step::Find).url.contains("uploadId=2"));
    // What comes after the key is of other keys.
    m_context.page = secondMark;
    m_context.page = as<MoreToAsk>(answered(Step::Find, 200, pageOf(upload("a.mov2", "9", 9), "9"))).page;
    QVERIFY(composed(Step::Find).url.contains("uploadId=2"));
    // A list that stands still has an end, too.
    m_context.page = secondMark;
    m_context.page = as<MoreToAsk>(answered(Step::Find, 200, pageOf(upload("a.mov", "2", 2), "2"))).page;
    QVERIFY(composed(Step::Find).url.contains("uploadId=2"));
    // None of them is this file's.
    m_context.page.clear();
    m_context.othersSessions = QStringList{QStringLiteral("1/ +"), QStringLiteral("2")};
    m_context.page = as<MoreToAsk>(answered(Step::Find, 200, first)).page;
    as<NoSession>(answered(Step::Find, 200, pageOf({}, {})));
    m_context.othersSessions = QStringList{QStringLiteral("2")};
    m_context.page.clear();
    m_context.page = as<MoreToAsk>(answered(Step::Find, 200, first)).page;
    m_context.page = as<MoreToAsk>(answered(Step::Find, 200, pageOf({}, {}))).page;
    QVERIFY(composed(Step::Find).url.contains("uploadId=1%2F%20%2B"));
}

void S3BackendTest::unfinishedUploadsAreListedInPages()
{
    const QByteArray first =
        "<ListMultipartUploadsResult><EncodingType>url</EncodingType>"
        "<IsTruncated>true</IsTruncated><NextKeyMarker>b &amp;+</NextKeyMarker>"
        "<NextUploadIdMarker>2/z+</NextUploadIdMarker>"
        "<Upload><Key>a%2B.mov</Key><UploadId>1</UploadId>"
        "<Initiated>2026-01-01T00:00:00.000Z</Initiated>"
        "<Initiator><ID>arn:1</ID><DisplayName>Ada</DisplayName></Initiator></Upload>"
        "<Upload><Key>b+%26%2B</Key><UploadId>2</UploadId><Owner><ID>me</ID></Owner></Upload>"
        "</ListMultipartUploadsResult>";
    m_context.session.reset();
    const auto listed = as<Listed>(answered(Step::List, 200, first));
    QCOMPARE(listed.sessions.size(), 2);
    QCOMPARE(listed.sessions[0].session.key, QStringLiteral("a+.mov"));
    QCOMPARE(listed.sessions[0].session.openedMs, Q_INT64_C(1767225600000));
    QCOMPARE(listed.sessions[0].initiator, QStringLiteral("Ada"));
    QCOMPARE(listed.sessions[1].initiator, QStringLiteral("me"));
    m_context.page = listed.nextPage;
    const QByteArray url = composed(Step::List).url;
    QVERIFY(url.contains("&key-marker=b%20%26%2B&upload-id-marker=2%2Fz%2B"));
    QVERIFY(as<Listed>(answered(Step::List, 200, "<ListMultipartUploadsResult/>")).nextPage.isEmpty());
    // Truncated for ever, or without an ID.
    QVERIFY(!answered(Step::List, 200,
                      "<ListMultipartUploadsResult><IsTruncated>true</IsTruncated>"
                      "<NextKeyMarker>a</NextKeyMarker></ListMultipartUploadsResult>"));
    QVERIFY(!answered(Step::List, 200,
                      "<ListMultipartUploadsResult><Upload><Key>a</Key></Upload>"
                      "</ListMultipartUploadsResult>"));
}

void S3BackendTest::partSizeOfAFoundSession_data()
{
    QTest::addColumn<QByteArray>("parts");
    QTest::addColumn<qint64>("partSize"); // 0: cannot be continued
    QTest::newRow("none yet: whose is it?") << listOf({}) << qint64(0);
    QTest::newRow("as we cut") << listOf({{1, 10 * MiB}, {3, 5 * MiB}}) << 10 * MiB;
    QTest::newRow("the last only") << listOf({{3, 5 * MiB}}) << 10 * MiB;
    QTest::newRow("cut otherwise") << listOf({{1, 8 * MiB}, {4, 1 * MiB}}) << 8 * MiB;
    QTest::newRow("of unequal sizes") << listOf({{1, 8 * MiB}, {2, 9 * MiB}}) << qint64(0);
    QTest::newRow("of a longer file") << listOf({{1, 10 * MiB}, {4, 5 * MiB}}) << qint64(0);
    QTest::newRow("below the least") << listOf({{1, 1 * MiB}}) << qint64(0);
}

void S3BackendTest::partSizeOfAFoundSession()
{
    QFETCH(QByteArray, parts);
    QFETCH(qint64, partSize);
    m_context.session.reset();
    m_context.page = s3::page::session + QStringLiteral("u");
    const Expected<Outcome> outcome = answered(Step::Find, 200, parts);
    if (partSize == 0) {
        QCOMPARE(as<NoSession>(outcome).othersId, QStringLiteral("u"));
        return;
    }
    const Opened opened = as<Opened>(outcome);
    QCOMPARE(opened.session.id, QStringLiteral("u"));
    QCOMPARE(opened.session.key, QStringLiteral("a.mov"));
    QCOMPARE(opened.partSize, partSize);
}

void S3BackendTest::sessionOfAnOpenWithoutAnswer()
{
    m_context.session.reset();
    m_context.page = s3::page::session + QStringLiteral("u");
    m_context.openUnanswered = true;
    QCOMPARE(as<Opened>(answered(Step::Find, 200, listOf({}))).partSize, 10 * MiB);
}

void S3BackendTest::lifecycleIsReadThenSet()
{
    QVERIFY(composed(Step::ShowLifecycle).url.endsWith("?lifecycle"));
    const Lifecycle none =
        as<Lifecycle>(answered(Step::ShowLifecycle, 404, error("NoSuchLifecycleConfiguration")));
    QVERIFY(!none.abortAfterDays);
    m_context.lifecycleRules = none.rules;
    m_context.abortAfterDays = 7;
    const HttpCall put = composed(Step::SetLifecycle);
    QCOMPARE(put.method, HttpMethod::Put);
    QCOMPARE(headerValue(put.headers, "Content-MD5"),
             QCryptographicHash::hash(put.inlineBody, QCryptographicHash::Md5).toBase64());
    as<LifecycleSet>(answered(Step::SetLifecycle, 200, {}));
    QCOMPARE(as<Lifecycle>(answered(Step::ShowLifecycle, 200, put.inlineBody)).abortAfterDays, 7);
    // What was not understood is not written over.
    QVERIFY(!answered(Step::ShowLifecycle, 200, "<html/>"));
    m_context.lifecycleRules = "\n<html/>";
    QVERIFY(!m_backend->compose(Step::SetLifecycle, m_context));
    QCOMPARE(answered(Step::ShowLifecycle, 404, error("NoSuchBucket")).error().kind,
             FailureKind::DestinationMissing);
    QCOMPARE(answered(Step::SetLifecycle, 403, error("AccessDenied")).error().kind, FailureKind::Forbidden);
}

void S3BackendTest::smallFilesArePutWhole()
{
    QVERIFY(!m_backend->openLocally(m_context)); // 25 MiB in parts of 10
    m_context.upload.size = 10 * MiB;
    const std::optional<Opened> local = m_backend->openLocally(m_context);
    QVERIFY(local && local->partsTotal == 1);
    m_context.session = local->session;
    m_context.plan = ChunkPlan{10 * MiB, 10 * MiB, 1};
    m_context.partNumber = 1;
    m_context.range = {0, 10 * MiB};
    const HttpCall put = composed(Step::SendPart);
    QCOMPARE(put.url, QByteArray("https://store.example/rushes/a.mov"));
    QCOMPARE(headerValue(put.headers, "x-amz-meta-gantry-token"), token);
    QCOMPARE(headerValue(put.headers, "Content-Type"), QByteArray("video/quicktime"));

    const HttpHeaders ours{{"ETag", "\"01010101010101010101010101010101\""},
                           {"Content-Length", QByteArray::number(10 * MiB)},
                           {"x-amz-meta-gantry-token", token}};
    QCOMPARE(as<Surveyed>(answered(Step::Survey, 200, {}, ours)).ranges.size(), 1);
    QVERIFY(as<Surveyed>(answered(Step::Survey, 404, {})).ranges.isEmpty());
    HttpHeaders theirs = ours;
    theirs.last().value = "another";
    QVERIFY(as<Surveyed>(answered(Step::Survey, 200, {}, theirs)).ranges.isEmpty());
    QVERIFY(as<Committed>(answered(Step::Commit, 200, {}, ours)).size);
    m_context.receipts = {{1, {"\"x\"", QByteArray(16, '\1')}}};
    QCOMPARE(m_backend->expectedObjectEtag(m_context), ours.first().value);
    // A multipart upload of one part, begun by another program, follows the other rule.
    m_context.session->details.clear();
    QCOMPARE(m_backend->expectedObjectEtag(m_context), multipartEtag(m_context.receipts));
    m_context.session->details = s3::wholeDetails;
    as<Aborted>(answered(Step::Abort, 404, {}));
}

void S3BackendTest::bodiesAreSignedWithoutTls()
{
    const auto hash = [&] { return headerValue(composed(Step::SendPart).headers, "x-amz-content-sha256"); };
    m_context.range = {0, 10 * MiB};
    QVERIFY(!m_backend->digestsFirst(m_context).testFlag(DigestKind::Sha256));
    QCOMPARE(hash(), QByteArray("UNSIGNED-PAYLOAD"));
    m_context.destination.fields[QStringLiteral("endpoint")] = QStringLiteral("http://store.example");
    QVERIFY(m_backend->digestsFirst(m_context).testFlag(DigestKind::Sha256));
    m_context.digests.sha256 = QByteArray(32, 's');
    QCOMPARE(hash(), m_context.digests.sha256.toHex());
}

void S3BackendTest::partsCarryTheirDigest()
{
    QVERIFY(m_backend->digestsFirst(m_context).testFlag(DigestKind::Md5));
    m_context.partNumber = 2;
    m_context.range = {10 * MiB, 10 * MiB};
    m_context.digests.md5 = QByteArray(16, 'm');
    const HttpCall put = composed(Step::SendPart);
    QCOMPARE(headerValue(put.headers, "Content-MD5"), m_context.digests.md5.toBase64());
    QVERIFY(put.url.endsWith("/rushes/a.mov?partNumber=2&uploadId=id"));
    QVERIFY(headerValue(put.headers, "Authorization").contains("content-md5;host;"));
    for (const HttpHeader &header : put.headers)
        QVERIFY(!header.value.contains("canary"));
    QVERIFY(!answered(Step::SendPart, 200, {})); // no receipt
    QCOMPARE(as<PartStored>(answered(Step::SendPart, 200, {}, {{"ETag", "\"aa\""}})).etag,
             QByteArray("\"aa\""));
}

void S3BackendTest::lostSessions()
{
    as<NoSession>(answered(Step::Survey, 404, error("NoSuchUpload")));
    as<NoSession>(answered(Step::Survey, 404, error("NoSuchKey"))); // RGW
    QVERIFY(!answered(Step::Survey, 404, error("NoSuchBucket")));
    as<Aborted>(answered(Step::Abort, 404, error("NoSuchUpload")));
    QVERIFY(!answered(Step::Abort, 403, error("AccessDenied")));
}

void S3BackendTest::abortIsConfirmed_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isEnded");
    QTest::newRow("unknown") << 404 << error("NoSuchUpload") << true;
    QTest::newRow("unknown to Ceph") << 404 << error("NoSuchKey") << true;
    QTest::newRow("a part came to rest") << 200 << listOf({{2, 10 * MiB}}) << false;
    QTest::newRow("still known, without parts") << 200 << listOf({}) << true;
    QTest::newRow("no bucket") << 404 << error("NoSuchBucket") << false;
    QTest::newRow("busy") << 503 << error("SlowDown") << false;
    QTest::newRow("wrong clock") << 403 << error("RequestTimeTooSkewed") << false;
    QTest::newRow("expired") << 400 << error("ExpiredToken") << false;
    // Who may not list has the word of DELETE only.
    QTest::newRow("forbidden") << 403 << error("AccessDenied") << true;
    QTest::newRow("not made for it") << 501 << error("NotImplemented") << true;
    QTest::newRow("no such method") << 405 << error("MethodNotAllowed") << true;
}

// Parts that were on their way during the abort may be stored after it.
void S3BackendTest::abortIsConfirmed()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, isEnded);
    QCOMPARE(composed(Step::Abort).method, HttpMethod::Delete);
    QCOMPARE(as<MoreToAsk>(answered(Step::Abort, 200, {})).page, s3::page::ended);
    m_context.page = as<MoreToAsk>(answered(Step::Abort, 204, {})).page;
    const HttpCall look = composed(Step::Abort);
    QCOMPARE(look.method, HttpMethod::Get);
    QVERIFY(look.url.contains("uploadId=id"));
    const Expected<Outcome> outcome = answered(Step::Abort, status, body);
    QCOMPARE(outcome.has_value(), isEnded);
    if (isEnded)
        as<Aborted>(outcome);
    else
        QVERIFY(outcome.error().message.size() > 10);
    if (status == 200 && !isEnded) { // again, as long as it takes
        const Verdict verdict = judge(outcome.error(), 1000, [] { return 0.5; });
        QCOMPARE(verdict.remedy, Remedy::Again);
    }
}

// HEAD has no body to hold <Code>ExpiredToken</Code>, and the status alone is a plain 400.
void S3BackendTest::expiryWithoutAWord()
{
    m_context.session->details = QString();
    for (const Step step : {Step::Look, Step::Survey}) {
        const auto lasting = answered(step, 400, {});
        QVERIFY(!lasting);
        QCOMPARE(lasting.error().kind, FailureKind::Rejected);
    }
    m_context.secrets.insert(QStringLiteral("session_token"), "t");
    for (const Step step : {Step::Look, Step::Survey}) {
        const auto temporary = answered(step, 400, {});
        QVERIFY(!temporary);
        QCOMPARE(temporary.error().kind, FailureKind::CredentialsNeeded);
        QVERIFY(temporary.error().message.contains(QStringLiteral("expired")));
    }
    QCOMPARE(answered(Step::Look, 400, "<Error><Code>InvalidArgument</Code></Error>").error().kind,
             FailureKind::Rejected);
}

// Measured: Swift answers 500 to it, and would do so for ever. The parts' names are longer than the file's.
void S3BackendTest::namesThatSwiftMakesTooLong()
{
    const HttpHeaders swift{{"X-Trans-Id", "tx1"}};
    const auto named = [this](int length) {
        m_context.upload.key = QString(length, QLatin1Char('k'));
        m_context.session = Session{QString(48, QLatin1Char('u')), m_context.upload.key, {}, 0};
    };
    const auto isRefused = [](const auto &result) {
        return !result && result.error().kind == FailureKind::InvalidInput &&
               result.error().message.contains(QLatin1String("Shorten"));
    };
    // As it says, whatever its limit is.
    named(500);
    const Expected<Outcome> said =
        answered(Step::Open, 500,
                 error("InternalError", "<Reason>Object name length of 549 longer than 512</Reason>"), swift);
    QVERIFY(isRefused(said));
    QVERIFY2(said.error().message.contains(QLatin1String("549")), qPrintable(said.error().message));
    // Old ones do not say it.
    QCOMPARE(answered(Step::Open, 500, error("InternalError"), swift).error().kind, FailureKind::ServerError);
    named(976);
    QVERIFY(isRefused(answered(Step::Open, 500, error("InternalError"), swift)));
    QCOMPARE(answered(Step::Open, 500, error("InternalError")).error().kind, FailureKind::ServerError);
    QCOMPARE(answered(Step::Open, 503, error("SlowDown"), swift).error().kind, FailureKind::Busy);
    named(975);
    QCOMPARE(answered(Step::Open, 500, error("InternalError"), swift).error().kind, FailureKind::ServerError);
    m_context.partNumber = 1;
    QVERIFY(isRefused(answered(Step::SendPart, 500, error("InternalError"), swift)));
    named(973);
    QCOMPARE(answered(Step::SendPart, 500, error("InternalError"), swift).error().kind,
             FailureKind::ServerError);
    m_context.partNumber = 10;
    QVERIFY(isRefused(answered(Step::SendPart, 500, error("InternalError"), swift)));

    // What it would begin, and refuse at the tenth part: known before anything is sent.
    m_context.abilities =
        as<Discovered>(answered(Step::Discover, 403, error("AccessDenied"), swift)).abilities;
    m_context.upload.size = 90 * MiB;
    QVERIFY(m_backend->compose(Step::Open, m_context));
    m_context.upload.size += 1;
    QVERIFY(isRefused(m_backend->compose(Step::Open, m_context)));
    named(976); // it is asked itself
    QVERIFY(m_backend->compose(Step::Open, m_context));
    m_context.abilities = as<Discovered>(answered(Step::Discover, 403, error("AccessDenied"))).abilities;
    named(973);
    QVERIFY(m_backend->compose(Step::Open, m_context));
    // Put whole, the name is the file's own.
    named(1024);
    m_context.upload.size = MiB;
    m_context.session = m_backend->openLocally(m_context)->session;
    QCOMPARE(answered(Step::SendPart, 500, error("InternalError"), swift).error().kind,
             FailureKind::ServerError);
}

void S3BackendTest::damageIsNeverASuccessOfAnotherShape_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<QString>("page");
    QTest::addColumn<QByteArray>("body");
    const QByteArray uploads = "<ListMultipartUploadsResult><EncodingType>url</EncodingType>"
                               "<IsTruncated>true</IsTruncated><NextUploadIdMarker>2</NextUploadIdMarker>"
                               "<Upload><Key>a.mov</Key><UploadId>1</UploadId>"
                               "<Initiated>2026-01-01T00:00:00.000Z</Initiated></Upload>"
                               "<Upload><Key>a.mov</Key><UploadId>2</UploadId></Upload>"
                               "</ListMultipartUploadsResult>";
    const QByteArray parts = listOf({{1, 10 * MiB}, {2, 10 * MiB}}, "2");
    QTest::newRow("survey") << Step::Survey << QString() << parts;
    QTest::newRow("find") << Step::Find << QString() << uploads;
    QTest::newRow("find, its parts") << Step::Find << QString(s3::page::session + QLatin1Char('u')) << parts;
    QTest::newRow("list") << Step::List << QString() << uploads;
    QTest::newRow("look") << Step::Look << s3::page::missing << parts;
    QTest::newRow("open") << Step::Open << QString()
                          << QByteArray("<InitiateMultipartUploadResult><UploadId>u</UploadId>"
                                        "</InitiateMultipartUploadResult>");
    QTest::newRow("commit") << Step::Commit << QString()
                            << QByteArray("<CompleteMultipartUploadResult><ETag>x</ETag>"
                                          "</CompleteMultipartUploadResult>");
    QTest::newRow("commit, an error") << Step::Commit << QString() << error("InternalError");
    QTest::newRow("show lifecycle")
        << Step::ShowLifecycle << QString()
        << QByteArray("<LifecycleConfiguration><Rule><ID>a</ID><Filter><Prefix></Prefix></Filter>"
                      "<Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>7"
                      "</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>"
                      "</LifecycleConfiguration>");
}

// What is made of it ends, and is either the step's own outcome or a failure that can be tried again.
void S3BackendTest::damageIsNeverASuccessOfAnotherShape()
{
    QFETCH(Step, step);
    QFETCH(QString, page);
    QFETCH(QByteArray, body);
    m_context.page = page;
    const Expected<Outcome> own = answered(step, 200, body);
    QRandomGenerator dice(20'130'524);
    for (int round = 0; round < 3'000; ++round) {
        const QByteArray hit = damaged(body, dice);
        const Expected<Outcome> outcome = answered(step, 200, hit);
        if (!outcome)
            QVERIFY2(judge(outcome.error(), 1, [] { return 0.5; }).remedy != Remedy::GiveUp, hit.constData());
        else if (step == Step::Find) // a damaged key is another's
            QVERIFY(outcome->index() == own->index() || std::holds_alternative<NoSession>(*outcome));
        else
            QVERIFY2(own && outcome->index() == own->index(), hit.constData());
    }
}

QTEST_APPLESS_MAIN(S3BackendTest)
#include "s3_backend_test.moc"
