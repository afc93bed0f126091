// The journal's promises on a sound disk: what is put in comes out, in order, in whole batches, by any number
// of threads.
#include "engine/storage/journal.h"
#include "engine/storage/journal_connection.h"
#include "engine/storage/journal_schema.h"
#include "tests/engine/journal_samples.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <sys/stat.h>

using namespace gantry;
using samples::resultOf;

namespace {

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;

// What the messages of failures are for a test's own output.
QString wordsOf(const Expected<void> &result)
{
    return result ? QString() : result.error().message;
}

} // namespace

class JournalTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    QString path() const { return m_dir->filePath(QStringLiteral("journal.sqlite")); }

    JournalContents reopened() const
    {
        Journal journal(path());
        auto contents = resultOf(journal.open());
        return contents ? *contents : JournalContents{};
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }
    void cleanup() { m_dir.reset(); }

    void nothingWorksBeforeOpen()
    {
        Journal journal(path());
        const auto written = resultOf(journal.commit({PutSetting{QStringLiteral("a"), QStringLiteral("b")}}));
        QVERIFY(!written);
        QCOMPARE(written.error().kind, FailureKind::JournalFailed);
        QVERIFY(!resultOf(journal.receipts({1})));
        QVERIFY(!QFileInfo::exists(path()));
    }

    void missingFolderIsRefused()
    {
        Journal journal(m_dir->filePath(QStringLiteral("no/journal.sqlite")));
        const auto opened = resultOf(journal.open());
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, FailureKind::JournalFailed);
        QVERIFY2(opened.error().message.contains(m_dir->filePath(QStringLiteral("no"))),
                 qPrintable(opened.error().message));
    }

    void opensAfterARefusal()
    {
        const QString folder = m_dir->filePath(QStringLiteral("later"));
        Journal journal(folder + QStringLiteral("/journal.sqlite"));
        QVERIFY(!resultOf(journal.open()));
        QVERIFY(QDir().mkdir(folder));
        QVERIFY(resultOf(journal.open()));
        QVERIFY(resultOf(journal.commit({PutUpload{samples::upload(1)}})));
    }

    void freshJournalIsEmpty()
    {
        Journal journal(path());
        const auto contents = resultOf(journal.open());
        QVERIFY(contents);
        QVERIFY(contents->uploads.isEmpty() && contents->destinations.isEmpty() &&
                contents->orphans.isEmpty());
        QVERIFY(contents->settings.isEmpty() && contents->setAside.isEmpty());
        QCOMPARE(contents->nextId.value, 1);
    }

    void allFilesArePrivate_data()
    {
        QTest::addColumn<int>("mask");
        QTest::newRow("usual umask") << 022;
        QTest::newRow("none") << 0;
        QTest::newRow("one that takes the owner's rights") << 0277;
    }

    void allFilesArePrivate()
    {
        QFETCH(int, mask);
        const auto before = ::umask(static_cast<mode_t>(mask));
        {
            Journal journal(path());
            const auto opened = resultOf(journal.open());
            const auto written = resultOf(journal.commit({PutUpload{samples::upload(1)}}));
            ::umask(before);
            QVERIFY(opened);
            QVERIFY(written);
            for (const auto &tail : {"", "-wal", "-shm"})
                QCOMPARE(QFileInfo(path() + QLatin1String(tail)).permissions(), ownerOnly);
            QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files).size(), 3);
        }
        // After a proper end the journal is one file.
        QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files), QStringList{QStringLiteral("journal.sqlite")});
    }

    void aJournalThatOthersMayReadIsClosedToThem()
    {
        reopened();
        QVERIFY(QFile::setPermissions(path(), ownerOnly | QFile::ReadOther | QFile::ReadGroup));
        reopened();
        QCOMPARE(QFileInfo(path()).permissions(), ownerOnly);
    }

    void theFileSaysWhatItIs()
    {
        reopened();
        samples::Look look(path());
        QCOMPARE(look(QStringLiteral("PRAGMA application_id")).toInt(), journalApplicationId);
        QCOMPARE(look(QStringLiteral("PRAGMA user_version")).toInt(), journalMigrations().back().version);
        QCOMPARE(look(QStringLiteral("PRAGMA journal_mode")).toString(), QStringLiteral("wal"));
    }

    void everyFieldSurvives()
    {
        QList<UploadRecord> uploads{samples::upload(1), samples::plainUpload(2)};
        for (int i = 0; i <= static_cast<int>(Stage::Cancelled); ++i) {
            auto record = samples::plainUpload(10 + i);
            record.stage = static_cast<Stage>(i);
            uploads.append(record);
        }
        for (int i = 0; i <= static_cast<int>(FailureKind::Cancelled); ++i) {
            auto record = samples::plainUpload(100 + i);
            record.error = Failure{static_cast<FailureKind>(i), {}, {}, 0};
            uploads.append(record);
        }
        for (int i = 0; i <= static_cast<int>(Verification::Checksum); ++i) {
            auto record = samples::plainUpload(200 + i);
            record.verified = static_cast<Verification>(i);
            record.session.emplace(); // present, and all of it empty
            uploads.append(record);
        }
        auto named = samples::destination(QStringLiteral("Büro \"Süd\"\n'; --"));
        auto plain = samples::destination(QStringLiteral("a"));
        plain.fields.clear();
        plain.partSize.reset();
        plain.verify = VerifyMode::Fast;
        plain.secretStore = SecretStoreKind::File;
        const QList<DestinationSettings> destinations{named, plain};
        const QList<OrphanNote> orphans{samples::orphan(2), samples::orphan(1)};
        const QMap<QString, QString> settings{{QStringLiteral("ü\n'"), QStringLiteral("\"x\"")},
                                              {QString(), QString()}};

        JournalBatch batch;
        for (const auto &upload : uploads)
            batch.append(PutUpload{upload});
        for (const auto &destination : destinations)
            batch.append(PutDestination{destination});
        for (const auto &orphan : orphans)
            batch.append(NoteOrphan{orphan});
        for (auto setting = settings.cbegin(); setting != settings.cend(); ++setting)
            batch.append(PutSetting{setting.key(), setting.value()});
        batch.append(PutReceipts{{1}, {samples::receipt(10'000), samples::receipt(1), {2, {}}}});
        {
            Journal journal(path());
            QVERIFY(resultOf(journal.open()));
            const auto written = resultOf(journal.commit(batch));
            QVERIFY2(written, qPrintable(wordsOf(written)));
        }
        Journal journal(path());
        const auto contents = resultOf(journal.open());
        QVERIFY(contents);
        QCOMPARE(contents->uploads.size(), uploads.size());
        for (int i = 0; i < uploads.size(); ++i)
            QVERIFY2(contents->uploads.at(i) == uploads.at(i),
                     qPrintable(QStringLiteral("upload %1").arg(i)));
        QVERIFY(contents->destinations == destinations);
        QVERIFY(contents->orphans == orphans);
        QCOMPARE(contents->settings, settings);
        QCOMPARE(contents->nextId.value, uploads.last().id.value + 1);

        const auto receipts = resultOf(journal.receipts({1}));
        QVERIFY(receipts);
        QCOMPARE(receipts->keys(), (QList<int>{1, 2, 10'000}));
        QVERIFY(receipts->value(1) == samples::receipt(1).receipt);
        QVERIFY(receipts->value(2) == Receipt{});
        QVERIFY(receipts->value(10'000) == samples::receipt(10'000).receipt);
        QVERIFY(resultOf(journal.receipts({2}))->isEmpty());
    }

    void everyOperationMayBeRepeated()
    {
        const JournalBatch batches[] = {
            {PutUpload{samples::upload(1)}, PutUpload{samples::upload(2)}},
            {PutReceipts{{1}, {samples::receipt(1), samples::receipt(2), samples::receipt(3)}}},
            {PutReceipts{{2}, {samples::receipt(1)}}},
            {PutDestination{samples::destination(QStringLiteral("a"))}},
            {NoteOrphan{samples::orphan(1)}, NoteOrphan{samples::orphan(2)}},
            {PutSetting{QStringLiteral("s"), QStringLiteral("1")}},
            {ForgetReceipts{{1}, {2, 99}}},
            {ForgetAllReceipts{{2}}},
            {ForgetOrphan{samples::orphan(1).destination, samples::orphan(1).session.id}},
            {RemoveUpload{{2}}},
            {RemoveDestination{QStringLiteral("none")}},
        };
        {
            Journal journal(path());
            QVERIFY(resultOf(journal.open()));
            for (const auto &batch : batches)
                for (int i = 0; i < 2; ++i) {
                    const auto written = resultOf(journal.commit(batch));
                    QVERIFY2(written, qPrintable(wordsOf(written)));
                }
            QCOMPARE(resultOf(journal.receipts({1}))->keys(), (QList<int>{1, 3}));
            QVERIFY(resultOf(journal.receipts({2}))->isEmpty());
        }
        const auto contents = reopened();
        QVERIFY(contents.uploads == QList<UploadRecord>{samples::upload(1)});
        QVERIFY(contents.destinations ==
                QList<DestinationSettings>{samples::destination(QStringLiteral("a"))});
        QVERIFY(contents.orphans == QList<OrphanNote>{samples::orphan(2)});
        QCOMPARE(contents.settings.value(QStringLiteral("s")), QStringLiteral("1"));
    }

    void anUploadPutAgainKeepsItsReceiptsAndARemovedOneTakesThem()
    {
        Journal journal(path());
        QVERIFY(resultOf(journal.open()));
        QVERIFY(resultOf(
            journal.commit({PutUpload{samples::upload(1)}, PutReceipts{{1}, {samples::receipt(1)}}})));
        auto changed = samples::plainUpload(1);
        changed.stage = Stage::Sending;
        QVERIFY(resultOf(journal.commit({PutUpload{changed}, PutReceipts{{1}, {samples::receipt(2, 5)}}})));
        QCOMPARE(resultOf(journal.receipts({1}))->keys(), (QList<int>{1, 2}));
        QVERIFY(resultOf(journal.commit({PutReceipts{{1}, {samples::receipt(2, 6)}}})));
        QVERIFY(resultOf(journal.receipts({1}))->value(2) == samples::receipt(2, 6).receipt);
        QVERIFY(resultOf(journal.commit({RemoveUpload{{1}}})));
        QVERIFY(resultOf(journal.receipts({1}))->isEmpty());
        QVERIFY(resultOf(journal.commit({PutUpload{changed}})));
        QVERIFY(resultOf(journal.receipts({1}))->isEmpty());
    }

    void aDestinationPutAgainLosesItsOldFieldsAndKeepsItsPlace()
    {
        {
            Journal journal(path());
            QVERIFY(resultOf(journal.open()));
            QVERIFY(resultOf(journal.commit({PutDestination{samples::destination(QStringLiteral("z"))},
                                             PutDestination{samples::destination(QStringLiteral("a"))}})));
            auto other = samples::destination(QStringLiteral("z"));
            other.kind = QStringLiteral("tus");
            other.fields = {{QStringLiteral("url"), QStringLiteral("https://t.example")}};
            QVERIFY(resultOf(journal.commit({PutDestination{other}})));
        }
        const auto contents = reopened();
        QCOMPARE(contents.destinations.size(), 2);
        QCOMPARE(contents.destinations.at(0).name, QStringLiteral("z"));
        QCOMPARE(contents.destinations.at(0).kind, QStringLiteral("tus"));
        QCOMPARE(contents.destinations.at(0).fields.keys(), QStringList{QStringLiteral("url")});
    }

    void aReceiptOfAnUnknownUploadFailsItsBatchOnly()
    {
        Journal journal(path());
        QVERIFY(resultOf(journal.open()));
        const auto written = resultOf(journal.commit(
            {PutSetting{QStringLiteral("a"), QStringLiteral("b")}, PutReceipts{{7}, {samples::receipt(1)}}}));
        QVERIFY(!written);
        QCOMPARE(written.error().kind, FailureKind::JournalFailed);
        QVERIFY2(written.error().message.contains(QLatin1String("FOREIGN KEY")),
                 qPrintable(wordsOf(written)));
        QVERIFY(resultOf(journal.commit({PutSetting{QStringLiteral("c"), QStringLiteral("d")}})));
        const auto contents = resultOf(journal.open()); // again, on the same object
        QVERIFY(contents);
        QCOMPARE(contents->settings.keys(), QStringList{QStringLiteral("c")});
    }

    void idsAreNeverHandedOutTwice()
    {
        {
            Journal journal(path());
            QVERIFY(resultOf(journal.open()));
            QVERIFY(
                resultOf(journal.commit({PutUpload{samples::upload(1)}, PutUpload{samples::upload(41)}})));
            QVERIFY(resultOf(journal.commit({RemoveUpload{{41}}})));
            QVERIFY(resultOf(journal.commit({PutUpload{samples::upload(42)}, RemoveUpload{{42}}})));
        }
        QCOMPARE(reopened().nextId.value, 43);
        {
            Journal journal(path());
            QVERIFY(resultOf(journal.open()));
            QVERIFY(resultOf(journal.commit({RemoveUpload{{1}}})));
        }
        const auto contents = reopened();
        QVERIFY(contents.uploads.isEmpty());
        QCOMPARE(contents.nextId.value, 43);
    }

    void migrationsLeadAnOldFileOnStepByStep()
    {
        {
            Journal journal(path());
            QVERIFY(resultOf(journal.open()));
            QVERIFY(resultOf(journal.commit({PutUpload{samples::upload(1)}})));
        }
        auto steps = journalMigrations();
        const int last = steps.back().version;
        steps.push_back(
            {last + 1, {QLatin1String("ALTER TABLE uploads ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'")}});
        steps.push_back({last + 2,
                         {QLatin1String("UPDATE uploads SET colour = 'green'"),
                          QLatin1String("CREATE TABLE extra (x)")}});
        auto broken = steps;
        broken.back().statements.push_back(QLatin1String("CREATE TABLE extra (y)"));

        JournalHooks hooks;
        JournalConnection connection(hooks);
        QVERIFY(connection.open(path(), JournalConnection::Mode::ReadWrite));
        // A step that fails leaves the file at the step before, whole.
        const auto failed = upgradeJournal(connection, broken);
        QVERIFY(!failed);
        QVERIFY2(failed.error().words.contains(QLatin1String("already exists")),
                 qPrintable(failed.error().words));
        const auto value = [&](const char *sql) {
            return connection.scalar(QLatin1String(sql)).value_or(QVariant());
        };
        QCOMPARE(value("PRAGMA user_version").toInt(), last + 1);
        QCOMPARE(value("SELECT colour FROM uploads").toString(), QStringLiteral("red"));
        QCOMPARE(value("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'").toInt(), 0);
        // The way goes on from there, and is not walked twice.
        for (int i = 0; i < 2; ++i) {
            QVERIFY(upgradeJournal(connection, steps));
            QCOMPARE(value("PRAGMA user_version").toInt(), last + 2);
            QCOMPARE(value("SELECT colour FROM uploads").toString(), QStringLiteral("green"));
        }
        QCOMPARE(value("SELECT path FROM uploads").toString(), samples::upload(1).path);
    }
};

QTEST_GUILESS_MAIN(JournalTest)
#include "journal_test.moc"
