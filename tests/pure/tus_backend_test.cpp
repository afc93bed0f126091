// What tus servers answer on good and bad days, and what is made of it.
#include "engine/protocol/tus/tus_backend.h"

#include "engine/protocol/tus/tus_address.h"
#include "engine/protocol/tus/tus_context.h"
#include "engine/protocol/tus/tus_session.h"

#include <QTest>
#include <QUrl>

using namespace gantry;

namespace {

const QByteArray endpoint = "https://up.example/files/";
const QByteArray place = "https://up.example/files/one";
constexpr qint64 now = 1'800'000'000'000;
constexpr qint64 size = 25 * MiB;

HttpHeaders offsetOf(qint64 offset)
{
    return {{"Upload-Offset", QByteArray::number(offset)}};
}

} // namespace

class TusBackendTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void discovery();
    void versionIsOnAllButOptions();
    void whatDoesNotSpeakTus();
    void creation();
    void whatIsTooLargeIsRefusedBeforeItIsSent();
    void smallFilesGoUpWithTheirCreation();
    void emptyFilesAreWhole();
    void locations_data();
    void locations();
    void credentialsAreForOneOrigin();
    void ownHeaders();
    void metadata_data();
    void metadata();
    void offsetsOfPatch_data();
    void offsetsOfPatch();
    void offsetsOfHead_data();
    void offsetsOfHead();
    void refusalsOfHead_data();
    void refusalsOfHead();
    void refusalsOfPatch_data();
    void refusalsOfPatch();
    void anotherUploadsLengthIsNotOurs();
    void pastItsTimeIsGone();
    void bodies();
    void tooLongBodiesAreLearned();
    void checksums();
    void checksumsFirst();
    void methodOverride();
    void partsAreOpenedAndPutTogether();
    void partsAreSurveyedOneByOne();
    void aLostPartIsBegunAnew();
    void headsAreWaitedFor();
    void completionIsProved();
    void afterALostCompletion();
    void refusedPartsBecomeOneStream_data();
    void refusedPartsBecomeOneStream();
    void onlyTheFirstPartsRefusalMayBeAboutParts();
    void oneStreamInPlaceOfParts();
    void untestedCredentialsCarryNoBytes();
    void endings();

private:
    HttpCall composed(Step step) const
    {
        const Expected<HttpCall> call = m_backend->compose(step, m_context);
        if (!call)
            qFatal("%s", qPrintable(call.error().message));
        return *call;
    }
    Expected<Outcome> answered(Step step, int status, const HttpHeaders &headers = {},
                               const QByteArray &body = {}) const
    {
        return m_backend->interpret(step, m_context, {status, headers, body});
    }
    template <class T>
    T as(const Expected<Outcome> &outcome) const
    {
        if (!outcome)
            qFatal("%s", qPrintable(outcome.error().message));
        const T *value = std::get_if<T>(&*outcome);
        if (!value)
            qFatal("another outcome");
        return *value;
    }
    static FailureKind kindOf(const Expected<Outcome> &outcome)
    {
        return outcome ? FailureKind::InvalidInput : outcome.error().kind;
    }
    void announce(const QByteArray &extensions, const HttpHeaders &more = {})
    {
        m_context.abilities =
            as<Discovered>(
                answered(Step::Discover, 204,
                         HttpHeaders{{"Tus-Version", "1.0.0,0.2.2"}, {"Tus-Extension", extensions}} + more))
                .abilities;
    }
    // Three parts of 10, 10 and 5 MiB; the first two are created.
    void inParts()
    {
        announce("creation,concatenation,termination");
        Session session = tus::sessionInParts(QStringLiteral("token"), now);
        session = tus::withPart(session, 1, QStringLiteral("https://up.example/files/p1"));
        m_context.session = tus::withPart(session, 2, QStringLiteral("https://up.example/files/p2"));
        m_context.plan = ChunkPlan{size, 10 * MiB, 3};
    }
    void confirmed(int parts)
    {
        for (int number = 1; number <= parts; ++number)
            m_context.receipts.append(PartReceipt{number, {}});
    }

    std::unique_ptr<ProtocolBackend> m_backend = makeTusBackend();
    StepContext m_context;
};

void TusBackendTest::init()
{
    m_context = {};
    m_context.destination.kind = QStringLiteral("tus");
    m_context.destination.fields = {{tus::fieldUrl, QString::fromLatin1(endpoint)}};
    m_context.secrets = {{tus::fieldToken, "secret"}};
    m_context.upload = {QStringLiteral("shoot/A 1.mov"), size, QStringLiteral("video/quicktime"),
                        QStringLiteral("f00d"), QStringLiteral("token")};
    m_context.session = Session{QString::fromLatin1(place), {}, {}, now, 0};
    m_context.plan = ChunkPlan{size, size, 1};
    m_context.partNumber = 1;
    m_context.range = {10 * MiB, 15 * MiB};
    m_context.wallMs = now;
}

void TusBackendTest::discovery()
{
    const HttpCall call = composed(Step::Discover);
    QCOMPARE(call.method, HttpMethod::Options);
    QCOMPARE(call.url, endpoint);
    QVERIFY(headerValue(call.headers, "Tus-Resumable").isEmpty());
    announce("creation, termination,concatenation", {{"Tus-Max-Size", "1073741824"}});
    const BackendTraits traits = m_backend->traitsFor(m_context.destination, m_context.abilities);
    QVERIFY(traits.opensParts && traits.aborts);
    QCOMPARE(traits.bounds.maxObjectSize, GiB);
    const QString said = m_backend->describe(m_context.abilities).join(QLatin1Char('\n'));
    QVERIFY2(said.contains(QLatin1String("1.0.0")) && said.contains(QLatin1String("concatenation")) &&
                 said.contains(QLatin1String("1.00 GiB")),
             qPrintable(said));
    announce("creation");
    QVERIFY(!m_backend->traitsFor(m_context.destination, m_context.abilities).aborts);
}

// Section "Headers": whatever the step is.
void TusBackendTest::versionIsOnAllButOptions()
{
    const auto check = [this](const QList<Step> &steps, const QList<Step> &wanted) {
        QList<Step> options;
        QList<Step> withoutVersion;
        for (const Step step : steps) {
            const HttpCall call = composed(step);
            if (call.method == HttpMethod::Options)
                options.append(step);
            if (headerValue(call.headers, "Tus-Resumable") != "1.0.0")
                withoutVersion.append(step);
        }
        QCOMPARE(options, wanted);
        QCOMPARE(withoutVersion, wanted);
    };
    const QList<Step> often{Step::Discover, Step::Survey, Step::SurveyPart, Step::SendPart,
                            Step::Commit,   Step::Look,   Step::Abort};
    announce("creation,termination");
    check(often + QList<Step>{Step::Open}, {Step::Discover});
    inParts();
    check(often + QList<Step>{Step::OpenPart}, {Step::Discover});
    m_context.session = tus::sessionInParts(QStringLiteral("token"), now); // none was begun
    check({Step::Discover, Step::OpenPart, Step::Survey, Step::Abort},
          {Step::Discover, Step::Survey, Step::Abort});
}

void TusBackendTest::whatDoesNotSpeakTus()
{
    QCOMPARE(kindOf(answered(Step::Discover, 200, {}, "<html>Welcome to the hotel</html>")),
             FailureKind::DestinationMissing);
    QCOMPARE(kindOf(answered(Step::Discover, 404)), FailureKind::DestinationMissing);
    QCOMPARE(kindOf(answered(Step::Discover, 401)), FailureKind::Unauthorized);
    const Expected<Outcome> old = answered(Step::Discover, 204, {{"Tus-Version", "0.2.2"}});
    QCOMPARE(kindOf(old), FailureKind::Rejected);
    QVERIFY(old.error().message.contains(QLatin1String("0.2.2")));
    // It may have uploads all the same.
    QVERIFY(as<Discovered>(answered(Step::Discover, 405)).abilities.isEmpty());
    QVERIFY(!as<Discovered>(answered(Step::Discover, 204, {{"Tus-Resumable", "1.0.0"}})).abilities.isEmpty());
}

void TusBackendTest::creation()
{
    announce("creation");
    const HttpCall call = composed(Step::Open);
    QCOMPARE(call.method, HttpMethod::Post);
    QCOMPARE(call.url, endpoint);
    QCOMPARE(headerValue(call.headers, "Tus-Resumable"), "1.0.0");
    QCOMPARE(headerValue(call.headers, "Upload-Length"), QByteArray::number(size));
    QCOMPARE(headerValue(call.headers, "Authorization"), "Bearer secret");
    QVERIFY(headerValue(call.headers, "Upload-Offset").isEmpty());
    QCOMPARE(call.bodyKind, BodyKind::Inline);
    const Opened opened = as<Opened>(answered(
        Step::Open, 201, {{"Location", "/files/abc"}, {"Upload-Expires", "Fri, 15 Jan 2027 09:00:00 GMT"}}));
    QCOMPARE(opened.session.id, QStringLiteral("https://up.example/files/abc"));
    QCOMPARE(opened.session.expiresMs, 1'800'003'600'000);
    QCOMPARE(opened.partsTotal, 1);
    QCOMPARE(opened.partSize, size);
    QVERIFY(!opened.stored);
    announce("termination");
    QCOMPARE(m_backend->compose(Step::Open, m_context).error().kind, FailureKind::Rejected);
}

void TusBackendTest::whatIsTooLargeIsRefusedBeforeItIsSent()
{
    announce("creation,concatenation", {{"Tus-Max-Size", "1000000"}});
    QVERIFY(!m_backend->openLocally(m_context));
    const Expected<HttpCall> call = m_backend->compose(Step::Open, m_context);
    QVERIFY(!call);
    QCOMPARE(call.error().kind, FailureKind::TooLarge);
    QVERIFY2(call.error().message.contains(QLatin1String("976.56 KiB")), qPrintable(call.error().message));
    QCOMPARE(kindOf(answered(Step::Open, 413)), FailureKind::TooLarge);
}

void TusBackendTest::smallFilesGoUpWithTheirCreation()
{
    m_context.upload.size = 5 * MiB;
    m_context.session.reset();
    m_context.secrets.clear();
    announce("creation,creation-with-upload,concatenation");
    QCOMPARE(composed(Step::Open).bodyKind, BodyKind::Inline); // nobody has the bytes
    m_context.bringsBody = true;
    QVERIFY(!m_backend->openLocally(m_context)); // one part is no reason for several
    HttpCall call = composed(Step::Open);
    QCOMPARE(call.bodyKind, BodyKind::Range);
    QCOMPARE(call.range, (ByteRange{0, 5 * MiB}));
    QCOMPARE(headerValue(call.headers, "Content-Type"), "application/offset+octet-stream");
    const HttpHeaders location{{"Location", "/files/abc"}};
    QCOMPARE(as<Opened>(answered(Step::Open, 201, location + offsetOf(5 * MiB))).stored, 5 * MiB);
    QCOMPARE(as<Opened>(answered(Step::Open, 201, location + offsetOf(7))).stored, 7);
    // Neither silence nor nonsense is taken for bytes.
    QCOMPARE(as<Opened>(answered(Step::Open, 201, location)).stored, 0);
    QCOMPARE(as<Opened>(answered(Step::Open, 201, location + offsetOf(6 * MiB))).stored, 0);
    // A proxy that caps bodies is not the end: the same without one.
    m_context.abilities = as<Learned>(answered(Step::Open, 413)).abilities;
    QCOMPARE(composed(Step::Open).bodyKind, BodyKind::Inline);
    announce("creation,creation-with-upload,checksum", {{"Tus-Checksum-Algorithm", "sha1"}});
    QCOMPARE(composed(Step::Open).bodyKind, BodyKind::Inline);
    announce("creation,creation-with-upload");
    m_context.upload.size = 10 * MiB + 1;
    QCOMPARE(composed(Step::Open).bodyKind, BodyKind::Inline);
}

void TusBackendTest::emptyFilesAreWhole()
{
    m_context.upload.size = 0;
    announce("creation,creation-with-upload");
    const HttpCall call = composed(Step::Open);
    QCOMPARE(headerValue(call.headers, "Upload-Length"), "0");
    QCOMPARE(call.bodyKind, BodyKind::Inline);
    QVERIFY(!answered(Step::Open, 200));
    QCOMPARE(as<Opened>(answered(Step::Open, 200, {{"Location", "abc"}})).stored, 0);
    const Opened opened = as<Opened>(answered(Step::Open, 201, {{"Location", "abc"}}));
    QCOMPARE(opened.stored, 0);
    QCOMPARE(opened.partsTotal, 1);
}

void TusBackendTest::locations_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QByteArray>("address"); // empty: refused
    const auto row = [](const char *name, const char *location, const char *address) {
        QTest::newRow(name) << QByteArray(location) << QByteArray(address);
    };
    row("absolute", "https://up.example/files/a+b%2Fc", "https://up.example/files/a+b%2Fc");
    row("another host", "https://node7.example/x?sig=1", "https://node7.example/x?sig=1");
    row("path only", "/other/a", "https://up.example/other/a");
    row("scheme-relative", "//node7.example/a", "https://node7.example/a");
    row("relative", "a", "https://up.example/files/a");
    row("relative upward", "../a", "https://up.example/a");
    row("with spaces around", " /files/a ", "https://up.example/files/a");
    row("none", "", "");
    row("no web address", "ftp://up.example/a", "");
    row("with a password", "https://me:you@up.example/a", "");
    row("out of TLS", "http://up.example/a", "");
    row("not encoded", "/files/a b", "");
}

void TusBackendTest::locations()
{
    QFETCH(QByteArray, location);
    QFETCH(QByteArray, address);
    const Expected<Outcome> outcome = answered(Step::Open, 201, {{"Location", location}});
    if (address.isEmpty())
        QCOMPARE(kindOf(outcome), FailureKind::ProtocolViolation);
    else
        QCOMPARE(as<Opened>(outcome).session.id.toLatin1(), address);
}

void TusBackendTest::credentialsAreForOneOrigin()
{
    m_context.secrets.insert(tus::fieldHeaders, "X-Api-Key: k1");
    QCOMPARE(headerValue(composed(Step::Survey).headers, "Authorization"), "Bearer secret");
    for (const char *elsewhere : {"https://node7.example/a", "https://up.example:8443/a"}) {
        m_context.session->id = QString::fromLatin1(elsewhere);
        const HttpCall call = composed(Step::SendPart);
        QCOMPARE(call.url, QByteArray(elsewhere));
        QVERIFY(headerValue(call.headers, "Authorization").isEmpty());
        QVERIFY(headerValue(call.headers, "X-Api-Key").isEmpty());
        QCOMPARE(headerValue(call.headers, "Tus-Resumable"), "1.0.0");
    }
    m_context.session->id = QStringLiteral("https://up.example:443/a");
    QCOMPARE(headerValue(composed(Step::SendPart).headers, "Authorization"), "Bearer secret");
}

void TusBackendTest::ownHeaders()
{
    m_context.secrets.insert(tus::fieldHeaders,
                             "X-Api-Key: k1\r\nAuthorization: Basic abc: | X-Site:two words\n");
    const HttpHeaders headers = composed(Step::Survey).headers;
    QCOMPARE(headerValue(headers, "X-Api-Key"), "k1");
    QCOMPARE(headerValue(headers, "Authorization"), "Basic abc:"); // in place of the token
    QCOMPARE(headerValue(headers, "X-Site"), "two words");
    for (const char *bad :
         {"canary", "canary value", "X Y: canary", "Upload-Offset: canary", "host: canary"}) {
        m_context.secrets.insert(tus::fieldHeaders, bad);
        const Expected<HttpCall> call = m_backend->compose(Step::Survey, m_context);
        QVERIFY2(!call, bad);
        QCOMPARE(call.error().kind, FailureKind::InvalidInput);
        QVERIFY(!call.error().message.contains(QLatin1String("canary")));
    }
}

void TusBackendTest::metadata_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("added");
    QTest::addColumn<QByteArray>("header"); // values decoded; empty: refused
    QTest::newRow("plain") << "a.mov"
                           << "" << QByteArray("filename=a.mov,filetype=video/quicktime");
    QTest::newRow("path")
        << "day 1/a,b=\n.mov"
        << "" << QByteArray("filename=a,b=\n.mov,filetype=video/quicktime,relativePath=day 1/a,b=\n.mov");
    QTest::newRow("own") << "a.mov"
                         << "project = Alpha, reel=7,flag="
                         << QByteArray("filename=a.mov,filetype=video/quicktime,project=Alpha,reel=7,flag");
    QTest::newRow("own in place of ours")
        << "a.mov"
        << "filename=x=y" << QByteArray("filename=x=y,filetype=video/quicktime");
    QTest::newRow("no pair") << "a.mov"
                             << "Alpha" << QByteArray();
    QTest::newRow("no key") << "a.mov"
                            << "=Alpha" << QByteArray();
    QTest::newRow("a key with spaces") << "a.mov"
                                       << "my project=Alpha" << QByteArray();
    QTest::newRow("a key that is not ASCII") << "a.mov" << QString::fromUtf8("möbel=1") << QByteArray();
}

void TusBackendTest::metadata()
{
    QFETCH(QString, key);
    QFETCH(QString, added);
    QFETCH(QByteArray, header);
    m_context.upload.key = key;
    m_context.destination.fields.insert(tus::fieldMetadata, added);
    QCOMPARE(m_backend->validate(m_context.destination).has_value(), !header.isEmpty());
    if (header.isEmpty())
        return;
    QByteArrayList decoded;
    for (const QByteArray &pair : headerValue(composed(Step::Open).headers, "Upload-Metadata").split(',')) {
        const qsizetype space = pair.indexOf(' ');
        decoded.append(space < 0 ? pair
                                 : pair.left(space) + '=' + QByteArray::fromBase64(pair.mid(space + 1)));
    }
    QCOMPARE(decoded.join(','), header);
}

void TusBackendTest::offsetsOfPatch_data()
{
    QTest::addColumn<QByteArray>("offset");
    QTest::addColumn<qint64>("grown"); // -1: nonsense; size: stored
    const auto row = [](const char *name, qint64 offset, qint64 grown) {
        QTest::newRow(name) << QByteArray::number(offset) << grown;
    };
    row("all", size, size);
    row("short", 20 * MiB, 20 * MiB);
    row("lower than before", 3, 3); // the flow makes a conflict of it
    row("beyond", size + 1, -1);
    QTest::newRow("missing") << QByteArray() << qint64(-1);
    QTest::newRow("no number") << QByteArray("12x") << qint64(-1);
    QTest::newRow("negative") << QByteArray("-1") << qint64(-1);
    QTest::newRow("too large a number") << QByteArray("99999999999999999999") << qint64(-1);
}

void TusBackendTest::offsetsOfPatch()
{
    QFETCH(QByteArray, offset);
    QFETCH(qint64, grown);
    const HttpHeaders headers = offset.isEmpty() ? HttpHeaders() : HttpHeaders{{"Upload-Offset", offset}};
    const Expected<Outcome> outcome = answered(Step::SendPart, 204, headers);
    if (grown < 0)
        QCOMPARE(kindOf(outcome), FailureKind::ProtocolViolation);
    else if (grown == size)
        as<PartStored>(outcome);
    else
        QCOMPARE(as<PartGrown>(outcome).bytes, grown);
}

void TusBackendTest::offsetsOfHead_data()
{
    offsetsOfPatch_data();
}

void TusBackendTest::offsetsOfHead()
{
    QFETCH(QByteArray, offset);
    QFETCH(qint64, grown);
    const HttpHeaders headers = offset.isEmpty() ? HttpHeaders() : HttpHeaders{{"Upload-Offset", offset}};
    for (const Step step : {Step::Survey, Step::SurveyPart, Step::Look, Step::Commit}) {
        const Expected<Outcome> outcome = answered(step, 200, headers);
        if (grown < 0) {
            QCOMPARE(kindOf(outcome), FailureKind::ProtocolViolation);
        } else if (step == Step::Survey) {
            QCOMPARE(as<Surveyed>(outcome).ranges.first().range, (ByteRange{0, grown}));
        } else if (step == Step::SurveyPart) {
            QCOMPARE(as<PartGrown>(outcome).bytes, grown);
        } else if (step == Step::Look) {
            QCOMPARE(as<Looked>(outcome).found,
                     grown == size ? Looked::Found::Whole : Looked::Found::Unfinished);
        } else if (grown == size) {
            QCOMPARE(as<Committed>(outcome).size, size);
        } else {
            QCOMPARE(kindOf(outcome), FailureKind::OffsetConflict);
        }
    }
}

void TusBackendTest::refusalsOfHead_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("gone"); // else the address is kept
    QTest::addColumn<FailureKind>("kind");
    const auto row = [](int status, bool gone, FailureKind kind) {
        QTest::addRow("%d", status) << status << gone << kind;
    };
    row(401, false, FailureKind::Unauthorized);
    row(403, false, FailureKind::Forbidden);
    row(404, true, FailureKind::SessionLost);
    row(409, false, FailureKind::Locked);
    row(410, true, FailureKind::SessionLost);
    row(423, false, FailureKind::Locked);
    row(500, false, FailureKind::ServerError);
    row(503, false, FailureKind::Busy);
    row(302, false, FailureKind::Redirected);
}

void TusBackendTest::refusalsOfHead()
{
    QFETCH(int, status);
    QFETCH(bool, gone);
    QFETCH(FailureKind, kind);
    for (const Step step : {Step::Survey, Step::SurveyPart, Step::Look}) {
        const Expected<Outcome> outcome = answered(step, status);
        if (!gone)
            QCOMPARE(kindOf(outcome), kind);
        if (status == 403 && step != Step::Look) // which section "HEAD" has for what is not there, too
            QVERIFY(outcome.error().message.contains(QLatin1String("cancel it and add the file again")));
        if (!gone)
            continue;
        if (step == Step::Look)
            QCOMPARE(as<Looked>(outcome).found, Looked::Found::Missing);
        else
            as<NoSession>(outcome);
    }
}

void TusBackendTest::refusalsOfPatch_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<FailureKind>("kind"); // SessionLost: gone
    const auto row = [](const char *name, int status, FailureKind kind, const char *body = "") {
        QTest::newRow(name) << status << QByteArray(body) << kind;
    };
    row("bad request", 400, FailureKind::Rejected);
    row("cut off", 400, FailureKind::ConnectionLost, "ERR_UPLOAD_INTERRUPTED\n");
    row("credentials", 401, FailureKind::Unauthorized);
    row("forbidden", 403, FailureKind::Forbidden);
    row("gone", 404, FailureKind::SessionLost);
    row("gone for good", 410, FailureKind::SessionLost);
    row("waited too long", 408, FailureKind::ConnectionLost);
    row("another offset", 409, FailureKind::OffsetConflict);
    row("another version", 412, FailureKind::Rejected);
    row("another type", 415, FailureKind::Rejected);
    row("locked", 423, FailureKind::Locked);
    row("too many", 429, FailureKind::Busy);
    row("damaged on the way", 460, FailureKind::IntegrityMismatch);
    row("its own fault", 500, FailureKind::ServerError);
    row("busy", 503, FailureKind::Busy);
    row("full", 507, FailureKind::QuotaExceeded);
    row("elsewhere", 307, FailureKind::Redirected);
}

void TusBackendTest::refusalsOfPatch()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(FailureKind, kind);
    const Expected<Outcome> outcome = answered(Step::SendPart, status, {}, body);
    if (kind == FailureKind::SessionLost)
        as<NoSession>(outcome);
    else
        QCOMPARE(kindOf(outcome), kind);
}

void TusBackendTest::anotherUploadsLengthIsNotOurs()
{
    const HttpHeaders other = offsetOf(5) + HttpHeaders{{"Upload-Length", "1000"}};
    as<NoSession>(answered(Step::Survey, 200, other));
    QCOMPARE(as<Looked>(answered(Step::Look, 200, other)).found, Looked::Found::Missing);
}

void TusBackendTest::pastItsTimeIsGone()
{
    const HttpHeaders over = offsetOf(5) + HttpHeaders{{"Upload-Expires", "Fri, 15 Jan 2027 07:00:00 GMT"}};
    as<NoSession>(answered(Step::Survey, 200, over));
    as<NoSession>(answered(Step::SurveyPart, 200, over));
    QCOMPARE(as<Looked>(answered(Step::Look, 200, over)).found, Looked::Found::Missing);
    // What was told earlier may have been extended since: the server has it, so it is there.
    m_context.session->expiresMs = now - 1;
    QCOMPARE(as<Surveyed>(answered(Step::Survey, 200, offsetOf(5))).ranges.size(), 1);
    const HttpHeaders later = offsetOf(5) + HttpHeaders{{"Upload-Expires", "Fri, 15 Jan 2027 09:00:00 GMT"}};
    QCOMPARE(as<Surveyed>(answered(Step::Survey, 200, later)).expiresMs, 1'800'003'600'000);
    // And what is complete does not expire.
    const HttpHeaders complete =
        offsetOf(size) + HttpHeaders{{"Upload-Expires", "Fri, 15 Jan 2027 07:00:00 GMT"}};
    QCOMPARE(as<Looked>(answered(Step::Look, 200, complete)).found, Looked::Found::Whole);
}

void TusBackendTest::bodies()
{
    announce("creation");
    QVERIFY(!m_backend->bodyLimit(m_context)); // the whole rest
    m_context.destination.partSize = 3 * MiB;
    QCOMPARE(m_backend->bodyLimit(m_context), 3 * MiB);
    const HttpCall call = composed(Step::SendPart);
    QCOMPARE(call.method, HttpMethod::Patch);
    QCOMPARE(call.url, place);
    QCOMPARE(headerValue(call.headers, "Upload-Offset"), QByteArray::number(10 * MiB));
    QCOMPARE(headerValue(call.headers, "Content-Type"), "application/offset+octet-stream");
    QVERIFY(headerValue(call.headers, "Upload-Checksum").isEmpty());
    QCOMPARE(call.range, m_context.range);
}

void TusBackendTest::tooLongBodiesAreLearned()
{
    announce("creation");
    QJsonObject learned = as<Learned>(answered(Step::SendPart, 413)).abilities;
    m_context.abilities.insert(learned.begin().key(), learned.begin().value());
    QCOMPARE(m_backend->bodyLimit(m_context), m_context.range.length / 2);
    // The refusal of a longer body, under way before that was known, teaches nothing new.
    learned = as<Learned>(answered(Step::SendPart, 413)).abilities;
    QCOMPARE(learned.begin()->toInteger(), m_context.range.length / 2);
    m_context.range.length = 20'000; // that is no cap
    QCOMPARE(kindOf(answered(Step::SendPart, 413)), FailureKind::TooLarge);
    m_context.destination.partSize = 1 * MiB;
    QCOMPARE(m_backend->bodyLimit(m_context), 1 * MiB);
}

void TusBackendTest::checksums()
{
    announce("creation,checksum", {{"Tus-Checksum-Algorithm", "md5,sha1,crc32"}});
    QCOMPARE(m_backend->digestsFirst(m_context), DigestKinds(DigestKind::Sha1));
    m_context.digests.sha1 = QByteArray(20, 'x');
    QCOMPARE(headerValue(composed(Step::SendPart).headers, "Upload-Checksum"),
             "sha1 " + QByteArray(20, 'x').toBase64());
    QVERIFY(m_backend->bodyLimit(m_context).has_value());
    announce("creation,checksum", {{"Tus-Checksum-Algorithm", "sha1,sha256"}});
    QCOMPARE(m_backend->digestsFirst(m_context), DigestKinds(DigestKind::Sha256));
    announce("creation,checksum", {{"Tus-Checksum-Algorithm", "crc32"}});
    QCOMPARE(m_backend->digestsFirst(m_context), DigestKinds());
}

void TusBackendTest::checksumsFirst()
{
    // Named, but not announced: some servers take any checksum for right.
    announce("creation", {{"Tus-Checksum-Algorithm", "sha1"}});
    QCOMPARE(m_backend->digestsFirst(m_context), DigestKinds());
    QVERIFY(headerValue(composed(Step::SendPart).headers, "Upload-Checksum").isEmpty());
}

void TusBackendTest::methodOverride()
{
    announce("creation,termination");
    m_context.destination.fields.insert(tus::fieldMethodOverride, QStringLiteral("true"));
    HttpCall call = composed(Step::SendPart);
    QCOMPARE(call.method, HttpMethod::Post);
    QCOMPARE(headerValue(call.headers, "X-HTTP-Method-Override"), "PATCH");
    QCOMPARE(call.bodyKind, BodyKind::Range);
    m_context.page = tus::endPage;
    call = composed(Step::Abort);
    QCOMPARE(call.method, HttpMethod::Post);
    QCOMPARE(headerValue(call.headers, "X-HTTP-Method-Override"), "DELETE");
    QCOMPARE(composed(Step::Survey).method, HttpMethod::Head);
}

void TusBackendTest::partsAreOpenedAndPutTogether()
{
    announce("creation,concatenation");
    std::optional<Opened> opened = m_backend->openLocally(m_context);
    QVERIFY(opened);
    QCOMPARE(opened->partsTotal, 3); // of at least 10 MiB
    QCOMPARE(opened->partSize, 9 * MiB);
    m_context.upload.size = 512 * MiB;
    opened = m_backend->openLocally(m_context);
    QCOMPARE(opened->partsTotal, 4);
    QCOMPARE(opened->partSize, 128 * MiB);
    QVERIFY(!m_backend->isPartOpen(opened->session, 1));
    const Expected<ChunkPlan> plan = m_backend->plan(512 * MiB, m_context.destination, m_context.abilities);
    QCOMPARE(*plan, (ChunkPlan{512 * MiB, 128 * MiB, 4}));
    QCOMPARE(m_backend->plan(512 * MiB, m_context.destination)->partsTotal, 1); // as far as is known
    QCOMPARE(m_backend->mostParts(512 * MiB, m_context.destination), 4);
    QCOMPARE(m_backend->mostParts(10 * MiB, m_context.destination), 1);
    m_context.destination.partsInFlight = 1;
    QVERIFY(!m_backend->openLocally(m_context));

    m_context.upload.size = size;
    inParts();
    QVERIFY(m_backend->isPartOpen(*m_context.session, 2));
    QVERIFY(!m_backend->isPartOpen(*m_context.session, 3));
    m_context.partNumber = 3;
    HttpCall call = composed(Step::OpenPart);
    QCOMPARE(call.url, endpoint);
    QCOMPARE(headerValue(call.headers, "Upload-Concat"), "partial");
    QCOMPARE(headerValue(call.headers, "Upload-Length"), QByteArray::number(5 * MiB));
    const PartOpened part = as<PartOpened>(answered(Step::OpenPart, 201, {{"Location", "/files/p3"}}));
    // One place for two parts would make a file of the right length and the wrong bytes.
    const Session twice =
        m_backend->withPart(*m_context.session, 3, QStringLiteral("https://up.example/files/p1"));
    QVERIFY(!m_backend->isPartOpen(twice, 3));
    m_context.session = m_backend->withPart(*m_context.session, 3, part.address);
    m_context.range = {22 * MiB, 3 * MiB};
    call = composed(Step::SendPart);
    QCOMPARE(call.url, "https://up.example/files/p3");
    QCOMPARE(headerValue(call.headers, "Upload-Offset"), QByteArray::number(2 * MiB));
    as<PartStored>(answered(Step::SendPart, 204, offsetOf(5 * MiB)));

    call = composed(Step::Commit);
    QCOMPARE(call.method, HttpMethod::Post);
    QCOMPARE(call.url, endpoint);
    QCOMPARE(headerValue(call.headers, "Upload-Concat"),
             "final;https://up.example/files/p1 https://up.example/files/p2 https://up.example/files/p3");
    QVERIFY(headerValue(call.headers, "Upload-Length").isEmpty());
    QVERIFY(!headerValue(call.headers, "Upload-Metadata").isEmpty());
    QVERIFY(call.answerTimeLimit >= std::chrono::minutes(30));
    m_context.session = as<Assembled>(answered(Step::Commit, 201, {{"Location", "/files/whole"}})).session;
    confirmed(3);
    call = composed(Step::Look);
    QCOMPARE(call.url, "https://up.example/files/whole");
    const HttpHeaders pending{{"Upload-Concat", "final;/files/p1 /files/p2 /files/p3"}};
    QCOMPARE(kindOf(answered(Step::Look, 200, pending)), FailureKind::Locked);
    QCOMPARE(kindOf(answered(Step::Look, 200, pending + offsetOf(5))), FailureKind::Locked); // or so
    const Looked looked = as<Looked>(answered(Step::Look, 200, pending + offsetOf(size)));
    QCOMPARE(looked.found, Looked::Found::Whole);
    QCOMPARE(looked.object.size, size);
    QCOMPARE(as<Looked>(answered(Step::Look, 404)).found, Looked::Found::Delivered);
}

void TusBackendTest::partsAreSurveyedOneByOne()
{
    inParts();
    HttpCall call = composed(Step::Survey);
    QCOMPARE(call.method, HttpMethod::Head);
    QCOMPARE(call.url, "https://up.example/files/p1");
    Surveyed surveyed = as<Surveyed>(answered(Step::Survey, 200, offsetOf(10 * MiB)));
    QCOMPARE(surveyed.ranges.first().range, (ByteRange{0, 10 * MiB}));
    QCOMPARE(surveyed.nextPage, QStringLiteral("2"));
    m_context.page = surveyed.nextPage;
    QCOMPARE(composed(Step::Survey).url, "https://up.example/files/p2");
    surveyed = as<Surveyed>(answered(Step::Survey, 200, offsetOf(77)));
    QCOMPARE(surveyed.ranges.first().range, (ByteRange{10 * MiB, 77}));
    QVERIFY(surveyed.nextPage.isEmpty()); // the third was never created
    m_context.page.clear();
    surveyed = as<Surveyed>(answered(Step::Survey, 404)); // one that is gone does not take the others with it
    QVERIFY(surveyed.ranges.isEmpty());
    QCOMPARE(surveyed.nextPage, QStringLiteral("2"));

    m_context.session = tus::sessionInParts(QStringLiteral("token"), now);
    call = composed(Step::Survey);
    QCOMPARE(call.method, HttpMethod::Options);
    QCOMPARE(call.url, endpoint);
    QVERIFY(as<Surveyed>(answered(Step::Survey, 204)).ranges.isEmpty());
}

void TusBackendTest::aLostPartIsBegunAnew()
{
    inParts();
    m_context.partNumber = 2;
    m_context.range = {10 * MiB, 10 * MiB};
    QCOMPARE(kindOf(answered(Step::SendPart, 404)), FailureKind::OffsetConflict);
    QVERIFY(as<PartOpened>(answered(Step::SurveyPart, 404)).address.isEmpty());
    const Session without = m_backend->withPart(*m_context.session, 2, {});
    QVERIFY(!m_backend->isPartOpen(without, 2));
    QVERIFY(m_backend->isPartOpen(without, 1));
    QCOMPARE(kindOf(answered(Step::SurveyPart, 403)), FailureKind::Forbidden);
}

// Some servers ask a store behind them first.
void TusBackendTest::headsAreWaitedFor()
{
    for (const Step step :
         {Step::Survey, Step::SurveyPart, Step::Commit, Step::Look, Step::Abort, Step::Find}) {
        const HttpCall call = composed(step);
        QCOMPARE(call.method, HttpMethod::Head);
        QVERIFY(call.answerTimeLimit >= std::chrono::seconds(30));
        QVERIFY(call.stallLimit >= std::chrono::seconds(30));
    }
}

void TusBackendTest::completionIsProved()
{
    const HttpCall call = composed(Step::Commit);
    QCOMPARE(call.method, HttpMethod::Head);
    QCOMPARE(call.url, place);
    const Committed committed = as<Committed>(answered(Step::Commit, 200, offsetOf(size)));
    QCOMPARE(committed.size, size);
    QCOMPARE(committed.key.toLatin1(), place);
    // Some servers take a finished upload away: no failure, and no proof.
    QCOMPARE(kindOf(answered(Step::Commit, 404)), FailureKind::SessionLost);
    QCOMPARE(as<Looked>(answered(Step::Look, 404)).found, Looked::Found::Missing);
    confirmed(1);
    QCOMPARE(as<Looked>(answered(Step::Look, 410)).found, Looked::Found::Delivered);
}

void TusBackendTest::afterALostCompletion()
{
    inParts();
    m_context.session =
        m_backend->withPart(*m_context.session, 3, QStringLiteral("https://up.example/files/p3"));
    confirmed(3);
    // Where the answer to "put together" was lost, nobody knows the place: what the parts say decides.
    QCOMPARE(composed(Step::Look).method, HttpMethod::Head);
    QCOMPARE(as<Looked>(answered(Step::Look, 200, offsetOf(10 * MiB))).found, Looked::Found::Unfinished);
    QCOMPARE(as<Looked>(answered(Step::Look, 404)).found, Looked::Found::Unfinished);
    QVERIFY(!as<Looked>(answered(Step::Look, 404)).remark.isEmpty());
    QCOMPARE(as<WayRefused>(answered(Step::Commit, 404)).why.kind, FailureKind::OffsetConflict);
    QCOMPARE(kindOf(answered(Step::Commit, 423)), FailureKind::Locked);
}

void TusBackendTest::refusedPartsBecomeOneStream_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<FailureKind>("kind"); // OffsetConflict: refused in this way
    const auto row = [](int status, FailureKind kind) { QTest::addRow("%d", status) << status << kind; };
    for (const int status : {400, 403, 404, 405, 409, 410, 411, 412, 415, 422, 431, 501})
        row(status, FailureKind::OffsetConflict);
    row(401, FailureKind::Unauthorized);
    row(408, FailureKind::ConnectionLost);
    row(413, FailureKind::TooLarge);
    row(423, FailureKind::Locked);
    row(429, FailureKind::Busy);
    row(500, FailureKind::ServerError);
    row(503, FailureKind::Busy);
    row(507, FailureKind::QuotaExceeded);
    row(307, FailureKind::Redirected);
}

void TusBackendTest::refusedPartsBecomeOneStream()
{
    QFETCH(int, status);
    QFETCH(FailureKind, kind);
    inParts();
    const Session begun = *m_context.session;
    for (const Step step : {Step::OpenPart, Step::Commit}) {
        m_context.session =
            step == Step::OpenPart ? tus::sessionInParts(QStringLiteral("token"), now) : begun;
        const Expected<Outcome> outcome = answered(step, status);
        if (kind != FailureKind::OffsetConflict)
            QCOMPARE(kindOf(outcome), kind);
        else
            QVERIFY(as<WayRefused>(outcome).why.message.contains(QLatin1String("one stream")));
    }
}

void TusBackendTest::onlyTheFirstPartsRefusalMayBeAboutParts()
{
    inParts(); // two were taken
    m_context.partNumber = 3;
    QCOMPARE(kindOf(answered(Step::OpenPart, 403)), FailureKind::Forbidden);
    QCOMPARE(kindOf(answered(Step::OpenPart, 404)), FailureKind::DestinationMissing);
    as<WayRefused>(answered(Step::OpenPart, 405));
}

void TusBackendTest::oneStreamInPlaceOfParts()
{
    inParts();
    QVERIFY(!m_backend->openLocally(m_context));
    const HttpCall call = composed(Step::Open);
    QCOMPARE(call.url, endpoint);
    QVERIFY(headerValue(call.headers, "Upload-Concat").isEmpty());
    QCOMPARE(headerValue(call.headers, "Upload-Length"), QByteArray::number(size));
    QCOMPARE(kindOf(answered(Step::Open, 403)), FailureKind::Forbidden); // so it was not about the parts
    const Opened opened = as<Opened>(answered(Step::Open, 201, {{"Location", "/files/abc"}}));
    QCOMPARE(opened.partsTotal, 1);
    QJsonObject abilities = m_context.abilities;
    for (auto ability = opened.learned.begin(); ability != opened.learned.end(); ++ability)
        abilities.insert(ability.key(), ability.value());
    QCOMPARE(m_backend->plan(size, m_context.destination, m_context.abilities)->partsTotal, 3);
    QCOMPARE(m_backend->plan(size, m_context.destination, abilities)->partsTotal, 1);
    QVERIFY(m_backend->describe(abilities).join(QLatin1Char(' ')).contains(QLatin1String("refused")));
}

void TusBackendTest::untestedCredentialsCarryNoBytes()
{
    m_context.upload.size = 5 * MiB;
    m_context.session.reset();
    m_context.bringsBody = true;
    announce("creation,creation-with-upload");
    for (const QString &field : {tus::fieldToken, tus::fieldHeaders}) {
        m_context.secrets = {{field, "X-Key: secret"}};
        QCOMPARE(composed(Step::Open).bodyKind, BodyKind::Inline);
    }
    const Opened opened = as<Opened>(answered(Step::Open, 201, {{"Location", "/files/abc"}}));
    QVERIFY(!opened.stored);
    m_context.abilities.insert(opened.learned.begin().key(), opened.learned.begin().value());
    QCOMPARE(composed(Step::Open).bodyKind, BodyKind::Range);
    announce("creation,creation-with-upload");
    m_context.secrets.clear();
    QCOMPARE(composed(Step::Open).bodyKind, BodyKind::Range);
    QVERIFY(as<Opened>(answered(Step::Open, 201, {{"Location", "/files/abc"}})).learned.isEmpty());
}

void TusBackendTest::endings()
{
    announce("creation,termination");
    QVERIFY(!m_backend->leavesPartsBehind(*m_context.session)); // or the finished upload would be ended
    const HttpHeaders length{{"Upload-Length", QByteArray::number(size)}};
    QCOMPARE(composed(Step::Abort).method, HttpMethod::Head);
    // What is finished, or does not say, is left alone.
    as<Aborted>(answered(Step::Abort, 200, length + offsetOf(size)));
    as<Aborted>(answered(Step::Abort, 200, offsetOf(5)));
    as<Aborted>(answered(Step::Abort, 404));
    QCOMPARE(kindOf(answered(Step::Abort, 423)), FailureKind::Locked);
    m_context.page = as<MoreToAsk>(answered(Step::Abort, 200, length + offsetOf(5))).page;
    QCOMPARE(composed(Step::Abort).method, HttpMethod::Delete);
    as<Aborted>(answered(Step::Abort, 204));
    as<Aborted>(answered(Step::Abort, 410));
    m_context.page.clear();
    m_context.abilities = {}; // it did not say, and is asked to
    as<MoreToAsk>(answered(Step::Abort, 200, length + offsetOf(5)));
    announce("creation");
    as<Aborted>(answered(Step::Abort, 200, length + offsetOf(5)));

    inParts();
    QVERIFY(m_backend->leavesPartsBehind(*m_context.session));
    m_context.session = tus::withWhole(*m_context.session, "https://up.example/files/whole");
    QCOMPARE(composed(Step::Abort).url, "https://up.example/files/p1");
    m_context.page = as<MoreToAsk>(answered(Step::Abort, 204)).page;
    QCOMPARE(composed(Step::Abort).url, "https://up.example/files/p2");
    as<Aborted>(answered(Step::Abort, 404)); // and never the whole
}

QTEST_APPLESS_MAIN(TusBackendTest)
#include "tus_backend_test.moc"
