// Credentials that expire, are renewed by another program, or are kept where nobody answers.
#include "engine/core/etag.h"
#include "engine/hashing/digests.h"
#include "engine/scheduling/engine.h"
#include "engine/scheduling/engine_parts.h"
#include "tests/engine/dead_keychain.h"
#include "tests/engine/engine_fixture.h"
#include "tests/engine/journal_samples.h"
#include "tests/fakes/fake_s3.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QPromise>
#include <QTimer>

#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

constexpr qint64 partSize = 5 * 1024 * 1024;

bool put(const QString &path, const QByteArray &content)
{
    // As other tools do: written beside it, then renamed.
    const QString fresh = path + QStringLiteral(".new");
    QFile file(fresh);
    if (!file.open(QFile::WriteOnly) || file.write(content) != content.size())
        return false;
    file.close();
    return std::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(path).constData()) == 0;
}

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

// Has the secret key, and fails with what else it is asked for.
class KeychainOfOne final : public SecretStore
{
public:
    QFuture<Expected<void>> write(const QString &, const QByteArray &) override
    {
        return QtFuture::makeReadyFuture(Expected<void>());
    }
    QFuture<Expected<QByteArray>> read(const QString &account) override
    {
        return account.endsWith(QStringLiteral("/secret"))
                   ? QtFuture::makeReadyFuture(Expected<QByteArray>(QByteArray("kept")))
                   : DeadKeychain().read(account);
    }
    QFuture<Expected<void>> remove(const QString &account) override { return write(account, {}); }
};

// Notes what it is given, and takes its time for it.
class SlowStore final : public SecretStore
{
public:
    SlowStore(SecretStoreKind kind, QMap<QString, SecretStoreKind> &kept)
        : m_kind(kind)
        , m_kept(kept)
    {}
    QFuture<Expected<void>> write(const QString &account, const QByteArray &) override
    {
        m_kept.insert(account, m_kind);
        const auto promise = std::make_shared<QPromise<Expected<void>>>();
        promise->start();
        QTimer::singleShot(50, [promise] {
            promise->addResult(Expected<void>());
            promise->finish();
        });
        return promise->future();
    }
    QFuture<Expected<QByteArray>> read(const QString &account) override
    {
        return QtFuture::makeReadyFuture(Expected<QByteArray>(fail(noSecret(account))));
    }
    QFuture<Expected<void>> remove(const QString &) override
    {
        return QtFuture::makeReadyFuture(Expected<void>());
    }

private:
    SecretStoreKind m_kind;
    QMap<QString, SecretStoreKind> &m_kept;
};

} // namespace

class CredentialsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<FakeS3> m_store;
    std::unique_ptr<Engine> m_engine;
    EngineParts m_parts;
    EngineOptions m_options;

    QString profile() const { return m_dir->filePath(QStringLiteral("credentials")); }
    static QByteArray profileWith(const QByteArray &key, const QByteArray &token)
    {
        return "[studio]\naws_access_key_id = " + key + "\naws_secret_access_key = profile-secret-canary\n" +
               "aws_session_token = " + token + "\n";
    }

    DestinationSettings settings(SecretStoreKind store, const QString &source = {}) const
    {
        DestinationSettings made = m_store->destination(partSize);
        made.secretStore = store;
        made.secretSource = source;
        return made;
    }

    void start()
    {
        m_options.stateDir = m_dir->filePath(QStringLiteral("state"));
        QVERIFY(QDir().mkpath(m_options.stateDir));
        m_engine = std::make_unique<Engine>(m_options, m_parts);
        const auto report = valueOf(m_engine->start());
        QVERIFY2(report, report ? "" : qPrintable(report.error().message));
    }

    void putDestination(const DestinationSettings &made, const QMap<QString, QByteArray> &secrets = {})
    {
        const auto done = valueOf(m_engine->putDestination(made, secrets));
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    }

    UploadId add()
    {
        const QString path = m_dir->filePath(QStringLiteral("clip.mov"));
        QFile file(path);
        if (!file.open(QFile::WriteOnly) || file.write(bytesOf(4 * partSize + 1000)) < 0)
            qFatal("the file cannot be written");
        file.close();
        return valueOf(m_engine->add({{path, QStringLiteral("rushes"), QStringLiteral("clip.mov")}}))
            ->first()
            .id;
    }

    UploadSnapshot snapshot(UploadId id) { return valueOf(m_engine->details(id))->upload; }

    bool isDone(UploadId id)
    {
        const bool done = QTest::qWaitFor([&] { return isFinal(snapshot(id).record.stage); }, longEnough) &&
                          snapshot(id).record.stage == Stage::Done;
        if (!done) {
            const UploadSnapshot now = snapshot(id);
            qWarning("%s %s %s", toName(now.record.stage).data(),
                     now.record.error ? qPrintable(now.record.error->message) : "",
                     now.trouble ? qPrintable(now.trouble->message) : "");
        }
        return done;
    }

    bool isAskedInVain()
    {
        const auto lines = valueOf(m_engine->testDestination(QStringLiteral("rushes")));
        return lines && std::any_of(lines->begin(), lines->end(), [](const CheckLine &line) {
                   return line.message.contains(QStringLiteral("The keychain has not answered."));
               });
    }

    bool waitsForCredentials(UploadId id)
    {
        return QTest::qWaitFor([&] { return snapshot(id).holds.testFlag(Hold::Credentials); }, longEnough);
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<FakeS3>();
        m_parts = {};
        m_parts.credentialsInterval = 50ms;
        m_options = {};
        qputenv("AWS_SHARED_CREDENTIALS_FILE", QFile::encodeName(profile()));
        qputenv("AWS_CONFIG_FILE", QFile::encodeName(m_dir->filePath(QStringLiteral("config"))));
        for (const char *variable : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"})
            qunsetenv(variable);
    }
    void cleanup()
    {
        m_engine.reset();
        m_store.reset();
    }

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

    void aKeychainThatDoesNotAnswer_data()
    {
        QTest::addColumn<bool>("stays");
        QTest::newRow("the window") << true;
        QTest::newRow("a command that ends") << false;
    }

    void aKeychainThatDoesNotAnswer()
    {
        QFETCH(bool, stays);
        m_options.staysForCredentials = stays;
        m_parts.secretStores = [](SecretStoreKind, const QString &) {
            return std::make_unique<DeadKeychain>();
        };
        start();
        QStringList said;
        connect(m_engine.get(), &Engine::logged, this,
                [&said](UploadId, const QString &message) { said.append(message); });
        DestinationSettings made = settings(SecretStoreKind::Keychain);
        made.fields.insert(QStringLiteral("access_key"), QStringLiteral("KEY1"));
        const auto done =
            valueOf(m_engine->putDestination(made, {{QStringLiteral("secret"), "kept-secret-canary"},
                                                    {QStringLiteral("session_token"), "first-token"}}));
        QCOMPARE(done.has_value(), stays);
        if (!stays) {
            QVERIFY(done.error().message.contains(QStringLiteral("not answered")));
            return;
        }
        QTRY_VERIFY(!said.isEmpty());
        QVERIFY2(said.first().contains(QStringLiteral("in memory until Gantry ends")),
                 qPrintable(said.first()));
        QVERIFY(!said.join(QLatin1Char(' ')).contains(QStringLiteral("canary")));
        m_store->expireAfter(1, [] {});
        const UploadId id = add();
        QVERIFY(waitsForCredentials(id));
        // At the next start the keychain is asked again, and does not answer again.
        m_engine.reset();
        start();
        QVERIFY(waitsForCredentials(id));
        QCOMPARE(snapshot(id).trouble->kind, FailureKind::CredentialsNeeded);
        QVERIFY(snapshot(id).trouble->message.contains(QStringLiteral("not answered")));
    }

    // No keychain is needed for what was never given.
    void whatWasNotGivenIsNotAskedFor()
    {
        m_parts.secretStores = [](SecretStoreKind, const QString &) {
            return std::make_unique<KeychainOfOne>();
        };
        start();
        DestinationSettings made = settings(SecretStoreKind::Keychain);
        made.fields.insert(QStringLiteral("access_key"), QStringLiteral("KEY1"));
        const QString secret = QStringLiteral("secret");
        const QString token = QStringLiteral("session_token");
        putDestination(made, {{secret, "kept"}});
        QVERIFY(!isAskedInVain());
        m_engine.reset();
        start();
        QVERIFY(!isAskedInVain());
        // What is changed otherwise leaves it so.
        made.partsInFlight = 2;
        putDestination(made);
        QVERIFY(!isAskedInVain());
        putDestination(made, {{token, "first-token"}});
        QVERIFY(isAskedInVain());
        putDestination(made, {{token, {}}});
        QVERIFY(!isAskedInVain());
        // A journal of before says nothing of it.
        m_engine.reset();
        {
            samples::Look journal(m_options.stateDir + QStringLiteral("/journal.sqlite"));
            QVERIFY(journal.change(QStringLiteral("DELETE FROM settings WHERE name = 'secrets/rushes'")));
        }
        start();
        QVERIFY(isAskedInVain());
        putDestination(made, {{secret, "kept"}});
        QVERIFY(isAskedInVain());
    }

    // Nothing of them is ours to take away.
    void ownCredentialsCanBeDoneWithout()
    {
        QVERIFY(put(profile(), profileWith("KEY1", "first-token")));
        start();
        putDestination(settings(SecretStoreKind::Profile, QStringLiteral("studio")));
        DestinationSettings made = settings(SecretStoreKind::File);
        made.fields.insert(QStringLiteral("access_key"), QStringLiteral("KEY1"));
        putDestination(made, {{QStringLiteral("secret"), "typed"}});
        putDestination(settings(SecretStoreKind::Environment));
        QVERIFY(valueOf(m_engine->removeDestination(QStringLiteral("rushes"))));
        QVERIFY(valueOf(m_engine->destinations()).isEmpty());
    }

    // Each secret goes where its own settings say, whoever else is being stored.
    void twoPlacesAtOnce()
    {
        const auto kept = std::make_shared<QMap<QString, SecretStoreKind>>(); // engines outlive this
        m_parts.secretStores = [kept](SecretStoreKind kind, const QString &) {
            return std::make_unique<SlowStore>(kind, *kept);
        };
        start();
        QList<QFuture<Expected<void>>> puts;
        for (const SecretStoreKind kind : {SecretStoreKind::File, SecretStoreKind::Keychain}) {
            DestinationSettings made = settings(kind);
            made.name = QString::number(static_cast<int>(kind));
            made.fields.insert(QStringLiteral("access_key"), QStringLiteral("KEY1"));
            puts.append(m_engine->putDestination(
                made, {{QStringLiteral("secret"), "one"}, {QStringLiteral("session_token"), "two"}}));
        }
        for (const QFuture<Expected<void>> &done : puts)
            QVERIFY(valueOf(done));
        QCOMPARE(kept->size(), 4);
        for (auto each = kept->cbegin(); each != kept->cend(); ++each)
            QVERIFY2(each.key().startsWith(QString::number(static_cast<int>(each.value()))),
                     qPrintable(each.key()));
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
