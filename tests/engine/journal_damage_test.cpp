// What the journal does with files that are not sound, not ours, or not to be touched: set aside or refused,
// in words.
#include "tests/engine/journal_scenario.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>

using namespace gantry;
using samples::resultOf;

namespace {

QByteArray noise(qsizetype size)
{
    QRandomGenerator dice(7);
    QByteArray bytes(size, Qt::Uninitialized);
    for (auto &byte : bytes)
        byte = static_cast<char>(dice.bounded(256));
    return bytes;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
}

bool put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QFile::WriteOnly | QFile::Truncate) && file.write(content) == content.size();
}

} // namespace

class JournalDamageTest : public QObject
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

    void verifyNewJournalWorks() const
    {
        {
            Journal journal(path());
            const auto contents = resultOf(journal.open());
            QVERIFY(contents);
            QVERIFY2(contents->setAside.isEmpty(), "a warning is given once");
            QVERIFY(resultOf(journal.commit(scenario::batches().first())));
        }
        const auto again = scenario::reopen(path());
        QVERIFY(again.state == scenario::stateAfter(1));
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }
    void cleanup() { m_dir.reset(); }

    void setAside_data()
    {
        using Damage = std::function<QByteArray(QByteArray)>;
        QTest::addColumn<Damage>("damage");
        const auto row = [](const char *name, const Damage &damage) { QTest::newRow(name) << damage; };
        row("garbage", [](const QByteArray &) { return noise(65'536); });
        row("a few bytes", [](const QByteArray &) { return QByteArray("hello\n"); });
        row("zeros", [](const QByteArray &) { return QByteArray(8192, '\0'); });
        row("empty", [](const QByteArray &) { return QByteArray(); });
        for (const int length : {1, 15, 16, 50, 99, 100, 511, 512, 4095, 4096, 4097, 8192, 20'000})
            QTest::addRow("cut to %d bytes", length)
                << Damage([length](const QByteArray &sound) { return sound.left(length); });
        row("one byte short", [](const QByteArray &sound) { return sound.chopped(1); });
        row("one page short", [](const QByteArray &sound) { return sound.chopped(4096); });
        row("cut in half", [](const QByteArray &sound) { return sound.left(sound.size() / 2); });
        row("header overwritten", [](QByteArray sound) { return sound.replace(0, 100, noise(100)); });
        row("second page overwritten",
            [](QByteArray sound) { return sound.replace(4096, 4096, noise(4096)); });
        row("a page in the middle overwritten",
            [](QByteArray sound) { return sound.replace(sound.size() / 8192 * 4096, 4096, noise(4096)); });
    }

    void setAside()
    {
        QFETCH(std::function<QByteArray(QByteArray)>, damage);
        makeSoundJournal();
        const QByteArray damaged = damage(contentOf(path()));
        QVERIFY(put(path(), damaged));
        verifySetAside(damaged);
    }

    // Sound SQLite files that are not a journal of ours.
    void setAsideSound_data()
    {
        QTest::addColumn<QString>("change");
        QTest::newRow("another program's id") << QStringLiteral("PRAGMA application_id = 252006673");
        QTest::newRow("no id") << QStringLiteral("PRAGMA application_id = 0");
        QTest::newRow("a stage that we do not know")
            << QStringLiteral("UPDATE uploads SET stage = 'x' WHERE id = 120");
        QTest::newRow("a verification that we do not know")
            << QStringLiteral("UPDATE uploads SET verified = ''");
        QTest::newRow("an error that we do not know")
            << QStringLiteral("UPDATE uploads SET error_kind = 'x'");
        QTest::newRow("a mode that we do not know") << QStringLiteral("UPDATE destinations SET verify = 'x'");
        QTest::newRow("a store that we do not know")
            << QStringLiteral("UPDATE destinations SET secret_store = 'x'");
    }

    void setAsideSound()
    {
        QFETCH(QString, change);
        makeSoundJournal();
        {
            samples::Look look(path());
            QVERIFY(look.change(change));
        }
        verifySetAside(contentOf(path()));
    }

    void theLogGoesWithItsFile()
    {
        makeSoundJournal();
        const QByteArray garbage = noise(10'000);
        const QByteArray log = noise(5'000);
        QVERIFY(put(path(), garbage));
        QVERIFY(put(wal(), log));
        Journal journal(path());
        const auto contents = resultOf(journal.open());
        QVERIFY(contents);
        QVERIFY(contents->uploads.isEmpty());
        QCOMPARE(contentOf(contents->setAside), garbage);
        QCOMPARE(contentOf(contents->setAside + QStringLiteral("-wal")), log);
    }

    // Opened beside a new file, an old log would be taken for its own.
    void aLogWithoutItsFileIsSetAside()
    {
        QProcess child;
        child.start(QStringLiteral(JOURNAL_VICTIM),
                    {path(), QStringLiteral("one"), QStringLiteral("after"), QStringLiteral("6")});
        QVERIFY(child.waitForFinished(30'000));
        const QByteArray log = contentOf(wal());
        QVERIFY(log.size() > 10'000);
        QVERIFY(QFile::remove(path()));
        {
            Journal journal(path());
            const auto contents = resultOf(journal.open());
            QVERIFY(contents);
            QVERIFY(contents->uploads.isEmpty());
            QVERIFY(!contents->setAside.isEmpty() && !contents->setAsideReason.isEmpty());
            QCOMPARE(contentOf(contents->setAside + QStringLiteral("-wal")), log);
        }
        verifyNewJournalWorks();
    }

    void twoInOneSecondKeepApart()
    {
        QStringList aside;
        for (int i = 0; i < 3; ++i) {
            QVERIFY(put(path(), noise(100 + i)));
            Journal journal(path());
            const auto contents = resultOf(journal.open());
            QVERIFY(contents);
            QCOMPARE(contentOf(contents->setAside), noise(100 + i));
            aside.append(contents->setAside);
        }
        aside.removeDuplicates();
        QCOMPARE(aside.size(), 3);
    }

    void leftoversOfABeginningAreNoDamage()
    {
        for (const auto &tail : {".new", ".new-wal", ".new-journal", "-shm"})
            QVERIFY(put(path() + QLatin1String(tail), noise(1000)));
        QVERIFY(put(wal(), {}));
        verifyNewJournalWorks();
        QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files), QStringList{QStringLiteral("journal.sqlite")});
    }

    void aLinkIsFollowed()
    {
        makeSoundJournal();
        QVERIFY(QDir(m_dir->path()).mkdir(QStringLiteral("elsewhere")));
        const QString real = m_dir->filePath(QStringLiteral("elsewhere/real.sqlite"));
        QVERIFY(QFile::rename(path(), real));
        QVERIFY(QFile::link(real, path()));
        {
            const auto found = scenario::reopen(path());
            QVERIFY(found.setAside.isEmpty());
            QCOMPARE(found.state.uploads.size(), size_t(102));
        }
        QVERIFY(put(real, noise(5000)));
        Journal journal(path());
        const auto contents = resultOf(journal.open());
        QVERIFY(contents);
        QCOMPARE(QFileInfo(contents->setAside).absolutePath(), QFileInfo(real).canonicalPath());
        QVERIFY(QFileInfo(path()).isSymLink());
    }

private:
    void verifySetAside(const QByteArray &damaged)
    {
        QString aside;
        {
            Journal journal(path());
            const auto contents = resultOf(journal.open());
            QVERIFY2(contents, qPrintable(contents ? QString() : contents.error().message));
            QVERIFY(contents->uploads.isEmpty() && contents->destinations.isEmpty());
            aside = contents->setAside;
            QVERIFY(!aside.isEmpty());
            QVERIFY(!contents->setAsideReason.isEmpty());
        }
        static const QRegularExpression name(
            QStringLiteral("^journal\\.damaged-\\d{8}T\\d{6}Z(-\\d+)?\\.sqlite$"));
        QVERIFY2(name.match(QFileInfo(aside).fileName()).hasMatch(), qPrintable(aside));
        QCOMPARE(QFileInfo(aside).absolutePath(), QFileInfo(path()).canonicalPath());
        QVERIFY2(contentOf(aside) == damaged, "not a byte of it is changed");
        verifyNewJournalWorks();
    }
};

QTEST_GUILESS_MAIN(JournalDamageTest)
#include "journal_damage_test.moc"
