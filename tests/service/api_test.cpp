// Every call of the service's interface and every refusal, over real sockets.
#include "tests/service/service_process.h"
#include "tests/service/test_upload.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace gantry;

namespace {

QByteArray uploadTarget(const TestUpload &upload, const char *what = "")
{
    return "/api/uploads/" + upload.id.toLatin1() + what;
}

QList<int> numbersOf(const QJsonArray &list)
{
    QList<int> numbers;
    for (const auto &value : list)
        numbers.append(value.isObject() ? value[QLatin1String("part_number")].toInt() : value.toInt());
    return numbers;
}

} // namespace

class ServiceApiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void capabilitiesHealthMetrics();
    void wantsATokenEverywhere_data();
    void wantsATokenEverywhere();
    void refusesForms_data();
    void refusesForms();
    void refusesPlansThatDoNotFit();
    void knowsItsRoutes_data();
    void knowsItsRoutes();
    void headAndOptions();
    void initiateTwiceIsOneUpload();
    void returnsLinksAsWished();
    void resumes();
    void resumesByKey();
    void tellsProgressExactly();
    void pagesParts();
    void makesFreshLinks();
    void completesTwice();
    void refusesCompletes();
    void deletes();
    void usersDoNotSeeEachOther();
    void takesManyParts();

private:
    TestUpload upload(const char *name, qsizetype size, const QByteArray &token) const;
    int port() const { return m_service->port(); }

    std::unique_ptr<ServiceProcess> m_service;
    QByteArray m_ann;
    QByteArray m_bob;
};

void ServiceApiTest::initTestCase()
{
    m_service = std::make_unique<ServiceProcess>("[disk]\nmin_part_size = 64\n");
    QVERIFY(m_service->start());
    m_ann = m_service->addToken(QStringLiteral("ann"));
    m_bob = m_service->addToken(QStringLiteral("bob"));
}

TestUpload ServiceApiTest::upload(const char *name, qsizetype size, const QByteArray &token) const
{
    TestUpload made{QString::fromLatin1(name), QStringLiteral("print of ") + QString::fromLatin1(name),
                    randomBytes(size, 7), token};
    made.partSize = 100;
    return made;
}

void ServiceApiTest::capabilitiesHealthMetrics()
{
    const Answer capabilities = exchange(port(), "GET", "/api/capabilities", m_ann);
    QCOMPARE(capabilities.status, 200);
    const QJsonObject json = capabilities.json();
    QCOMPARE(json.value(QLatin1String("service")).toString(), QStringLiteral("gantry"));
    QCOMPARE(json.value(QLatin1String("api")).toInt(), 1);
    QCOMPARE(json.value(QLatin1String("min_part_size")).toInteger(), 64);
    QCOMPARE(json.value(QLatin1String("max_part_size")).toInteger(), 5LL * 1024 * 1024 * 1024);
    QCOMPARE(json.value(QLatin1String("max_parts")).toInt(), 10'000);
    QCOMPARE(json.value(QLatin1String("max_object_size")).toInteger(), 53'687'091'200'000);
    QCOMPARE(json.value(QLatin1String("url_lifetime_seconds")).toInt(), 3600);
    const QJsonArray features = json.value(QLatin1String("features")).toArray();
    for (const char *feature :
         {"parts", "urls", "part_size", "key_prefix", "lazy_urls", "progress_status", "resume_key"})
        QVERIFY2(features.contains(QString::fromLatin1(feature)), feature);

    QCOMPARE(exchange(port(), "GET", "/healthz", {}).status, 200); // a probe has no token
    const Answer metrics = exchange(port(), "GET", "/metrics", m_ann);
    QCOMPARE(metrics.status, 200);
    QVERIFY(metrics.headers.value("content-type").startsWith("text/plain; version=0.0.4"));
    QVERIFY(metrics.body.contains("\ngantry_http_answers_total{class=\"2xx\"} "));
    QVERIFY(metrics.headers.contains("date"));
}

void ServiceApiTest::wantsATokenEverywhere_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    const QByteArray id = "/api/uploads/00112233445566778899aabbccddeeff";
    QTest::newRow("capabilities") << QByteArray("GET") << QByteArray("/api/capabilities");
    QTest::newRow("metrics") << QByteArray("GET") << QByteArray("/metrics");
    QTest::newRow("initiate") << QByteArray("POST") << QByteArray("/api/uploads");
    QTest::newRow("resume") << QByteArray("GET") << QByteArray("/api/uploads/resume?fingerprint=f");
    QTest::newRow("complete") << QByteArray("POST") << QByteArray("/api/uploads/complete");
    QTest::newRow("progress") << QByteArray("GET") << QByteArray(id + "/progress");
    QTest::newRow("parts") << QByteArray("GET") << QByteArray(id + "/parts");
    QTest::newRow("urls") << QByteArray("GET") << QByteArray(id + "/urls?parts=1");
    QTest::newRow("delete") << QByteArray("DELETE") << id;
}

void ServiceApiTest::wantsATokenEverywhere()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    const QByteArray forged = "gantry_00000000_" + QByteArray(64, '0');
    for (const HeaderList &headers :
         {HeaderList{}, HeaderList{{"Authorization", "Basic YTpi"}}, HeaderList{{"Authorization", "Bearer"}},
          HeaderList{{"Authorization", "Bearer " + forged}}, HeaderList{{"Authorization", m_ann}}}) {
        const Answer answer = exchange(port(), method, target, {}, QByteArray("{}"), headers);
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.error(), QStringLiteral("unauthorized"));
        QVERIFY(answer.headers.value("www-authenticate").startsWith("Bearer"));
    }
}

void ServiceApiTest::refusesForms_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const char *body, const char *error) {
        QTest::newRow(name) << QByteArray(body) << QString::fromLatin1(error);
    };
    row("empty", "", "bad_request");
    row("no JSON", "filename=a", "bad_request");
    row("a list", "[]", "bad_request");
    row("two values", "{} {}", "bad_request");
    row("not UTF-8", "{\"filename\":\"\xff\"}", "bad_request");
    row("no size", R"({"filename":"a","content_type":"b","fingerprint":"f"})", "bad_request");
    row("negative size", R"({"filename":"a","size":-1,"content_type":"b","fingerprint":"f"})", "bad_request");
    row("size as text", R"({"filename":"a","size":"1","content_type":"b","fingerprint":"f"})", "bad_request");
    row("no fingerprint", R"({"filename":"a","size":1,"content_type":"b"})", "bad_request");
    row("empty fingerprint", R"({"filename":"a","size":1,"content_type":"b","fingerprint":""})",
        "bad_request");
    row("fingerprint with a line feed", R"({"filename":"a","size":1,"content_type":"b","fingerprint":"f\n"})",
        "bad_request");
    row("content type with a line feed",
        R"({"filename":"a","size":1,"content_type":"b\r\nc","fingerprint":"f"})", "bad_request");
    row("name that leads out", R"({"filename":"../a","size":1,"content_type":"b","fingerprint":"f"})",
        "invalid_key");
    row("prefix that leads out",
        R"({"filename":"a","key_prefix":"../","size":1,"content_type":"b","fingerprint":"f"})",
        "invalid_key");
    row("lone surrogate", R"({"filename":"a\ud800","size":1,"content_type":"b","fingerprint":"f"})",
        "invalid_key");
}

void ServiceApiTest::refusesForms()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, error);
    const Answer answer = exchange(port(), "POST", "/api/uploads", m_ann, body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.error(), error);
    QVERIFY(!answer.json().value(QLatin1String("message")).toString().isEmpty());
}

void ServiceApiTest::refusesPlansThatDoNotFit()
{
    const auto tried = [&](qint64 size, qint64 partSize) {
        return post(port(), "/api/uploads", m_ann,
                    {{QStringLiteral("filename"), QStringLiteral("plan")},
                     {QStringLiteral("size"), size},
                     {QStringLiteral("content_type"), QStringLiteral("b")},
                     {QStringLiteral("fingerprint"), QStringLiteral("plan")},
                     {QStringLiteral("part_size"), partSize}});
    };
    QCOMPARE(tried(100, 63).status, 400);
    QCOMPARE(tried(100, 6LL << 30).status, 400);
    const Answer tooManyParts = tried(640'001, 64);
    QCOMPARE(tooManyParts.status, 413);
    QCOMPARE(tooManyParts.error(), QStringLiteral("too_large"));
    const Answer noRoom = tried(40LL << 40, 5LL << 30);
    QCOMPARE(noRoom.status, 507);
    QCOMPARE(noRoom.error(), QStringLiteral("quota_exceeded"));
}

void ServiceApiTest::knowsItsRoutes_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    const auto row = [](const char *method, const char *target, int status) {
        QTest::newRow((QByteArray(method) + ' ' + target).constData())
            << QByteArray(method) << QByteArray(target) << status;
    };
    row("GET", "/", 404);
    row("GET", "/api", 404);
    row("GET", "/api/uploads/", 405);
    row("GET", "/api/uploads/x/y", 404);
    row("GET", "/api/uploads/x/progress/", 404);
    row("GET", "//api/capabilities", 404);
    row("GET", "/%zz", 404);
    row("GET", "/api/../healthz", 404);
    row("GET", "/healthz/", 404);
    row("POST", "/healthz", 405);
    row("PUT", "/api/uploads", 405);
    row("GET", "/api/uploads", 405);
    row("DELETE", "/api/uploads/resume", 405);
    row("GET", "/api/uploads/complete", 405);
    row("PATCH", "/api/uploads/00112233445566778899aabbccddeeff", 405);
    row("GET", "/parts/00112233445566778899aabbccddeeff/1", 405);
    row("PUT", "/parts/00112233445566778899aabbccddeeff", 404);
    row("GET", "/api/uploads/00112233445566778899aabbccddeeff/progress", 404);
    row("GET", "/api/uploads/00112233445566778899AABBCCDDEEFF/progress", 404);
    row("GET", "/api/uploads/%2e%2e/progress", 404);
    row("GET", "/api/uploads/00112233445566778899aabbccddeeff/parts", 404);
    row("GET", "/api/uploads/00112233445566778899aabbccddeeff/urls?parts=1", 404);
    row("DELETE", "/api/uploads/00112233445566778899aabbccddeeff", 404);
    row("GET", "/api/uploads/resume", 400);
    row("GET", "/api/uploads/resume?fingerprint=", 400);
    row("GET", "/api/uploads/resume?fingerprint=%ff", 400);
    row("GET", "/api/uploads/resume?fingerprint=a&fingerprint=b", 400);
    row("BREW", "/api/uploads", 400);
}

void ServiceApiTest::knowsItsRoutes()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    const Answer answer = exchange(port(), method, target, m_ann, QByteArray());
    QCOMPARE(answer.status, status);
    QVERIFY(!answer.error().isEmpty());
    QVERIFY(!answer.json().value(QLatin1String("message")).toString().isEmpty());
    QCOMPARE(answer.headers.contains("allow"), status == 405);
}

void ServiceApiTest::headAndOptions()
{
    const Answer get = exchange(port(), "GET", "/healthz", {});
    RawConnection connection(port());
    QVERIFY(connection.send(requestHead("HEAD", "/healthz", {}, std::nullopt)));
    const Answer head = connection.receive(std::chrono::seconds(5), true);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.headers.value("content-length"), QByteArray::number(get.body.size()));
    QVERIFY(
        connection.send(requestHead("OPTIONS", "/api/uploads", {}, std::nullopt))); // the answer had no body
    const Answer options = connection.receive();
    QCOMPARE(options.status, 204);
    QCOMPARE(options.headers.value("allow"), QByteArray("POST, OPTIONS"));
    QVERIFY(!options.headers.contains("content-length"));
    QVERIFY(connection.send(requestHead("GET", "/healthz", {}, std::nullopt,
                                        {{"Range", "bytes=0-1"}, {"Accept-Encoding", "gzip"}})));
    QCOMPARE(connection.receive().body, get.body);
}

void ServiceApiTest::initiateTwiceIsOneUpload()
{
    TestUpload one = upload("twice", 250, m_ann);
    QCOMPARE(one.initiate(port()).status, 200);
    QCOMPARE(one.parts, 3);
    QCOMPARE(one.putPart(port(), 2).status, 200);
    TestUpload again = upload("twice", 250, m_ann);
    again.partSize = 64; // a wish that comes too late
    const Answer answer = again.initiate(port());
    QCOMPARE(again.id, one.id);
    QCOMPARE(answer.json().value(QLatin1String("chunk_size")).toInt(), 100);
    QCOMPARE(again.parts, 3);

    TestUpload otherPrint = upload("twice", 250, m_ann);
    otherPrint.fingerprint += QLatin1Char('x');
    QCOMPARE(otherPrint.initiate(port()).status, 200);
    QVERIFY(otherPrint.id != one.id);
    TestUpload otherKey = upload("twice", 250, m_ann);
    otherKey.name = QStringLiteral("b/twice");
    QCOMPARE(otherKey.initiate(port()).status, 200);
    QVERIFY(otherKey.id != one.id);
    TestUpload otherUser = upload("twice", 250, m_bob);
    QCOMPARE(otherUser.initiate(port()).status, 200);
    QVERIFY(otherUser.id != one.id);
    TestUpload otherSize = upload("twice", 251, m_ann);
    const Answer conflict = otherSize.initiate(port());
    QCOMPARE(conflict.status, 409);
    QCOMPARE(conflict.error(), QStringLiteral("fingerprint_conflict"));
}

void ServiceApiTest::returnsLinksAsWished()
{
    QJsonObject body = upload("links", 1'000, m_ann).initiateBody();
    const auto linksFor = [&](const QJsonValue &urls) {
        body.insert(QStringLiteral("urls"), urls);
        return numbersOf(
            post(port(), "/api/uploads", m_ann, body).json().value(QLatin1String("chunk_urls")).toArray());
    };
    QCOMPARE(linksFor(0), QList<int>());
    QCOMPARE(linksFor(3), (QList<int>{1, 2, 3}));
    QCOMPARE(linksFor(99).size(), 10);
    QCOMPARE(linksFor(QJsonValue::Undefined).size(), 10);
}

void ServiceApiTest::resumes()
{
    TestUpload made = upload("resume me", 450, m_ann);
    made.fingerprint = QStringLiteral("a+b/c==&%\u00e9");
    const QByteArray target = "/api/uploads/resume?fingerprint=a%2Bb%2Fc%3D%3D%26%25%C3%A9";
    const Answer none = exchange(port(), "GET", target, m_ann);
    QCOMPARE(none.status, 404);
    QCOMPARE(none.json().value(QLatin1String("resumable")), QJsonValue(false));

    QCOMPARE(made.initiate(port()).status, 200);
    QCOMPARE(made.putPart(port(), 2).status, 200);
    QCOMPARE(made.putPart(port(), 5).status, 200);
    const Answer found = exchange(port(), "GET", target, m_ann);
    QCOMPARE(found.status, 200);
    const QJsonObject json = found.json();
    QCOMPARE(json.value(QLatin1String("resumable")), QJsonValue(true));
    QCOMPARE(json.value(QLatin1String("upload_id")).toString(), made.id);
    QCOMPARE(json.value(QLatin1String("chunk_size")).toInt(), 100);
    QCOMPARE(json.value(QLatin1String("total_chunks")).toInt(), 5);
    QCOMPARE(json.value(QLatin1String("key")).toString(), made.name);
    QCOMPARE(json.value(QLatin1String("size")).toInt(), 450);
    QVERIFY(QDateTime::fromString(json.value(QLatin1String("created")).toString(), Qt::ISODate).isValid());
    QCOMPARE(numbersOf(json.value(QLatin1String("received_parts")).toArray()), (QList<int>{2, 5}));
    QCOMPARE(numbersOf(json.value(QLatin1String("remaining_urls")).toArray()), (QList<int>{1, 3, 4}));
    // The links work.
    for (const auto &link : json.value(QLatin1String("remaining_urls")).toArray())
        made.targets.insert(link[QLatin1String("part_number")].toInt(),
                            targetOf(link[QLatin1String("url")].toString()));
    QVERIFY(made.putAll(port()));
    QCOMPARE(made.complete(port()).status, 200);
    QCOMPARE(exchange(port(), "GET", target, m_ann).status, 404);
}

void ServiceApiTest::resumesByKey()
{
    TestUpload one = upload("one/clip.mov", 100, m_ann);
    TestUpload two = upload("two/clip.mov", 100, m_ann);
    one.fingerprint = two.fingerprint = QStringLiteral("same file");
    QCOMPARE(one.initiate(port()).status, 200);
    QCOMPARE(two.initiate(port()).status, 200);
    const auto idFor = [&](const QByteArray &more) {
        return exchange(port(), "GET", "/api/uploads/resume?fingerprint=same%20file" + more, m_ann)
            .json()
            .value(QLatin1String("upload_id"))
            .toString();
    };
    QCOMPARE(idFor("&key=one%2Fclip.mov"), one.id);
    QCOMPARE(idFor("&key=two/clip.mov"), two.id);
    QCOMPARE(idFor("&key=clip.mov"), QString());
    QCOMPARE(idFor("&key="), QString());
    QVERIFY(!idFor("").isEmpty());
}

void ServiceApiTest::tellsProgressExactly()
{
    TestUpload made = upload("progress", 250, m_ann);
    QCOMPARE(made.initiate(port()).status, 200);
    const auto progress = [&] {
        return exchange(port(), "GET", uploadTarget(made, "/progress"), m_ann).json();
    };
    QCOMPARE(progress(), (QJsonObject{{QStringLiteral("percent"), 0},
                                      {QStringLiteral("chunks_uploaded"), 0},
                                      {QStringLiteral("chunks_total"), 3},
                                      {QStringLiteral("bytes_uploaded"), 0},
                                      {QStringLiteral("bytes_total"), 250},
                                      {QStringLiteral("status"), QStringLiteral("in_progress")}}));
    QCOMPARE(made.putPart(port(), 3).status, 200);
    QCOMPARE(progress().value(QLatin1String("bytes_uploaded")).toInt(), 50); // the last chunk is shorter
    QCOMPARE(progress().value(QLatin1String("percent")).toDouble(), 33.3);
    QCOMPARE(made.putPart(port(), 3).status, 200);
    QCOMPARE(progress().value(QLatin1String("chunks_uploaded")).toInt(), 1); // twice is once
    QVERIFY(made.putAll(port()));
    QCOMPARE(progress().value(QLatin1String("percent")).toInt(), 100);
    QCOMPARE(progress().value(QLatin1String("status")).toString(), QStringLiteral("in_progress"));
    QCOMPARE(made.complete(port()).status, 200);
    QCOMPARE(progress(), (QJsonObject{{QStringLiteral("percent"), 100},
                                      {QStringLiteral("chunks_uploaded"), 3},
                                      {QStringLiteral("chunks_total"), 3},
                                      {QStringLiteral("bytes_uploaded"), 250},
                                      {QStringLiteral("bytes_total"), 250},
                                      {QStringLiteral("status"), QStringLiteral("completed")},
                                      {QStringLiteral("etag"), QString::fromLatin1(made.objectEtag())},
                                      {QStringLiteral("size"), 250},
                                      {QStringLiteral("key"), QStringLiteral("progress")}}));
}

void ServiceApiTest::pagesParts()
{
    TestUpload made = upload("pages", 450, m_ann);
    QCOMPARE(made.initiate(port()).status, 200);
    const auto page = [&](const char *query) {
        return exchange(port(), "GET", uploadTarget(made, "/parts") + query, m_ann).json();
    };
    QVERIFY(page("").value(QLatin1String("parts")).toArray().isEmpty());
    for (const int part : {1, 2, 4, 5})
        QCOMPARE(made.putPart(port(), part).status, 200);
    const QJsonObject all = page("");
    QCOMPARE(all.value(QLatin1String("upload_id")).toString(), made.id);
    QCOMPARE(all.value(QLatin1String("chunk_size")).toInt(), 100);
    QCOMPARE(all.value(QLatin1String("total_chunks")).toInt(), 5);
    QCOMPARE(all.value(QLatin1String("size")).toInt(), 450);
    QVERIFY(all.value(QLatin1String("next_part_number_marker")).isNull());
    const QJsonArray parts = all.value(QLatin1String("parts")).toArray();
    QCOMPARE(numbersOf(parts), (QList<int>{1, 2, 4, 5}));
    const QByteArray etag = quotedMd5(made.bytesOf(5));
    QCOMPARE(parts.at(3).toObject(),
             (QJsonObject{{QStringLiteral("part_number"), 5},
                          {QStringLiteral("size"), 50},
                          {QStringLiteral("etag"), QString::fromLatin1(etag)},
                          {QStringLiteral("md5"), QString::fromLatin1(etag.mid(1, 32))}}));
    const QJsonObject first = page("?limit=2");
    QCOMPARE(numbersOf(first.value(QLatin1String("parts")).toArray()), (QList<int>{1, 2}));
    QCOMPARE(first.value(QLatin1String("next_part_number_marker")).toInt(), 2);
    const QJsonObject second = page("?after=2&limit=2");
    QCOMPARE(numbersOf(second.value(QLatin1String("parts")).toArray()), (QList<int>{4, 5}));
    QVERIFY(second.value(QLatin1String("next_part_number_marker")).isNull());
    QVERIFY(page("?after=5").value(QLatin1String("parts")).toArray().isEmpty());
    QCOMPARE(exchange(port(), "GET", uploadTarget(made, "/parts?after=x"), m_ann).status, 400);
    QCOMPARE(exchange(port(), "GET", uploadTarget(made, "/parts?limit=-1"), m_ann).status, 400);
}

void ServiceApiTest::makesFreshLinks()
{
    TestUpload made = upload("fresh", 450, m_ann);
    QCOMPARE(made.initiate(port()).status, 200);
    const Answer answer = exchange(port(), "GET", uploadTarget(made, "/urls?parts=5,1-2"), m_ann);
    QCOMPARE(answer.status, 200);
    const QJsonArray links = answer.json().value(QLatin1String("urls")).toArray();
    QCOMPARE(numbersOf(links), (QList<int>{1, 2, 5}));
    const QByteArray target = targetOf(links.at(2).toObject().value(QLatin1String("url")).toString());
    QCOMPARE(exchange(port(), "PUT", target, {}, made.bytesOf(5)).status, 200);
    for (const char *parts : {"", "?parts=", "?parts=0", "?parts=6", "?parts=1-6", "?parts=a"})
        QCOMPARE(exchange(port(), "GET", uploadTarget(made, "/urls") + parts, m_ann).status, 400);
    QVERIFY(made.putAll(port()));
    QCOMPARE(made.complete(port()).status, 200);
    QCOMPARE(exchange(port(), "GET", uploadTarget(made, "/urls?parts=1"), m_ann).error(),
             QStringLiteral("already_completed"));
}

void ServiceApiTest::completesTwice()
{
    TestUpload made = upload("complete me", 250, m_ann);
    QCOMPARE(made.initiate(port()).status, 200);
    QVERIFY(made.putAll(port()));
    QByteArray first;
    for (int i = 0; i < 3; ++i) {
        const Answer answer = made.complete(port());
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json().value(QLatin1String("status")).toString(), QStringLiteral("completed"));
        QCOMPARE(answer.json().value(QLatin1String("etag")).toString(),
                 QString::fromLatin1(made.objectEtag()));
        QCOMPARE(answer.json().value(QLatin1String("size")).toInt(), 250);
        QCOMPARE(answer.json().value(QLatin1String("key")).toString(), made.name);
        if (i == 0)
            first = answer.body;
        QCOMPARE(answer.body, first);
    }
    QCOMPARE(ServiceProcess::contentOf(m_service->objectDir() + QStringLiteral("/ann/complete me")),
             made.content);
    QVERIFY(!QFile::exists(m_service->objectDir() + QStringLiteral("/ann/complete me (2)")));
    // With other parts it is another call.
    made.etags[1] = made.etags[2];
    QCOMPARE(made.complete(port()).error(), QStringLiteral("etag_mismatch"));
    // The session is closed: the same file again is a new upload, and its object a second one.
    const QString id = made.id;
    QCOMPARE(made.initiate(port()).status, 200);
    QVERIFY(made.id != id);
}

void ServiceApiTest::refusesCompletes()
{
    TestUpload made = upload("incomplete", 250, m_ann);
    QCOMPARE(made.initiate(port()).status, 200);
    QVERIFY(made.putAll(port()));
    const auto refusal = [&](const QMap<int, QByteArray> &etags) {
        TestUpload changed = made;
        changed.etags = etags;
        return changed.complete(port());
    };
    const QMap<int, QByteArray> right = made.etags;
    QMap<int, QByteArray> etags = right;
    etags[2] = right[1];
    const Answer mismatch = refusal(etags);
    QCOMPARE(mismatch.status, 409);
    QCOMPARE(mismatch.error(), QStringLiteral("etag_mismatch"));
    QVERIFY(mismatch.json().value(QLatin1String("message")).toString().contains(QStringLiteral(" 2.")));
    etags = right;
    etags.remove(3);
    QCOMPARE(refusal(etags).error(), QStringLiteral("parts_missing"));
    etags = right;
    etags.insert(4, right[3]);
    QCOMPARE(refusal(etags).status, 400);
    QCOMPARE(refusal({}).error(), QStringLiteral("parts_missing"));

    const QByteArray twice =
        "{\"upload_id\":\"" + made.id.toLatin1() +
        "\",\"parts\":[{\"PartNumber\":1,\"ETag\":\"a\"},{\"PartNumber\":1,\"ETag\":\"a\"}]}";
    QCOMPARE(exchange(port(), "POST", "/api/uploads/complete", m_ann, twice).status, 400);
    for (const char *parts :
         {"{}", "[1]", "[{}]", "[{\"PartNumber\":1}]", "[{\"PartNumber\":\"1\",\"ETag\":\"a\"}]",
          "[{\"PartNumber\":-1,\"ETag\":\"a\"}]", "[{\"PartNumber\":4294967297,\"ETag\":\"a\"}]"})
        QCOMPARE(exchange(port(), "POST", "/api/uploads/complete", m_ann,
                          "{\"upload_id\":\"" + made.id.toLatin1() + "\",\"parts\":" + parts + '}')
                     .status,
                 400);
    QCOMPARE(exchange(port(), "POST", "/api/uploads/complete", m_ann, QByteArray("{\"parts\":[]}")).status,
             400);
    QVERIFY(!QFile::exists(m_service->objectDir() + QStringLiteral("/ann/incomplete")));

    // A part whose receipt the client has lost: its own MD5, without quotes, in capitals.
    etags = right;
    etags[2] = right[2].mid(1, 32).toUpper();
    QCOMPARE(refusal(etags).status, 200);
}

void ServiceApiTest::deletes()
{
    TestUpload made = upload("unwanted", 250, m_ann);
    QCOMPARE(made.initiate(port()).status, 200);
    QCOMPARE(made.putPart(port(), 1).status, 200);
    const QString file = m_service->dataDir() + QStringLiteral("/uploads/") + made.id;
    QVERIFY(QFile::exists(file));
    for (int i = 0; i < 2; ++i) {
        const Answer answer = exchange(port(), "DELETE", uploadTarget(made), m_ann);
        QCOMPARE(answer.status, 204);
        QVERIFY(answer.body.isEmpty());
        QVERIFY(!QFile::exists(file));
    }
    QCOMPARE(exchange(port(), "GET", uploadTarget(made, "/progress"), m_ann).status, 404);
    QCOMPARE(exchange(port(), "GET", uploadTarget(made, "/parts"), m_ann).status, 404);
    QCOMPARE(made.complete(port()).status, 404);
    const Answer part = made.putPart(port(), 2);
    QCOMPARE(part.status, 404);
    QCOMPARE(part.error(), QStringLiteral("not_found"));
    const QString id = made.id;
    QCOMPARE(made.initiate(port()).status, 200);
    QVERIFY(made.id != id);

    TestUpload finished = upload("wanted", 50, m_ann);
    QCOMPARE(finished.initiate(port()).status, 200);
    QVERIFY(finished.putAll(port()));
    QCOMPARE(finished.complete(port()).status, 200);
    QCOMPARE(exchange(port(), "DELETE", uploadTarget(finished), m_ann).error(),
             QStringLiteral("already_completed"));
    QCOMPARE(ServiceProcess::contentOf(m_service->objectDir() + QStringLiteral("/ann/wanted")),
             finished.content);
}

void ServiceApiTest::usersDoNotSeeEachOther()
{
    TestUpload hers = upload("secret", 150, m_ann);
    QCOMPARE(hers.initiate(port()).status, 200);
    QVERIFY(hers.putAll(port()));
    const auto asBob = [&](const char *method, const QByteArray &target) {
        return exchange(port(), method, target, m_bob);
    };
    // The same answer as for what does not exist.
    const QByteArray unknown = asBob("GET", "/api/uploads/00112233445566778899aabbccddeeff/progress").body;
    for (const char *what : {"/progress", "/parts", "/urls?parts=1"}) {
        const Answer answer = asBob("GET", uploadTarget(hers, what));
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.body, unknown);
    }
    QCOMPARE(asBob("DELETE", uploadTarget(hers)).body, unknown);
    QCOMPARE(asBob("GET", "/api/uploads/resume?fingerprint=print%20of%20secret").status, 404);
    TestUpload his = hers;
    his.token = m_bob;
    QCOMPARE(his.complete(port()).body, unknown);
    QCOMPARE(his.initiate(port()).status, 200);
    QVERIFY(his.id != hers.id);
    QCOMPARE(exchange(port(), "GET", uploadTarget(his, "/progress"), m_bob)
                 .json()
                 .value(QLatin1String("chunks_uploaded"))
                 .toInt(),
             0);

    QCOMPARE(hers.complete(port()).status, 200);
    QVERIFY(his.putAll(port()));
    QCOMPARE(his.complete(port()).status, 200);
    QCOMPARE(ServiceProcess::contentOf(m_service->objectDir() + QStringLiteral("/ann/secret")), hers.content);
    QCOMPARE(ServiceProcess::contentOf(m_service->objectDir() + QStringLiteral("/bob/secret")), his.content);
}

void ServiceApiTest::takesManyParts()
{
    // 10,000 parts: all links in one answer, and a complete call that lists them all, within the default
    // limits.
    TestUpload made = upload("many", 640'000, m_ann);
    made.partSize = 64;
    QCOMPARE(made.initiate(port()).status, 200);
    QCOMPARE(made.parts, 10'000);
    QCOMPARE(made.targets.size(), 10'000);
    for (int part = 1; part <= made.parts; ++part)
        made.etags.insert(part, quotedMd5(made.bytesOf(part)));
    const Answer answer = made.complete(port());
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.error(), QStringLiteral("parts_missing"));
    QVERIFY(answer.body.size() < 1'000);
    QCOMPARE(exchange(port(), "GET", uploadTarget(made, "/urls?parts=1-10000"), m_ann)
                 .json()
                 .value(QLatin1String("urls"))
                 .toArray()
                 .size(),
             10'000);
}

QTEST_GUILESS_MAIN(ServiceApiTest)
#include "api_test.moc"
