// Where the secrets go that a person gives, and what is asked for again: each in its own place, and no more
// than was given.
#include "tests/engine/credentials_fixture.h"
#include "tests/engine/dead_keychain.h"
#include "tests/engine/journal_samples.h"

#include <QPromise>
#include <QTimer>

using namespace gantry;

namespace {

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

using Kept = QMultiMap<QString, SecretStoreKind>;

// Notes what it is given at once, and takes its time to say so; what is removed goes only then.
class SlowStore final : public SecretStore
{
public:
    SlowStore(SecretStoreKind kind, std::shared_ptr<Kept> kept)
        : m_kind(kind)
        , m_kept(std::move(kept))
    {}
    QFuture<Expected<void>> write(const QString &account, const QByteArray &) override
    {
        m_kept->remove(account, m_kind);
        m_kept->insert(account, m_kind);
        return later([] {});
    }
    QFuture<Expected<QByteArray>> read(const QString &account) override
    {
        return QtFuture::makeReadyFuture(Expected<QByteArray>(fail(noSecret(account))));
    }
    QFuture<Expected<void>> remove(const QString &account) override
    {
        return later([kept = m_kept, kind = m_kind, account] { kept->remove(account, kind); });
    }

private:
    static QFuture<Expected<void>> later(const std::function<void()> &act)
    {
        const auto promise = std::make_shared<QPromise<Expected<void>>>();
        promise->start();
        QTimer::singleShot(50, [promise, act] {
            act();
            promise->addResult(Expected<void>());
            promise->finish();
        });
        return promise->future();
    }

    SecretStoreKind m_kind;
    std::shared_ptr<Kept> m_kept;
};

} // namespace

class SecretPlacesTest : public gantry::CredentialsTestBase
{
    Q_OBJECT

private:
    bool isAskedInVain()
    {
        const auto lines = valueOf(m_engine->testDestination(QStringLiteral("rushes")));
        return lines && std::any_of(lines->begin(), lines->end(), [](const CheckLine &line) {
                   return line.message.contains(QStringLiteral("The keychain has not answered."));
               });
    }

private Q_SLOTS:
    void init() { CredentialsTestBase::init(); }
    void cleanup() { CredentialsTestBase::cleanup(); }

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
        const auto kept = std::make_shared<Kept>();
        m_parts.secretStores = [kept](SecretStoreKind kind, const QString &) {
            return std::make_unique<SlowStore>(kind, kept);
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

    // Nothing of it comes back, and nothing of it stays.
    void removedWhileItIsStored()
    {
        const auto kept = std::make_shared<Kept>();
        m_parts.secretStores = [kept](SecretStoreKind kind, const QString &) {
            return std::make_unique<SlowStore>(kind, kept);
        };
        start();
        DestinationSettings made = settings(SecretStoreKind::Keychain);
        made.fields.insert(QStringLiteral("access_key"), QStringLiteral("KEY1"));
        const QMap<QString, QByteArray> secrets{{QStringLiteral("secret"), "one"},
                                                {QStringLiteral("session_token"), "two"}};
        const auto stored = m_engine->putDestination(made, secrets);
        const auto removed = m_engine->removeDestination(made.name);
        QVERIFY(valueOf(stored));
        QVERIFY(valueOf(removed));
        QVERIFY(!valueOf(m_engine->removeDestination(made.name))); // when all of that is over: there is none
        QVERIFY(kept->isEmpty());
        // Moved away and back: what is written last is there.
        putDestination(made, secrets);
        made.secretStore = SecretStoreKind::File;
        const auto away = m_engine->putDestination(made, secrets);
        made.secretStore = SecretStoreKind::Keychain;
        const auto back = m_engine->putDestination(made, secrets);
        QVERIFY(valueOf(away));
        QVERIFY(valueOf(back));
        putDestination(made); // when all of that is over
        QCOMPARE(kept->size(), 2);
    }
};

QTEST_GUILESS_MAIN(SecretPlacesTest)
#include "secret_places_test.moc"
