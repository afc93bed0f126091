// The fake tus server itself: a test that leans on it must not be fooled by it.
#include "tests/engine/lane_fixture.h"
#include "tests/fakes/fake_tus.h"

#include <QDateTime>
#include <QLocale>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QUrl>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

const QByteArray chunkType = "application/offset+octet-stream";

// A client without a mind: the calls of the protocol, one after the other.
class Client : public Carrier
{
public:
    explicit Client(FakeTus &tus)
        : m_tus(tus)
    {}

    LaneRequest request(HttpMethod method, const QByteArray &url, const HttpHeaders &headers = {},
                        const std::optional<QByteArray> &body = {}) const
    {
        LaneRequest made = body ? inlineCall(method, url, *body) : plainCall(method, url);
        made.call.headers = HttpHeaders{{"Tus-Resumable", "1.0.0"}} + headers;
        return made;
    }
    LaneResult call(HttpMethod method, const QByteArray &url, const HttpHeaders &headers = {},
                    const std::optional<QByteArray> &body = {})
    {
        return carry(request(method, url, headers, body));
    }
    LaneResult options() { return carry(plainCall(HttpMethod::Options, m_tus.url())); }
    LaneResult create(qint64 length, const HttpHeaders &headers = {})
    {
        return call(HttpMethod::Post, m_tus.url(),
                    HttpHeaders{{"Upload-Length", QByteArray::number(length)}} + headers, "");
    }
    QByteArray created(qint64 length, const HttpHeaders &headers = {})
    {
        return locationOf(create(length, headers));
    }
    LaneResult createFinal(const QByteArray &partials)
    {
        return call(HttpMethod::Post, m_tus.url(), {{"Upload-Concat", "final;" + partials}}, "");
    }
    LaneResult head(const QByteArray &url) { return call(HttpMethod::Head, url); }
    LaneRequest chunk(const QByteArray &url, qint64 offset, const QByteArray &bytes,
                      const HttpHeaders &headers = {}) const
    {
        return request(
            HttpMethod::Patch, url,
            HttpHeaders{{"Content-Type", chunkType}, {"Upload-Offset", QByteArray::number(offset)}} + headers,
            bytes);
    }
    LaneResult patch(const QByteArray &url, qint64 offset, const QByteArray &bytes,
                     const HttpHeaders &headers = {})
    {
        return carry(chunk(url, offset, bytes, headers));
    }

    // Absolute, whatever the form.
    QByteArray locationOf(const LaneResult &result) const
    {
        const QByteArray location =
            result.answer ? headerValue(result.answer->headers, "Location") : QByteArray();
        return location.isEmpty() ? location
                                  : QUrl(QString::fromLatin1(m_tus.url()))
                                        .resolved(QUrl(QString::fromLatin1(location)))
                                        .toEncoded();
    }

private:
    FakeTus &m_tus;
};

QByteArray header(const LaneResult &result, const char *name)
{
    return result.answer ? headerValue(result.answer->headers, name) : QByteArray();
}

QByteArray offsetIn(const LaneResult &result)
{
    return header(result, "Upload-Offset");
}

QDateTime dateIn(const QByteArray &header)
{
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(header),
                                             QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    date.setTimeSpec(Qt::UTC);
    return date;
}

QByteArray checksum(const QByteArray &name, DigestKind kind, const QByteArray &bytes)
{
    return name + ' ' + digestOf(kind, bytes).toBase64();
}

} // namespace

class FakeTusTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatItCan();
    void takesAWholeUpload();
    void takesContentWithTheCreation();
    void refusesWhatIsWrong();
    void wantsToKnowWhoAsks();
    void locations_data();
    void locations();
    void methodCanBeOverridden();
    void keepsWhatCameBeforeACut();
    void takesInWhatWasSentBeforeTheNextRequest();
    void locksWhileItReceives();
    void checksums_data();
    void checksums();
    void concatenates();
    void uploadsExpireAndAreForgotten();
    void limitsAreKept();
    void answersThatAreAsked();
    void offsetsThatAreAsked();
    void countsWhatComesAgain();
    void outlivesItself();
};

void FakeTusTest::tellsWhatItCan()
{
    FakeTus tus;
    Client client(tus);
    const LaneResult plain = client.options();
    VERIFY_ANSWERED(plain, 204);
    QCOMPARE(header(plain, "Tus-Version"), QByteArray("1.0.0"));
    QCOMPARE(header(plain, "Tus-Resumable"), QByteArray("1.0.0"));
    QCOMPARE(header(plain, "Tus-Extension"), QByteArray("creation,creation-with-upload,termination"));
    QCOMPARE(header(plain, "Tus-Max-Size"), QByteArray());
    QCOMPARE(header(plain, "Tus-Checksum-Algorithm"), QByteArray());
    tus.setExtensions({"creation", "checksum"});
    tus.setMaxSize(1000);
    const LaneResult more = client.options();
    QCOMPARE(header(more, "Tus-Extension"), QByteArray("creation,checksum"));
    QCOMPARE(header(more, "Tus-Max-Size"), QByteArray("1000"));
    QCOMPARE(header(more, "Tus-Checksum-Algorithm"), QByteArray("sha1,md5,sha256"));
}

void FakeTusTest::takesAWholeUpload()
{
    FakeTus tus;
    Client client(tus);
    const QByteArray bytes = patternBytes(2500);
    const LaneResult created = client.create(
        bytes.size(), {{"Upload-Metadata", "filename " + QByteArray("a b.mov").toBase64() + ",empty"}});
    VERIFY_ANSWERED(created, 201);
    QCOMPARE(header(created, "Tus-Resumable"), QByteArray("1.0.0"));
    const QByteArray url = client.locationOf(created);
    QCOMPARE(url, tus.url() + '1');
    QCOMPARE(offsetIn(client.patch(url, 0, bytes.left(1000))), QByteArray("1000"));
    const LaneResult looked = client.head(url);
    VERIFY_ANSWERED(looked, 200);
    QCOMPARE(offsetIn(looked), QByteArray("1000"));
    QCOMPARE(header(looked, "Upload-Length"), QByteArray("2500"));
    QCOMPARE(header(looked, "Cache-Control"), QByteArray("no-store"));
    QCOMPARE(header(looked, "Upload-Metadata"), "filename " + QByteArray("a b.mov").toBase64() + ",empty");
    QCOMPARE(tus.finished().size(), 0);
    const LaneResult last = client.patch(url, 1000, bytes.mid(1000));
    VERIFY_ANSWERED(last, 204);
    QCOMPARE(offsetIn(last), QByteArray("2500"));

    QCOMPARE(tus.finished().size(), 1);
    const FakeTusUpload upload = tus.finished().first();
    QVERIFY(upload.content == bytes);
    QCOMPARE(upload.metadata, (QMap<QByteArray, QByteArray>{{"filename", "a b.mov"}, {"empty", ""}}));
    VERIFY_ANSWERED(client.call(HttpMethod::Delete, url), 204);
    VERIFY_ANSWERED(client.head(url), 410);
    VERIFY_ANSWERED(client.call(HttpMethod::Delete, url), 410);
    QCOMPARE(tus.existing(), 0);
    QCOMPARE(tus.uploads().size(), 1);

    const QByteArray empty = client.created(0);
    QCOMPARE(offsetIn(client.head(empty)), QByteArray("0"));
    QCOMPARE(tus.finished().size(), 1);
    QCOMPARE(tus.bytesReceivedAgain(), 0);
    QCOMPARE(tus.headsDuringPatch(), 0);
}

void FakeTusTest::takesContentWithTheCreation()
{
    FakeTus tus;
    Client client(tus);
    const QByteArray bytes = patternBytes(100);
    const HttpHeaders headers{{"Upload-Length", "100"}, {"Content-Type", chunkType}};
    const LaneResult whole = client.call(HttpMethod::Post, tus.url(), headers, bytes);
    VERIFY_ANSWERED(whole, 201);
    QCOMPARE(offsetIn(whole), QByteArray("100"));
    QVERIFY(tus.finished().first().content == bytes);
    const LaneResult begun = client.call(HttpMethod::Post, tus.url(), headers, bytes.left(40));
    QCOMPARE(offsetIn(begun), QByteArray("40"));
    QCOMPARE(offsetIn(client.patch(client.locationOf(begun), 40, bytes.mid(40))), QByteArray("100"));
    VERIFY_ANSWERED(client.call(HttpMethod::Post, tus.url(), {{"Upload-Length", "100"}}, bytes), 415);
    QCOMPARE(tus.existing(), 2);

    tus.setExtensions({"creation"});
    const LaneResult ignored = client.call(HttpMethod::Post, tus.url(), headers, bytes);
    VERIFY_ANSWERED(ignored, 201);
    QCOMPARE(offsetIn(ignored), QByteArray());
    QCOMPARE(offsetIn(client.head(client.locationOf(ignored))), QByteArray("0"));
}

void FakeTusTest::refusesWhatIsWrong()
{
    FakeTus tus;
    Client client(tus);
    const LaneResult unversioned = client.carry(inlineCall(HttpMethod::Post, tus.url(), ""));
    VERIFY_ANSWERED(unversioned, 412);
    QCOMPARE(header(unversioned, "Tus-Version"), QByteArray("1.0.0"));
    LaneRequest old = plainCall(HttpMethod::Head, tus.url() + '1');
    old.call.headers.append(HttpHeader{"Tus-Resumable", "0.2.2"});
    VERIFY_ANSWERED(client.carry(old), 412);
    VERIFY_ANSWERED(client.call(HttpMethod::Post, tus.url(), {}, ""), 400);
    VERIFY_ANSWERED(client.create(-1), 400);
    VERIFY_ANSWERED(client.create(1, {{"Upload-Metadata", "filename a b"}}), 400);
    VERIFY_ANSWERED(client.create(1, {{"Upload-Metadata", "filename"}}), 201);
    VERIFY_ANSWERED(client.create(1, {{"Upload-Concat", "partial"}}), 501);
    VERIFY_ANSWERED(client.head(tus.url() + '9'), 404);
    VERIFY_ANSWERED(client.head(tus.url()), 404);

    const QByteArray url = client.created(10);
    VERIFY_ANSWERED(client.patch(url, 1, "abc"), 409);
    VERIFY_ANSWERED(client.patch(url, 0, "more than ten bytes"), 400);
    VERIFY_ANSWERED(client.patch(url, -1, "abc"), 400);
    VERIFY_ANSWERED(
        client.call(HttpMethod::Patch, url, {{"Upload-Offset", "0"}, {"Content-Type", "text/plain"}}, "abc"),
        415);
    VERIFY_ANSWERED(client.call(HttpMethod::Patch, url, {{"Content-Type", chunkType}}, "abc"), 400);
    VERIFY_ANSWERED(client.patch(url, 0, "abc"), 204);
    VERIFY_ANSWERED(client.patch(url, 0, "abc"), 409);
    tus.setExtensions({});
    VERIFY_ANSWERED(client.create(1), 405);
    VERIFY_ANSWERED(client.call(HttpMethod::Delete, url), 405);
    QCOMPARE(offsetIn(client.head(url)), QByteArray("3"));
}

void FakeTusTest::wantsToKnowWhoAsks()
{
    FakeTus tus;
    tus.setToken("secret");
    tus.setWantedHeader("X-Project", "Alpha");
    Client client(tus);
    VERIFY_ANSWERED(client.options(), 401);
    VERIFY_ANSWERED(client.create(1, {{"Authorization", "Bearer secret"}}), 401);
    VERIFY_ANSWERED(client.create(1, {{"Authorization", "Bearer other"}, {"X-Project", "Alpha"}}), 401);
    VERIFY_ANSWERED(client.create(1, {{"Authorization", "Bearer secret"}, {"X-Project", "Alpha"}}), 201);
}

void FakeTusTest::locations_data()
{
    QTest::addColumn<FakeTus::LocationForm>("form");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("absolute") << FakeTus::LocationForm::Absolute << QByteArray("http://127.0.0.1:");
    QTest::newRow("path") << FakeTus::LocationForm::Path << QByteArray("/files/1");
    QTest::newRow("no scheme") << FakeTus::LocationForm::SchemeRelative << QByteArray("//127.0.0.1:");
    QTest::newRow("relative") << FakeTus::LocationForm::RelativeToRequest << QByteArray("1");
}

void FakeTusTest::locations()
{
    QFETCH(FakeTus::LocationForm, form);
    QFETCH(QByteArray, begin);
    FakeTus tus;
    tus.setLocationForm(form);
    Client client(tus);
    const LaneResult created = client.create(3);
    QVERIFY(header(created, "Location").startsWith(begin));
    VERIFY_ANSWERED(client.patch(client.locationOf(created), 0, "abc"), 204);
}

void FakeTusTest::methodCanBeOverridden()
{
    FakeTus tus;
    Client client(tus);
    const QByteArray url = client.created(3);
    VERIFY_ANSWERED(
        client.call(
            HttpMethod::Post, url,
            {{"X-HTTP-Method-Override", "PATCH"}, {"Content-Type", chunkType}, {"Upload-Offset", "0"}},
            "abc"),
        204);
    VERIFY_ANSWERED(client.call(HttpMethod::Post, url, {{"X-HTTP-Method-Override", "DELETE"}}, ""), 204);
    QCOMPARE(tus.countOf("PATCH"), 1);
    QCOMPARE(tus.countOf("POST"), 1);
}

void FakeTusTest::keepsWhatCameBeforeACut()
{
    FakeTus tus;
    Client client(tus);
    const QByteArray bytes = patternBytes(1'000'000);
    const QByteArray first = client.created(bytes.size());
    const QByteArray second = client.created(bytes.size());
    tus.cutNextPatch(300'000, 2);
    VERIFY_ANSWERED(client.patch(first, 0, bytes), 204);
    COMPARE_FAILURE(client.patch(second, 0, bytes), FailureKind::ConnectionLost);
    QCOMPARE(offsetIn(client.head(second)), QByteArray("300000"));
    tus.loseNextAnswer("PATCH");
    COMPARE_FAILURE(client.patch(second, 300'000, bytes.mid(300'000)), FailureKind::ConnectionLost);
    QCOMPARE(offsetIn(client.head(second)), QByteArray("1000000"));
    QCOMPARE(tus.finished().size(), 2);
    QVERIFY(tus.finished().last().content == bytes);
    tus.loseNextAnswer("POST");
    COMPARE_FAILURE(client.create(5), FailureKind::ConnectionLost);
    QCOMPARE(tus.existing(), 3);
    QCOMPARE(tus.bytesReceivedAgain(), 0);
}

// As slowly as it reads: a client that went away does not stand in its own way when it is back.
void FakeTusTest::takesInWhatWasSentBeforeTheNextRequest()
{
    FakeTus tus;
    Client client(tus);
    const QByteArray bytes = patternBytes(1'000'000);
    const QByteArray url = client.created(bytes.size());
    tus.server().limitReadRate(50'000);
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, tus.server().port());
    QVERIFY(socket.waitForConnected(patience));
    socket.write("PATCH /files/1 HTTP/1.1\r\nHost: a\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                 "Content-Type: " +
                 chunkType + "\r\nContent-Length: 1000000\r\n\r\n" + bytes.left(200'000));
    QTRY_VERIFY_WITH_TIMEOUT(tus.uploads().first().offset > 0, patience);
    QVERIFY(tus.uploads().first().offset < 200'000);
    socket.disconnectFromHost();
    QVERIFY(socket.state() == QAbstractSocket::UnconnectedState || socket.waitForDisconnected(patience));
    tus.server().limitReadRate(0);
    QCOMPARE(offsetIn(client.head(url)), QByteArray("200000"));
    VERIFY_ANSWERED(client.patch(url, 200'000, bytes.mid(200'000)), 204);
    QVERIFY(tus.finished().first().content == bytes);
    QCOMPARE(tus.headsDuringPatch(), 0);
}

void FakeTusTest::locksWhileItReceives()
{
    FakeTus tus;
    Client client(tus);
    const QByteArray bytes = patternBytes(1'000'000);
    const QByteArray url = client.created(bytes.size());
    tus.server().limitReadRate(500'000);
    const CallId slow = client.start(client.chunk(url, 0, bytes));
    QTRY_VERIFY_WITH_TIMEOUT(tus.uploads().first().offset > 0, patience);
    VERIFY_ANSWERED(client.head(url), 423);
    VERIFY_ANSWERED(client.patch(url, 0, "abc"), 423);
    VERIFY_ANSWERED(client.call(HttpMethod::Delete, url), 423);
    QCOMPARE(tus.headsDuringPatch(), 1);
    tus.server().limitReadRate(0);
    QVERIFY(client.waitFor(slow));
    VERIFY_ANSWERED(client.results[slow], 204);
    VERIFY_ANSWERED(client.head(url), 200);
    QCOMPARE(tus.headsDuringPatch(), 1);
}

void FakeTusTest::checksums_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<DigestKind>("kind");
    QTest::newRow("sha1") << QByteArray("sha1") << DigestKind::Sha1;
    QTest::newRow("md5") << QByteArray("md5") << DigestKind::Md5;
    QTest::newRow("sha256") << QByteArray("sha256") << DigestKind::Sha256;
}

void FakeTusTest::checksums()
{
    QFETCH(QByteArray, name);
    QFETCH(DigestKind, kind);
    FakeTus tus;
    tus.setExtensions({"creation", "checksum"});
    Client client(tus);
    const QByteArray bytes = patternBytes(100'000);
    const QByteArray url = client.created(bytes.size());
    const HttpHeaders right{{"Upload-Checksum", checksum(name, kind, bytes)}};
    VERIFY_ANSWERED(client.patch(url, 0, bytes, {{"Upload-Checksum", checksum(name, kind, "other")}}), 460);
    QCOMPARE(offsetIn(client.head(url)), QByteArray("0"));
    VERIFY_ANSWERED(client.patch(url, 0, bytes, {{"Upload-Checksum", "crc7 " + bytes.left(3)}}), 400);
    tus.cutNextPatch(50'000);
    COMPARE_FAILURE(client.patch(url, 0, bytes, right), FailureKind::ConnectionLost);
    QCOMPARE(offsetIn(client.head(url)), QByteArray("0"));
    VERIFY_ANSWERED(client.patch(url, 0, bytes, right), 204);
    QVERIFY(tus.finished().first().content == bytes);
    QCOMPARE(tus.bytesReceivedAgain(), 0);
}

void FakeTusTest::concatenates()
{
    FakeTus tus;
    tus.setExtensions({"creation", "creation-with-upload", "concatenation"});
    Client client(tus);
    const HttpHeaders partial{{"Upload-Concat", "partial"}};
    const QByteArray first = client.created(3, partial), second = client.created(4, partial);
    const QByteArray plain = client.created(0);
    VERIFY_ANSWERED(client.patch(first, 0, "abc"), 204);
    QCOMPARE(header(client.head(first), "Upload-Concat"), QByteArray("partial"));
    VERIFY_ANSWERED(client.createFinal(first + ' ' + second), 400);
    VERIFY_ANSWERED(client.patch(second, 0, "defg"), 204);
    VERIFY_ANSWERED(client.createFinal(first + ' ' + plain), 400);
    VERIFY_ANSWERED(client.createFinal("/files/77"), 400);
    VERIFY_ANSWERED(client.create(7, {{"Upload-Concat", "final;/files/1 /files/2"}}), 400);
    QCOMPARE(tus.finished().size(), 1);

    const LaneResult made = client.createFinal("/files/1 " + second);
    VERIFY_ANSWERED(made, 201);
    const QByteArray url = client.locationOf(made);
    const LaneResult looked = client.head(url);
    QCOMPARE(header(looked, "Upload-Concat"), "final;/files/1 " + second);
    QCOMPARE(header(looked, "Upload-Length"), QByteArray("7"));
    QCOMPARE(offsetIn(looked), QByteArray("7"));
    QCOMPARE(tus.finished().size(), 2);
    QCOMPARE(tus.finished().last().content, QByteArray("abcdefg"));
    QCOMPARE(tus.finished().last().partials, QList<int>({1, 2}));
    VERIFY_ANSWERED(client.patch(url, 7, ""), 403);
    VERIFY_ANSWERED(client.head(first), 200);
    tus.loseNextAnswer("final");
    VERIFY_ANSWERED(client.create(1), 201);
    COMPARE_FAILURE(client.createFinal("1 2"), FailureKind::ConnectionLost);
    QCOMPARE(tus.finished().last().content, QByteArray("abcdefg"));
    tus.setMaxSize(6);
    VERIFY_ANSWERED(client.createFinal("1 2"), 413);
}

void FakeTusTest::uploadsExpireAndAreForgotten()
{
    FakeTus tus;
    tus.setExtensions({"creation", "expiration"});
    tus.setLifetime(3600s);
    Client client(tus);
    const LaneResult created = client.create(6);
    const QByteArray url = client.locationOf(created);
    QVERIFY(dateIn(header(created, "Upload-Expires")) > QDateTime::currentDateTimeUtc().addSecs(3500));
    QVERIFY(!header(client.patch(url, 0, "abc"), "Upload-Expires").isEmpty());
    const QByteArray done = client.created(0);
    tus.expireAll();
    VERIFY_ANSWERED(client.head(url), 410);
    VERIFY_ANSWERED(client.patch(url, 3, "def"), 410);
    VERIFY_ANSWERED(client.head(done), 200);
    tus.setLifetime(1ms);
    const QByteArray brief = client.created(6);
    QTest::qWait(5);
    VERIFY_ANSWERED(client.head(brief), 410);

    tus.setLifetime(0s);
    const QByteArray lost = client.created(6);
    tus.forget(tus.uploads().last().number);
    VERIFY_ANSWERED(client.head(lost), 404);
    VERIFY_ANSWERED(client.head(done), 200);
    tus.forgetAll();
    VERIFY_ANSWERED(client.head(done), 404);
}

void FakeTusTest::limitsAreKept()
{
    FakeTus tus;
    tus.setMaxSize(1000);
    tus.setLongestBody(100);
    Client client(tus);
    VERIFY_ANSWERED(client.create(1001), 413);
    const QByteArray url = client.created(1000);
    VERIFY_ANSWERED(client.patch(url, 0, patternBytes(101)), 413);
    VERIFY_ANSWERED(client.patch(url, 0, patternBytes(100)), 204);
}

void FakeTusTest::answersThatAreAsked()
{
    FakeTus tus;
    Client client(tus);
    const QByteArray url = client.created(10);
    tus.answerNext("PATCH", 2, 503, "busy", {{"Retry-After", "1"}});
    VERIFY_ANSWERED(client.head(url), 200);
    const LaneResult busy = client.patch(url, 0, "abc");
    VERIFY_ANSWERED(busy, 503);
    QCOMPARE(busy.answer->body, QByteArray("busy"));
    QCOMPARE(header(busy, "Retry-After"), QByteArray("1"));
    VERIFY_ANSWERED(client.patch(url, 0, "abc"), 503);
    VERIFY_ANSWERED(client.patch(url, 0, "abc"), 204);
    tus.setFaults([](const RecordedRequest &request) {
        return request.method == "HEAD" ? std::optional(ServerAction::real().withHeader("Upload-Offset", "x"))
                                        : std::nullopt;
    });
    QCOMPARE(offsetIn(client.head(url)), QByteArray("x"));
    VERIFY_ANSWERED(client.patch(url, 3, "def"), 204);
}

void FakeTusTest::offsetsThatAreAsked()
{
    FakeTus tus;
    Client client(tus);
    const QByteArray url = client.created(10);
    tus.failNextOffset("PATCH", FakeTus::OffsetFault::Short, 2);
    QCOMPARE(offsetIn(client.patch(url, 0, "abcdef")), QByteArray("4"));
    QCOMPARE(offsetIn(client.head(url)), QByteArray("4"));
    tus.failNextOffset("PATCH", FakeTus::OffsetFault::Lower, 1);
    QCOMPARE(offsetIn(client.patch(url, 4, "ef")), QByteArray("3"));
    tus.failNextOffset("PATCH", FakeTus::OffsetFault::Beyond, 5);
    QCOMPARE(offsetIn(client.patch(url, 3, "def")), QByteArray("11"));
    QCOMPARE(offsetIn(client.head(url)), QByteArray("6"));
    tus.failNextOffset("PATCH", FakeTus::OffsetFault::Missing);
    QCOMPARE(offsetIn(client.patch(url, 6, "gh")), QByteArray());
    tus.failNextOffset("HEAD", FakeTus::OffsetFault::Lower, 3);
    QCOMPARE(offsetIn(client.head(url)), QByteArray("5"));
    VERIFY_ANSWERED(client.patch(url, 5, "fghij"), 204);
    QCOMPARE(tus.finished().first().content, QByteArray("abcdefghij"));
    QCOMPARE(tus.bytesReceivedAgain(), 0);
}

void FakeTusTest::countsWhatComesAgain()
{
    FakeTus tus;
    Client client(tus);
    const QByteArray url = client.created(10);
    VERIFY_ANSWERED(client.patch(url, 0, "abcd"), 204);
    VERIFY_ANSWERED(client.patch(url, 2, "cdef"), 409);
    QCOMPARE(tus.bytesReceivedAgain(), 2);
    tus.loseNextAnswer("PATCH");
    COMPARE_FAILURE(client.patch(url, 4, "ef"), FailureKind::ConnectionLost);
    VERIFY_ANSWERED(client.patch(url, 4, "ef"), 409);
    QCOMPARE(tus.bytesReceivedAgain(), 2);
}

void FakeTusTest::outlivesItself()
{
    QTemporaryDir folder;
    {
        FakeTus tus(folder.path());
        tus.setExtensions({"creation", "concatenation", "termination"});
        Client client(tus);
        const QByteArray url =
            client.created(6, {{"Upload-Metadata", "a YQ=="}, {"Upload-Concat", "partial"}});
        VERIFY_ANSWERED(client.patch(url, 0, "abcd"), 204);
        VERIFY_ANSWERED(client.call(HttpMethod::Delete, client.created(5)), 204);
    }
    FakeTus tus(folder.path());
    tus.setExtensions({"creation", "concatenation"});
    Client client(tus);
    QCOMPARE(tus.existing(), 1);
    const QByteArray url = tus.url() + '1';
    QCOMPARE(offsetIn(client.head(url)), QByteArray("4"));
    VERIFY_ANSWERED(client.patch(url, 4, "ef"), 204);
    VERIFY_ANSWERED(client.createFinal("1 1"), 201);
    QCOMPARE(tus.finished().first().content, QByteArray("abcdefabcdef"));
    QCOMPARE(tus.uploads().first().metadata, (QMap<QByteArray, QByteArray>{{"a", "a"}}));
}

QTEST_GUILESS_MAIN(FakeTusTest)
#include "fake_tus_test.moc"
