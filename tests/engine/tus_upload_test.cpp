// Uploads to a tus server that does what the protocol says: as one stream, in parts, with all that it may
// offer.
#include "tests/engine/tus_fixture.h"

using namespace gantry;

class TusUploadTest : public gantry::TusTestBase
{
    Q_OBJECT

private Q_SLOTS:
    void init() { TusTestBase::init(); }
    void cleanup() { TusTestBase::cleanup(); }

    void sizes_data();
    void sizes();
    void inParts();
    void smallFilesAreNoParts();
    void oneAtATimeIsOneStream();
    void metadataArrives();
    void locations_data();
    void locations();
    void credentials();
    void methodOverride();
    void checksums();
    void inChunksWhereTheDestinationSaysSo();
    void shorterBodiesAreLearnedAndRemembered();
    void abilitiesAreAskedForOnce();
    void theLengthIsNeverDeferred();
    void tooLargeIsRefusedBeforeAnythingIsSent();
    void restarts_data();
    void restarts();
    void theSameFileAgain();
    void aMovedFileIsContinued();
    void cancelling_data();
    void cancelling();
    void destinationIsTested_data();
    void destinationIsTested();
};

void TusUploadTest::sizes_data()
{
    QTest::addColumn<qint64>("length");
    QTest::addColumn<bool>("withUpload");
    QTest::addColumn<int>("posts");
    QTest::addColumn<int>("patches");
    constexpr qint64 part = 10 * 1024 * 1024;
    QTest::newRow("empty") << qint64(0) << true << 1 << 0;
    QTest::newRow("a byte") << qint64(1) << true << 1 << 0;
    QTest::newRow("one part") << part << true << 1 << 0;
    QTest::newRow("a byte more") << part + 1 << true << 1 << 1;
    QTest::newRow("empty, creation only") << qint64(0) << false << 1 << 0;
    QTest::newRow("a byte, creation only") << qint64(1) << false << 1 << 1;
    QTest::newRow("a stream, creation only") << 2 * part << false << 1 << 1;
}

void TusUploadTest::sizes()
{
    QFETCH(qint64, length);
    QFETCH(bool, withUpload);
    QFETCH(int, posts);
    QFETCH(int, patches);
    if (!withUpload)
        m_server->setExtensions({"creation"});
    start();
    const QByteArray content = bytesOf(length);
    const UploadId id = add(content);
    QVERIFY(isDone(id, content));
    QCOMPARE(m_server->countOf("OPTIONS"), 1);
    QCOMPARE(m_server->countOf("POST"), posts);
    QCOMPARE(m_server->countOf("PATCH"), patches);
    QCOMPARE(m_server->countOf("HEAD"), 1); // the proof
    QCOMPARE(m_server->existing(), 1);
    QCOMPARE(recordOf(id).verified, Verification::Size);
    QCOMPARE(recordOf(id).bytesStored, length);
    QCOMPARE(details(id).upload.bytesSent, length);
}

void TusUploadTest::inParts()
{
    withParts();
    start();
    const UploadId id = add();
    QVERIFY(isDone(id));
    QCOMPARE(recordOf(id).partsTotal, 3);
    QCOMPARE(recordOf(id).verified, Verification::Size);
    QCOMPARE(m_server->countOf("PATCH"), 3);
    QCOMPARE(bytesPatched(), size);
    // The parts are ended, the whole is not.
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
    QCOMPARE(m_server->countOf("DELETE"), 3);
    QCOMPARE(m_server->finished().size(), 1);
    QCOMPARE(m_server->finished().first().metadata.value("filename"), "clip.mov");
    start(); // and not because of a later start either
    QTest::qWait(500);
    QCOMPARE(m_server->finished().size(), 1);
    QCOMPARE(m_server->countOf("DELETE"), 3);
}

void TusUploadTest::smallFilesAreNoParts()
{
    withParts();
    start();
    const QByteArray content = bytesOf(1'000'000);
    QVERIFY(isDone(add(content), content));
    QCOMPARE(m_server->countOf("POST"), 1);
    QTest::qWait(300);
    QCOMPARE(m_server->countOf("DELETE"), 0); // of a finished upload there is nothing to be ended
}

void TusUploadTest::oneAtATimeIsOneStream()
{
    withParts();
    m_settings.partsInFlight = 1;
    start();
    QVERIFY(isDone(add()));
    QCOMPARE(m_server->countOf("POST"), 1);
    QCOMPARE(m_server->countOf("PATCH"), 1);
}

void TusUploadTest::metadataArrives()
{
    m_settings.fields.insert(QStringLiteral("metadata"), QString::fromUtf8("project=Älpha, reel=7"));
    start();
    const QString name = QString::fromUtf8("a b+%é\"#?🎬.mov");
    QVERIFY(isDone(add(m_content, QStringLiteral("day 1/") + name)));
    const QMap<QByteArray, QByteArray> metadata = m_server->finished().first().metadata;
    QCOMPARE(metadata.value("filename"), name.toUtf8());
    QCOMPARE(metadata.value("relativePath"), "day 1/" + name.toUtf8());
    QCOMPARE(metadata.value("filetype"), "video/quicktime");
    QCOMPARE(metadata.value("project"), QByteArray("Älpha"));
    QCOMPARE(metadata.value("reel"), "7");
}

void TusUploadTest::locations_data()
{
    QTest::addColumn<FakeTus::LocationForm>("form");
    QTest::newRow("absolute") << FakeTus::LocationForm::Absolute;
    QTest::newRow("path") << FakeTus::LocationForm::Path;
    QTest::newRow("scheme-relative") << FakeTus::LocationForm::SchemeRelative;
    QTest::newRow("relative") << FakeTus::LocationForm::RelativeToRequest;
}

void TusUploadTest::locations()
{
    QFETCH(FakeTus::LocationForm, form);
    m_server->setLocationForm(form);
    withParts();
    start();
    QVERIFY(isDone(add()));
}

void TusUploadTest::credentials()
{
    m_server->setToken("s3cret");
    m_server->setWantedHeader("X-Api-Key", "k 1");
    m_secrets = {{QStringLiteral("token"), "s3cret"}, {QStringLiteral("headers"), "X-Api-Key: k 1"}};
    withParts();
    start();
    QVERIFY(isDone(add()));
    // A wrong one is refused once, at once.
    m_secrets[QStringLiteral("token")] = "other";
    QVERIFY(valueOf(m_engine->putDestination(m_settings, m_secrets)));
    const UploadId second = add(m_content, QStringLiteral("second.mov"));
    QVERIFY(ends(second, Stage::Failed));
    QCOMPARE(recordOf(second).error->kind, FailureKind::Unauthorized);
}

void TusUploadTest::methodOverride()
{
    m_settings.fields.insert(QStringLiteral("method_override"), QStringLiteral("true"));
    withParts();
    start();
    QVERIFY(isDone(add()));
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 1; }, longEnough));
    QVERIFY(all("PATCH").isEmpty());
    QVERIFY(all("DELETE").isEmpty());
    QCOMPARE(m_server->countOf("PATCH"), 3);
}

void TusUploadTest::checksums()
{
    m_server->setExtensions({"creation", "creation-with-upload", "checksum"});
    m_server->answerNext("PATCH", 1, 460);
    start();
    QVERIFY(isDone(add()));
    const QList<RecordedRequest> patches = all("PATCH");
    QCOMPARE(patches.size(), 5); // bodies of 8 MiB, and the first one once more
    for (const RecordedRequest &patch : patches)
        QVERIFY(patch.header("Upload-Checksum").startsWith("sha256 "));
    QCOMPARE(patches.at(1).header("Upload-Offset"), "0");
    QCOMPARE(patches.at(1).bodyMd5, patches.at(0).bodyMd5);
}

void TusUploadTest::inChunksWhereTheDestinationSaysSo()
{
    m_settings.partSize = 5 * 1024 * 1024;
    m_server->setLongestBody(5 * 1024 * 1024);
    start();
    QVERIFY(isDone(add()));
    QCOMPARE(m_server->countOf("PATCH"), 5);
    QCOMPARE(bytesPatched(), size);
    QCOMPARE(m_server->countOf("HEAD"), 1); // each answer says where to go on
}

void TusUploadTest::shorterBodiesAreLearnedAndRemembered()
{
    constexpr qint64 longest = 4 * 1024 * 1024;
    m_server->setLongestBody(longest);
    start();
    QVERIFY(isDone(add()));
    const auto refusals = [&] {
        const QList<RecordedRequest> patches = all("PATCH");
        return std::count_if(patches.begin(), patches.end(),
                             [](const RecordedRequest &patch) { return patch.declaredLength > longest; });
    };
    QCOMPARE(refusals(), 3); // 24, 12, and 6 MiB
    start();
    QVERIFY(isDone(add(m_content, QStringLiteral("second.mov"))));
    const QByteArray small = bytesOf(longest + 1); // would go up with its creation
    QVERIFY(isDone(add(small, QStringLiteral("third.mov")), small));
    QCOMPARE(refusals(), 3);
}

void TusUploadTest::abilitiesAreAskedForOnce()
{
    const QByteArray content = bytesOf(100'000);
    start();
    for (const char *name : {"a.mov", "b.mov"})
        QVERIFY(isDone(add(content, QString::fromLatin1(name)), content));
    QCOMPARE(m_server->countOf("OPTIONS"), 1);
}

void TusUploadTest::theLengthIsNeverDeferred()
{
    m_server->setExtensions({"creation", "creation-with-upload", "creation-defer-length"});
    start();
    const QByteArray content = bytesOf(100'000);
    QVERIFY(isDone(add(content, QStringLiteral("small.mov")), content));
    QVERIFY(isDone(add()));
    QCOMPARE(all("POST").size(), 2);
    for (const RecordedRequest &post : all("POST"))
        QVERIFY(!post.header("Upload-Length").isEmpty());
    for (const RecordedRequest &request : m_server->requests())
        QVERIFY(request.header("Upload-Defer-Length").isEmpty());
}

void TusUploadTest::tooLargeIsRefusedBeforeAnythingIsSent()
{
    m_server->setMaxSize(1'000'000);
    withParts();
    start();
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Failed));
    QCOMPARE(recordOf(id).error->kind, FailureKind::TooLarge);
    QVERIFY(recordOf(id).error->message.contains(QLatin1String("976.56 KiB")));
    QCOMPARE(m_server->countOf("POST"), 0);
}

void TusUploadTest::restarts_data()
{
    QTest::addColumn<bool>("parts");
    QTest::newRow("one stream") << false;
    QTest::newRow("in parts") << true;
}

void TusUploadTest::restarts()
{
    QFETCH(bool, parts);
    if (parts)
        withParts();
    m_server->answerNext("HEAD", 1, 423);
    const UploadId id = interrupted();
    const int posts = m_server->countOf("POST");
    start();
    QVERIFY(details(id).upload.record.bytesStored >= cut);
    QVERIFY(valueOf(m_engine->resume({id})));
    QVERIFY(isDone(id));
    QVERIFY(m_server->countOf("POST") - posts <= (parts ? 3 : 0));
    if (!parts)
        QCOMPARE(m_server->countOf("POST"), 1);
    QCOMPARE(m_server->bytesReceivedAgain(), 0);
}

void TusUploadTest::theSameFileAgain()
{
    const UploadId id = interrupted();
    start();
    QVERIFY(valueOf(m_engine->resume({id})));
    const auto again =
        valueOf(m_engine->add({{recordOf(id).path, m_settings.name, QStringLiteral("clip.mov")}}));
    QVERIFY(again->first().continued);
    QCOMPARE(again->first().id, id);
    QVERIFY(isDone(id));
    QCOMPARE(m_server->countOf("POST"), 1);
    // What is finished is not continued: the same file once more is another upload.
    const UploadId second = add();
    QVERIFY(second != id);
    QVERIFY(isDone(second));
    QCOMPARE(m_server->countOf("POST"), 2);
    QCOMPARE(m_server->finished().size(), 2);
}

void TusUploadTest::aMovedFileIsContinued()
{
    const UploadId id = interrupted();
    start();
    const QString before = recordOf(id).path;
    const QString after = m_files.filePath(QStringLiteral("elsewhere.mov"));
    QVERIFY(QFile::rename(before, after));
    const UploadId second =
        valueOf(m_engine->add({{after, m_settings.name, QStringLiteral("clip.mov")}}))->first().id;
    QVERIFY(second != id);
    QVERIFY(isDone(second));
    QCOMPARE(recordOf(id).stage, Stage::Cancelled);
    QCOMPARE(m_server->countOf("POST"), 1);
    QCOMPARE(m_server->bytesReceivedAgain(), 0);
    start(); // the session of the one that was ended is not
    QTest::qWait(300);
    QCOMPARE(m_server->finished().size(), 1);
    QCOMPARE(m_server->countOf("DELETE"), 0);
}

void TusUploadTest::cancelling_data()
{
    restarts_data();
}

void TusUploadTest::cancelling()
{
    QFETCH(bool, parts);
    if (parts)
        withParts();
    m_server->server().limitReadRate(2'000'000);
    start();
    const UploadId id = add();
    // By then each address is known for good.
    QVERIFY(QTest::qWaitFor([&] { return m_server->countOf("PATCH") == (parts ? 3 : 1); }, longEnough));
    QVERIFY(valueOf(m_engine->cancel({id})));
    QVERIFY(QTest::qWaitFor([&] { return m_server->existing() == 0; }, longEnough));
    QCOMPARE(recordOf(id).stage, Stage::Cancelled);
}

void TusUploadTest::destinationIsTested_data()
{
    QTest::addColumn<QByteArray>("extensions");
    QTest::addColumn<bool>("termination");
    QTest::addColumn<bool>("open"); // to OPTIONS without a token
    QTest::newRow("with termination") << QByteArray("creation termination concatenation") << true << false;
    QTest::newRow("with content at once")
        << QByteArray("creation creation-with-upload termination") << true << false;
    QTest::newRow("without") << QByteArray("creation") << false << false;
    QTest::newRow("with termination, open") << QByteArray("creation termination") << true << true;
    QTest::newRow("without, open") << QByteArray("creation") << false << true;
}

void TusUploadTest::destinationIsTested()
{
    QFETCH(QByteArray, extensions);
    QFETCH(bool, termination);
    QFETCH(bool, open);
    m_server->setExtensions(extensions.split(' '));
    if (open)
        m_server->setOpenToOptions();
    m_server->setMaxSize(2'000'000'000);
    m_server->setToken("t");
    m_secrets = {{QStringLiteral("token"), "t"}};
    start();
    const auto lines = valueOf(m_engine->testDestination(m_settings.name));
    QVERIFY(lines);
    QMap<QString, CheckLine::Result> results;
    QString server;
    for (const CheckLine &line : *lines) {
        results.insert(line.name, line.result);
        if (line.name == QLatin1String("server"))
            server = line.message;
    }
    QCOMPARE(results.value(QStringLiteral("reachable")), CheckLine::Result::Passed);
    QCOMPARE(results.value(QStringLiteral("clock")), CheckLine::Result::Passed);
    QCOMPARE(results.value(QStringLiteral("credentials")), CheckLine::Result::Passed);
    const auto wanted = termination ? CheckLine::Result::Passed : CheckLine::Result::Skipped;
    QCOMPARE(results.value(QStringLiteral("create")), wanted);
    QCOMPARE(results.value(QStringLiteral("abort")), wanted);
    QVERIFY(server.contains(QLatin1String("1.0.0")) && server.contains(QLatin1String("creation")) &&
            server.contains(QLatin1String("1.86 GiB")));
    QCOMPARE(m_server->existing(), 0);

    QVERIFY(valueOf(m_engine->putDestination(m_settings, {{QStringLiteral("token"), "wrong"}})));
    const auto refused = valueOf(m_engine->testDestination(m_settings.name));
    const auto credentials = std::find_if(refused->begin(), refused->end(), [](const CheckLine &line) {
        return line.name == QLatin1String("credentials");
    });
    QVERIFY(credentials != refused->end());
    QCOMPARE(credentials->result, CheckLine::Result::Failed);
}

QTEST_GUILESS_MAIN(TusUploadTest)
#include "tus_upload_test.moc"
