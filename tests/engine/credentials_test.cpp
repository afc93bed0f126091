// Credentials that expire, or are renewed by another program.
#include "tests/engine/credentials_fixture.h"

#include <QDirIterator>
#include <QElapsedTimer>

#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

// Whoever opens it waits, as on a volume that does not answer: another process has a lease on it.
class HangingFile
{
public:
    static constexpr int longest = 20'000; // ms, then it ends by itself

    explicit HangingFile(const QString &path)
    {
        const QByteArray name = QFile::encodeName(path);
        int said[2] = {};
        if (::pipe(said) != 0)
            qFatal("no pipe");
        m_child = ::fork();
        if (m_child == 0) {
            sigset_t wanted;
            sigemptyset(&wanted);
            for (const int number : {SIGIO, SIGTERM})
                sigaddset(&wanted, number);
            sigprocmask(SIG_BLOCK, &wanted, nullptr);
            const int file = ::open(name.constData(), O_RDWR);
            const auto tell = [&](char what) { return ::write(said[1], &what, 1) == 1; };
            if (!tell(::fcntl(file, F_SETLEASE, F_WRLCK) == 0 ? 'y' : 'n'))
                ::_exit(1);
            const timespec limit{longest / 1000, 0};
            if (sigtimedwait(&wanted, nullptr, &limit) == SIGIO && tell('w'))
                sigtimedwait(&wanted, nullptr, &limit);
            ::_exit(0); // which ends the lease
        }
        ::close(said[1]);
        m_said = said[0];
        m_hangs = next() == 'y';
    }
    ~HangingFile()
    {
        end();
        ::waitpid(m_child, nullptr, 0);
        ::close(m_said);
    }
    HangingFile(const HangingFile &) = delete;
    HangingFile &operator=(const HangingFile &) = delete;

    bool hangs() const { return m_hangs; }
    bool isWaitedFor() const { return next() == 'w'; }
    void end() const { ::kill(m_child, SIGTERM); }

private:
    char next() const
    {
        char said = 0;
        return ::read(m_said, &said, 1) == 1 ? said : '\0';
    }

    pid_t m_child = -1;
    int m_said = -1;
    bool m_hangs = false;
};

} // namespace

class CredentialsTest : public gantry::CredentialsTestBase
{
    Q_OBJECT

private Q_SLOTS:
    void init() { CredentialsTestBase::init(); }
    void cleanup() { CredentialsTestBase::cleanup(); }

    // Another tool wrote the next ones before the old ones ended: nobody notices.
    void anExpiredTokenIsReadAgain()
    {
        QVERIFY(put(profile(), profileWith("KEY1", "first-token")));
        m_store->expireAfter(2, [this] { put(profile(), profileWith("KEY1", "next-token")); });
        start();
        putDestination(settings(SecretStoreKind::Profile, QStringLiteral("studio")));
        const UploadId id = add();
        QVERIFY(isDone(id));
        QCOMPARE(m_store->partsTaken(), 5);
        QVERIFY(snapshot(id).bytesSent >= 4 * partSize + 1000);
    }

    void expiredCredentialsAreAHold()
    {
        QVERIFY(put(profile(), profileWith("KEY1", "first-token")));
        m_store->expireAfter(1, [] {});
        start();
        putDestination(settings(SecretStoreKind::Profile, QStringLiteral("studio")));
        const UploadId id = add();
        QVERIFY(waitsForCredentials(id));
        const UploadSnapshot held = snapshot(id);
        QVERIFY(!isFinal(held.record.stage));
        QVERIFY(held.trouble);
        QCOMPARE(held.trouble->kind, FailureKind::CredentialsNeeded);
        QVERIFY2(held.trouble->message.contains(QStringLiteral("expired")),
                 qPrintable(held.trouble->message));
        // The same ones are not tried on and on.
        QTest::qWait(200);
        const auto before = m_store->requests().size();
        QTest::qWait(500);
        QCOMPARE(m_store->requests().size(), before);
        // A person may ask as often as they like: the store is not bothered with what it refused.
        QVERIFY(valueOf(m_engine->resume({id})));
        QVERIFY(snapshot(id).holds.testFlag(Hold::Credentials));
        QVERIFY(put(profile(), profileWith("KEY1", "next-token")));
        QVERIFY(isDone(id));
        QCOMPARE(m_store->partsTaken(), 5);
        QCOMPARE(m_store->completions(), 1);
    }

    // A secret's file on a volume that hangs keeps its own destination waiting, and nothing else.
    void aHangingSecretFileHoldsUpNothing()
    {
        const QString path = m_dir->filePath(QStringLiteral("secret"));
        QVERIFY(put(path, "secret"));
        start();
        DestinationSettings made = settings(SecretStoreKind::Memory, QStringLiteral("file:") + path);
        made.fields.insert(QStringLiteral("access_key"), QStringLiteral("KEY1"));
        putDestination(made);
        const HangingFile hanging(path);
        QVERIFY2(hanging.hangs(), "a lease on the file cannot be had");
        const QFuture<Expected<QList<CheckLine>>> check = m_engine->testDestination(QStringLiteral("rushes"));
        QVERIFY(hanging.isWaitedFor());
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(valueOf(m_engine->destinations()).size(), 1);
        QVERIFY2(clock.elapsed() < HangingFile::longest / 2, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(!check.isFinished());
        hanging.end();
        QVERIFY(valueOf(check));
    }

    // HEAD has no body to name the reason in.
    void expiryAtTheVeryEnd()
    {
        QVERIFY(put(profile(), profileWith("KEY1", "first-token")));
        m_store->expireAfter(5, [] {});
        start();
        putDestination(settings(SecretStoreKind::Profile, QStringLiteral("studio")));
        const UploadId id = add();
        QVERIFY(waitsForCredentials(id));
        QCOMPARE(snapshot(id).record.stage, Stage::Committing);
        QVERIFY(put(profile(), profileWith("KEY1", "next-token")));
        QVERIFY(isDone(id));
        QCOMPARE(m_store->completions(), 1);
    }

    void aProfileThatIsNotThereYet()
    {
        start();
        putDestination(settings(SecretStoreKind::Profile, QStringLiteral("studio")));
        const UploadId id = add();
        QVERIFY(waitsForCredentials(id));
        QCOMPARE(snapshot(id).trouble->kind, FailureKind::SecretMissing);
        QVERIFY(m_store->requests().isEmpty());
        // Half a line, as one sees it of a tool that writes in place.
        QVERIFY(put(profile(), "[studio]\naws_access"));
        QTest::qWait(150);
        QVERIFY(snapshot(id).holds.testFlag(Hold::Credentials));
        QVERIFY(put(profile(), profileWith("KEY1", "first-token")));
        QVERIFY(isDone(id));
    }

    void credentialsOfTheEnvironment()
    {
        qputenv("AWS_ACCESS_KEY_ID", "KEY1");
        qputenv("AWS_SECRET_ACCESS_KEY", "env-secret-canary");
        qputenv("AWS_SESSION_TOKEN", "first-token");
        start();
        putDestination(settings(SecretStoreKind::Environment));
        QVERIFY(isDone(add()));
    }

    void memoryHoldsSeveral()
    {
        qputenv("GANTRY_TEST_SECRET", "memory-secret-canary");
        qputenv("GANTRY_TEST_TOKEN", "first-token");
        start();
        DestinationSettings made =
            settings(SecretStoreKind::Memory,
                     QStringLiteral("env:GANTRY_TEST_SECRET\nsession_token=env:GANTRY_TEST_TOKEN"));
        made.fields.insert(QStringLiteral("access_key"), QStringLiteral("KEY1"));
        putDestination(made);
        QVERIFY(isDone(add()));
    }

    // Typed and never stored: this run knows them, the next one asks.
    void memoryAsksAtTheNextStart()
    {
        start();
        DestinationSettings made = settings(SecretStoreKind::Memory);
        made.fields.insert(QStringLiteral("access_key"), QStringLiteral("KEY1"));
        const QMap<QString, QByteArray> secrets{{QStringLiteral("secret"), "typed-secret-canary"},
                                                {QStringLiteral("session_token"), "first-token"}};
        putDestination(made, secrets);
        m_store->expireAfter(1, [] {}); // so that something is left to do
        const UploadId id = add();
        QVERIFY(waitsForCredentials(id));
        m_engine.reset();
        start();
        QVERIFY(waitsForCredentials(id));
        QCOMPARE(snapshot(id).trouble->kind, FailureKind::SecretMissing);
        putDestination(made, {{QStringLiteral("secret"), "typed-secret-canary"},
                              {QStringLiteral("session_token"), "next-token"}});
        QVERIFY(isDone(id));
    }

    // Whoever takes the state folder away finds no secret in it.
    void nothingIsWrittenDown()
    {
        expiredCredentialsAreAHold();
        m_engine.reset();
        int files = 0;
        QDirIterator all(m_options.stateDir, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            QFile file(all.next());
            QVERIFY(file.open(QFile::ReadOnly));
            const QByteArray content = file.readAll();
            for (const char *secret : {"canary", "first-token", "next-token"})
                QVERIFY2(!content.contains(secret), qPrintable(file.fileName()));
            ++files;
        }
        QVERIFY(files > 0);
    }

    void theTestSaysWhatIsMissing()
    {
        start();
        putDestination(settings(SecretStoreKind::Profile, QStringLiteral("studio")));
        const auto lines = valueOf(m_engine->testDestination(QStringLiteral("rushes")));
        QVERIFY(lines);
        for (const CheckLine &line : *lines)
            QCOMPARE(line.result, line.name == QStringLiteral("credentials") ? CheckLine::Result::Failed
                                                                             : CheckLine::Result::Skipped);
        QVERIFY(m_store->requests().isEmpty());
        QVERIFY(put(profile(), profileWith("KEY1", "an-old-token")));
        const auto expired = valueOf(m_engine->testDestination(QStringLiteral("rushes")));
        QVERIFY(expired);
        for (const CheckLine &line : *expired)
            if (line.name == QStringLiteral("credentials")) {
                QCOMPARE(line.result, CheckLine::Result::Failed);
                QVERIFY2(line.message.contains(QStringLiteral("expired")), qPrintable(line.message));
            }
    }

    void onlyKindsWithSuchCredentials()
    {
        start();
        DestinationSettings made = settings(SecretStoreKind::Environment);
        made.kind = QStringLiteral("service");
        made.fields = {{QStringLiteral("url"), QStringLiteral("http://127.0.0.1:1")}};
        const auto refused = valueOf(m_engine->putDestination(made, {}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, FailureKind::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(CredentialsTest)
#include "credentials_test.moc"
