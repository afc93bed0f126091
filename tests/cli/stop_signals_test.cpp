#include "engine/platform/stop_signals.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTest>

#include <csignal>
#include <functional>
#include <sys/wait.h>
#include <unistd.h>

using namespace gantry;

namespace {

// A child process with a Qt of its own, which tells when it is ready and how it was stopped.
class Child
{
public:
    explicit Child(const std::function<int(Child &)> &run)
    {
        if (::pipe(m_pipe) != 0)
            return;
        m_pid = ::fork();
        if (m_pid == 0)
            ::_exit(run(*this));
        ::close(m_pipe[1]);
    }
    ~Child()
    {
        if (m_pid > 0) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
        }
    }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    void tell(char what) const
    {
        if (::write(m_pipe[1], &what, 1) != 1)
            ::_exit(99);
    }
    char hear() const
    {
        char what = 0;
        return ::read(m_pipe[0], &what, 1) == 1 ? what : '!';
    }
    void signal(int number) const { ::kill(m_pid, number); }
    // The exit status, or minus the signal that ended it.
    int end()
    {
        int status = 0;
        ::waitpid(std::exchange(m_pid, 0), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

private:
    int m_pipe[2] = {-1, -1};
    pid_t m_pid = 0;
};

int waitForStop(Child &child, bool hangs)
{
    int argc = 1;
    char name[] = "child";
    char *argv[] = {name, nullptr};
    QCoreApplication application(argc, argv);
    StopSignals signals_;
    QObject::connect(&signals_, &StopSignals::stopAsked, &application, [&child, hangs] {
        child.tell('s');
        while (hangs)
            ::pause();
        QCoreApplication::exit(7);
    });
    child.tell('r');
    return QCoreApplication::exec();
}

} // namespace

class StopSignalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stopsInGoodOrder_data();
    void stopsInGoodOrder();
    void secondSignalEndsAtOnce();
    void whoHangsIsEndedWithinTwoSeconds();
    void whatWasIgnoredStaysIgnored();
    void givesSignalsBack();
};

void StopSignalsTest::stopsInGoodOrder_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void StopSignalsTest::stopsInGoodOrder()
{
    QFETCH(int, number);
    Child child([](Child &self) { return waitForStop(self, false); });
    QCOMPARE(child.hear(), 'r');
    child.signal(number);
    QCOMPARE(child.hear(), 's');
    QCOMPARE(child.end(), 7);
}

void StopSignalsTest::secondSignalEndsAtOnce()
{
    Child child([](Child &self) { return waitForStop(self, true); });
    QCOMPARE(child.hear(), 'r');
    child.signal(SIGTERM);
    QCOMPARE(child.hear(), 's');
    QElapsedTimer timer;
    timer.start();
    child.signal(SIGINT);
    QCOMPARE(child.end(), 3);
    QVERIFY(timer.elapsed() < 1'000);
}

void StopSignalsTest::whoHangsIsEndedWithinTwoSeconds()
{
    Child child([](Child &self) { return waitForStop(self, true); });
    QCOMPARE(child.hear(), 'r');
    QElapsedTimer timer;
    timer.start();
    child.signal(SIGTERM);
    QCOMPARE(child.end(), 3);
    QVERIFY2(timer.elapsed() > 1'000 && timer.elapsed() < 2'000, QByteArray::number(timer.elapsed()));
}

void StopSignalsTest::whatWasIgnoredStaysIgnored()
{
    // As under nohup.
    Child child([](Child &self) {
        ::signal(SIGHUP, SIG_IGN);
        return waitForStop(self, false);
    });
    QCOMPARE(child.hear(), 'r');
    child.signal(SIGHUP);
    child.signal(SIGTERM); // the first would have been the first
    QCOMPARE(child.hear(), 's');
    QCOMPARE(child.end(), 7);
}

void StopSignalsTest::givesSignalsBack()
{
    Child child([](Child &self) {
        int argc = 1;
        char name[] = "child";
        char *argv[] = {name, nullptr};
        const QCoreApplication application(argc, argv);
        {
            const StopSignals passing;
        }
        self.tell('r');
        while (true)
            ::pause();
        return 0;
    });
    QCOMPARE(child.hear(), 'r');
    child.signal(SIGTERM);
    QCOMPARE(child.end(), -SIGTERM);
}

QTEST_APPLESS_MAIN(StopSignalsTest)
#include "stop_signals_test.moc"
