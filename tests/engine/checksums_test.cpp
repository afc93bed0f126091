// Checksums and opaque ETags: what a store can do is found out once, used, and remembered.
#include "tests/engine/s3_fixture.h"

using namespace gantry;
using Checksums = FakeS3::Checksums;

class ChecksumsTest : public gantry::S3TestBase
{
    Q_OBJECT

private:
    qsizetype requestsWith(const QByteArray &method, const QByteArray &header) const
    {
        return countOf([&](const RecordedRequest &request) {
            return request.method == method && !request.header(header).isEmpty();
        });
    }

private Q_SLOTS:
    void init()
    {
        S3TestBase::init();
        m_settings.verify = VerifyMode::Full;
    }
    void cleanup() { S3TestBase::cleanup(); }
    void theObjectIsProvedByItsChecksum_data();
    void theObjectIsProvedByItsChecksum();
    void aDamagedObjectIsNotDone();
    void aStoreThatRefusesThemIsAskedOnce();
    void aStoreThatIgnoresThemIsAskedOnce();
    void aRefusalForAnotherReasonTeachesNothing();
    void otherSettingsAreAskedAnew();
    void aSmallFileHasOneWhereTheStoreIsKnownToTakeThem();
    void opaqueEtagsAreNotTakenForMd5s();
    void partsOfOpaqueEtagsAreResumed_data();
    void partsOfOpaqueEtagsAreResumed();
};

void ChecksumsTest::theObjectIsProvedByItsChecksum_data()
{
    QTest::addColumn<Checksums>("checksums");
    QTest::newRow("of the whole object") << Checksums::Full;
    QTest::newRow("of its parts' checksums") << Checksums::Composite;
}

void ChecksumsTest::theObjectIsProvedByItsChecksum()
{
    QFETCH(Checksums, checksums);
    m_store->setChecksums(checksums);
    start();
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Done));
    QCOMPARE(recordOf(id).verified, Verification::Checksum);
    QCOMPARE(requestsWith("PUT", "x-amz-checksum-crc32c"), 5);
    QCOMPARE(requestsWith("POST", "x-amz-checksum-crc32c"), checksums == Checksums::Full ? 1 : 0);
}

void ChecksumsTest::aDamagedObjectIsNotDone()
{
    m_store->setChecksums(Checksums::Full);
    m_store->damageObject();
    start();
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Failed));
    QCOMPARE(recordOf(id).error->kind, FailureKind::IntegrityMismatch);
}

void ChecksumsTest::aStoreThatRefusesThemIsAskedOnce()
{
    m_store->setChecksums(Checksums::Refused);
    start();
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Done));
    QCOMPARE(recordOf(id).verified, Verification::Etag);
    QCOMPARE(requestsWith("POST", "x-amz-checksum-algorithm"), 1);
    QCOMPARE(requestsWith("PUT", "x-amz-checksum-crc32c"), 0);
    QCOMPARE(requestsWith("HEAD", "x-amz-checksum-mode"), 0);
    start(); // remembered
    QVERIFY(ends(add(QStringLiteral("second.mov")), Stage::Done));
    QCOMPARE(requestsWith("POST", "x-amz-checksum-algorithm"), 1);
}

void ChecksumsTest::aStoreThatIgnoresThemIsAskedOnce()
{
    start();
    QVERIFY(ends(add(), Stage::Done));
    start();
    const UploadId id = add(QStringLiteral("second.mov"));
    QVERIFY(ends(id, Stage::Done));
    QCOMPARE(recordOf(id).verified, Verification::Etag);
    QCOMPARE(requestsWith("POST", "x-amz-checksum-algorithm"), 1);
    QCOMPARE(requestsWith("PUT", "x-amz-checksum-crc32c"), 0);
}

void ChecksumsTest::aRefusalForAnotherReasonTeachesNothing()
{
    m_store->setChecksums(Checksums::Full);
    m_store->refuseNextOpen();
    start();
    QVERIFY(ends(add(), Stage::Failed));
    const UploadId id = add(QStringLiteral("second.mov"));
    QVERIFY(ends(id, Stage::Done));
    QCOMPARE(recordOf(id).verified, Verification::Checksum);
}

void ChecksumsTest::otherSettingsAreAskedAnew()
{
    start();
    QVERIFY(ends(add(), Stage::Done));
    m_store->setChecksums(Checksums::Full);
    DestinationSettings settings = valueOf(m_engine->destinations()).first();
    settings.partsInFlight = 3;
    QVERIFY(valueOf(m_engine->putDestination(settings, {})));
    const UploadId id = add(QStringLiteral("second.mov"));
    QVERIFY(ends(id, Stage::Done));
    QCOMPARE(recordOf(id).verified, Verification::Checksum);
}

void ChecksumsTest::aSmallFileHasOneWhereTheStoreIsKnownToTakeThem()
{
    m_store->setChecksums(Checksums::Full);
    start();
    QVERIFY(ends(add(), Stage::Done));
    const qsizetype before = requestsWith("PUT", "x-amz-checksum-crc32c");
    start();
    const UploadId small = add(QStringLiteral("small.mov"), 1000);
    QVERIFY(ends(small, Stage::Done));
    QCOMPARE(recordOf(small).verified, Verification::Checksum);
    QCOMPARE(requestsWith("PUT", "x-amz-checksum-crc32c"), before + 1);
}

void ChecksumsTest::opaqueEtagsAreNotTakenForMd5s()
{
    m_store->setOpaqueEtags();
    start();
    const UploadId id = add();
    QVERIFY(ends(id, Stage::Done));
    QCOMPARE(recordOf(id).verified, Verification::Size);
    QCOMPARE(m_store->partsTaken(), 5);
}

void ChecksumsTest::partsOfOpaqueEtagsAreResumed_data()
{
    QTest::addColumn<Checksums>("checksums");
    QTest::addColumn<bool>("damaged");
    QTest::newRow("by their receipts") << Checksums::Ignored << false;
    QTest::newRow("by their checksums") << Checksums::Full << false;
    QTest::newRow("by their receipts, one is damaged") << Checksums::Ignored << true;
    QTest::newRow("by their checksums, one is damaged") << Checksums::Full << true;
}

void ChecksumsTest::partsOfOpaqueEtagsAreResumed()
{
    QFETCH(Checksums, checksums);
    QFETCH(bool, damaged);
    m_store->setChecksums(checksums);
    m_store->setOpaqueEtags();
    m_store->refuseAfter(3);
    start();
    const UploadId id = add();
    QVERIFY(QTest::qWaitFor([&] { return recordOf(id).partsStored == 3; }, longEnough));
    QList<int> known; // a part whose answer was lost may be sent again
    const QList<PartSnapshot> parts = valueOf(m_engine->details(id))->parts;
    for (const PartSnapshot &part : parts)
        if (part.state == PartState::Stored)
            known.append(part.number);
    m_engine.reset();
    m_store->refuseAfter(-1);
    if (damaged)
        m_store->damagePart();
    start();
    QVERIFY(ends(id, Stage::Done));
    QCOMPARE(recordOf(id).verified,
             checksums == Checksums::Full ? Verification::Checksum : Verification::Size);
    QCOMPARE(known.size(), 3);
    for (const int number : known)
        QCOMPARE(m_store->timesTaken(number), damaged && number == known.first() ? 2 : 1);
}

QTEST_GUILESS_MAIN(ChecksumsTest)
#include "checksums_test.moc"
