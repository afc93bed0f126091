// The keychain for real, silent, and absent. The first argument says which session this runs in (see
// in_session.sh): keyring, bus or nothing.
#include "engine/storage/keychain_secret_store.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QElapsedTimer>
#include <QMutex>
#include <QProcess>
#include <QTest>
#include <QTimer>

#include <memory>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

const auto account = QStringLiteral("Büro Süd/secret_key");

// Its event loop runs meanwhile, as the engine's does.
template <class T>
Expected<T> resultOf(QFuture<Expected<T>> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000))
        return fail(FailureKind::Stalled, QStringLiteral("the future has not ended"));
    return future.result();
}

template <class T>
QString wordsOf(const Expected<T> &result)
{
    return result ? QStringLiteral("(no failure)") : result.error().message;
}

template <class T>
bool saysNoKeychain(const Expected<T> &result)
{
    return !result && result.error().kind == FailureKind::InvalidInput &&
           result.error().message.contains(QLatin1String("No keychain answers on this machine")) &&
           result.error().message.contains(QLatin1String("--secret-store file"));
}

int runTool(const QString &program, const QStringList &arguments, const QByteArray &input = {},
            QByteArray *output = nullptr)
{
    QProcess tool;
    tool.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    tool.start(program, arguments);
    tool.write(input);
    tool.closeWriteChannel();
    if (!tool.waitForFinished(10'000))
        return -1;
    if (output)
        *output = tool.readAllStandardOutput();
    return tool.exitCode();
}

// A secret service that takes every call and does not answer, until it is told to answer with errors.
class SilentService final : public QDBusVirtualObject
{
public:
    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        const QMutexLocker lock(&m_mutex);
        if (m_silent)
            m_unanswered.append({message, connection});
        else
            refuse(message, connection);
        return true;
    }
    qsizetype unanswered() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_unanswered.size();
    }
    void answerNow()
    {
        const QMutexLocker lock(&m_mutex);
        m_silent = false;
        for (const auto &[message, connection] : std::exchange(m_unanswered, {}))
            refuse(message, connection);
    }

private:
    static void refuse(const QDBusMessage &message, const QDBusConnection &connection)
    {
        connection.send(
            message.createErrorReply(QStringLiteral("org.example.Refused"), QStringLiteral("not today")));
    }

    mutable QMutex m_mutex;
    bool m_silent = true;
    QList<std::pair<QDBusMessage, QDBusConnection>> m_unanswered;
};

} // namespace

// With an unlocked gnome-keyring.
class KeyringTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noneThere()
    {
        KeychainSecretStore store;
        const auto read = resultOf(store.read(account));
        QVERIFY(!read);
        QCOMPARE(read.error().kind, FailureKind::SecretMissing);
        QVERIFY(resultOf(store.remove(account)));
    }

    void anythingSurvives_data()
    {
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all += static_cast<char>(i);
        QTest::addColumn<QByteArray>("secret");
        QTest::newRow("token") << QByteArray("gantry_abc+/==");
        QTest::newRow("every byte") << all;
        QTest::newRow("long") << QByteArray(10'000, 'x');
        QTest::newRow("UTF-8") << QByteArray("Schlüssel 映画");
    }

    void anythingSurvives()
    {
        QFETCH(QByteArray, secret);
        {
            KeychainSecretStore store;
            const auto written = resultOf(store.write(account, secret));
            QVERIFY2(written, qPrintable(wordsOf(written)));
        }
        KeychainSecretStore store;
        const auto read = resultOf(store.read(account));
        QVERIFY2(read, qPrintable(wordsOf(read)));
        QCOMPARE(*read, secret);
        QCOMPARE(resultOf(store.read(QStringLiteral("Büro Süd/token"))).map([](auto) {}).error().kind,
                 FailureKind::SecretMissing);
        QVERIFY(resultOf(store.remove(account)));
        QVERIFY(!resultOf(store.read(account)));
    }

    // Several at once, from a store that does not wait for one before it asks for the next.
    void manyAtOnce()
    {
        KeychainSecretStore store;
        QList<QFuture<Expected<void>>> writes;
        QList<QFuture<Expected<QByteArray>>> reads;
        for (int i = 0; i < 10; ++i)
            writes.append(store.write(QString::number(i), QByteArray::number(i)));
        for (int i = 0; i < 10; ++i)
            reads.append(store.read(QString::number(i)));
        for (const auto &write : writes)
            QVERIFY(resultOf(write));
        for (int i = 0; i < 10; ++i)
            QCOMPARE(resultOf(reads.at(i)).value_or(QByteArray()), QByteArray::number(i));
    }

    // It is the system's keychain that has it, under our name.
    void theSystemSeesIt()
    {
        KeychainSecretStore store;
        QVERIFY(resultOf(store.write(account, "visible")));
        QByteArray found;
        QCOMPARE(runTool(QStringLiteral("secret-tool"),
                         {QStringLiteral("lookup"), QStringLiteral("server"), QStringLiteral("Gantry"),
                          QStringLiteral("user"), account},
                         {}, &found),
                 0);
        QCOMPARE(QByteArray::fromBase64(found), "visible");
        QVERIFY(resultOf(store.write(account, "replaced")));
        QCOMPARE(resultOf(store.read(account)).value_or(QByteArray()), "replaced");
    }

    // The order of the slots matters: from here on it stays locked, as nobody is there to give the password.
    void locked()
    {
        KeychainSecretStore store;
        QVERIFY(resultOf(store.write(account, "behind the lock")));
        QCOMPARE(runTool(QStringLiteral("dbus-send"),
                         {QStringLiteral("--session"), QStringLiteral("--print-reply"),
                          QStringLiteral("--dest=org.freedesktop.secrets"),
                          QStringLiteral("/org/freedesktop/secrets"),
                          QStringLiteral("org.freedesktop.Secret.Service.Lock"),
                          QStringLiteral("array:objpath:/org/freedesktop/secrets/collection/login")}),
                 0);
        const auto read = resultOf(store.read(account));
        QVERIFY(!read);
        qInfo("read: %s", qPrintable(wordsOf(read)));
        // A locked secret is not a missing one.
        QCOMPARE(read.error().kind, FailureKind::InvalidInput);
        QVERIFY(wordsOf(read).contains(QLatin1String("is locked")));
        QVERIFY(!resultOf(store.remove(account)));
        const auto missing = resultOf(store.read(QStringLiteral("not there")));
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, FailureKind::SecretMissing);
        const auto written = resultOf(store.write(account, "x"));
        QVERIFY(!written);
        qInfo("write: %s", qPrintable(wordsOf(written)));
        QCOMPARE(written.error().kind, FailureKind::InvalidInput);
    }
};

// A D-Bus session without a keychain, and with one that hangs.
class BusTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyThere()
    {
        KeychainSecretStore store;
        QElapsedTimer timer;
        timer.start();
        const auto read = resultOf(store.read(account));
        QVERIFY2(saysNoKeychain(read), qPrintable(wordsOf(read)));
        QVERIFY(saysNoKeychain(resultOf(store.write(account, "x"))));
        QVERIFY(saysNoKeychain(resultOf(store.remove(account))));
        qInfo("said in %lld ms: %s", timer.elapsed(), qPrintable(wordsOf(read)));
    }

    void silence()
    {
        SilentService service;
        auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("silent"));
        QVERIFY(bus.registerVirtualObject(QStringLiteral("/"), &service, QDBusConnection::SubPath));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.secrets")));

        constexpr auto limit = 300ms;
        auto store = std::make_unique<KeychainSecretStore>(limit);
        int ticks = 0;
        QTimer pulse;
        QObject::connect(&pulse, &QTimer::timeout, this, [&] { ++ticks; });
        pulse.start(5ms);
        QElapsedTimer timer;
        timer.start();
        const auto read = resultOf(store->read(account));
        QVERIFY(!read);
        QCOMPARE(read.error().kind, FailureKind::InvalidInput);
        QVERIFY2(read.error().message.contains(QLatin1String("within 0.3 seconds")),
                 qPrintable(wordsOf(read)));
        QVERIFY(timer.elapsed() >= 290);
        QVERIFY2(ticks >= 10, "the caller's thread went on meanwhile");
        QVERIFY2(service.unanswered() > 0, "somebody was asked");

        // Behind one that hangs, the next ones wait; each ends in its time, or with its store.
        const auto behind = store->write(account, "x");
        const auto removed = store->remove(account);
        QVERIFY(!resultOf(behind));
        QVERIFY(!resultOf(removed));
        const auto last = store->read(account);
        store.reset();
        QVERIFY(last.isFinished());
        QCOMPARE(last.result().error().kind, FailureKind::Cancelled);

        // The answers come after all, to jobs whose futures have ended and whose store is gone.
        service.answerNow();
        KeychainSecretStore other(10s);
        const auto refused = resultOf(other.read(account));
        QVERIFY2(saysNoKeychain(refused), qPrintable(wordsOf(refused)));

        bus.unregisterService(QStringLiteral("org.freedesktop.secrets"));
        bus.unregisterObject(QStringLiteral("/"), QDBusConnection::UnregisterTree);
        QDBusConnection::disconnectFromBus(QStringLiteral("silent"));
    }
};

// No D-Bus.
class NothingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allIsRefusedInWords()
    {
        KeychainSecretStore store;
        const auto read = resultOf(store.read(account));
        QVERIFY2(saysNoKeychain(read), qPrintable(wordsOf(read)));
        QVERIFY(saysNoKeychain(resultOf(store.write(account, "x"))));
        QVERIFY(saysNoKeychain(resultOf(store.remove(account))));
        qInfo("said: %s", qPrintable(wordsOf(read)));
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QStringList arguments = QCoreApplication::arguments();
    const QString session = arguments.size() > 1 ? arguments.takeAt(1) : QString();
    if (session == QLatin1String("keyring")) {
        KeyringTest test;
        return QTest::qExec(&test, arguments);
    }
    if (session == QLatin1String("bus")) {
        BusTest test;
        return QTest::qExec(&test, arguments);
    }
    if (session == QLatin1String("nothing")) {
        NothingTest test;
        return QTest::qExec(&test, arguments);
    }
    return 2;
}

#include "keychain_test.moc"
