// What the journal does with files that are not sound, not ours, or not to be touched: set aside or refused,
// in words.
#include "engine/storage/journal_schema.h"
#include "tests/engine/journal_scenario.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

using namespace gantry;
using samples::resultOf;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
}

// All that can be seen of a folder: names, modes, times, contents.
QStringList pictureOf(const QString &folder)
{
    QStringList picture;
    for (const auto &entry :
         QDir(folder).entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System))
        picture.append(
            QStringLiteral("%1 %2 %3 %4")
                .arg(entry.fileName())
                .arg(int(entry.permissions()))
                .arg(entry.lastModified().toMSecsSinceEpoch())
                .arg(entry.isFile() ? QString::fromLatin1(contentOf(entry.filePath()).toHex()) : QString()));
    return picture;
}

} // namespace

class JournalRefusalTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    QString path() const { return m_dir->filePath(QStringLiteral("journal.sqlite")); }
    QString wal() const { return path() + QStringLiteral("-wal"); }

    // A journal with the whole story and a hundred uploads, so that it has pages to lose.
    void makeSoundJournal() const
    {
        Journal journal(path());
        QVERIFY(resultOf(journal.open()));
        for (const auto &batch : scenario::batches())
            QVERIFY(resultOf(journal.commit(batch)));
        JournalBatch more;
        for (int i = 100; i < 200; ++i)
            more.append(PutUpload{samples::upload(i)});
        QVERIFY(resultOf(journal.commit(more)));
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }
    void cleanup() { m_dir.reset(); }

    void refused_data()
    {
        using Prepare = std::function<bool(const QString &)>;
        QTest::addColumn<Prepare>("prepare");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const Prepare &prepare, const char *words) {
            QTest::newRow(name) << prepare << QString::fromLatin1(words);
        };
        const auto newer =
            QStringLiteral("PRAGMA user_version = %1").arg(journalMigrations().back().version + 1);
        row(
            "a newer journal", [newer](const QString &path) { return samples::Look(path).change(newer); },
            "newer Gantry");
        row(
            "a folder", [](const QString &path) { return QFile::remove(path) && QDir().mkdir(path); },
            "not a file");
        row(
            "a pipe",
            [](const QString &path) {
                return QFile::remove(path) && ::mkfifo(QFile::encodeName(path).constData(), 0600) == 0;
            },
            "not a file");
        row(
            "a link to nowhere",
            [](const QString &path) {
                return QFile::remove(path) && QFile::link(path + QStringLiteral(".nowhere"), path);
            },
            "in place");
        row(
            "a table that is not as we made it",
            [](const QString &path) {
                return samples::Look(path).change(QStringLiteral("ALTER TABLE uploads DROP COLUMN priority"));
            },
            "no such column");
    }

    void refused()
    {
        QFETCH(std::function<bool(const QString &)>, prepare);
        QFETCH(QString, words);
        makeSoundJournal();
        QVERIFY(prepare(path()));
        const auto before = pictureOf(m_dir->path());
        {
            Journal journal(path());
            const auto opened = resultOf(journal.open());
            QVERIFY(!opened);
            QCOMPARE(opened.error().kind, FailureKind::JournalFailed);
            QVERIFY2(opened.error().message.contains(words), qPrintable(opened.error().message));
            QVERIFY(!resultOf(journal.commit(scenario::batches().first())));
        }
        QCOMPARE(pictureOf(m_dir->path()), before);
    }

    // With a log that a kill left behind: reading the version must not move it into the file.
    void aNewerJournalKeepsItsLog()
    {
        QProcess child;
        child.start(QStringLiteral(JOURNAL_VICTIM),
                    {path(), QStringLiteral("one"), QStringLiteral("after"), QStringLiteral("6")});
        QVERIFY(child.waitForFinished(30'000));
        const QByteArray database = contentOf(path());
        {
            // A second killed writer would do; a copy made while the log holds the new version is the same.
            samples::Look look(path());
            QVERIFY(look.change(QStringLiteral("PRAGMA user_version = 9999")));
            QVERIFY(QFile::copy(path(), path() + QStringLiteral(".copy")));
            QVERIFY(QFile::copy(wal(), path() + QStringLiteral(".copy-wal")));
        }
        const QString copy = path() + QStringLiteral(".copy");
        QCOMPARE(contentOf(copy), database);
        const QByteArray log = contentOf(copy + QStringLiteral("-wal"));
        {
            Journal journal(copy);
            const auto opened = resultOf(journal.open());
            QVERIFY(!opened);
            QVERIFY2(opened.error().message.contains(QLatin1String("newer Gantry")),
                     qPrintable(opened.error().message));
        }
        QCOMPARE(contentOf(copy), database);
        QCOMPARE(contentOf(copy + QStringLiteral("-wal")), log);
    }

    // In a child that is not root, whom no mode would stop.
    void notWritable_data()
    {
        QTest::addColumn<int>("fileMode");
        QTest::addColumn<int>("folderMode");
        QTest::addColumn<bool>("exists");
        QTest::newRow("file read-only") << 0400 << 0700 << true;
        QTest::newRow("file not readable") << 0200 << 0700 << true;
        QTest::newRow("folder read-only") << 0600 << 0500 << true;
        QTest::newRow("folder read-only, no journal yet") << 0600 << 0500 << false;
    }

    void notWritable()
    {
        QFETCH(int, fileMode);
        QFETCH(int, folderMode);
        QFETCH(bool, exists);
        const QString folder = m_dir->filePath(QStringLiteral("state"));
        QVERIFY(QDir().mkdir(folder));
        const QString file = folder + QStringLiteral("/journal.sqlite");
        if (exists) {
            Journal journal(file);
            QVERIFY(resultOf(journal.open()));
        }
        // The build folder may be closed to others: the child gets its program from here.
        const QString program = m_dir->filePath(QStringLiteral("victim"));
        QVERIFY(QFile::copy(QStringLiteral(JOURNAL_VICTIM), program));
        const auto chmodTo = [](const QString &path, int mode) {
            return ::chmod(QFile::encodeName(path).constData(), static_cast<mode_t>(mode)) == 0;
        };
        constexpr uid_t nobody = 65534;
        const bool root = ::geteuid() == 0;
        if (root) {
            QVERIFY(chmodTo(m_dir->path(), 0755) && chmodTo(program, 0755));
            for (const auto &owned : {folder, file})
                if (QFileInfo::exists(owned))
                    QCOMPARE(::chown(QFile::encodeName(owned).constData(), nobody, nobody), 0);
        }
        if (exists)
            QVERIFY(chmodTo(file, fileMode));
        QVERIFY(chmodTo(folder, folderMode));
        const auto before = pictureOf(folder);

        QProcess child;
        if (root)
            child.setChildProcessModifier([] {
                if (::setgid(nobody) != 0 || ::setuid(nobody) != 0)
                    ::_exit(8);
            });
        child.start(program, {file, QStringLiteral("one"), QStringLiteral("never"), QStringLiteral("0")});
        QVERIFY(child.waitForFinished(30'000));
        const auto after = pictureOf(folder);
        QVERIFY(chmodTo(folder, 0700)); // so that it can be cleaned up
        const QByteArray said = child.readAllStandardOutput();
        QVERIFY2(child.exitCode() == 1 && said.startsWith("refused "), said.constData());
        QVERIFY2(said.contains("may not be written") && said.contains(file.toUtf8()), said.constData());
        QCOMPARE(after, before);
    }
};

QTEST_GUILESS_MAIN(JournalRefusalTest)
#include "journal_refusal_test.moc"
