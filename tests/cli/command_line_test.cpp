#include "app/cli/command_line.h"

#include <QDir>
#include <QTest>

using namespace gantry;

namespace {

// One field of each type, and one that two kinds share.
QList<DestinationKind> kinds()
{
    using Type = SettingsField::Type;
    const SettingsField url{QStringLiteral("url"), QStringLiteral("Address"), Type::Url, true, {}};
    SettingsField accessKey{QStringLiteral("access_key"), QStringLiteral("Access key"), Type::Text, true, {}};
    accessKey.variable = QStringLiteral("KEY");
    SettingsField secret{QStringLiteral("secret"), QStringLiteral("Secret key"), Type::Secret, true, {}};
    secret.variable = QStringLiteral("SECRET");
    SettingsField store{QStringLiteral("store"), QStringLiteral("Store"), Type::Choice, false, {}};
    store.choices = {{QStringLiteral("near"),
                      QStringLiteral("Near"),
                      {QStringLiteral("street")},
                      {QStringLiteral("street")},
                      {}},
                     {QStringLiteral("far"), QStringLiteral("Far"), {}, {}, {}}};
    const SettingsField token{QStringLiteral("token"), QStringLiteral("Token"), Type::Secret, false, {}};
    const SettingsField headers{
        QStringLiteral("headers"), QStringLiteral("Headers"), Type::Secret, false, {}};
    return {
        {QStringLiteral("service"), QStringLiteral("Service"), {url, token, headers}},
        {QStringLiteral("bucket"),
         QStringLiteral("Bucket"),
         {url,
          store,
          {QStringLiteral("street"), QStringLiteral("Street"), Type::Text, false, {}},
          accessKey,
          secret,
          {QStringLiteral("second_secret"), QStringLiteral("Another"), Type::Secret, false, {}},
          {QStringLiteral("path_style"), QStringLiteral("Path style"), Type::Flag, false, {}},
          {QStringLiteral("key_list"), QStringLiteral("List"), Type::File, false, {}}}},
    };
}

tl::expected<Invocation, ParseEnd> parse(const QString &line)
{
    std::vector<std::string> arguments;
    for (const QString &word : line.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        arguments.push_back(word.toStdString());
    return parseCommandLine(arguments, kinds());
}

template <class Command>
Command parsed(const QString &line)
{
    const auto invocation = parse(line);
    if (!invocation)
        qWarning("%s", qPrintable(invocation.error().text));
    return std::get<Command>(invocation.value().command);
}

} // namespace

class CommandLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatIsWrong_data();
    void refusesWhatIsWrong();
    void helpsOnRequest_data();
    void helpsOnRequest();
    void globalOptionsStandAnywhere_data();
    void globalOptionsStandAnywhere();
    void addsADestination();
    void addsAnyKind();
    void keepsSecretsOffTheLine();
    void memoryStoreRemembersTheSource();
    void credentialsOfOthers();
    void uploads();
    void pathsThatLookLikeCommands();
    void pathsAreBytes();
    void offlineTimeouts();
    void lists();
    void changesUploads_data();
    void changesUploads();
    void plans();
    void orphans();
    void knowsAllItsOptions();
};

void CommandLineTest::refusesWhatIsWrong_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *line, const char *says) {
        QTest::newRow(*line == 0 ? "nothing" : line) << QString::fromUtf8(line) << QString::fromUtf8(says);
    };
    row("", "Try 'gantryctl --help'");
    row("orphans list", "--to");
    row("orphans adopt --to a 2~x", "FILE");
    row("orphans abort --to a", "--older-than; with 0 it is all of them");
    row("orphans abort --to a --older-than soon", "as 12h or 3d");
    row("lifecycle set --to a", "--abort-after-days");
    row("lifecycle set --to a --abort-after-days 0", "--abort-after-days");
    row("lifecycle set --to a --abort-after-days 5000", "--abort-after-days");
    row("fly", "fly");
    row("--fly", "--fly");
    row("destination", "Try 'gantryctl destination --help'");
    row("destination add", "Try 'gantryctl destination add --help'");
    row("destination add x", "--kind");
    row("destination add x --kind ftp --url http://h", "service, bucket");
    row("destination add x --kind service", "--url is missing");
    row("destination add x --kind service --url http://h --access-key k",
        "--access-key does not go with --kind service");
    row("destination add x --kind service --url http://h --secret-env S", "--secret does not go with");
    row("destination add x --kind service --url http://h --path-style", "--path-style does not go with");
    row("destination add x --kind service --url http://h --token abc", "--token-env");
    row("destination add x --kind service --url http://h --token-env A --token-file b", "either");
    row("destination add x --kind service --url http://h --part-size 16M", "16MiB");
    row("destination add x --kind service --url http://h --part-size 0", "no size");
    row("destination add x --kind service --url http://h --parts 0", "1 to 64");
    row("destination add x --kind service --url http://h --parts many", "1 to 64");
    row("destination add x --kind service --url http://h --verify hard", "fast or full");
    row("destination add x --kind service --url http://h --secret-store attic", "keychain");
    row("destination add x --kind service --url http://h --secret-store memory", "memory");
    row("destination add x --kind bucket --url http://h --access-key k --second-secret-file /s "
        "--secret-store "
        "memory",
        "memory");
    row("destination add x --kind bucket --url http://h --access-key k --credentials environment",
        "--access-key does not go with --credentials environment");
    row("destination add x --kind bucket --url http://h --secret-env S --profile p",
        "--secret does not go with --credentials profile");
    row("destination add x --kind bucket --url http://h --profile p --credentials memory",
        "--profile goes with");
    row("destination add x --kind bucket --url http://h --access-key k --store moon", "near, far");
    row("destination add x --kind bucket --url http://h --access-key k --store near", "--street is missing");
    row("destination add x --kind bucket --url http://h --access-key k --street s", "--street does not go");
    row("destination add x --kind bucket --url http://h --access-key k --second-secret-env S --credentials "
        "memory",
        "memory");
    row("destination add x y --kind service --url http://h", "y");
    row("destination test", "NAME");
    row("destination remove", "NAME");
    row("upload", "PATH");
    row("upload a --offline-timeout soon", "--offline-timeout");
    row("upload a --offline-timeout -5", "--offline-timeout");
    row("run now", "now");
    row("run --limit-rate fast", "--limit-rate");
    row("upload a --limit-rate 0", "--limit-rate");
    row("list --state flying", "needs_decision");
    row("show", "ID");
    row("show x", "ID");
    row("show 1 2", "One");
    row("show 0", "ID");
    row("pause", "--all");
    row("pause 1 --all", "--all");
    row("pause one", "number");
    row("pause -3", "Try");
    row("cancel 99999999999999999999", "number");
    row("decide 1", "--start-over");
    row("decide 1 --start-over --skip", "either");
    row("decide --skip", "--all");
    row("plan", "SIZE");
    row("plan much", "no size");
    row("plan 9223372036854775808", "no size");
    row("orphans list", "orphans");
    row("lifecycle show", "lifecycle");
}

void CommandLineTest::refusesWhatIsWrong()
{
    QFETCH(QString, line);
    QFETCH(QString, says);
    const auto invocation = parse(line);
    QVERIFY(!invocation);
    QCOMPARE(invocation.error().exitCode, 2);
    QVERIFY2(invocation.error().text.contains(says), qPrintable(invocation.error().text));
    QVERIFY2(invocation.error().text.contains(QStringLiteral("--help'")),
             qPrintable(invocation.error().text));
}

void CommandLineTest::helpsOnRequest_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    QTest::newRow("help") << QStringLiteral("--help") << QStringLiteral("destination");
    QTest::newRow("short") << QStringLiteral("-h") << QStringLiteral("Exit status");
    QTest::newRow("version") << QStringLiteral("--version") << QStringLiteral("gantryctl " GANTRY_VERSION);
    QTest::newRow("version behind") << QStringLiteral("list --version")
                                    << QStringLiteral("gantryctl " GANTRY_VERSION);
    const QMap<QString, QStringList> all = allOptions(kinds());
    const QStringList groups{QString(), QStringLiteral("destination"), QStringLiteral("lifecycle"),
                             QStringLiteral("orphans")};
    for (auto it = all.begin(); it != all.end(); ++it)
        if (!groups.contains(it.key()))
            QTest::newRow(qPrintable(it.key())) << it.key() + QStringLiteral(" --help")
                                                << QStringLiteral("Examples:\n  gantryctl ") + it.key();
}

void CommandLineTest::helpsOnRequest()
{
    QFETCH(QString, line);
    QFETCH(QString, says);
    const auto invocation = parse(line);
    QVERIFY(!invocation);
    QCOMPARE(invocation.error().exitCode, 0);
    QVERIFY2(invocation.error().text.contains(says), qPrintable(invocation.error().text));
}

void CommandLineTest::globalOptionsStandAnywhere_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("before") << QStringLiteral("--state-dir /s --json --quiet destination list");
    QTest::newRow("between") << QStringLiteral("destination --json --state-dir /s --quiet list");
    QTest::newRow("after") << QStringLiteral("destination list --quiet --json --state-dir /s");
    QTest::newRow("with =") << QStringLiteral("--json destination list --quiet --state-dir=/s");
}

void CommandLineTest::globalOptionsStandAnywhere()
{
    QFETCH(QString, line);
    const auto invocation = parse(line);
    QVERIFY(invocation);
    QCOMPARE(invocation->options.stateDir, QStringLiteral("/s"));
    QVERIFY(invocation->options.json);
    QVERIFY(invocation->options.quiet);
    QVERIFY(std::holds_alternative<ListDestinations>(invocation->command));
    QVERIFY(!parse(QStringLiteral("list"))->options.json);
}

void CommandLineTest::addsADestination()
{
    const auto plain =
        parsed<AddDestination>(QStringLiteral("destination add x --kind service --url http://h"));
    DestinationSettings expected;
    expected.name = QStringLiteral("x");
    expected.kind = QStringLiteral("service");
    expected.fields.insert(QStringLiteral("url"), QStringLiteral("http://h"));
    QVERIFY(plain.settings == expected);
    QVERIFY(plain.secretSources.isEmpty());

    const auto full = parsed<AddDestination>(QStringLiteral(
        "destination add x --kind service --url http://h --token-env T --part-size 16MiB --parts 6 "
        "--connections 3 --ca-file ca.pem --verify full --secret-store file"));
    expected.partSize = 16 * 1024 * 1024;
    expected.partsInFlight = 6;
    expected.connectionLimit = 3;
    expected.caFile = QDir::current().absoluteFilePath(QStringLiteral("ca.pem"));
    expected.verify = VerifyMode::Full;
    expected.secretStore = SecretStoreKind::File;
    QVERIFY(full.settings == expected);
    QCOMPARE(full.secretSources,
             (QMap<QString, QString>{{QStringLiteral("token"), QStringLiteral("env:T")}}));
}

void CommandLineTest::addsAnyKind()
{
    const auto add =
        parsed<AddDestination>(QStringLiteral("destination add x --kind bucket --url http://h --access-key K "
                                              "--secret-file s --path-style --key-list l"));
    QCOMPARE(add.settings.fields,
             (QMap<QString, QString>{
                 {QStringLiteral("url"), QStringLiteral("http://h")},
                 {QStringLiteral("access_key"), QStringLiteral("K")},
                 {QStringLiteral("path_style"), QStringLiteral("true")},
                 {QStringLiteral("key_list"), QDir::current().absoluteFilePath(QStringLiteral("l"))}}));
    QCOMPARE(add.secretSources.value(QStringLiteral("secret")),
             QStringLiteral("file:") + QDir::current().absoluteFilePath(QStringLiteral("s")));
}

void CommandLineTest::keepsSecretsOffTheLine()
{
    const auto refused =
        parse(QStringLiteral("destination add x --kind service --url http://h --token hunter2"));
    QVERIFY(!refused);
    QVERIFY(!refused.error().text.contains(QStringLiteral("hunter2")));
    const QString help = parse(QStringLiteral("destination add --help")).error().text;
    QVERIFY(help.contains(QStringLiteral("--token-env")));
    QVERIFY(help.contains(QStringLiteral("--token-file")));
    QVERIFY(!help.contains(QStringLiteral("--token ")));
}

void CommandLineTest::memoryStoreRemembersTheSource()
{
    const auto add = parsed<AddDestination>(QStringLiteral(
        "destination add x --kind service --url http://h --token-file /t --secret-store memory"));
    QCOMPARE(add.settings.secretSource, QStringLiteral("file:/t"));
    // No secret of that kind has to be there, but one of them.
    const auto other = parsed<AddDestination>(QStringLiteral(
        "destination add x --kind service --url http://h --headers-file /h --secret-store memory"));
    QCOMPARE(other.settings.secretSource, QStringLiteral("headers=file:/h"));
    const auto keychain = parsed<AddDestination>(
        QStringLiteral("destination add x --kind service --url http://h --token-file /t"));
    QCOMPARE(keychain.settings.secretSource, QString());
    const auto both = parsed<AddDestination>(QStringLiteral(
        "destination add x --kind bucket --url http://h --access-key k --second-secret-file /s "
        "--secret-env S --secret-store memory"));
    QCOMPARE(both.settings.secretSource, QStringLiteral("env:S\nsecond_secret=file:/s"));
}

void CommandLineTest::credentialsOfOthers()
{
    const auto environment = parsed<AddDestination>(
        QStringLiteral("destination add x --kind bucket --url http://h --credentials environment"));
    QCOMPARE(environment.settings.secretStore, SecretStoreKind::Environment);
    QCOMPARE(environment.settings.secretSource, QString());
    const auto usual = parsed<AddDestination>(
        QStringLiteral("destination add x --kind bucket --url http://h --secret-store profile"));
    QCOMPARE(usual.settings.secretStore, SecretStoreKind::Profile);
    QCOMPARE(usual.settings.secretSource, QString());
    const auto profile = parsed<AddDestination>(QStringLiteral(
        "destination add x --kind bucket --url http://h --profile studio --store near --street s"));
    QCOMPARE(profile.settings.secretStore, SecretStoreKind::Profile);
    QCOMPARE(profile.settings.secretSource, QStringLiteral("studio"));
    QCOMPARE(profile.settings.fields.value(QStringLiteral("store")), QStringLiteral("near"));
    QVERIFY(!profile.settings.fields.contains(QStringLiteral("access_key")));
}

void CommandLineTest::uploads()
{
    const auto plain = parsed<UploadFiles>(QStringLiteral("upload a"));
    QVERIFY(plain.wait);
    QVERIFY(!plain.patience.given);
    QCOMPARE(plain.destination, QString());
    const auto full = parsed<UploadFiles>(QStringLiteral("upload a b/ --to x --prefix p/q --no-wait c"));
    QCOMPARE(full.paths, (std::vector<std::string>{"a", "b/", "c"}));
    QCOMPARE(full.destination, QStringLiteral("x"));
    QCOMPARE(full.prefix, QStringLiteral("p/q"));
    QVERIFY(!full.wait);
    QCOMPARE(plain.rateLimit, 0);
    QCOMPARE(parsed<UploadFiles>(QStringLiteral("upload a --limit-rate 20MiB")).rateLimit, 20'971'520);
    QCOMPARE(parsed<RunQueue>(QStringLiteral("run --limit-rate 7")).rateLimit, 7);
}

void CommandLineTest::pathsThatLookLikeCommands()
{
    QCOMPARE(parsed<UploadFiles>(QStringLiteral("upload run list destination")).paths,
             (std::vector<std::string>{"run", "list", "destination"}));
    QCOMPARE(parsed<UploadFiles>(QStringLiteral("upload -- -x --to")).paths,
             (std::vector<std::string>{"-x", "--to"}));
    QCOMPARE(parsed<TestDestination>(QStringLiteral("destination test list")).name, QStringLiteral("list"));
}

void CommandLineTest::pathsAreBytes()
{
    const auto invocation = parseCommandLine({"upload", "\xff\xfe.mov"}, kinds());
    QVERIFY(invocation);
    QCOMPARE(std::get<UploadFiles>(invocation->command).paths.front(), std::string("\xff\xfe.mov"));
}

void CommandLineTest::offlineTimeouts()
{
    using std::chrono::milliseconds;
    QCOMPARE(parsed<RunQueue>(QStringLiteral("run --offline-timeout 1.5s")).patience.limit,
             milliseconds(1500));
    QCOMPARE(parsed<RunQueue>(QStringLiteral("run --offline-timeout 0")).patience.limit, milliseconds(0));
    const Patience never = parsed<RunQueue>(QStringLiteral("run --offline-timeout never")).patience;
    QVERIFY(never.given);
    QVERIFY(!never.limit);
    QVERIFY(!parsed<RunQueue>(QStringLiteral("run")).patience.given);
}

void CommandLineTest::lists()
{
    QVERIFY(parsed<ListUploads>(QStringLiteral("list")).states.isEmpty());
    QCOMPARE(parsed<ListUploads>(QStringLiteral("list --state failed --state needs_decision")).states,
             QStringList({QStringLiteral("failed"), QStringLiteral("needs_decision")}));
    QCOMPARE(parsed<ShowUpload>(QStringLiteral("show 17")).id.value, 17);
}

void CommandLineTest::changesUploads_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("verb");
    const auto row = [](const char *line, QueueVerb verb) {
        QTest::newRow(line) << QString::fromUtf8(line) << static_cast<int>(verb);
    };
    row("pause", QueueVerb::Pause);
    row("resume", QueueVerb::Resume);
    row("retry", QueueVerb::Retry);
    row("cancel", QueueVerb::Cancel);
    row("remove", QueueVerb::Remove);
    row("decide --start-over", QueueVerb::StartOver);
    row("decide --skip", QueueVerb::Skip);
}

void CommandLineTest::changesUploads()
{
    QFETCH(QString, line);
    QFETCH(int, verb);
    const auto some = parsed<ChangeUploads>(line + QStringLiteral(" 3 5 3"));
    QCOMPARE(static_cast<int>(some.verb), verb);
    QVERIFY(some.ids == (QList<UploadId>{{3}, {5}}));
    QVERIFY(!some.all);
    const auto all = parsed<ChangeUploads>(line + QStringLiteral(" --all"));
    QVERIFY(all.all);
    QVERIFY(all.ids.isEmpty());
}

void CommandLineTest::orphans()
{
    QCOMPARE(parsed<ListOrphans>(QStringLiteral("orphans list --to a")).destination, QStringLiteral("a"));
    const auto adopted = parsed<AdoptOrphan>(QStringLiteral("orphans adopt --to a 2~x clip.mov"));
    QCOMPARE(adopted.id, QStringLiteral("2~x"));
    QCOMPARE(adopted.path, QStringLiteral("clip.mov"));
    const auto named = parsed<AbortOrphans>(QStringLiteral("orphans abort --to a 2~x 2~y"));
    QCOMPARE(named.ids, QStringList({QStringLiteral("2~x"), QStringLiteral("2~y")}));
    QVERIFY(!named.olderThan);
    const auto old = parsed<AbortOrphans>(QStringLiteral("orphans abort --to a --older-than 3d"));
    QCOMPARE(old.olderThan, std::chrono::hours(72));
    QCOMPARE(parsed<AbortOrphans>(QStringLiteral("orphans abort --to a --older-than 0")).olderThan,
             std::chrono::milliseconds(0));
    QCOMPARE(parsed<ShowLifecycle>(QStringLiteral("lifecycle show --to a")).destination, QStringLiteral("a"));
    QCOMPARE(parsed<SetLifecycle>(QStringLiteral("lifecycle set --to a --abort-after-days 7")).abortAfterDays,
             7);
}

void CommandLineTest::plans()
{
    QCOMPARE(parsed<PlanParts>(QStringLiteral("plan 25GB")).size, 25'000'000'000);
    QCOMPARE(parsed<PlanParts>(QStringLiteral("plan 0")).size, 0);
    QCOMPARE(parsed<PlanParts>(QStringLiteral("plan 1.5TiB --to x")).destination, QStringLiteral("x"));
}

void CommandLineTest::knowsAllItsOptions()
{
    const QMap<QString, QStringList> all = allOptions(kinds());
    QCOMPARE(all.keys(), QStringList({QString(),
                                      QStringLiteral("cancel"),
                                      QStringLiteral("decide"),
                                      QStringLiteral("destination"),
                                      QStringLiteral("destination add"),
                                      QStringLiteral("destination list"),
                                      QStringLiteral("destination remove"),
                                      QStringLiteral("destination test"),
                                      QStringLiteral("lifecycle"),
                                      QStringLiteral("lifecycle set"),
                                      QStringLiteral("lifecycle show"),
                                      QStringLiteral("list"),
                                      QStringLiteral("orphans"),
                                      QStringLiteral("orphans abort"),
                                      QStringLiteral("orphans adopt"),
                                      QStringLiteral("orphans list"),
                                      QStringLiteral("pause"),
                                      QStringLiteral("plan"),
                                      QStringLiteral("remove"),
                                      QStringLiteral("resume"),
                                      QStringLiteral("retry"),
                                      QStringLiteral("run"),
                                      QStringLiteral("show"),
                                      QStringLiteral("upload")}));
    QVERIFY(all.value(QStringLiteral("destination add")).contains(QStringLiteral("--token-env")));
    QVERIFY(!all.value(QStringLiteral("destination add")).contains(QStringLiteral("--token")));
    QVERIFY(all.value(QString()).contains(QStringLiteral("--state-dir")));
}

QTEST_APPLESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
