#include "engine/ipc/snapshot_json.h"

#include <QJsonDocument>
#include <QTest>

using namespace gantry;

namespace {

UploadSnapshot fullUpload()
{
    UploadSnapshot upload;
    UploadRecord &record = upload.record;
    record.id = {42};
    record.path = QStringLiteral("/vol/Фильм/A001 \"x\".mov");
    record.destination = QStringLiteral("studio");
    record.key = QStringLiteral("dailies/A001.mov");
    record.contentType = QStringLiteral("video/quicktime");
    record.identity.size = 25'000'000'000;
    record.fingerprint = QStringLiteral("f1:abc");
    record.stage = Stage::Sending;
    record.paused = true;
    record.session =
        Session{QStringLiteral("u-1"), QStringLiteral("k"), QStringLiteral("{}"), 5, 1'700'000'500'000};
    record.partSize = 10'485'760;
    record.partsTotal = 2385;
    record.partsStored = 7;
    record.bytesStored = 73'400'320;
    record.priority = -3;
    record.addedMs = 1'700'000'000'123;
    upload.holds = Hold::User | Hold::Backoff;
    upload.bytesSent = 80'000'000;
    upload.bytesInFlight = 123;
    upload.bytesPerSecond = 999;
    upload.etaSeconds = 77;
    upload.retryAtMs = 1'700'000'001'000;
    upload.setBack = QStringLiteral("It starts over.");
    upload.trouble = Failure{FailureKind::Busy, QStringLiteral("The server is busy."), {}, 503};
    return upload;
}

// What JSON does not carry.
UploadSnapshot asTold(UploadSnapshot upload)
{
    if (upload.record.session)
        upload.record.session =
            Session{upload.record.session->id, {}, {}, 0, upload.record.session->expiresMs};
    upload.record.openToken.clear();
    return upload;
}

QJsonObject reparsed(const QJsonObject &object)
{
    return QJsonDocument::fromJson(QJsonDocument(object).toJson()).object();
}

} // namespace

class SnapshotJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void uploadHasThePromisedShape();
    void freshUploadHasNulls();
    void errorsAreTold();
    void statesAreTheContracts();
    void partHasThePromisedShape();
    void uploadsSurviveTheWay();
    void partsSurviveTheWay();
    void destinationsSurviveTheWay();
    void requestsSurviveTheWay();
    void nonsenseIsRefused_data();
    void nonsenseIsRefused();
};

void SnapshotJsonTest::uploadHasThePromisedShape()
{
    const QJsonObject object = reparsed(toJson(fullUpload()));
    const QJsonObject promised{
        {QStringLiteral("id"), 42},
        {QStringLiteral("path"), QStringLiteral("/vol/Фильм/A001 \"x\".mov")},
        {QStringLiteral("destination"), QStringLiteral("studio")},
        {QStringLiteral("key"), QStringLiteral("dailies/A001.mov")},
        {QStringLiteral("size"), qint64(25'000'000'000)},
        {QStringLiteral("state"), QStringLiteral("sending")},
        {QStringLiteral("holds"), QJsonArray{QStringLiteral("user"), QStringLiteral("backoff")}},
        {QStringLiteral("bytes_stored"), 73'400'320},
        {QStringLiteral("bytes_sent"), 80'000'000},
        {QStringLiteral("parts_total"), 2385},
        {QStringLiteral("parts_stored"), 7},
        {QStringLiteral("part_size"), 10'485'760},
        {QStringLiteral("session"), QStringLiteral("u-1")},
        {QStringLiteral("session_expires"), QStringLiteral("2023-11-14T22:21:40.000Z")},
        {QStringLiteral("fingerprint"), QStringLiteral("f1:abc")},
        {QStringLiteral("error"),
         QJsonObject{{QStringLiteral("kind"), QStringLiteral("busy")},
                     {QStringLiteral("message"), QStringLiteral("The server is busy.")},
                     {QStringLiteral("http_status"), 503},
                     {QStringLiteral("retry_at"), QStringLiteral("2023-11-14T22:13:21.000Z")}}},
        {QStringLiteral("etag"), QJsonValue::Null},
        {QStringLiteral("verified"), QStringLiteral("none")},
        {QStringLiteral("bytes_per_second"), 999},
        {QStringLiteral("eta_seconds"), 77},
        {QStringLiteral("added"), QStringLiteral("2023-11-14T22:13:20.123Z")},
        {QStringLiteral("finished"), QJsonValue::Null},
    };
    for (auto it = promised.begin(); it != promised.end(); ++it) {
        QVERIFY2(object.contains(it.key()), qPrintable(it.key()));
        QVERIFY2(object.value(it.key()) == it.value(), qPrintable(it.key()));
    }
}

void SnapshotJsonTest::freshUploadHasNulls()
{
    UploadSnapshot upload;
    upload.record.id = {1};
    const QJsonObject object = reparsed(toJson(upload));
    for (const char *name : {"session", "session_expires", "fingerprint", "error", "etag", "eta_seconds",
                             "added", "finished", "set_back"}) {
        QVERIFY2(object.contains(QLatin1String(name)), name);
        QVERIFY2(object.value(QLatin1String(name)).isNull(), name);
    }
    QCOMPARE(object.value(QLatin1String("holds")).toArray(), QJsonArray());
    QCOMPARE(object.value(QLatin1String("state")).toString(), QStringLiteral("queued"));
}

void SnapshotJsonTest::errorsAreTold()
{
    UploadSnapshot upload = fullUpload();
    upload.record.stage = Stage::Failed;
    upload.trouble.reset();
    upload.retryAtMs = 0;
    upload.record.error = Failure{FailureKind::QuotaExceeded, QStringLiteral("No room."), {}, 507};
    const QJsonObject error = toJson(upload).value(QLatin1String("error")).toObject();
    QCOMPARE(error.value(QLatin1String("kind")).toString(), QStringLiteral("quota_exceeded"));
    QCOMPARE(error.value(QLatin1String("message")).toString(), QStringLiteral("No room."));
    QVERIFY(error.contains(QLatin1String("retry_at")));
    QVERIFY(error.value(QLatin1String("retry_at")).isNull());
}

void SnapshotJsonTest::statesAreTheContracts()
{
    const QStringList promised =
        QStringLiteral("queued inspecting opening surveying sending committing verifying done failed "
                       "needs_decision cancelled")
            .split(QLatin1Char(' '));
    QSet<QString> shown;
    for (int stage = 0; stage <= static_cast<int>(Stage::Cancelled); ++stage) {
        UploadSnapshot upload;
        upload.record.stage = static_cast<Stage>(stage);
        shown.insert(toJson(upload).value(QLatin1String("state")).toString());
    }
    QCOMPARE(shown, QSet<QString>(promised.begin(), promised.end()));
}

void SnapshotJsonTest::partHasThePromisedShape()
{
    const PartSnapshot part{
        3, 20'971'520, 10'485'760, PartState::Sending, 65'536, 2, "\"abc\"", QStringLiteral("Lost."), 4'096};
    QCOMPARE(reparsed(toJson(part)), (QJsonObject{{QStringLiteral("number"), 3},
                                                  {QStringLiteral("offset"), 20'971'520},
                                                  {QStringLiteral("size"), 10'485'760},
                                                  {QStringLiteral("state"), QStringLiteral("sending")},
                                                  {QStringLiteral("sent"), 65'536},
                                                  {QStringLiteral("kept"), 4'096},
                                                  {QStringLiteral("attempts"), 2},
                                                  {QStringLiteral("etag"), QStringLiteral("\"abc\"")},
                                                  {QStringLiteral("error"), QStringLiteral("Lost.")}}));
    const QJsonObject shown = reparsed(toJson(UploadDetails{fullUpload(), {part, part}}));
    QCOMPARE(shown.value(QLatin1String("parts")).toArray().size(), 2);
    QCOMPARE(shown.value(QLatin1String("id")).toInteger(), 42);
}

void SnapshotJsonTest::uploadsSurviveTheWay()
{
    QList<UploadSnapshot> uploads{fullUpload()};
    for (int stage = 0; stage <= static_cast<int>(Stage::Cancelled); ++stage) {
        UploadSnapshot upload = fullUpload();
        upload.record.stage = static_cast<Stage>(stage);
        if (isFinal(upload.record.stage)) {
            upload.record.error = upload.trouble;
            upload.trouble.reset();
            upload.record.etag = "\"9-2\"";
            upload.record.finishedKey = QStringLiteral("dailies/A001 (2).mov");
            upload.record.finishedMs = 1'800'000'000'001;
            upload.record.verified = Verification::Etag;
        }
        upload.etaSeconds.reset();
        uploads.append(upload);
    }
    UploadSnapshot largest = fullUpload();
    largest.record.identity.size = 9'007'199'254'740'993; // no double has this value
    largest.record.bytesStored = largest.record.identity.size;
    uploads.append(largest);
    for (const UploadSnapshot &upload : uploads) {
        const Expected<UploadSnapshot> back = uploadFromJson(reparsed(toJson(upload)));
        QVERIFY2(back, back ? "" : qPrintable(back.error().message));
        QVERIFY(*back == asTold(upload));
    }
}

void SnapshotJsonTest::partsSurviveTheWay()
{
    for (int state = 0; state <= static_cast<int>(PartState::Failed); ++state) {
        PartSnapshot part{
            1, 0, 5, static_cast<PartState>(state), 2, 1, state % 2 ? QByteArray("\"e\"") : QByteArray()};
        if (state % 2 == 0)
            part.lastError = QStringLiteral("The store is \"away\".");
        const Expected<PartSnapshot> back = partFromJson(reparsed(toJson(part)));
        QVERIFY(back);
        QVERIFY(*back == part);
    }
    const UploadDetails details{fullUpload(), {PartSnapshot{1, 0, 5, PartState::Stored, 0, 1, "x"}}};
    const Expected<UploadDetails> back = detailsFromJson(reparsed(toJson(details)));
    QVERIFY(back);
    QVERIFY(back->upload == asTold(details.upload));
    QVERIFY(back->parts == details.parts);
}

void SnapshotJsonTest::destinationsSurviveTheWay()
{
    DestinationSettings settings;
    settings.name = QStringLiteral("studio");
    settings.kind = QStringLiteral("service");
    settings.fields.insert(QStringLiteral("url"), QStringLiteral("https://h.example"));
    const Expected<DestinationSettings> plain = destinationFromJson(reparsed(toJson(settings)));
    QVERIFY(plain);
    QVERIFY(*plain == settings);
    settings.partSize = 16 * 1024 * 1024;
    settings.partsInFlight = 6;
    settings.connectionLimit = 3;
    settings.caFile = QStringLiteral("/ca.pem");
    settings.verify = VerifyMode::Full;
    settings.secretStore = SecretStoreKind::Memory;
    settings.secretSource = QStringLiteral("env:TOKEN");
    const Expected<DestinationSettings> full = destinationFromJson(reparsed(toJson(settings)));
    QVERIFY(full);
    QVERIFY(*full == settings);
}

void SnapshotJsonTest::requestsSurviveTheWay()
{
    const NewUpload upload{QStringLiteral("/a"), QStringLiteral("d"), QStringLiteral("k/a"), -1, 77};
    QVERIFY(*newUploadFromJson(reparsed(toJson(upload))) == upload);
    NewUpload adopting = upload;
    adopting.session = QStringLiteral("2~x");
    QVERIFY(*newUploadFromJson(reparsed(toJson(adopting))) == adopting);
    const AddedUpload added{{7}, true};
    const Expected<AddedUpload> back = addedUploadFromJson(reparsed(toJson(added)));
    QVERIFY(back && back->id == added.id && back->continued);
    for (const auto result : {CheckLine::Result::Passed, CheckLine::Result::Warning,
                              CheckLine::Result::Failed, CheckLine::Result::Skipped}) {
        const CheckLine check{QStringLiteral("clock"), result, QStringLiteral("3 s behind")};
        QVERIFY(*checkFromJson(reparsed(toJson(check))) == check);
    }
    const Orphan orphan{QStringLiteral("2~x"),
                        QStringLiteral("rushes/a/ü"),
                        QStringLiteral("a/ü"),
                        QStringLiteral("ann"),
                        1'700'000'000'123,
                        3,
                        40'000'000};
    QVERIFY(*orphanFromJson(reparsed(toJson(orphan))) == orphan);
    const Orphan unknown{QStringLiteral("2~x"), QStringLiteral("a"), QStringLiteral("a"), {}, 0,
                         std::nullopt,          std::nullopt};
    QVERIFY(*orphanFromJson(reparsed(toJson(unknown))) == unknown);
    for (const LifecycleState &state : {LifecycleState{7}, LifecycleState{}})
        QVERIFY(*lifecycleFromJson(reparsed(toJson(state))) == state);
    const QList<UploadId> ids{{1}, {9'007'199'254'740'993}};
    QCOMPARE(idsFromJson(idsToJson(ids))->size(), 2);
    QVERIFY(*idsFromJson(idsToJson(ids)) == ids);
}

void SnapshotJsonTest::nonsenseIsRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char *name, const QJsonValue &value) {
        QTest::addRow("%s %d %s", name, static_cast<int>(value.type()),
                      qPrintable(value.toVariant().toString()))
            << QString::fromLatin1(name) << value;
    };
    row("id", 0);
    row("id", -1);
    row("id", QStringLiteral("1"));
    row("id", 1.5);
    row("size", -1);
    row("size", QJsonValue::Null);
    row("size", 1e300);
    row("path", 3);
    row("stage", QStringLiteral("flying"));
    row("stage", QJsonValue::Undefined);
    row("holds", QStringLiteral("user"));
    row("holds", QJsonArray{QStringLiteral("lazy")});
    row("holds", QJsonArray{7});
    row("parts_total", 3'000'000'000.0);
    row("verified", QStringLiteral("maybe"));
    row("added", QStringLiteral("yesterday"));
    row("added", 17);
    row("error", QStringLiteral("bad"));
    row("error", QJsonObject{{QStringLiteral("kind"), QStringLiteral("bad luck")},
                             {QStringLiteral("message"), QString()}});
    row("error", QJsonObject{{QStringLiteral("kind"), QStringLiteral("busy")},
                             {QStringLiteral("message"), QString()},
                             {QStringLiteral("http_status"), -1}});
    row("eta_seconds", true);
}

void SnapshotJsonTest::nonsenseIsRefused()
{
    QFETCH(QString, name);
    QFETCH(QJsonValue, value);
    QJsonObject object = toJson(fullUpload());
    QVERIFY(object.contains(name));
    QVERIFY(uploadFromJson(object));
    object.insert(name, value); // Undefined removes it
    const Expected<UploadSnapshot> upload = uploadFromJson(object);
    QVERIFY(!upload);
    QCOMPARE(upload.error().kind, FailureKind::ProtocolViolation);
}

QTEST_APPLESS_MAIN(SnapshotJsonTest)
#include "snapshot_json_test.moc"
