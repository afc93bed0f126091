#include "engine/storage/credentials.h"
#include "engine/storage/profile_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace gantry;

namespace {

const QStringList keys{QStringLiteral("aws_access_key_id"), QStringLiteral("aws_secret_access_key"),
                       QStringLiteral("aws_session_token")};

bool put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QFile::WriteOnly) && file.write(content) == content.size();
}

template <class T>
QString wordsOf(const Expected<T> &result)
{
    return result ? QString() : result.error().message;
}

// "name: key=value key=value; name: …"
QString shown(const Profiles &profiles)
{
    QStringList all;
    for (auto profile = profiles.cbegin(); profile != profiles.cend(); ++profile) {
        QStringList values;
        for (auto value = profile->cbegin(); value != profile->cend(); ++value)
            values.append(value.key() + QLatin1Char('=') + QString::fromUtf8(value.value()));
        all.append(profile.key() + QStringLiteral(": ") + values.join(QLatin1Char(' ')));
    }
    return all.join(QStringLiteral("; "));
}

SettingsField field(const char *name, const char *variable, const char *key, bool required)
{
    SettingsField made;
    made.name = QString::fromLatin1(name);
    made.variable = QString::fromLatin1(variable);
    made.profileKey = QString::fromLatin1(key);
    made.required = required;
    return made;
}

QList<SettingsField> fields()
{
    SettingsField bucket;
    bucket.name = QStringLiteral("bucket");
    bucket.required = true;
    return {bucket, field("access_key", "AWS_ACCESS_KEY_ID", "aws_access_key_id", true),
            field("secret", "AWS_SECRET_ACCESS_KEY", "aws_secret_access_key", true),
            field("session_token", "AWS_SESSION_TOKEN", "aws_session_token", false)};
}

} // namespace

class ProfileFileTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    ProfilePlaces places() const
    {
        return {m_dir->filePath(QStringLiteral("credentials")), m_dir->filePath(QStringLiteral("config")),
                QStringLiteral("default")};
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        for (const char *variable :
             {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"})
            qunsetenv(variable);
        qputenv("AWS_SHARED_CREDENTIALS_FILE", QFile::encodeName(places().credentials));
        qputenv("AWS_CONFIG_FILE", QFile::encodeName(places().config));
    }

    void isRead_data()
    {
        QTest::addColumn<bool>("isConfig");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, bool isConfig, const char *content, const char *expected) {
            QTest::newRow(name) << isConfig << QByteArray(content) << QString::fromUtf8(expected);
        };
        row("nothing", false, "", "");
        row("plain", false, "[default]\na=1\nb=2\n", "default: a=1 b=2");
        row("no line break at the end", false, "[default]\na=1", "default: a=1");
        row("of Windows", false, "[default]\r\na=1\r\n\r\n[b]\r\nc = 2\r\n", "b: c=2; default: a=1");
        row("byte order mark", false, "\xef\xbb\xbf[default]\na=1\n", "default: a=1");
        row("whitespace", false, "[ default ]\na \t=\t 1 \t\n", "default: a=1");
        row("keys in small letters", false, "[default]\nAWS_Access_Key_ID=AbC\n",
            "default: aws_access_key_id=AbC");
        row("comments", false, "# one\n; two\n[a] # three\nb=1 # four\nc=2 ; five\n  # six\n", "a: b=1 c=2");
        row("no comment within a word", false, "[a]\nb=1#2;3\n", "a: b=1#2;3");
        row("equals signs in the value", false, "[a]\nb=x/y+z==\n", "a: b=x/y+z==");
        row("empty value", false, "[a]\nb=\n", "a: b=");
        row("a profile without settings", false, "[a]\n[b]\n", "a: ; b: ");
        row("appears again: goes on, the later one wins", false, "[a]\nb=1\nc=1\n[x]\n[a]\nc=2\n",
            "a: b=1 c=2; x: ");
        row("all of it indented", false, "[a]\n  b=1\n  c=2\n", "a: b=1 c=2");
        row("nested settings", true,
            "[default]\ns3 =\n  max_concurrent_requests = 20\n  x = 1\nregion = eu\n",
            "default: region=eu s3=\nmax_concurrent_requests = 20\nx = 1");
        row("a name with spaces and letters of elsewhere", false, "[Büro Süd]\na=1\n", "Büro Süd: a=1");
        row("the word profile in the credentials file is part of the name", false, "[profile a]\nb=1\n",
            "profile a: b=1");
        row("config", true, "[default]\na=1\n[profile  b]\nc=2\n[profile\td]\ne=3\n",
            "b: c=2; d: e=3; default: a=1");
        row("config: other sections are left out", true,
            "[b]\na=1\n[sso-session s]\nsso_region=x\n[services t]\ns3=\n  y = 1\n[profile c]\nd=1\n",
            "c: d=1");
        row("config: [profile default] goes before [default]", true,
            "[default]\na=1\n[profile default]\nb=2\n[default]\nc=3\n", "default: b=2");
    }

    void isRead()
    {
        QFETCH(bool, isConfig);
        QFETCH(QByteArray, content);
        QFETCH(QString, expected);
        const auto profiles = parseProfiles(
            content, isConfig ? ProfileFileKind::Config : ProfileFileKind::Credentials, QStringLiteral("/f"));
        QVERIFY2(profiles, qPrintable(wordsOf(profiles)));
        QCOMPARE(shown(*profiles), expected);
    }

    void isRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("line");
        QTest::newRow("no section") << QByteArray("# x\nhunter2=hunter2\n") << QStringLiteral("Line 2");
        QTest::newRow("no equals sign") << QByteArray("[a]\nb=1\nhunter2\n") << QStringLiteral("Line 3");
        QTest::newRow("no name") << QByteArray("[a]\n=hunter2\n") << QStringLiteral("Line 2");
        QTest::newRow("no end of the bracket") << QByteArray("[hunter2\n") << QStringLiteral("Line 1");
        QTest::newRow("more behind the bracket") << QByteArray("[a] hunter2\n") << QStringLiteral("Line 1");
        QTest::newRow("no text") << QByteArray("[a]\nb=\0hunter2\n", 15) << QStringLiteral("Line 2");
    }

    void isRefused()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, line);
        const auto profiles =
            parseProfiles(content, ProfileFileKind::Credentials, QStringLiteral("/the/file"));
        QVERIFY(!profiles);
        QCOMPARE(profiles.error().kind, FailureKind::InvalidInput);
        QVERIFY2(profiles.error().message.startsWith(line), qPrintable(profiles.error().message));
        QVERIFY(profiles.error().message.contains(QStringLiteral("/the/file")));
        QVERIFY(!profiles.error().message.contains(QStringLiteral("hunter2")));
    }

    // A key of one file and a secret of the other would not belong together.
    void theValuesAreOfOneFile()
    {
        QVERIFY(put(places().config,
                    "[default]\naws_access_key_id=C\naws_secret_access_key=cs\naws_session_token=ct\n"
                    "[profile only]\naws_access_key_id=O\naws_secret_access_key=os\n"));
        const auto ofConfig = readProfile({}, keys, places());
        QVERIFY2(ofConfig, qPrintable(wordsOf(ofConfig)));
        QCOMPARE(ofConfig->value(keys[2]), "ct");
        QVERIFY(put(places().credentials, "[default]\naws_access_key_id=A\naws_secret_access_key=as\n"));
        const auto ofCredentials = readProfile({}, keys, places());
        QVERIFY(ofCredentials);
        QCOMPARE(ofCredentials->value(keys[0]), "A");
        QCOMPARE(ofCredentials->value(keys[1]), "as");
        QVERIFY(!ofCredentials->contains(keys[2]));
        QCOMPARE(readProfile(QStringLiteral("only"), keys, places()).value().value(keys[0]), "O");
        QCOMPARE(profileNames(places()).value(),
                 (QStringList{QStringLiteral("default"), QStringLiteral("only")}));
    }

    void isMissing_data()
    {
        QTest::addColumn<QByteArray>("credentials");
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<FailureKind>("kind");
        QTest::addColumn<QString>("words");
        const auto missing = FailureKind::SecretMissing;
        QTest::newRow("no files") << QByteArray() << QByteArray() << missing
                                  << QStringLiteral("no profile studio");
        QTest::newRow("no such profile") << QByteArray("[a]\nb=1\n") << QByteArray("[studio]\n") << missing
                                         << QStringLiteral("no profile studio");
        QTest::newRow("no key in it") << QByteArray("[studio]\nregion=x\n") << QByteArray() << missing
                                      << QStringLiteral("aws_access_key_id");
        QTest::newRow("made by another program")
            << QByteArray() << QByteArray("[profile studio]\nsso_session = s\n") << missing
            << QStringLiteral("export-credentials");
        QTest::newRow("a key of two words")
            << QByteArray("[studio]\naws_access_key_id=hunter2 x\n") << QByteArray()
            << FailureKind::InvalidInput << QStringLiteral("not one word");
        QTest::newRow("a key that goes on in the next line")
            << QByteArray("[studio]\naws_access_key_id=A\n  hunter2\n") << QByteArray()
            << FailureKind::InvalidInput << QStringLiteral("not one word");
    }

    void isMissing()
    {
        QFETCH(QByteArray, credentials);
        QFETCH(QByteArray, config);
        QFETCH(FailureKind, kind);
        QFETCH(QString, words);
        if (!credentials.isEmpty())
            QVERIFY(put(places().credentials, credentials));
        if (!config.isEmpty())
            QVERIFY(put(places().config, config));
        const auto read = readProfile(QStringLiteral("studio"), keys, places());
        QVERIFY(!read);
        QCOMPARE(read.error().kind, kind);
        QVERIFY2(read.error().message.contains(words), qPrintable(read.error().message));
        QVERIFY(!read.error().message.contains(QStringLiteral("hunter2")));
    }

    void unusableFiles()
    {
        QVERIFY(QDir().mkdir(places().credentials));
        QVERIFY(wordsOf(readProfile({}, keys, places())).contains(places().credentials));
        QVERIFY(!profileNames(places()));
        QVERIFY(QDir().rmdir(places().credentials));
        // A pipe must not make anybody wait for its writer.
        QCOMPARE(::mkfifo(QFile::encodeName(places().config).constData(), 0600), 0);
        QVERIFY(wordsOf(readProfile({}, keys, places())).contains(places().config));
        QVERIFY(QFile::remove(places().config));
        QVERIFY(put(places().config, QByteArray(1024 * 1024 + 1, '\n')));
        QVERIFY(wordsOf(readProfile({}, keys, places())).contains(QStringLiteral("too large")));
    }

    void theEnvironmentSaysWhere()
    {
        QCOMPARE(ProfilePlaces::fromEnvironment().credentials, places().credentials);
        QCOMPARE(ProfilePlaces::fromEnvironment().config, places().config);
        QCOMPARE(ProfilePlaces::fromEnvironment().defaultName, QStringLiteral("default"));
        qputenv("AWS_PROFILE", "studio");
        qputenv("AWS_CONFIG_FILE", "~/x");
        qunsetenv("AWS_SHARED_CREDENTIALS_FILE");
        const ProfilePlaces usual = ProfilePlaces::fromEnvironment();
        QCOMPARE(usual.defaultName, QStringLiteral("studio"));
        QCOMPARE(usual.config, QDir::homePath() + QStringLiteral("/x"));
        QCOMPARE(usual.credentials, QDir::homePath() + QStringLiteral("/.aws/credentials"));
    }

    void credentialsOfTheEnvironment()
    {
        DestinationSettings settings;
        settings.secretStore = SecretStoreKind::Environment;
        qputenv("AWS_ACCESS_KEY_ID", "A");
        QVERIFY(wordsOf(readOwnCredentials(settings, fields()))
                    .contains(QStringLiteral("AWS_SECRET_ACCESS_KEY")));
        qputenv("AWS_SECRET_ACCESS_KEY", " s\n");
        QCOMPARE(readOwnCredentials(settings, fields()).value(),
                 (QMap<QString, QByteArray>{{QStringLiteral("access_key"), "A"},
                                            {QStringLiteral("secret"), "s"}}));
        qputenv("AWS_SESSION_TOKEN", "t");
        QCOMPARE(readOwnCredentials(settings, fields()).value().value(QStringLiteral("session_token")), "t");
    }

    void credentialsOfAProfile()
    {
        DestinationSettings settings;
        settings.secretStore = SecretStoreKind::Profile;
        QVERIFY(put(places().credentials,
                    "[default]\naws_access_key_id=D\naws_secret_access_key=ds\n"
                    "[studio]\naws_access_key_id=S\naws_secret_access_key=ss\naws_session_token=st\n"
                    "[half]\naws_access_key_id=H\n"));
        QCOMPARE(readOwnCredentials(settings, fields()).value().value(QStringLiteral("access_key")), "D");
        qputenv("AWS_PROFILE", "studio");
        QCOMPARE(readOwnCredentials(settings, fields()).value(),
                 (QMap<QString, QByteArray>{{QStringLiteral("access_key"), "S"},
                                            {QStringLiteral("secret"), "ss"},
                                            {QStringLiteral("session_token"), "st"}}));
        settings.secretSource = QStringLiteral("half");
        const auto half = readOwnCredentials(settings, fields());
        QVERIFY(!half);
        QCOMPARE(half.error().kind, FailureKind::SecretMissing);
        QVERIFY(half.error().message.contains(QStringLiteral("aws_secret_access_key")));
        // Another tool has written in between.
        QVERIFY(put(places().credentials, "[half]\naws_access_key_id=N\naws_secret_access_key=ns\n"));
        QCOMPARE(readOwnCredentials(settings, fields()).value().value(QStringLiteral("secret")), "ns");
    }
};

QTEST_GUILESS_MAIN(ProfileFileTest)
#include "profile_file_test.moc"
