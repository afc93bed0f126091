// What the service decides without a socket, a file or a database.
#include "app/service/api_json.h"
#include "app/service/http/request_head.h"
#include "app/service/http/url_text.h"
#include "app/service/object_key.h"
#include "app/service/service_config.h"
#include "app/service/stores/disk/object_folder.h"
#include "app/service/stores/disk/part_link.h"

#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace gantry;

class ServiceRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesKeys_data();
    void refusesKeys();
    void takesKeysAsTheyAre_data();
    void takesKeysAsTheyAre();
    void knowsUserNames();
    void refusesConfig_data();
    void refusesConfig();
    void refusesSettingsThatDoNotFit_data();
    void refusesSettingsThatDoNotFit();
    void readsConfig();
    void theExampleTellsTheDefaults();
    void refusesHeads_data();
    void refusesHeads();
    void readsHeads();
    void decodesTargets();
    void signsLinks();
    void refusesTamperedLinks_data();
    void refusesTamperedLinks();
    void linksExpire();
    void namesCopies_data();
    void namesCopies();
    void readsPartNumbers();
    void readsCalls();
};

void ServiceRulesTest::refusesKeys_data()
{
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QString>("name");
    const QString none;
    QTest::newRow("empty") << none << none;
    QTest::newRow("only a prefix") << QStringLiteral("a/") << none;
    QTest::newRow("dot") << none << QStringLiteral(".");
    QTest::newRow("dots") << none << QStringLiteral("..");
    QTest::newRow("up and out") << none << QStringLiteral("../../etc/passwd");
    QTest::newRow("up inside") << none << QStringLiteral("a/../b");
    QTest::newRow("up at the end") << none << QStringLiteral("a/..");
    QTest::newRow("dot inside") << none << QStringLiteral("a/./b");
    QTest::newRow("up by the prefix") << QStringLiteral("../") << QStringLiteral("b");
    QTest::newRow("up by both") << QStringLiteral("a/.") << QStringLiteral("./b");
    QTest::newRow("absolute") << none << QStringLiteral("/etc/passwd");
    QTest::newRow("absolute prefix") << QStringLiteral("/") << QStringLiteral("b");
    QTest::newRow("two slashes") << none << QStringLiteral("a//b");
    QTest::newRow("two slashes by both") << QStringLiteral("a/") << QStringLiteral("/b");
    QTest::newRow("slash at the end") << none << QStringLiteral("a/");
    QTest::newRow("NUL") << none << QString(QStringLiteral("a") + QChar(0) + QStringLiteral("b"));
    QTest::newRow("line feed") << none << QStringLiteral("a\nb");
    QTest::newRow("delete") << none << QStringLiteral("a\u007fb");
    QTest::newRow("C1 control") << none << QStringLiteral("a\u0085b");
    QTest::newRow("backslash") << none << QStringLiteral("..\\b");
    QTest::newRow("lone surrogate") << none << QString(QChar(0xd800));
    QTest::newRow("segment of 256 bytes") << none << QString(256, QLatin1Char('a'));
    QTest::newRow("segment of 128 two-byte letters") << none << QString(128, QChar(0xe4));
    QTest::newRow("1025 bytes") << none
                                << QStringLiteral("aaaa/").repeated(205).chopped(1) + QStringLiteral("a");
}

void ServiceRulesTest::refusesKeys()
{
    QFETCH(QString, prefix);
    QFETCH(QString, name);
    const Served<QString> key = makeObjectKey(prefix, name);
    QVERIFY(!key);
    QCOMPARE(key.error().code, ErrorCode::InvalidKey);
    QVERIFY(!key.error().message.isEmpty());
}

void ServiceRulesTest::takesKeysAsTheyAre_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << QStringLiteral("clip.mov");
    QTest::newRow("folders") << QStringLiteral("reel 1/A001/clip.mov");
    QTest::newRow("dots in names") << QStringLiteral("...a/..b/c..");
    QTest::newRow("hidden") << QStringLiteral(".bashrc");
    QTest::newRow("composed") << QStringLiteral("\u00e9");
    QTest::newRow("decomposed") << QStringLiteral("e\u0301");
    QTest::newRow("beyond the first plane") << QStringLiteral("\U0001f3ac.mov");
    QTest::newRow("quotes, blanks, percent") << QStringLiteral(" \"100%\" & 'x' + ?#; ");
    QTest::newRow("255 bytes") << QString(255, QLatin1Char('a'));
    QTest::newRow("1024 bytes") << QString(QStringLiteral("aaaa/").repeated(204) + QStringLiteral("aaaa"));
}

void ServiceRulesTest::takesKeysAsTheyAre()
{
    QFETCH(QString, name);
    const Served<QString> key = makeObjectKey(QString(), name);
    QVERIFY2(key, key ? "" : qPrintable(key.error().message));
    QCOMPARE(*key, name);
}

void ServiceRulesTest::knowsUserNames()
{
    for (const char *name : {"ann", "Ann-Marie_2.b", "0"})
        QVERIFY2(isValidUserName(QString::fromLatin1(name)), name);
    QVERIFY(isValidUserName(QString(64, QLatin1Char('a'))));
    for (const char *name : {"", ".", "..", ".ann", "a/b", "a b", "a\\b", "\xe4"})
        QVERIFY2(!isValidUserName(QString::fromLatin1(name)), name);
    QVERIFY(!isValidUserName(QString(65, QLatin1Char('a'))));
    QVERIFY(!isValidUserName(QString(QStringLiteral("a") + QChar(0))));
}

void ServiceRulesTest::refusesConfig_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("message");
    QTest::newRow("unknown section") << QByteArray("[service]\n\n[srvice]\nlisten = a:1\n")
                                     << QStringLiteral("line 4: .*\\[srvice\\]");
    QTest::newRow("unknown key") << QByteArray("[service]\nlissten = 127.0.0.1:1\n")
                                 << QStringLiteral("line 2: .*lissten");
    QTest::newRow("key of another section")
        << QByteArray("[disk]\nlisten = 127.0.0.1:1\n") << QStringLiteral("line 2: .*listen");
    QTest::newRow("key without a section")
        << QByteArray("listen = 127.0.0.1:1\n") << QStringLiteral("line 1: ");
    QTest::newRow("no equals sign") << QByteArray("[service]\n# a\nlisten\n") << QStringLiteral("line 3: ");
    QTest::newRow("no value") << QByteArray("[service]\nlisten =\n") << QStringLiteral("line 2: .*no value");
    QTest::newRow("twice") << QByteArray("[disk]\nfolder = /a\nfolder = /b\n")
                           << QStringLiteral("line 3: .*twice");
    QTest::newRow("open section") << QByteArray("[service\n") << QStringLiteral("line 1: ");
    QTest::newRow("not UTF-8") << QByteArray("[disk]\nfolder = /\xff\n") << QStringLiteral("line 2: ");
    QTest::newRow("no port") << QByteArray("[service]\nlisten = localhost\n")
                             << QStringLiteral("line 2: .*HOST:PORT");
    QTest::newRow("port too large") << QByteArray("[service]\nlisten = localhost:65536\n")
                                    << QStringLiteral("line 2: ");
    QTest::newRow("bare IPv6") << QByteArray("[service]\nlisten = ::1:80\n")
                               << QStringLiteral("line 2: .*brackets");
    QTest::newRow("other store") << QByteArray("[service]\nstore = tape\n")
                                 << QStringLiteral("line 2: .*\"tape\"");
    QTest::newRow("path style") << QByteArray("[s3]\npath_style = perhaps\n")
                                << QStringLiteral("line 2: .*perhaps");
    QTest::newRow("other database") << QByteArray("[database]\ndriver = oracle\n")
                                    << QStringLiteral("line 2: .*oracle");
    QTest::newRow("dsn without a value")
        << QByteArray("[database]\ndsn =\n") << QStringLiteral("line 2: .*no value");
    QTest::newRow("not a number") << QByteArray("[limits]\nmax_connections = many\n")
                                  << QStringLiteral("line 2: .*many");
    QTest::newRow("zero") << QByteArray("[limits]\nmax_connections = 0\n") << QStringLiteral("line 2: ");
    QTest::newRow("too large a size")
        << QByteArray("[disk]\nmin_part_size = 6GiB\n") << QStringLiteral("line 2: ");
    QTest::newRow("size that overflows")
        << QByteArray("[disk]\nmin_part_size = 99999999999GiB\n") << QStringLiteral("line 2: ");
    QTest::newRow("negative time") << QByteArray("[limits]\nidle_timeout_seconds = -1\n")
                                   << QStringLiteral("line 2: ");
    QTest::newRow("no such time") << QByteArray("[limits]\nidle_timeout_seconds = nan\n")
                                  << QStringLiteral("line 2: ");
    QTest::newRow("policy") << QByteArray("[disk]\non_conflict = ask\n")
                            << QStringLiteral("line 2: .*keep_both");
    QTest::newRow("address") << QByteArray("[service]\npublic_url = uploads.example.com\n")
                             << QStringLiteral("line 2: ");
    QTest::newRow("address with a password")
        << QByteArray("[service]\npublic_url = https://a:b@example.com\n") << QStringLiteral("line 2: ");
}

void ServiceRulesTest::refusesSettingsThatDoNotFit_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("message");
    const QByteArray s3 = "[service]\nstore = s3\n[s3]\n";
    const QByteArray place = "endpoint = https://s3.example.org\nbucket = b\n";
    QTest::newRow("no bucket") << s3 + "endpoint = https://s3.example.org\n"
                               << QStringLiteral("endpoint and bucket");
    QTest::newRow("no endpoint") << s3 + "bucket = b\n" << QStringLiteral("endpoint and bucket");
    QTest::newRow("endpoint") << s3 + "endpoint = s3.example.org\nbucket = b\n" << QStringLiteral("https://");
    QTest::newRow("prefix") << s3 + place + "prefix = ../\n" << QStringLiteral("\\.\\.");
    QTest::newRow("two secrets") << s3 + place + "secret_key = a\nsecret_key_file = /b\n"
                                 << QStringLiteral("exclude each other");
    QTest::newRow("no dsn") << s3 + place + "[database]\ndriver = postgresql\n"
                            << QStringLiteral("wants a dsn");
    QTest::newRow("dsn of sqlite") << s3 + place + "[database]\ndsn = host=a\n"
                                   << QStringLiteral("postgresql only");
    QTest::newRow("dsn as an address")
        << s3 + place + "[database]\ndriver = postgresql\ndsn = postgresql://a/b\n"
        << QStringLiteral("key=value");
    QTest::newRow("dsn with more behind it")
        << s3 + place + "[database]\ndriver = postgresql\ndsn = host=a;dbname=b\n"
        << QStringLiteral("key=value");
    QTest::newRow("a shared folder") << QByteArray("[database]\ndriver = postgresql\ndsn = host=a\n")
                                     << QStringLiteral("store s3");
}

void ServiceRulesTest::refusesSettingsThatDoNotFit()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, message);
    ServiceConfig config;
    config.dataDir = QStringLiteral("data");
    QVERIFY(applyConfigText(config, text));
    const Served<void> checked = checkConfig(config);
    QVERIFY(!checked);
    QVERIFY2(QRegularExpression(message).match(checked.error().message).hasMatch(),
             qPrintable(checked.error().message));
}

void ServiceRulesTest::refusesConfig()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, message);
    ServiceConfig config;
    const Served<void> applied = applyConfigText(config, text);
    QVERIFY(!applied);
    QVERIFY2(QRegularExpression(message).match(applied.error().message).hasMatch(),
             qPrintable(applied.error().message));
}

void ServiceRulesTest::readsConfig()
{
    ServiceConfig config;
    const Served<void> applied =
        applyConfigText(config, "; a comment\r\n[service]\r\nlisten = [::1]:9\r\ndata=/d\n"
                                "store = disk:/o\npublic_url = https://u.example.com/in/\n"
                                "url_lifetime_seconds = 60\nsession_max_age_days = 0.5\nlog_requests = yes\n"
                                "[disk]\nmin_part_size = 64KiB\non_conflict = refuse\n"
                                "[database]\ndriver = sqlite\n"
                                "[limits]\nheader_timeout_seconds = 1.5\nmax_json_size = 3MiB\n");
    QVERIFY2(applied, applied ? "" : qPrintable(applied.error().message));
    QCOMPARE(config.listenHost, QStringLiteral("::1"));
    QCOMPARE(config.listenPort, quint16(9));
    QCOMPARE(config.dataDir, QStringLiteral("/d"));
    QCOMPARE(config.disk.folder, QStringLiteral("/o"));
    QCOMPARE(config.publicUrl, QStringLiteral("https://u.example.com/in"));
    QCOMPARE(config.urlLifetime, std::chrono::seconds(60));
    QCOMPARE(config.sessionMaxAge, std::chrono::milliseconds(std::chrono::hours(12)));
    QVERIFY(config.logRequests);
    QCOMPARE(config.disk.minPartSize, 64 * KiB);
    QCOMPARE(config.disk.onConflict, OnConflict::Refuse);
    QCOMPARE(config.limits.headerTime, std::chrono::milliseconds(1500));
    QCOMPARE(config.limits.jsonBytes, 3 * MiB);
    QVERIFY(checkConfig(config));

    config.publicUrl.clear();
    for (const QString &host : {QStringLiteral("0.0.0.0"), QStringLiteral("::")}) {
        config.listenHost = host;
        QVERIFY(!checkConfig(config));
    }
    config.listenHost = QStringLiteral("127.0.0.1");
    config.dataDir.clear();
    QVERIFY(!checkConfig(config));
}

void ServiceRulesTest::theExampleTellsTheDefaults()
{
    QFile file(QStringLiteral(EXAMPLE_CONFIG));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    ServiceConfig plain;
    QVERIFY(applyConfigText(plain, text));
    QCOMPARE(plain.dataDir, QStringLiteral("/var/lib/gantry-service/sessions"));
    QCOMPARE(plain.disk.folder, QStringLiteral("/var/lib/gantry-service/objects"));

    // With each "#key = value" in force, nothing changes but the one that has no default.
    QByteArray all;
    int settings = 0;
    for (const QByteArray &line : text.split('\n')) {
        const bool setting = line.startsWith('#') && line.size() > 1 && line.at(1) != ' ';
        settings += setting ? 1 : 0;
        all += (setting ? line.mid(1) : line) + '\n';
    }
    QCOMPARE(settings, 28);
    ServiceConfig config;
    const Served<void> applied = applyConfigText(config, all);
    QVERIFY2(applied, applied ? "" : qPrintable(applied.error().message));
    QCOMPARE(config.publicUrl, QStringLiteral("https://uploads.example.com"));
    QCOMPARE(config.listenHost, plain.listenHost);
    QCOMPARE(config.listenPort, plain.listenPort);
    QCOMPARE(config.urlLifetime, plain.urlLifetime);
    QCOMPARE(config.sessionMaxAge, plain.sessionMaxAge);
    QCOMPARE(config.logRequests, plain.logRequests);
    QCOMPARE(config.store, plain.store);
    QCOMPARE(config.s3.bucket, QStringLiteral("uploads"));
    QVERIFY(config.s3.secretKey.isEmpty());
    QCOMPARE(config.database.driver, plain.database.driver);
    QCOMPARE(config.disk.onConflict, plain.disk.onConflict);
    QCOMPARE(config.disk.minPartSize, plain.disk.minPartSize);
    QVERIFY(config.limits == plain.limits);
}

void ServiceRulesTest::refusesHeads_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    QTest::newRow("two lengths") << QByteArray("Content-Length: 1\r\nContent-Length: 1\r\n") << 400;
    QTest::newRow("list of lengths") << QByteArray("Content-Length: 1, 1\r\n") << 400;
    QTest::newRow("signed length") << QByteArray("Content-Length: +1\r\n") << 400;
    QTest::newRow("escaped length") << QByteArray("Content-Length: %31\r\n") << 400;
    QTest::newRow("empty length") << QByteArray("Content-Length:\r\n") << 400;
    QTest::newRow("length past 64 bits") << QByteArray("Content-Length: 99999999999999999999\r\n") << 400;
    QTest::newRow("blank before the colon") << QByteArray("Content-Length : 1\r\n") << 400;
    QTest::newRow("no colon") << QByteArray("Content-Length 1\r\n") << 400;
    QTest::newRow("bare line feed") << QByteArray("A: b\nContent-Length: 1\r\n") << 400;
    QTest::newRow("bare carriage return") << QByteArray("A: b\rContent-Length: 1\r\n") << 400;
    QTest::newRow("folded") << QByteArray("A: b\r\n Content-Length: 1\r\n") << 400;
    QTest::newRow("NUL") << QByteArray("A: b\0c\r\n", 9) << 400;
    QTest::newRow("chunked") << QByteArray("Transfer-Encoding: chunked\r\n") << 411;
    QTest::newRow("chunked and a length")
        << QByteArray("Content-Length: 1\r\ntransfer-encoding: Chunked\r\n") << 411;
    QTest::newRow("other expectation") << QByteArray("Expect: 200-ok\r\n") << 417;
}

void ServiceRulesTest::refusesHeads()
{
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    const Served<RequestHead> head = parseRequestHead("POST /x HTTP/1.1\r\n" + fields + "\r\n");
    QVERIFY(!head);
    QCOMPARE(httpStatus(head.error().code), status);
}

void ServiceRulesTest::readsHeads()
{
    const Served<RequestHead> plain = parseRequestHead("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(plain && !plain->contentLength && !plain->expectsContinue && !plain->wantsClose);
    const Served<RequestHead> put =
        parseRequestHead("PUT / HTTP/1.1\r\ncontent-length:  007 \r\nexpect: 100-Continue\r\n"
                         "Connection: keep-alive, Close\r\n\r\n");
    QVERIFY(put);
    QCOMPARE(put->contentLength, std::optional<qint64>(7));
    QVERIFY(put->expectsContinue && put->wantsClose);
    const Served<RequestHead> old = parseRequestHead("GET / HTTP/1.0\r\n\r\n");
    QVERIFY(old && old->wantsClose);
}

void ServiceRulesTest::decodesTargets()
{
    QCOMPARE(pathSegments("/a%2Fb/c+d/"),
             (QStringList{QStringLiteral("a/b"), QStringLiteral("c+d"), QString()}));
    for (const char *path : {"a", "*", "/%", "/%4", "/%zz", "/%+1", "/%ff", "/%u0041"})
        QVERIFY2(!pathSegments(path), path);
    const auto parameters = queryParameters("fingerprint=a%3D%3d&key=x=y&b&c=1+2%2B3");
    QVERIFY(parameters);
    QCOMPARE(parameters->value(QStringLiteral("fingerprint")), QStringLiteral("a=="));
    QCOMPARE(parameters->value(QStringLiteral("key")), QStringLiteral("x=y"));
    QCOMPARE(parameters->value(QStringLiteral("c")), QStringLiteral("1 2+3"));
    QVERIFY(parameters->contains(QStringLiteral("b")));
    for (const char *query : {"a=1&a=2", "a=%", "a=%ff"})
        QVERIFY2(!queryParameters(query), query);
}

namespace {

const QByteArray linkKey = "0123456789abcdef0123456789abcdef";
const QString linkUpload = QStringLiteral("00112233445566778899aabbccddeeff");

Served<PartLink> verified(const QByteArray &path, qint64 now)
{
    const QList<QByteArray> pieces = path.split('?');
    const QList<QByteArray> segments = pieces.value(0).split('/');
    return verifiedPartLink(QString::fromLatin1(segments.value(2)), segments.value(3), pieces.value(1),
                            linkKey, now);
}

} // namespace

void ServiceRulesTest::signsLinks()
{
    const QByteArray path = signedPartPath({linkUpload, 7, 10 * MiB, 1'000}, linkKey);
    QVERIFY(
        path.startsWith("/parts/00112233445566778899aabbccddeeff/7?expires=1000&size=10485760&signature="));
    const Served<PartLink> link = verified(path, 999);
    QVERIFY(link);
    QCOMPARE(link->uploadId, linkUpload);
    QCOMPARE(link->partNumber, 7);
    QCOMPARE(link->size, 10 * MiB);
}

void ServiceRulesTest::refusesTamperedLinks_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("other upload") << QByteArray("/0011") << QByteArray("/1011");
    QTest::newRow("other part") << QByteArray("/7?") << QByteArray("/8?");
    QTest::newRow("part spelled otherwise") << QByteArray("/7?") << QByteArray("/07?");
    QTest::newRow("later") << QByteArray("expires=1000") << QByteArray("expires=9000");
    QTest::newRow("longer") << QByteArray("size=10485760") << QByteArray("size=10485761");
    QTest::newRow("size spelled otherwise") << QByteArray("size=10485760") << QByteArray("size=+10485760");
    QTest::newRow("no signature") << QByteArray("&signature=") << QByteArray("&nosignature=");
    QTest::newRow("empty query") << QByteArray("?expires") << QByteArray("?&expires");
    QTest::newRow("one more parameter") << QByteArray("&size") << QByteArray("&x=1&size");
    QTest::newRow("other order") << QByteArray("?expires=1000&size=10485760")
                                 << QByteArray("?size=10485760&expires=1000");
    QTest::newRow("not an id") << QByteArray("/00112233445566778899aabbccddeeff/") << QByteArray("/../");
}

void ServiceRulesTest::refusesTamperedLinks()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QByteArray path = signedPartPath({linkUpload, 7, 10 * MiB, 1'000}, linkKey);
    QVERIFY(path.contains(from));
    const Served<PartLink> link = verified(path.replace(from, to), 999);
    QVERIFY(!link);
    QCOMPARE(link.error().code, ErrorCode::BadSignature);
}

void ServiceRulesTest::linksExpire()
{
    const QByteArray path = signedPartPath({linkUpload, 7, 5, 1'000}, linkKey);
    QVERIFY(verified(path, 999));
    QCOMPARE(verified(path, 1'000).error().code, ErrorCode::LinkExpired);
    // An expired link that is not ours is not called expired.
    QCOMPARE(verified(path.chopped(1), 5'000).error().code, ErrorCode::BadSignature);
    const QByteArray other = signedPartPath({linkUpload, 7, 5, 1'000}, "another key");
    QCOMPARE(verified(other, 0).error().code, ErrorCode::BadSignature);
}

void ServiceRulesTest::namesCopies_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("copy");
    QTest::newRow("plain") << QStringLiteral("clip.mov") << QStringLiteral("clip (2).mov");
    QTest::newRow("in a folder with a dot") << QStringLiteral("a.b/clip") << QStringLiteral("a.b/clip (2)");
    QTest::newRow("archive") << QStringLiteral("x.tar.gz") << QStringLiteral("x (2).tar.gz");
    QTest::newRow("hidden") << QStringLiteral("a/.bashrc") << QStringLiteral("a/.bashrc (2)");
    QTest::newRow("only an archive's ending") << QStringLiteral(".tar.gz") << QStringLiteral(".tar (2).gz");
    QTest::newRow("dot at the end") << QStringLiteral("a.") << QStringLiteral("a (2).");
    const QString longStem(251, QLatin1Char('a'));
    QTest::newRow("cut") << QString(longStem + QStringLiteral(".mov"))
                         << QString(longStem.chopped(4) + QStringLiteral(" (2).mov"));
    const QString longExtension = QStringLiteral("a.") + QString(253, QLatin1Char('x'));
    QTest::newRow("all extension") << longExtension
                                   << QString(longExtension.left(251) + QStringLiteral(" (2)"));
    QTest::newRow("cut between letters")
        << QString(QStringLiteral("\U0001f3ac").repeated(63))
        << QString(QStringLiteral("\U0001f3ac").repeated(62) + QStringLiteral(" (2)"));
}

void ServiceRulesTest::namesCopies()
{
    QFETCH(QString, key);
    QFETCH(QString, copy);
    QCOMPARE(keyOfCopy(key, 2), copy);
    QVERIFY(fileNameOf(keyOfCopy(key, 2)).size() <= 255);
    QVERIFY(fileNameOf(keyOfCopy(key, 9999)).size() <= 255);
}

void ServiceRulesTest::readsPartNumbers()
{
    QCOMPARE(readPartNumbers(u"5,6,9-12", 20).value(), (QList<int>{5, 6, 9, 10, 11, 12}));
    QCOMPARE(readPartNumbers(u"3,1-3,2", 3).value(), (QList<int>{1, 2, 3}));
    for (const char *text : {"", ",", "0", "4", "1-", "-1", "2-1", "1-2-3", "a", "1-4"})
        QVERIFY2(!readPartNumbers(QString::fromLatin1(text), 3), text);
}

void ServiceRulesTest::readsCalls()
{
    const QJsonObject body{{QStringLiteral("filename"), QStringLiteral("a")},
                           {QStringLiteral("size"), 5.0},
                           {QStringLiteral("content_type"), QStringLiteral("b/c")},
                           {QStringLiteral("fingerprint"), QStringLiteral("f")}};
    const Served<InitiateCall> call = readInitiate(body);
    QVERIFY(call);
    QCOMPARE(call->request.size, 5);
    QVERIFY(!call->urls && !call->request.partSize);
    const QList<std::pair<QString, QJsonValue>> wrong{
        {QStringLiteral("filename"), 1},        {QStringLiteral("filename"), QJsonValue::Undefined},
        {QStringLiteral("size"), -1},           {QStringLiteral("size"), 1.5},
        {QStringLiteral("size"), 1e300},        {QStringLiteral("size"), QStringLiteral("5")},
        {QStringLiteral("size"), QJsonValue()}, {QStringLiteral("fingerprint"), QJsonValue()},
        {QStringLiteral("part_size"), true},    {QStringLiteral("urls"), -1},
        {QStringLiteral("key_prefix"), 5},      {QStringLiteral("content_type"), QJsonArray()},
    };
    for (const auto &[name, value] : wrong) {
        QJsonObject changed = body;
        changed.insert(name, value);
        QVERIFY2(!readInitiate(changed), qPrintable(name));
    }
}

QTEST_APPLESS_MAIN(ServiceRulesTest)
#include "rules_test.moc"
