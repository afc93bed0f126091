#include "engine/core/destination_fields.h"
#include "engine/protocol/s3/s3_address.h"
#include "engine/protocol/s3/s3_backend.h"
#include "engine/protocol/s3/s3_presets.h"

#include <QSet>
#include <QTest>

using namespace gantry;

namespace {

const QString account = QStringLiteral("0123456789abcdef0123456789abcdef");

DestinationSettings settingsOf(const char *preset, const QMap<QString, QString> &more = {})
{
    DestinationSettings settings;
    settings.kind = QStringLiteral("s3");
    settings.fields = {{s3::fieldBucket, QStringLiteral("rushes")},
                       {s3::fieldAccessKey, QStringLiteral("K")}};
    if (*preset != '\0')
        settings.fields.insert(s3::fieldPreset, QString::fromLatin1(preset));
    settings.fields.insert(more);
    return settings;
}

const QMap<QString, QString> everything{{s3::fieldRegion, QStringLiteral("eu-x-1")},
                                        {s3::fieldAccount, account},
                                        {s3::fieldEndpoint, QStringLiteral("https://store.example:9000")}};

QStringList namesOf(const QList<SettingsField> &fields, bool required)
{
    QStringList names;
    for (const SettingsField &field : fields)
        if (!required || field.required)
            names.append(field.name);
    return names;
}

} // namespace

class S3PresetsTest : public QObject
{
    Q_OBJECT

private:
    const std::unique_ptr<ProtocolBackend> m_backend = makeS3Backend();

private Q_SLOTS:
    void leadsTo_data()
    {
        QTest::addColumn<QByteArray>("preset");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("region");
        QTest::addColumn<bool>("mayHaveChecksums");
        const auto row = [](const char *preset, const char *url, const char *region, bool mayHaveChecksums) {
            QTest::newRow(preset) << QByteArray(preset) << QByteArray(url) << QByteArray(region)
                                  << mayHaveChecksums;
        };
        row("aws", "https://rushes.s3.eu-x-1.amazonaws.com/k", "eu-x-1", true);
        row("r2", "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/rushes/k", "eu-x-1",
            false);
        row("b2", "https://s3.eu-x-1.backblazeb2.com/rushes/k", "eu-x-1", false);
        row("wasabi", "https://s3.eu-x-1.wasabisys.com/rushes/k", "eu-x-1", false);
        row("scaleway", "https://s3.eu-x-1.scw.cloud/rushes/k", "eu-x-1", false);
        row("minio", "https://store.example:9000/rushes/k", "eu-x-1", true);
        row("ceph", "https://store.example:9000/rushes/k", "eu-x-1", true);
        row("other", "https://store.example:9000/rushes/k", "eu-x-1", true);
        row("", "https://store.example:9000/rushes/k", "eu-x-1", true);
    }

    void leadsTo()
    {
        QFETCH(QByteArray, preset);
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, region);
        QFETCH(bool, mayHaveChecksums);
        const DestinationSettings settings = settingsOf(preset.constData(), everything);
        const auto valid = m_backend->validate(settings);
        QVERIFY2(valid, valid ? "" : qPrintable(valid.error().message));
        const s3::Address address(settings);
        QCOMPARE(address.objectUrl(QStringLiteral("k")), url);
        QCOMPARE(address.region(), region);
        StepContext context;
        context.destination = settings;
        context.upload.key = QStringLiteral("k");
        const auto open = m_backend->compose(Step::Open, context);
        QVERIFY(open);
        QCOMPARE(!headerValue(open->headers, "x-amz-checksum-algorithm").isEmpty(), mayHaveChecksums);
    }

    void everyPresetIsTested()
    {
        QSet<QString> names;
        for (const s3::Preset &preset : s3::presets()) {
            QVERIFY(!preset.displayName.isEmpty());
            names.insert(preset.name);
        }
        QCOMPARE(names,
                 (QSet<QString>{QStringLiteral("aws"), QStringLiteral("r2"), QStringLiteral("b2"),
                                QStringLiteral("wasabi"), QStringLiteral("scaleway"), QStringLiteral("minio"),
                                QStringLiteral("ceph"), QStringLiteral("other")}));
    }

    void regionsAndStyles()
    {
        QCOMPARE(s3::Address(settingsOf("r2", {{s3::fieldAccount, account}})).region(), "auto");
        QCOMPARE(s3::Address(settingsOf("minio", {{s3::fieldEndpoint, QStringLiteral("http://h")}})).region(),
                 "us-east-1");
        // No certificate covers a dotted bucket before the host.
        QCOMPARE(s3::Address(settingsOf("aws", {{s3::fieldRegion, QStringLiteral("eu-west-1")},
                                                {s3::fieldBucket, QStringLiteral("a.b")}}))
                     .bucketUrl(),
                 "https://s3.eu-west-1.amazonaws.com/a.b");
        QCOMPARE(s3::Address(settingsOf("other", {{s3::fieldEndpoint, QStringLiteral("http://h")},
                                                  {s3::fieldVirtualHost, QStringLiteral("true")}}))
                     .bucketUrl(),
                 "http://rushes.h/");
        QCOMPARE(
            s3::Address(settingsOf("r2", {{s3::fieldAccount, account + QStringLiteral(".eu")}})).bucketUrl(),
            "https://" + account.toLatin1() + ".eu.r2.cloudflarestorage.com/rushes");
    }

    void isRefused_data()
    {
        QTest::addColumn<QByteArray>("preset");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *preset, const QString &field, const char *value,
                            const char *words) {
            QTest::newRow(name) << QByteArray(preset) << field << QString::fromLatin1(value)
                                << QString::fromLatin1(words);
        };
        row("unknown preset", "s4", s3::fieldRegion, "x", "aws, r2, b2");
        row("no account", "r2", s3::fieldAccount, "", "account ID");
        row("an account that leads elsewhere", "r2", s3::fieldAccount, "evil.example/", "account ID");
        row("an account in capital letters", "r2", s3::fieldAccount, "0123456789ABCDEF0123456789ABCDEF",
            "account ID");
        row("no region", "aws", s3::fieldRegion, "", "region");
        row("a region that leads elsewhere", "b2", s3::fieldRegion, "x.evil.example/", "region");
        row("a region with capital letters", "wasabi", s3::fieldRegion, "EU", "region");
        row("no region for Scaleway", "scaleway", s3::fieldRegion, "", "region");
        row("no endpoint", "minio", s3::fieldEndpoint, "", "endpoint");
        row("no endpoint for another", "other", s3::fieldEndpoint, "", "endpoint");
    }

    void isRefused()
    {
        QFETCH(QByteArray, preset);
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(QString, words);
        DestinationSettings settings = settingsOf(preset.constData(), everything);
        settings.fields.insert(field, value);
        const auto valid = m_backend->validate(settings);
        QVERIFY(!valid);
        QCOMPARE(valid.error().kind, FailureKind::InvalidInput);
        QVERIFY2(valid.error().message.contains(words), qPrintable(valid.error().message));
    }

    void bounds_data()
    {
        QTest::addColumn<QByteArray>("preset");
        QTest::addColumn<qint64>("largest");
        QTest::addColumn<QString>("limit"); // named to who brings one byte more
        const auto row = [](const char *preset, qint64 largest, const char *limit) {
            QTest::newRow(*preset == '\0' ? "none" : preset)
                << QByteArray(preset) << largest << QString::fromUtf8(limit);
        };
        row("aws", 10'000 * 5 * GiB, "Amazon S3 takes objects of up to 48.83 TiB");
        row("r2", 5 * TiB - 5 * GiB, "Cloudflare R2 takes objects of up to 5.00 TiB");
        row("b2", 10'000'000'000'000, "Backblaze B2 takes objects of up to 9.09 TiB");
        row("wasabi", 5'000'000'000'000, "Wasabi takes objects of up to 4.55 TiB");
        row("scaleway", 5'000'000'000'000, "Scaleway takes objects of up to 4.55 TiB");
        row("minio", 10'000 * 5 * GiB, "MinIO takes objects of up to 48.83 TiB");
        row("ceph", 10'000 * 5 * GiB, "Ceph takes objects of up to 48.83 TiB");
        row("other", 10'000 * 5 * GiB, "this destination takes objects of up to 48.83 TiB");
        row("", 10'000 * 5 * GiB, "this destination takes objects of up to 48.83 TiB");
    }

    void bounds()
    {
        QFETCH(QByteArray, preset);
        QFETCH(qint64, largest);
        QFETCH(QString, limit);
        const BackendTraits traits = m_backend->traitsFor(settingsOf(preset.constData(), everything));
        const auto fits = planChunks(largest, traits.bounds, std::nullopt, traits.storeName);
        QVERIFY2(fits, fits ? "" : qPrintable(fits.error().message));
        QVERIFY(fits->partsTotal <= traits.bounds.maxParts);
        QVERIFY(fits->partSize <= traits.bounds.maxPartSize);
        QVERIFY(fits->partSize >= traits.bounds.minPartSize);
        const auto refused = planChunks(largest + TiB, traits.bounds, std::nullopt, traits.storeName);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, FailureKind::TooLarge);
        QVERIFY2(refused.error().message.contains(limit), qPrintable(refused.error().message));
        QVERIFY(!planChunks(largest + 1, traits.bounds));
    }

    // A byte too many is not told as "5.00 TiB; takes up to 5.00 TiB".
    void aNarrowMiss()
    {
        const auto refused = planChunks(5 * TiB, m_backend->traitsFor(settingsOf("r2", everything)).bounds);
        QVERIFY2(refused.error().message.contains(QStringLiteral("5.000 TiB")) &&
                     refused.error().message.contains(QStringLiteral("4.995 TiB")),
                 qPrintable(refused.error().message));
    }

    void aThousandParts()
    {
        const BackendTraits traits = m_backend->traitsFor(settingsOf("scaleway", everything));
        const auto plan = planChunks(60 * GiB, traits.bounds);
        QVERIFY(plan);
        QVERIFY(plan->partsTotal <= 1'000);
        const auto refused = planChunks(60 * GiB, traits.bounds, 10 * MiB, traits.storeName);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(QStringLiteral("Scaleway takes 1000")),
                 qPrintable(refused.error().message));
        const auto outside = planChunks(1, m_backend->traitsFor(settingsOf("r2", everything)).bounds, 5 * GiB,
                                        QStringLiteral("Cloudflare R2"));
        QVERIFY(!outside);
        QVERIFY2(outside.error().message.contains(QStringLiteral("Cloudflare R2 takes")),
                 qPrintable(outside.error().message));
    }

    void theHostTellsTheStore()
    {
        const auto named = [](const char *endpoint) {
            return s3::presetOf(settingsOf("", {{s3::fieldEndpoint, QString::fromLatin1(endpoint)}})).name;
        };
        QCOMPARE(named("https://x.r2.cloudflarestorage.com"), QStringLiteral("r2"));
        QCOMPARE(named("https://s3.us-west-004.backblazeb2.com"), QStringLiteral("b2"));
        QCOMPARE(named("https://s3.eu-central-1.amazonaws.com"), QStringLiteral("aws"));
        QCOMPARE(named("https://s3.amazonaws.com.evil.example"), QStringLiteral("other"));
        QCOMPARE(named("https://notscw.cloud"), QStringLiteral("other"));
    }

    void asksForWhatMatters_data()
    {
        QTest::addColumn<QByteArray>("preset");
        QTest::addColumn<QStringList>("asked"); // of what the presets differ in; required ones with a star
        const auto row = [](const char *preset, const char *asked) {
            QTest::newRow(*preset == '\0' ? "none" : preset)
                << QByteArray(preset) << QString::fromLatin1(asked).split(QLatin1Char(' '));
        };
        row("aws", "region*");
        row("r2", "account*");
        row("b2", "region*");
        row("wasabi", "region*");
        row("scaleway", "region*");
        row("minio", "endpoint* region");
        row("ceph", "endpoint* region");
        row("other", "endpoint* region path_style virtual_host");
        row("", "endpoint* region path_style virtual_host");
    }

    void asksForWhatMatters()
    {
        QFETCH(QByteArray, preset);
        QFETCH(QStringList, asked);
        const QStringList differ{s3::fieldEndpoint, s3::fieldAccount, s3::fieldRegion, s3::fieldPathStyle,
                                 s3::fieldVirtualHost};
        QStringList shown;
        for (const SettingsField &field :
             fieldsThatMatter(m_backend->traits().fields, settingsOf(preset.constData()).fields,
                              SecretStoreKind::Keychain))
            if (differ.contains(field.name))
                shown.append(field.required ? field.name + QLatin1Char('*') : field.name);
        QCOMPARE(shown, asked);
    }

    void ownCredentialsLeaveOutTheKeys()
    {
        for (const SecretStoreKind store : {SecretStoreKind::Environment, SecretStoreKind::Profile}) {
            const auto matter = fieldsThatMatter(m_backend->traits().fields, settingsOf("aws").fields, store);
            QCOMPARE(namesOf(matter, true), (QStringList{s3::fieldBucket, s3::fieldRegion}));
            QVERIFY(!namesOf(matter, false).contains(s3::fieldSessionToken));
        }
        const auto all =
            fieldsThatMatter(m_backend->traits().fields, settingsOf("aws").fields, SecretStoreKind::Memory);
        QVERIFY(namesOf(all, true).contains(s3::fieldAccessKey));
        QVERIFY(namesOf(all, true).contains(s3::fieldSecret));
    }

    void ownCredentialsSign()
    {
        StepContext context;
        context.destination = settingsOf("aws", everything);
        context.wallMs = 1'700'000'000'000;
        context.secrets = {
            {s3::fieldAccessKey, "OWNKEY"}, {s3::fieldSecret, "s"}, {s3::fieldSessionToken, "tok"}};
        const auto call = m_backend->compose(Step::Discover, context);
        QVERIFY(call);
        const QByteArray authorization = headerValue(call->headers, "Authorization");
        QVERIFY2(authorization.contains("Credential=OWNKEY/"), authorization.constData());
        QVERIFY2(authorization.contains("x-amz-security-token"), authorization.constData());
        QCOMPARE(headerValue(call->headers, "x-amz-security-token"), "tok");
    }

    void memorySourcesComeBack()
    {
        const QMap<QString, QString> sources{
            {QStringLiteral("secret"), QStringLiteral("env:A")},
            {QStringLiteral("session_token"), QStringLiteral("file:/a=b:c")}};
        const QString text = secretSourceOf(sources, QStringLiteral("secret"));
        QVERIFY(text.startsWith(QStringLiteral("env:A\n")));
        QCOMPARE(secretSourcesOf(text, QStringLiteral("secret")), sources);
        QCOMPARE(secretSourcesOf(QStringLiteral("file:/x=y"), QStringLiteral("secret")),
                 (QMap<QString, QString>{{QStringLiteral("secret"), QStringLiteral("file:/x=y")}}));
        QVERIFY(secretSourcesOf({}, QStringLiteral("secret")).isEmpty());
    }

    void aStoreThatPeopleSetUpMayTakeSmallerParts()
    {
        const auto with = [](const char *preset, const QString &smallest) {
            QMap<QString, QString> fields = everything;
            fields.insert(s3::fieldMinPart, smallest);
            return settingsOf(preset, fields);
        };
        const auto smallest = [this](const DestinationSettings &settings) {
            return m_backend->traitsFor(settings).bounds.minPartSize;
        };
        for (const char *preset : {"ceph", "other"}) {
            QVERIFY2(m_backend->validate(with(preset, QStringLiteral("64 KiB"))), preset);
            QCOMPARE(smallest(with(preset, QStringLiteral("64 KiB"))), 64 * KiB);
            QCOMPARE(smallest(with(preset, {})), 5 * MiB);
            for (const char *wrong : {"0", "-1", "6MiB", "small"}) {
                const Expected<void> valid = m_backend->validate(with(preset, QString::fromLatin1(wrong)));
                QVERIFY2(!valid, wrong);
                QVERIFY(valid.error().message.contains(QString::fromLatin1(wrong)));
            }
        }
        QCOMPARE(smallest(with("aws", QStringLiteral("64KiB"))), 5 * MiB); // nobody sets that one up
    }
};

QTEST_GUILESS_MAIN(S3PresetsTest)
#include "s3_presets_test.moc"
