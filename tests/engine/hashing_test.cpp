// Reading files that change, end, go away or never were files: nothing mixed may come out.
#include "engine/hashing/fingerprint.h"
#include "engine/hashing/hash_pool.h"
#include "engine/hashing/part_body.h"
#include "engine/hashing/part_reader.h"
#include "engine/hashing/small_file.h"
#include "engine/hashing/source_probe.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace gantry;

namespace {

constexpr qint64 MiB = 1024 * 1024;

QByteArray patterned(qint64 size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>((i * 31 + i / 4096) & 0xff);
    return bytes;
}

QByteArray md5Of(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Md5);
}

struct ReadAll
{
    QByteArray bytes;
    std::optional<Failure> failure;
};

ReadAll readAll(PartReader &reader)
{
    ReadAll all;
    for (bool last = false; !last;) {
        const Expected<BodySlice> slice = reader.next();
        if (!slice) {
            all.failure = slice.error();
            return all;
        }
        all.bytes += slice->bytes;
        last = slice->last;
    }
    return all;
}

} // namespace

class HashingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void readsARangeAndItsDigests_data();
    void readsARangeAndItsDigests();
    void noLastSliceOfAChangedFile_data();
    void noLastSliceOfAChangedFile();
    void looksAtFilesOnly_data();
    void looksAtFilesOnly();
    void samplesSeeHeadMiddleAndTail_data();
    void samplesSeeHeadMiddleAndTail();
    void fingerprintsAreStable();
    void cancelledDigestsEnd();
    void preparedBodiesAreComparedWithWhatIsSent_data();
    void preparedBodiesAreComparedWithWhatIsSent();
    void crc32cIsCastagnolis();
    void crc32cOfPartsYieldsThatOfTheWhole();
    void onlyWhatIsAskedForIsMade();
    void smallFilesStaySmall();

private:
    QString path(const char *name = "file") const { return m_folder->filePath(QString::fromLatin1(name)); }
    QString write(const QByteArray &bytes, const char *name = "file") const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a test's file");
        return file.fileName();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void HashingTest::readsARangeAndItsDigests_data()
{
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<qint64>("length");
    QTest::newRow("whole") << qint64{0} << 3 * MiB + 17;
    QTest::newRow("head") << qint64{0} << qint64{1};
    QTest::newRow("exactly one slice") << MiB << MiB;
    QTest::newRow("one byte over a slice") << MiB - 1 << MiB + 1;
    QTest::newRow("tail") << 3 * MiB << qint64{17};
    QTest::newRow("empty") << qint64{0} << qint64{0};
}

void HashingTest::readsARangeAndItsDigests()
{
    QFETCH(qint64, offset);
    QFETCH(qint64, length);
    const QByteArray content = patterned(length == 0 ? 0 : 3 * MiB + 17);
    const QString file = write(content);
    const Expected<FileIdentity> identity = identityOf(file);
    QVERIFY(identity);
    PartReader reader(file, *identity, {offset, length}, DigestKind::Md5 | DigestKind::Sha256);
    const ReadAll all = readAll(reader);
    QVERIFY(!all.failure);
    const QByteArray wanted = content.mid(offset, length);
    QVERIFY(all.bytes == wanted);
    QCOMPARE(reader.digests().md5, md5Of(wanted));
    QCOMPARE(reader.digests().sha256, QCryptographicHash::hash(wanted, QCryptographicHash::Sha256));
}

void HashingTest::noLastSliceOfAChangedFile_data()
{
    QTest::addColumn<std::function<void(const QString &)>>("change");
    QTest::addColumn<FailureKind>("kind");
    const auto row = [](const char *name, const std::function<void(const QString &)> &change,
                        FailureKind kind) { QTest::newRow(name) << change << kind; };
    row(
        "written to",
        [](const QString &file) {
            QFile open(file);
            QVERIFY(open.open(QIODevice::ReadWrite) && open.seek(2 * MiB) && open.write("!") == 1);
        },
        FailureKind::SourceChanged);
    row(
        "truncated", [](const QString &file) { QVERIFY(QFile::resize(file, MiB + 5)); },
        FailureKind::SourceChanged);
    row(
        "grown", [](const QString &file) { QVERIFY(QFile::resize(file, 9 * MiB)); },
        FailureKind::SourceChanged);
    row(
        "replaced by an equal one",
        [](const QString &file) {
            QVERIFY(QFile::copy(file, file + QStringLiteral(".new")));
            QVERIFY(QFile::remove(file) && QFile::rename(file + QStringLiteral(".new"), file));
        },
        FailureKind::SourceChanged);
    row(
        "removed", [](const QString &file) { QVERIFY(QFile::remove(file)); }, FailureKind::SourceMissing);
}

// The change comes when all but the last slice is out.
void HashingTest::noLastSliceOfAChangedFile()
{
    using Change = std::function<void(const QString &)>;
    QFETCH(Change, change);
    QFETCH(FailureKind, kind);
    const QString file = write(patterned(3 * MiB));
    const Expected<FileIdentity> identity = identityOf(file);
    QVERIFY(identity);
    PartReader reader(file, *identity, {0, 3 * MiB}, DigestKind::Md5);
    QVERIFY(reader.next());
    QVERIFY(reader.next());
    change(file);
    const Expected<BodySlice> last = reader.next();
    QVERIFY(!last);
    QCOMPARE(last.error().kind, kind);
    QVERIFY(last.error().message.contains(file));
}

void HashingTest::looksAtFilesOnly_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<FailureKind>("kind");
    QTest::newRow("nothing") << QStringLiteral("nothing") << FailureKind::SourceMissing;
    QTest::newRow("folder") << QStringLiteral("folder") << FailureKind::SourceUnreadable;
    QTest::newRow("pipe") << QStringLiteral("pipe") << FailureKind::SourceUnreadable;
    QTest::newRow("below a file") << QStringLiteral("below") << FailureKind::SourceMissing;
}

// A pipe that nobody writes to would stop for ever whoever opens it.
void HashingTest::looksAtFilesOnly()
{
    QFETCH(QString, what);
    QFETCH(FailureKind, kind);
    QString looked = path(qPrintable(what));
    if (what == QLatin1String("folder"))
        QVERIFY(QDir().mkpath(looked));
    else if (what == QLatin1String("pipe"))
        QCOMPARE(mkfifo(qPrintable(looked), 0600), 0);
    else if (what == QLatin1String("below"))
        looked = write("x", "plain") + QStringLiteral("/below");
    const Expected<SourceFacts> facts = inspectSource(looked);
    QVERIFY(!facts);
    QCOMPARE(facts.error().kind, kind);
    const Expected<FileIdentity> identity = identityOf(looked);
    QVERIFY(!identity);
    QCOMPARE(identity.error().kind, kind);
}

void HashingTest::samplesSeeHeadMiddleAndTail_data()
{
    QTest::addColumn<qint64>("position");
    QTest::addColumn<bool>("seen");
    QTest::newRow("head") << qint64{0} << true;
    QTest::newRow("middle") << 5 * MiB << true;
    QTest::newRow("tail") << 10 * MiB - 1 << true;
    QTest::newRow("between") << 2 * MiB << false; // which is why every part is compared
}

void HashingTest::samplesSeeHeadMiddleAndTail()
{
    QFETCH(qint64, position);
    QFETCH(bool, seen);
    QByteArray content = patterned(10 * MiB);
    const Expected<SourceFacts> before = inspectSource(write(content));
    QVERIFY(before);
    content[position] = static_cast<char>(content[position] ^ 1);
    const Expected<SourceFacts> after = inspectSource(write(content));
    QVERIFY(after);
    QCOMPARE(before->sampleHash != after->sampleHash, seen);
}

// Other workstations and later versions have to find the same.
void HashingTest::fingerprintsAreStable()
{
    const QByteArray sample = QCryptographicHash::hash("sample", QCryptographicHash::Sha256);
    const QString fingerprint =
        fingerprintOf(QStringLiteral("day/a.mov"), 5, 1'700'000'000'123'456'789, sample);
    QCOMPARE(fingerprint.size(), 64);
    QCOMPARE(fingerprint, fingerprintOf(QStringLiteral("day/a.mov"), 5, 1'700'000'000'123'999'999, sample));
    QVERIFY(fingerprint != fingerprintOf(QStringLiteral("day/a.mov"), 5, 1'700'000'000'124'000'000, sample));
    QVERIFY(fingerprint != fingerprintOf(QStringLiteral("day/b.mov"), 5, 1'700'000'000'123'456'789, sample));
    QVERIFY(fingerprint != fingerprintOf(QStringLiteral("day/a.mov"), 6, 1'700'000'000'123'456'789, sample));
    // Where one field ends and the next begins is part of it.
    QVERIFY(fingerprintOf(QStringLiteral("a1"), 2, 0, sample) !=
            fingerprintOf(QStringLiteral("a"), 12, 0, sample));
}

void HashingTest::cancelledDigestsEnd()
{
    const QString file = write(patterned(4 * MiB));
    const Expected<FileIdentity> identity = identityOf(file);
    QVERIFY(identity);
    HashPool pool;
    const CancelFlag cancelled = std::make_shared<std::atomic<bool>>(true);
    QFuture<Expected<Digests>> stopped =
        pool.digest(file, *identity, {0, 4 * MiB}, DigestKind::Md5, cancelled);
    stopped.waitForFinished();
    QVERIFY(!stopped.result());
    QCOMPARE(stopped.result().error().kind, FailureKind::Cancelled);
    *cancelled = false;
    QFuture<Expected<Digests>> whole = pool.digest(file, *identity, {0, 4 * MiB}, DigestKind::Md5, cancelled);
    whole.waitForFinished();
    QVERIFY(whole.result());
    QCOMPARE(whole.result()->md5, md5Of(patterned(4 * MiB)));
}

void HashingTest::preparedBodiesAreComparedWithWhatIsSent_data()
{
    QTest::addColumn<qint64>("size");
    QTest::newRow("kept in memory") << 2 * MiB;
    QTest::newRow("read twice") << PartBody::keepLimit + MiB;
}

void HashingTest::preparedBodiesAreComparedWithWhatIsSent()
{
    QFETCH(qint64, size);
    const QByteArray content = patterned(size);
    const QString file = write(content);
    const Expected<FileIdentity> identity = identityOf(file);
    QVERIFY(identity);
    HashPool pool;
    const auto body = std::make_shared<PartBody>(pool, file, *identity, ByteRange{0, size}, DigestKind::Md5);
    QFuture<Expected<Digests>> prepared = body->prepare();
    prepared.waitForFinished();
    QVERIFY(prepared.result());
    QCOMPARE(prepared.result()->md5, md5Of(content));

    const BodySource source = body->source();
    QByteArray sent;
    for (bool last = false; !last;) {
        QFuture<Expected<BodySlice>> slice = source();
        slice.waitForFinished();
        QVERIFY(slice.result());
        sent += slice.result()->bytes;
        last = slice.result()->last;
    }
    QVERIFY(sent == content);
    QCOMPARE(body->digests().md5, md5Of(content));
}

// RFC 3720 appendix B.4, and the check value of the catalogue of CRCs.
void HashingTest::crc32cIsCastagnolis()
{
    const auto crc = [](const QByteArray &bytes) { return digestOf(DigestKind::Crc32c, bytes).toHex(); };
    QCOMPARE(crc(QByteArray(32, '\0')), "8a9136aa");
    QCOMPARE(crc(QByteArray(32, '\xff')), "62a8ab43");
    QCOMPARE(crc("123456789"), "e3069283");
    QCOMPARE(crc({}), "00000000");
}

void HashingTest::crc32cOfPartsYieldsThatOfTheWhole()
{
    const QByteArray content = patterned(3 * MiB + 17);
    const QByteArray whole = digestOf(DigestKind::Crc32c, content);
    for (const qint64 length : {qint64(content.size()), MiB, qint64(65'537), qint64(content.size() - 1)}) {
        QList<QByteArray> runs;
        qint64 last = 0;
        for (qint64 at = 0; at < content.size(); at += last) {
            last = std::min(length, content.size() - at);
            runs.append(digestOf(DigestKind::Crc32c, content.sliced(at, last)));
        }
        QCOMPARE(combinedCrc32c(runs, length, last).toHex(), whole.toHex());
    }
    QCOMPARE(combinedCrc32c({digestOf(DigestKind::Crc32c, {})}, MiB, 0).toHex(), "00000000");
}

void HashingTest::onlyWhatIsAskedForIsMade()
{
    DigestSet set(DigestKind::Sha1 | DigestKind::Crc32c);
    set.add("1234");
    set.add("56789");
    const Digests digests = set.result();
    QCOMPARE(digests.crc32c.toHex(), "e3069283");
    QCOMPARE(digests.sha1, QCryptographicHash::hash("123456789", QCryptographicHash::Sha1));
    QVERIFY(digests.md5.isEmpty() && digests.sha256.isEmpty());
}

void HashingTest::smallFilesStaySmall()
{
    QCOMPARE(readSmallFile(write("1234567890"), 10).value_or(QByteArray()), QByteArray("1234567890"));
    const Expected<QByteArray> tooLong = readSmallFile(write("1234567890"), 9);
    QVERIFY(!tooLong);
    QCOMPARE(tooLong.error().kind, FailureKind::InvalidInput);
    QVERIFY(tooLong.error().message.contains(path()));
    QVERIFY(!readSmallFile(path("absent"), 9));
}

QTEST_GUILESS_MAIN(HashingTest)
#include "hashing_test.moc"
