#include "engine/intake/file_walk.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <filesystem>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace gantry;
namespace fs = std::filesystem;

class FileWalkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void cleanup() { fs::remove_all(m_dir->path().toStdString()); } // QTemporaryDir leaves what is not UTF-8

    void aFileIsItsName();
    void aFolderKeepsItsStructure();
    void relativePathsAndSlashes();
    void prefixes_data();
    void prefixes();
    void refusesBadPrefixes_data();
    void refusesBadPrefixes();
    void orderIsByName();
    void linksToFilesAreFollowed();
    void linksToFoldersAreNot();
    void whatCannotBeSentIsTold();
    void unreadableThingsAreTold();
    void namesThatAreNotTextAreTold();
    void strangeNamesGoThrough();
    void equalKeysAreTold();
    void sameFileTwiceIsOne();
    void deepTrees();
    void namesTooLongAreTold();
    void oneWalkTakesMoreAndMore();
    void canBeStopped();

private:
    std::string path(const std::string &relative) const
    {
        return m_dir->path().toStdString() + '/' + relative;
    }
    void write(const std::string &relative, const QByteArray &content = "x") const
    {
        fs::create_directories(fs::path(path(relative)).parent_path());
        const int fd = ::open(path(relative).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
        QVERIFY(fd >= 0);
        QCOMPARE(::write(fd, content.constData(), static_cast<size_t>(content.size())), content.size());
        ::close(fd);
    }
    static QStringList keysOf(const WalkResult &result)
    {
        QStringList keys;
        for (const FoundFile &file : result.files)
            keys.append(file.key);
        return keys;
    }
    static QStringList list(const char *text) { return QString::fromUtf8(text).split(QLatin1Char(' ')); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void FileWalkTest::aFileIsItsName()
{
    write("a/b/c.mov", "12345");
    const WalkResult result = findFiles({path("a/b/c.mov")}, {});
    QVERIFY(result.problems.isEmpty());
    QCOMPARE(result.files.size(), 1);
    QVERIFY(result.files[0] ==
            (FoundFile{QString::fromStdString(path("a/b/c.mov")), QStringLiteral("c.mov"), 5}));
}

void FileWalkTest::aFolderKeepsItsStructure()
{
    write("top/day/A/1.mov");
    write("top/day/2.mov", {});
    fs::create_directories(path("top/day/empty"));
    const WalkResult result = findFiles({path("top/day")}, {});
    QVERIFY(result.problems.isEmpty());
    QCOMPARE(keysOf(result), list("day/2.mov day/A/1.mov"));
    QCOMPARE(result.files[0].size, 0);
}

void FileWalkTest::relativePathsAndSlashes()
{
    write("top/day/1.mov");
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_dir->filePath(QStringLiteral("top"))));
    for (const char *named : {"day", "day/", "./day", "../top/day//", "day/."})
        QCOMPARE(keysOf(findFiles({named}, {})), list("day/1.mov"));
    QCOMPARE(keysOf(findFiles({"."}, {})), list("top/day/1.mov"));
    QCOMPARE(keysOf(findFiles({"day/.."}, {})), list("top/day/1.mov"));
    QCOMPARE(keysOf(findFiles({"day/1.mov"}, {})), list("1.mov"));
    QVERIFY(QDir::setCurrent(before));
}

void FileWalkTest::prefixes_data()
{
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QString>("key");
    QTest::newRow("none") << QString() << QStringLiteral("d/f");
    QTest::newRow("one") << QStringLiteral("p") << QStringLiteral("p/d/f");
    QTest::newRow("slash") << QStringLiteral("p/") << QStringLiteral("p/d/f");
    QTest::newRow("two") << QStringLiteral("p/q r/") << QStringLiteral("p/q r/d/f");
}

void FileWalkTest::prefixes()
{
    QFETCH(QString, prefix);
    QFETCH(QString, key);
    write("d/f");
    QCOMPARE(faultOfPrefix(prefix), QString());
    QCOMPARE(findFiles({path("d")}, prefix).files[0].key, key);
}

void FileWalkTest::refusesBadPrefixes_data()
{
    QTest::addColumn<QString>("prefix");
    for (const char *prefix : {"/", "/a", "a//b", "..", "a/../b", "./a", "a/."})
        QTest::newRow(prefix) << QString::fromLatin1(prefix);
}

void FileWalkTest::refusesBadPrefixes()
{
    QFETCH(QString, prefix);
    QVERIFY(!faultOfPrefix(prefix).isEmpty());
}

void FileWalkTest::orderIsByName()
{
    for (const char *name : {"d/b/1", "d/a/2", "d/a/1", "d/c", "d/A", "d/b/a/0"})
        write(name);
    QCOMPARE(keysOf(findFiles({path("d")}, {})), list("d/A d/c d/a/1 d/a/2 d/b/1 d/b/a/0"));
}

void FileWalkTest::linksToFilesAreFollowed()
{
    write("real.mov", "123");
    fs::create_directories(path("d"));
    fs::create_symlink(path("real.mov"), path("d/link.mov"));
    const WalkResult result = findFiles({path("d")}, {});
    QVERIFY(result.problems.isEmpty());
    QCOMPARE(keysOf(result), list("d/link.mov"));
    QCOMPARE(result.files[0].size, 3);
}

void FileWalkTest::linksToFoldersAreNot()
{
    write("real/1");
    write("d/2");
    fs::create_directory_symlink(path("real"), path("d/link"));
    fs::create_directory_symlink(path("d"), path("d/round")); // would have no end
    const WalkResult below = findFiles({path("d")}, {});
    QVERIFY(below.problems.isEmpty());
    QCOMPARE(keysOf(below), list("d/2"));
    // But one that was named is what was meant.
    QCOMPARE(keysOf(findFiles({path("d/link")}, {})), list("link/1"));
}

void FileWalkTest::whatCannotBeSentIsTold()
{
    write("d/good");
    QVERIFY(::mkfifo(path("d/pipe").c_str(), 0600) == 0);
    fs::create_symlink(path("nowhere"), path("d/dangling"));
    fs::create_symlink(path("d/loop"), path("d/loop"));
    fs::create_symlink("/dev/null", path("d/device"));
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    QVERIFY(path("d/socket").size() < sizeof address.sun_path);
    std::strcpy(address.sun_path, path("d/socket").c_str());
    QVERIFY(::bind(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
    const WalkResult result = findFiles({path("d"), path("missing"), ""}, {});
    ::close(fd);
    QCOMPARE(keysOf(result), list("d/good"));
    QMap<QString, QString> reasons;
    for (const WalkProblem &problem : result.problems)
        reasons.insert(problem.path.section(QLatin1Char('/'), -1), problem.reason);
    QCOMPARE(result.problems.size(), 7);
    QVERIFY(reasons.value(QStringLiteral("pipe")).contains(QStringLiteral("pipe")));
    QVERIFY(reasons.value(QStringLiteral("dangling")).contains(QStringLiteral("link")));
    QVERIFY(reasons.value(QStringLiteral("loop")).contains(QStringLiteral("link")));
    QVERIFY(reasons.value(QStringLiteral("device")).contains(QStringLiteral("device")));
    QVERIFY(reasons.value(QStringLiteral("socket")).contains(QStringLiteral("socket")));
    QVERIFY(reasons.value(QStringLiteral("missing")).contains(QStringLiteral("no such file")));
    QVERIFY(reasons.value(QString()).contains(QStringLiteral("no such file")));
}

void FileWalkTest::unreadableThingsAreTold()
{
    write("d/good");
    write("d/secret");
    write("d/closed/x");
    QVERIFY(::chmod(path("d/secret").c_str(), 0) == 0);
    QVERIFY(::chmod(path("d/closed").c_str(), 0) == 0);
    QVERIFY(::chmod(m_dir->path().toLocal8Bit().constData(), 0755) == 0);
    // Modes bind everybody but root: as nobody where this is root, who may give the privilege up and take it
    // back.
    const uid_t user = ::geteuid();
    if (user == 0)
        QVERIFY(::seteuid(65534) == 0);
    const WalkResult result = findFiles({path("d")}, {});
    QVERIFY(::seteuid(user) == 0);
    QVERIFY(::chmod(path("d/closed").c_str(), 0755) == 0);
    QCOMPARE(keysOf(result), list("d/good"));
    QCOMPARE(result.problems.size(), 2);
    QVERIFY(result.problems[0].path.endsWith(QStringLiteral("secret")));
    QVERIFY(result.problems[1].path.endsWith(QStringLiteral("closed")));
}

void FileWalkTest::namesThatAreNotTextAreTold()
{
    write("d/good");
    write("d/bad\xff\n.mov");
    write("d/latin\xe9/inner.mov");
    const WalkResult result = findFiles({path("d")}, {});
    QCOMPARE(keysOf(result), list("d/good"));
    QCOMPARE(result.problems.size(), 2);
    QVERIFY2(result.problems[0].path.endsWith(QStringLiteral("/d/bad\\xff\\x0a.mov")),
             qPrintable(result.problems[0].path));
    QVERIFY(result.problems[1].path.endsWith(QStringLiteral("/d/latin\\xe9/inner.mov")));
    QVERIFY(result.problems[0].reason.contains(QStringLiteral("UTF-8")));
    QCOMPARE(findFiles({path("d/bad\xff\n.mov")}, {}).problems.size(), 1);
    const WalkResult cut = findFiles({path("d/good") + '\0' + "x"}, {});
    QVERIFY(cut.files.isEmpty());
    QCOMPARE(cut.problems.size(), 1);
    // Overlong and surrogate forms are no UTF-8 either.
    write("e/\xc0\xaf");
    write("e/\xed\xa0\x80");
    QCOMPARE(findFiles({path("e")}, {}).problems.size(), 2);
}

void FileWalkTest::strangeNamesGoThrough()
{
    const QStringList names{QStringLiteral(" leading"),    QStringLiteral("-dash"),
                            QStringLiteral("new\nline"),   QStringLiteral("a%2Fb"),
                            QStringLiteral("...."),        QStringLiteral("é NFC"),
                            QStringLiteral("e\u0301"),     QStringLiteral("映画🎬"),
                            QStringLiteral("back\\slash"), QString(255, QLatin1Char('x'))};
    for (const QString &name : names)
        write("d/" + name.toStdString());
    const WalkResult result = findFiles({path("d")}, {});
    QVERIFY(result.problems.isEmpty());
    QCOMPARE(result.files.size(), names.size());
    for (const QString &name : names)
        QVERIFY2(keysOf(result).contains(QStringLiteral("d/") + name),
                 qPrintable(name)); // not normalised, not changed
}

void FileWalkTest::equalKeysAreTold()
{
    write("a/x.mov");
    write("b/x.mov");
    const WalkResult result = findFiles({path("a/x.mov"), path("b/x.mov")}, {});
    QCOMPARE(keysOf(result), list("x.mov"));
    QCOMPARE(result.problems.size(), 1);
    QVERIFY(result.problems[0].path.endsWith(QStringLiteral("b/x.mov")));
}

void FileWalkTest::sameFileTwiceIsOne()
{
    write("a/x.mov");
    const WalkResult result = findFiles({path("a/x.mov"), path("a/../a/x.mov")}, {});
    QCOMPARE(result.files.size(), 1);
    QVERIFY(result.problems.isEmpty());
}

void FileWalkTest::deepTrees()
{
    // Deeper than a stack would take, were each folder a call; longer than a path may be, which has to be
    // told.
    const QByteArray before = QDir::currentPath().toLocal8Bit();
    fs::create_directories(path("deep"));
    QVERIFY(::chdir(path("deep").c_str()) == 0);
    for (int level = 0; level < 3000; ++level) {
        QVERIFY(::mkdir("dd", 0755) == 0);
        QVERIFY(::chdir("dd") == 0);
    }
    QVERIFY(::chdir(before.constData()) == 0);
    write("deep/top");
    const WalkResult result = findFiles({path("deep")}, {});
    QCOMPARE(keysOf(result), list("deep/top"));
    QCOMPARE(result.problems.size(), 1);
}

void FileWalkTest::namesTooLongAreTold()
{
    write("d/f");
    const QString longest(1024 - 4, QLatin1Char('p')); // and "/d/f"
    const WalkResult fits = findFiles({path("d")}, longest);
    QVERIFY(fits.problems.isEmpty());
    QCOMPARE(fits.files.size(), 1);
    const WalkResult result = findFiles({path("d")}, longest + QLatin1Char('p'));
    QVERIFY(result.files.isEmpty());
    QCOMPARE(result.problems.size(), 1);
    QVERIFY(result.problems[0].reason.contains(QStringLiteral("1024")));
    // Bytes count, not characters.
    QCOMPARE(findFiles({path("d")}, QString(511, QChar(0xe9))).problems.size(), 1);
}

void FileWalkTest::oneWalkTakesMoreAndMore()
{
    write("a/1");
    write("a/2");
    write("b/a/1");
    FileWalk walk({});
    walk.look(path("a/1"));
    QCOMPARE(keysOf(walk.found()), list("1"));
    walk.look(path("a"));
    QCOMPARE(keysOf(walk.found()), list("1 a/2")); // the first one only once
    walk.look(path("b/a"));
    QCOMPARE(keysOf(walk.found()), list("1 a/2 a/1"));
    walk.look(path("missing"));
    QCOMPARE(walk.found().problems.size(), 1);
    const WalkResult all = walk.found();
    QVERIFY(walk.take() == all);
}

void FileWalkTest::canBeStopped()
{
    for (int i = 0; i < 50; ++i)
        write("d/" + std::to_string(i));
    const WalkResult result = findFiles({path("d")}, {}, [](qsizetype files) { return files >= 10; });
    QCOMPARE(result.files.size(), 10);
}

QTEST_APPLESS_MAIN(FileWalkTest)
#include "file_walk_test.moc"
