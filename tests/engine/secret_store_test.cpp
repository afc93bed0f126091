// Secrets in a file and in memory, and where a user says that one is to be read from.
#include "engine/storage/secret_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <sys/stat.h>
#include <vector>

using namespace gantry;

namespace {

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;

template <class T>
T resultOf(QFuture<T> future)
{
    future.waitForFinished();
    return future.result();
}

template <class T>
FailureKind kindOf(const Expected<T> &result)
{
    return result ? FailureKind::Offline : result.error().kind; // Offline: a kind that no store has
}

template <class T>
QString wordsOf(const Expected<T> &result)
{
    return result ? QString() : result.error().message;
}

bool put(const QString &path, const QByteArray &content, QFile::Permissions permissions = ownerOnly)
{
    QFile file(path);
    return file.open(QFile::WriteOnly) && file.write(content) == content.size() &&
           file.setPermissions(permissions);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
}

} // namespace

class SecretStoreTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    QString path() const { return m_dir->filePath(QStringLiteral("secrets.ini")); }
    std::unique_ptr<SecretStore> fileStore() const
    {
        return makeSecretStore(SecretStoreKind::File, m_dir->path());
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }
    void cleanup() { m_dir.reset(); }

    void theFileIsNotUsedWhereItIsNotPrivate_data()
    {
        QTest::addColumn<int>("mode");
        for (const int mode : {0640, 0604, 0660, 0602, 0777, 0610})
            QTest::addRow("%o", static_cast<unsigned>(mode)) << mode;
    }

    void theFileIsNotUsedWhereItIsNotPrivate()
    {
        QFETCH(int, mode);
        QVERIFY(resultOf(fileStore()->write(QStringLiteral("a/token"), "s3cret")));
        QCOMPARE(::chmod(QFile::encodeName(path()).constData(), static_cast<mode_t>(mode)), 0);
        const QByteArray before = contentOf(path());
        const auto store = fileStore();
        const auto read = resultOf(store->read(QStringLiteral("a/token")));
        QCOMPARE(kindOf(read), FailureKind::InvalidInput);
        QVERIFY2(wordsOf(read).contains(QStringLiteral("chmod 600 ") + path()), qPrintable(wordsOf(read)));
        QVERIFY(!wordsOf(read).contains(QLatin1String("s3cret")));
        QCOMPARE(kindOf(resultOf(store->write(QStringLiteral("b/token"), "x"))), FailureKind::InvalidInput);
        QCOMPARE(kindOf(resultOf(store->remove(QStringLiteral("a/token")))), FailureKind::InvalidInput);
        QCOMPARE(contentOf(path()), before);
        QVERIFY(QFile::setPermissions(path(), ownerOnly));
        QCOMPARE(resultOf(store->read(QStringLiteral("a/token"))).value_or(QByteArray()), "s3cret");
    }

    void whatCannotBeReadIsNotReplaced_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        QTest::newRow("a line without =")
            << QByteArray("[secrets]\na/token=1\nb/token\n") << QStringLiteral("Line 3");
        QTest::newRow("garbage") << QByteArray("\0\xff\x01garbage", 10) << QStringLiteral("Line 1");
        QTest::newRow("far too large") << QByteArray(1024 * 1024 + 1, 'a') << QStringLiteral("larger");
    }

    void whatCannotBeReadIsNotReplaced()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        QVERIFY(put(path(), content));
        const auto written = resultOf(fileStore()->write(QStringLiteral("c/token"), "2"));
        QCOMPARE(kindOf(written), FailureKind::InvalidInput);
        QVERIFY2(wordsOf(written).contains(words), qPrintable(wordsOf(written)));
        QCOMPARE(kindOf(resultOf(fileStore()->read(QStringLiteral("a/token")))), FailureKind::InvalidInput);
        QCOMPARE(contentOf(path()), content);
    }

    void somethingElseInItsPlace()
    {
        QVERIFY(QDir().mkdir(path()));
        QCOMPARE(kindOf(resultOf(fileStore()->read(QStringLiteral("a/token")))), FailureKind::InvalidInput);
        QCOMPARE(kindOf(resultOf(fileStore()->write(QStringLiteral("a/token"), "x"))),
                 FailureKind::InvalidInput);
        QVERIFY(QDir().rmdir(path()));
        // A pipe must not make anybody wait for its writer.
        QCOMPARE(::mkfifo(QFile::encodeName(path()).constData(), 0600), 0);
        QCOMPARE(kindOf(resultOf(fileStore()->read(QStringLiteral("a/token")))), FailureKind::InvalidInput);
    }

    void withoutItsFolder()
    {
        const auto store = makeSecretStore(SecretStoreKind::File, m_dir->filePath(QStringLiteral("none")));
        QCOMPARE(kindOf(resultOf(store->read(QStringLiteral("a/token")))), FailureKind::SecretMissing);
        const auto written = resultOf(store->write(QStringLiteral("a/token"), "s3cret"));
        QCOMPARE(kindOf(written), FailureKind::InvalidInput);
        QVERIFY2(wordsOf(written).contains(QLatin1String("none/secrets.ini")), qPrintable(wordsOf(written)));
        QVERIFY(!wordsOf(written).contains(QLatin1String("s3cret")));
    }

    void theFileIsPrivate_data()
    {
        QTest::addColumn<int>("mask");
        QTest::newRow("usual umask") << 022;
        QTest::newRow("none") << 0;
        QTest::newRow("one that takes the owner's rights") << 0277;
    }

    void theFileIsPrivate()
    {
        QFETCH(int, mask);
        // A leftover that others can read must not lend its mode.
        QVERIFY(put(path() + QStringLiteral(".new"), "old", ownerOnly | QFile::ReadOther));
        const auto before = ::umask(static_cast<mode_t>(mask));
        const auto written = resultOf(fileStore()->write(QStringLiteral("a/token"), "1"));
        const auto again = resultOf(fileStore()->write(QStringLiteral("b/token"), "2"));
        ::umask(before);
        QVERIFY2(written, qPrintable(wordsOf(written)));
        QVERIFY2(again, qPrintable(wordsOf(again)));
        QCOMPARE(QFileInfo(path()).permissions(), ownerOnly);
        QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files), QStringList{QStringLiteral("secrets.ini")});
    }

    void anythingSurvives_data()
    {
        QTest::addColumn<SecretStoreKind>("kind");
        QTest::newRow("file") << SecretStoreKind::File;
        QTest::newRow("memory") << SecretStoreKind::Memory;
    }

    void anythingSurvives()
    {
        QFETCH(SecretStoreKind, kind);
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all += static_cast<char>(i);
        const QMap<QString, QByteArray> secrets{
            {QStringLiteral("studio/token"), "gantry_abc+/=="},
            {QStringLiteral("Büro \"Süd\"\n映画/secret_key"), all},
            {QStringLiteral("[x]/y=z"), " spaces \r\n"},
            {QStringLiteral(";x%41/y"), "%41"},
            {QStringLiteral("empty/token"), ""},
        };
        auto store = makeSecretStore(kind, m_dir->path());
        for (auto secret = secrets.cbegin(); secret != secrets.cend(); ++secret)
            QVERIFY(resultOf(store->write(secret.key(), secret.value())));
        if (kind == SecretStoreKind::File)
            store = fileStore();
        for (auto secret = secrets.cbegin(); secret != secrets.cend(); ++secret) {
            const auto read = resultOf(store->read(secret.key()));
            QVERIFY2(read, qPrintable(wordsOf(read)));
            QCOMPARE(*read, secret.value());
        }
        QCOMPARE(kindOf(resultOf(store->read(QStringLiteral("studio")))), FailureKind::SecretMissing);
        // Overwritten, removed, removed again: without waiting in between.
        const auto account = QStringLiteral("studio/token");
        const auto overwritten = store->write(account, "second");
        const auto second = store->read(account);
        const auto removed = store->remove(account);
        const auto gone = store->read(account);
        const auto removedAgain = store->remove(account);
        QVERIFY(resultOf(overwritten));
        QCOMPARE(resultOf(second).value_or(QByteArray()), "second");
        QVERIFY(resultOf(removed));
        QCOMPARE(kindOf(resultOf(gone)), FailureKind::SecretMissing);
        QVERIFY(resultOf(removedAgain));
        QCOMPARE(resultOf(store->read(QStringLiteral(";x%41/y"))).value_or(QByteArray()), "%41");
    }

    void aPersonMayWriteTheFile()
    {
        QVERIFY(put(path(), "# mine\n\n[secrets]\nstudio/token=plain text+/=\n"));
        QCOMPARE(resultOf(fileStore()->read(QStringLiteral("studio/token"))).value_or(QByteArray()),
                 "plain text+/=");
    }

    void removingWhatIsNotThereMakesNoFile()
    {
        QVERIFY(resultOf(fileStore()->remove(QStringLiteral("a/token"))));
        QVERIFY(!QFileInfo::exists(path()));
    }

    // Each destination has its own store on the same file.
    void storesOnOneFileLoseNothing()
    {
        std::vector<std::unique_ptr<SecretStore>> stores;
        std::vector<QFuture<Expected<void>>> writes;
        for (int s = 0; s < 8; ++s) {
            stores.push_back(fileStore());
            for (int i = 0; i < 10; ++i)
                writes.push_back(stores.back()->write(QStringLiteral("%1/%2").arg(s).arg(i),
                                                      QByteArray::number(s * 10 + i)));
        }
        for (const auto &write : writes)
            QVERIFY(resultOf(write));
        for (int s = 0; s < 8; ++s)
            for (int i = 0; i < 10; ++i)
                QCOMPARE(resultOf(stores.front()->read(QStringLiteral("%1/%2").arg(s).arg(i)))
                             .value_or(QByteArray()),
                         QByteArray::number(s * 10 + i));
    }

    void whatWasAskedForIsDoneBeforeTheStoreGoes()
    {
        QFuture<Expected<void>> written;
        {
            const auto store = fileStore();
            for (int i = 0; i < 20; ++i)
                written = store->write(QStringLiteral("a/%1").arg(i), "x");
        }
        QVERIFY(written.isFinished());
        QVERIFY(resultOf(fileStore()->read(QStringLiteral("a/19"))));
    }

    void memoryForgets()
    {
        QVERIFY(resultOf(
            makeSecretStore(SecretStoreKind::Memory, m_dir->path())->write(QStringLiteral("a/b"), "x")));
        const auto other = makeSecretStore(SecretStoreKind::Memory, m_dir->path());
        QCOMPARE(kindOf(resultOf(other->read(QStringLiteral("a/b")))), FailureKind::SecretMissing);
        QVERIFY(QDir(m_dir->path()).isEmpty());
    }

    void sourceIsRefused_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<FailureKind>("kind");
        QTest::newRow("nothing") << QString() << FailureKind::InvalidInput;
        QTest::newRow("a secret in the wrong place")
            << QStringLiteral("hunter2") << FailureKind::InvalidInput;
        QTest::newRow("unknown scheme") << QStringLiteral("http://hunter2") << FailureKind::InvalidInput;
        QTest::newRow("no variable") << QStringLiteral("env:") << FailureKind::InvalidInput;
        QTest::newRow("no path") << QStringLiteral("file:") << FailureKind::InvalidInput;
        QTest::newRow("unset variable")
            << QStringLiteral("env:GANTRY_TEST_UNSET") << FailureKind::SecretMissing;
        QTest::newRow("empty variable")
            << QStringLiteral("env:GANTRY_TEST_EMPTY") << FailureKind::SecretMissing;
        QTest::newRow("no such file")
            << QStringLiteral("file:/nonexistent/secret") << FailureKind::SecretMissing;
        QTest::newRow("a folder") << QStringLiteral("file:/") << FailureKind::InvalidInput;
        QTest::newRow("endless") << QStringLiteral("file:/dev/zero") << FailureKind::InvalidInput;
    }

    void sourceIsRefused()
    {
        QFETCH(QString, source);
        QFETCH(FailureKind, kind);
        qunsetenv("GANTRY_TEST_UNSET");
        qputenv("GANTRY_TEST_EMPTY", "");
        const auto read = readSecretSource(source);
        QCOMPARE(kindOf(read), kind);
        QVERIFY(!wordsOf(read).contains(QLatin1String("hunter2")));
    }

    void sourceFiles_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("secret"); // empty: refused
        QTest::newRow("plain") << QByteArray("abc") << QByteArray("abc");
        QTest::newRow("one newline dropped") << QByteArray("abc\n") << QByteArray("abc");
        QTest::newRow("only one") << QByteArray("abc\n\n") << QByteArray("abc\n");
        QTest::newRow("of Windows") << QByteArray("abc\r\n") << QByteArray("abc");
        QTest::newRow("spaces stay") << QByteArray(" abc ") << QByteArray(" abc ");
        QTest::newRow("as large as may be") << QByteArray(65'536, 'x') << QByteArray(65'536, 'x');
        QTest::newRow("too large") << QByteArray(65'537, 'x') << QByteArray();
        QTest::newRow("empty") << QByteArray() << QByteArray();
        QTest::newRow("a newline") << QByteArray("\n") << QByteArray();
    }

    void sourceFiles()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, secret);
        const QString file = m_dir->filePath(QStringLiteral("a secret: ü"));
        QVERIFY(put(file, content));
        const auto read = readSecretSource(QStringLiteral("file:") + file);
        QCOMPARE(read.has_value(), !secret.isEmpty());
        QCOMPARE(read.value_or(QByteArray()), secret);
    }

    void sourceVariable()
    {
        qputenv("GANTRY_TEST_SECRET", "a=b\xff");
        QCOMPARE(readSecretSource(QStringLiteral("env:GANTRY_TEST_SECRET")).value_or(QByteArray()),
                 "a=b\xff");
    }
};

QTEST_GUILESS_MAIN(SecretStoreTest)
#include "secret_store_test.moc"
