#include "engine/scheduling/state_lock.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace gantry;

namespace {

unsigned modeOf(const QString &path)
{
    struct stat facts
    {};
    return ::stat(QFile::encodeName(path).constData(), &facts) == 0 ? facts.st_mode & 07777U : 0U;
}

// A child that takes the lock, tells how that went ('o' owner, 'x' other, 'f' failed), and holds it until it
// is killed.
struct Holder
{
    pid_t pid = 0;
    char outcome = 0;

    explicit Holder(const QString &stateDir, int startGate = -1)
    {
        int pipeEnds[2] = {-1, -1};
        if (::pipe(pipeEnds) != 0)
            return;
        pid = ::fork();
        if (pid == 0) {
            ::close(pipeEnds[0]);
            char go = 0;
            if (startGate >= 0 && ::read(startGate, &go, 1) < 0)
                ::_exit(1);
            StateLock lock;
            const auto taken = lock.take(stateDir);
            const char told = !taken ? 'f' : *taken == StateLock::Outcome::Owner ? 'o' : 'x';
            if (::write(pipeEnds[1], &told, 1) != 1)
                ::_exit(1);
            ::pause();
            ::_exit(0);
        }
        ::close(pipeEnds[1]);
        m_told = pipeEnds[0];
        if (startGate < 0)
            readOutcome();
    }

    ~Holder()
    {
        ::close(m_told);
        kill();
    }

    Holder(const Holder &) = delete;
    Holder &operator=(const Holder &) = delete;

    void readOutcome()
    {
        if (::read(m_told, &outcome, 1) != 1)
            outcome = 0;
    }

    void kill()
    {
        if (pid <= 0)
            return;
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        pid = 0;
    }

private:
    int m_told = -1;
};

} // namespace

class StateLockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesThePrivateFolder();
    void closesAnOpenFolderOfItsOwn();
    void leavesForeignFoldersAlone();
    void refusesWhatIsNoFolder();
    void hasOneOwner();
    void aKilledOwnerLeavesNothing();
    void aReusedProcessNumberDoesNotMatter();
    void oneOfManyWins();
    void defaultComesFromTheEnvironment();
};

void StateLockTest::makesThePrivateFolder()
{
    QTemporaryDir dir;
    const QString stateDir = dir.filePath(QStringLiteral("a/b/gantry"));
    const mode_t before = ::umask(0);
    StateLock lock;
    const auto taken = lock.take(stateDir);
    ::umask(before);
    QVERIFY(taken);
    QCOMPARE(*taken, StateLock::Outcome::Owner);
    QCOMPARE(modeOf(stateDir), 0700U);
    QCOMPARE(modeOf(stateDir + QStringLiteral("/gantry.lock")), 0600U);
    QCOMPARE(StateLock::ownerPid(stateDir), qint64(::getpid()));
    QCOMPARE(*lock.take(stateDir), StateLock::Outcome::Owner); // asking again changes nothing
}

void StateLockTest::closesAnOpenFolderOfItsOwn()
{
    QTemporaryDir dir;
    QVERIFY(::chmod(QFile::encodeName(dir.path()).constData(), 0755) == 0);
    {
        StateLock lock;
        QVERIFY(lock.take(dir.path()));
    }
    QCOMPARE(modeOf(dir.path()), 0700U);
    QVERIFY(::chmod(QFile::encodeName(dir.path()).constData(), 0750) == 0);
    StateLock lock;
    QVERIFY(lock.take(dir.path()));
    QCOMPARE(modeOf(dir.path()), 0700U);
}

void StateLockTest::leavesForeignFoldersAlone()
{
    QTemporaryDir dir;
    QFile thing(dir.filePath(QStringLiteral("holiday.jpg")));
    QVERIFY(thing.open(QIODevice::WriteOnly));
    QVERIFY(::chmod(QFile::encodeName(dir.path()).constData(), 0755) == 0);
    StateLock lock;
    const auto taken = lock.take(dir.path());
    QVERIFY(!taken);
    QCOMPARE(taken.error().kind, FailureKind::InvalidInput);
    QVERIFY(taken.error().message.contains(dir.path()));
    QCOMPARE(modeOf(dir.path()), 0755U);
    QVERIFY(!QFile::exists(dir.filePath(QStringLiteral("gantry.lock"))));
}

void StateLockTest::refusesWhatIsNoFolder()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const QString &path : {QString(), file.fileName(), file.fileName() + QStringLiteral("/below"),
                                QStringLiteral("/proc/gantry")}) {
        StateLock lock;
        const auto taken = lock.take(path);
        QVERIFY(!taken);
        QCOMPARE(taken.error().kind, FailureKind::InvalidInput);
    }
    QVERIFY(QFile::link(dir.filePath(QStringLiteral("nothing")), dir.filePath(QStringLiteral("dangling"))));
    StateLock lock;
    QVERIFY(!lock.take(dir.filePath(QStringLiteral("dangling"))));
}

void StateLockTest::hasOneOwner()
{
    QTemporaryDir dir;
    Holder holder(dir.path());
    QCOMPARE(holder.outcome, 'o');
    StateLock lock;
    const auto taken = lock.take(dir.path());
    QVERIFY(taken);
    QCOMPARE(*taken, StateLock::Outcome::OwnedByOther);
    QCOMPARE(StateLock::ownerPid(dir.path()), qint64(holder.pid));
}

void StateLockTest::aKilledOwnerLeavesNothing()
{
    QTemporaryDir dir;
    Holder holder(dir.path());
    QCOMPARE(holder.outcome, 'o');
    holder.kill();
    StateLock lock;
    QCOMPARE(*lock.take(dir.path()), StateLock::Outcome::Owner);
}

void StateLockTest::aReusedProcessNumberDoesNotMatter()
{
    // As after a crash whose process number somebody has again: the file names a living process, nobody holds
    // the lock.
    QTemporaryDir dir;
    QFile left(dir.filePath(QStringLiteral("gantry.lock")));
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.write(QByteArray::number(qint64(::getpid())) + '\n');
    left.close();
    Holder holder(dir.path());
    QCOMPARE(holder.outcome, 'o');
    QCOMPARE(StateLock::ownerPid(dir.path()), qint64(holder.pid));
}

void StateLockTest::oneOfManyWins()
{
    for (int round = 0; round < 20; ++round) {
        QTemporaryDir dir;
        int gate[2] = {-1, -1};
        QVERIFY(::pipe(gate) == 0);
        std::vector<std::unique_ptr<Holder>> holders;
        for (int i = 0; i < 8; ++i)
            holders.push_back(std::make_unique<Holder>(dir.filePath(QStringLiteral("state")), gate[0]));
        QVERIFY(::write(gate[1], "gogogogo", 8) == 8);
        int owners = 0;
        int others = 0;
        for (const auto &holder : holders) {
            holder->readOutcome();
            owners += holder->outcome == 'o';
            others += holder->outcome == 'x';
        }
        ::close(gate[0]);
        ::close(gate[1]);
        QCOMPARE(owners, 1);
        QCOMPARE(others, 7);
    }
}

void StateLockTest::defaultComesFromTheEnvironment()
{
    qputenv("GANTRY_STATE_DIR", "/some/where");
    QCOMPARE(StateLock::defaultStateDir(), QStringLiteral("/some/where"));
    qputenv("GANTRY_STATE_DIR", "");
    QVERIFY(StateLock::defaultStateDir().endsWith(QStringLiteral("/gantry")));
    qunsetenv("GANTRY_STATE_DIR");
}

QTEST_APPLESS_MAIN(StateLockTest)
#include "state_lock_test.moc"
